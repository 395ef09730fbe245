"""A place in report.json, and a run of text that remembers its place: no view can print a number that is not there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from seldinger.report.numbers import show
from seldinger.report.text import clip


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of text; with ``at`` it is the value at that JSON pointer, printed in that form."""

    text: str
    at: str | None = None
    form: str = ""
    raw: Any = None
    tone: str = ""  # strong | quiet | bar | defer | alter | open | clear | flag | layout


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the report with its JSON pointer (RFC 6901); a step into nothing is a place without a value."""

    value: Any
    at: str = ""

    @property
    def there(self) -> bool:
        """Return whether the report says anything here."""
        return self.value is not None and self.value != [] and self.value != {} and self.value != ""

    def __getitem__(self, key: str | int) -> "Place":
        """Return the place one step further; None where there is no such key."""
        return Place(_step(self.value, key), f"{self.at}/{escape(str(key))}")

    def each(self) -> list["Place"]:
        """Return the places of a list; empty when there is none."""
        return [self[i] for i in range(len(self.value))] if isinstance(self.value, list | tuple) else []

    def items(self) -> list[tuple[str, "Place"]]:
        """Return the places of an object by key; empty when there is none."""
        return [(name, self[name]) for name in self.value] if isinstance(self.value, Mapping) else []

    def run(self, form: str = "text", tone: str = "") -> Run:
        """Return the value here as a run of text."""
        return Run(text=show(form, self.value, self.at), at=self.at, form=form, raw=self.value, tone=tone)


def _step(value: Any, key: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list | tuple) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def escape(key: str) -> str:
    """Return a key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def resolve(report: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer; raises KeyError or IndexError where there is none."""
    value = report
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def say(text: str, tone: str = "") -> Run:
    """Return fixed words of the sheet itself."""
    return Run(text=text, tone=tone)


def cut(run: Run, most: int) -> Run:
    """Return a run of at most so many characters; the whole of it stands on a later page."""
    return replace(run, text=clip(run.text, most))


def join(lines: list[Line], between: str = ", ") -> Line:
    """Return several short lines as one, with a separator."""
    joined: list[Run] = []
    for line in lines:
        joined += [say(between), *line] if joined else line
    return tuple(joined)
