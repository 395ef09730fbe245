"""Which lesions a criterion follows, frozen at baseline, and what the other lesions and the new ones say."""

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
)

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats, Grid

VIABLE = frozenset({Criterion.MRECIST, Criterion.EASL})
TWO_DIAMETERS = frozenset({Criterion.WHO, Criterion.REVIEW, Criterion.EASL})


def sizes(grid: Grid, criterion: Criterion) -> Floats:
    """Return the size that a criterion adds up, (time, lesion): a diameter or a product of two, NaN not measured."""
    import numpy as np

    if criterion is Criterion.MRECIST:
        return grid.enhancing
    if criterion is Criterion.EASL:
        return grid.enhancing * grid.enhancing_short
    if criterion in TWO_DIAMETERS:
        return grid.longest * grid.short
    return np.where(grid.node, grid.short, grid.longest)


def targets(grid: Grid, criterion: Criterion) -> Floats:
    """Return which lesions are followed by measurement, (lesion,) bool.

    A lesion of nothing at baseline (0 mm, or by a criterion of enhancement one that did not enhance) is not followed.
    One-diameter criteria follow the lesions marked as targets at baseline unless they were too small to measure; when
    none was marked, the two largest. Two-diameter criteria follow every lesion with both diameters at baseline. When
    nothing at all was measured, every lesion seen at baseline is followed, and the answer stays a set.
    """
    import numpy as np

    at_start = sizes(grid, criterion)[0]
    seen = there_at_start(grid, criterion)
    if criterion in TWO_DIAMETERS:
        chosen = seen & (at_start > 0)
        return np.asarray(chosen if chosen.any() else seen)
    least = np.where(grid.node, NODE_TARGET_LEAST, TARGET_LEAST)
    if grid.marked.any():
        return np.asarray(grid.marked & ~(at_start < least))
    order = np.argsort(np.where(seen & (at_start >= least), -at_start, np.inf), kind="stable")[:LIVER_TARGETS_MOST]
    chosen = np.zeros(len(seen), dtype=bool)
    chosen[order] = (seen & (at_start >= least))[order]
    return np.asarray(chosen if chosen.any() or np.isfinite(at_start[seen]).any() else seen)


def there_at_start(grid: Grid, criterion: Criterion) -> Floats:
    """Return which lesions were, or may have been, disease by that criterion at baseline, (lesion,) bool."""
    import numpy as np

    return np.asarray(grid.looked[0] & ~(grid.longest[0] == 0) & ~(sizes(grid, criterion)[0] == 0))


def gone(grid: Grid, criterion: Criterion) -> Floats:
    """Return where a lesion is, or may be, no longer there (time, lesion); a node is gone when it is of normal size."""
    import numpy as np

    size = sizes(grid, criterion)
    absent = np.where(grid.node & (criterion not in VIABLE), grid.short < NODE_NORMAL_BELOW, size == 0)
    if criterion in VIABLE:
        return absent | (np.isnan(size) & ~grid.enhances)
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


def others(grid: Grid, criterion: Criterion, followed: Floats) -> Others:
    """Return what the non-target lesions of baseline say at each scan."""
    import numpy as np

    pick = there_at_start(grid, criterion) & ~followed
    size = (grid.enhancing if criterion in VIABLE else np.where(grid.node, grid.short, grid.longest))[:, pick]
    told, judged = grid.change[:, pick], grid.progressed[:, pick]
    absent = np.where(grid.node[pick], size < NODE_NORMAL_BELOW, size == 0)
    seen = np.isfinite(size) | np.isfinite(judged) | (np.isfinite(told) & (criterion not in VIABLE))
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
        any=bool(pick.any()),
    )


def _clearly_grown(size: Floats) -> Floats:
    """Return where a lesion has itself grown as much as a target must to be progression."""
    import numpy as np

    limits = LIMITS[Criterion.RECIST]
    smallest = np.fmin.accumulate(size, axis=0) if size.size else size
    before = np.vstack([size[:1], smallest[:-1]])
    return np.asarray((size * WHOLE >= before * (WHOLE + limits.rise)) & (size - before >= limits.rise_at_least))


def new_lesions(grid: Grid, criterion: Criterion) -> tuple[Floats, Floats]:
    """Return per scan whether a new lesion has certainly, and has possibly, appeared since baseline (bool, bool).

    A lesion first listed after baseline that nobody called new or old is possibly new, and so is one that was nothing
    at baseline by that criterion and is something now. Once appeared, it stays so.
    """
    import numpy as np

    late = ~grid.looked[0]
    still = grid.looked[0] & ~there_at_start(grid, criterion)
    there = grid.looked[:, late] & ~(grid.longest[:, late] == 0)
    certain = (there & (grid.new[:, late] == 1)).any(axis=1)
    woken = (sizes(grid, criterion) > 0) | (grid.enhances & (criterion in VIABLE))
    possible = (there & ~(grid.new[:, late] == 0)).any(axis=1) | woken[:, still].any(axis=1)
    return np.logical_or.accumulate(certain), np.logical_or.accumulate(possible)
