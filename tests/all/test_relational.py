"""The same tables on DuckDB through Ibis against polars, and the SQL of other engines, read back by a parser."""

import math
import random

import ibis
import polars as pl
import pytest
import sqlglot

from seldinger.logic import Is, Row, Table, screen, screen_relation, sql
from tests.logic.oracle import OUTCOMES, count, heat, hue, limit, mass, random_table, wet
from tests.logic.test_frame import BODY, frame_of, random_cohort

ANSWERS = ["possible_at_most", "deciding_row"]


def on_duckdb(table, frame, **options):
    """Return the answers in the order of the frame."""
    numbered = frame.with_row_index("__n")
    found = screen_relation(table, ibis.memtable(numbered), **options).order_by("__n").to_polars()
    return found.select(ANSWERS).rows()


def on_polars(table, frame, **options):
    return [(bits, row) for bits, row in screen(table, frame.lazy(), **options).select(ANSWERS).collect().rows()]


def test_duckdb_agrees_with_polars():
    draw = random.Random(9)
    for _ in range(12):
        table, _ = random_table(draw)
        frame = frame_of(random_cohort(draw, 60))
        assert on_duckdb(table, frame, outcomes=OUTCOMES) == on_polars(table, frame, outcomes=OUTCOMES), table


ODD = pl.DataFrame(
    {
        "mass": [math.nan, math.inf, -math.inf, -1.0, 1e14, None, 2.0, -0.0],
        "count": [2.5, math.nan, 3.0, 5.0, 1.0, None, 2.0, -0.0],
        "heat": ["Hot", "hot", None, "", "cold", "warm", "hot ", "cold"],
        "hue": ["red", "green", "blue", None, "teal", "red", "red", "red"],
        "wet": [True, False, None, True, False, None, True, False],
    }
)
ODD_TABLE = Table(
    "odd",
    (
        Row("none", ~(mass >= limit(0)), "bar"),
        Row("mass", mass > limit(2), "bar"),
        Row("count", (count > limit(2.5, "1")) | wet.no, "no"),
        Row("heat", ~heat.is_("hot") & Is(hue, hue.values), "wait"),
    ),
    "go",
)


def test_odd_values_mean_the_same_to_both():
    """NaN sorts above every number in DuckDB, a negated comparison with null is null, "Hot" is no declared word."""
    assert on_duckdb(ODD_TABLE, ODD) == on_polars(ODD_TABLE, ODD)
    assert on_duckdb(BODY, ODD) == on_polars(BODY, ODD)


def test_whole_number_columns_and_missing_columns():
    frame = pl.DataFrame({"m": [1, 2, 3], "count": [1, 9, None]})
    options = {"columns": {"mass": "m"}}
    assert on_duckdb(ODD_TABLE, frame, **options) == on_polars(ODD_TABLE, frame, **options)
    assert on_duckdb(Table("empty", (), "go"), frame) == [(1, "otherwise")] * 3


@pytest.mark.parametrize(
    ("column", "kind", "words"),
    [("mass", "string", "expected numbers"), ("wet", "int64", "expected true and false"), ("heat", "int64", "text")],
)
def test_a_column_of_another_kind_is_refused(column, kind, words):
    with pytest.raises(TypeError, match=words):
        screen_relation(ODD_TABLE, ibis.table({column: kind}, name="cohort"))


def test_a_column_that_is_not_there_is_refused_when_named():
    with pytest.raises(KeyError, match="there is no column 'm'"):
        screen_relation(ODD_TABLE, ibis.table({"mass": "float64"}, name="cohort"), columns={"mass": "m"})


def test_printed_sql_runs_and_says_the_same(tmp_path):
    import duckdb

    frame = ODD.with_columns(id=pl.int_range(pl.len()).cast(pl.String)).rename({"mass": "lab mass"})
    query = sql(ODD_TABLE, "duckdb", source="patients", columns={"mass": "lab mass"})
    connection = duckdb.connect()
    connection.register("patients", frame.to_arrow())
    found = connection.sql(f"select * from ({query}) order by id").pl()
    assert found.select(ANSWERS).rows() == on_polars(ODD_TABLE, ODD)
    assert found.columns[0] == "id"


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "snowflake"])
def test_printed_sql_is_read_by_a_parser_and_portable(dialect):
    query = sql(ODD_TABLE, dialect)
    parsed = sqlglot.parse_one(query, dialect=dialect)
    assert [table.name.lower() for table in parsed.find_all(sqlglot.exp.Table)] == ["cohort"]
    assert {kind.__name__ for kind in map(type, parsed.find_all(sqlglot.exp.Func))} <= {
        "Case",
        "Coalesce",
        "Cast",
        "If",
        "And",
        "Or",
    }
