"""What people type into one field: numbers, intervals, limits, yes and no; and the same written back."""

from collections.abc import Container, Mapping
from re import compile as pattern
from typing import Any

from seldinger.patient import Fault

Form = Mapping[str, list[str]]
FILE = "form"
LISTED = "listed"  # the one field that is given once for each answer
FIELDS = "fields of this form, each once"

_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_ONE = pattern(_NUMBER)
_SPAN = pattern(rf"({_NUMBER})\s*(?:to|–|-|\.\.)\s*({_NUMBER})")
_BOUND = pattern(rf"(below|above|<|>)\s*({_NUMBER})")
_ENDS = {"<": "below", ">": "above", "below": "below", "above": "above"}
MOST_LETTERS = 80  # of a typed number
NUMBER_SAYS = "a number such as 1.1, an interval such as 30 to 50, or below 2"


class Unreadable(Exception):
    """What was typed is not of the form expected."""

    def __init__(self, path: str, expected: str) -> None:
        """Keep the place and what was expected; what was seen stays in the field."""
        self.path, self.expected = path, expected
        super().__init__(path)


def first(form: Form, name: str) -> str:
    """Return the one value of a field, line ends as files write them; empty when it is not there or blank."""
    given = form.get(name)
    text = given[-1].replace("\r\n", "\n") if given else ""
    return text if text.strip() else ""


def strange(form: Form, known: Container[str]) -> bool:
    """Return whether something stands in a field that is none of those known, or two things in one that takes one."""
    said = {name: {text for text in given if text.strip()} for name, given in form.items()}
    return any(texts and (name not in known or (len(texts) > 1 and name != LISTED)) for name, texts in said.items())


def fault(path: str, expected: str) -> Fault:
    """Return a fault of the form; what was seen still stands in the field."""
    return Fault(file=FILE, path=path, seen="what stands in the field", expected=expected, remedy="correct the field")


def yes_no(text: str) -> bool | str:
    """Return yes and no as true and false, any other word as it stands."""
    return {"yes": True, "no": False}.get(text, text)


def number(text: str, path: str) -> dict[str, Any]:
    """Return a number as typed: a value, an interval, or a limit; raises Unreadable.

    >>> number("30 to 50", ""), number("<2", ""), number("1.1", "")
    ({'low': 30, 'high': 50}, {'below': 2}, {'value': 1.1})
    """
    typed = text.strip()
    if len(typed) <= MOST_LETTERS:
        if _ONE.fullmatch(typed):
            return {"value": plain(typed)}
        if span := _SPAN.fullmatch(typed):
            return {"low": plain(span[1]), "high": plain(span[2])}
        if bound := _BOUND.fullmatch(typed):
            return {_ENDS[bound[1]]: plain(bound[2])}
    raise Unreadable(path, NUMBER_SAYS)


def one_number(text: str, path: str) -> int | float:
    """Return one number as typed; raises Unreadable."""
    typed = text.strip()
    if len(typed) > MOST_LETTERS or not _ONE.fullmatch(typed):
        raise Unreadable(path, "a number such as 1.1")
    return plain(typed)


def plain(typed: str) -> int | float:
    """Return a typed number, whole where it was typed whole."""
    return int(typed) if typed.lstrip("+-").isdecimal() else float(typed)


def spoken(value: Any) -> str:
    """Return a plain value of a chart as a field shows it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
