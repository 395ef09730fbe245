"""Symptomatic response: hormonal and mass symptoms apart, patient's and physician's rating apart, counts as counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import Note, cited, finding, question, weakest
from seldinger.patient.record import Interval, spoken


class Family(StrEnum):
    """Why it is felt; the reviews grade the two apart."""

    ENDOCRINE = "endocrine"
    MASS = "mass"
    UNSTATED = "not stated"


class Relief(StrEnum):
    """The reviews' grades of symptomatic response."""

    CR = "CR"
    PR = "PR"
    MR = "MR"
    NONE = "none"


FAMILIES = {
    "hormonal": Family.ENDOCRINE,
    "flushing_per_day": Family.ENDOCRINE,
    "stools_per_day": Family.ENDOCRINE,
    "bulk": Family.MASS,
    "pain": Family.MASS,
    "present": Family.UNSTATED,
}
COUNTS = frozenset({"flushing_per_day", "stools_per_day"})
NEVER_ZERO = frozenset({"stools_per_day"})  # a healthy count is not nothing
_WORDS = {"none": 0, "mild": 1, "moderate": 2, "severe": 3}


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """One symptom on one day: a severity by words, present (True) or absent (False), or a count per day or its bounds."""

    date: Day
    symptom: str
    value: float | str | bool | Interval
    by: str | None = None  # who rated it

    def bounds(self) -> tuple[float, float]:
        """Return the value as an interval; present without a severity is anything from mild to severe."""
        if isinstance(self.value, bool):
            return (_WORDS["mild"], _WORDS["severe"]) if self.value else (0, 0)
        if isinstance(self.value, str):
            return _WORDS[self.value], _WORDS[self.value]
        if isinstance(self.value, Interval):
            return self.value.low, self.value.high
        return self.value, self.value

    def words(self) -> str:
        """Return the value as charted."""
        low, high = self.bounds()
        if isinstance(self.value, bool):
            return "present" if self.value else "absent"
        return f"{low:g} to {high:g}" if isinstance(self.value, Interval) else str(self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Relieved:
    """One later entry against the last one before treatment, by the same rater."""

    symptom: str
    family: Family
    by: str | None
    date: Day
    possible: tuple[Relief, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as report.json holds it."""
        return {
            "symptom": self.symptom,
            "family": self.family,
            "by": self.by,
            "date": self.date.isoformat(),
            "possible": list(self.possible),
            "says": self._says(),
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }

    def _says(self) -> str:
        kind = "" if self.family is Family.UNSTATED else f" ({self.family} symptom)"
        return f"{named(self.symptom, self.by)}, {spoken(self.date)}{kind}: relief {' or '.join(self.possible)}."


def named(symptom: str, by: str | None) -> str:
    """Return a symptom in words, with the person who rated it."""
    words = symptom.replace("_", " ") if symptom != "present" else "symptoms of the tumour"
    return words if by is None else f"{words}, rated by {by}"


def symptomatic(complaints: Sequence[Complaint], *, treated_on: Day) -> tuple[Relieved, ...]:
    """Return each entry after the first session against the last one on or before it.

    A symptom absent before treatment has no response. Ratings by different people are never compared with each other.
    """
    found = []
    for symptom, by in dict.fromkeys((c.symptom, c.by) for c in complaints):
        ordered = sorted((c for c in complaints if (c.symptom, c.by) == (symptom, by)), key=lambda c: c.date)
        before = [c for c in ordered if c.date <= treated_on]
        if before and before[-1].bounds()[1] > 0:
            found += [_relieved(before[-1], now) for now in ordered if now.date > treated_on]
    return tuple(found)


def _relieved(base: Complaint, now: Complaint) -> Relieved:
    possible = _by_count(base, now) if base.symptom in COUNTS else _by_words(base, now)
    limit = threshold("response.symptom_partial_fall").cites
    return Relieved(
        symptom=base.symptom,
        family=FAMILIES[base.symptom],
        by=base.by,
        date=now.date,
        possible=tuple(relief for relief in Relief if relief in possible),
        cites=(s.B98, *(limit if Relief.CR not in possible or len(possible) > 1 else ())),
    )


def _by_count(base: Complaint, now: Complaint) -> set[Relief]:
    """Return every grade at some point of the two intervals."""
    (was_low, was_high), (low, high) = base.bounds(), now.bounds()
    kept = 1 - threshold("response.symptom_partial_fall").value
    found = set()
    if low == 0:
        found.add(Relief.CR)
    if high > 0 and low <= kept * was_high:
        found |= {Relief.CR, Relief.PR} if base.symptom in NEVER_ZERO else {Relief.PR}
    if high > kept * was_low and low < was_high:
        found.add(Relief.MR)
    if high >= was_low:
        found.add(Relief.NONE)
    return found


def _by_words(base: Complaint, now: Complaint) -> set[Relief]:
    """Words are no measure: a milder word is a partial or a minor response, the reviews print no limit."""
    (low, high), (now_low, now_high) = base.bounds(), now.bounds()
    if now_high == 0:
        return {Relief.CR}
    found = set()
    if now_low < high:
        found |= {Relief.PR, Relief.MR}
    if now_high >= low:
        found.add(Relief.NONE)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Eased:
    """How long one symptom stayed better, as one person rated it."""

    symptom: str
    by: str | None
    since: Day
    until: Day
    ended: bool  # seen to return; otherwise it held at the last entry

    def as_json(self) -> dict[str, Any]:
        """Return the duration as report.json holds it."""
        dates = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        days = (self.until - self.since).days
        name, since = named(self.symptom, self.by), spoken(self.since)
        end = "then returned" if self.ended else "still held at the last entry"
        once = not (days or self.ended)
        says = (
            f"{name}: better on {since}, seen once so far."
            if once
            else f"{name}: better from {since}, for {days} days; {end}."
        )
        found = {"symptom": self.symptom, "by": self.by, **dates, "days": days, "ended": self.ended, "says": says}
        return {**found, "cites": cited((s.B98, s.B96))}


def eased(relieved: Sequence[Relieved]) -> tuple[Eased, ...]:
    """Return the duration of the first certain relief of each symptom and rater."""
    found = []
    for symptom, by in dict.fromkeys((entry.symptom, entry.by) for entry in relieved):
        own = [entry for entry in relieved if (entry.symptom, entry.by) == (symptom, by)]
        start = next((n for n, entry in enumerate(own) if Relief.NONE not in entry.possible), None)
        if start is not None:
            lost = next((entry.date for entry in own[start:] if entry.possible == (Relief.NONE,)), None)
            held = [entry.date for entry in own[start:] if lost is None or entry.date < lost]
            until = held[-1] if lost is None else lost
            found.append(Eased(symptom=symptom, by=by, since=own[start].date, until=until, ended=lost is not None))
    return tuple(found)


def remarks(complaints: Sequence[Complaint], *, treated_on: Day) -> tuple[Note, ...]:
    """Return what both reviews say of the expected course for these symptoms."""
    present = {c.symptom for c in complaints if c.date <= treated_on and c.bounds()[1] > 0}
    notes = []
    if "pain" in present and not any(FAMILIES[name] is Family.ENDOCRINE for name in present):
        says = (
            "Pain answered in every treated patient of one series; relief lasted shorter when pain was the only reason."
        )
        notes.append(finding(says, s.C24_A, s.C24_B, s.B96))
    notes += _unpaired(complaints, treated_on)
    raters = {c.by for c in complaints if c.by}
    if len(raters) > 1:
        notes.append(finding("Patient's and physician's ratings do not track each other; both are shown.", s.PRO_CSS))
    return tuple(notes)


def _unpaired(complaints: Sequence[Complaint], treated_on: Day) -> list[Note]:
    """Return a question for each symptom rated after treatment by somebody who had not rated it before."""
    before = {(c.symptom, c.by) for c in complaints if c.date <= treated_on}
    late = dict.fromkeys((c.symptom, c.by) for c in complaints if c.date > treated_on)
    return [
        question(f"{named(symptom, by)}: no entry of that rater before treatment, so no response can be stated.", s.B98)
        for symptom, by in late
        if (symptom, by) not in before
    ]
