"""Values of report.json as the words a view prints: rounding, counts on 100, intervals, dates."""

import math
import re
from collections.abc import Mapping
from typing import Any

from seldinger.report.text import visible

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "not stated"
UNIT_WORDS = {"d": "days", "wk": "weeks", "mo": "months", "a": "years"}
SIGNIFICANT = 3
NUMBER, LIST = (int, float), (list, tuple)
NOISE = 1e-12  # smaller than this is rounding of the machine, not a number of medicine
_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


def text(value: Any) -> str:
    """Return words as they stand, made visible; yes and no for a boolean; a list with commas.

    >>> text(["left", "right"]), text(None)
    ('left, right', 'not stated')
    """
    match value:
        case str():  # first, since most values are words
            return visible(value)
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return number(value)
        case list() | tuple():
            return ", ".join(text(each) for each in value) or "none"
        case Mapping():
            return _mapping(value)
        case _:
            return visible(str(value))


def _mapping(value: Mapping[str, Any]) -> str:
    if "low" in value or "high" in value:
        return span(value)
    return "; ".join(f"{words(name)} {text(each)}" for name, each in value.items() if each is not None) or NOTHING


def words(value: Any) -> str:
    """Return a code as words: underscores are spaces.

    >>> words("not_indicated")
    'not indicated'
    """
    return text(value).replace("_", " ")


def number(value: Any) -> str:
    """Return a number on three significant figures without trailing zeros, whole numbers whole; never "-0".

    >>> number(0.0421), number(2.0), number(1234.5), number(-0.0)
    ('0.0421', '2', '1235', '0')
    """
    if value.__class__ is int:
        return str(value)
    if not isinstance(value, NUMBER) or value.__class__ is bool:
        return text(value)
    if not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if size < NOISE or value == int(value) or size >= 10**SIGNIFICANT:
        return str(math.floor(value + 0.5))
    return _trim(f"{value:.{max(SIGNIFICANT - 1 - math.floor(math.log10(size)), 0)}f}")


def _trim(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def span(value: Any) -> str:
    """Return an interval as charted: "30 to 50", "above 20", "at most 5".

    >>> span({"low": 20, "high": None, "low_open": True})
    'above 20'
    """
    low, high = value.get("low"), value.get("high")
    if high is None:
        return f"{'above' if value.get('low_open') else 'at least'} {number(low)}"
    if low is None:
        return f"{'below' if value.get('high_open') else 'at most'} {number(high)}"
    return f"{number(low)} to {number(high)}"


def quantity(value: Any) -> str:
    """Return a value with its unit from an object that has both.

    >>> quantity({"value": 75.0, "unit": "%"}), quantity({"value": 3, "unit": "1"})
    ('75 %', '3')
    """
    unit = value.get("unit")
    return text(value.get("value")) + ("" if unit in (None, "", "1") else f" {visible(str(unit))}")


def seen(value: Any) -> str:
    """Return what the chart says of a variable: as it was printed there, or else the value with its unit."""
    if value.get("value") is None:
        return "not known"
    printed = value.get("printed")
    return _spoken(visible(str(printed))) if printed else words(quantity(value))


def _spoken(printed: str) -> str:
    """Return a code as words; what people wrote stands as they wrote it."""
    return printed.replace("_", " ") if _CODE.fullmatch(printed) else printed


def count(value: Any) -> str:
    """Return how many: a number as it is, a list by its length.

    >>> count(["a", "b"]), count(7)
    ('2', '7')
    """
    return number(value) if isinstance(value, NUMBER) or not isinstance(value, (*LIST, Mapping)) else str(len(value))


def of_100(value: Any) -> str:
    """Return a fraction as a natural frequency on 100 people.

    >>> of_100(0.608), of_100(0.0), of_100(0.004), of_100(0.998)
    ('61 of 100', '0 of 100', 'fewer than 1 of 100', 'more than 99 of 100')
    """
    if not _is_number(value):
        return NOTHING
    if 0 < value < 0.005:
        return "fewer than 1 of 100"
    if 0.995 <= value < 1:
        return "more than 99 of 100"
    return f"{_hundredths(value)} of 100"


def not_of_100(value: Any) -> str:
    """Return the other side of a natural frequency, so that did and did not both stand.

    >>> not_of_100(0.608)
    '39'
    """
    return str(100 - _hundredths(value)) if _is_number(value) else NOTHING


def interval_100(value: Any) -> str:
    """Return an interval of fractions on 100; one that starts at nought reads "up to".

    >>> interval_100([0.433, 0.612]), interval_100([0.0, 0.113]), interval_100([-1e-17, 0.113])
    ('43 to 61', 'up to 11', 'up to 11')
    """
    if not _is_pair(value):
        return NOTHING
    low, high = _hundredths(value[0]), _hundredths(value[1])
    return f"up to {high}" if value[0] <= 0 else f"{low} to {high}"


def interval(value: Any) -> str:
    """Return an interval of a quantity.

    >>> interval([24.0, 40.25])
    '24 to 40.2'
    """
    return f"{number(value[0])} to {number(value[1])}" if _is_pair(value) else NOTHING


def unit(value: Any) -> str:
    """Return the word for a unit of time, any other unit as it is written.

    >>> unit("mo"), unit("Gy")
    ('months', 'Gy')
    """
    return UNIT_WORDS.get(str(value)) or text(value)


def plural(value: Any) -> str:
    """Return a counted thing in the plural.

    >>> plural("procedure")
    'procedures'
    """
    return f"{words(value)}s"


def percent(value: Any) -> str:
    """Return a level such as 0.95 as "95 %".

    >>> percent(0.95)
    '95 %'
    """
    return f"{number(100 * value)} %" if _is_number(value) else NOTHING


def date(value: Any) -> str:
    """Return an ISO date as it is spoken; anything else as it stands.

    >>> date("2026-11-02")
    '2 Nov 2026'
    """
    parts = str(value).split("-")
    if value is None or len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return text(value)
    return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"


def day(value: Any) -> str:
    """Return day and month of an ISO date, for a place where the year goes without saying.

    >>> day("2026-11-02")
    '2 Nov'
    """
    return date(value).rsplit(" ", 1)[0]


def _is_number(value: Any) -> bool:
    return isinstance(value, NUMBER) and value.__class__ is not bool and math.isfinite(value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, LIST) and len(value) == 2 and _is_number(value[0]) and _is_number(value[1])


def _hundredths(value: float) -> int:
    return min(100, max(0, math.floor(100 * value + 0.5)))
