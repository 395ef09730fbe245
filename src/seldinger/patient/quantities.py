"""Numbers with a unit at the door: a value, an interval or a limit of detection, in the variable's own unit.

A unit is never guessed. What is charted in another unit is converted once, here, and compared at three significant
figures; what cannot be converted is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seldinger.patient.faults import Refusal, listed, member, shown
from seldinger.patient.record import Interval, Value
from seldinger.patient.values import number, plain, whole, within
from seldinger.patient.variable import INTERVAL_95, Variable
from seldinger.units import UnitError, compatible, known_units, spell, to_canonical

FORMS = (("value",), ("low", "high"), ("below",), ("above",))
SPOKEN = {"1": "", "a": "years", "Cel": "°C"}  # units that a key implies, as they are printed
ENDS = ("value", "low", "high", "below", "above")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The value of a fact as rules compare it, how the chart printed it, and the reference limits in the same unit."""

    printed: str
    value: Value | None = None
    unit: str | None = None
    uln: float | None = None
    lln: float | None = None
    extra: Mapping[str, Value] = field(default_factory=dict)


def measured(known: Variable, table: Mapping[str, Any], path: str, extra: Mapping[str, Value]) -> Found:
    """Return the number of a fact's table, with its further members.

    Raises Refusal on a missing or foreign unit and on a value out of the domain.
    """
    form = tuple(name for name in ENDS if name in table)
    if form not in FORMS:
        seen = listed(form) if form else "no value"
        raise Refusal(path, seen, "value, or low and high, or below, or above", "write exactly one of these forms")
    unit = _unit(known, table, path)
    ends = {name: _end(known, table, unit, name, path) for name in form}
    limits = {name: _end(known, table, unit, name, path) for name in ("uln", "lln") if name in table}
    value, printed = _value(known, ends, unit, path), _printed(table, form, unit)
    _in_order(known, limits, unit, path)
    _inside(value, extra, path)
    return Found(
        value=value,
        unit=_target(known, unit),
        printed=printed,
        uln=limits.get("uln"),
        lln=limits.get("lln"),
        extra=extra,
    )


def part(known: Variable, table: Mapping[str, Any], name: str, path: str) -> float:
    """Return the number of one part of a fact, in the variable's unit; raises Refusal as `measured` does."""
    return float(_end(known, table, _unit(known, table, path), name, path))


def _unit(known: Variable, table: Mapping[str, Any], path: str) -> str:
    """Return the unit as it was typed; what the key itself says is used only where the key says it."""
    raw = table.get("unit")
    wanted = known.units or (known.unit or "1",)
    if raw is None:
        if known.bare:
            return known.unit or "1"
        raise Refusal(
            path, "no unit", f"a unit such as {wanted[0]}", f'add unit = "{wanted[0]}" as the laboratory printed it'
        )
    if not isinstance(raw, str):
        raise Refusal(member(path, "unit"), shown(raw), f"a unit such as {wanted[0]}", "write it in quotation marks")
    if not readable(known, raw):
        raise Refusal(
            member(path, "unit"), shown(raw), listed(readable_units(known)), "write the unit as it was reported"
        )
    return raw


def readable(known: Variable, unit: str) -> bool:
    """Return whether a variable may be charted in a unit, as typed; of ratios only a fraction in percent."""
    if known.unit == "1" and known.high != 1 and unit.strip() == "%":
        return False
    if not known.units:
        return compatible(unit, known.unit or "1", substance=known.substance)
    try:
        return spell(unit) in known.units
    except UnitError:
        return False


def readable_units(known: Variable) -> tuple[str, ...]:
    """Return the units in which a variable may be charted, in UCUM spelling."""
    return known.units or tuple(unit for unit in known_units() if readable(known, unit))


def _target(known: Variable, unit: str) -> str | None:
    """Return the unit of the value: the variable's own, or the charted one of a marker that is never converted."""
    return spell(unit) if known.units else known.unit


def _end(known: Variable, table: Mapping[str, Any], unit: str, name: str, path: str) -> float:
    """Return one number of the table, converted and inside the domain; a fault shows it as it was charted."""
    place = path if name == "value" else member(path, name)
    raw, target = number(table[name], place), _target(known, unit)
    value = raw if target is None else to_canonical(raw, unit, target, substance=known.substance).value
    return within(value, known.low, known.high, known.unit, place, seen=_with_unit(plain(raw), unit))


def _value(known: Variable, ends: Mapping[str, float], unit: str, path: str) -> float | Interval:
    kind: Callable[[float, str], float] = whole if known.integer else _as_float
    low, high = known.low or 0.0, known.high or 0.0
    match {name: kind(value, path) for name, value in ends.items()}:
        case {"value": value}:
            return value
        case {"below": bound} if bound <= low:
            raise _empty(path, "below", "more than", low, known)
        case {"above": bound} if bound >= high:
            raise _empty(path, "above", "less than", high, known)
        case {"below": bound}:
            return Interval(low=low, high=bound, high_open=True)
        case {"above": bound}:
            return Interval(low=bound, high=high, low_open=True)
        case both:
            return _ordered(both["low"], both["high"], path)


def _empty(path: str, word: str, wanted: str, end: float, known: Variable) -> Refusal:
    unit = known.unit or ""
    seen, expected = (_with_unit(f"{said} {plain(end)}", unit) for said in (word, wanted))
    return Refusal(path, seen, expected, "nothing lies there: check the number and the unit")


def _in_order(known: Variable, limits: Mapping[str, float], unit: str, path: str) -> None:
    """Refuse limits of normal that no laboratory has: an upper one of nothing, a lower one above it."""
    upper, lower = limits.get("uln"), limits.get("lln")
    if upper is not None and upper <= 0:
        raise Refusal(
            member(path, "uln"), _with_unit(plain(upper), unit), "more than 0", "leave it out when not stated"
        )
    if upper is not None and lower is not None and lower > upper:
        seen = _with_unit(plain(lower), known.unit or unit)
        raise Refusal(member(path, "lln"), seen, "at most uln", "exchange the two")


def _inside(value: float | Interval, extra: Mapping[str, Value], path: str) -> None:
    """Refuse a 95 % interval in which its own value does not lie."""
    low, high = (extra.get(name) for name in INTERVAL_95)
    most = value.high if isinstance(value, Interval) else value
    least = value.low if isinstance(value, Interval) else value
    if isinstance(low, float) and low > most:
        raise Refusal(member(path, "low95"), plain(low), f"at most the value, {plain(most)}", "correct one of them")
    if isinstance(high, float) and high < least:
        raise Refusal(member(path, "high95"), plain(high), f"at least the value, {plain(least)}", "correct one of them")


def _as_float(value: float, path: str) -> float:
    return float(value)


def _ordered(low: float, high: float, path: str) -> Interval:
    if low > high:
        raise Refusal(path, f"low {plain(low)} above high {plain(high)}", "low not above high", "exchange the two")
    return Interval(low=low, high=high)


def _printed(table: Mapping[str, Any], form: tuple[str, ...], unit: str) -> str:
    words = {
        ("value",): "{value}",
        ("low", "high"): "{low} to {high}",
        ("below",): "below {below}",
        ("above",): "above {above}",
    }[form]
    return _with_unit(words.format(**{name: plain(table[name]) for name in form}), unit)


def _with_unit(words: str, unit: str) -> str:
    return f"{words} {SPOKEN.get(unit, unit)}".strip()
