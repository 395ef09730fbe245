"""Anybody's table of counts: columns study, events, n for shares; study, ai, n1i, ci, n2i for two groups."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from seldinger import stats
from seldinger.evidence.reading import StudyError, read_text
from seldinger.evidence.shapes import MOST

ONE, TWO = ("study", "events", "n"), ("study", "ai", "n1i", "ci", "n2i")
PAIRS = {ONE: (("events", "n"),), TWO: (("ai", "n1i"), ("ci", "n2i"))}
SHARES = ("PLO", "PFT", "PAS", "PR", "PLN")
RATIOS = ("OR", "RR", "RD", "PETO")

Counts = dict[str, list[int]]


def pool_table(path: Path, *, measure: str = "", method: str = "", test: str = "z") -> dict[str, Any]:
    """Return the pooled estimate of a CSV table under the names of `evidence pool --json`.

    Measure and method default to PLO by GLMM for shares, OR by REML for two groups. GLMM on shares needs PLO. Measure
    PETO is the one-step odds ratio; method MH pools OR, RR or RD by Mantel-Haenszel, EXACT and GLMM odds ratios
    conditional on the margins.
    Raises StudyError on a cell that cannot be used, ValueError on a measure or method that does not fit the table.
    """
    labels, counts = read_table(path)
    columns, allowed = (ONE, SHARES) if "events" in counts else (TWO, RATIOS)
    measure = (measure or allowed[0]).upper()
    if measure not in allowed:
        raise ValueError(f"measure {measure} does not fit columns {', '.join(columns)}: use {', '.join(allowed)}")
    method = (method or {"PLO": "GLMM", "PETO": "PETO"}.get(measure, "REML")).upper()
    how = {"labels": labels, "measure": measure, "method": method, "test": test}
    pool = stats.pool_proportions if columns == ONE else stats.pool_comparisons
    return stats.as_json(cast("Any", pool)(*(counts[name] for name in columns[1:]), **how))


def read_table(path: Path) -> tuple[list[str], Counts]:
    """Return the studies and their counts by column; raises StudyError naming file, line and what was expected."""
    names, lines = _lines(path)
    columns = _columns(path, names)
    labels: list[str] = []
    counts: Counts = {name: [] for name in columns[1:]}
    for number, cells in lines:
        if len(cells) != len(names):
            saw, expected = f"{len(cells)} cells", f"{len(names)}, one for each column"
            raise StudyError(path.name, f"line {number}", saw, expected, "look for a comma too many or too few")
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        labels.append(_label(path, number, row["study"], labels))
        for name in columns[1:]:
            counts[name].append(_count(path, number, name, row[name]))
        for events, n in PAIRS[columns]:
            if not counts[events][-1] <= counts[n][-1] > 0:
                saw = f"{row[events]} of {row[n]}"
                raise StudyError(
                    path.name, f"line {number}, {events}", saw, "events up to a positive n", "mend the row"
                )
    if not labels:
        raise StudyError(path.name, "line 2", "no row", "at least one study", "add rows")
    return labels, counts


def _lines(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the column names and the other lines that are not empty, with their numbers."""
    reader = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""), strict=True)
    try:
        found = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as fault:
        raise StudyError(path.name, f"line {reader.line_num}", str(fault), "a CSV table", "mend the line") from None
    names = [name.strip() for name in found[0][1]] if found else []
    return names, found[1:]


def _columns(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    fitting = [kind for kind in (ONE, TWO) if set(kind) <= set(names)]
    if len(fitting) != 1 or len(set(names)) < len(names):
        wanted = f"columns {', '.join(ONE)} or {', '.join(TWO)}, each once"
        raise StudyError(path.name, "line 1", ", ".join(names) or "nothing", wanted, "name the columns so")
    return fitting[0]


def _label(path: Path, number: int, label: str, before: Sequence[str]) -> str:
    if not label or not label.isprintable():
        raise StudyError(path.name, f"line {number}, study", repr(label), "the name of a study", "name it")
    if label in before:
        expected, remedy = "each study once: its rows are not independent", "add its groups up, or keep one of them"
        raise StudyError(path.name, f"line {number}, study", repr(label), expected, remedy)
    return label


def _count(path: Path, number: int, name: str, cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise StudyError(path.name, f"line {number}, {name}", repr(cell), "a whole number", "mend the cell")
    if len(cell.lstrip("0")) > len(str(MOST)) or int(cell) > MOST:
        raise StudyError(path.name, f"line {number}, {name}", cell[:20], f"at most {MOST:,}", "mend the cell")
    return int(cell)
