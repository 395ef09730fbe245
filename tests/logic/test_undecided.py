"""Undecided rows against brute force: which rows may hold, and which say no more than another."""

from hypothesis import given

from seldinger.logic import Row, RowAnswers, Table, build, undecided
from tests.logic.oracle import OUTCOMES, completions, holds, limit, mass, tables, wet

BARS = frozenset({"bar", "no"})


def under(known, table=None):
    """Return the answers to all rows of a table (the one below) under what is known."""
    return RowAnswers(build(table or TABLE).restrict(known))


def by_brute_force(table, variables, known):
    """Return the ids of rows that may hold, under no row that must, and that no other such row always holds with."""
    cases = list(completions(variables, known))
    truth = {row.id: [holds(row.when, case) for case in cases] for row in table.rows}
    listed = []
    for row in table.rows:
        if all(truth[row.id]):
            break
        if any(truth[row.id]) and row.outcome in BARS:
            listed.append(row.id)

    def implies(a, b):
        return all(there for here, there in zip(truth[a], truth[b], strict=True) if here)

    return [
        a
        for place, a in enumerate(listed)
        if not any(
            implies(a, b) and (not implies(b, a) or other < place) for other, b in enumerate(listed) if other != place
        )
    ]


@given(tables())
def test_undecided_rows_agree_with_brute_force(drawn):
    table, variables, known = drawn
    assert [row.id for row in undecided(under(known, table), BARS)] == by_brute_force(table, variables, known)


HIGH, HIGHER = mass >= limit(2), mass >= limit(3.5)
TABLE = Table(
    "masses",
    (
        Row("higher", HIGHER, "bar"),
        Row("high", HIGH, "bar"),
        Row("high_again", mass >= limit(2.0), "no"),
        Row("wet", wet.yes, "wait"),
        Row("wet_bar", wet.yes, "bar"),
    ),
    "go",
)


def test_only_the_widest_row_is_kept_and_the_first_of_equals():
    assert [row.id for row in undecided(under({}), BARS)] == ["high", "wet_bar"]


def test_rows_below_a_certain_one_are_silent():
    assert [row.id for row in undecided(under({"mass": 2}), BARS)] == []
    assert [row.id for row in undecided(under({"wet": True}), BARS)] == ["high"]


def test_outcomes_choose_the_rows():
    assert [row.id for row in undecided(under({}), frozenset({"wait"}))] == ["wet"]
    assert [row.id for row in undecided(under({}), frozenset(OUTCOMES))] == ["high", "wet"]
