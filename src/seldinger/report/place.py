"""A place in report.json, and a run of text that remembers its place: no view can print a number that is not there."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from seldinger.report.forms import show
from seldinger.report.text import clip


class Run(NamedTuple):
    """A stretch of text; with ``at`` it is the value at that JSON pointer, printed in that form.

    A tuple, not a dataclass: a sheet holds thousands of them.
    """

    text: str
    at: str | None = None
    form: str = ""
    raw: Any = None
    tone: str = ""  # strong | quiet | bar | defer | alter | open | clear | flag | layout


Line = tuple[Run, ...]


class Place:
    """A value of the report with its JSON pointer (RFC 6901); a step into nothing is a place without a value.

    Nothing changes a place once it is made. A plain class that spells its pointer only when asked, because a sheet takes
    thousands of steps and prints few of them.
    """

    __slots__ = ("_at", "_key", "_parent", "value")

    def __init__(self, value: Any, parent: "Place | None" = None, key: str | int = "") -> None:
        self.value = value
        self._parent = parent
        self._key = key
        self._at: str | None = "" if parent is None else None

    @property
    def at(self) -> str:
        """Return the JSON pointer."""
        if self._at is None:
            outer = self._parent.at if self._parent is not None else ""
            self._at = f"{outer}/{self._key if self._key.__class__ is int else escape(str(self._key))}"
        return self._at

    @property
    def there(self) -> bool:
        """Return whether the report says anything here."""
        return bool(self.value) or self.value is False or self.value == 0

    def __getitem__(self, key: str | int) -> "Place":
        """Return the place one step further; None where there is no such key."""
        value = self.value
        return Place(value.get(key) if value.__class__ is dict else _step(value, key), self, key)

    def get(self, key: str | int) -> Any:
        """Return the value one step further, without a place of its own; None where there is no such key."""
        value = self.value
        return value.get(key) if value.__class__ is dict else _step(value, key)

    def has(self, key: str | int) -> bool:
        """Return whether the report says anything one step further."""
        found = self.get(key)
        return bool(found) or found is False or found == 0

    def each(self, wanted: Callable[[Any], bool] | None = None) -> list["Place"]:
        """Return the places of a list, or of those values in it that are wanted; empty when there is none."""
        value = self.value
        if not isinstance(value, list | tuple):
            return []
        return [Place(one, self, i) for i, one in enumerate(value) if wanted is None or wanted(one)]

    def items(self) -> list[tuple[str, "Place"]]:
        """Return the places of an object by key; empty when there is none."""
        return [(name, self[name]) for name in self.value] if isinstance(self.value, Mapping) else []

    def run(self, form: str = "text", tone: str = "") -> Run:
        """Return the value here as a run of text; words without a pointer where there is no value."""
        value = self.value
        if value is None:
            return Run(show(form, None, ""), None, "", None, tone)
        at = self.at
        return Run(show(form, value, at), at, form, value, tone)


def _step(value: Any, key: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list | tuple) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def escape(key: str) -> str:
    """Return a key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "/" in key or "~" in key else key


def resolve(report: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer; raises KeyError or IndexError where there is none."""
    value = report
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


@lru_cache(maxsize=2048)
def say(text: str, tone: str = "") -> Run:
    """Return fixed words of the sheet itself."""
    return Run(text=text, tone=tone)


def cut(run: Run, most: int) -> Run:
    """Return a run of at most so many characters; the whole of it stands on a later page."""
    return run._replace(text=clip(run.text, most)) if len(run.text) > most else run


def join(lines: Sequence[Line], between: str = ", ") -> Line:
    """Return several short lines as one, with a separator."""
    joined: list[Run] = []
    for line in lines:
        joined += [say(between), *line] if joined else line
    return tuple(joined)
