"""The sheet in a terminal: page one, then where the sources differ.

``explanation`` gives one treatment in full, ``course`` what happened after treatment.
"""

import io
import os
import sys
from collections.abc import Mapping
from typing import Any

from seldinger.report import back, evidence, matrix
from seldinger.report.blocks import Block, Row, Sheet
from seldinger.report.place import Line, Place, Report, say
from seldinger.report.sheet import sheet
from seldinger.terms import Modality

WIDTH = 110
STYLES = {
    "strong": "bold",
    "quiet": "dim",
    "layout": "dim",
    "bar": "bold red",
    "defer": "bold yellow",
    "alter": "yellow",
    "open": "cyan",
    "clear": "green",
    "flag": "bold magenta",
}


def terminal(report: dict[str, Any], *, width: int = WIDTH, colour: bool | None = None) -> str:
    """Return page one and the dissent as text; colour only where a person looks on and NO_COLOR is not set."""
    made = sheet(report, paged=False)
    parts: list[Any] = [*_head(made), *_blocks(made.front.blocks)]
    parts += [part for each in made.back if each.id == "dissent" for part in _block(each)]
    return _print([*parts, *(_text(each) for each in made.foot)], width, colour)


def explanation(
    report: dict[str, Any], modality: Modality | str, *, width: int = WIDTH, colour: bool | None = None
) -> str:
    """Return one treatment in full: answer, what is missing, reasons, what would turn it, who dissents."""
    place = Report(report)
    found = place["modalities"][str(modality)]
    if not found.there:
        why = place["scope"]["why"]
        return _print(
            [_text((say("No verdict: ", "strong"), why.run() if why.there else say("not in this report")))],
            width,
            colour,
        )
    alone = Report({**report, "modalities": {str(modality): found.value}})
    blocks = (back.treatments(alone), back.reasons(alone, matrix.criteria(alone)), back.missing(alone))
    parts = [_text((found.show("title", tone="strong"), say(": "), found["headline"].show("says")))]
    return _print([*parts, *_blocks((*blocks, back.beside(alone), back.dissent(alone)))], width, colour)


def course(report: dict[str, Any], *, width: int = WIDTH, colour: bool | None = None) -> str:
    """Return what happened after treatment: calendar, response, times, and every judgement with its source."""
    made = sheet(report, paged=False)
    found = [each for each in made.back if each.id == "followup-full"] or list(made.front.blocks)
    drawn = [_text((say(figure.says, "quiet"),)) for each in found for figure in each.figures]
    return _print([*_head(made), *_blocks(tuple(found)), *drawn, *(_text(each) for each in made.foot)], width, colour)


def comparisons(report: dict[str, Any], *, width: int = WIDTH, colour: bool | None = None) -> str:
    """Return what single studies compared within themselves, both counts beside each ratio."""
    return _print(_block(evidence.compared(Report(report))), width, colour)


def verdict_table(reports: Mapping[str, dict[str, Any]], *, width: int = WIDTH, colour: bool | None = None) -> str:
    """Return one line per report and one column per treatment."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("chart", overflow="fold")
    for modality in Modality:
        table.add_column(modality.label, overflow="fold")
    for name, report in reports.items():
        place = Report(report)
        cells = [_verdict(place, place["modalities"][str(m)]) for m in Modality]
        table.add_row(_text((place["patient"].show("id") if place["patient"].has("id") else say(name),)), *cells)
    return _print([table], width, colour)


def _verdict(report: Report, one: Place) -> Any:
    from seldinger.report.front import VERDICTS

    if not one.there:
        return _text((say("out of scope" if report["scope"].get("in") is False else "–", "quiet"),))
    sign, tone = VERDICTS.get(str(one.get("verdict")), ("?", "open"))
    return _text((say(f"{sign} ", tone), one.show("verdict", "words", tone)))


def _head(made: Sheet) -> list[Any]:
    from rich.rule import Rule

    return [_text((*made.name, say("   "), *made.day)), _text(made.question), Rule(style="dim")]


def _blocks(blocks: tuple[Block, ...]) -> list[Any]:
    return [part for each in blocks for part in _block(each)]


def _block(block: Block) -> list[Any]:
    """Return a block: title, rows, note. The decision box is for paper."""
    if block.boxes:
        return []
    title = [_text((say(f"\n{block.title}", "strong"),))] if block.title else []
    note = [_text(block.note)] if block.note else []
    return [*title, *_rows(block), *note]


def _rows(block: Block) -> list[Any]:
    parts: list[Any] = []
    waiting: list[Row] = []
    for row in (*block.rows, None):
        if row is not None and not row.section:
            waiting.append(row)
            continue
        parts += [_table(block, waiting)] if waiting else []
        waiting = []
        parts += [_text(row.cells[0])] if row is not None else []
    return parts


def _table(block: Block, rows: list[Row]) -> Any:
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, show_header=bool(block.head), header_style="dim", padding=(0, 2, 0, 0), expand=True
    )
    for i, width in enumerate(block.widths):
        head = _text(block.head[i]) if block.head else ""
        table.add_column(head, ratio=max(1, round(width)), overflow="fold")
    for row in rows:
        table.add_row(*(_text(cell) for cell in row.cells))
    return table


def _text(line: Line) -> Any:
    from rich.text import Text

    text = Text(overflow="fold")
    for run in line:
        text.append(run.text, style=STYLES.get(run.tone, ""))
    return text


def _print(parts: list[Any], width: int, colour: bool | None) -> str:
    from rich.console import Console

    if colour is None:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None, no_color=not colour,
        highlight=False, markup=False, emoji=False, legacy_windows=False, _environ={},
    )  # fmt: skip
    for part in parts:
        console.print(part)
    return "\n".join(each.rstrip() for each in out.getvalue().splitlines()) + "\n"
