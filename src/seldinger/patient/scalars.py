"""One scalar fact at the door, in any of the forms in which it may be written."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from seldinger.patient.catalogue import nearest, variable
from seldinger.patient.faults import Refusal, listed, member, shown
from seldinger.patient.quantities import ENDS, Found, measured, part
from seldinger.patient.record import Fact, State, Value
from seldinger.patient.values import choice, choices, day, flag, name_or_none, number, plain, severity, text, within
from seldinger.patient.variable import Extra, Kind, Variable

STATES: tuple[State, ...] = ("not_done", "refused")
ABOUT = ("date", "source", "by", "why", *STATES)
MOST_FACTS = 1000  # in one series
TEXTS = ("source", "by", "why", "assay")
LIMITS = ("unit", "uln", "lln", "assay")


def read_facts(known: Variable, raw: Any, path: str, as_of: date) -> tuple[Fact, ...]:
    """Return the facts of one key, oldest first, those of one day in the order written; raises Refusal on a fault."""
    if not _is_series(known, raw):
        return (read_fact(known, raw, path, as_of),)
    if not known.series or not raw:
        raise Refusal(path, shown(raw), "a single value", "write one value, or leave the key out when nobody looked")
    if len(raw) > MOST_FACTS:
        raise Refusal(path, shown(raw), f"at most {MOST_FACTS} facts", "leave out what is not part of the chart")
    facts = [read_fact(known, each, member(path, index), as_of) for index, each in enumerate(raw)]
    return tuple(sorted(facts, key=lambda fact: fact.date))


def _is_series(known: Variable, raw: Any) -> bool:
    if not isinstance(raw, list | tuple):
        return False
    return known.kind is not Kind.CHOICES or any(isinstance(each, dict) for each in raw)


def read_fact(known: Variable, raw: Any, path: str, as_of: date) -> Fact:
    """Return one fact; raises Refusal on a fault."""
    table = _table(known, raw, path) if isinstance(raw, dict) else {"value": raw}
    dated = day(table["date"], f"{path}.date", as_of) if "date" in table else None
    state = _state(table, path)
    found = _found(known, table, path, as_of) if state == "recorded" else Found(printed=state.replace("_", " "))
    return Fact(
        variable=known.key,
        value=found.value,
        unit=found.unit,
        printed=found.printed,
        state=state,
        date=dated or as_of,
        dated=dated is not None,
        uln=found.uln,
        lln=found.lln,
        extra=found.extra,
        charted=table | _in_one_form(table, found, dated),
        **{name: text(table[name], f"{path}.{name}") for name in TEXTS if name in table},
    )


def _in_one_form(table: Mapping[str, Any], found: Found, dated: date | None) -> dict[str, Any]:
    """Return the members that files write in different forms: dates that JSON holds as text, sets in any order."""
    formed: dict[str, Any] = {} if dated is None else {"date": dated}
    if isinstance(found.value, frozenset):
        formed["value"] = sorted(found.value)
    elif isinstance(found.value, date):
        formed["value"] = found.value
    if found.extra:
        formed |= {name: value for name, value in found.extra.items() if isinstance(value, date)}
    return formed


def _table(known: Variable, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the table of a fact with its value under "value"; a member that is not known is refused."""
    allowed = _allowed(known.key)
    for name in raw:
        if name not in allowed:
            remedy = f"correct or remove it{nearest(name, allowed)}"
            raise Refusal(member(path, name), "a member that is not known", listed(allowed), remedy)
    if known.value_name == "value":
        return dict(raw)
    if {"value", known.value_name} <= set(raw):
        raise Refusal(path, f"value beside {known.value_name}", "one of the two", "keep one of them")
    return {"value" if name == known.value_name else name: value for name, value in raw.items()}


@cache
def _allowed(key: str) -> tuple[str, ...]:
    known = variable(key)
    numeric = (*ENDS, *LIMITS) if known.kind.numeric else tuple(dict.fromkeys((known.value_name, "value")))
    return (*numeric, *ABOUT, *known.parts, *(extra.name for extra in known.extras))


def _state(table: Mapping[str, Any], path: str) -> State:
    given = [name for name in STATES if name in table]
    if not given:
        return "recorded"
    for name in given:
        if table[name] is not True:
            raise Refusal(member(path, name), shown(table[name]), "true", f"write {name} = true, or leave it out")
    if len(given) > 1 or set(table) - set(ABOUT):
        raise Refusal(
            path, f"{given[0]} beside other members", "only date, source, by and why beside it", "keep one of them"
        )
    return given[0]


def _found(known: Variable, table: Mapping[str, Any], path: str, as_of: date) -> Found:
    parts = [name for name in known.parts if name in table]
    if parts:
        return _by_part(known, table, parts, path)
    asked = (each for each in known.extras if each.name in table or each.required)
    extra = {each.name: _extra(each, table, path, as_of) for each in asked}
    if known.kind.numeric:
        return measured(known, table, path, extra)
    if "value" not in table:
        raise Refusal(path, "no value", f"{known.value_name} = …", "add the value, or write not_done = true")
    value = _word(known, table["value"], path, as_of)
    return Found(value=value, printed=table["value"] if known.kind is Kind.TEXT else _print(value), extra=extra)


def _word(known: Variable, raw: Any, path: str, as_of: date) -> Value:
    match known.kind:
        case Kind.FLAG:
            return flag(raw, path)
        case Kind.SEVERITY:
            return severity(raw, path)
        case Kind.DATE:
            return day(raw, path, as_of)
        case Kind.CHOICES:
            return choices(raw, known.choices, path)
        case Kind.TEXT:
            return name_or_none(raw, path)
        case _:
            return choice(raw, known.choices, path)


def _extra(extra: Extra, table: Mapping[str, Any], path: str, as_of: date) -> Value:
    place = member(path, extra.name)
    if extra.name not in table:
        raise Refusal(path, f"no {extra.name}", f"{extra.name} = …", f"write a table with value and {extra.name}")
    raw = table[extra.name]
    match extra.kind:
        case Kind.FLAG:
            return flag(raw, place)
        case Kind.DATE:
            return day(raw, place, as_of)
        case Kind.QUANTITY:
            return within(float(number(raw, place)), extra.low, extra.high, None, place)
        case _:
            return text(raw, place)


def _by_part(known: Variable, table: Mapping[str, Any], parts: list[str], path: str) -> Found:
    """Return the whole from its parts: the worst level, or the sum. A part nobody looked at leaves the whole open."""
    if any(name in table for name in ENDS):
        raise Refusal(path, "a value beside its parts", "the value or its parts", "keep one of them")
    printed = ", ".join(f"{name}: {_print(table[name])}" for name in parts)
    if known.kind is Kind.LEVEL:
        levels = {name: choice(table[name], known.choices, member(path, name)) for name in parts}
        worst = max(levels.values(), key=known.choices.index)
        if worst != known.choices[-1]:
            _need_every_part(known, parts, path)
        return Found(value=worst, printed=printed, extra=dict(levels))
    _need_every_part(known, parts, path)
    numbers = {name: part(known, table, name, path) for name in parts}
    total = within(sum(numbers.values()), known.low, known.high, known.unit, path)
    return Found(
        value=total, unit=known.unit, printed=f"{printed} {table.get('unit', known.unit)}", extra=dict(numbers)
    )


def _need_every_part(known: Variable, parts: list[str], path: str) -> None:
    absent = [name for name in known.parts if name not in parts]
    if absent:
        seen = f"only {listed(parts)}"
        raise Refusal(path, seen, f"{', '.join(known.parts)}", f"add {listed(absent)}, or write the overall finding")


def _print(value: Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return plain(value)
        case date():
            return value.isoformat()
        case frozenset():
            return ", ".join(sorted(value)).replace("_", " ") or "none"
        case _:
            return str(value).replace("_", " ") if str(value).isidentifier() else str(value)
