"""The tables of a chart as the form shows them: rows of cells, rows inside rows, derived from their types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seldinger.patient.course import TABLES, Strict
from seldinger.web.controls import UNKNOWN, Option, options
from seldinger.web.draft import Draft, Problem
from seldinger.web.form import Values, grouped
from seldinger.web.rows import NONE, indices, shapes

TABLE_TITLES = {
    "specimen": "Pathology specimens",
    "imaging.done": "Imaging done",
    "fitness.allergies": "Allergies",
    "therapy": "Earlier and present treatments",
    "session": "Transarterial sessions",
    "study": "Imaging studies with measured lesions",
    "event": "Adverse events",
}
ONE_OF = {"specimen": "specimen", "therapy": "treatment", "session": "session", "study": "study", "event": "event",
          "imaging.done": "examination", "fitness.allergies": "allergy", "lesions": "lesion", "events": "event",
          "vitals": "reading"}  # fmt: skip
UNIT_ENDINGS = {
    "_gy": "Gy",
    "_mm": "mm",
    "_um": "µm",
    "_ml": "mL",
    "_gbq": "GBq",
    "_percent": "%",
    "_hu": "HU",
    "_mg_m2": "mg/m²",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One member of a row as the form shows it; a member that holds rows has a table instead."""

    name: str
    label: str
    kind: str  # choice | date | text | long | number
    options: tuple[Option, ...]
    value: str
    hint: str
    required: bool
    table: "Table | None" = None
    inside: tuple["Cell", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of the chart."""

    name: str
    title: str
    one: str
    rows: tuple[tuple[Cell, ...], ...]
    none: bool | None  # whether it was said that there are none; None where that cannot be said
    problems: tuple[Problem, ...] = ()
    asked: bool = False


def tables(draft: Draft, asked: Iterable[str], again: Mapping[str, int] | None = None) -> list[Table]:
    """Return the tables of a draft as rows of cells."""
    groups, wanted, more = grouped(draft.values), set(asked), again or {}
    return [
        _table(
            TABLES[key],
            groups.get(key, {}),
            key,
            title,
            more,
            problems=tuple(each for each in draft.problems if each.key == key),
            asked=key in wanted,
        )
        for key, title in TABLE_TITLES.items()
    ]


def _table(
    row: type[Strict],
    fields: Values,
    name: str,
    title: str,
    more: Mapping[str, int],
    *,
    problems: tuple[Problem, ...] = (),
    asked: bool = False,
) -> Table:
    places = indices(fields)
    places += range((places[-1] + 1) if places else 0, (places[-1] + 1 if places else 0) + more.get(name, 0))
    rows = tuple(_cells(row, fields, f"{name}/{place}", f"{place}/", more) for place in places)
    short = name.rpartition("/")[2]
    said = fields.get(NONE, [""])[-1] == NONE if short in ("fitness.allergies", "events") else None
    return Table(name=name, title=title, one=ONE_OF[short], rows=rows, none=said, problems=problems, asked=asked)


def _cells(row: type[Strict], fields: Values, name: str, head: str, more: Mapping[str, int]) -> tuple[Cell, ...]:
    return tuple(_cell(member, shape, fields, name, head, more) for member, shape in shapes(row).items())


def _cell(member: str, shape: Any, fields: Values, name: str, head: str, more: Mapping[str, int]) -> Cell:
    place, below = f"{name}/{member}", f"{head}{member}/"
    inner = {each[len(below) :]: given for each, given in fields.items() if each.startswith(below)}
    label = labelled(member)
    value = fields.get(head + member, [""])[-1]
    table: Table | None = None
    inside: tuple[Cell, ...] = ()
    if shape.kind == "rows":
        table = _table(shape.row, inner, place, label.capitalize(), more)
    elif shape.kind == "row":
        inside = _cells(shape.row, fields, place, below, more)
    kind, choices, hint = _KINDS.get(shape.kind, ("text", (), ""))
    if shape.kind == "choice":
        choices = (UNKNOWN, *options(shape.choices))
    if shape.kind == "words":
        hint = f"with commas: {', '.join(shape.choices)}"
    return Cell(
        name=place,
        label=label,
        kind=kind,
        options=choices,
        value=value,
        hint=hint,
        required=not shape.optional,
        table=table,
        inside=inside,
    )


def labelled(member: str) -> str:
    """Return the name of a member for people, its unit after a comma.

    >>> labelled("enhancing_mm"), labelled("oil_uptake"), labelled("mg")
    ('enhancing, mm', 'oil uptake', 'mg')
    """
    for ending, unit in UNIT_ENDINGS.items():
        if member.endswith(ending):
            return f"{member.removesuffix(ending).replace('_', ' ')}, {unit}"
    return member.replace("_", " ")


_YES_NO = (UNKNOWN, Option(value="yes", label="yes"), Option(value="no", label="no"))
_KINDS: Mapping[str, tuple[str, tuple[Option, ...], str]] = {
    "flag": ("choice", _YES_NO, ""),
    "choice": ("choice", (), ""),
    "number": ("number", (), ""),
    "span": ("number", (), "a number, or 2 to 5"),
    "pair": ("number", (), "two sizes, 100 to 300"),
    "date": ("date", (), ""),
    "date_or_no": ("text", (), "a date such as 2026-10-02, or “no” while it goes on"),
}
