"""Whether a value out of a file has the form that a field of a record asks for, read off the record itself."""

import math
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

MOST = 10_000_000
"""No count, time or percent of a study lies beyond this: a larger number is a slip."""


@cache
def shapes(record: type) -> dict[str, Any]:
    """Return the plain type that each field of a record asks for; None is what a missing key leaves."""
    return {f.name: _plain(f.type) for f in fields(record)}


def wrong(value: object, shape: Any) -> str | None:
    """Return what was expected when a value does not have a shape; None when it has, or is a record of its own.

    >>> wrong(3, int), wrong(-3, int), wrong("3", int)
    (None, 'a whole number from 0 to 10,000,000', 'a whole number from 0 to 10,000,000')
    """
    if get_origin(shape) is tuple:
        return _wrong_list(value, get_args(shape))
    if shape is str:
        return None if isinstance(value, str) and value.strip() and value.isprintable() else "text on one line"
    if shape is int:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
        return None if fits else f"a whole number from 0 to {MOST:,}"
    if shape is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        return None if fits and abs(value) <= MOST else f"a number, at most {MOST:,}"  # type: ignore[arg-type]
    if shape is bool:
        return None if isinstance(value, bool) else "true or false"
    if shape is date:
        return None if isinstance(value, date) and not isinstance(value, datetime) else "a date such as 2031-05-02"
    return None


def _wrong_list(value: object, inner: tuple[Any, ...]) -> str | None:
    if get_origin(inner[0]) is tuple:  # pairs: a table of name and value in the file
        kind = get_args(inner[0])[1]
        fits = isinstance(value, dict) and not any(wrong(one, kind) for one in value.values())
        return None if fits else f"a table of name and {'text' if kind is str else 'number'}"
    if inner[0] not in (str, int):
        return None
    fits = isinstance(value, list) and not any(wrong(one, inner[0]) for one in value)
    if inner[-1] is not Ellipsis and isinstance(value, list) and len(value) != len(inner):
        fits = False
    many = "" if inner[-1] is Ellipsis else f"{len(inner)} "
    return None if fits else f"a list of {many}{'texts' if inner[0] is str else 'whole numbers'}"


def _plain(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind
