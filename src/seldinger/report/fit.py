"""Page one is one page: how high a block will be, and which rows wait for page two. Nothing is dropped, only moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from seldinger.report.blocks import Block, Front, Row
from seldinger.report.place import Line, cut, join, say

PAGE_MM = 266.0  # the height of page one between the margins, less its running foot
MM_PER_PT = 0.3528
LEADING, CAPITAL = 1.2, 0.65  # from line to line, and the height of the first one [em]
PADDING_MM, TITLE_MM, GAP_MM, BOX_MM = 1.95, 3.7, 3.0, 17.4
INSET_MM = 0.8  # of a cell on each side, but for the left side of the first
HEAD = 0.92  # size of the letters of a head against those of its table
NAME_MOST = 48
SLACK = 1.02
BOLD, SPACE = 1.07, 0.25  # how much wider bold letters are; the width of a space [em]
HEAVY = {"strong", "bar", "defer", "alter", "open"}
MOST_OF = 0.67  # of the matrix must stand on page one, or expectations make room for it
WAITS = (say("With so much open, what to expect stands overleaf, benefit and harm together.", "layout"),)
LATER = 0.3  # most of a column that is kept for a later block while an earlier one wants more; hazards stand first
ROOM_BELOW_MM = 68.0  # kept free under the matrix for hazards and expectation

# Widths of the letters from space to tilde in Libertinus Serif [em / 1000], as typst measures them; and of any other.
_MEASURED = """
    250 288 336 465 465 637 705 190 298 298 369 550 220 338 220 323 465 465 465 465 465 465 465 465 465 465 236 236 550 550
    550 435 895 695 588 646 701 557 485 685 730 297 322 637 528 839 699 702 541 702 587 485 625 673 664 963 660 587 604 356
    287 356 518 486 392 457 493 428 506 451 291 500 538 271 272 512 264 790 542 508 519 503 372 390 316 531 505 755 495 523
    424 277 205 277 449
"""
WIDTHS = tuple(int(each) for each in _MEASURED.split())
LATIN, OTHER = 620, 1000
LAST_LATIN = 0x24F
_BY_CODE = (*([0] * ord(" ")), *WIDTHS, 0)


@lru_cache(maxsize=8192)
def _words_em(text: str) -> tuple[float, ...]:
    return tuple([_em(word) for word in text.split(" ")])


def _em(text: str) -> float:
    if text.isascii():
        return sum(map(_BY_CODE.__getitem__, text.encode("ascii"))) / 1000
    return sum(_BY_CODE[ord(letter)] if letter.isascii() else _foreign(letter) for letter in text) / 1000


def _foreign(letter: str) -> int:
    return LATIN if ord(letter) <= LAST_LATIN else OTHER


def cell_lines(line: Line, width: float, size: float) -> int:
    """Return how many lines a cell of this width [mm] takes, broken between words as a printer breaks them."""
    most = width / (size * MM_PER_PT) / SLACK
    words = _words(line)
    if sum(words) <= most:
        return 1
    lines, used = 1, 0.0
    for word in words:
        if used and used + word > most:
            lines, used = lines + 1, 0.0
        lines += int(word // most)
        used += word % most if word > most else word
    return lines


def _words(line: Line) -> list[float]:
    """Return the widths of the words [em], each with the space after it; words go over from one run to the next."""
    found: list[float] = []
    waiting = 0.0
    for text, _, _, _, tone in line:
        heavy = BOLD if tone in HEAVY else 1.0
        first, *rest = _words_em(text)
        waiting += first * heavy
        for word in rest:
            found.append(waiting + SPACE)
            waiting = word * heavy
    found.append(waiting)
    return found


def lines_mm(lines: int, size: float) -> float:
    """Return the height of so many lines of letters [mm]."""
    return ((lines - 1) * LEADING + CAPITAL) * size * MM_PER_PT


def row_mm(block: Block, row: Row) -> float:
    """Return the height of a row [mm]."""
    if row.section:
        return lines_mm(cell_lines(row.cells[0], block.width, block.size), block.size) + PADDING_MM
    return _cells_mm(row.cells, block.widths, block.size)


def _cells_mm(cells: Sequence[Line], widths: Sequence[float], size: float) -> float:
    inner = [width - INSET_MM * (2 if i else 1) for i, width in enumerate(widths)] if len(widths) > 1 else widths
    lines = max(cell_lines(cell, width, size) for cell, width in zip(cells, inner, strict=False))
    return lines_mm(lines, size) + PADDING_MM


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A block with its heights [mm]: of each row, of the note, and of all else (title, head, boxes, the gap below)."""

    block: Block
    rows: tuple[float, ...]
    note: float
    rest: float

    @property
    def mm(self) -> float:
        """Return the height of the whole block [mm]."""
        return self.rest + self.note + sum(self.rows)


def measured(block: Block) -> Measured:
    """Return a block with its heights."""
    head = _cells_mm(block.head, block.widths, HEAD * block.size) if block.head else 0.0
    rest = (TITLE_MM if block.title else 0.0) + head + (BOX_MM if block.boxes else 0.0) + GAP_MM
    rows = tuple(row_mm(block, row) for row in block.rows)
    return Measured(block=block, rows=rows, note=_note_mm(block, block.note), rest=rest)


def _note_mm(block: Block, note: Line) -> float:
    return row_mm(block, Row(cells=(note,), section=True)) if note else 0.0


def stack_mm(blocks: Sequence[Measured]) -> float:
    """Return the height of blocks above each other [mm]."""
    return sum(each.mm for each in blocks)


def trimmed(one: Measured, height: float) -> Measured:
    """Return the block with as many rows as the height holds, and how many more stand on page two."""
    if one.mm <= height:
        return one
    if one.mm <= height:
        return one
    rows, note, less = one.block.rows, one.block.note, one
    names = [_name(each) for each in rows]
    while less.rows and less.mm > height:
        keep = _held(less, height)
        note = (*one.block.note, *_more(rows[keep:], names[keep:]))
        less = replace(less, rows=less.rows[:keep], note=_note_mm(one.block, note))
    return replace(less, block=replace(one.block, rows=rows[: len(less.rows)], note=note))


def _held(one: Measured, height: float) -> int:
    """Return how many rows, fewer than all, the height holds beside the note; the note grows with every row it must name."""
    room = height - one.rest - one.note
    keep = sum(1 for top in accumulate(one.rows[:-1]) if top <= room)
    while keep and one.block.rows[keep - 1].section:  # no section without its rows
        keep -= 1
    return keep


def _name(row: Row) -> Line:
    """Return the words in bold at the start of a row; nothing where there are none."""
    first = row.cells[0][:1]
    return (
        () if row.section or not first or first[0].tone != "strong" else (cut(first[0], NAME_MOST)._replace(tone=""),)
    )


def _more(rows: Sequence[Row], names: Sequence[Line]) -> Line:
    """Return how many rows stand overleaf, and their names."""
    gone = sum(not row.section for row in rows)
    named = [name for name in names if name]
    more = say(f"{gone} more overleaf", "layout")
    return (more, *((say(": "), *join(named)) if named else ())) if gone else ()


def fitted(
    fixed: Sequence[Block],
    matrix: Block,
    met: Block,
    left: Sequence[Block],
    right: Sequence[Block],
    bottom: Block,
    head: float,
) -> Front:
    """Return page one: fixed blocks whole, the matrix next, then two columns in what is left of the page."""
    room = PAGE_MM - head - stack_mm([measured(each) for each in (*fixed, bottom)])
    whole, beside = measured(matrix), _Columns.of(left, right)
    shown = trimmed(whole, room - beside.needed)
    if len(shown.rows) < MOST_OF * len(whole.rows):  # with so much open, what to expect can wait
        beside = _waiting(beside)
        shown = trimmed(whole, room - beside.needed)
    below = room - shown.mm
    line = measured(met)
    below_met = (met,) if met.rows and line.mm <= below - beside.needed else ()
    below -= line.mm if below_met else 0.0
    top = (*fixed, shown.block, *below_met)
    return Front(top=top, left=_column(beside.left, below), right=_column(beside.right, below), bottom=(bottom,))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Columns:
    left: tuple[Measured, ...]
    right: tuple[Measured, ...]

    @classmethod
    def of(cls, left: Sequence[Block], right: Sequence[Block]) -> "_Columns":
        return cls(left=tuple(measured(each) for each in left), right=tuple(measured(each) for each in right))

    @property
    def needed(self) -> float:
        """Return the height that the two columns must have [mm]: a fair part, and whatever may not be cut."""
        whole = stack_mm([each for each in self.right if each.block.keep])
        return max(whole, min(max(stack_mm(self.left), stack_mm(self.right)), ROOM_BELOW_MM))


def _waiting(both: _Columns) -> _Columns:
    """Return the columns without what to expect, which stands overleaf then; the second one takes over from the first."""
    width = both.right[0].block.width
    over = [measured(replace(each.block, widths=(width,))) for each in both.left[1:]]
    bare = [measured(_bare(each.block)) if each.block.keep else each for each in both.right]
    return _Columns(left=both.left[:1], right=(*over, *bare))


def _bare(block: Block) -> Block:
    return replace(block, rows=(), head=(), note=WAITS, widths=(block.width,))


def _column(blocks: Sequence[Measured], height: float) -> tuple[Block, ...]:
    """Share a column out: what must not be cut stands whole, the others take their part, and what one leaves goes on."""
    left = height - stack_mm([each for each in blocks if each.block.keep])
    loose = [each for each in blocks if not each.block.keep]
    done: list[Block] = []
    for each in blocks:
        if each.block.keep:
            done.append(each.block)
            continue
        after = loose[loose.index(each) + 1 :]
        fits = trimmed(each, left - sum(min(other.mm, left * LATER) for other in after))
        done.append(fits.block)
        left -= fits.mm
    return tuple(done)
