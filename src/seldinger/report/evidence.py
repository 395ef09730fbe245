"""The evidence overleaf: what to expect by treatment, and what single studies compared within themselves."""

from functools import lru_cache
from typing import Any

from seldinger.report import expect, front
from seldinger.report.blocks import Block
from seldinger.report.place import Line, Place, say


class _Alike:
    """A report, equal to another when both expect the same: the evidence is the same for every patient of a release."""

    def __init__(self, report: Place) -> None:
        titles = {name: {"title": one["title"].value} for name, one in report["modalities"].items()}
        kept = {"expect": report["expect"].value, "comparisons": report["comparisons"].value, "modalities": titles}
        works = report["references"].value or {}
        kept["references"] = {key: works[key] for key in _behind(kept) if key in works}
        self.report = Place(kept)  # without anything of the patient, since it is remembered
        self.parts = tuple(kept.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self.parts == other.parts

    def __hash__(self) -> int:
        return len(self.parts[0] or ())


def _behind(kept: dict[str, Any]) -> list[str]:
    """Return the keys of the works that expectations and comparisons name."""
    parts = [each for part in (kept["expect"] or {}).values() for each in part or ()]
    found = {key for each in parts for cite in each.get("cites") or () for key in (cite.get("via"),) if key}
    for each in kept["comparisons"] or ():
        found |= {each.get("study"), *(cite.get("via") for cite in each.get("cites") or ())} - {None}
    return sorted(found)


def expectation(report: Place, *, whole: bool = True) -> tuple[Block, Block]:
    """Return the expectations by treatment with what stands behind them, and what single studies compared themselves."""
    return _expectation(_Alike(report), whole)


@lru_cache(maxsize=4)
def _expectation(alike: _Alike, whole: bool) -> tuple[Block, Block]:
    return _expected(alike.report, whole), _compared(alike.report)


def _expected(report: Place, whole: bool) -> Block:
    listed, left = expect.table(report, whole=whole)
    rows = tuple(listed)
    note: Line = () if rows else (say(front.NOT_BUILT if report["expect"].value is None else front.NO_DATA, "quiet"),)
    found = [each["prediction_convention"] for _, each in expect.entries(report) if each["prediction_convention"].there]
    if found:
        rest = f" {left} more outcomes, the" if left else " The"
        more = say(f"{rest} studies of each, what was left out and why: report.json, under expect.", "layout")
        note = (say("Prediction interval: "), found[0].run(), say("."), more)
    words = (
        "Outcome; time; criterion",
        "of 100",
        "confidence interval",
        "prediction interval",
        "studies: years; what stands behind it",
    )
    return Block(
        id="expect-full",
        title="What to expect, by treatment; series of two treatments are not to be compared",
        widths=(58, 36, 17, 17, 58),
        head=tuple((say(each),) for each in words) if rows else (),
        rows=rows,
        note=note,
        size=7.2,
        shared=True,
    )


def _compared(report: Place) -> Block:
    rows, bare = expect.within(report)
    words = ("Study and outcome", "each side", "odds ratio", "confidence interval", "p", "certainty")
    note: Line = (
        () if rows else (say(front.NOT_BUILT if report["comparisons"].value is None else front.NO_DATA, "quiet"),)
    )
    if bare:
        note = (*note, say(f"{bare} more print a ratio without its counts: report.json, under comparisons.", "layout"))
    return Block(
        id="comparisons",
        title="Compared within a study",
        widths=(58, 50, 14, 22, 12, 30),
        head=tuple((say(each),) for each in words) if rows else (),
        rows=tuple(rows),
        note=note,
        size=7.2,
        shared=True,
    )
