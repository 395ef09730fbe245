"""The commands on cohorts: what they read, what they say, how they refuse."""

import json
from pathlib import Path

import polars as pl
import pytest

from bench.cohort import cohort
from tests.cli.test_knowledge import run


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("cohort")
    frame = cohort(120, seed=5)
    frame.write_parquet(folder / "c.parquet")
    frame.write_csv(folder / "c.csv")
    return {"parquet": str(folder / "c.parquet"), "csv": str(folder / "c.csv")}


def test_csv_and_parquet_say_the_same(files) -> None:
    assert run("screen", files["csv"], "--json")[:2] == run("screen", files["parquet"], "--json")[:2]


def test_exact_counts_every_patient(files) -> None:
    status, said, _ = run("screen", files["parquet"], "--exact", "--json")
    assert status == 0
    assert all(sum(sets.values()) == 120 for sets in json.loads(said).values())


def test_the_answers_are_written_beside_the_cohort(files, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert run("screen", files["parquet"], "--out", str(out))[0] == 0
    found = pl.read_parquet(out)
    assert found.height == 120 and found["tae_possible_at_most"].null_count() == 0
    assert run("screen", str(out))[0] == 3  # columns of an earlier screening


def test_coverage_and_diff_print_their_tables(files) -> None:
    status, said, _ = run("coverage", files["parquet"])
    assert status == 0 and "decided by  liver.function_poor" in said and "would settle" in said
    status, said, _ = run("diff", files["parquet"], "--against", "weighed")
    assert status == 0 and said.splitlines()[-1].endswith("moves from strictest to weighed")


def test_unusable_and_idle_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("labs.bilirubin,liver.burden_percent,name\nhigh,200,x\n1.0,,y\n")
    status, _, complained = run("screen", str(path))
    assert status == 0
    assert complained.splitlines() == [
        "not read: name",
        "labs.bilirubin: 1 values cannot be used and count as unknown",
        "liver.burden_percent: 1 values cannot be used and count as unknown",
    ]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("a.parquet", "no", 3), ("a.csv", "x,y\n1,2\n", 3), ("a.txt", "x", 2), ("a.csv", "", 3)],
)
def test_what_is_no_cohort_is_refused(tmp_path: Path, name: str, content: str, status: int) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert run("screen", str(path))[0] == status


def test_wrong_usage(files) -> None:
    assert run("screen", files["csv"], "--engine", "oracle")[0] == 2
    assert run("screen", files["csv"], "--engine", "duckdb", "--exact")[0] == 2
    assert run("screen", files["csv"], "--out", "x.xlsx")[0] == 2
