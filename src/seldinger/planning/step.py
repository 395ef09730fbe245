"""What a plan is made of: steps with a relative day and a source, questions that are open, statements left out."""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from seldinger.cite import Citation
from seldinger.terms import Status

UNVERIFIED = " (unverified)"
ROUNDING = 1e-9  # relative; an activity taken from a limit counts as within it
MOST_DIGITS = 12


class Phase(StrEnum):
    """Where in the course of one session a step belongs, in the order of time."""

    BEFORE = "before"
    ADMISSION = "admission"
    ANGIOGRAPHY = "angiography"
    TREATMENT = "treatment"
    AFTER = "after"
    LATER = "later"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing to do or to know, for every session unless it says otherwise. ``days`` count from the session."""

    id: str
    says: str
    phase: Phase
    who: str
    cites: tuple[Citation, ...]
    days: tuple[int, int] | None = None
    gate: bool = False  # treatment does not go on before it is met
    note: str = ""  # what a centre changed

    @property
    def status(self) -> Status:
        """Return the weakest status among the sources."""
        return weakest(self.cites)

    def as_json(self) -> dict[str, Any]:
        """Return the step as report.json holds it; what nobody has read at its source says so in its own words."""
        status, cites = told(self.cites)
        return {
            "id": self.id,
            "says": marked(self.says, status),
            "phase": str(self.phase),
            "when": spoken_days(self.days),
            "days": None if self.days is None else list(self.days),
            "who": self.who,
            "gate": self.gate,
            "note": self.note or None,
            "status": str(status),
            "cites": cites,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """A statement of a review that does not apply to this plan, and why."""

    statement: str
    why: str

    def as_json(self) -> dict[str, Any]:
        """Return it as report.json holds it."""
        return {"statement": self.statement, "why": self.why}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """Something the chart leaves open; ``blocks`` when the plan is incomplete without it."""

    variable: str | None
    says: str
    who: str
    why: str
    blocks: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the question as report.json holds it."""
        return {
            "variable": self.variable,
            "says": self.says,
            "who": self.who,
            "why": self.why,
            "completes_the_plan": self.blocks,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one file adds to a plan."""

    steps: tuple[Step, ...] = ()
    left: tuple[Left, ...] = ()
    asks: tuple[Ask, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        """Return both parts as one."""
        return Part(steps=self.steps + other.steps, left=self.left + other.left, asks=self.asks + other.asks)


_WEAKEST_LAST = (Status.READ, Status.LOCAL, Status.SECONDARY, Status.UNVERIFIED)


@cache
def told(cites: tuple[Citation, ...]) -> tuple[Status, list[dict[str, Any]]]:
    """Return the weakest status among citations, and the citations as report.json holds them."""
    return weakest(cites), cited(cites)


@cache
def weakest(cites: tuple[Citation, ...]) -> Status:
    """Return the weakest status among citations; raises ValueError when there is none."""
    if not cites:
        raise ValueError("a step without a source; cite a review, a later work or the house default")
    return max((each.status for each in cites), key=_WEAKEST_LAST.index)


@cache
def cited(cites: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Return citations as report.json holds them; the list is shared between steps, which nobody changes."""
    return [each.as_json() for each in cites]


def marked(says: str, status: Status) -> str:
    """Return a sentence with the word "unverified" when nobody has read it at its source.

    >>> marked("Give it.", Status.UNVERIFIED)
    'Give it. (unverified)'
    """
    return says + UNVERIFIED if status is Status.UNVERIFIED and "unverified" not in says else says


def spoken_days(days: tuple[int, int] | None) -> str | None:
    """Return relative days in words; day 0 is the session.

    >>> spoken_days((-3, 17)), spoken_days((0, 0)), spoken_days(None)
    ('day -3 to day 17', 'day 0', None)
    """
    if days is None:
        return None
    first, last = days
    return f"day {first}" if first == last else f"day {first} to day {last}"


def told_gy(gy: float, limit: float) -> str:
    """Return a dose with as many digits as keep it on its side of the limit it is printed beside.

    >>> told_gy(6.302, 30), told_gy(30.04, 30)
    ('6.3', '30.04')
    """
    texts = (f"{gy:.{digits}f}" for digits in range(1, MOST_DIGITS))
    if math.isclose(gy, limit, rel_tol=ROUNDING):
        return next(texts)
    return next((text for text in texts if float(text) != limit), repr(gy))


def several(*parts: Part) -> Part:
    """Return many parts as one, in the order given."""
    return Part(
        steps=tuple(step for part in parts for step in part.steps),
        left=tuple(left for part in parts for left in part.left),
        asks=tuple(ask for part in parts for ask in part.asks),
    )


def step(identity: str, says: str, phase: Phase, who: str, *cites: Citation, gate: bool = False) -> Step:
    """Return a step without a relative day."""
    return Step(id=identity, says=says, phase=phase, who=who, cites=cites, gate=gate)


def reworded(each: Step, says: str) -> Step:
    """Return the step in other words."""
    return Step(
        id=each.id,
        says=says,
        phase=each.phase,
        who=each.who,
        cites=each.cites,
        days=each.days,
        gate=each.gate,
        note=each.note,
    )


def on_days(each: Step, first: int, last: int) -> Step:
    """Return the step with its relative days."""
    return Step(
        id=each.id, says=each.says, phase=each.phase, who=each.who, cites=each.cites, days=(first, last), gate=each.gate
    )


@lru_cache(maxsize=256)
def left(why: str, *statements: str) -> tuple[Left, ...]:
    """Return statements that do not apply, all for one reason."""
    return tuple(Left(statement=each, why=why) for each in statements)
