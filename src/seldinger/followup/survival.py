"""Time to event for one patient: every endpoint names its origin, its event, and why it was censored."""

from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.findings import Answer, cited, weakest


class Endpoint(StrEnum):
    """The endpoints; the words are the ones trials use."""

    OS = "overall survival"
    PFS = "progression-free survival"
    HPFS = "hepatic progression-free survival"
    TTP = "time to progression"
    TTUP = "time to untreatable progression"


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where counting starts; survival from diagnosis is never compared with survival from treatment."""

    name: str  # "first procedure", "diagnosis"
    date: Day


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What is known of a patient's life; follow-up is a day seen alive, never a duration."""

    alive_on: Day | None = None
    died_on: Day | None = None
    lost_on: Day | None = None

    def __post_init__(self) -> None:
        if self.died_on and self.alive_on and self.alive_on > self.died_on:
            raise ValueError(f"seen alive on {self.alive_on}, after the death of {self.died_on}; mend one of the dates")


@dataclass(frozen=True, kw_only=True, slots=True)
class Progressions:
    """The days on which progression was first seen, by one named criterion; None was not seen."""

    criterion: str
    anywhere: Day | None = None
    liver: Day | None = None
    untreatable: Day | None = None  # by a clinician's judgement; no measurement decides it
    untreatable_judged: bool = False  # somebody has judged the question at all
    last_assessed: Day | None = None  # the last scan that could have shown progression
    liver_assessed: Day | None = None  # the last that could have shown it in the liver


@dataclass(frozen=True, kw_only=True, slots=True)
class Time:
    """One endpoint of one patient."""

    endpoint: Endpoint
    origin: Origin
    until: Day | None
    event: Answer
    why: str
    cites: tuple[Citation, ...]

    @property
    def days(self) -> int | None:
        """Return the days from origin to event or censoring, None when it cannot be computed."""
        return None if self.until is None else (self.until - self.origin.date).days

    def as_json(self) -> dict[str, Any]:
        """Return the endpoint as report.json holds it."""
        return {
            "endpoint": self.endpoint,
            "origin": {"name": self.origin.name, "date": self.origin.date.isoformat()},
            "until": self.until and self.until.isoformat(),
            "days": self.days,
            "event": self.event,
            "why": self.why,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def times(origin: Origin, status: Status, seen: Progressions) -> tuple[Time, ...]:
    """Return every endpoint.

    Deaths count as events for overall, progression-free and hepatic progression-free survival. Time to progression is
    censored by death without progression. Progression before the origin is not looked at.
    """
    if status.died_on and status.died_on < origin.date:
        return _none(origin, f"the day of death lies before the {origin.name}; mend one of the dates")
    assessed, of_liver = _after(origin, seen.last_assessed), _after(origin, seen.liver_assessed)
    anywhere, liver = _after(origin, seen.anywhere), _after(origin, seen.liver)
    return (
        _overall(origin, status),
        _free(Endpoint.PFS, origin, status, anywhere, assessed, seen.criterion),
        _free(Endpoint.HPFS, origin, status, liver, of_liver, seen.criterion),
        _progression(origin, status, anywhere, assessed, seen.criterion),
        _untreatable(origin, status, seen, assessed),
    )


def dateless(origin: Origin) -> tuple[Time, ...]:
    """Return every endpoint without a time: the days of a published case keep an order and are no data."""
    return _none(origin, "a published case prints no dates: those of the chart only keep their order")


def _none(origin: Origin, why: str) -> tuple[Time, ...]:
    return tuple(_time(endpoint, origin, None, Answer.UNKNOWN, why, s.B11) for endpoint in Endpoint)


def _after(origin: Origin, day: Day | None) -> Day | None:
    return None if day is None or day < origin.date else day


def _overall(origin: Origin, status: Status) -> Time:
    if status.died_on:
        return _time(Endpoint.OS, origin, status.died_on, Answer.YES, "died", s.B11)
    last = max((day for day in (status.alive_on, status.lost_on) if day), default=None)
    if last is None or last < origin.date:
        return _time(Endpoint.OS, origin, None, Answer.UNKNOWN, "nobody recorded when the patient was last seen", s.B11)
    lost = status.lost_on is not None and status.lost_on == last
    why = "censored: lost to follow-up" if lost else "censored: seen alive"
    return _time(Endpoint.OS, origin, last, Answer.NO, why, s.B11)


def _free(
    endpoint: Endpoint, origin: Origin, status: Status, progressed: Day | None, assessed: Day | None, criterion: str
) -> Time:
    cites = (s.RETNET,) if endpoint is Endpoint.HPFS else (s.RECIST,)
    if progressed and not (status.died_on and status.died_on < progressed):
        return _time(endpoint, origin, progressed, Answer.YES, f"progression by {criterion}", *cites)
    if status.died_on:
        return _time(endpoint, origin, status.died_on, Answer.YES, "died without progression seen", *cites)
    return _censored(endpoint, origin, assessed, *cites)


def _progression(origin: Origin, status: Status, progressed: Day | None, assessed: Day | None, criterion: str) -> Time:
    if progressed:
        return _time(Endpoint.TTP, origin, progressed, Answer.YES, f"progression by {criterion}", s.RECIST)
    if status.died_on:
        why = "censored by death without progression, at the last scan"
        return _time(Endpoint.TTP, origin, assessed or origin.date, Answer.NO, why, s.RECIST)
    return _censored(Endpoint.TTP, origin, assessed, s.RECIST)


def _untreatable(origin: Origin, status: Status, seen: Progressions, assessed: Day | None) -> Time:
    day = _after(origin, seen.untreatable)
    if day:
        why = "progression judged no longer treatable through the artery"
        return _time(Endpoint.TTUP, origin, day, Answer.YES, why, s.TTUP)
    if not seen.untreatable_judged:
        why = "nobody has judged whether progression could still be treated through the artery"
        return _time(Endpoint.TTUP, origin, None, Answer.UNKNOWN, why, s.TTUP)
    if status.died_on:
        why = "censored by death without untreatable progression, at the last scan"
        return _time(Endpoint.TTUP, origin, assessed or origin.date, Answer.NO, why, s.TTUP)
    return _censored(Endpoint.TTUP, origin, assessed, s.TTUP)


def _censored(endpoint: Endpoint, origin: Origin, assessed: Day | None, *cites: Citation) -> Time:
    if assessed is None:
        return _time(endpoint, origin, None, Answer.UNKNOWN, "no scan since the origin could have shown it", *cites)
    return _time(endpoint, origin, assessed, Answer.NO, "censored at the last scan without progression", *cites)


def _time(endpoint: Endpoint, origin: Origin, until: Day | None, event: Answer, why: str, *cites: Citation) -> Time:
    return Time(endpoint=endpoint, origin=origin, until=until, event=event, why=why, cites=cites)
