"""Follow-up on page two: when to look at what, what the course has shown, and what may come next."""

from collections.abc import Callable
from typing import TypeVar

from seldinger.report import sources, timeline
from seldinger.report.blocks import Block, Figure, Row, entry, section
from seldinger.report.place import Line, Place, Report, join, say

T = TypeVar("T")
WIDE = 186.0
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."


def block(report: Report, *, most: int | None = None) -> Block:
    """Return schedule, response, times, and every sentence of the course with its sources; the course also drawn.

    With ``most`` the first few of each part stand here, with how many more the command prints.
    """
    place = report["followup"]
    course = place["course"]
    rows = [
        *_titled("Schedule", most, place["schedule"].each(), lambda one: _appointment(report, one)),
        *_titled("Response by criterion", most, _called(course), lambda one: _response(report, one)),
        *_titled("Times", most, course["times"].each(), lambda one: _time(report, one)),
        *_titled("What the course says", most, _sentences(course), lambda one: _sentence(report, *one)),
    ]
    empty = NOT_BUILT if place.value is None else "No session is charted, and nothing is due."
    note: Line = () if rows else (say(empty, "quiet"),)
    return Block(
        id="followup-full", title="Follow-up", widths=(WIDE,), rows=tuple(rows), note=note, figures=_drawn(course)
    )


def _titled(title: str, most: int | None, found: list[T], row: Callable[[T], Row]) -> list[Row]:
    if not found:
        return []
    more = 0 if most is None else len(found) - most
    rest = [entry((), (say(f"{more} more: the command “seldinger follow”.", "layout"),))] if more > 0 else []
    return [section(say(title, "strong")), *map(row, found[:most]), *rest]


def _appointment(report: Report, one: Place) -> Row:
    window: Line = (
        (say(" ("), one.show("earliest", "date"), say(" to "), one.show("latest", "date"), say(")"))
        if one.has("earliest")
        else ()
    )
    again = one.part(", ", "repeats")
    what = one.either("says", "what")
    return entry(
        (one.show("date", "date", "strong"), *window), (what.run(), *again), sources.full(report, one["cites"])
    )


def _called(course: Place) -> list[Place]:
    """Return the criteria by which the course has been judged at least once."""
    return course["tumour"]["response"].each(lambda criterion: criterion.get("calls"))


def _response(report: Report, one: Place) -> Row:
    calls = [_call(call, one["unit"]) for call in one["calls"].each()]
    lead = (one.show("criterion", tone="strong"), *sources.flags_of([one["status"]]))
    return entry(lead, join(calls, "; "), sources.full(report, one["cites"]))


def _call(one: Place, unit: Place) -> Line:
    possible = one["possible"]
    more: Line = (say(" (still possible: "), possible.run("words"), say(")")) if len(possible.value or ()) > 1 else ()
    why: Line = (say(", "), one.show("deciding"), *_sum(one, unit)) if one.has("deciding") else ()
    return (one.show("date", "date"), say(" "), one.show("category", tone="strong"), *more, *why)


def _sum(one: Place, unit: Place) -> Line:
    """Return the sum that decides, the smallest before it, and how far it lies from the next category."""
    parts = [
        (say(f"{words} "), one.show(name, "number"), say(" "), unit.run())
        for name, words in (
            ("sum", "sum"),
            ("nadir", "smallest before"),
            ("to_response", "smaller by this would be a response:"),
            ("to_progression", "larger by this would be progression:"),
        )
        if one.has(name) and (one.get(name) or not name.startswith("to_"))
    ]
    return (say(": "), *join(parts, ", ")) if parts and one.has("sum") else ()


def _time(report: Report, one: Place) -> Row:
    days: Line = (one.show("days", "number", "strong"), say(" days")) if one.has("days") else (say("not known"),)
    why = one.part("; ", "why")
    event: Line = (say("; event "), one.show("event", "words"))
    return entry((one.show("endpoint"),), (*days, *event, *why), sources.full(report, one["cites"]))


def _sentences(course: Place) -> list[tuple[str, Place]]:
    """Return every sentence of the course once, with the part of the course it was first said in."""
    told: dict[object, tuple[str, Place]] = {}
    for name, part in course.items():
        for one in _said(part):
            told.setdefault(one.get("says"), (name, one))
    return [*told.values()]


def _sentence(report: Report, name: str, one: Place) -> Row:
    said = (one.show("says"), *sources.flags_of([one["status"]]))
    return entry((say(name.replace("_", " "), "quiet"),), said, sources.full(report, one["cites"]))


def _said(part: Place) -> list[Place]:
    """Return every object at or below a place that has a sentence."""
    found = [part] if isinstance(part.get("says"), str) else []
    for each in part.inner():
        found += _said(each)
    return found


def _drawn(course: Place) -> tuple[Figure, ...]:
    lanes = course.get("timeline")
    if not lanes or not lanes.get("lanes"):
        return ()
    return (
        Figure(svg=timeline.timeline(lanes, title="Course"), says=f"Course. {timeline.words(lanes)}", width_mm=186.0),
    )
