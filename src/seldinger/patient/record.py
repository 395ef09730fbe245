"""The record: dated facts of one patient, and what is known of each on a given day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from seldinger.patient.catalogue import variable
from seldinger.patient.course import Allergy, Event, Examination, Session, Specimen, Study, Therapy
from seldinger.patient.variable import HOUSE_DEFAULT, Variable

NOBODY_LOOKED = "nobody looked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """A value known only to lie between two bounds; an open end is itself excluded (limits of detection)."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


Value = bool | float | int | str | Interval | frozenset[str] | date
State = Literal["recorded", "not_done", "refused"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One charted fact. `value` and `unit` are what rules compare; `printed` is what stood in the chart."""

    variable: str
    value: Value | None  # None when not done or refused
    unit: str | None  # UCUM, of value, uln and lln
    printed: str
    state: State
    date: date
    dated: bool  # False: the chart gives no date, so it counts as of the chart's day
    source: str | None = None
    by: str | None = None
    why: str | None = None
    assay: str | None = None
    uln: float | None = None
    lln: float | None = None
    extra: Mapping[str, Value] = field(default_factory=dict)  # further members: months, on_ssa, scale, parts
    charted: Mapping[str, object] = field(default_factory=dict)  # the table as it was written, for writing it back


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What is known of a variable on a day: a value with its fact, or the reason why it is unknown."""

    variable: str
    value: Value | None
    fact: Fact | None
    unknown: str | None

    @property
    def known(self) -> bool:
        """Return whether there is a value that still counts."""
        return self.unknown is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One patient's chart: scalar facts by variable (oldest first) and the tables of the course."""

    id: str
    as_of: date
    label: str | None = None
    question: str | None = None
    intent: str | None = None
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    specimens: tuple[Specimen, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    sessions: tuple[Session, ...] = ()
    studies: tuple[Study, ...] = ()
    events: tuple[Event, ...] = ()
    imaging: tuple[Examination, ...] = ()
    allergies: tuple[Allergy, ...] | None = None  # None: nobody asked; empty: asked, none

    def series(self, key: str, on: date) -> tuple[Fact, ...]:
        """Return the facts of a variable dated on or before a day, oldest first; raises KeyError on an unknown key."""
        variable(key)
        facts = self.facts.get(key)
        return tuple(fact for fact in facts if fact.date <= on) if facts else ()

    def reading(self, key: str, on: date) -> Reading:
        """Return what is known of a variable on a day.

        The latest recorded fact dated on or before the day counts; of several on one day the last listed one, since
        the chart gives no hour. A later "not done" or "refused" does not undo an earlier finding, but names the reason
        once that finding is too old. Facts without a date count as of the chart's day. Raises KeyError on an unknown
        key.
        """
        known, facts = variable(key), self.series(key, on)
        recorded = [fact for fact in facts if fact.state == "recorded"]
        if recorded and not _stale(known, recorded[-1], on):
            return Reading(variable=key, value=recorded[-1].value, fact=recorded[-1], unknown=None)
        fact = facts[-1] if facts else None
        return Reading(variable=key, value=None, fact=fact, unknown=self._why_unknown(known, fact, on))

    def _why_unknown(self, known: Variable, fact: Fact | None, on: date) -> str:
        if fact is None:
            later = self.facts.get(known.key, ())
            return f"nothing recorded by {spoken(on)}; first entry {spoken(later[0].date)}" if later else NOBODY_LOOKED
        if fact.state != "recorded":
            reason = fact.state.replace("_", " ")
            return f"{reason}: {fact.why}" if fact.why else reason
        age = (on - fact.date).days
        return f"{known.title} of {spoken(fact.date)} is {age} days old, limit {known.max_age_days} d ({HOUSE_DEFAULT})"


def spoken(day: date) -> str:
    """Return a date as a sheet prints it.

    >>> spoken(date(2026, 1, 12))
    '12 Jan 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _stale(known: Variable, fact: Fact, on: date) -> bool:
    return known.max_age_days is not None and on - fact.date > timedelta(days=known.max_age_days)
