"""The whole flow on one screen: a chart and a day in, one cited report out.

Facts come from the chart, judgements from the literature, and every view shows only what stands in the report. A part
of the pathway that a release does not have yet is null in the report, never an empty answer.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from seldinger import __version__
from seldinger.cite import knowledge_hash, reference, thresholds
from seldinger.evidence import comparisons, expect
from seldinger.followup import follow
from seldinger.patient import Record
from seldinger.planning import as_json as plan_json
from seldinger.planning import plan
from seldinger.selection import Profile, Selection, as_json, known_of, load_profile, select
from seldinger.selection.alternatives import alternatives
from seldinger.selection.basis import basis
from seldinger.selection.conflicts import CONFLICTS
from seldinger.selection.disagreements import mattering
from seldinger.selection.distinguishes import distinguishes
from seldinger.selection.governance import governance
from seldinger.selection.hazards import hazards
from seldinger.selection.patient_json import patient_part
from seldinger.selection.workup import workup
from seldinger.terms import DISCLAIMER

SCHEMA = "seldinger/report/1"
LOOKED_UP_APART = frozenset({"about", "expect", "comparisons", "modalities"})  # in the search for works cited
CONTAINERS: frozenset[type] = frozenset({dict, list})
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Consult:
    """One patient's report, and the selection it was made from."""

    report: Json
    selection: Selection

    def to_json(self) -> str:
        """Return the report as canonical text: same chart, same options, same bytes."""
        return json.dumps(self.report, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def consult(record: Record, *, on: date | None = None, profile: Profile | str = "strictest") -> Consult:
    """Return what both reviews say of this patient on a day (the chart's own day unless another is given).

    ``profile`` is a profile, the name of a built-in one or the path of an overlay (OverlayError when it is none).
    """
    day = on or record.as_of
    weighing = load_profile(profile) if isinstance(profile, str) else profile
    selection = select(record, day, weighing)
    report: Json = {
        "schema": SCHEMA,
        "about": _about(record, day, weighing),
        "scope": as_json.scope_json(selection.scope),
        "patient": patient_part(record, day),
    }
    if selection.scope.inside is not False:
        report |= _parts(record, day, selection)
    report["references"] = _references(report)
    return Consult(report=report, selection=selection)


def _parts(record: Record, day: date, selection: Selection) -> Json:
    known = known_of(selection.answers)
    return {
        "workup": workup(record, day),
        "modalities": as_json.modalities(selection),
        "distinguishes": distinguishes(known),
        "disagreements": mattering(CONFLICTS, known),
        "expect": _expectations(),
        "comparisons": _comparisons(),
        "hazards": hazards(known),
        "alternatives": alternatives(record, day),
        "governance": governance(),
        "plan": plan_json(plan(record, selection, day)),
        "followup": follow(record, day).as_json(),
    }


def _about(record: Record, day: date, profile: Profile) -> Json:
    return {
        "software": f"seldinger {__version__}",
        "knowledge": knowledge_hash(),
        "profile": profile.name,
        "profile_title": profile.title,
        "departures": [as_json.departure(each) for each in profile.departures],
        "as_of": record.as_of.isoformat(),
        "on": day.isoformat(),
        "disclaimer": DISCLAIMER,
        "review_due": [
            {"id": t.id, "review_due": t.review_due.isoformat()} for t in thresholds().values() if t.review_due < day
        ],
        "basis": dict(basis()),
    }


@cache
def _expectations() -> dict[str, list[Json]]:
    """Return what to expect of each treatment; it is the same for every patient, and nobody changes it."""
    return expect(survival=True)


@cache
def _comparisons() -> list[Json]:
    """Return what studies compared within themselves, the same for every patient; series are never compared."""
    return [each.as_json() for each in comparisons()]


def _references(report: Json) -> Json:
    """Return the works that any part of the report cites, by key, sorted."""
    keys = _cited({name: part for name, part in report.items() if name not in LOOKED_UP_APART})
    if "modalities" in report:
        keys |= _cited_for_everyone() | _cited_by_rules(report["modalities"])
    return {key: dict(reference(key)) for key in sorted(keys)}


def _cited_by_rules(modalities: Json) -> set[str]:
    """Return the works cited in the part on modalities: every rule that any of its lists names stands in "because"."""
    return _keys(each["cites"] for m in modalities.values() for each in (*m["because"], m["evidence_level"]))


@cache
def _cited_for_everyone() -> frozenset[str]:
    return frozenset(_cited([_expectations(), _comparisons()]))


def _cited(part: Json | list[Any]) -> set[str]:
    """Return the works cited anywhere in a part of the report."""
    cites: list[Any] = []
    waiting: list[Any] = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += [value for value in each if value.__class__ in CONTAINERS]
            continue
        for name, value in each.items():
            if value and value.__class__ in CONTAINERS:
                (cites if name == "cites" else waiting).append(value)
    return _keys(cites)


def _keys(cites: Iterable[list[Json]]) -> set[str]:
    """Return the works of lists of citations, and the works in which they were read."""
    every = list(chain.from_iterable(cites))
    return {each["key"] for each in every} | {each["via"] for each in every if "via" in each}
