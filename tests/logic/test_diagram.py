"""Diagrams against brute force over every completion (tests/logic/oracle.py), and laws they promise."""

import random

import pytest
from hypothesis import given

from seldinger.logic import Flag, Row, Table, build, everything, kleene
from tests.logic.oracle import (
    completions,
    heat,
    limit,
    mass,
    outcome,
    possible_and_missing,
    random_known,
    random_table,
    share,
    tables,
    wet,
)


def test_possible_and_missing_agree_with_brute_force_on_seeded_tables():
    draw = random.Random(20261124)
    for _ in range(1200):
        table, variables = random_table(draw)
        known = random_known(draw, variables)
        view = build(table).restrict(known)
        possible, missing = possible_and_missing(table, variables, known)
        assert view.possible == possible, (table, known)
        assert set(view.missing) == missing, (table, known)


@given(tables())
def test_possible_and_missing_agree_with_brute_force(drawn):
    table, variables, known = drawn
    view = build(table).restrict(known)
    assert (view.possible, set(view.missing)) == possible_and_missing(table, variables, known)


@given(tables())
def test_learning_a_value_never_adds_an_outcome(drawn):
    table, variables, known = drawn
    before = build(table).restrict(known).possible
    for case in list(completions(variables, known))[:20]:
        for name, value in case.items():
            assert build(table).restrict({**known, name: value}).possible <= before


@given(tables())
def test_answers_are_the_outcomes_after_each_answer(drawn):
    table, variables, known = drawn
    view = build(table).restrict(known)
    for variable in variables:
        if variable.name in view.missing:
            values = {case[variable.name] for case in completions(variables, known)}
            after = {build(table).restrict({**known, variable.name: value}).possible for value in values}
            answers = view.answers(variable.name)
            assert {answer.possible for answer in answers} == after
            assert len({answer.label for answer in answers}) == len(answers)


@given(tables())
def test_a_value_outside_missing_changes_nothing(drawn):
    table, variables, known = drawn
    view = build(table).restrict(known)
    for case in list(completions(variables, known))[:20]:
        chosen = {name: case[name] for name in view.missing}
        assert build(table).restrict({**known, **chosen}).possible == {outcome(table, case)}


BODY = Table(
    "body",
    (
        Row("mass.high", mass >= limit(2), "bar"),
        Row("wet_or_hot", wet.yes | heat.at_least("hot"), "wait"),
    ),
    "go",
)


def test_nothing_known_leaves_everything_open():
    view = build(BODY).restrict({})
    assert view.possible == {"bar", "wait", "go"}
    assert view.missing == ("mass", "wet", "heat")


def test_a_first_hit_silences_what_stands_below():
    view = build(BODY).restrict({"mass": 2.0})
    assert (view.possible, view.missing) == ({"bar"}, ())
    assert view.answers("wet") == ()


def test_answers_in_words():
    view = build(BODY).restrict({"heat": "hot"})
    assert [(answer.label, sorted(answer.possible)) for answer in view.answers("mass")] == [
        ("below 2 mg/dL", ["wait"]),
        ("2 mg/dL or more", ["bar"]),
    ]
    assert build(BODY).restrict({"mass": 1}).answers("heat")[0].label == "cold or warm"
    assert [answer.label for answer in build(BODY).restrict({"mass": 1}).answers("wet")] == ["yes", "no"]


def test_an_exhaustive_table_reports_no_third_outcome():
    """Three-valued logic cannot see this: with mass unknown both rows are unknown, and it would report "go" as well."""
    table = Table("halves", (Row("low", mass < limit(2), "bar"), Row("high", mass >= limit(2), "wait")), "go")
    assert [kleene(row.when, {}) for row in table.rows] == [None, None]
    assert build(table).restrict({}).possible == {"bar", "wait"}


def test_missing_forgets_what_a_known_value_has_made_irrelevant():
    """The root still tests `wet`, but both ways now lead to the same answer through the known share."""
    share_high = share > limit(75, "%")
    table = Table("same", (Row("a", wet.yes & share_high, "bar"), Row("b", wet.no & share_high, "bar")), "go")
    view = build(table).restrict({"share": 80})
    assert (view.possible, view.missing) == ({"bar"}, ())


def test_questions_left_counts_the_question_itself():
    view = build(BODY).restrict({})
    # mass >= 2 ends it; else wet: yes ends it, no asks heat (3 levels in one test): 1 + (0 + (1 + (0 + 1) / 2)) / 2
    assert view.questions_left("mass") == pytest.approx(1.75)
    # wet yes: only mass is left, 1; wet no: mass, then heat in half the answers, 1.5
    assert view.questions_left("wet") == pytest.approx(1 + (1 + 1.5) / 2)
    assert build(BODY).restrict({"mass": 3}).questions_left("wet") == 0


def test_the_same_table_has_one_diagram():
    assert build(BODY) is build(BODY)


def test_a_name_the_table_does_not_know_is_ignored_when_known_and_refused_when_asked():
    view = build(BODY).restrict({"tide": True})
    assert view.possible == {"bar", "wait", "go"}
    with pytest.raises(KeyError, match="body does not speak of 'tide'"):
        view.answers("tide")


@pytest.mark.parametrize(
    ("known", "error", "words"),
    [
        ({"mass": float("nan")}, ValueError, "mass is nan"),
        ({"mass": -1}, ValueError, "expected a number from 0 to inf mg/dL"),
        ({"mass": True}, TypeError, "expected a number or Between"),
        ({"mass": "2"}, TypeError, "expected a number or Between"),
        ({"wet": 1}, TypeError, "expected one of"),
        ({"heat": "tepid"}, ValueError, "expected one of .*got 'tepid'"),
        ({"heat": frozenset()}, ValueError, "no value is left"),
    ],
)
def test_a_value_its_variable_cannot_have_is_refused(known, error, words):
    with pytest.raises(error, match=words):
        build(BODY).restrict(known)


def test_one_name_declared_two_ways_is_refused():
    other = Flag("mass", "Mass known")
    table = Table("twice", (Row("a", mass >= limit(2), "bar"), Row("b", other.yes, "wait")), "go")
    with pytest.raises(ValueError, match="row b: mass is declared in two ways"):
        build(table)


def test_a_table_too_wide_for_its_order_is_refused_by_name(monkeypatch):
    """Pairs (x1 y1)(x2 y2)… in the order x1 x2 … y1 y2 … need a number of nodes exponential in the pairs."""
    monkeypatch.setattr("seldinger.logic.graph.GUARD", 200)
    x = [Flag(f"x{n}", "x") for n in range(10)]
    y = [Flag(f"y{n}", "y") for n in range(10)]
    fixed_order = Row("order", everything(x[0].no, *(flag.yes for flag in x)), "a")
    pairs = zip(x, y, strict=True)
    rows = (fixed_order, *(Row(f"pair{n}", a.yes & b.yes, "ab"[n % 2]) for n, (a, b) in enumerate(pairs)))
    with pytest.raises(ValueError, match=r"more than 200 nodes, ordered x0, x1.*widest: x0"):
        build(Table("pairs", rows, "go"))
