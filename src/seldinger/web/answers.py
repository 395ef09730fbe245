"""What the pages show beside a chart: the answer per treatment, what to ask next, what would turn it.

Nothing is computed here: each part stands in report.json, and what is shown carries its pointer.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from seldinger.patient import Record, variables
from seldinger.report.front import VERDICTS
from seldinger.selection import Profile, as_json, select
from seldinger.terms import Modality, Verdict

Json = dict[str, Any]
UNKNOWN = ("?", "open")
SILENT = ("–", "quiet")  # the sources of a profile say nothing of a treatment


def answer(record: Record, on: date, profile: Profile) -> Json:
    """Return scope and modalities as report.json holds them, without the parts that no live view shows."""
    selection = select(record, on, profile)
    report: Json = {"scope": as_json.scope_json(selection.scope)}
    if selection.scope.inside is not False:
        report["modalities"] = as_json.modalities(selection)
    return report


def mark(verdict: str) -> tuple[str, str]:
    """Return sign and tone of a verdict, those of the sheet."""
    return SILENT if verdict == "silent" else VERDICTS.get(verdict, UNKNOWN)


def headlines(report: Json) -> list[Json]:
    """Return the answers, treatments with the same answer together."""
    groups: dict[tuple[str, str, str], Json] = {}
    for name, one in report.get("modalities", {}).items():
        key = (one["verdict"], one["headline"]["says"], one["coverage"])
        sign, tone = mark(one["verdict"])
        group = groups.setdefault(
            key,
            {
                "titles": [],
                "names": [],
                "sign": sign,
                "tone": tone,
                "verdict": words(one["verdict"]),
                "says": one["headline"]["says"],
                "partial": one["coverage"] == "partial",
                "at": f"/modalities/{name}",
            },
        )
        group["titles"].append(one["title"])
        group["names"].append(name)
    return list(groups.values())


def words(code: str) -> str:
    """Return a code as words."""
    return code.replace("_", " ")


def asked(report: Json) -> list[Json]:
    """Return what to ask next, in the order worth asking: each variable once, with the treatments it would decide."""
    found: dict[str, Json] = {}
    for name, one in report.get("modalities", {}).items():
        for place, missing in enumerate(one["missing"]):
            entry = found.setdefault(
                missing["variable"],
                {
                    **{part: missing[part] for part in ("variable", "title", "who", "group", "why", "rank")},
                    "for": [],
                    "answers": _answers(one["possible"], missing["could_become"]),
                    "at": f"/modalities/{name}/missing/{place}",
                },
            )
            entry["for"].append(one["title"])
            entry["rank"] = min(entry["rank"], missing["rank"])
    scope = [_gate(each, i) for i, each in enumerate(report["scope"].get("open", ()))]
    gates = {each["variable"] for each in scope}
    rest = sorted((each for each in found.values() if each["variable"] not in gates), key=lambda each: each["rank"])
    return [*scope, *rest]


def _gate(gate: Mapping[str, Any], place: int) -> Json:
    name = str(gate.get("variable", ""))
    known = variables().get(name)
    return {
        "variable": name,
        "title": known.title if known else str(gate.get("requires", "")),
        "who": known.who if known else "clinic",
        "group": "scope",
        "why": None,
        "rank": 0,
        "for": ["every treatment"],
        "answers": [],
        "at": f"/scope/open/{place}",
    }


def _answers(now: list[str], branches: Mapping[str, list[str]]) -> list[Json]:
    """Return the answers that would narrow the verdict, with what it would then be."""
    return [{"answer": each, **becomes(possible)} for each, possible in branches.items() if possible != now]


def becomes(possible: Iterable[str]) -> Json:
    """Return the word, sign and tone of a set of possible verdicts."""
    every = list(possible)
    if len(every) == 1:
        sign, tone = mark(every[0])
        return {"sign": sign, "tone": tone, "word": words(every[0])}
    if every and all(Verdict(each).bars for each in every):
        return {"sign": "✗", "tone": "bar", "word": f"barred: {' or '.join(words(each) for each in every)}"}
    return {"sign": "?", "tone": "open", "word": "still open"}


def flips(report: Json) -> list[Json]:
    """Return what would turn an answer: variable, new value, and what each treatment would then be."""
    found: dict[tuple[str, str], Json] = {}
    for name, one in report.get("modalities", {}).items():
        for place, flip in enumerate(one["flips"]):
            known = variables().get(flip["variable"])
            entry = found.setdefault(
                (flip["variable"], flip["if"]),
                {
                    "variable": flip["variable"],
                    "title": known.title if known else flip["variable"],
                    "if": words(flip["if"]),
                    "then": [],
                },
            )
            at = f"/modalities/{name}/flips/{place}"
            entry["then"].append({"title": one["title"], "at": at, **becomes(flip["possible"])})
    return list(found.values())


def compared(before: Json, after: Json) -> list[Json]:
    """Return each treatment before and after a change; one that an answer does not speak of is out of scope."""
    return [
        {"title": m.label, "before": _cell(before, m), "after": _cell(after, m)}
        for m in Modality
        if str(m) in before.get("modalities", {}) or str(m) in after.get("modalities", {})
    ]


def _cell(report: Json, modality: Modality) -> Json:
    one = report.get("modalities", {}).get(str(modality))
    if one is None:
        return {"sign": "–", "tone": "quiet", "word": "out of scope", "says": report["scope"].get("why", "")}
    sign, tone = mark(one["verdict"])
    return {"sign": sign, "tone": tone, "word": words(one["verdict"]), "says": one["headline"]["says"]}


def by_profile(record: Record, on: date, profiles: Mapping[str, Profile]) -> list[Json]:
    """Return the answers of each profile, one row a profile."""
    found = []
    for name, profile in profiles.items():
        report = answer(record, on, profile)
        cells = [_cell(report, m) for m in Modality]
        found.append({"name": name, "title": profile.title, "cells": cells})
    return found
