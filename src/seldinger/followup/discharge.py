"""Ready to go home? The liver enzymes must have peaked: the latest value lies below an earlier one (B67)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.findings import cited
from seldinger.patient.record import spoken
from seldinger.terms import EMBOLIC, RADIOEMBOLIC, Modality


class Ready(StrEnum):
    """What the curve says; it never orders a discharge."""

    PEAKED = "peaked"
    NOT_YET = "not yet"
    NOT_COMPUTABLE = "not computable"
    NOT_ASKED = "not asked of this treatment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Enzyme:
    """One enzyme on one day, all of a series in one unit; None was asked for and is missing."""

    date: Day
    value: float | None
    at_least: float | None = None  # where the value is known only as an interval: its lower end, value the upper one

    @property
    def low(self) -> float | None:
        """Return the least it may have been."""
        return self.value if self.at_least is None else self.at_least


@dataclass(frozen=True, kw_only=True, slots=True)
class Discharge:
    """What the curves say together, and each apart with its reason."""

    ready: Ready
    because: tuple[tuple[str, Ready, str], ...]  # enzyme, answer, reason
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as report.json holds it."""
        curves = [{"enzyme": name, "ready": ready, "why": why} for name, ready, why in self.because]
        why = "; ".join(f"{name}: {reason}" for name, _, reason in self.because)
        says = f"Liver enzymes after the session: {self.ready}{f' ({why})' if why else ''}. A physician discharges."
        return {"ready": self.ready, "because": curves, "says": says, "cites": cited(self.cites)}


def discharge(curves: Mapping[str, Sequence[Enzyme]], *, session: Day, modality: Modality | None, on: Day) -> Discharge:
    """Return whether every enzyme followed since the session has passed its peak.

    At least one night is spent after embolization; radioembolization is given to outpatients. Pain, fever and the
    patient's own state are not looked at. A modality that is not stated is read as embolization.
    """
    if modality in RADIOEMBOLIC:
        return Discharge(ready=Ready.NOT_ASKED, because=(), cites=(s.A55, s.C8_A, s.C8_B))
    found = [
        (name, *_peaked([e for e in series if session <= e.date <= on], session)) for name, series in curves.items()
    ]
    if on <= session and modality in EMBOLIC | {None}:
        found.append(("stay", Ready.NOT_YET, "the first night after embolization is spent in hospital"))
    return Discharge(
        ready=_together([ready for _, ready, _ in found]), because=tuple(found), cites=(s.B67, s.A18, s.C8_B)
    )


def _together(answers: list[Ready]) -> Ready:
    for word in (Ready.NOT_YET, Ready.NOT_COMPUTABLE):
        if word in answers:
            return word
    return Ready.PEAKED if answers else Ready.NOT_COMPUTABLE


def _peaked(series: Sequence[Enzyme], session: Day) -> tuple[Ready, str]:
    """Return the answer of one curve: latest below maximum, and maximum not the latest.

    Values of one day keep the order in which they are listed. A value of the session's own day may have been taken
    before it, and alone proves no peak.
    """
    ordered = sorted(series, key=lambda enzyme: enzyme.date)
    if not ordered:
        return Ready.NOT_COMPUTABLE, "no value since the session"
    latest = ordered[-1]
    if latest.value is None:
        return Ready.NOT_COMPUTABLE, f"the value of {spoken(latest.date)} is missing"
    earlier = [enzyme.low for enzyme in ordered[:-1] if enzyme.low is not None]
    if not earlier:
        missing = len(ordered) > 1
        return Ready.NOT_YET, "earlier values are missing" if missing else "a single value shows no peak"
    since = [e.low for e in ordered[:-1] if e.low is not None and e.date > session]
    if since and latest.value < max(since):
        return Ready.PEAKED, "the latest value lies below the highest"
    if latest.value < max(earlier):
        return Ready.NOT_COMPUTABLE, "the highest value is of the day of the session: taken before or after it?"
    return Ready.NOT_YET, "still rising" if latest.value > max(earlier) else "the latest value is the highest so far"
