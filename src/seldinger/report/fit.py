"""Page one is one page: how high a block will be, and which rows wait for page two. Nothing is dropped, only moved."""

import math
from collections.abc import Sequence
from dataclasses import replace

from seldinger.report.blocks import Block, Front, Row
from seldinger.report.place import Line, cut, join, say

PAGE_MM = 266.0  # the height of page one between the margins, less its running foot
MM_PER_PT = 0.3528
LEADING, CAPITAL = 1.2, 0.65  # from line to line, and the height of the first one [em]
PADDING_MM, TITLE_MM, GAP_MM, BOX_MM = 1.95, 3.7, 3.0, 7.4
CELL_INSET_MM = 1.6
NAME_MOST = 48
SLACK = 1.03  # words do not break exactly at the edge, and some are bold
ROOM_BELOW_MM = 68.0  # kept free under the matrix for hazards, expectation and the decision

# Widths of the letters from space to tilde in Libertinus Serif [em / 1000], as typst measures them; and of any other.
WIDTHS = tuple(
    int(each)
    for each in (
        "250 288 336 465 465 637 705 190 298 298 369 550 220 338 220 323 465 465 465 465 465 465 465 465 465 465 236 236 "
        "550 550 550 435 895 695 588 646 701 557 485 685 730 297 322 637 528 839 699 702 541 702 587 485 625 673 664 963 "
        "660 587 604 356 287 356 518 486 392 457 493 428 506 451 291 500 538 271 272 512 264 790 542 508 519 503 372 390 "
        "316 531 505 755 495 523 424 277 205 277 449"
    ).split()
)
LATIN, OTHER = 620, 1000
FIRST, LAST_LATIN = ord(" "), 0x24F


def text_mm(line: Line, size: float) -> float:
    """Return the width of a line set without a break [mm]."""
    return sum(_width(ord(letter)) for run in line for letter in run.text) / 1000 * size * MM_PER_PT


def _width(code: int) -> int:
    if FIRST <= code < FIRST + len(WIDTHS):
        return WIDTHS[code - FIRST]
    return LATIN if code <= LAST_LATIN else OTHER


def cell_lines(line: Line, width: float, size: float) -> int:
    """Return how many lines a cell of this width [mm] takes."""
    return max(1, math.ceil(text_mm(line, size) * SLACK / max(width, 1.0)))


def lines_mm(lines: int, size: float) -> float:
    """Return the height of so many lines of letters [mm]."""
    return ((lines - 1) * LEADING + CAPITAL) * size * MM_PER_PT


def row_mm(block: Block, row: Row) -> float:
    """Return the height of a row [mm]."""
    widths: Sequence[float] = (block.width,) if row.section else block.widths
    inset = CELL_INSET_MM if len(widths) > 1 else 0.0
    lines = max(cell_lines(cell, width - inset, block.size) for cell, width in zip(row.cells, widths, strict=False))
    return lines_mm(lines, block.size) + PADDING_MM


def block_mm(block: Block) -> float:
    """Return the height of a block with its title [mm]."""
    head = row_mm(block, Row(cells=block.head)) if block.head else 0.0
    note = row_mm(block, Row(cells=(block.note,), section=True)) if block.note else 0.0
    title = TITLE_MM if block.title else 0.0
    return (
        title
        + head
        + note
        + sum(row_mm(block, row) for row in block.rows)
        + (BOX_MM * len(block.boxes) + 3.2 if block.boxes else 0.0)
        + GAP_MM
    )


def stack_mm(blocks: Sequence[Block]) -> float:
    """Return the height of blocks above each other [mm]."""
    return sum(block_mm(block) for block in blocks)


def trimmed(block: Block, height: float) -> Block:
    """Return the block with as many rows as the height holds, and how many more stand on page two."""
    if block_mm(block) <= height:
        return block
    rows = list(block.rows)
    while rows and block_mm(_less(block, rows)) > height:
        rows.pop()
    return _less(block, rows)


def _less(block: Block, rows: list[Row]) -> Block:
    while rows and rows[-1].section:
        rows = rows[:-1]
    gone = [row for row in block.rows[len(rows) :] if not row.section]
    names = [
        (replace(cut(row.cells[0][0], NAME_MOST), tone=""),)
        for row in gone
        if row.cells[0] and row.cells[0][0].tone == "strong"
    ]
    more: Line = (say(f"{len(gone)} more on page 2", "layout"), *((say(": "), *join(names)) if names else ()))
    return replace(block, rows=tuple(rows), note=(*block.note, *more))


def fitted(
    fixed: Sequence[Block], matrix: Block, met: Block, left: Sequence[Block], right: Sequence[Block], head: float
) -> Front:
    """Return page one: fixed blocks whole, the matrix next, then two columns in what is left of the page."""
    room = PAGE_MM - head - stack_mm(fixed)
    wanted = max(stack_mm(left), stack_mm(right))
    tall = min(wanted, max(ROOM_BELOW_MM, room - block_mm(matrix)))
    matrix = trimmed(matrix, room - tall)
    below = room - block_mm(matrix)
    met_mm = min(block_mm(met), max(0.0, below - tall)) if met.rows else 0.0
    shown = (met,) if met.rows and met_mm >= block_mm(met) else ()
    below -= stack_mm(shown)
    return Front(top=(*fixed, matrix, *shown), left=_column(left, below), right=_column(right, below))


def _column(blocks: Sequence[Block], height: float) -> tuple[Block, ...]:
    """Share a column out: each block its fair part, what one does not need goes to the next; the last one stands whole."""
    *early, last = blocks
    left = height - block_mm(last) if last.boxes else height
    waiting = early if last.boxes else list(blocks)
    done: list[Block] = []
    for i, block in enumerate(waiting):
        rest = [min(block_mm(each), left / len(waiting)) for each in waiting[i + 1 :]]
        done.append(trimmed(block, left - sum(rest)))
        left -= block_mm(done[-1])
    return (*done, last) if last.boxes else tuple(done)
