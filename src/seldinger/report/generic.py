"""A part of the report whose shape this room does not know, entry by entry: nothing of it is lost, nothing is guessed."""

import re
from collections.abc import Iterator, Mapping

from seldinger.report import sources
from seldinger.report.blocks import Block, Row, row, section
from seldinger.report.front import NOT_BUILT, WIDE
from seldinger.report.place import Line, Place, Run, join, say

HIDDEN = {"cites", "rule", "id"}  # printed as sources, or no word for a physician
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LEADS = ("title", "says", "what", "item", "step")


def block(report: Place, name: str, title: str) -> Block:
    """Return a part as a table of name and value."""
    place = report[name]
    rows = tuple(_rows(report, place))
    note: Line = (
        () if rows else (say(NOT_BUILT if place.value is None else "Nothing to list for this patient.", "quiet"),)
    )
    return Block(id=f"{name}-full", title=title, widths=(40, WIDE - 40), rows=rows, note=note)


def _rows(report: Place, place: Place) -> Iterator[Row]:
    for name, each in place.items():
        title = report["modalities"][name]["title"]
        if title.there and isinstance(each.value, Mapping):
            yield section(title.run(tone="strong"))
            yield from _rows(report, each)
        elif each.there and name not in HIDDEN:
            yield from _named(report, name, each)


def _named(report: Place, name: str, place: Place) -> Iterator[Row]:
    lead: Line = (say(name.replace("_", " "), "quiet"),)
    entries = place.each()
    if not entries or not any(isinstance(each.value, Mapping) for each in entries):
        yield row(lead, _line(report, place))
        return
    for each in entries:
        yield row(lead, _line(report, each))
        lead = ()


def _line(report: Place, place: Place) -> Line:
    """Return one entry: its leading words, then what else it holds by name, then its sources."""
    if not isinstance(place.value, Mapping):
        return (_plain(place),)
    lead = [(place[key].run(tone="strong"),) for key in LEADS if place[key].there and isinstance(place[key].value, str)]
    rest = [
        (say(f"{name.replace('_', ' ')} ", "quiet"), *_value(report, each))
        for name, each in place.items()
        if each.there and name not in HIDDEN and name not in LEADS
    ]
    cites = sources.full(report, place["cites"])
    return (*join([*lead, *rest], "; "), *((say(" ["), *cites, say("]")) if cites else ()))


def _value(report: Place, place: Place) -> Line:
    if isinstance(place.value, Mapping):
        return (say("("), *_line(report, place), say(")"))
    if any(isinstance(each.value, Mapping) for each in place.each()):
        return join([_line(report, each) for each in place.each()], " | ")
    return (_plain(place),)


def _plain(place: Place) -> Run:
    return place.run("date" if isinstance(place.value, str) and _DAY.fullmatch(place.value) else "words")
