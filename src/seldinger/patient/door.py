"""From bytes to a plain tree: size, encoding, syntax, depth and characters are settled before anything is read."""

import json
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from re import compile as pattern
from typing import Any

from seldinger.patient.faults import ChartError, Refusal, member, shown

MOST_BYTES = 2 * 1024 * 1024
MOST_LEVELS = 12
LARGEST_INTEGER = 10**15


def read_tree(path: Path) -> dict[str, Any]:
    """Return the tree of a TOML or JSON file; raises ChartError, with one fault, when it cannot be parsed."""
    file = path.name
    try:
        return _parsed(_text(_bytes(path)), path.suffix.lower())
    except Refusal as refusal:
        raise ChartError([refusal.fault(file)]) from None


def parse_tree(content: bytes, *, ending: str, file: str) -> dict[str, Any]:
    """Return the tree of a chart at hand (an upload); `ending` is .toml or .json, `file` names it in the fault.

    Raises ChartError, with one fault, when it cannot be parsed.
    """
    try:
        return _parsed(_text(_small(content)), ending)
    except Refusal as refusal:
        raise ChartError([refusal.fault(file)]) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        seen = getattr(error, "strerror", None) or "a path that cannot be opened"
        raise Refusal("", seen, "a chart that can be read", "check the path and its permissions") from None
    return _small(content)


def _small(content: bytes) -> bytes:
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
    raise Refusal("", name, "numbers that are finite", WITHOUT_NUMBER)


def _one_line(error: ValueError) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _too_deep(path: str) -> Refusal:
    return Refusal(path, f"more than {MOST_LEVELS} levels of nesting", "a flat chart", "compare it with the template")


def check_tree(tree: Any) -> Iterator[Refusal]:
    """Yield what no chart may hold anywhere: deep nesting, NaN or infinity, broken characters, times of day."""
    stack: list[tuple[Place | None, int, Any]] = [(None, 1, tree)]
    while stack:
        place, level, value = stack.pop()
        if isinstance(value, dict | list | tuple):
            if level > MOST_LEVELS:
                yield _too_deep(_path(place))
                continue
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [((place, key), level + 1, each) for key, each in pairs]
            if isinstance(value, dict) and not all(map(_writable, value)):
                yield Refusal(_path(place), *BROKEN)
        elif (fault := _leaf_fault(value)) is not None:
            yield Refusal(_path(place), *fault)


Place = tuple[Any, Any]  # (place of the container, key); written out only when there is something to say


def _path(place: Place | None) -> str:
    return "" if place is None else member(_path(place[0]), place[1])


def _leaf_fault(value: Any) -> tuple[str, str, str] | None:
    """Return seen, expected and remedy of a value that no chart may hold, or None."""
    match value:
        case bool():
            return None
        case str():
            return None if _writable(value) else BROKEN
        case float():
            return None if math.isfinite(value) else (str(value), "a finite number", WITHOUT_NUMBER)
        case int():
            return None if abs(value) <= LARGEST_INTEGER else TOO_LARGE
        case datetime() | time():
            return "a time of day", "a date such as 2026-10-02", "leave out the time"
        case date():
            return None
        case None:
            return "null", "a value", "leave the key out when nobody looked, or write not_done = true"
        case _:
            return f"a {type(value).__name__}", "text, number, true, false or date", "write a plain value"


WITHOUT_NUMBER = "leave the fact out when there is no number"
CONTROL = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # all but tab and line ends
BROKEN = ("characters that are no text", "plain text", "type the text again")
TOO_LARGE = ("a number of more than 15 digits", "a smaller number", "check the decimal point and the unit")


def _writable(text: object) -> bool:
    if not isinstance(text, str):
        return False
    if text.isprintable():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return CONTROL.search(text) is None
