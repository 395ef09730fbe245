"""Lists over the library: the studies, the statements that evidence realises, and the citations in use."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from seldinger.evidence.reading import library
from seldinger.evidence.resolve import resolve
from seldinger.evidence.studies import Study, modalities


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the list of studies."""

    key: str
    kind: str
    design: str
    modalities: tuple[str, ...]
    tumour: str
    patients: int | None
    rows: int
    poolable: int
    levels: tuple[str, ...]
    overlap_group: str | None
    parent: str | None


def entries(studies: Sequence[Study] | None = None) -> tuple[Entry, ...]:
    """Return the list of studies, sorted by key."""
    return tuple(_entry(study) for study in (library() if studies is None else studies))


def _entry(study: Study) -> Entry:
    wholes = [arm for arm in study.arms if arm.part_of is None]
    sizes = [arm.patients.enrolled for arm in wholes if arm.patients and arm.patients.enrolled]
    return Entry(
        key=study.key,
        kind=study.kind,
        design=study.design,
        modalities=tuple(sorted({m for arm in study.arms for m in modalities(arm)})),
        tumour="; ".join(dict.fromkeys(arm.tumour for arm in wholes)),
        patients=sum(sizes) if sizes else None,
        rows=len(study.rows),
        poolable=sum(bool(resolve(row).events) for row in study.rows),
        levels=tuple(sorted({source.level for source in study.sources})),
        overlap_group=study.cohort.overlap_group,
        parent=study.cohort.parent,
    )


def by_tumour(studies: Sequence[Study] | None = None) -> dict[str, tuple[Study, ...]]:
    """Return the studies cut down to the arms of one primary or tumour type each, by its name, sorted.

    An arm stands by itself then: its sister arms of other tumours are gone with their rows.
    """
    found: dict[str, list[Study]] = {}
    for study in library() if studies is None else studies:
        for tumour in dict.fromkeys(arm.tumour for arm in study.arms):
            arms = tuple(arm for arm in study.arms if arm.tumour == tumour)
            rows = tuple(row for row in study.rows if row.arm in {arm.id for arm in arms})
            if rows:
                found.setdefault(tumour, []).append(replace(study, arms=arms, rows=rows))
    return {tumour: tuple(found[tumour]) for tumour in sorted(found)}


def realised() -> frozenset[str]:
    """Return the ids of statements that rows, figures or comparisons of the library realise."""
    found: set[str] = set()
    for study in library():
        for row in study.rows:
            found |= set(row.statement)
        for figure in study.figures:
            found |= set(figure.statement)
        for contrast in study.contrasts:
            found |= set(contrast.statement)
    return frozenset(found)


def keys_used() -> frozenset[str]:
    """Return the citation keys that study files rest on: each study's own and those of its sources."""
    return frozenset({s.key for s in library()} | {source.key for s in library() for source in s.sources})
