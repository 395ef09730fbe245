"""Biochemical response: the same marker, assay and unit, before and after; below detection is an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from math import isfinite
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import Answer, Note, cited, question, warning, weakest
from seldinger.patient.record import spoken
from seldinger.terms import Response

FIVE_HIAA = frozenset({"five_hiaa", "five_hiaa_serum"})
_CONFOUNDED = frozenset({"cga", "gastrin"})
_CONFOUNDERS = {
    "ppi": "a proton pump inhibitor",
    "renal_failure": "renal failure",
    "atrophic_gastritis": "atrophic gastritis",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One value of a marker; low and high differ when it lies below detection or is known only as an interval."""

    date: Day
    low: float
    high: float
    unit: str
    assay: str | None = None
    uln: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"marker of {self.date}: expected 0 <= low <= high; is the interval the wrong way round?")


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkerCall:
    """One value against the last one before treatment."""

    date: Day
    change_low: float | None  # as a fraction of baseline, negative is a fall; None when they cannot be compared
    change_high: float | None
    major: Answer  # 5-HIAA fallen by more than half (B83); unknown for other markers
    proposal: tuple[Response, ...]  # categories still possible by the unverified proposal
    why: str
    cites: tuple[Citation, ...]

    def says(self, title: str, *, five_hiaa: bool) -> str:
        """Return the comparison in one sentence."""
        name = f"{title}, {spoken(self.date)}"
        if self.change_low is None or self.change_high is None:
            return f"{name}: {self.why}."
        ends = dict.fromkeys(
            f"{end:+.0%}" if isfinite(end) else "no upper bound" for end in (self.change_low, self.change_high)
        )
        major = f"; major decrease: {self.major}" if five_hiaa else ""
        return f"{name}: {' to '.join(ends)} since before treatment{major} ({self.why})."

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as report.json holds it."""
        return {
            "date": self.date.isoformat(),
            "change": None if self.change_low is None else [self.change_low, _finite(self.change_high)],
            "major": self.major,
            "proposal": list(self.proposal),
            "why": self.why,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def _finite(value: float | None) -> float | None:
    """Return None for a value above the range of the assay, which has no upper bound."""
    return value if value is not None and isfinite(value) else None


def biochemical(marker: str, levels: Sequence[Level], *, treated_on: Day) -> tuple[MarkerCall, ...]:
    """Return each value after the first session against the last one on or before that day; none without a baseline."""
    ordered = sorted(levels, key=lambda level: level.date)
    before = [level for level in ordered if level.date <= treated_on]
    return tuple(_compare(marker, before[-1], now) for now in ordered if before and now.date > treated_on)


def _compare(marker: str, base: Level, now: Level) -> MarkerCall:
    reason = _not_comparable(base, now)
    if reason:
        return MarkerCall(
            date=now.date,
            change_low=None,
            change_high=None,
            major=Answer.UNKNOWN,
            proposal=(),
            why=reason,
            cites=(s.B83,),
        )
    unstated = base.assay is None or now.assay is None
    return MarkerCall(
        date=now.date,
        change_low=now.low / base.high - 1,
        change_high=now.high / base.low - 1,
        major=_major(base, now) if marker in FIVE_HIAA else Answer.UNKNOWN,
        proposal=_proposal(base, now),
        why="assay not stated; taken to be the same" if unstated else "same assay and unit",
        cites=(s.B83, *threshold("response.marker_partial_fall").cites),
    )


def _not_comparable(base: Level, now: Level) -> str | None:
    if base.unit != now.unit:
        return f"units differ: {base.unit} before, {now.unit} after"
    if base.assay and now.assay and base.assay != now.assay:
        return f"assays differ: {base.assay} before, {now.assay} after"
    if base.low <= 0:
        return "the value before treatment lay below detection: no change can be computed"
    return None


def _major(base: Level, now: Level) -> Answer:
    kept = 1 - threshold("response.five_hiaa_major_fall").value
    if now.high < kept * base.low:
        return Answer.YES
    return Answer.UNKNOWN if now.low < kept * base.high else Answer.NO


def _proposal(base: Level, now: Level) -> tuple[Response, ...]:
    """Return every category at some point of the two intervals; normal counts only where the baseline was raised."""
    fall, rise = threshold("response.marker_partial_fall").value, threshold("response.marker_progression_rise").value
    found = set()
    limit = now.uln if now.uln is not None else base.uln
    if limit is not None and base.high > limit and now.low <= limit:
        found.add(Response.CR)
    if now.low <= (1 - fall) * base.high:
        found.add(Response.PR)
    if now.high >= (1 + rise) * base.low:
        found.add(Response.PD)
    if now.high > (1 - fall) * base.low and now.low < (1 + rise) * base.high:
        found.add(Response.SD)
    if limit is not None and base.low > limit and now.high <= limit:
        found = {Response.CR}
    return tuple(name for name in Response if name in found)


def duration(calls: Sequence[MarkerCall]) -> tuple[Day, Day, bool] | None:
    """Return first day, last day and whether it was seen to end, of the first major response; None without one."""
    start = next((n for n, call in enumerate(calls) if call.major is Answer.YES), None)
    if start is None:
        return None
    lost = next((call.date for call in calls[start:] if call.major is Answer.NO), None)
    held = [call.date for call in calls[start:] if call.major is Answer.YES and (lost is None or call.date < lost)]
    return calls[start].date, lost or held[-1], lost is not None


def confounders(marker: str, known: Mapping[str, bool | None]) -> tuple[Note, ...]:
    """Return what else may have moved the marker: named when present, asked when nobody looked."""
    if marker in FIVE_HIAA:
        return (question("Was the diet free of serotonin-rich food during collection?", s.MARKER_CONFOUNDERS),)
    if marker not in _CONFOUNDED:
        return ()
    present = [words for name, words in _CONFOUNDERS.items() if known.get(name)]
    unasked = [words for name, words in _CONFOUNDERS.items() if known.get(name) is None]
    notes = [warning(f"{words.capitalize()} raises this marker.", s.MARKER_CONFOUNDERS) for words in present]
    if unasked:
        notes.append(question(f"Nobody recorded whether there was {' or '.join(unasked)}.", s.MARKER_CONFOUNDERS))
    return tuple(notes)
