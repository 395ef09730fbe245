"""Page one is one page: how high a block will be, and which rows wait for page two. Nothing is dropped, only moved."""

import math
from collections.abc import Sequence
from dataclasses import replace

from seldinger.report.blocks import Block, Front, Row
from seldinger.report.place import Line, say

PAGE_MM = 263.0  # the height of page one between the margins, less its running foot
MM_PER_PT = 0.3528
LEADING = 1.2
PADDING_MM, TITLE_MM, GAP_MM, BOX_MM = 1.15, 5.2, 2.4, 7.4
CELL_INSET_MM = 1.6
SLACK = 1.07  # words do not break exactly at the edge
ROOM_BELOW_MM = 68.0  # kept free under the matrix for hazards, expectation and the decision
NARROW, BROAD = set("iljtf.,:;'!|()[] Ir/-"), set("mwMW@%—AGOQDHNU✗✓△◐○–…→")
WIDTHS = (0.3, 0.51, 0.8, 1.0)  # of a narrow, an ordinary, a broad and a foreign letter [em]


def text_mm(line: Line, size: float) -> float:
    """Return the width of a line set without a break [mm], a little too much rather than too little."""
    return sum(_em(letter) for run in line for letter in run.text) * size * MM_PER_PT


def _em(letter: str) -> float:
    if letter in NARROW:
        return WIDTHS[0]
    if letter in BROAD:
        return WIDTHS[2]
    return WIDTHS[1] if ord(letter) < 0x250 else WIDTHS[3]


def cell_lines(line: Line, width: float, size: float) -> int:
    """Return how many lines a cell of this width [mm] takes."""
    return max(1, math.ceil(text_mm(line, size) * SLACK / max(width - CELL_INSET_MM, 1.0)))


def row_mm(block: Block, row: Row) -> float:
    """Return the height of a row [mm]."""
    widths: Sequence[float] = (block.width,) if row.section else block.widths
    lines = max(cell_lines(cell, width, block.size) for cell, width in zip(row.cells, widths, strict=False))
    return lines * block.size * MM_PER_PT * LEADING + PADDING_MM


def block_mm(block: Block) -> float:
    """Return the height of a block with its title [mm]."""
    head = row_mm(block, Row(cells=block.head)) if block.head else 0.0
    note = row_mm(block, Row(cells=(block.note,), section=True)) if block.note else 0.0
    title = TITLE_MM if block.title else 0.0
    return title + head + note + sum(row_mm(block, row) for row in block.rows) + BOX_MM * len(block.boxes) + GAP_MM


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
    gone = sum(not row.section for row in block.rows) - sum(not row.section for row in rows)
    return replace(block, rows=tuple(rows), note=(*block.note, say(f"{gone} more on page 2", "layout")))


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
