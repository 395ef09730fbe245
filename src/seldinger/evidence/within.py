"""Comparisons that studies make within themselves: the only place where two treatments stand side by side.

Series are never compared with one another here or anywhere else: who was sent to which treatment, when, and by what
criteria differs between them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from seldinger import stats
from seldinger.evidence.outcomes import Count, OutcomeKey, counts, definition_of, definitions
from seldinger.evidence.reading import library
from seldinger.evidence.studies import Study
from seldinger.terms import Certainty, Modality, Status

WEAK, FEW = 0.05, 10  # a p-value from here, or fewer events than this, leave the direction open


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One group of a comparison: its name and its events, with the exact interval of its share."""

    name: str
    events: int | None = None  # None when only a ratio was printed
    n: int | None = None
    ci: tuple[float, float] | None = None  # Clopper-Pearson, 95 %, two-sided


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two groups of one study on one outcome, or a ratio the study printed itself."""

    study: str
    outcome: str
    says: str
    unit: str
    window: str
    between: str  # what tells the groups apart: treatment, tumour or part of the liver
    sides: tuple[Side, ...]
    measure: str
    estimate: float | None
    ci: tuple[float, float | None] | None
    p: float | None
    certainty: Certainty
    why: str
    randomised: bool
    setting: str | None = None
    source: str = ""
    at: str = ""
    note: str | None = None
    statement: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as plain values; shares are fractions."""
        sides = [{"name": s.name, "events": s.events, "n": s.n, "ci": s.ci and list(s.ci)} for s in self.sides]
        return {
            "study": self.study,
            "outcome": self.outcome,
            "says": self.says,
            "unit": self.unit,
            "window": self.window,
            "between": self.between,
            "setting": self.setting,
            "sides": sides,
            "measure": self.measure,
            "estimate": self.estimate,
            "ci": None if self.ci is None else list(self.ci),
            "p": self.p,
            "certainty": self.certainty.value,
            "why": self.why,
            "randomised": self.randomised,
            "note": self.note,
            "cites": [self._cite()],
        }

    def _cite(self) -> dict[str, str]:
        """Return where it was read: in the study, or in the work that was read in its stead."""
        if self.source == self.study:
            return {"key": self.study, "at": self.at, "status": Status.READ.value}
        return {"key": self.study, "at": self.at, "status": Status.SECONDARY.value, "via": self.source}


def comparisons(studies: Sequence[Study] | None = None) -> tuple[Comparison, ...]:
    """Return every comparison that studies make within themselves, counts first, then ratios as printed."""
    found = []
    for study in library() if studies is None else studies:
        for key in definitions():
            found += _counted(study, key)
        found += _printed(study)
    return tuple(found)


def _counted(study: Study, key: OutcomeKey) -> list[Comparison]:
    rows, _ = counts(study, key)
    rows = [row for row in rows if row.exact and row.unit == key.unit and _side_by_side(study, row)]
    return [
        _compare(study, key, a, b)
        for a, b in combinations(rows, 2)
        if a.arms != b.arms and _same(a, b) and a.source == b.source and a.window in key.windows
        if not key.events or (a.event or "") in key.events
    ]


def _side_by_side(study: Study, row: Count) -> bool:
    """Return whether an arm stands beside others: part of a whole, or one of several whole arms."""
    return study.arm(row.arms[0]).part_of is not None or sum(arm.part_of is None for arm in study.arms) > 1


def _same(a: Count, b: Count) -> bool:
    """Return whether two arms share one definition; the setting may only differ in what tells the arms apart."""
    one, two = definition_of(a), definition_of(b)
    return all(one[name] == two[name] for name in one)


def _compare(study: Study, key: OutcomeKey, a: Count, b: Count) -> Comparison:
    p = stats.fisher_two_sided(a.low, a.n - a.low, b.low, b.n - b.low)
    estimate, ci = _odds_ratio(a, b)
    certainty, why = _certainty(study, a, b, p)
    return Comparison(
        study=study.key,
        outcome=key.id,
        says=key.says,
        unit=a.unit,
        window=a.window,
        between=_between(study, a, b),
        sides=(_side(study, a), _side(study, b)),
        measure="odds ratio of the first group against the second, exact conditional",
        estimate=estimate,
        ci=ci,
        p=p,
        certainty=certainty,
        why=why,
        randomised=study.design.startswith("randomised"),
        setting=a.setting,
        source=a.source,
        at=a.at,
        statement=tuple(dict.fromkeys(i for c in (a, b) for r in c.rows for i in study.row(r).statement)),
    )


def _side(study: Study, count: Count) -> Side:
    low, high = stats.clopper_pearson(count.low, count.n)
    return Side(name=_name(study, count), events=count.low, n=count.n, ci=(float(low), float(high)))


def _name(study: Study, count: Count) -> str:
    arm = study.arm(count.arms[0])
    if len(count.modalities) == 1 and arm.id == next(iter(count.modalities)):
        return _spoken(arm.id)
    return arm.note or arm.id.replace("_", " ")


def _spoken(name: str) -> str:
    """Return the name spoken at the board for a treatment; other names come back as they are."""
    if name in {m.value for m in Modality}:
        return Modality(name).label
    return {"y90": "Y-90", "tace": "TACE"}.get(name, name)


def _between(study: Study, a: Count, b: Count) -> str:
    if a.modalities != b.modalities:
        return "treatment"
    if study.arm(a.arms[0]).tumour != study.arm(b.arms[0]).tumour:
        return "tumour"
    return "part of the liver"


def _odds_ratio(a: Count, b: Count) -> tuple[float | None, tuple[float, float | None]]:
    """Return the exact conditional odds ratio and its 95 % interval; None stands for an infinite estimate or end."""
    from scipy.stats.contingency import odds_ratio

    found = odds_ratio([[a.low, a.n - a.low], [b.low, b.n - b.low]], kind="conditional")
    ci = found.confidence_interval(confidence_level=0.95)
    estimate = float(found.statistic)
    high = float(ci.high)
    return estimate if math.isfinite(estimate) else None, (float(ci.low), high if math.isfinite(high) else None)


def _certainty(study: Study, a: Count, b: Count, p: float) -> tuple[Certainty, str]:
    steps = ["groups were not formed by chance, so certainty starts low"]
    few = min(a.low + b.low, a.n + b.n - a.low - b.low)
    if p >= WEAK or few < FEW:
        steps.append("few events, or an interval that includes no difference")
        return Certainty.VERY_LOW, "; ".join(steps)
    return Certainty.LOW, "; ".join(steps)


def _printed(study: Study) -> list[Comparison]:
    return [
        Comparison(
            study=study.key,
            outcome=c.outcome,
            says=c.printed,
            unit="patient",
            window="unstated",
            between="treatment",
            sides=(Side(name=_spoken(c.groups[0])), Side(name=_spoken(c.groups[1]))),
            measure=c.measure,
            estimate=c.estimate,
            ci=None if c.low is None or c.high is None else (c.low, c.high),
            p=c.p,
            certainty=Certainty.VERY_LOW if c.low is None or c.low < 1 < (c.high or 1) else Certainty.LOW,
            why="a ratio as printed; groups were not formed by chance",
            randomised=False,
            source=study.source(c.source).key,
            at=study.source(c.source).at,
            note="; ".join(part for part in (c.adjusted, c.note) if part) or None,
            statement=c.statement,
        )
        for c in study.contrasts
    ]
