"""What rests on background knowledge: every knowledge entry and every citation in code that is marked unverified."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.tree import PACKAGE, knowledge_files, modules

_MARK = "unverified"
_SILENT = {"status", "review_due"}


def quantity(value: object, unit: str) -> str:
    """Return a value with its unit; "1" is the unit of a plain number and is not printed.

    >>> quantity(2.0, "mg/dL"), quantity(1.5, "1")
    ('2 mg/dL', '1.5')
    """
    number = f"{value:g}" if isinstance(value, int | float) else str(value)
    return number if unit == "1" else f"{number} {unit}"


def entries(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the place of each unverified entry and what it says."""
    home = PACKAGE / "knowledge"
    for path, data in knowledge_files(root):
        for name, entry in _marked(data, ""):
            yield f"{path.relative_to(home)}: {name}", _saying(entry)
    for path, tree in modules(root):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and any(_is_mark(word) for word in call.keywords):
                yield f"{path.relative_to(PACKAGE)}: {_first_word(call)}", _words(call)


def _marked(data: Any, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, dict):
        if data.get("status") == _MARK:
            yield name or "whole file", data
        for key, each in data.items():
            yield from _marked(each, f"{name}.{key}" if name else key)
    elif isinstance(data, list):
        for number, each in enumerate(data, start=1):
            yield from _marked(each, f"{name} {number}")


def _saying(entry: dict[str, Any]) -> str:
    """Return the number and the words of an entry; its other plain members where it has neither."""
    number = quantity(entry["value"], entry.get("unit", "1")) if "value" in entry else ""
    said = next((str(entry[key]) for key in ("says", "name", "title", "note") if key in entry), "")
    if number or said:
        return " — ".join(part for part in (number, said) if part)
    return ", ".join(
        f"{key} {each}" for key, each in entry.items() if isinstance(each, str | int) and key not in _SILENT
    )


def _is_mark(word: ast.keyword) -> bool:
    if word.arg != "status":
        return False
    return ast.unparse(word.value).rsplit(".", 1)[-1].strip("'\"").lower() == _MARK


def _first_word(call: ast.Call) -> str:
    texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return texts[0] if texts else ast.unparse(call.func)


def _words(call: ast.Call) -> str:
    return "; ".join(
        f"{word.arg} {word.value.value}"
        for word in call.keywords
        if word.arg in {"at", "says", "via"} and isinstance(word.value, ast.Constant)
    )
