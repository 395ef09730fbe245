"""Knowledge keys: a tree in which one thing is wrong gives exactly the line that says so."""

from pathlib import Path

import pytest

from tools import keys

REFERENCES = '[{"id": "ross2014", "type": "article-journal"}]'
THRESHOLDS = """
[bilirubin_max]
value = 2.0
cites = [{ key = "ross2014", at = "Table 4" }]
"""
RULE = 'from seldinger.cite import threshold\nLIMIT = threshold("liver.bilirubin_max")\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree in which every key is used and resolves."""
    put(tmp_path, "knowledge/references/reviews.json", REFERENCES)
    put(tmp_path, "knowledge/thresholds/liver.toml", THRESHOLDS)
    put(tmp_path, "selection/liver.py", RULE)
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    path = root / "src/seldinger" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def faults(root: Path) -> list[str]:
    checks = (keys.dangling_citations, keys.idle_references, keys.missing_thresholds, keys.idle_thresholds)
    return [line for check in checks for line in check(root)]


def test_a_sound_tree_has_no_fault(tree: Path) -> None:
    assert faults(tree) == []


def test_a_citation_in_a_data_file_must_resolve(tree: Path) -> None:
    put(tree, "knowledge/drugs/octreotide.toml", 'cites = [{ key = "nobody1999", at = "p. 1", via = "ross2014" }]')
    (fault,) = faults(tree)
    assert "drugs/octreotide.toml" in fault and "'nobody1999'" in fault


def test_the_work_in_which_it_was_read_must_resolve(tree: Path) -> None:
    put(tree, "knowledge/drugs/octreotide.toml", 'cites = [{ key = "ross2014", at = "p. 1", via = "nobody1999" }]')
    (fault,) = faults(tree)
    assert "'nobody1999'" in fault


@pytest.mark.parametrize(
    "call", ['cite("nobody1999", at="p. 1")', 'cite.reference("nobody1999")', 'cite(key="nobody1999")']
)
def test_a_citation_in_code_must_resolve(tree: Path, call: str) -> None:
    put(tree, "selection/vessels.py", f"\nX = {call}\n")
    (fault,) = faults(tree)
    assert fault.startswith("src/seldinger/selection/vessels.py:2:") and "'nobody1999'" in fault


def test_a_key_without_a_locator_is_not_a_citation(tree: Path) -> None:
    put(tree, "knowledge/devices/glass.toml", 'key = "glass"')
    assert faults(tree) == []


def test_a_study_is_a_work_of_its_own(tree: Path) -> None:
    put(tree, "knowledge/studies/one.toml", 'key = "nobody1999"')
    (fault,) = faults(tree)
    assert "studies/one.toml" in fault and "'nobody1999'" in fault


def test_a_reference_on_which_nothing_rests_is_named(tree: Path) -> None:
    put(tree, "knowledge/references/more.json", '[{"id": "idle2001", "type": "book"}]')
    (fault,) = faults(tree)
    assert "more.json" in fault and "'idle2001'" in fault


def test_a_threshold_that_nothing_uses_is_named(tree: Path) -> None:
    put(tree, "selection/liver.py", "")
    (fault,) = faults(tree)
    assert "'liver.bilirubin_max'" in fault


def test_a_file_of_thresholds_may_be_used_as_a_whole(tree: Path) -> None:
    put(tree, "selection/liver.py", 'ALL = [each for each in names() if each.startswith("liver.")]\n')
    assert faults(tree) == []


def test_a_threshold_that_does_not_exist_is_named(tree: Path) -> None:
    put(tree, "selection/fitness.py", 'X = threshold("fitness.inr_max")\n')
    (fault,) = faults(tree)
    assert fault.startswith("src/seldinger/selection/fitness.py:1:") and "'fitness.inr_max'" in fault
