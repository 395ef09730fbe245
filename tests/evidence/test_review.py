"""One edited file moves what depends on it, by name, and nothing else; a rerun is byte-identical."""

from pathlib import Path

import pytest

from seldinger import cite
from seldinger.evidence.reading import load_studies
from seldinger.evidence.review import Difference, conclusions, diff, diff_folders

SOURCE = cite.knowledge().joinpath("studies")


def folder(home: Path, **changes: dict[str, str]) -> Path:
    home.mkdir()
    for file in SOURCE.iterdir():
        if file.name.endswith(".toml") and not file.name.startswith("_"):
            text = file.read_text(encoding="utf-8")
            for old, new in changes.get(file.name.removesuffix(".toml"), {}).items():
                assert text.count(old) == 1
                text = text.replace(old, new)
            (home / file.name).write_text(text, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Difference:
    home = tmp_path_factory.mktemp("review")
    before = folder(home / "before")
    change = {  # one patient moves from partial response to stable disease
        'printed = "46 (67%) PR"\nevents = 46\npercent = "67"': 'printed = "45 (65%) PR"\nevents = 45\npercent = "65"',
        'printed = "11 (16%) SD"\nevents = 11\npercent = "16"': 'printed = "12 (17%) SD"\nevents = 12\npercent = "17"',
    }
    after = folder(home / "after", gupta2003=change)
    return diff_folders(before, after)


def test_the_changed_cell_is_named(moved: Difference) -> None:
    assert moved.cells_changed == ("gupta2003/response.carcinoid.pr", "gupta2003/response.carcinoid.sd")
    assert not moved.cells_added and not moved.cells_removed


def test_what_rests_on_it_moves_and_nothing_else(moved: Difference) -> None:
    names = {m["id"] for m in moved.moved}
    assert {"objective_response/embolization/reviews", "objective_response/embolization/extended"} <= names
    assert all(name.startswith("objective_response/embolization") for name in names)  # control still holds both
    assert set(moved.figures) == {f"forest/{name}" for name in names}


def test_estimates_before_and_after_are_given(moved: Difference) -> None:
    one = next(m for m in moved.moved if m["id"] == "objective_response/embolization/reviews")
    assert one["after"]["estimate"] < one["before"]["estimate"]


def test_nothing_moves_between_equal_folders_and_output_is_the_same(tmp_path: Path) -> None:
    studies = load_studies(SOURCE)
    assert diff(studies, studies).empty
    assert diff(studies, studies).as_json() == diff(studies, studies).as_json()


def test_a_study_taken_away_takes_its_conclusions_along() -> None:
    studies = load_studies(SOURCE)
    gone = diff(studies, [s for s in studies if s.key != "bhagat2013"])
    assert "biloma/deb_tace/extended" in gone.conclusions_removed
    assert "A44" in gone.statements
    assert "bhagat2013/biloma" in gone.cells_removed


def test_conclusions_name_the_cells_they_rest_on() -> None:
    studies = load_studies(SOURCE)
    cells = {f"{s.key}/{r.id}" for s in studies for r in s.rows}
    found = conclusions(studies)
    assert found and all(c.depends_on and set(c.depends_on) <= cells for c in found)
