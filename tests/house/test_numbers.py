"""Bare numbers in rule rooms: what is refused and what is not, one row each."""

import ast
from pathlib import Path

import pytest

from tools.numbers import bare_numbers, comparisons

REFUSED = [
    ("bilirubin >= 2.0", "2.0"),
    ("2.0 <= bilirubin", "2.0"),
    ("0 < shunt < 0.2", "0.2"),
    ("ecog == 1", "1"),
    ("ecog in (3, 4)", "3"),
    ("change < -30", "-30"),
    ("burden > 3 * 25", "3 * 25"),
    ("burden > float(75)", "float(75)"),
    ("LIMIT = 2\nbilirubin > LIMIT", "LIMIT"),
    ("LIMIT: float = 2\nbilirubin > LIMIT", "LIMIT"),
    ("match ecog:\n    case 4: pass", "4"),
]
ALLOWED = [
    ('bilirubin >= threshold("liver.bilirubin_max")', "a threshold carries its source"),
    ("len(rows) > 1", "counts things, not patients' values"),
    ("names.count(name) > 1", "the same"),
    ("lesions > 0", "zero says none; nobody sets it differently"),
    ("portal_vein == 'patent'", "a word"),
    ("poor == True", "a truth value"),
    ("grade is None", "missing"),
    ("rows[0] < rows[1]", "an index is not a limit"),
]


@pytest.mark.parametrize(("source", "seen"), REFUSED)
def test_a_number_in_a_comparison_is_refused(source: str, seen: str) -> None:
    assert seen in [text for _, text in comparisons(ast.parse(source))]


@pytest.mark.parametrize(("source", "why"), ALLOWED)
def test_other_comparisons_are_allowed(source: str, why: str) -> None:
    assert list(comparisons(ast.parse(source))) == [], why


def test_only_rooms_that_compute_read_flags_and_name_constants(tmp_path: Path) -> None:
    for room in ("selection", "planning", "evidence"):
        (tmp_path / "src/seldinger" / room).mkdir(parents=True)
        (tmp_path / "src/seldinger" / room / "a.py").write_text(
            "seen == 1\nseen >= 1\nmass > 0.5\nKNEE = 11\nmeld > KNEE\n"
        )
    found = [line.rsplit(";", 1)[0] for line in bare_numbers(tmp_path)]
    assert found == [
        "src/seldinger/selection/a.py:1: compares with 1",
        "src/seldinger/selection/a.py:2: compares with 1",
        "src/seldinger/selection/a.py:3: compares with 0.5",
        "src/seldinger/selection/a.py:5: compares with KNEE",
        "src/seldinger/planning/a.py:2: compares with 1",
        "src/seldinger/planning/a.py:3: compares with 0.5",
    ]
