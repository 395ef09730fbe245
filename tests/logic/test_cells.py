"""Cells: where the answers of a table can change, with bounds and whole numbers."""

import math

import pytest

from seldinger.logic import Between, Quantity
from seldinger.logic.cells import axis_of
from tests.logic.oracle import count, heat, hue, limit, share, wet

length = Quantity("length", "Length", "cm")


def labels(axis):
    return [axis.label((cell,)) for cell in range(axis.width)]


def at(value, unit="cm"):
    return limit(value, unit)


@pytest.mark.parametrize(
    ("leaves", "expected", "why"),
    [
        ([], ["any value"], "no limit, one cell"),
        ([length >= at(2)], ["below 2 cm", "2 cm or more"], "the limit belongs above"),
        ([length < at(2)], ["below 2 cm", "2 cm or more"], "the opposite has the same cells"),
        ([length > at(2)], ["2 cm or less", "above 2 cm"], "the limit belongs below"),
        ([length >= at(2), length > at(2)], ["below 2 cm", "exactly 2 cm", "above 2 cm"], "two rules, one limit"),
        ([length >= at(2), length >= at(3.5)], ["below 2 cm", "2 to below 3.5 cm", "3.5 cm or more"], "two limits"),
        (
            [length > at(2), length > at(3)],
            ["2 cm or less", "above 2 to 3 cm", "above 3 cm"],
            "open, then closed",
        ),
        ([length > at(2), length >= at(3)], ["2 cm or less", "above 2 to below 3 cm", "3 cm or more"], "open twice"),
        ([length >= at(2), length > at(3)], ["below 2 cm", "2 to 3 cm", "above 3 cm"], "closed twice"),
        ([length >= at(0), length < at(-1)], ["any value"], "nothing lies below zero"),
        ([length > at(0)], ["0 cm or less", "above 0 cm"], "zero itself is a cell"),
        (
            [length >= at(2), length <= at(2.0)],
            ["below 2 cm", "exactly 2 cm", "above 2 cm"],
            "equal limits",
        ),
    ],
)
def test_cells_of_a_quantity(leaves, expected, why):
    assert labels(axis_of(length, leaves)) == expected, why


@pytest.mark.parametrize(
    ("leaves", "expected", "why"),
    [
        ([count > limit(2, "1"), count < limit(3, "1")], ["2 or less", "3 or more"], "no whole number between 2 and 3"),
        ([count >= limit(2.5, "1")], ["2 or less", "3 or more"], "a limit between whole numbers"),
        ([count >= limit(4, "1")], ["3 or less", "4 or more"], "the highest count"),
        ([count > limit(4, "1")], ["any value"], "above the highest count"),
        ([count >= limit(2, "1"), count >= limit(3, "1")], ["1 or less", "exactly 2", "3 or more"], "one count alone"),
    ],
)
def test_cells_of_a_count(leaves, expected, why):
    assert labels(axis_of(count, leaves)) == expected, why


def test_a_share_ends_at_its_bound():
    axis = axis_of(share, [share >= limit(100, "%"), share > limit(100, "%"), share > limit(120, "%")])
    assert labels(axis) == ["below 100 %", "100 % or more"]


def test_cells_of_words():
    assert labels(axis_of(wet, [])) == ["yes", "no"]
    assert axis_of(heat, []).label((1, 2)) == "warm or hot"


@pytest.mark.parametrize(
    ("known", "cells"),
    [
        (1.0, (0,)),
        (2.0, (1,)),
        (2, (1,)),
        (2.5, (2,)),
        (3, (3,)),
        (1e300, (3,)),
        (Between(1, 2), (0, 1)),
        (Between(1, 2, high_open=True), (0,)),
        (Between(2, 3, low_open=True), (2, 3)),
        (Between(2, 3, low_open=True, high_open=True), (2,)),
        (Between(-5, 1), (0,)),
        (Between(2.5, math.inf), (2, 3)),
        (Between(0, math.inf), (0, 1, 2, 3)),
        (Between(-1, math.inf, low_open=True, high_open=True), (0, 1, 2, 3)),
    ],
)
def test_where_a_value_lies(known, cells):
    """Cells: below 2, exactly 2, above 2 to below 3, 3 or more."""
    assert axis_of(length, [length >= at(2), length > at(2), length >= at(3)]).where(known) == cells


@pytest.mark.parametrize(
    ("known", "cells"),
    [
        (2, (0,)),
        (Between(2, 4, low_open=True), (1,)),
        (Between(1.5, 2.5), (0,)),
        (Between(3, math.inf, high_open=True), (1,)),
    ],
)
def test_where_a_count_lies(known, cells):
    assert axis_of(count, [count > limit(2, "1")]).where(known) == cells


@pytest.mark.parametrize("known", [5, 2.5, Between(2, 3, low_open=True, high_open=True), Between(5, 9)])
def test_a_count_that_cannot_be(known):
    with pytest.raises(ValueError, match="count: expected a whole number from 0 to 4"):
        axis_of(count, []).where(known)


def test_a_set_of_words_keeps_their_order():
    assert axis_of(hue, []).where(frozenset({"blue", "red"})) == (0, 2)


def test_a_count_needs_a_lowest_value():
    with pytest.raises(ValueError, match="a count needs a lowest value"):
        Quantity("n", "n", "1", low=-math.inf, integer=True)
