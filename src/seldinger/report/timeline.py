"""One patient over time: sessions, tumour, markers, symptoms, quality of life and toxicity on one axis of days."""

from collections.abc import Mapping, Sequence
from typing import Any

from seldinger.report import svg
from seldinger.report.numbers import date, text, unit
from seldinger.report.numbers import words as words_of
from seldinger.report.palette import HAIR, MARK, QUIET

WIDTH, LABELS, LANE, TOP = 520.0, 130.0, 30.0, 22.0
MARKS_MOST = 60
TRUTH = {"True": "yes", "False": "no"}


def timeline(course: Mapping[str, Any], *, title: str) -> str:
    """Return the lanes of a course. Each mark has ``x`` (0 to 1), and ``x_until``, ``y`` (0 to 1) and ``label`` where known.

    Lanes and coordinates come computed; nothing is drawn where a value is missing.
    """
    lanes: Sequence[Mapping[str, Any]] = course.get("lanes") or ()
    scale = svg.Scale(low=0, high=1, start=LABELS, end=WIDTH - 30)
    bottom = TOP + LANE * max(1, len(lanes))
    body = svg.text(0, 11, title, bold=True)
    body += "".join(_lane(lane, scale, TOP + LANE * i) for i, lane in enumerate(lanes))
    if not lanes:
        body += svg.text(LABELS, TOP + 14, "nothing over time is charted", fill=QUIET)
    body += svg.line(scale.start, bottom, scale.end, bottom, stroke=QUIET, width=0.6)
    body += svg.text(scale.start, bottom + 12, date(course.get("start")), fill=QUIET, size=8)
    body += svg.text(scale.end, bottom + 12, date(course.get("end")), anchor="end", fill=QUIET, size=8)
    return svg.drawing(WIDTH, bottom + 18, title, words(course), body)


def words(course: Mapping[str, Any]) -> str:
    """Return every mark of a course in words: lane, then date and value of each."""
    lanes = [
        f"{lane_name(lane)}: "
        + ", ".join(f"{date(mark.get('date'))} {_label(mark)}" for mark in lane.get("marks") or ())
        for lane in course.get("lanes") or ()
    ]
    return "; ".join(lanes) or "nothing over time is charted"


def lane_name(lane: Mapping[str, Any]) -> str:
    """Return what a lane shows, with its unit."""
    measured = lane.get("unit")
    return text(lane.get("name")).replace("_", " ") + ("" if measured in (None, "1") else f" [{unit(measured)}]")


def _label(mark: Mapping[str, Any]) -> str:
    """Return what stands at a mark; a truth value in words."""
    return TRUTH.get(str(mark.get("label"))) or words_of(mark.get("label"))


def _lane(lane: Mapping[str, Any], scale: svg.Scale, top: float) -> str:
    marks = [mark for mark in (lane.get("marks") or ())[:MARKS_MOST] if isinstance(mark.get("x"), int | float)]
    base, rise = top + LANE - 5, LANE - 15
    parts = [
        svg.line(0, top + LANE, WIDTH, top + LANE, stroke=HAIR, width=0.4),
        svg.text(0, top + 18, lane_name(lane), fill=QUIET, size=8),
    ]
    points = [
        (scale.at(mark["x"]), base - rise * mark["y"]) for mark in marks if isinstance(mark.get("y"), int | float)
    ]
    if len(points) > 1:
        joined = " ".join(f"{svg.num(x)},{svg.num(y)}" for x, y in points)
        parts.append(svg.tag("polyline", points=joined, fill="none", stroke=MARK, stroke_width=1))
    return "".join([*parts, *(_mark(mark, scale, base, rise) for mark in marks)])


def _mark(mark: Mapping[str, Any], scale: svg.Scale, base: float, rise: float) -> str:
    x = scale.at(mark["x"])
    height = mark.get("y")
    y = base - rise * height if isinstance(height, int | float) else base - rise / 2
    until = mark.get("x_until")
    bar = svg.line(x, y, scale.at(until), y, stroke=MARK, width=2.4) if isinstance(until, int | float) else ""
    label = svg.text(x, y - 4, _label(mark), anchor="middle" if x < scale.end - 20 else "end", size=7)
    return bar + svg.tag("circle", cx=x, cy=y, r=2.6, fill=MARK) + label
