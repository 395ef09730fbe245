"""Many rows at once: the quick superset against a tree walk, the exact set against the diagram row by row."""

import math
import random

import polars as pl
import pytest

from seldinger.logic import Flag, Is, Level, Quantity, Row, Table, exact, kleene, names_of, screen, unreadable
from tests.logic.oracle import VARIABLES, count, heat, hue, limit, mass, random_table, share, values_of, wet

KINDS = {Quantity: pl.Float64, Flag: pl.Boolean}


def random_cohort(draw, height, variables=VARIABLES):
    """Return rows as lists of values, nulls among them."""
    return {
        variable.name: [draw.choice([*values_of(variable), None, None]) for _ in range(height)]
        for variable in variables
    }


def frame_of(cohort):
    kinds = {variable.name: KINDS.get(type(variable), pl.String) for variable in VARIABLES}
    return pl.DataFrame(cohort, schema={name: kinds[name] for name in cohort}, strict=False)


def rows_of(cohort):
    return [dict(zip(cohort, values, strict=True)) for values in zip(*cohort.values(), strict=True)]


def at_most(table, known):
    """Return the outcomes possible at most and the deciding row, by walking the rows of one patient."""
    found, deciding, settled = set(), None, True
    for row in table.rows:
        truth = kleene(row.when, known)
        if truth is False:
            continue
        found.add(row.outcome)
        settled, deciding = (False, None) if truth is None else (settled, row.id if settled else None)
        if truth:
            return found, deciding
    return found | {table.otherwise}, "otherwise" if settled else None


def test_screening_agrees_with_a_walk_over_each_row():
    draw = random.Random(7)
    for _ in range(120):
        table, _ = random_table(draw)
        cohort = random_cohort(draw, 25)
        found = screen(table, frame_of(cohort).lazy()).collect()
        for known, bits, row in zip(rows_of(cohort), found["possible_at_most"], found["deciding_row"], strict=True):
            assert (names_of(bits, table.outcomes), row) == at_most(table, known), (table, known)


BODY = Table(
    "body",
    (
        Row("mass", mass >= limit(2), "bar"),
        Row("count", count > limit(2, "1"), "bar"),
        Row("share", share > limit(75, "%"), "no"),
        Row("heat", heat.at_least("hot"), "wait"),
        Row("dry", wet.no, "wait"),
    ),
    "go",
)


@pytest.mark.parametrize(
    ("column", "value", "deciding", "why"),
    [
        ("mass", 2.0, "mass", "exactly at the limit"),
        ("mass", 1.99, "otherwise", "below"),
        ("mass", math.nan, None, "NaN is larger than any number to an engine, and unknown to us"),
        ("mass", math.inf, None, "not a number anybody measured"),
        ("mass", -1.0, None, "below its domain"),
        ("mass", None, None, "nobody looked"),
        ("share", 120.0, None, "above its domain"),
        ("share", 100.0, "share", "at its bound"),
        ("count", 2.5, None, "not a whole number"),
        ("count", 3.0, "count", "a whole number"),
        ("heat", "hot", "heat", "a known word"),
        ("heat", "Hot", None, "another word is not the absence of heat"),
        ("wet", None, None, "unknown is not no"),
        ("wet", False, "dry", "known absent is no"),
    ],
)
def test_values_at_the_door(column, value, deciding, why):
    well = {"mass": 1.0, "share": 30.0, "count": 1.0, "heat": "cold", "wet": True}
    frame = frame_of({name: [value if name == column else usual] for name, usual in well.items()})
    screened = screen(BODY, frame.lazy()).collect()
    assert screened["deciding_row"].to_list() == [deciding], why
    assert (exact(BODY, frame)["possible"].bitwise_count_ones().item() == 1) is (deciding is not None), why
    refused = value is not None and deciding is None
    assert unreadable(BODY, frame.lazy()) == ({column: 1} if refused else {}), why


def test_columns_may_have_other_names_and_a_variable_without_column_is_unknown():
    frame = pl.LazyFrame({"m": [3.0, 1.0]})
    found = screen(BODY, frame, columns={"mass": "m"}).collect()
    assert found["deciding_row"].to_list() == ["mass", None]
    assert found.columns == ["m", "possible_at_most", "deciding_row"]
    assert [sorted(names_of(bits, BODY.outcomes)) for bits in found["possible_at_most"]] == [
        ["bar"],
        ["bar", "go", "no", "wait"],
    ]


def test_whole_number_columns_and_empty_columns_are_read():
    frame = pl.DataFrame(
        {"mass": [1, 2], "count": [1, 1], "share": [None, None], "heat": ["cold"] * 2, "wet": [True] * 2}
    )
    assert screen(BODY, frame.lazy()).collect()["deciding_row"].to_list() == [None, "mass"]


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("mass", ["2"], "mass: column 'mass' holds String, expected numbers"),
        ("wet", ["yes"], "wet: column 'wet' holds String, expected true and false"),
        ("wet", [1], "expected true and false"),
        ("heat", [2], "expected text"),
    ],
)
def test_a_column_of_another_kind_is_refused(column, values, words):
    with pytest.raises(TypeError, match=words):
        screen(BODY, pl.LazyFrame({column: values}))


def test_a_column_that_is_not_there_is_refused_when_named():
    with pytest.raises(KeyError, match="there is no column 'm'"):
        screen(BODY, pl.LazyFrame({"mass": [1.0]}), columns={"mass": "m"})


def test_bits_follow_the_order_of_the_caller_and_must_cover_the_table():
    frame = pl.LazyFrame({"mass": [3.0]})
    order = ("go", "wait", "no", "bar")
    assert screen(BODY, frame, outcomes=order).collect()["possible_at_most"].item() == 0b1000
    with pytest.raises(ValueError, match=r"outcomes \['bar'\] are not among"):
        screen(BODY, frame, outcomes=order[:3])


def test_no_one_is_no_error():
    frame = frame_of({"mass": [], "wet": []})
    assert screen(BODY, frame.lazy()).collect().height == 0
    assert exact(BODY, frame)["possible"].to_list() == []


def test_a_choice_of_every_value_is_true_once_known():
    table = Table("any", (Row("hue", Is(hue, hue.values), "bar"), Row("wet", Is(wet, wet.values), "no")), "go")
    frame = pl.LazyFrame({"hue": ["red", None], "wet": [True, None]})
    assert screen(table, frame).collect()["deciding_row"].to_list() == ["hue", None]


def test_levels_may_come_as_categories():
    level = Level("step", "Step", ("a", "b"))
    table = Table("steps", (Row("up", level.is_("b"), "bar"),), "go")
    for kind in (pl.Enum(["b", "a"]), pl.Categorical, pl.String):
        frame = pl.DataFrame({"step": pl.Series(["a", "b", None], dtype=kind)})
        assert screen(table, frame.lazy()).collect()["deciding_row"].to_list() == ["otherwise", "up", None]
        assert exact(table, frame)["possible"].to_list() == [0b10, 0b01, 0b11]
