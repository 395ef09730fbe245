"""Ten thousand rows against their charts; a million rows on polars and on DuckDB, column by column and by hash."""

import hashlib

import ibis
import polars as pl

from bench.cohort import cohort
from seldinger.selection import PROFILES
from seldinger.selection.screen import answered, on_duckdb, possible, screen, screen_in_database
from seldinger.terms import Modality
from tests.selection.test_screen import compare, one

SAMPLED, MANY = 10_000, 1_000_000


def test_screening_equals_ten_thousand_charts() -> None:
    assert compare(cohort(SAMPLED, seed=11), "strictest") > SAMPLED * 0.6


def digest(frame: pl.DataFrame) -> str:
    """Return the hash of the answers in a form that no engine's own types touch."""
    plain = frame.select(pl.col(name).cast(pl.String) for name in answered())
    return hashlib.sha256(plain.write_csv().encode()).hexdigest()


def test_a_million_rows_alike_on_polars_and_duckdb() -> None:
    frame = cohort(MANY, seed=12)
    profile = PROFILES["strictest"]
    here = screen(frame.lazy(), profile).select(answered()).collect()
    numbered = ibis.memtable(frame.with_row_index("__n"))
    there = screen_in_database(numbered, profile).order_by("__n").to_polars().select(answered())
    for m in Modality:
        assert (here[possible(m)].cast(pl.Int64) == there[possible(m)].cast(pl.Int64)).all()
    assert digest(here) == digest(there)


def test_odd_columns_alike_on_polars_and_duckdb() -> None:
    """Names that differ only in case, names like our own, columns of nothing, single precision, words of every kind."""
    words = ["none", "None", "frail", "NA", "Unknown.", "", " ", None]
    frame = pl.concat([one()] * len(words)).with_columns(
        pl.Series("fitness.other_mortality_risk", words),
        pl.Series("symptoms.pain", ["mild", "Yes", "none", "no", "odd", "", "true", None]),
        pl.Series("shunt.lung_shunt_fraction", [0.2] * len(words), dtype=pl.Float32),
        pl.lit(None, dtype=pl.Boolean).alias("symptoms.present"),
        *(pl.lit(None, dtype=pl.Null).alias(name) for name in ("labs.bilirubin", "fitness.sepsis", "person.sex")),
        *(pl.lit(1).alias(name) for name in ("ID", "id", "__n", "__v1")),
    )
    here, there = screen(frame.lazy(), PROFILES["strictest"]).collect(), on_duckdb(frame, PROFILES["strictest"])
    assert there.columns == here.columns
    assert digest(here) == digest(there)
