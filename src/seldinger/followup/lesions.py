"""Studies as arrays: what was measured of which lesion when, in the form that every criterion reads.

A lesion of 0 mm is gone; a lesion without a size was not measured. A lesion that fell apart is charted as its parts;
one that merged into a neighbour is left unmeasured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from seldinger.patient.course import Lesion, Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

HUNDREDTHS = 100.0  # lengths are kept as whole hundredths of a millimetre, so that 63.0 of 90.0 is exactly -30 %
LENGTHS = 4  # longest, short, enhancing and second enhancing diameter
_READ_WORDS = attrgetter("site", "change", "enhancement", "progressed", "new")
_WORDLESS = ("liver", None, None, None, None)  # what most lesions are, so that only the others are looked at one by one
_CHANGES = {"smaller": -1.0, "unchanged": 0.0, "larger": 1.0}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grid:
    """Every lesion of every study as arrays (time, lesion), baseline first; lengths in hundredths of a millimetre."""

    dates: tuple[date, ...]
    ids: tuple[str, ...]
    longest: Floats  # NaN where not measured, as in all that follow
    short: Floats
    enhancing: Floats
    enhancing_short: Floats
    attenuation: Floats
    progressed: Floats  # 1 yes, 0 no, NaN not judged
    new: Floats
    change: Floats  # -1 smaller, 0 unchanged, 1 larger, NaN not said
    enhances: Floats  # bool: read as enhancing, without a measurement
    looked: Floats  # bool: listed in that study
    node: Floats  # (lesion,) bool
    marked: Floats  # (lesion,) bool: called a target at baseline


def grid(studies: Sequence[Study]) -> Grid:
    """Return the studies as arrays; the first is the baseline.

    Raises ValueError when there is none, when dates do not rise, or when a size is negative.
    """
    import numpy as np

    _check(studies)
    lesions = [lesion for study in studies for lesion in study.lesions]
    names = [lesion.id for lesion in lesions]
    column = {name: index for index, name in enumerate(dict.fromkeys(names))}
    row = np.repeat(np.arange(len(studies)), [len(study.lesions) for study in studies])
    cell = np.fromiter(map(column.__getitem__, names), dtype=int, count=len(names))
    numbers = np.full((LENGTHS + 1, len(studies), len(column)), np.nan)
    numbers[:, row, cell] = _numbers(lesions)
    looked = np.zeros(numbers.shape[1:], dtype=bool)
    looked[row, cell] = True
    lengths = np.rint(numbers[:LENGTHS] * HUNDREDTHS)
    if (lengths < 0).any():
        raise ValueError("a lesion has a negative size; expected millimetres, 0 when it is gone")
    _absent_is_zero(lengths)
    marked = {lesion.id for lesion in studies[0].lesions if lesion.target}
    return Grid(
        dates=tuple(study.date for study in studies),
        ids=tuple(column),
        longest=lengths[0],
        short=lengths[1],
        enhancing=lengths[2],
        enhancing_short=lengths[3],
        attenuation=numbers[4],
        looked=looked,
        marked=np.array([name in marked for name in column], dtype=bool),
        **_words(lesions, row, cell, looked.shape),
    )


def _words(lesions: list[Lesion], row: Floats, cell: Floats, shape: tuple[int, ...]) -> dict[str, Floats]:
    """Return what was said rather than measured; flags nobody set are NaN."""
    import numpy as np

    change, progressed, new = (np.full(shape, np.nan) for _ in range(3))
    enhances, node = np.zeros(shape, dtype=bool), np.zeros(shape[1], dtype=bool)
    said = [(index, words) for index, words in enumerate(map(_READ_WORDS, lesions)) if words != _WORDLESS]
    for index, (site, moved, enhancement, grown, is_new) in said:
        at = row[index], cell[index]
        node[at[1]] |= site == "node"
        enhances[at] = enhancement == "present"
        change[at] = _CHANGES.get(moved, np.nan)
        progressed[at] = np.nan if grown is None else grown
        new[at] = np.nan if is_new is None else is_new
    return {"change": change, "enhances": enhances, "progressed": progressed, "new": new, "node": node}


def _check(studies: Sequence[Study]) -> None:
    if not studies:
        raise ValueError("no study at all; response needs a baseline and at least one study after it")
    if any(later.date <= earlier.date for earlier, later in pairwise(studies)):
        raise ValueError("studies are not in order of date, or two share a day; sort them and keep one of a day")


def _numbers(lesions: list[Lesion]) -> Floats:
    """Return sizes and attenuation, (member, lesion); whatever is not a finite number is not measured."""
    import numpy as np

    columns = (  # written out: twice as fast as reading the members by name
        [lesion.longest_mm for lesion in lesions],
        [lesion.short_mm for lesion in lesions],
        [lesion.enhancing_mm for lesion in lesions],
        [lesion.enhancing_short_mm for lesion in lesions],
        [lesion.attenuation_hu for lesion in lesions],
    )
    numbers = np.array(columns, dtype=float)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _absent_is_zero(lengths: Floats) -> None:
    """A lesion that is gone has no other diameter either; nothing that enhances has no second enhancing diameter."""
    lengths[1:, lengths[0] == 0] = 0.0
    lengths[3][lengths[2] == 0] = 0.0
