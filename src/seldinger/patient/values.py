"""Single values at the door: text, date, flag, choice and number, each refused with what was expected."""

from datetime import date, datetime
from re import compile as pattern
from typing import Any

from seldinger.patient.catalogue import nearest
from seldinger.patient.faults import Refusal, listed, shown
from seldinger.patient.variable import SEVERITIES, Variable, names_nothing

ISO_DATE = pattern(r"\d{4}-\d{2}-\d{2}")
MOST_CHARACTERS = 2000
FIRST_YEAR, LAST_YEAR = 1900, 2199
YEARS = f"a year from {FIRST_YEAR} to {LAST_YEAR}"


def text(raw: Any, path: str) -> str:
    """Return a text that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise Refusal(path, shown(raw), "a text", "write it in quotation marks, or leave the key out")
    if len(raw) > MOST_CHARACTERS:
        raise Refusal(path, f"{len(raw)} characters", f"at most {MOST_CHARACTERS} characters", "shorten the text")
    return raw


def name_or_none(raw: Any, path: str) -> str | bool:
    """Return a text that names something, or False for the one word "none"; other ways to say no are not guessed at."""
    written = text(raw, path)
    if written.strip().lower() == "none":
        return False
    if names_nothing(written):
        raise Refusal(path, shown(raw), '"none", or words that name it', "leave the key out when nobody looked")
    return written


def flag(raw: Any, path: str) -> bool:
    """Return true or false; words and numbers are not taken for it."""
    if not isinstance(raw, bool):
        raise Refusal(path, shown(raw), "true or false", "write true or false; leave the key out when nobody looked")
    return raw


def day(raw: Any, path: str, as_of: date | None) -> date:
    """Return a date not after the chart's day."""
    value = _iso(raw) if isinstance(raw, str) else raw
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Refusal(path, shown(raw), "a date such as 2026-10-02", "write year-month-day")
    if not possible(value):
        raise Refusal(path, value.isoformat(), YEARS, "correct the year")
    if as_of is not None and value > as_of:
        expected = f"a date not after as_of ({as_of.isoformat()})"
        raise Refusal(path, value.isoformat(), expected, "correct the date, or bring as_of up to date")
    return value


def possible(day: date) -> bool:
    """Return whether a day can be one of a patient's: spans of time are counted from it in both directions."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _iso(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if ISO_DATE.fullmatch(raw) else None
    except ValueError:
        return None


def choice(raw: Any, choices: tuple[str, ...], path: str) -> str:
    """Return one of the listed words."""
    if not isinstance(raw, str) or raw not in choices:
        hint = nearest(raw, choices) if isinstance(raw, str) else ""
        raise Refusal(path, shown(raw), listed(choices), f"use one of these words{hint}")
    return raw


def choices(raw: Any, known: tuple[str, ...], path: str) -> frozenset[str]:
    """Return a set of the listed words; an empty list says that there is none."""
    if not isinstance(raw, list | tuple):
        raise Refusal(path, shown(raw), f"a list of {listed(known)}", "write it in square brackets")
    return frozenset(choice(each, known, f"{path}[{index}]") for index, each in enumerate(raw))


def severity(raw: Any, path: str) -> bool | str:
    """Return true, false or how severe."""
    return raw if isinstance(raw, bool) else choice(raw, SEVERITIES, path)


def number(raw: Any, path: str) -> float:
    """Return a number; true and false are not numbers, and neither is a text with digits."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Refusal(path, shown(raw), "a number", "write the number without quotation marks and without its unit")
    return raw


def within(
    value: float, low: float | None, high: float | None, unit: str | None, path: str, seen: str | None = None
) -> float:
    """Return the value when it lies in the domain; beyond it the decimal point or the unit is wrong."""
    if (low is not None and value < low) or (high is not None and value > high):
        words = f"{plain(low)} to {plain(high)}{'' if unit in (None, '1') else f' {unit}'}"
        raise Refusal(path, seen or shown(value), words, "check the decimal point and the unit")
    return value


def whole(value: float, path: str) -> int:
    """Return a whole number."""
    if value != int(value):
        raise Refusal(
            path, shown(value), "a whole number", "write an interval { low = …, high = … } when it is not exact"
        )
    return int(value)


def plain(value: float | None) -> str:
    """Return a number as it is printed: whole numbers without a point, others with every figure they have.

    >>> plain(2.0), plain(1.1)
    ('2', '1.1')
    """
    if value is None:
        return "…"
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))


def domain(known: Variable) -> str:
    """Return the domain of a numeric variable in words."""
    return f"{plain(known.low)} to {plain(known.high)}"
