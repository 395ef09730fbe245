"""A record written back: as a plain tree that reads to an equal record, or as TOML that a person reads."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from seldinger.patient.read import FIELDS, SCHEMA
from seldinger.patient.record import Fact, Record

HEADER = ("id", "as_of", "label", "question", "intent")


def chart(record: Record) -> dict[str, Any]:
    """Return the record as a plain tree ready for JSON; `read_record` makes an equal record of it."""
    written: dict[str, Any] = json.loads(json.dumps(_tree(record), default=_iso))
    return written


def to_toml(record: Record) -> str:
    """Return the record as a chart in TOML, each fact on its line; it reads to an equal record."""
    return "\n".join(_lines(_tree(record))) + "\n"


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _tree(record: Record) -> dict[str, Any]:
    tree: dict[str, Any] = {"schema": SCHEMA}
    tree |= {name: getattr(record, name) for name in HEADER if getattr(record, name) is not None}
    for key, facts in record.facts.items():
        if record.allergies is None or key != "fitness.allergies":
            _put(tree, key, _written(facts))
    for key, name in FIELDS.items():
        rows = getattr(record, name)
        if rows or (rows is not None and key == "fitness.allergies"):
            _put(tree, key, [_row(row) for row in rows])
    return tree


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    *sections, name = key.split(".")
    for section in sections:
        tree = tree.setdefault(section, {})
    tree[name] = value


def _written(facts: tuple[Fact, ...]) -> Any:
    every = [_fact(fact) for fact in facts]
    return every[0] if len(every) == 1 else [each if isinstance(each, dict) else {"value": each} for each in every]


def _fact(fact: Fact) -> Any:
    """Return a fact as charted; the value alone when there is nothing else to say."""
    return fact.charted["value"] if set(fact.charted) == {"value"} else dict(fact.charted)


def _row(row: Any) -> dict[str, Any]:
    """Return a row without the members that were left out."""
    values = ((each.name, getattr(row, each.name), each.default) for each in fields(row))
    return {
        name: _plain(value)
        for name, value, default in values
        if value is not default and (value != default or type(value) is not type(default))
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _row(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _lines(tree: Mapping[str, Any]) -> Iterator[str]:
    sections = {name: value for name, value in tree.items() if isinstance(value, dict)}
    rows = {name: value for name, value in tree.items() if isinstance(value, list)}
    for name, value in tree.items():
        if name not in sections and name not in rows:
            yield f"{name} = {_inline(value)}"
    for name, section in sections.items():
        yield from ("", f"[{name}]")
        yield from (f"{key} = {_inline(value)}" for key, value in section.items())
    for name, every in rows.items():
        for row in every:
            yield from ("", f"[[{name}]]")
            yield from (f"{key} = {_inline(value)}" for key, value in row.items())


def _inline(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
        case dict():
            return f"{{ {', '.join(f'{key} = {_inline(each)}' for key, each in value.items())} }}" if value else "{}"
        case list():
            return f"[{', '.join(_inline(each) for each in value)}]"
        case _:
            return repr(value)
