"""Tumour response: each scan after baseline read by one criterion, with the set of categories still possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING, Any

from seldinger.cite import Citation, threshold
from seldinger.followup.criteria import CR, LIMITS, MR, PD, PR, SD, SETS, SINGLE, Criterion
from seldinger.followup.findings import Answer, cited, weakest
from seldinger.followup.lesions import HUNDREDTHS, Grid, grid
from seldinger.followup.roles import gone, new_lesions, others, sizes, targets
from seldinger.followup.sources import RECIST_NODES
from seldinger.followup.sums import Sums, came_back, sums
from seldinger.followup.target_response import target_bits
from seldinger.patient.course import Study
from seldinger.terms import Response

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats
    from seldinger.followup.roles import Others


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One scan by one criterion. Sums and distances are in the assessment's unit, None when not all was measured."""

    date: Day
    category: Response  # by the criterion's own table; NE when what was seen does not settle it
    possible: frozenset[Response]  # every category that what was not seen could still bring
    sum: float | None
    nadir: float | None  # smallest sum before this scan, baseline included
    nadir_date: Day | None
    to_response: float | None  # how much smaller the sum must be for a partial response; 0 when reached
    to_progression: float | None  # how much larger the sum must be for progression; 0 when reached
    missing: tuple[str, ...]  # targets that were not measured
    new: Answer
    deciding: str

    def as_json(self) -> dict[str, Any]:
        """Return the call as report.json holds it; sets in the order best first."""
        return {
            "date": self.date.isoformat(),
            "category": self.category,
            "possible": [name for name in Response if name in self.possible],
            "sum": self.sum,
            "nadir": self.nadir,
            "nadir_date": self.nadir_date and self.nadir_date.isoformat(),
            "to_response": self.to_response,
            "to_progression": self.to_progression,
            "missing": list(self.missing),
            "new_lesion": self.new,
            "deciding": self.deciding,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """Every scan after baseline by one criterion."""

    criterion: Criterion
    unit: str
    baseline_date: Day
    baseline: float | None
    targets: tuple[str, ...]
    calls: tuple[Call, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the assessment as report.json holds it."""
        return {
            "criterion": self.criterion,
            "unit": self.unit,
            "baseline_date": self.baseline_date.isoformat(),
            "baseline": self.baseline,
            "targets": list(self.targets),
            "calls": [call.as_json() for call in self.calls],
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def assess(studies: Sequence[Study] | Grid, criterion: Criterion) -> Assessment:
    """Return the response at each study after baseline; the first study is the baseline and fixes the targets.

    Studies before treatment other than the baseline do not belong here: they would lower the nadir. Raises ValueError
    as `grid` does.
    """
    table = studies if isinstance(studies, Grid) else grid(studies)
    followed = targets(table, criterion)
    values = sizes(table, criterion)[:, followed]
    limits = LIMITS[criterion]
    found = sums(values, gone(table, criterion)[:, followed], limits)
    bits = target_bits(table, criterion, followed, values, found)
    rest, new = others(table, criterion, followed), new_lesions(table)
    possible, category = _overall(bits, rest, new, any_target=bool(followed.any()))
    scale = HUNDREDTHS if limits.unit == "mm" else HUNDREDTHS**2
    ids = tuple(name for name, is_target in zip(table.ids, followed.tolist(), strict=True) if is_target)
    cites = limits.cites
    if criterion is Criterion.REVIEW:
        cites += threshold("response.minor_response_fall").cites
    if (table.node & followed).any():
        cites += (RECIST_NODES,)
    return Assessment(
        criterion=criterion,
        unit=limits.unit,
        baseline_date=table.dates[0],
        baseline=None if found.baseline != found.baseline or not ids else found.baseline / scale,
        targets=ids,
        calls=_calls(table, ids, values, found, possible, category, new, scale),
        cites=cites,
    )


def assess_all(studies: Sequence[Study]) -> dict[Criterion, Assessment]:
    """Return the assessment by every criterion, each apart."""
    table = grid(studies)
    return {criterion: assess(table, criterion) for criterion in Criterion}


def _overall(
    bits: Floats, rest: Others, new: tuple[Floats, Floats], *, any_target: bool
) -> tuple[list[int], list[Response]]:
    """Return per scan the possible categories as bits, and the criterion's own answer (RECIST 1.1, tables 1-2)."""
    import numpy as np

    certain, maybe = new
    can_go_on = rest.can_be_gone | rest.can_remain
    if any_target:
        possible = np.where(rest.can_be_gone, bits & CR, 0)
        possible |= np.where(((bits & CR) != 0) & rest.can_remain, PR, 0)
        possible |= np.where(can_go_on, bits & (PR | MR | SD), 0) | (bits & PD)
    else:  # only lesions that are not measured: gone, still there (printed SD), or progressed
        bits = np.where(rest.all_seen & rest.can_be_gone & ~rest.can_remain, CR, np.where(rest.all_seen, SD, 0))
        possible = np.where(rest.can_be_gone, CR, 0) | np.where(rest.can_remain, SD, 0)
    possible |= np.where(rest.can_progress | maybe, PD, 0)
    sure = rest.progressed | certain | (bits == PD)
    possible = np.where(sure, PD, possible)
    settled = ~maybe & ~rest.grown_unjudged
    whole = rest.all_seen & ~rest.can_remain
    table = np.where(settled, np.where((bits == CR) & ~whole & any_target, PR, bits), 0)
    category = np.where(sure, PD, table)
    names = [
        SINGLE.get(own) or SINGLE.get(all_) or Response.NE
        for own, all_ in zip(category.tolist(), possible.tolist(), strict=True)
    ]
    return possible.tolist(), names


def _calls(
    table: Grid,
    ids: tuple[str, ...],
    values: Floats,
    found: Sums,
    possible: list[int],
    category: list[Response],
    new: tuple[Floats, Floats],
    scale: float,
) -> tuple[Call, ...]:
    import numpy as np

    told = found.complete & bool(ids)
    unit = [_listed(found.low / scale, told), _listed(found.nadir / scale, np.full(len(told), bool(ids)))]
    smaller = _listed(np.maximum(found.low - found.response_most, 0.0) / scale, told)
    larger = _listed(np.maximum(found.progress_least - found.low, 0.0) / scale, told)
    smallest_on = [table.dates[row] for row in found.nadir_row.astype(int).tolist()]
    whole, absent = found.complete.tolist(), np.isnan(values)
    certain, maybe = (flags.tolist() for flags in new)
    again = came_back(found).tolist()
    return tuple(
        Call(
            date=day,
            category=category[row],
            possible=SETS[possible[row]],
            sum=unit[0][row],
            nadir=unit[1][row],
            nadir_date=None if unit[1][row] is None else smallest_on[row],
            to_response=smaller[row],
            to_progression=larger[row],
            missing=() if whole[row] else tuple(ids[i] for i in np.flatnonzero(absent[row])),
            new=Answer.YES if certain[row] else Answer.UNKNOWN if maybe[row] else Answer.NO,
            deciding=_deciding(certain[row], maybe[row], whole[row], again[row]),
        )
        for row, day in enumerate(table.dates)
        if row
    )


def _listed(numbers: Floats, known: Floats) -> list[float | None]:
    import numpy as np

    usable = (known & np.isfinite(numbers)).tolist()
    return [number if sure else None for number, sure in zip(numbers.tolist(), usable, strict=True)]


def _deciding(new: bool, perhaps_new: bool, whole: bool, again: bool) -> str:
    if new:
        return "a new lesion"
    if perhaps_new:
        return "a lesion that nobody has called new or old"
    if again:
        return "a target that came back after all had gone"
    return "the sum of the targets, and the other lesions" if whole else "targets that were not measured"
