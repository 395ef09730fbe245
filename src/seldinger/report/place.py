"""A place in report.json, and a run of text that remembers its place: no view can print a number that is not there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from seldinger.report.forms import FORMS
from seldinger.report.numbers import LIST, text, words
from seldinger.report.text import clip
from seldinger.terms import Modality


class Run(NamedTuple):
    """A stretch of text; with ``inside`` it is what that object or list of the report has at a key, printed in that form.

    A tuple, not a dataclass: a sheet holds thousands of them.
    """

    text: str
    inside: "Place | None" = None
    key: str | int = ""
    form: str = ""
    tone: str = ""  # strong | quiet | bar | defer | alter | open | clear | flag | layout

    @property
    def at(self) -> str | None:
        """Return the JSON pointer of the value; None for words of the sheet itself."""
        return None if self.inside is None else self.inside.pointer(self.key)

    @property
    def raw(self) -> Any:
        """Return the value as it stands in the report; None for words of the sheet itself."""
        return None if self.inside is None else self.inside.get(self.key)


Line = tuple[Run, ...]
T = TypeVar("T")
_tuple = tuple.__new__  # makes a run without a call of Python


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
        self._at: str | None = None

    @property
    def at(self) -> str:
        """Return the JSON pointer."""
        if self._at is None:
            self._at = "" if self._parent is None else self._parent.pointer(self._key)
        return self._at

    def pointer(self, key: str | int) -> str:
        """Return the JSON pointer of the place one step further."""
        outer = self.at if self._at is None else self._at
        return f"{outer}/{escape(key) if isinstance(key, str) and not key.isidentifier() else key}"

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
        value = self.value
        found = value.get(key) if value.__class__ is dict else _step(value, key)
        return bool(found) or found is False or found == 0

    @property
    def values(self) -> Sequence[Any]:
        """Return the values of a list, without places; empty when there is none."""
        return self.value if isinstance(self.value, LIST) else ()

    def either(self, key: str, other: str) -> "Place":
        """Return the place one step further, or the other one where the report says nothing there."""
        return self[key if self.has(key) else other]

    def each(self, wanted: Callable[[Any], object] | None = None) -> list["Place"]:
        """Return the places of a list, or of those values in it that are wanted; empty when there is none."""
        if wanted is None:
            return [Place(one, self, i) for i, one in enumerate(self.values)]
        return [Place(one, self, i) for i, one in enumerate(self.values) if wanted(one)]

    def inner(self) -> list["Place"]:
        """Return the places of the objects and lists that an object or a list holds."""
        value = self.value
        pairs = value.items() if isinstance(value, dict) else enumerate(self.values)
        return [Place(one, self, key) for key, one in pairs if isinstance(one, (dict, list))]

    def items(self) -> list[tuple[str, "Place"]]:
        """Return the places of an object by key; empty when there is none."""
        return [(name, self[name]) for name in self.value] if isinstance(self.value, Mapping) else []

    def show(self, key: str | int, form: str = "text", tone: str = "") -> Run:
        """Return the value one step further as a run of text; words without a pointer where there is no value."""
        value = self.value
        found = value.get(key) if value.__class__ is dict else _step(value, key)
        if found is None:
            return Run(text=FORMS[form](None), tone=tone)
        return _tuple(Run, (FORMS[form](found), self, key, form, tone))

    def run(self, form: str = "text", tone: str = "") -> Run:
        """Return the value here as a run of text; words without a pointer where there is no value."""
        return (
            Run(text=text(self.value), tone=tone) if self._parent is None else self._parent.show(self._key, form, tone)
        )

    def name(self, tone: str = "") -> Run:
        """Return the last step of the pointer, where the report keeps an answer as the name of a field."""
        return Run(words(self._key), self._parent, self._key, "key", tone)

    def part(self, before: str, key: str | int, form: str = "text", tone: str = "", after: str = "") -> "Line":
        """Return what the report says one step further, between fixed words; nothing where it says nothing there."""
        if not self.has(key):
            return ()
        run = self.show(key, form, tone)
        return (say(before), run, say(after)) if after else (say(before), run)


class Report(Place):
    """The report itself, in which all other places stand; it keeps what many parts of one sheet ask for again."""

    __slots__ = ("_works", "treatments")

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        found = self["modalities"]
        self.treatments = [found[str(m)] for m in Modality if found.has(str(m))]  # answered, in the fixed order
        self._works: dict[str, Run] = {}

    def work(self, one: Place, key: str) -> Run:
        """Return the short name of the work that a place cites; its key where the report has no such reference."""
        name = str(one.get(key))
        if name not in self._works:
            self._works[name] = self["references"].show(name, "work")
        run = self._works[name]
        return one.show(key) if run.inside is None else run


def _step(value: Any, key: str | int) -> Any:
    if isinstance(value, LIST):
        return value[key] if isinstance(key, int) and key < len(value) else None
    return None if value is None or not isinstance(value, Mapping) else value.get(key)


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


def together(several: Iterable[T], key: Callable[[T], Any]) -> list[list[T]]:
    """Return what is alike together, in the order of the first of each; alike are those whose keys are equal."""
    groups: list[tuple[Any, list[T]]] = []
    for each in several:
        value = key(each)
        same = next((group for other, group in groups if other == value), None)
        if same is None:
            groups.append((value, [each]))
        else:
            same.append(each)
    return [group for _, group in groups]
