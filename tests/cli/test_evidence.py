"""The evidence commands: what is refused and with which status, and the five figures as drawings with their numbers."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from seldinger import cite
from seldinger.cli.evidence_figures import KINDS
from tests.cli.test_doors import run

TABLES = [
    # table, options, status, word, why
    ("study,events,n\na,0,10\nb,0,12\n", [], 0, "refused, no row has an event", "all zero: the reason, and the total"),
    ("study,events,n\na,10,10\nb,12,12\n", [], 0, "refused, every row has only events", "all events"),
    (
        "study,events,n\na,0,10\n",
        [],
        0,
        "0.000 to 0.308",
        "one row of none: its exact interval, by hand 1 - 0.025^(1/10)",
    ),
    ("study,events,n\na,3,10\nb,4,12\n", ["--method", "REML"], 0, "tau2", "pooled"),
    ("study,ai,n1i,ci,n2i\na,0,16,3,13\n", [], 0, "0.5 was added to the cells of a", "no silent correction"),
    ("study,ai,n1i,ci,n2i\na,3,13,0,16\n", ["--method", "EXACT"], 0, "infinity", "an infinite ratio is said"),
    ("study,events,n\na,x,10\n", [], 3, "whole number", "a cell that cannot be used"),
    ("study,events,n\na,3,10\n", ["--method", "XX"], 2, "unknown estimator", "a method that does not exist"),
]
FILES = [
    (("events = 12\n", "events = 13\n"), "add up to 23", "a broken total"),
    (('unit = "patient"', 'unit = "patients"'), "did you mean patient", "a wrong unit"),
    (("tumour = ", "tumor = "), "did you mean tumour", "an unknown key"),
    (("\n", '\n"'), "valid TOML", "no TOML at all"),
]


@pytest.mark.parametrize(("table", "options", "status", "word", "why"), TABLES, ids=[t[-1] for t in TABLES])
def test_tables(tmp_path: Path, table: str, options: list[str], status: int, word: str, why: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(table, encoding="utf-8")
    done = run("evidence", "pool", "--rows", str(path), *options)
    assert done.returncode == status, why
    assert word in done.stdout + done.stderr, why


@pytest.mark.parametrize(("change", "word", "why"), FILES, ids=[f[-1] for f in FILES])
def test_a_broken_study_file_is_refused(tmp_path: Path, change: tuple[str, str], word: str, why: str) -> None:
    good = cite.knowledge().joinpath("studies/loewe2003.toml").read_text(encoding="utf-8")
    path = tmp_path / "loewe2003.toml"
    path.write_text(good.replace(*change), encoding="utf-8")
    done = run("evidence", "check", str(path))
    assert done.returncode == 3, why
    assert word in done.stdout + done.stderr, why


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_a_drawing_that_says_its_numbers(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "f.svg"
    wanted = ["evidence", "forest", "--outcome", "objective_response", "--modality", "tae", "--kind", kind]
    assert run(*wanted, "--svg", str(path)).returncode == 0
    said = ElementTree.fromstring(path.read_text(encoding="utf-8")).findtext("{http://www.w3.org/2000/svg}desc")
    assert said and any(character.isdigit() for character in said)


def test_a_figure_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    wanted = [
        "evidence",
        "forest",
        "--outcome",
        "objective_response",
        "--kind",
        "pie",
        "--svg",
        str(tmp_path / "f.svg"),
    ]
    assert run(*wanted).returncode == 2
