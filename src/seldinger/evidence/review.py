"""The living review: what is concluded, on which cells it rests, and what one edited file moves.

Output is canonical: sorted, rounded to twelve significant digits, no clock, so that a rerun is byte-identical.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from seldinger.evidence.forecast import expectation
from seldinger.evidence.outcomes import SCOPES, at_scope, definitions
from seldinger.evidence.pool import EXTENDED, REVIEWS, pool
from seldinger.evidence.reading import load_studies
from seldinger.evidence.studies import Study

DIGITS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Conclusion:
    """One pooled outcome as data: what it says, how sure, and the cells it rests on."""

    id: str  # outcome/scope/policy
    k: int
    events: int
    n: int
    estimate: float
    ci: tuple[float, float]
    prediction: tuple[float, float]
    next_events: tuple[int, int]
    certainty: str
    depends_on: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What lies between two states of the library."""

    cells_added: tuple[str, ...]
    cells_removed: tuple[str, ...]
    cells_changed: tuple[str, ...]
    conclusions_added: tuple[str, ...]
    conclusions_removed: tuple[str, ...]
    moved: tuple[dict[str, Any], ...]
    certainty: tuple[dict[str, Any], ...]
    statements: tuple[str, ...]  # ids whose evidence moved; rules that cite them follow
    figures: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Return whether nothing moved."""
        return not any(asdict(self).values())

    def as_json(self) -> str:
        """Return the difference as canonical JSON."""
        return canonical(asdict(self))


def conclusions(studies: Sequence[Study]) -> tuple[Conclusion, ...]:
    """Return every conclusion the library supports, sorted by id."""
    by_key = {study.key: study for study in studies}
    found = []
    for key in definitions():
        for scope in SCOPES:
            for policy, name in ((REVIEWS, "reviews"), (EXTENDED, "extended")):
                pooled = pool(tuple(studies), at_scope(key, scope), policy=policy)
                if not pooled.used:
                    continue
                line = expectation(pooled, by_key)
                rows = [(count, row) for count in pooled.used for row in count.rows]
                ids = {i for count, row in rows for i in by_key[count.study].row(row).statement}
                found.append(
                    Conclusion(
                        id=f"{key.id}/{scope}/{name}",
                        k=pooled.k,
                        events=pooled.events,
                        n=pooled.n,
                        estimate=_round(line.estimate),
                        ci=(_round(line.ci[0]), _round(line.ci[1])),
                        prediction=(_round(line.forecast.interval()[0]), _round(line.forecast.interval()[1])),
                        next_events=line.forecast.counts_interval,
                        certainty=line.grade.certainty.value,
                        depends_on=tuple(f"{count.study}/{row}" for count, row in rows),
                        statements=tuple(sorted(ids)),
                    )
                )
    return tuple(sorted(found, key=lambda c: c.id))


def diff(before: Sequence[Study], after: Sequence[Study]) -> Difference:
    """Return the cells that differ and every conclusion, certainty, statement and figure that moved with them."""
    old_cells, new_cells = _cells(before), _cells(after)
    old = {c.id: c for c in conclusions(before)}
    new = {c.id: c for c in conclusions(after)}
    both = sorted(old.keys() & new.keys())
    changed = [name for name in both if old[name] != new[name]]
    touched = [*changed, *sorted(old.keys() ^ new.keys())]
    statements = {i for name in touched for c in (old.get(name), new.get(name)) if c for i in c.statements}
    return Difference(
        cells_added=tuple(sorted(new_cells.keys() - old_cells.keys())),
        cells_removed=tuple(sorted(old_cells.keys() - new_cells.keys())),
        cells_changed=tuple(sorted(k for k in old_cells.keys() & new_cells.keys() if old_cells[k] != new_cells[k])),
        conclusions_added=tuple(sorted(new.keys() - old.keys())),
        conclusions_removed=tuple(sorted(old.keys() - new.keys())),
        moved=tuple(_moved(old[name], new[name]) for name in changed),
        certainty=tuple(
            {"id": name, "before": old[name].certainty, "after": new[name].certainty}
            for name in changed
            if old[name].certainty != new[name].certainty
        ),
        statements=tuple(sorted(statements)),
        figures=tuple(f"forest/{name}" for name in touched),
    )


def diff_folders(before: Path, after: Path) -> Difference:
    """Return the difference of two folders of study files; raises StudyError on a file that cannot be used."""
    return diff(load_studies(before), load_studies(after))


def canonical(value: object) -> str:
    """Return JSON with sorted keys and a final newline."""
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def _moved(a: Conclusion, b: Conclusion) -> dict[str, Any]:
    return {
        "id": a.id,
        "before": {"k": a.k, "estimate": a.estimate, "prediction": list(a.prediction), "next": list(a.next_events)},
        "after": {"k": b.k, "estimate": b.estimate, "prediction": list(b.prediction), "next": list(b.next_events)},
        "rows_added": sorted(set(b.depends_on) - set(a.depends_on)),
        "rows_removed": sorted(set(a.depends_on) - set(b.depends_on)),
    }


def _cells(studies: Sequence[Study]) -> dict[str, object]:
    return {f"{study.key}/{row.id}": row for study in studies for row in study.rows}


def _round(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
