"""Every laboratory value after treatment graded, in both editions, and the worst of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from seldinger.followup.chart import before, bounds
from seldinger.followup.toxicity import SCALES, Edition, Toxicity, grade
from seldinger.patient.record import Fact, Record, spoken


@dataclass(frozen=True, kw_only=True, slots=True)
class Graded:
    """The grade of a value of one day."""

    date: Day
    toxicity: Toxicity

    def as_json(self) -> dict[str, Any]:
        """Return the grade with its day."""
        tox = self.toxicity
        low, high = tox.possible[0], tox.possible[-1]
        says = f"{tox.term}, {spoken(self.date)}: grade {low if low == high else f'{low} to {high}'} by {tox.edition}, {tox.why}."
        return {"date": self.date.isoformat(), **tox.as_json(), "says": says}


def graded(record: Record, *, treated_on: Day, on: Day) -> tuple[Graded, ...]:
    """Return the grade of each value dated after the first session; one of that day itself counts as baseline."""
    charted = {key.removeprefix("labs.") for key in record.facts if key.startswith("labs.")}
    return tuple(
        Graded(date=fact.date, toxicity=_grade(name, fact, before(record, f"labs.{name}", treated_on), edition))
        for name in sorted(charted & SCALES[Edition.V5].keys())
        for fact in record.series(f"labs.{name}", on)
        if fact.date > treated_on and fact.state == "recorded"
        for edition in Edition
    )


def _grade(name: str, fact: Fact, start: Fact | None, edition: Edition) -> Toxicity:
    """A baseline or limit from another day is used when the value's own day gives none."""
    base = bounds(start) if start else None
    low, high = bounds(fact) or (None, None)
    uln = fact.uln if fact.uln is not None or start is None else start.uln
    lln = fact.lln if fact.lln is not None or start is None else start.lln
    known = base[0] if base and base[0] == base[1] else None
    ends = [grade(name, value, edition=edition, uln=uln, lln=lln, baseline=known) for value in (low, high)]
    possible = sorted({g for end in ends for g in end.possible})
    if low == high:
        return ends[0]
    every = tuple(range(possible[0], possible[-1] + 1))
    return Toxicity(
        laboratory=name,
        term=ends[0].term,
        edition=edition,
        possible=every,
        why="the value is known only as an interval",
        cites=ends[0].cites,
    )


def worst(found: Iterable[Graded]) -> tuple[Graded, ...]:
    """Return the highest certain grade of each laboratory and edition, and the highest possible one where it is higher.

    Of equals the earliest day; grade 0 is left out.
    """
    groups: dict[tuple[str, Edition], list[Graded]] = {}
    for one in sorted(found, key=lambda g: g.date):
        groups.setdefault((one.toxicity.laboratory, one.toxicity.edition), []).append(one)
    best = []
    for key in sorted(groups):
        sure = max(groups[key], key=lambda g: (g.toxicity.possible[0], -g.toxicity.possible[-1]))
        perhaps = max(groups[key], key=lambda g: g.toxicity.possible[-1])
        best += [sure] if sure.toxicity.possible[-1] else []
        best += [perhaps] if perhaps.toxicity.possible[-1] > sure.toxicity.possible[-1] else []
    return tuple(best)
