"""What was measured: one look at one lesion, one scan, and the arrays that every criterion reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

HUNDREDTHS = 100.0  # lengths are kept as whole hundredths of a millimetre, so that 63.0 of 90.0 is exactly -30 %
_MEASURED = (
    "longest_mm",
    "short_mm",
    "enhancing_mm",
    "enhancing_short_mm",
    "attenuation_hu",
    "progressed",
    "new",
    "change",
)
_READ = attrgetter(*_MEASURED)
_CHANGES: dict[str | None, float] = {"smaller": -1.0, "unchanged": 0.0, "larger": 1.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One lesion in one scan; 0 mm is gone, None is not measured.

    A lesion that fell apart is charted as its parts; one that merged into a neighbour is left unmeasured.
    """

    id: str
    territory: tuple[str, ...] = ()
    longest_mm: float | None = None
    short_mm: float | None = None  # perpendicular to the longest; the measured axis of a lymph node
    enhancing_mm: float | None = None  # longest viable (arterially enhancing) diameter
    enhancing_short_mm: float | None = None
    attenuation_hu: float | None = None
    node: bool = False
    target: bool | None = None
    new: bool | None = None
    change: Literal["smaller", "unchanged", "larger"] | None = None  # as read, when nothing was measured
    progressed: bool | None = None  # unequivocal progression of a non-target, as the reader judged it


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """One study: when, by which method, and the lesions that somebody looked at."""

    date: date
    looks: tuple[Look, ...]
    kind: str | None = None

    def __post_init__(self) -> None:
        ids = [look.id for look in self.looks]
        if len(set(ids)) != len(ids):
            twice = sorted({name for name in ids if ids.count(name) > 1})
            raise ValueError(f"scan of {self.date}: lesion {twice[0]!r} stands twice; give each lesion one id")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grid:
    """Every look as arrays (time, lesion), baseline first; lengths in hundredths of a millimetre, NaN not measured."""

    dates: tuple[date, ...]
    ids: tuple[str, ...]
    longest: Floats
    short: Floats
    enhancing: Floats
    enhancing_short: Floats
    attenuation: Floats
    progressed: Floats  # 1 yes, 0 no, NaN not judged
    new: Floats
    change: Floats  # -1 smaller, 0 unchanged, 1 larger, NaN not said
    looked: Floats  # bool
    node: Floats  # (lesion,) bool
    marked: Floats  # (lesion,) bool: called a target at baseline


def grid(scans: Sequence[Scan]) -> Grid:
    """Return the looks as arrays; the first scan is the baseline.

    Raises ValueError when there is no scan, when dates do not rise, or when a size is negative.
    """
    import numpy as np

    scans = tuple(scans)
    if not scans:
        raise ValueError("no scan at all; response needs a baseline and at least one scan after it")
    if any(later.date <= earlier.date for earlier, later in pairwise(scans)):
        raise ValueError("scans are not in order of date, or two share a day; sort them and join scans of one day")
    looks = [look for scan in scans for look in scan.looks]
    names = [look.id for look in looks]
    column = {name: index for index, name in enumerate(dict.fromkeys(names))}
    ids = tuple(column)
    row = np.repeat(np.arange(len(scans)), [len(scan.looks) for scan in scans])
    cell = np.array([column[name] for name in names], dtype=int)
    cells = np.full((len(_MEASURED), len(scans), len(ids)), np.nan)
    cells[:, row, cell] = _numbers(looks)
    looked = np.zeros((len(scans), len(ids)), dtype=bool)
    looked[row, cell] = True
    lengths = np.rint(cells[:4] * HUNDREDTHS)
    if (lengths < 0).any():
        raise ValueError("a lesion has a negative size; expected millimetres, 0 when it is gone")
    _absent_is_zero(lengths)
    node = {look.id for scan in scans for look in scan.looks if look.node}
    marked = {look.id for look in scans[0].looks if look.target}
    return Grid(
        dates=tuple(scan.date for scan in scans),
        ids=ids,
        longest=lengths[0],
        short=lengths[1],
        enhancing=lengths[2],
        enhancing_short=lengths[3],
        attenuation=cells[4],
        progressed=cells[5],
        new=cells[6],
        change=cells[7],
        looked=looked,
        node=np.array([name in node for name in ids], dtype=bool),
        marked=np.array([name in marked for name in ids], dtype=bool),
    )


def _numbers(looks: list[Look]) -> Floats:
    """Return the members named above, (member, look); whatever is not a finite number is not measured."""
    import numpy as np

    flat = list(chain.from_iterable(map(_READ, looks)))
    flat[len(_MEASURED) - 1 :: len(_MEASURED)] = [_CHANGES.get(look.change) for look in looks]
    numbers = np.array(flat, dtype=float).reshape(-1, len(_MEASURED)).T
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _absent_is_zero(lengths: Floats) -> None:
    """A lesion that is gone has no other diameter either; nothing that enhances has no second enhancing diameter."""
    gone = lengths[0] == 0
    lengths[1:, gone] = 0.0
    lengths[3][lengths[2] == 0] = 0.0
