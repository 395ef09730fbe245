"""Every validator in one list, and the findings that are known and stay, each with its reason."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from seldinger import cite
from seldinger.evidence import validators_cells as in_cell
from seldinger.evidence import validators_library as between
from seldinger.evidence import validators_prose as prose
from seldinger.evidence import validators_rows as in_study
from seldinger.evidence.issues import Issue
from seldinger.evidence.reading import StudyError, library, load_study
from seldinger.evidence.studies import Study

Check = Callable[[Sequence[Study]], tuple[Issue, ...]]

CHECKS: tuple[Check, ...] = (
    in_cell.check_percent,
    in_cell.check_integer,
    in_cell.check_numerator,
    in_cell.check_denominator,
    in_cell.check_row_basis,
    in_cell.check_printed,
    in_cell.check_of,
    in_cell.check_unit,
    in_cell.check_resolution,
    in_cell.check_censored_median,
    in_cell.check_unresolved,
    in_study.check_sum,
    in_study.check_arms,
    in_study.check_group_size,
    in_study.check_partition,
    in_study.check_superset,
    in_study.check_unit_switch,
    in_study.check_capacity,
    in_study.check_duplicate,
    in_study.check_double_count,
    in_study.check_scope,
    in_study.check_definition,
    in_study.check_window_origin,
    in_study.check_label,
    prose.check_headline_total,
    prose.check_headline_rate,
    prose.check_superset_prose,
    prose.check_range,
    prose.check_claim,
    prose.check_missing,
    prose.check_silence,
    prose.check_mixed_unit,
    prose.check_row_vs_prose,
    prose.check_citation,
    between.check_cross_source,
    between.check_row_vs_row,
    between.check_overlap,
    between.check_identity,
)
ORDER = {"error": 0, "warning": 1, "note": 2}


def check(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return every finding in these studies, errors first; those acknowledged in data carry the reason."""
    known = acknowledged()
    found = {issue for one in CHECKS for issue in one(studies)}
    marked = [replace(issue, acknowledged=known.get((issue.kind, issue.where))) for issue in found]
    return tuple(sorted(marked, key=lambda i: (ORDER[i.severity], i.where, i.kind, i.saw)))


def open_issues(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return the findings nobody has acknowledged; notes are never open."""
    return tuple(issue for issue in check(studies) if issue.acknowledged is None and issue.severity != "note")


REFUSED = frozenset({"sum", "integer", "capacity", "text", "resolution"})
"""Kinds of error in a file that make its numbers unusable unless somebody has acknowledged them."""


def refuse_broken(study: Study, file: str) -> Study:
    """Return the study when its totals hold; raises StudyError on the first that does not and is not acknowledged."""
    for issue in open_issues((study,)):
        if issue.severity == "error" and issue.kind in REFUSED:
            raise StudyError(file, issue.where, issue.saw, issue.expected, issue.next_step)
    return study


def check_files(paths: Sequence[Path]) -> tuple[Issue, ...]:
    """Return the findings in these files, each seen beside the library; raises StudyError on one that cannot be used."""
    added = {study.key: study for study in (refuse_broken(load_study(path), path.name) for path in paths)}
    beside = {study.key: study for study in library()} | added
    return tuple(issue for issue in check(tuple(beside.values())) if issue.where.split("/")[0] in added)


@cache
def acknowledged() -> dict[tuple[str, str], str]:
    """Return why a finding is known and stays, by kind and place."""
    file = cite.knowledge().joinpath("studies/_acknowledged.toml")
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("known", [])
    found: dict[tuple[str, str], str] = {}
    for entry in entries:
        if set(entry) != {"kind", "place", "reason"} or not entry["reason"].strip():
            raise StudyError(file.name, str(entry), repr(sorted(entry)), "kind, place and reason", "complete the entry")
        found[(entry["kind"], entry["place"])] = entry["reason"]
    return found
