"""A posted form as a chart, and a chart as the values of a form: the same tree in both directions, nothing lost.

Names of fields: `labs.bilirubin/0/value` is the value of the first entry of a variable, `study/0/lesions/2/id` a member
of a row inside a row. An empty field says that nobody looked. What cannot be read as written becomes a fault at its
place; everything else is left to the door of the patient room.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from seldinger.patient import Fault, Kind, Variable, variable, variables
from seldinger.patient.course import TABLES
from seldinger.patient.read import HEADER, SCHEMA
from seldinger.web import rows
from seldinger.web.typed import (
    FIELDS,
    LISTED,
    Form,
    Unreadable,
    fault,
    first,
    number,
    one_number,
    spoken,
    strange,
    yes_no,
)

Values = dict[str, list[str]]
ABOUT = ("date", "source", "by", "why")
LIMITS = ("unit", "uln", "lln", "assay")
STATES = ("not_done", "refused")
MOST_ENTRIES = 1000  # of one variable


def tree_of(form: Form) -> tuple[dict[str, Any], list[Fault]]:
    """Return the chart of a form, and what in it cannot be read."""
    tree: dict[str, Any] = {"schema": SCHEMA}
    faults: list[Fault] = []
    for name in HEADER:
        if name != "schema" and (text := first(form, name)):
            tree[name] = text
    groups = grouped(form)
    for key in groups.keys() - variables().keys() - TABLES.keys():
        if strange(groups[key], ()):
            faults.append(fault(key, FIELDS))
    for key, known in variables().items():
        if key not in TABLES or _by_entry(groups.get(key, {})):
            _put(tree, key, _entries(known, groups.get(key, {}), faults))
    for key, row in TABLES.items():
        if not (key in variables() and _by_entry(groups.get(key, {}))):
            _put(tree, key, rows.read(row, groups.get(key, {}), key, faults))
    return tree, faults


def _by_entry(fields: Form) -> bool:
    """Return whether a list is entered as a fact, which says only why there is none."""
    return any(first(fields, f"{index}/state") for index in rows.indices(fields))


def grouped(form: Form) -> dict[str, dict[str, list[str]]]:
    """Return the fields by the key they begin with, each under the rest of its name."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, given in form.items():
        key, slash, rest = name.partition("/")
        if slash:
            found.setdefault(key, {})[rest] = given
    return found


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        return
    *sections, name = key.split(".")
    for section in sections:
        tree = tree.setdefault(section, {})
    tree[name] = value


def _entries(known: Variable, fields: Form, faults: list[Fault]) -> Any:
    found = []
    indices = rows.indices(fields)
    if strange({name: given for name, given in fields.items() if not rows.is_index(name.partition("/")[0])}, ()):
        faults.append(fault(known.key, FIELDS))
    for index in indices[: MOST_ENTRIES + 1]:  # one too many is for the door to refuse
        path = known.key if len(indices) == 1 else f"{known.key}[{index}]"
        members = {
            name.partition("/")[2]: given for name, given in fields.items() if name.partition("/")[0] == str(index)
        }
        try:
            entry = entry_of(known, members, path)
        except Unreadable as odd:
            faults.append(fault(odd.path, odd.expected))
            continue
        found += [] if entry is None else [entry]
    if not found or (len(found) == 1 and set(found[0]) == {"value"}):
        return found[0]["value"] if found else None
    return found[0] if len(found) == 1 else found


def entry_of(known: Variable, fields: Form, path: str) -> dict[str, Any] | None:
    """Return one entry of a variable as a chart writes it, or None when nothing was entered; raises Unreadable."""
    if strange(fields, _member_names(known.key)):
        raise Unreadable(path, FIELDS)
    about = {name: text for name in ABOUT if (text := first(fields, name))}
    state = first(fields, "state")
    if state:
        if state not in STATES:
            raise Unreadable(path, "not done or refused")
        if any(first(fields, name) for name in _member_names(known.key) if name not in (*ABOUT, "state", "unit")):
            raise Unreadable(path, f"either a value, or {state.replace('_', ' ')}")
        return {state: True, **about}
    value = _value(known, fields, path)
    beside = about | _members(known, fields, path)
    if value is None:
        if {name for name in beside if name != "unit"}:
            raise Unreadable(path, "a value beside its date, source or limits")
        return None
    return {**value, **beside}


@cache
def _member_names(key: str) -> frozenset[str]:
    known = variable(key)
    members = (*(f"part.{name}" for name in known.parts), *(f"extra.{extra.name}" for extra in known.extras))
    return frozenset(("value", LISTED, "state", *ABOUT, *(LIMITS if known.kind.numeric else ()), *members))


def _value(known: Variable, fields: Form, path: str) -> dict[str, Any] | None:
    parts = {name: text for name in known.parts if (text := first(fields, f"part.{name}"))}
    if parts and first(fields, "value"):
        raise Unreadable(path, "either the overall finding, or its parts")
    if parts:
        return {name: text if known.kind is Kind.LEVEL else one_number(text, path) for name, text in parts.items()}
    text = first(fields, "value")
    if known.kind is Kind.CHOICES:
        ticked = [each for each in fields.get("listed", []) if each]
        if ticked and text == "none":
            raise Unreadable(path, "either none, or the ones that are ticked")
        return {"value": ticked} if ticked else ({"value": []} if text == "none" else None)
    if not text:
        return None
    if known.kind.numeric:
        return number(text, path)
    return {"value": yes_no(text) if known.kind in (Kind.FLAG, Kind.SEVERITY) else text}


def _members(known: Variable, fields: Form, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if known.kind.numeric:
        for name in LIMITS:
            if text := first(fields, name):
                found[name] = one_number(text, f"{path}.{name}") if name in ("uln", "lln") else text
    for extra in known.extras:
        if text := first(fields, f"extra.{extra.name}"):
            place = f"{path}.{extra.name}"
            kind = extra.kind
            found[extra.name] = yes_no(text) if kind is Kind.FLAG else one_number(text, place) if kind.numeric else text
    return found


def values_of(tree: Mapping[str, Any]) -> Values:
    """Return the values of a form that says what a chart says; the chart is one that was read."""
    found: Values = {name: [str(tree[name])] for name in HEADER if name in tree and name != "schema"}
    for key, known in variables().items():
        raw = _get(tree, key)
        if raw is not None and not (key in TABLES and isinstance(raw, list)):
            for index, entry in enumerate(_listed(known, raw)):
                found |= {f"{key}/{index}/{name}": given for name, given in _fields(known, entry)}
    for key, row in TABLES.items():
        raw = _get(tree, key)
        if isinstance(raw, list):
            found |= dict(rows.write(row, raw, key))
    return found


def _get(tree: Mapping[str, Any], key: str) -> Any:
    value: Any = tree
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _listed(known: Variable, raw: Any) -> Iterable[Mapping[str, Any]]:
    series = isinstance(raw, list) and (known.kind is not Kind.CHOICES or any(isinstance(each, dict) for each in raw))
    return [each if isinstance(each, dict) else {"value": each} for each in (raw if series else [raw])]


def _fields(known: Variable, entry: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    extras = {extra.name for extra in known.extras}
    for name, value in entry.items():
        if name in STATES:
            yield "state", [name]
        elif name in extras:
            yield f"extra.{name}", [spoken(value)]
        elif name in known.parts:
            yield f"part.{name}", [spoken(value)]
        elif name in ABOUT or name in LIMITS:
            yield name, [spoken(value)]
    yield from _written(known, entry)


def _written(known: Variable, entry: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    value = entry.get("value", entry.get(known.value_name))
    if isinstance(value, list):
        yield ("value", ["listed"]) if value else ("value", ["none"])
        yield "listed", [str(each) for each in value]
    elif value is not None:
        yield "value", [spoken(value)]
    elif "low" in entry and "high" in entry and "low" not in known.parts:
        yield "value", [f"{spoken(entry['low'])} to {spoken(entry['high'])}"]
    else:
        for end in ("below", "above"):
            if end in entry:
                yield "value", [f"{end} {spoken(entry[end])}"]
