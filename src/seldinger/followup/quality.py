"""Quality of life: one scale at a time, change from baseline, and what was not asked said aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import Note, cited, question, weakest
from seldinger.patient.record import spoken

MEANINGFUL_ON = ("QLQ-C30",)  # scales on which ten points of a hundred are often called meaningful


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """One answered questionnaire."""

    date: Day
    scale: str
    value: float


@dataclass(frozen=True, kw_only=True, slots=True)
class QualityChange:
    """One questionnaire against the last one before treatment, on the same scale."""

    date: Day
    scale: str
    value: float
    change: float
    says: str
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the change as report.json holds it."""
        return {
            "date": self.date.isoformat(),
            "scale": self.scale,
            "value": self.value,
            "change": self.change,
            "says": self.says,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def quality(answers: Sequence[Quality], *, treated_on: Day) -> tuple[QualityChange, ...]:
    """Return each answer after the first session against the last one on or before it, scale by scale."""
    found = []
    for scale in dict.fromkeys(answer.scale for answer in answers):
        ordered = sorted((a for a in answers if a.scale == scale), key=lambda a: a.date)
        before = [a for a in ordered if a.date <= treated_on]
        found += [_change(before[-1], now) for now in ordered if before and now.date > treated_on]
    return tuple(found)


def _change(base: Quality, now: Quality) -> QualityChange:
    change, limit = now.value - base.value, threshold("response.quality_meaningful_change")
    graded = base.scale.startswith(MEANINGFUL_ON)
    meaningful = "a change often called meaningful" if abs(change) >= limit.value else "a change often called small"
    says = f"{base.scale}, {spoken(now.date)}: {round(change, 6):+g} points since {spoken(base.date)}" + (
        f": {meaningful}." if graded else "."
    )
    cites = (s.B11, s.QLQ, *limit.cites) if graded else (s.B11,)
    return QualityChange(date=now.date, scale=base.scale, value=now.value, change=change, says=says, cites=cites)


def unasked(answers: Sequence[Quality], *, treated_on: Day | None) -> tuple[Note, ...]:
    """Return what is missing: a baseline, or an answer after treatment; both reviews name quality of life as a goal."""
    if treated_on is None:
        return ()
    before = any(answer.date <= treated_on for answer in answers)
    after = any(answer.date > treated_on for answer in answers)
    notes = []
    if not before:
        notes.append(
            question("Quality of life before treatment was not recorded: no change can be stated.", s.B11, s.A76)
        )
    if not after:
        notes.append(question("Quality of life after treatment was not recorded.", s.B11, s.A76))
    return tuple(notes)
