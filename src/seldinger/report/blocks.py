"""What a sheet is made of: blocks of rows of cells of runs. Printers know only these; medicine stays in the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from seldinger.report.place import Line, Run, say

Cell = Line


class Row(NamedTuple):
    """A row of a block; a section row stands across the whole width. A tuple as a run is one."""

    cells: tuple[Cell, ...]
    section: bool = False
    tones: tuple[str, ...] = ()  # one per cell where a tint is wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A drawing with its text alternative, which lists every number drawn."""

    svg: str
    says: str
    width_mm: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Block:
    """A titled part of a sheet. ``widths`` are the columns [mm]; one column is a list. Two blocks are equal when they are one."""

    id: str
    title: str
    widths: tuple[float, ...]
    head: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    note: Line = ()  # what to say beside or instead of the rows: "not built yet", "no data", "3 more overleaf"
    size: float = 8.6  # of the letters [pt]
    figures: tuple[Figure, ...] = ()
    boxes: tuple[str, ...] = ()  # blank fields beside each other for people to fill in by hand, each with its label
    keep: bool = False  # never cut on page one: benefit must not stand there without harm

    def __post_init__(self) -> None:
        """Refuse a row that has not one cell for each column."""
        for row in self.rows:
            if not row.section and len(row.cells) != len(self.widths):
                raise ValueError(f"block {self.id}: a row of {len(row.cells)} cells in {len(self.widths)} columns")

    @property
    def width(self) -> float:
        """Return the width of the block [mm]."""
        return sum(self.widths)

    def runs(self) -> Iterator[Run]:
        """Return every run of the block in reading order."""
        return chain(*self.head, *chain.from_iterable([row.cells for row in self.rows]), self.note)


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """Page one: blocks over the whole width, then two columns, then the box for the decision."""

    top: tuple[Block, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    bottom: tuple[Block, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks in reading order."""
        return (*self.top, *self.left, *self.right, *self.bottom)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """Everything a view shows of one report."""

    name: Line  # who
    day: Line  # as of when
    question: Line
    front: Front
    back: tuple[Block, ...]
    foot: tuple[Line, ...]  # on every page

    def runs(self) -> Iterator[Run]:
        """Return every run of the sheet in reading order."""
        blocks = [block.runs() for block in (*self.front.blocks, *self.back)]
        return chain(self.name, self.day, self.question, *blocks, *self.foot)


def row(*cells: Cell, tones: tuple[str, ...] = ()) -> Row:
    """Return an ordinary row."""
    return Row(cells=cells, tones=tones)


def section(*runs: Run) -> Row:
    """Return a row that opens a section."""
    return Row(cells=(runs,), section=True)


def entry(lead: Line, body: Line, cited: Line = ()) -> Row:
    """Return a row of a list: what it is about, what is said of it, and in brackets who says so."""
    apart = (say(": "),) if lead and body else ()
    sources = (say(" [", "quiet"), *cited, say("]", "quiet")) if cited else ()
    return Row(cells=((*lead, *apart, *body, *sources),))
