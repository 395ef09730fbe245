"""The commands on cohorts: what they read, what they say, how they refuse."""

import json
from pathlib import Path

import polars as pl
import pytest

from bench.cohort import cohort
from tests.cli.test_knowledge import run
from tests.selection.test_screen import CLEAR, one


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
        "labs.bilirubin: 1 values cannot be used and count as unknown; expected numbers in mg/dL from 0 to 60",
        "liver.burden_percent: 1 values cannot be used and count as unknown; expected numbers in % from 0 to 100",
    ]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("a.parquet", "no", 3), ("a.csv", "x,y\n1,2\n", 3), ("a.txt", "x", 2), ("a.csv", "", 3)],
)
def test_what_is_no_cohort_is_refused(tmp_path: Path, name: str, content: str, status: int) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert run("screen", str(path))[0] == status


def text(**cells: str) -> str:
    """Return a CSV of one harmless patient but for these cells."""
    row = {key: str(value[0]).lower() for key, value in CLEAR.items()}
    row |= {key.replace("__", "."): cell for key, cell in cells.items()}
    return f"{','.join(row)}\n{','.join(row.values())}\n"


def tae(tmp_path: Path, content: str | bytes, *options: str) -> tuple[dict[str, int], str]:
    """Return the counts of TAE and what was complained of."""
    path = tmp_path / "c.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, said, complained = run("screen", str(path), "--json", *options)
    assert status == 0, complained
    return json.loads(said)["tae"], complained


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + text().encode(),
        text().replace("\n", "\r\n"),
        text().replace(",", " , "),
        text().replace("true", "TRUE").replace("false", "No"),
        text(note='"two\nlines"'),
    ],
    ids=["byte order mark", "ends of Windows", "spaces", "yes and no", "a cell of two lines"],
)
def test_a_spreadsheet_in_any_of_its_usual_forms_says_the_same(tmp_path: Path, content: str | bytes) -> None:
    assert tae(tmp_path, content)[0] == {"eligible": 1}


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "-", "NaN", "null"])
@pytest.mark.parametrize("name", ["labs__bilirubin", "vessels__portal_vein", "fitness__other_mortality_risk"])
def test_a_cell_that_nobody_filled_is_unknown_and_no_fault(tmp_path: Path, name: str, cell: str) -> None:
    assert tae(tmp_path, text(**{name: cell})) == ({"contraindicated or eligible": 1}, "")


@pytest.mark.parametrize(
    ("name", "cell", "wanted"),
    [
        ("labs__bilirubin", '"1,5"', "numbers in mg/dL from 0 to 60"),  # a comma is no point
        ("labs__bilirubin", "1.5 mg/dL", "numbers in mg/dL from 0 to 60"),
        ("fitness__sepsis", "ja", "true or false, yes or no"),
        ("fitness__sepsis", "0", "true or false, yes or no"),
        ("vessels__portal_vein", "open", "patent or branch_thrombosis or main_occlusion"),
        ("fitness__other_mortality_risk", "No", "none, or words that name it"),
        ("person__sex", "m", "female or male or other"),
    ],
)
def test_a_cell_that_cannot_be_read_is_counted_and_what_was_expected_said(
    tmp_path: Path, name: str, cell: str, wanted: str
) -> None:
    counts, complained = tae(tmp_path, text(**{name: cell}))
    key = name.replace("__", ".")
    assert complained == f"{key}: 1 values cannot be used and count as unknown; expected {wanted}\n"
    assert counts != {"eligible": 1} or key == "person.sex"  # a sex only asks after pregnancy: the scope, not a verdict


def test_the_counts_say_whose_scope_is_open(tmp_path: Path) -> None:
    """A woman of whom nobody says whether she is pregnant is counted as if in scope; so the count of them stands first."""
    path = tmp_path / "c.csv"
    path.write_text(text(person__sex="female") + text().splitlines()[1] + "\n")
    assert json.loads(run("screen", str(path), "--json")[1])["scope"] == {"open": 1, "in scope": 1}
    assert run("screen", str(path))[1].splitlines()[:2] == ["scope      open 1, in scope 1", "tae        eligible 2"]


def test_empty_rows_are_nobody(tmp_path: Path) -> None:
    empty = "," * (len(CLEAR) - 1) + "\n"
    assert tae(tmp_path, f"{text()}{empty}\n{empty}") == ({"eligible": 1}, "3 rows are empty and count as nobody\n")


def test_yes_and_no_written_by_a_table_program_read_as_they_were(tmp_path: Path) -> None:
    """The Parquet file of the same frame is the oracle."""
    frame = pl.concat([one()] * 3).with_columns(
        *(pl.Series(name, [True, False, None]) for name in ("symptoms.pain", "fitness.other_mortality_risk"))
    )
    frame.write_parquet(tmp_path / "c.parquet")
    frame.write_csv(tmp_path / "c.csv")
    by_parquet, by_csv = (run("screen", str(tmp_path / f"c.{end}"), "--json") for end in ("parquet", "csv"))
    assert by_csv == by_parquet
    assert json.loads(by_csv[1])["tae"] == {"contraindicated": 1, "contraindicated or eligible": 1, "eligible": 1}


def test_percentages_that_look_like_fractions_are_named(tmp_path: Path) -> None:
    assert "liver.burden_percent: no value lies above 1" in tae(tmp_path, text(liver__burden_percent="0.8"))[1]
    assert tae(tmp_path, text(liver__burden_percent="80"))[1] == ""


REFUSED = {
    "semicolons": (text().replace(",", ";"), "semicolons; expected commas, and points"),
    "tabs": (text().replace(",", "\t"), "tabs; expected commas"),
    "UTF-16": (text().encode("utf-16"), "save it as CSV UTF-8"),
    "old line ends": (text().replace("\n", "\r"), "bare carriage return"),
    "a column twice": ("labs.bilirubin,labs.bilirubin\n0.8,5\n", "labs.bilirubin: more than one column"),
    "an open quotation mark": ('labs.bilirubin,note\n0.8,"x\n1,y\n', "quotation mark"),
    "a cell too many": ("labs.bilirubin,note\n0.8,x,y\n", "more cells than the header"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("command", [("screen",), ("coverage",), ("diff", "--against", "weighed")])
def test_a_file_that_would_mislead_is_refused(tmp_path: Path, name: str, command: tuple[str, ...]) -> None:
    content, says = REFUSED[name]
    path = tmp_path / "c.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, said, complained = run(command[0], str(path), *command[1:])
    assert (status, said) == (3, "")
    assert says in complained and len(complained.splitlines()) == 1


@pytest.mark.parametrize("command", [("screen",), ("coverage",), ("diff", "--against", "weighed")])
def test_a_column_of_another_type_is_refused_by_name(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "c.parquet"
    one().with_columns(pl.lit(1).alias("fitness.sepsis"), pl.lit(2).alias("person.sex")).write_parquet(path)
    status, said, complained = run(command[0], str(path), *command[1:])
    assert (status, said) == (3, "")
    assert [line.rpartition(": ")[2] for line in complained.splitlines()] == [
        "the column holds Int32, expected true and false",
        "the column holds Int32, expected text",
    ]


@pytest.mark.parametrize("name", ["folder.csv", "folder.parquet", "none.csv", "none.parquet", "[ab].csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_text(text())  # which the last name would match as a pattern
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
        one().write_parquet(tmp_path / name / "c.parquet")
    status, said, complained = run("screen", str(tmp_path / name))
    assert (status, said, complained.count("\n")) == (3, "", 1)


def test_a_name_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "c[1].csv"
    path.write_text(text())
    assert run("screen", str(path))[0] == 0


def test_the_answers_stand_beside_the_cells_as_they_were_sent(tmp_path: Path) -> None:
    path, out = tmp_path / "c.csv", tmp_path / "out.csv"
    path.write_text(text(labs__bilirubin="<0.5", note="007"))
    assert run("screen", str(path), "--out", str(out))[0] == 0
    found = pl.read_csv(out, infer_schema=False)
    assert (found["labs.bilirubin"][0], found["note"][0], found["fitness.sepsis"][0]) == ("<0.5", "007", "false")
    assert found["tae_possible_at_most"][0] == "contraindicated or eligible"


@pytest.mark.parametrize("name", ["c.csv", "./c.csv", "link.csv"])
def test_a_cohort_is_never_written_over(tmp_path: Path, name: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text())
    (tmp_path / "link.csv").symlink_to(path)
    assert run("screen", str(path), "--out", f"{tmp_path}/{name}")[0] == 2
    assert path.read_text() == text()


def test_lists_do_not_go_into_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    one().with_columns(pl.Series("note", [[1, 2]])).write_parquet(path)
    assert run("screen", str(path), "--out", str(tmp_path / "out.csv"))[0] == 3
    assert run("screen", str(path), "--out", str(tmp_path / "out.parquet"))[0] == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["c.parquet", "out.parquet"]


def test_columns_named_like_our_own_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    one().with_columns(pl.lit(1).alias(name) for name in ("__n", "__labs.bilirubin", "ID", "id")).write_parquet(path)
    status, said, _ = run("screen", str(path), "--json")
    assert (status, json.loads(said)["tae"]) == (0, {"eligible": 1})


def test_wrong_usage(files) -> None:
    assert run("screen", files["csv"], "--engine", "oracle")[0] == 2
    assert run("screen", files["csv"], "--engine", "duckdb", "--exact")[0] == 2
    assert run("screen", files["csv"], "--out", "x.xlsx")[0] == 2
