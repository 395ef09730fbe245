"""Rows of a chart's tables inside a FHIR extension, for what no standard element holds, and back without loss."""

from collections.abc import Mapping
from typing import Any

from seldinger.patient.variable import LOCAL_SYSTEM

LISTS = frozenset(  # members that hold several values, each with the table or member it stands in
    {("session", "territory"), ("session", "events"), ("agent", "size_um"), ("study", "lesions")}
)
_EMPTY = "empty"  # a list that was looked at and holds nothing
_VALUES = ("valueBoolean", "valueInteger", "valueDecimal", "valueString")

Json = dict[str, Any]


def url(table: str) -> str:
    """Return the address of the extension that holds a row of a table.

    >>> url("session")
    'urn:seldinger:session'
    """
    return f"{LOCAL_SYSTEM}:{table}"


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
        if (inside, name) in LISTS:
            row.setdefault(name, []).extend([] if each.get("valueCode") == _EMPTY else [_value(each, name)])
        else:
            row[name] = _value(each, name)
    return row


def _value(extension: Mapping[str, Any], inside: str) -> Any:
    for name in _VALUES:
        if name in extension:
            return extension[name]
    return _row(extension, inside)
