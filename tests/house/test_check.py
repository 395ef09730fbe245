"""The checks as `./dev check` runs them: every fault is printed, any fault fails, one broken check hides no other."""

from pathlib import Path

from seldinger.cite import KnowledgeError
from tools.check import CHECKS, run


def broken(_: Path) -> list[str]:
    raise KnowledgeError("thresholds/liver.toml: entry without a value")


def test_without_a_fault_it_passes(tmp_path: Path, capsys) -> None:
    assert run(tmp_path, {"one": lambda _: [], "two": lambda _: []}) == 0
    assert capsys.readouterr().out == "ok     one\nok     two\n"


def test_one_fault_fails_and_every_fault_is_printed(tmp_path: Path, capsys) -> None:
    assert run(tmp_path, {"one": broken, "two": lambda _: ["a.py:1: x", "b.py:2: y"], "three": lambda _: []}) == 1
    said = capsys.readouterr().out
    assert "FAULT  one\n         thresholds/liver.toml: entry without a value\n" in said
    assert "FAULT  two\n         a.py:1: x\n         b.py:2: y\n" in said
    assert "ok     three\n" in said


def test_an_empty_tree_has_no_fault_but_its_missing_pages(tmp_path: Path, capsys) -> None:
    assert run(tmp_path, {name: check for name, check in CHECKS.items() if "pages" not in name}) == 0
    assert capsys.readouterr().out.count("ok") == len(CHECKS) - 1
