"""The hand-written documents: links lead somewhere, the glossary has every word, the hazard log names real tests."""

import re
from pathlib import Path

import pytest

from seldinger.terms import Kind, Modality, Status, Verdict

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
HAZARDS = (ROOT / "docs/hazard-log.md").read_text(encoding="utf-8")


def entries() -> list[str]:
    return re.findall(r"^- \*\*(.+?)\*\*:", GLOSSARY, re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_local_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_each_word_stands_once_and_in_order() -> None:
    words = entries()
    assert len(words) == len(set(words))
    for section in GLOSSARY.split("\n## ")[1:]:
        inside = re.findall(r"^- \*\*(.+?)\*\*:", section, re.MULTILINE)
        assert inside == sorted(inside, key=str.lower)


@pytest.mark.parametrize("word", [*Modality, *Verdict, *Kind, *Status])
def test_the_shared_vocabulary_is_explained(word: Modality | Verdict | Kind | Status) -> None:
    spoken = getattr(word, "label", word.value.replace("_", " "))
    assert f"**{spoken}**" in GLOSSARY


def test_each_hazard_has_a_control_and_names_a_test_that_exists_or_says_open() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in HAZARDS.splitlines() if line.startswith("| H")
    ]
    assert [row[0] for row in rows] == [f"H{number:02}" for number in range(1, len(rows) + 1)]
    for row in rows:
        assert all(row), row[0]
        named = re.findall(r"`(tests/[^`]+)::([^`]+)`", row[-1])
        assert named or "*open*" in row[-1], row[0]
        for path, test in named:
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{row[0]}: {path}::{test}"
