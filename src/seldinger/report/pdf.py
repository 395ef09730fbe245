"""The sheet as a tagged PDF (PDF/UA-1) through typst: data go in as JSON, fonts are those of typst itself, same bytes."""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from seldinger.report.blocks import Block, Row, Sheet
from seldinger.report.place import Line
from seldinger.report.sheet import sheet

LETTERS = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.8, 0.76)  # of page one, tried in this order
QUIET = {"quiet", "layout"}
LONG_ROW = 800  # letters above which a row may go over a page
LONGEST_WORD = 24  # letters without a place to break
BREAK = chr(0x200B)
AGAIN = "Sources and reasons: "
# What the fonts inside typst can draw; anything else is spelled out, because a blank box would be silence.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x410, 0x44F))
SINGLE = set("‐‑–—‘’‚“”„†‡•…‰′″€←→≈≠≤≥−∞⟨⟩½✓✗◐○●■□")


def paper(report: dict[str, Any]) -> bytes:
    """Return the sheet as a PDF. Raises ModuleNotFoundError without typst, which the extra ``pdf`` brings."""
    return several([report])


def several(reports: Sequence[dict[str, Any]]) -> bytes:
    """Return the sheets of a meeting as one PDF, each beginning on a page of its own."""
    if not reports:
        raise ValueError("several() got no report; a meeting needs at least one")
    made = [sheet(each) for each in reports]
    return _print("; ".join(_words(each.name) for each in made), [_sheet(each) for each in made])


def _print(title: str, sheets: Sequence[dict[str, Any]]) -> bytes:
    """Return the PDF. Page one is one page: where a text runs longer than foreseen, its letters become a little smaller."""
    letters = [iter(LETTERS) for _ in sheets]
    sized = [{**each, "letters": next(size)} for each, size in zip(sheets, letters, strict=True)]
    while True:
        pdf = _set(title, sized)
        over = [(i, size) for i in overflowing() if (size := next(letters[i], None)) is not None]
        if not over:
            return pdf
        for i, size in over:
            sized[i]["letters"] = size


def _set(title: str, sheets: Sequence[dict[str, Any]]) -> bytes:
    data = json.dumps({"title": printable(title), "sheets": sheets}, ensure_ascii=False)
    pdf = _compiler().compile(format="pdf", sys_inputs={"sheet": data}, pdf_standards="ua-1", timestamp=0)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__}, expected the bytes of one PDF")
    return pdf


def overflowing() -> list[int]:
    """Return which sheets of the document set last have a page one that ends on another page than it begins on."""
    pages = json.loads(_compiler().query("<front>", field="value"))
    return [i for i, (first, last) in enumerate(zip(pages[::2], pages[1::2], strict=True)) if first != last]


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(template(), root=template().parent, ignore_system_fonts=True)


def template() -> Path:
    """Return the path of the template; its folder is all that typst may read."""
    return Path(str(resources.files(__package__))) / "sheet.typ"


def _sheet(made: Sheet) -> dict[str, Any]:
    return {
        "name": _line(made.name),
        "day": _line(made.day),
        "question": _line(made.question),
        "top": [_block(each) for each in made.front.top],
        "left": [_block(each) for each in made.front.left],
        "right": [_block(each) for each in made.front.right],
        "bottom": [_block(each) for each in made.front.bottom],
        "again": AGAIN,
        "back": [_block(each, loud=True) for each in made.back],
        "foot": [_line(each) for each in made.foot],
    }


def _block(block: Block, *, loud: bool = False) -> dict[str, Any]:
    """Return a block for the template; with ``loud`` what is only quiet is set like the words around it.

    Behind page one the letters are small and stand close: a second grey helps nobody, and each change of ink costs time.
    """
    return {
        "title": block.title,
        "widths": block.widths,
        "head": [_line(cell, loud) for cell in block.head],
        "rows": [_row(row, loud) for row in block.rows],
        "note": _line(block.note, loud),
        "size": block.size,
        "boxes": block.boxes,
        "figures": [{"svg": each.svg, "says": printable(each.says), "width": each.width_mm} for each in block.figures],
    }


def _row(row: Row, loud: bool) -> dict[str, Any]:
    whole = sum(len(run.text) for cell in row.cells for run in cell) < LONG_ROW
    return {
        "section": row.section,
        "cells": [_line(cell, loud) for cell in row.cells],
        "tones": row.tones,
        "whole": whole,
    }


def _line(line: Line, loud: bool = False) -> list[list[str]]:
    """Return the runs of a line; neighbours of one tone are one stretch on paper."""
    stretches: list[list[str]] = []
    for run in line:
        tone = "" if loud and run.tone in QUIET else run.tone
        if stretches and stretches[-1][1] == tone:
            stretches[-1][0] += run.text
        else:
            stretches.append([run.text, tone])
    return [[printable(text), tone] for text, tone in stretches]


def _words(line: Line) -> str:
    return "".join(run.text for run in line)


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return text that the fonts can draw and the page can break.

    >>> printable("肝 12 %")
    '⟨U+809D⟩ 12 %'
    """
    if not text.isascii():
        text = "".join(letter if _drawn(letter) else f"⟨U+{ord(letter):04X}⟩" for letter in text)
    return _LONG.sub(lambda word: _broken(word.group()), text)


_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def _broken(word: str) -> str:
    return BREAK.join(word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD))


def _drawn(letter: str) -> bool:
    return letter in SINGLE or any(low <= ord(letter) <= high for low, high in RANGES)
