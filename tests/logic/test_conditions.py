"""Conditions: how they are written, what they refuse, and three-valued truth against tables written by hand."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.logic import (
    All,
    Any,
    Between,
    Compare,
    Is,
    Not,
    anything,
    everything,
    exactly,
    kleene,
    thresholds_of,
    variables_of,
)
from tests.logic.oracle import completions, count, heat, holds, hue, limit, mass, old, share, tables, wet

TRUTH = """
    wet     | old     | and     | or
    --------+---------+---------+--------
    yes     | yes     | yes     | yes
    yes     | no      | no      | yes
    yes     | unknown | unknown | yes
    no      | yes     | no      | yes
    no      | no      | no      | no
    no      | unknown | no      | unknown
    unknown | yes     | unknown | yes
    unknown | no      | no      | unknown
    unknown | unknown | unknown | unknown
"""
WORDS = {"yes": True, "no": False, "unknown": None}


def rows(table):
    return [[WORDS[cell.strip()] for cell in line.split("|")] for line in table.strip().splitlines()[2:]]


@pytest.mark.parametrize(("one", "other", "both", "either"), rows(TRUTH))
@pytest.mark.parametrize("answer", [kleene, exactly])
def test_three_valued_and_or(answer, one, other, both, either):
    known = {"wet": one, "old": other}
    assert answer(wet.yes & old.yes, known) is both
    assert answer(wet.yes | old.yes, known) is either
    assert answer(~(wet.yes & old.yes), known) is (None if both is None else not both)


LIMIT = limit(2)


@pytest.mark.parametrize(
    ("value", "at_least", "above", "at_most", "below", "why"),
    [
        (1.99, False, False, True, True, "just below"),
        (2.0, True, False, True, False, "exactly at the limit"),
        (2, True, False, True, False, "a whole number is a number"),
        (2.01, True, True, False, False, "just above"),
        (None, None, None, None, None, "nobody looked"),
        (Between(0, 1), False, False, True, True, "all below"),
        (Between(0, 2), None, False, True, None, "the limit itself is possible"),
        (Between(0, 2, high_open=True), False, False, True, True, "the limit itself is not possible"),
        (Between(2, 5), True, None, None, False, "from the limit on"),
        (Between(2, 5, low_open=True), True, True, False, False, "above the limit only"),
        (Between(1, 3), None, None, None, None, "on both sides"),
        (Between(2, 2), True, False, True, False, "an interval of one point"),
        (-0.0, False, False, True, True, "negative zero is zero"),
    ],
)
@pytest.mark.parametrize("answer", [kleene, exactly])
def test_comparisons(answer, value, at_least, above, at_most, below, why):
    given = [answer(each, {"mass": value}) for each in (mass >= LIMIT, mass > LIMIT, mass <= LIMIT, mass < LIMIT)]
    assert given == [at_least, above, at_most, below], why


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("cold", False),
        ("warm", True),
        ("hot", True),
        (frozenset({"warm", "hot"}), True),
        (frozenset({"cold", "hot"}), None),
        (None, None),
    ],
)
@pytest.mark.parametrize("answer", [kleene, exactly])
def test_levels_known_in_part(answer, seen, expected):
    assert answer(heat.at_least("warm"), {"heat": seen}) is expected
    assert answer(~heat.at_least("warm"), {"heat": seen}) is (None if expected is None else not expected)


@given(tables())
def test_kleene_is_never_wrong_and_exactly_is_brute_force(drawn):
    table, variables, known = drawn
    for row in table.rows:
        truths = {holds(row.when, case) for case in completions(variables, known)}
        exact = truths.pop() if len(truths) == 1 else None
        assert exactly(row.when, known) is exact
        assert kleene(row.when, known) in (exact, None)


def test_exactly_sees_what_three_valued_logic_cannot():
    either = (mass < LIMIT) | (mass >= LIMIT)
    assert kleene(either, {}) is None
    assert exactly(either, {}) is True
    assert exactly(mass >= limit(0), {}) is True  # the quantity cannot lie below zero


def test_nothing_to_join():
    assert kleene(everything(), {}) is True
    assert kleene(anything(), {}) is False


def test_chains_are_flat_and_readable():
    assert (wet.yes & old.no & heat.is_("hot")) == All((wet.yes, old.no, heat.is_("hot")))
    assert anything(wet.yes | old.yes, hue.is_("red")) == Any((wet.yes, old.yes, hue.is_("red")))
    assert ~wet.yes == Not(wet.yes)


def test_values_stand_in_declared_order_once():
    assert heat.is_("hot", "cold", "hot") == Is(heat, ("cold", "hot"))
    assert heat.at_least("cold").values == ("cold", "warm", "hot")


def test_a_threshold_may_stand_on_the_left():
    assert (limit(2) <= mass) == (mass >= LIMIT) == Compare(mass, ">=", LIMIT)


def test_variables_and_thresholds_appear_once_in_order():
    condition = (mass > LIMIT) & (wet.yes | (mass >= limit(3))) & ~(mass > LIMIT)
    assert variables_of(condition) == (mass, wet)
    assert [threshold.value for threshold in thresholds_of(condition)] == [2, 3]


@pytest.mark.parametrize("use", [bool, lambda c: c and wet.yes, lambda c: c or wet.yes, lambda c: not c])
def test_a_condition_has_no_truth_of_its_own(use):
    with pytest.raises(TypeError, match=r"use & \| ~"):
        use(wet.yes)


def test_a_chained_comparison_is_refused_not_halved():
    with pytest.raises(TypeError, match=r"use & \| ~"):
        limit(1) < mass < LIMIT  # noqa: B015


@pytest.mark.parametrize("wrong", [2, 2.0, "2 mg/dL", None, mass])
def test_a_quantity_is_compared_with_thresholds_only(wrong):
    with pytest.raises(TypeError, match=r"Threshold|not supported"):
        mass >= wrong  # noqa: B015


def test_units_must_agree():
    with pytest.raises(TypeError, match=r"mass is in mg/dL, threshold test\.at_2 in umol/L"):
        mass >= limit(2, "umol/L")  # noqa: B015


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: heat.at_least("tepid"), "'tepid' is not one of cold, warm, hot"),
        (lambda: heat.is_("tepid"), "expected some of"),
        (lambda: hue.is_(), "expected some of"),
        (lambda: Between(2, 1), "nothing lies within"),
        (lambda: Between(2, 2, low_open=True), "nothing lies within"),
        (lambda: Between(float("nan"), 1), "nothing lies within"),
    ],
)
def test_what_cannot_be_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_only_conditions_join():
    with pytest.raises(TypeError, match="expected a condition, got True"):
        wet.yes & True  # type: ignore[operator]


@given(st.sampled_from([float("nan"), float("inf"), True, "2"]))
def test_kleene_refuses_what_a_quantity_cannot_be(value):
    with pytest.raises((TypeError, ValueError), match="mass"):
        kleene(mass >= LIMIT, {"mass": value})


def test_a_count_is_a_whole_number():
    assert exactly(count > limit(2, "1"), {"count": 3}) is True
    with pytest.raises(ValueError, match="expected a whole number from 0 to 4"):
        exactly(count > limit(2, "1"), {"count": 2.5})


@pytest.mark.parametrize("answer", [kleene, exactly])
def test_a_number_outside_its_domain_is_refused(answer):
    with pytest.raises(ValueError, match=r"share: expected a number from 0 to 100 %, got 120"):
        answer(share > limit(75, "%"), {"share": 120})


def test_conditions_survive_pickling():
    condition = (mass >= LIMIT) & ~wet.yes
    assert pickle.loads(pickle.dumps(condition)) == condition
