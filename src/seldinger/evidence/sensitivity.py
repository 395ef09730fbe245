"""How a pooled share moves with choices that had to be made: cohort members, readings of a cell, single studies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from seldinger.evidence.pool import Pool, fit_counts, pool
from seldinger.evidence.studies import Study


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A pooled share under another choice; `estimate` is None when the model refuses the rows."""

    choice: str
    k: int
    estimate: float | None
    change: float | None  # against the main pool [fraction]


def sensitivity(pooled: Pool, studies: Sequence[Study]) -> tuple[Choice, ...]:
    """Return the pool under every other choice: another member of an overlap group, unclear cells, each study left out."""
    return (*_members(pooled, studies), *_readings(pooled), *_without(pooled))


def _members(pooled: Pool, studies: Sequence[Study]) -> list[Choice]:
    found = []
    for count in pooled.used:
        if count.overlap_group is None:
            continue
        policy = replace(pooled.policy, skip=pooled.policy.skip | {count.study})
        other = pool(studies, pooled.key, policy=policy)
        taken = {c.study for c in other.used} - {c.study for c in pooled.used}
        if taken:
            found.append(_choice(f"{', '.join(sorted(taken))} instead of {count.study}", other.k, other.fit, pooled))
    return found


def _readings(pooled: Pool) -> list[Choice]:
    if not pooled.ambiguous:
        return []
    least = [*pooled.used, *pooled.ambiguous]
    most = [*pooled.used, *(replace(count, low=count.high) for count in pooled.ambiguous)]
    names = ", ".join(count.study for count in pooled.ambiguous)
    return [
        _choice(f"{names} at the {word} count its print admits", len(rows), fit_counts(rows), pooled)
        for word, rows in (("least", least), ("greatest", most))
    ]


def _without(pooled: Pool) -> list[Choice]:
    if pooled.k < 2:
        return []
    rest = [[c for c in pooled.used if c is not out] for out in pooled.used]
    return [
        _choice(f"without {out.study}", len(rows), fit_counts(rows), pooled)
        for out, rows in zip(pooled.used, rest, strict=True)
    ]


def _choice(name: str, k: int, fit: object, pooled: Pool) -> Choice:
    estimate = getattr(fit, "estimate", None)
    main = pooled.fit.estimate if pooled.fit else None
    change = None if estimate is None or main is None else estimate - main
    return Choice(choice=name, k=k, estimate=estimate, change=change)
