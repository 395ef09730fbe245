"""From measurements to the categories still possible, for every scan at once; whole numbers, no binary fractions.

A missing measurement may be anything from gone to unbounded, so a sum is an interval and the answer a set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seldinger.followup.criteria import CR, MR, PD, PR, SD, WHOLE, Limits

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sums:
    """Sums over the targets, one per scan; hundredths of a millimetre (or of those squared)."""

    low: Floats  # what was measured alone
    complete: Floats  # bool: every target was measured
    gone: Floats  # bool: no target is known to be left
    baseline: float  # NaN when a target was not measured at baseline
    nadir: Floats  # smallest complete sum before this scan, baseline included; NaN when there is none
    nadir_row: Floats  # the scan in which it was measured
    response_most: float  # largest sum that is still a partial response
    progress_least: Floats  # smallest sum that is progression


def sums(values: Floats, gone: Floats, limits: Limits) -> Sums:
    """Return the sums of one criterion from target values (time, lesion), NaN missing, baseline in the first row.

    gone says of each target whether it is, or (not measured) may be, no longer there.
    """
    import numpy as np

    missing = np.isnan(values)
    low = np.where(missing, 0.0, values).sum(axis=1)
    complete: Floats = np.logical_not(np.any(missing, axis=1))
    whole = np.where(complete, low, np.inf)
    running = np.minimum.accumulate(whole)
    nadir = np.concatenate([whole[:1], running[:-1]])
    improved = np.concatenate([[True], whole[1:] < running[:-1]])
    last = np.maximum.accumulate(np.where(improved, np.arange(len(whole)), 0))
    nadir_row = np.concatenate([[0], last[:-1]]).astype(int)
    nadir = np.where(np.isfinite(nadir), nadir, np.nan)
    baseline = float(low[0]) if complete[0] else float("nan")
    return Sums(
        low=low,
        complete=complete,
        gone=np.all(gone, axis=1),
        baseline=baseline,
        nadir=nadir,
        nadir_row=nadir_row,
        response_most=largest(baseline, limits.fall),
        progress_least=_progress_least(nadir, limits),
    )


def largest(baseline: float, fall: int) -> float:
    """Return the largest sum that has fallen far enough below baseline (hundredths of a percent); NaN as baseline is.

    >>> largest(9000.0, 3000)
    6300.0
    """
    import numpy as np

    return float(np.floor(baseline * (WHOLE - fall) / WHOLE))


def _progress_least(nadir: Floats, limits: Limits) -> Floats:
    import numpy as np

    reached = nadir * (WHOLE + limits.rise) / WHOLE
    least = np.ceil(reached) if limits.rise_when_equal else np.floor(reached) + 1
    # A sum of nothing that becomes something has grown; one hundredth of a millimetre is the least that can be charted.
    least = np.maximum(np.maximum(least, nadir + limits.rise_at_least), nadir + 1)
    return np.asarray(least)


def came_back(found: Sums) -> Floats:
    """Return where something is measured again after every target had gone."""
    import numpy as np

    return np.asarray((found.nadir == 0) & (found.low > 0))


def size_bits(found: Sums, *, minor_most: float | None = None) -> Floats:
    """Return the categories still possible by the sums alone, as bits per scan; minor_most opens the minor response."""
    import numpy as np

    high = np.where(found.complete, found.low, np.inf)
    known = np.isfinite(found.baseline) & np.isfinite(found.progress_least)
    partial = np.where(known, found.response_most, np.inf)
    progress = np.where(known, found.progress_least, 0.0)
    cured = found.gone & found.complete
    left = ~cured
    low = np.where(found.complete, found.low, np.maximum(found.low, 1))  # if anything is left, it is something
    bits = np.where(found.gone, CR, 0)
    bits |= np.where(left & (low <= np.minimum(partial, progress - 1)), PR, 0)
    most = partial  # largest sum that is still a response, be it a minor one
    if minor_most is not None:
        minor = np.where(known, minor_most, np.inf)
        bits |= np.where(left & _meets(low, high, partial + 1, np.minimum(minor, progress - 1)), MR, 0)
        most = np.maximum(minor, partial)
    bits |= np.where(left & _meets(low, high, most + 1, progress - 1), SD, 0)
    bits |= np.where(left & (high >= progress), PD, 0)
    if known.all():
        return bits
    every = PR | SD | PD | (0 if minor_most is None else MR)
    blind = np.where(found.gone, CR | every, every)
    # Growth above the smallest sum on record is growth above the true smallest too, whatever the baseline was.
    blind = np.where(found.low >= found.progress_least, PD, blind)
    return np.where(known | cured, bits, blind)


def _meets(low: Floats, high: Floats, least: Floats, most: Floats) -> Floats:
    """Return where the intervals [low, high] and [least, most] share a value."""
    import numpy as np

    return np.maximum(low, least) <= np.minimum(high, most)
