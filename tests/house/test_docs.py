"""Generated pages: current, out of date, missing, left behind."""

from pathlib import Path

from tools.docs import NOTE, stale, write
from tools.pages import from_room
from tools.studies import studies
from tools.tables import table

PAGES = {"docs/a.md": lambda: "# A\n", "docs/schema/b.json": lambda: "{}\n", "docs/later.md": lambda: None}


def test_what_was_just_written_is_current(tmp_path: Path) -> None:
    assert write(tmp_path, PAGES) == ["docs/a.md", "docs/schema/b.json"]
    assert stale(tmp_path, PAGES) == []
    assert (tmp_path / "docs/schema/b.json").read_text() == "{}\n"


def test_a_changed_page_a_missing_page_and_a_page_without_its_room_are_named(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "docs/a.md").write_text(NOTE + "# A, edited\n")
    (tmp_path / "docs/schema/b.json").unlink()
    (tmp_path / "docs/later.md").write_text(NOTE)
    assert [fault.split(";")[0] for fault in stale(tmp_path, PAGES)] == [
        "docs/a.md: out of date",
        "docs/schema/b.json: missing",
        "docs/later.md: the room it describes is gone",
    ]


def test_a_generated_page_that_nothing_makes_is_named_and_a_hand_written_one_is_not(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "docs/old.md").write_text(NOTE + "# Old\n")
    (tmp_path / "docs/hand.md").write_text("# By hand\n")
    (fault,) = stale(tmp_path, PAGES)
    assert fault.startswith("docs/old.md:")


def test_a_page_waits_for_its_room_and_data_become_json() -> None:
    assert from_room("seldinger.no_such_room.pages", "rules")() is None
    assert from_room("seldinger.terms", "no_such_function")() is None
    assert from_room("builtins", "dict")() == "{}\n"


def test_a_bar_in_a_cell_does_not_make_a_column() -> None:
    assert table(["a", "b"], [(1, "x|y\nz")]) == "| a | b |\n|---|---|\n| 1 | x\\|y z |\n"


STUDY = """
key = "delprete2014"
source = [{ id = "t1", level = "review", key = "delprete2014", at = "Table 1" }]
[[arm]]
id = "all"
scope = [{ modality = "tae" }]
tumour = "midgut"
patients = { printed = "23 carcinoids" }
[[outcome]]
arm = "all"
outcome = "tumour_response"
category = "CR"
unit = "patient"
window = "unstated"
source = "t1"
printed = "4 (18%) CR"
events = 4
denominator = { value = 22, basis = "printed" }
[[outcome]]
arm = "all"
outcome = "death"
unit = "patient"
window = "unstated"
source = "t1"
printed = "2 (8%)"
events = 2
resolved = { events = [2], denominator = 23, status = "derived", reason = "2/23" }
[[outcome]]
arm = "all"
outcome = "symptom"
unit = "patient"
window = "unstated"
source = "t1"
printed = "- - -"
silent = true
"""


def test_each_printed_result_stands_beside_what_it_is_read_as(tmp_path: Path) -> None:
    folder = tmp_path / "src/seldinger/knowledge/studies"
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text(STUDY)
    lines = (studies(tmp_path) or "").splitlines()
    assert "- arm `all`: tae; midgut; 23 carcinoids" in lines
    assert lines[-3:] == [
        "| all | tumour response, CR | 4 (18%) CR | 4 of 22 | patient | unstated | Del Prete 2014, Table 1 (review) |",
        "| all | death | 2 (8%) | 2 of 23; derived: 2/23 | patient | unstated | Del Prete 2014, Table 1 (review) |",
        "| all | symptom | - - - | — | patient | unstated | Del Prete 2014, Table 1 (review) |",
    ]


def test_there_is_no_page_without_a_study(tmp_path: Path) -> None:
    assert studies(tmp_path) is None
