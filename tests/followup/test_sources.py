"""Every source declared is used, and every statement this room claims to realise is one of the reviews'."""

import ast
from pathlib import Path

import pytest

from seldinger.cite import Citation, thresholds
from seldinger.followup import realised, sources
from seldinger.followup.findings import Note, Sort, every, some, weakest
from seldinger.knowledge import __file__ as knowledge

ROOM = Path(sources.__file__).parent


def used_names():
    found = set()
    for path in ROOM.glob("*.py"):
        if path.name != "sources.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return found


def test_every_source_is_used():
    declared = {name for name, value in vars(sources).items() if isinstance(value, Citation)}
    assert declared - used_names() == set()


def test_every_threshold_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    own = {name for name in thresholds() if name.split(".")[0] in ("response", "toxicity", "followup")}
    assert {name for name in own if f'"{name}"' not in text} == set()


def test_statements_exist():
    rows = (Path(knowledge).parent / "statements.csv").read_text(encoding="utf-8").splitlines()
    assert realised() <= {row.partition(",")[0] for row in rows}
    assigned = {
        "A13", "A31", "A32", "A47", "A65", "A66", "B11", "B19", "B67", "B77", "B79", "B80", "B83", "B86", "B90", "B91",
        "B96", "B97", "B98", "B101", "B102", "B104", "B106", "C24",
    }  # fmt: skip
    assert assigned <= realised()


def test_three_valued_words():
    yes, no, unknown = "yes", "no", "unknown"
    table = [(a, b) for a in (yes, no, unknown) for b in (yes, no, unknown)]
    assert [every(*pair) for pair in table] == [yes, no, unknown, no, no, no, unknown, no, unknown]
    assert [some(*pair) for pair in table] == [yes, yes, yes, yes, no, unknown, yes, unknown, unknown]


def test_a_note_is_as_weak_as_its_weakest_source():
    note = Note(sort=Sort.WARNING, says="x", cites=(sources.RECIST, sources.SIR))
    assert note.as_json()["status"] == "unverified"
    with pytest.raises(ValueError, match="without a source"):
        weakest(())
