"""Generated pages: current, out of date, missing, left behind."""

from pathlib import Path

from tools.docs import NOTE, stale, write
from tools.pages import from_room, table

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


def test_a_page_waits_for_its_room_and_data_become_sorted_json() -> None:
    assert from_room("seldinger.no_such_room.pages", "rules")() is None
    assert from_room("seldinger.terms", "no_such_function")() is None
    assert from_room("builtins", "dict")() == "{}\n"


def test_a_bar_in_a_cell_does_not_make_a_column() -> None:
    assert table(["a", "b"], [(1, "x|y\nz")]) == "| a | b |\n|---|---|\n| 1 | x\\|y z |\n"
