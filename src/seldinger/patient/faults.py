"""What is wrong with a chart: one line a fault, naming file, place, what was seen, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_FAULTS = 50  # a chart with more is reported as such, not listed to its end
SHOWN_CHARACTERS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that keeps a chart from being used. `seen` is the faulty value only, never another one of the chart."""

    file: str
    path: str  # place inside the file, e.g. labs.bilirubin[1].unit; empty for the file as a whole
    seen: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place}: saw {self.seen}; expected {self.expected}; {self.remedy}"


class ChartError(ValueError):
    """A chart that cannot be used, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults; the message is one line for each."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Refusal(Exception):
    """A fault on its way to the list, raised where it is seen; the file's name is added there."""

    def __init__(self, path: str, seen: str, expected: str, remedy: str) -> None:
        """Keep the parts of the fault."""
        self.path, self.seen, self.expected, self.remedy = path, seen, expected, remedy
        super().__init__(path)

    def fault(self, file: str) -> Fault:
        """Return the fault, named after its file."""
        return Fault(file=file, path=self.path, seen=self.seen, expected=self.expected, remedy=self.remedy)


class Faults:
    """The list that the door fills; full lists stop the reading."""

    def __init__(self, file: str) -> None:
        """Start an empty list for a file."""
        self.file = file
        self.found: list[Fault] = []

    def add(self, refusal: Refusal) -> None:
        """Add a fault; raises ChartError once there are too many to list."""
        self.found.append(refusal.fault(self.file))
        if len(self.found) >= MOST_FAULTS:
            self.found.append(full(self.file))
            raise ChartError(self.found)

    def settle(self) -> None:
        """Raise ChartError when anything was found."""
        if self.found:
            raise ChartError(self.found)


def full(file: str) -> Fault:
    """Return the line that ends a list of faults that is not complete."""
    return Fault(
        file=file,
        path="",
        seen=f"{MOST_FAULTS} faults, the rest is not listed",
        expected="a chart of the current edition",
        remedy="compare it with the template",
    )


def shown(value: Any) -> str:
    """Return a faulty value as a message shows it: short, on one line, tables and lists by size only.

    >>> shown("mg per dl"), shown(True), shown([1, 2])
    ('"mg per dl"', 'true', 'a list of 2')
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = ascii(value)[1:-1] if not value.isprintable() else value
            return f'"{text[:SHOWN_CHARACTERS]}{"…" if len(text) > SHOWN_CHARACTERS else ""}"'
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}" if value == round(value, 6) else repr(value)
        case int():
            return str(value)
        case dict():
            return f"a table of {len(value)}"
        case list() | tuple():
            return f"a list of {len(value)}"
        case _:
            return f"a {type(value).__name__}"


def listed(words: Iterable[str]) -> str:
    """Return choices as a message lists them.

    >>> listed(["femoral", "radial"])
    'femoral or radial'
    """
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} or {every[-1]}"


def member(path: str, name: object) -> str:
    """Return the path of a member; a name that is not a bare key is quoted and kept short."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    text = str(name)
    if text.isidentifier() and text.isascii() and len(text) <= SHOWN_CHARACTERS:
        return f"{path}.{text}" if path else text
    bare = text.replace("_", "").replace("-", "").isalnum() and text.isascii()
    safe = text[:SHOWN_CHARACTERS] if bare else shown(text)
    return f"{path}.{safe}" if path else safe
