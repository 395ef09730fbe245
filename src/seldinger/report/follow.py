"""Follow-up on page two: when to look at what, what the course has shown, and what may come next."""

from collections.abc import Iterator, Mapping

from seldinger.report import sources, timeline
from seldinger.report.blocks import Block, Figure, Row, entry, section
from seldinger.report.place import Line, Place, Report, join, say

WIDE = 186.0
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."


def block(report: Report, *, most: int | None = None) -> Block:
    """Return schedule, response, times, and every sentence of the course with its sources; the course also drawn.

    With ``most`` the first few of each part stand here, with how many more the command prints.
    """
    place = report["followup"]
    course = place["course"]
    rows = [
        *_titled("Schedule", most, [_appointment(report, each) for each in place["schedule"].each()]),
        *_titled("Response by criterion", most, list(_responses(report, course["tumour"]["response"]))),
        *_titled("Times", most, [_time(report, each) for each in course["times"].each()]),
        *_titled("What the course says", most, list(_sentences(report, course))),
    ]
    empty = NOT_BUILT if place.value is None else "Nothing is charted over time and nothing is due."
    note: Line = () if rows else (say(empty, "quiet"),)
    return Block(
        id="followup-full", title="Follow-up", widths=(WIDE,), rows=tuple(rows), note=note, figures=_drawn(course)
    )


def _titled(title: str, most: int | None, rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    more = 0 if most is None else len(rows) - most
    rest = [entry((), (say(f"{more} more: the command “seldinger follow”.", "layout"),))] if more > 0 else []
    return [section(say(title, "strong")), *rows[:most], *rest]


def _appointment(report: Report, one: Place) -> Row:
    window: Line = (
        (say(" ("), one["earliest"].run("date"), say(" to "), one["latest"].run("date"), say(")"))
        if one.has("earliest")
        else ()
    )
    again: Line = (say(", "), one["repeats"].run()) if one.has("repeats") else ()
    what = one["says"] if one.has("says") else one["what"]
    return entry((one["date"].run("date", "strong"), *window), (what.run(), *again), sources.full(report, one["cites"]))


def _responses(report: Report, responses: Place) -> Iterator[Row]:
    for each in responses.each():
        calls = [_call(call, each["unit"]) for call in each["calls"].each()]
        if calls:
            weak = sources.flags_of([each["status"]])
            yield entry(
                (each["criterion"].run(tone="strong"), *weak), join(calls, "; "), sources.full(report, each["cites"])
            )


def _call(one: Place, unit: Place) -> Line:
    possible = one["possible"]
    more: Line = (say(" (still possible: "), possible.run("words"), say(")")) if len(possible.value or ()) > 1 else ()
    why: Line = (say(", "), one["deciding"].run(), *_sum(one, unit)) if one.has("deciding") else ()
    return (one["date"].run("date"), say(" "), one["category"].run(tone="strong"), *more, *why)


def _sum(one: Place, unit: Place) -> Line:
    """Return the sum that decides, the smallest before it, and how far it lies from the next category."""
    parts = [
        (say(f"{words} "), one[name].run("number"), say(" "), unit.run())
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
    days: Line = (one["days"].run("number", "strong"), say(" days")) if one.has("days") else (say("not known"),)
    why: Line = (say("; "), one["why"].run()) if one.has("why") else ()
    event: Line = (say("; event "), one["event"].run("words"))
    return entry((one["endpoint"].run(),), (*days, *event, *why), sources.full(report, one["cites"]))


def _sentences(report: Report, course: Place) -> Iterator[Row]:
    told: set[object] = set()
    for name, part in course.items():
        for one in _said(part):
            if one.get("says") not in told:
                told.add(one.get("says"))
                weak = sources.flags_of([one["status"]])
                yield entry(
                    (say(name.replace("_", " "), "quiet"),),
                    (one["says"].run(), *weak),
                    sources.full(report, one["cites"]),
                )


def _said(part: Place) -> Iterator[Place]:
    """Yield every object below a place that has a sentence."""
    if isinstance(part.value, Mapping) and isinstance(part.get("says"), str):
        yield part
    for _, each in part.items():
        yield from _said(each)
    for each in part.each():
        yield from _said(each)


def _drawn(course: Place) -> tuple[Figure, ...]:
    lanes = course.get("timeline")
    if not lanes or not lanes.get("lanes"):
        return ()
    return (
        Figure(svg=timeline.timeline(lanes, title="Course"), says=f"Course. {timeline.words(lanes)}", width_mm=186.0),
    )
