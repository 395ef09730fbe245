"""From bytes to a plain tree: size, encoding, syntax, depth and characters are settled before anything is read."""

import json
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from seldinger.patient.faults import ChartError, Refusal, member, shown

MOST_BYTES = 2 * 1024 * 1024
MOST_LEVELS = 12
LARGEST_INTEGER = 10**15


def read_tree(path: Path) -> dict[str, Any]:
    """Return the tree of a TOML or JSON file; raises ChartError, with one fault, when it cannot be parsed."""
    file = path.name
    try:
        text = _text(_bytes(path))
        return _parsed(text, path.suffix.lower())
    except Refusal as refusal:
        raise ChartError([refusal.fault(file)]) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        seen = getattr(error, "strerror", None) or "a path that cannot be opened"
        raise Refusal("", seen, "a chart that can be read", "check the path and its permissions") from None
    if len(content) > MOST_BYTES:
        raise Refusal("", "more than 2 MiB", "a chart of at most 2 MiB", "leave out what is not part of the chart")
    return content


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seen = f"a byte that is not UTF-8 at position {error.start}"
        raise Refusal("", seen, "text in UTF-8", "save the file as UTF-8") from None


def _parsed(text: str, suffix: str) -> dict[str, Any]:
    readers: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": _json}
    if suffix not in readers:
        raise Refusal("", f"the ending {shown(suffix)}", "a file that ends in .toml or .json", "rename or convert it")
    language = suffix[1:].upper()
    try:
        tree = readers[suffix](text)
    except RecursionError:
        raise _too_deep("") from None
    except ValueError as error:
        raise Refusal("", _one_line(error), f"valid {language}", "mend the line named") from None
    if not isinstance(tree, dict):
        raise Refusal("", shown(tree), "one object at the top of the file", "wrap the chart in { }")
    return tree


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)


def _without_duplicates(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in pairs:
        if key in tree:
            raise Refusal(member("", key), "the same key twice", "each key once", "keep one, or write a list")
        tree[key] = value
    return tree


def _no_constant(name: str) -> Any:
    raise Refusal("", name, "numbers that are finite", "leave the fact out when there is no number")


def _one_line(error: ValueError) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _too_deep(path: str) -> Refusal:
    return Refusal(path, f"more than {MOST_LEVELS} levels of nesting", "a flat chart", "compare it with the template")


def check_tree(tree: Any) -> Iterator[Refusal]:
    """Yield what no chart may hold anywhere: deep nesting, NaN or infinity, broken characters, times of day."""
    stack: list[tuple[str, int, Any]] = [("", 1, tree)]
    while stack:
        path, level, value = stack.pop()
        if level > MOST_LEVELS:
            yield _too_deep(path)
        elif isinstance(value, dict):
            stack.extend((member(path, key), level + 1, each) for key, each in value.items())
            yield from (_broken(path) for key in value if not _writable(key))
        elif isinstance(value, list | tuple):
            stack.extend((member(path, index), level + 1, each) for index, each in enumerate(value))
        else:
            yield from _check_leaf(path, value)


def _check_leaf(path: str, value: Any) -> Iterator[Refusal]:
    match value:
        case float() if not math.isfinite(value):
            yield Refusal(path, str(value), "a finite number", "leave the fact out when there is no number")
        case int() if abs(value) > LARGEST_INTEGER:
            yield Refusal(
                path, "a number of more than 15 digits", "a smaller number", "check the decimal point and the unit"
            )
        case str() if not _writable(value):
            yield _broken(path)
        case datetime() | time():
            yield Refusal(path, "a time of day", "a date such as 2026-10-02", "leave out the time")
        case None:
            yield Refusal(path, "null", "a value", "leave the key out when nobody looked, or write not_done = true")
        case bool() | int() | float() | str() | date():
            pass
        case _:
            yield Refusal(path, f"a {type(value).__name__}", "text, number, true, false or date", "write a plain value")


def _broken(path: str) -> Refusal:
    return Refusal(path, "characters that are not valid Unicode", "plain text", "type the text again")


def _writable(text: object) -> bool:
    if not isinstance(text, str):
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
