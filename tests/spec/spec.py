"""Spec tables: one row a patient fragment, one expected answer, one reason why. "-" means that nobody looked."""

from collections.abc import Iterator
from dataclasses import dataclass

from seldinger.logic import Between, Known, exactly, variables_of
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.rule import Rule

ANSWERS = {"yes": True, "no": False, "unknown": None}
RULES = {rule.id: rule for rule in EVERY_RULE}


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    known: dict[str, Known]
    fires: bool | None
    why: str


def rows(table: str) -> Iterator[Row]:
    """Yield the rows of a table whose header names the variables by the end of their keys."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    header = [cell.strip() for cell in lines[0].split("|")]
    for line in lines[2:]:
        cells = [cell.strip() for cell in line.split("|", len(header) - 1)]
        named = dict(zip(header, cells, strict=True))
        known = {name: value for name in header[:-2] if (value := read(named[name])) is not None}
        yield Row(known=known, fires=ANSWERS[named["fires"]], why=named["why"])


def rows_as_written(table: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a table as they were written, for its page."""
    header, _, *lines = (line for line in table.strip().splitlines() if line.strip())
    head = [cell.strip() for cell in header.split("|")]
    return head, [[cell.strip() for cell in line.split("|", len(head) - 1)] for line in lines]


def read(cell: str) -> Known | None:
    """Return the value of a cell: a number, 1..2 (an interval), yes, no, a level, a/b (one of), or None for "-"."""
    if cell == "-":
        return None
    if cell in ("yes", "no"):
        return cell == "yes"
    if ".." in cell:
        low, high = cell.split("..")
        return Between(float(low), float(high))
    try:
        return float(cell)
    except ValueError:
        return frozenset(cell.split("/")) if "/" in cell else cell


def check(rule_id: str, table: str) -> None:
    """Assert every row of a rule's table."""
    rule = RULES[rule_id]
    names = {variable.name.rpartition(".")[2]: variable.name for variable in variables_of(rule.when)}
    for row in rows(table):
        known = {names[name]: value for name, value in row.known.items()}
        seen = exactly(rule.when, known)
        assert seen is row.fires, f"{rule_id}, {row.why}: expected {row.fires}, got {seen}"


def columns(table: str) -> list[str]:
    """Return the variables a table gives values for."""
    return [cell.strip() for cell in table.strip().splitlines()[0].split("|")][:-2]


def named(rule: Rule) -> set[str]:
    """Return the names a rule's table must have columns for."""
    return {variable.name.rpartition(".")[2] for variable in variables_of(rule.when)}
