"""Page one is one page: how high a block will be, and which rows wait for page two. Nothing is dropped, only moved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from seldinger.report.blocks import Block, Front, Row
from seldinger.report.place import Line, Run, cut, join, say

PAGE_MM = 266.0  # the height of page one between the margins, less its running foot
MM_PER_PT = 0.3528
LEADING, CAPITAL = 1.2, 0.65  # from line to line, and the height of the first one [em]
PADDING_MM, TITLE_MM, GAP_MM, BOX_MM = 1.95, 3.7, 3.0, 17.4
CELL_INSET_MM = 1.6
NAME_MOST = 48
SLACK = 1.03
BOLD, SPACE = 1.07, 0.25  # how much wider bold letters are; the width of a space [em]
HEAVY = {"strong", "bar", "defer", "alter", "open"}
MOST_OF = 0.67  # of the matrix must stand on page one, or expectations make room for it
WAITS = (say("With so much open, what to expect stands overleaf, benefit and harm together.", "layout"),)
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


def text_mm(line: Line, size: float) -> float:
    """Return the width of a line set without a break [mm]."""
    return sum(_run_em(run) for run in line) * size * MM_PER_PT


def _run_em(run: Run) -> float:
    return _em(run.text) * (BOLD if run.tone in HEAVY else 1.0)


@lru_cache(maxsize=8192)
def _em(text: str) -> float:
    if text.isascii():
        return sum(map(_BY_CODE.__getitem__, text.encode("ascii"))) / 1000
    return sum(_BY_CODE[ord(letter)] if letter.isascii() else _foreign(letter) for letter in text) / 1000


def _foreign(letter: str) -> int:
    return LATIN if ord(letter) <= LAST_LATIN else OTHER


def cell_lines(line: Line, width: float, size: float) -> int:
    """Return how many lines a cell of this width [mm] takes, broken between words as a printer breaks them."""
    most = width / (size * MM_PER_PT) / SLACK
    if sum(_run_em(run) for run in line) <= most:
        return 1
    lines, used = 1, 0.0
    for word in _words(line):
        if used and used + word > most:
            lines, used = lines + 1, 0.0
        lines += int(word // most)
        used += word % most if word > most else word
    return lines


def _words(line: Line) -> Iterator[float]:
    """Yield the widths of the words [em], each with the space after it; words go over from one run to the next."""
    waiting = 0.0
    for run in line:
        heavy = BOLD if run.tone in HEAVY else 1.0
        first, *rest = run.text.split(" ")
        waiting += _em(first) * heavy
        for word in rest:
            yield waiting + SPACE
            waiting = _em(word) * heavy
    yield waiting


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
        title + head + note + sum(row_mm(block, row) for row in block.rows) + (BOX_MM if block.boxes else 0.0) + GAP_MM
    )


def stack_mm(blocks: Sequence[Block]) -> float:
    """Return the height of blocks above each other [mm]."""
    return sum(block_mm(block) for block in blocks)


def trimmed(block: Block, height: float) -> Block:
    """Return the block with as many rows as the height holds, and how many more stand on page two."""
    heights = [row_mm(block, row) for row in block.rows]
    bare = block_mm(replace(block, rows=()))
    if bare + sum(heights) <= height:
        return block
    rows = list(block.rows)
    less = _less(block, rows)
    while rows and block_mm(replace(less, rows=())) + sum(heights[: len(less.rows)]) > height:
        rows = list(less.rows[:-1])
        less = _less(block, rows)
    return less


def _less(block: Block, rows: list[Row]) -> Block:
    while rows and rows[-1].section:
        rows = rows[:-1]
    gone = [row for row in block.rows[len(rows) :] if not row.section]
    if not gone:
        return replace(block, rows=tuple(rows))
    leads = [row.cells[0][0] for row in gone if row.cells[0] and row.cells[0][0].tone == "strong"]
    names: list[Line] = [(cut(lead, NAME_MOST)._replace(tone=""),) for lead in leads]
    more: Line = (say(f"{len(gone)} more overleaf", "layout"), *((say(": "), *join(names)) if names else ()))
    return replace(block, rows=tuple(rows), note=(*block.note, *more))


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
    room = PAGE_MM - head - stack_mm([*fixed, bottom])
    shown = _matrix(matrix, left, right, room)
    if len(shown.rows) < MOST_OF * len(matrix.rows):  # with so much open, what to expect can wait
        right = [
            replace(each, rows=(), head=(), note=WAITS, widths=(each.width,)) if each.keep else each for each in right
        ]
        left, right = left[:1], [*(replace(each, widths=(right[0].width,)) for each in left[1:]), *right]
        shown = _matrix(matrix, left, right, room)
    below = room - block_mm(shown)
    tall = _needed(left, right)
    below_met = (met,) if met.rows and block_mm(met) <= below - tall else ()
    below -= stack_mm(below_met)
    top = (*fixed, shown, *below_met)
    return Front(top=top, left=_column(left, below), right=_column(right, below), bottom=(bottom,))


def _matrix(matrix: Block, left: Sequence[Block], right: Sequence[Block], room: float) -> Block:
    """Return the matrix with the rows that leave room below it for what must stand there."""
    return trimmed(matrix, room - _needed(left, right))


def _needed(left: Sequence[Block], right: Sequence[Block]) -> float:
    """Return the height that the two columns must have [mm]: a fair part, and whatever may not be cut."""
    whole = stack_mm([each for each in right if each.keep])
    return max(whole, min(max(stack_mm(left), stack_mm(right)), ROOM_BELOW_MM))


def _column(blocks: Sequence[Block], height: float) -> tuple[Block, ...]:
    """Share a column out: what must not be cut stands whole, the others take their part, and what one leaves goes on."""
    left = height - stack_mm([each for each in blocks if each.keep])
    loose = [each for each in blocks if not each.keep]
    done: list[Block] = []
    for block in blocks:
        if block.keep:
            done.append(block)
            continue
        after = loose[loose.index(block) + 1 :]
        done.append(trimmed(block, left - sum(min(block_mm(each), left / len(loose)) for each in after)))
        left -= block_mm(done[-1])
    return tuple(done)
