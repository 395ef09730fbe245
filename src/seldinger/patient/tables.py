"""The list tables at the door: rows validated against the frozen types of `course.py`, faults in plain words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from seldinger.patient.catalogue import nearest
from seldinger.patient.course import (
    TABLES,
    Agent,
    Event,
    EventGrade,
    Lesion,
    Mitoses,
    Session,
    Span,
    Specimen,
    Strict,
    VitalSigns,
)
from seldinger.patient.faults import Refusal, listed, member, shown
from seldinger.patient.values import day, plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import ErrorDetails

MOST_ROWS = 1000  # of one table
MOST_ERRORS = 500  # of one table: beyond that it is another format


@cache
def adapter(table: str) -> "TypeAdapter[tuple[Strict, ...]]":
    """Return the validator of one table; pydantic is loaded when the first table is read."""
    from pydantic import TypeAdapter

    row: Any = TABLES[table]
    return TypeAdapter(tuple[row, ...])


def read_rows(table: str, raw: Any, as_of: date) -> tuple[Strict, ...] | list[Refusal]:
    """Return the rows of a table, or everything that is wrong with them."""
    from pydantic import ValidationError

    if isinstance(raw, list | tuple) and len(raw) > MOST_ROWS:
        return [Refusal(table, shown(raw), f"at most {MOST_ROWS} rows", "leave out what is not part of the chart")]
    if not isinstance(raw, list | tuple):
        return [Refusal(table, shown(raw), f"a list of tables, [[{table}]]", "write each entry as a table of its own")]
    try:
        rows = adapter(table).validate_json(json.dumps(raw, default=_iso))
    except ValidationError as error:
        return _refusals(table, raw, error)
    odd = [each for index, row in enumerate(rows) for each in _odd(row, member(table, index), as_of)]
    return odd or rows


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _refusals(table: str, raw: Any, error: "ValidationError") -> list[Refusal]:
    """Return one refusal a place, the most precise place first: a union reports each of its branches."""
    if error.error_count() > MOST_ERRORS:
        seen = f"more than {MOST_ERRORS} faults in this table"
        return [Refusal(table, seen, "rows of the current edition", "compare it with the template")]
    found: dict[str, Refusal] = {}
    for detail in error.errors(include_url=False):
        refusal = _refusal(table, raw, detail)
        found.setdefault(refusal.path, refusal)
    inner = {path for path in found if any(other != path and other.startswith(f"{path}.") for other in found)}
    return [refusal for path, refusal in found.items() if path not in inner]


def _refusal(table: str, raw: Any, detail: "ErrorDetails") -> Refusal:
    kind, message = detail["type"], detail["msg"]
    path, value, names = _place(table, raw, detail["loc"], wanted=kind.startswith("missing"))
    if kind == "unexpected_keyword_argument":
        known = _members(table, names[:-1])
        return Refusal(
            path, "a member that is not known", listed(known), f"correct or remove it{nearest(names[-1], known)}"
        )
    if kind.startswith("missing"):
        return Refusal(path, "nothing", "a value", "add it")
    expected = message.removeprefix("Value error, ").removeprefix("Input should be ").removeprefix("a valid ")
    return Refusal(path, shown(value), expected, "correct it, or leave it out when it is not known")


def _place(table: str, raw: Any, loc: tuple[int | str, ...], *, wanted: bool) -> tuple[str, Any, list[str]]:
    """Return where in the chart an error lies: the validator's names of union branches are skipped."""
    path, value, names = table, raw, []
    for index, step in enumerate(loc):
        inside = _inside(value, step)
        if not inside and not (wanted and index == len(loc) - 1):
            continue
        path, value = member(path, step), value[step] if inside else None
        names += [step] if isinstance(step, str) else []
    return path, value, names


def _inside(value: Any, step: int | str) -> bool:
    if isinstance(step, int):
        return isinstance(value, list | tuple) and step < len(value)
    return isinstance(value, dict) and step in value


def _members(table: str, names: list[str]) -> tuple[str, ...]:
    """Return the member names of a row, or of the table inside it that the names lead to."""
    found: type = TABLES[table]
    for name in names:
        found = _INNER.get((found.__name__, name), found)
    return tuple(each.name for each in fields(found)) if is_dataclass(found) else ()


_INNER: Mapping[tuple[str, str], type] = {
    ("Specimen", "mitoses"): Mitoses,
    ("Specimen", "ki67_percent"): Span,
    ("Mitoses", "value"): Span,
    ("Session", "agent"): Agent,
    ("Session", "events"): Event,
    ("Session", "vitals"): VitalSigns,
    ("Event", "grade"): EventGrade,
    ("Study", "lesions"): Lesion,
}


def _odd(row: object, path: str, as_of: date) -> Iterator[Refusal]:
    """Yield dates that cannot be or lie after the chart's day, save of a planned session; spans out of domain; blanks."""
    if isinstance(row, Session) and row.planned:
        as_of = date.max
    for each in fields(row):  # type: ignore[arg-type]  # every row is a dataclass
        value = getattr(row, each.name)
        place = member(path, each.name)
        if isinstance(value, date):
            yield from _odd_day(value, place, as_of)
        elif isinstance(value, str) and not value.strip():
            yield Refusal(place, shown(value), "a text", "write it, or leave the key out")
        elif isinstance(value, Span):
            low, high = _domain(type(row).__name__, each.name)
            if not low <= value.low <= value.high <= high:
                seen = f"{plain(value.low)} to {plain(value.high)}"
                yield Refusal(place, seen, f"{plain(low)} to {plain(high)}", "correct it")
        elif is_dataclass(value):
            yield from _odd(value, place, as_of)
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                if is_dataclass(inner):
                    yield from _odd(inner, member(place, index), as_of)


def _odd_day(value: date, path: str, as_of: date) -> Iterator[Refusal]:
    try:
        day(value, path, as_of)
    except Refusal as refusal:
        yield refusal


@cache
def _domain(row: str, name: str) -> tuple[float, float]:
    """Return the ends of the domain that a member has beside its span, from its declaration."""
    hints = get_type_hints({"Specimen": Specimen, "Mitoses": Mitoses}[row], include_extras=True)
    bounded = next(each for each in get_args(hints[name]) if get_origin(each) is Annotated)
    ends = {end: getattr(mark, end) for mark in bounded.__metadata__ for end in ("ge", "le") if hasattr(mark, end)}
    return ends["ge"], ends["le"]
