"""Rows of a chart's tables inside a FHIR extension, for what no standard element holds, and back without loss."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from seldinger.patient.course import TABLES
from seldinger.patient.variable import LOCAL_SYSTEM

_EMPTY = "empty"  # a list that was looked at and holds nothing
_VALUES = ("valueBoolean", "valueInteger", "valueDecimal", "valueString")

Json = dict[str, Any]


def url(table: str) -> str:
    """Return the address of the extension that holds a row of a table.

    >>> url("session")
    'urn:seldinger:session'
    """
    return f"{LOCAL_SYSTEM}:{table}"


@cache
def lists() -> frozenset[tuple[str, str]]:
    """Return every member that holds several values, each with the table or member it stands in, from the chart's types."""
    return frozenset(pair for table, row in TABLES.items() for pair in _lists_in(table, row))


def _lists_in(inside: str, row: type) -> Iterator[tuple[str, str]]:
    for name, hint in get_type_hints(row).items():
        kinds = list(_kinds(hint))
        if any(get_origin(kind) is tuple for kind in kinds):
            yield inside, name
        for kind in kinds:
            if isinstance(kind, type) and is_dataclass(kind):
                yield from _lists_in(name, kind)


def _kinds(hint: Any) -> Iterator[Any]:
    """Yield a type and every type it is made of."""
    yield hint
    for each in get_args(hint):
        yield from _kinds(each)


def packed(table: str, row: Mapping[str, Any]) -> Json:
    """Return a row, as JSON carries it, in one extension."""
    return {"url": url(table), "extension": _members(row)}


def _members(row: Mapping[str, Any]) -> list[Json]:
    return [each for name, value in row.items() for each in _member(name, value)]


def _member(name: str, value: Any) -> list[Json]:
    match value:
        case list():
            return [each for item in value for each in _member(name, item)] or [{"url": name, "valueCode": _EMPTY}]
        case dict():
            return [{"url": name, "extension": _members(value)}]
        case bool():
            return [{"url": name, "valueBoolean": value}]
        case int():
            return [{"url": name, "valueInteger": value}]
        case float():
            return [{"url": name, "valueDecimal": value}]
        case _:
            return [{"url": name, "valueString": str(value)}]


def unpacked(table: str, resource: Mapping[str, Any]) -> Json | None:
    """Return the row of a table that a resource carries, or None when it carries none; odd members are kept out."""
    for each in resource.get("extension") or ():
        if isinstance(each, Mapping) and each.get("url") == url(table):
            return _row(each, table)
    return None


def _row(extension: Mapping[str, Any], inside: str) -> Json:
    row: Json = {}
    for each in extension.get("extension") or ():
        name = each.get("url") if isinstance(each, Mapping) else None
        if not isinstance(name, str):
            continue
        if (inside, name) in lists():
            row.setdefault(name, []).extend([] if each.get("valueCode") == _EMPTY else [_value(each, name)])
        else:
            row[name] = _value(each, name)
    return row


def _value(extension: Mapping[str, Any], inside: str) -> Any:
    for name in _VALUES:
        if name in extension:
            return extension[name]
    return _row(extension, inside)
