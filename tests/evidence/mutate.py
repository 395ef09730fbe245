"""Break one cell of a valid study file at random: a count, a denominator, a percent, a patient number or a unit."""

import copy
import random
import tomllib
from typing import Any

from seldinger import cite
from seldinger.evidence.reading import StudyError, _Reader
from seldinger.evidence.studies import Study
from seldinger.evidence.validators import check

FOLDER = cite.knowledge().joinpath("studies")


def raw_files() -> dict[str, dict[str, Any]]:
    """Return every study file as the TOML parser gives it."""
    files = [f for f in FOLDER.iterdir() if f.name.endswith(".toml") and not f.name.startswith("_")]
    return {f.name: tomllib.loads(f.read_text(encoding="utf-8")) for f in sorted(files, key=lambda f: f.name)}


def mutations(raw: dict[str, Any], rng: random.Random) -> list[tuple[str, dict[str, Any]]]:
    """Return what can be broken in one file, each as a name and the broken file."""
    found = []
    for place, row in enumerate(raw.get("outcome", [])):
        if "events" in row and "denominator" in row:
            found += [_events(raw, place, rng), _denominator(raw, place, rng), _unit(raw, place)]
            if "percent" in row:
                found.append(_percent(raw, place, rng))
                found.append(_events(raw, place, rng, misread=True))
    return found


def _changed(raw: dict[str, Any], place: int) -> tuple[dict[str, Any], dict[str, Any]]:
    broken = copy.deepcopy(raw)
    return broken, broken["outcome"][place]


def _events(raw: dict[str, Any], place: int, rng: random.Random, misread: bool = False) -> tuple[str, dict[str, Any]]:
    broken, row = _changed(raw, place)
    old = row["events"]
    row["events"] = max(0, old + rng.choice([-3, -2, -1, 1, 2, 3]))
    row["events"] = row["events"] if row["events"] != old else old + 1
    if misread:  # the words were read wrong, not only the field
        row["printed"] = row["printed"].replace(str(old), str(row["events"]), 1)
    return f"{row['id']}: events {old} to {row['events']}", broken


def _denominator(raw: dict[str, Any], place: int, rng: random.Random) -> tuple[str, dict[str, Any]]:
    broken, row = _changed(raw, place)
    old = row["denominator"]["value"]
    row["denominator"]["value"] = max(1, old + rng.choice([-10, -5, 5, 10]))
    return f"{row['id']}: denominator {old} to {row['denominator']['value']}", broken


def _percent(raw: dict[str, Any], place: int, rng: random.Random) -> tuple[str, dict[str, Any]]:
    broken, row = _changed(raw, place)
    old = row["percent"]
    row["percent"] = str(abs(int(float(old)) + rng.choice([-10, -5, -3, 3, 5, 10])))
    row["printed"] = row["printed"].replace(old, row["percent"], 1)
    return f"{row['id']}: percent {old} to {row['percent']}", broken


def _unit(raw: dict[str, Any], place: int) -> tuple[str, dict[str, Any]]:
    broken, row = _changed(raw, place)
    old = row["unit"]
    row["unit"] = "patient" if old != "patient" else "procedure"
    return f"{row['id']}: unit {old} to {row['unit']}", broken


def caught(studies: dict[str, Study], file: str, broken: dict[str, Any], known: set[tuple[str, str]]) -> bool:
    """Return whether the broken file is refused, or gives a finding that the valid library does not give."""
    try:
        study = _Reader(file).study(broken)
    except StudyError:
        return True
    return bool(findings(tuple({**studies, file: study}.values())) - known)


def findings(studies: tuple[Study, ...]) -> set[tuple[str, str, str]]:
    """Return kind, place and what was seen of every finding."""
    return {(issue.kind, issue.where, issue.saw) for issue in check(studies)}
