"""Tumour response: each scan after baseline read by one criterion, with the set of categories still possible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from seldinger.cite import threshold
from seldinger.followup.calls import Assessment, Call
from seldinger.followup.criteria import (
    CR,
    LIMITS,
    LIVER_TARGETS_MOST,
    MEASURE,
    MR,
    PD,
    PR,
    SD,
    SETS,
    SINGLE,
    Criterion,
)
from seldinger.followup.findings import Answer, Note, finding, question, warning
from seldinger.followup.lesions import HUNDREDTHS, Grid, grid
from seldinger.followup.roles import roles
from seldinger.followup.sources import GONE_IS_WATER, HOUSE, RECIST_NODES
from seldinger.followup.sums import Sums, came_back, sums
from seldinger.followup.target_response import target_bits
from seldinger.patient.course import Study
from seldinger.terms import Response

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats
    from seldinger.followup.roles import Others, Roles


def assess(studies: Sequence[Study] | Grid, criterion: Criterion) -> Assessment:
    """Return the response at each study after baseline; the first study is the baseline and fixes the targets.

    Studies before treatment other than the baseline do not belong here: they would lower the nadir. Raises ValueError
    as `grid` does.
    """
    table = studies if isinstance(studies, Grid) else grid(studies)
    return _assess(table, criterion, roles(table, MEASURE[criterion]))


def assess_all(studies: Sequence[Study]) -> dict[Criterion, Assessment]:
    """Return the assessment by every criterion, each apart; those that measure alike share the parts of the lesions."""
    table = grid(studies)
    parts = {measure: roles(table, measure) for measure in dict.fromkeys(MEASURE.values())}
    return {criterion: _assess(table, criterion, parts[MEASURE[criterion]]) for criterion in Criterion}


def _assess(table: Grid, criterion: Criterion, part: Roles) -> Assessment:
    limits, values = LIMITS[criterion], part.values
    found = sums(values, part.gone, limits)
    bits = target_bits(table, criterion, part, found)
    ids = tuple(name for name, is_target in zip(table.ids, part.followed.tolist(), strict=True) if is_target)
    possible, category = _overall(bits, part.others, part.new, any_target=bool(ids))
    scale = HUNDREDTHS if limits.unit == "mm" else HUNDREDTHS**2
    cites = limits.cites
    if criterion is Criterion.REVIEW:
        cites += threshold("response.minor_response_fall").cites
    if (table.node & part.followed).any():
        cites += (RECIST_NODES,)
    return Assessment(
        criterion=criterion,
        unit=limits.unit,
        baseline_date=table.dates[0],
        baseline=None if found.baseline != found.baseline or not ids else found.baseline / scale,
        targets=ids,
        calls=_calls(table, ids, part, found, possible, category, scale),
        sizes=values / scale,
        notes=(*_notes(table, criterion, part), *_zero_attenuation(criterion, values)),
        cites=cites,
    )


def _notes(table: Grid, criterion: Criterion, part: Roles) -> tuple[Note, ...]:
    """Return how the targets were chosen, where that departs from the letter of the criterion."""
    cites = LIMITS[criterion].cites
    if not part.any_at_start:
        return (question(f"Nothing to follow by {criterion} at baseline: no response can be called.", *cites),)
    if MEASURE[criterion].two or not part.followed.any():
        return ()
    if not table.marked.any():
        return (finding("No target was marked at baseline: chosen by size.", *cites, HOUSE),)
    many = int((part.followed & ~table.node).sum())
    if many > LIVER_TARGETS_MOST:
        return (
            warning(f"{many} targets were marked; {criterion} takes at most {LIVER_TARGETS_MOST} an organ.", *cites),
        )
    return ()


def _zero_attenuation(criterion: Criterion, values: Floats) -> tuple[Note, ...]:
    """Say so where a target that is gone beside others that are left enters the attenuation as 0 HU."""
    empty = values == 0
    if criterion is not Criterion.CHOI or not (empty.any(axis=1) & ~empty.all(axis=1)).any():
        return ()
    return (warning("A target that is gone counts as 0 HU beside those that are left.", GONE_IS_WATER),)


def _overall(
    bits: Floats, rest: Others, new: tuple[Floats, Floats], *, any_target: bool
) -> tuple[list[int], list[Response]]:
    """Return per scan the possible categories as bits, and the criterion's own answer (RECIST 1.1, tables 1-2)."""
    import numpy as np

    certain, maybe = new
    if any_target:
        possible = np.where(rest.can_be_gone, bits & CR, 0)
        possible |= np.where(((bits & CR) != 0) & rest.can_remain, PR, 0)
        possible |= np.where(rest.can_be_gone | rest.can_remain, bits & (PR | MR | SD), 0) | (bits & PD)
    elif not rest.any:  # nothing to follow: only a new lesion can be called
        bits, possible = np.zeros_like(bits), np.full_like(bits, CR | PR | SD | PD)
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
    part: Roles,
    found: Sums,
    possible: list[int],
    category: list[Response],
    scale: float,
) -> tuple[Call, ...]:
    import numpy as np

    told = found.complete & bool(ids)
    nadirs = _listed(found.nadir / scale, bool(ids))
    columns = (  # in the order of a call's members
        table.dates,
        category,
        map(SETS.__getitem__, possible),
        _listed(found.low / scale, told),
        nadirs,
        [
            None if nadir is None else table.dates[row]
            for nadir, row in zip(nadirs, found.nadir_row.tolist(), strict=True)
        ],
        _listed(np.maximum(found.low - found.response_most, 0.0) / scale, told),
        _listed(np.maximum(found.progress_least - found.low, 0.0) / scale, told),
        _missing(ids, np.isnan(part.values)),
        [
            Answer.YES if sure else Answer.UNKNOWN if may else Answer.NO
            for sure, may in zip(*_lists(*part.new), strict=True)
        ],
        part.others.words(),
        map(_deciding, *_lists(*part.new, found.complete, came_back(found))),
    )
    return tuple(map(Call._make, islice(zip(*columns, strict=True), 1, None)))


def _lists(*flags: Floats) -> list[list[bool]]:
    return [flag.tolist() for flag in flags]


def _missing(ids: tuple[str, ...], absent: Floats) -> list[tuple[str, ...]]:
    """Return the targets without a measurement in each study."""
    import numpy as np

    some = np.any(absent, axis=1).tolist()
    return [tuple(ids[i] for i in row.nonzero()[0]) if any_ else () for any_, row in zip(some, absent, strict=True)]


def _listed(numbers: Floats, known: Floats | bool) -> list[float | None]:
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
