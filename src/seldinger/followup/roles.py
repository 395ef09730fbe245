"""Which lesions a criterion follows, frozen at baseline, and what the other lesions and the new ones say.

All of this is the same for criteria that measure alike; only their limits differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seldinger.followup.criteria import (
    LIMITS,
    LIVER_TARGETS_MOST,
    NODE_NORMAL_BELOW,
    NODE_TARGET_LEAST,
    TARGET_LEAST,
    WHOLE,
    Criterion,
    Measure,
)

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats, Grid


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Roles:
    """The part that each lesion plays."""

    any_at_start: bool  # there was, or may have been, disease at baseline
    followed: Floats  # (lesion,) bool: the targets
    values: Floats  # (time, target), NaN not measured
    gone: Floats  # (time, target) bool: no longer there, or perhaps (not measured)
    others: Others
    new: tuple[Floats, Floats]  # per scan, bool: a new lesion has certainly, and has possibly, appeared


def roles(grid: Grid, measure: Measure) -> Roles:
    """Return the part each lesion plays for the criteria of one measure."""
    size = _sizes(grid, measure)
    there = grid.looked[0] & ~(grid.longest[0] == 0) & ~(size[0] == 0)  # was, or may have been, disease at baseline
    followed = _targets(grid, measure, size[0], there)
    values = size[:, followed]
    return Roles(
        any_at_start=bool(there.any()),
        followed=followed,
        values=values,
        gone=_gone(grid, measure, size)[:, followed],
        others=_others(grid, measure, there & ~followed),
        new=_new_lesions(grid, measure, size, there),
    )


def _sizes(grid: Grid, measure: Measure) -> Floats:
    """Return the size that is added up, (time, lesion): a diameter or a product of two, NaN not measured."""
    import numpy as np

    if measure.viable:
        return grid.enhancing * grid.enhancing_short if measure.two else grid.enhancing
    return grid.longest * grid.short if measure.two else np.where(grid.node, grid.short, grid.longest)


def _targets(grid: Grid, measure: Measure, at_start: Floats, seen: Floats) -> Floats:
    """Return which lesions are followed by measurement, (lesion,) bool.

    A lesion of nothing at baseline (0 mm, or by a criterion of enhancement one that did not enhance) is not followed.
    One-diameter criteria follow the lesions marked as targets at baseline unless they were too small to measure; when
    none was marked, the two largest. Two-diameter criteria follow every lesion with both diameters at baseline. When
    nothing at all was measured, every lesion seen at baseline is followed, and the answer stays a set.
    """
    import numpy as np

    if measure.two:
        chosen = seen & (at_start > 0)
        return np.asarray(chosen if chosen.any() else seen)
    least = np.where(grid.node, NODE_TARGET_LEAST, TARGET_LEAST)
    if grid.marked.any():
        return np.asarray(grid.marked & ~(at_start < least))
    order = np.argsort(np.where(seen & (at_start >= least), -at_start, np.inf), kind="stable")[:LIVER_TARGETS_MOST]
    chosen = np.zeros(len(seen), dtype=bool)
    chosen[order] = (seen & (at_start >= least))[order]
    return np.asarray(chosen if chosen.any() or np.isfinite(at_start[seen]).any() else seen)


def _gone(grid: Grid, measure: Measure, size: Floats) -> Floats:
    """Return where a lesion is, or may be, no longer there (time, lesion); a node is gone when it is of normal size."""
    import numpy as np

    if measure.viable:
        return np.asarray((size == 0) | (np.isnan(size) & ~grid.enhances))
    absent = np.where(grid.node, grid.short < NODE_NORMAL_BELOW, size == 0)
    return absent | (np.isnan(size) & np.isnan(grid.change) & ~(grid.longest > 0))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Others:
    """What lesions that are not added up say, one entry per scan, bool."""

    can_be_gone: Floats  # all of them
    can_remain: Floats  # without progression
    can_progress: Floats
    progressed: Floats  # certainly
    all_seen: Floats  # every one was looked at and described
    grown_unjudged: Floats  # one has clearly grown and nobody said whether unequivocally
    any: bool  # there are such lesions at all

    def words(self) -> list[str]:
        """Return per scan what a reader is told of them."""
        if not self.any:
            return ["none at baseline"] * len(self.all_seen)
        flags = (self.progressed, self.grown_unjudged, self.all_seen, self.can_remain)
        states = zip(*(flag.tolist() for flag in flags), strict=True)
        return [_word(*state) for state in states]


def _word(progressed: bool, grown: bool, seen: bool, remain: bool) -> str:
    if progressed:
        return "unequivocal progression"
    if grown:
        return "grown; nobody judged whether unequivocally"
    if not seen:
        return "not all evaluated"
    return "present without progression" if remain else "gone"


def _others(grid: Grid, measure: Measure, pick: Floats) -> Others:
    """Return what the non-target lesions of baseline, (lesion,) bool, say at each scan."""
    import numpy as np

    if not pick.any():
        return _no_others(len(grid.dates))
    size = (grid.enhancing if measure.viable else np.where(grid.node, grid.short, grid.longest))[:, pick]
    told, judged = grid.change[:, pick], grid.progressed[:, pick]
    absent = np.where(grid.node[pick], size < NODE_NORMAL_BELOW, size == 0)
    seen = np.isfinite(size) | np.isfinite(judged) | (np.isfinite(told) & (not measure.viable))
    yes, unjudged = judged == 1, np.isnan(judged)
    grown = unjudged & (_clearly_grown(size) | (told > 0))
    maybe = yes | (unjudged & ~seen) | grown
    certainly_there = seen & ~absent & (np.isfinite(size) | np.isfinite(told) | yes)
    progressed = yes.any(axis=1)
    return Others(
        can_be_gone=~certainly_there.any(axis=1) & ~progressed,
        can_remain=~progressed & ~(absent & seen).all(axis=1),
        can_progress=maybe.any(axis=1),
        progressed=progressed,
        all_seen=np.all(seen, axis=1),
        grown_unjudged=np.any(grown, axis=1),
        any=True,
    )


def _no_others(scans: int) -> Others:
    """Return what no lesion at all says: nothing can remain or progress."""
    import numpy as np

    yes, no = np.ones(scans, dtype=bool), np.zeros(scans, dtype=bool)
    return Others(
        can_be_gone=yes, can_remain=no, can_progress=no, progressed=no, all_seen=yes, grown_unjudged=no, any=False
    )


def _clearly_grown(size: Floats) -> Floats:
    """Return where a lesion has itself grown as much as a target must to be progression."""
    import numpy as np

    limits = LIMITS[Criterion.RECIST]
    before = np.vstack([size[:1], np.fmin.accumulate(size, axis=0)[:-1]])
    return np.asarray((size * WHOLE >= before * (WHOLE + limits.rise)) & (size - before >= limits.rise_at_least))


def _new_lesions(grid: Grid, measure: Measure, size: Floats, at_start: Floats) -> tuple[Floats, Floats]:
    """Return per scan whether a new lesion has certainly, and has possibly, appeared since baseline (bool, bool).

    A lesion first listed after baseline that nobody called new or old is possibly new, and so is one that was nothing
    at baseline by that measure and is something now. Once appeared, it stays so.
    """
    import numpy as np

    late = ~grid.looked[0]
    still = grid.looked[0] & ~at_start
    there = grid.looked[:, late] & ~(grid.longest[:, late] == 0)
    certain = (there & (grid.new[:, late] == 1)).any(axis=1)
    woken = (size > 0) | (grid.enhances & measure.viable)
    possible = (there & ~(grid.new[:, late] == 0)).any(axis=1) | woken[:, still].any(axis=1)
    return np.logical_or.accumulate(certain), np.logical_or.accumulate(possible)
