"""Where each thing stands on one figure per patient: days across, each lane scaled to itself; drawing lives elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One point of a lane; value None is an event without a size, until makes it a bar."""

    date: Day
    label: str
    value: float | None = None
    until: Day | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """One row of the figure."""

    name: str
    unit: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Every lane on one axis of days."""

    start: Day
    end: Day
    lanes: tuple[Lane, ...]

    def x(self, day: Day) -> float:
        """Return a day's place across the figure, 0 at the start and 1 at the end.

        >>> Timeline(start=Day(2026, 1, 1), end=Day(2026, 1, 11), lanes=()).x(Day(2026, 1, 6))
        0.5
        """
        width = (self.end - self.start).days
        return (day - self.start).days / width if width else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return lanes with x and y between 0 and 1, and the values they stand for."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "lanes": [
                {
                    "name": lane.name,
                    "unit": lane.unit,
                    "top": _top(lane),
                    "marks": [self._mark(lane, m) for m in lane.marks],
                }
                for lane in self.lanes
            ],
        }

    def _mark(self, lane: Lane, mark: Mark) -> dict[str, Any]:
        top = _top(lane)
        height = None if mark.value is None or not top else mark.value / top
        return {
            "date": mark.date.isoformat(),
            "x": self.x(mark.date),
            "x_until": None if mark.until is None else self.x(mark.until),
            "y": height,
            "value": mark.value,
            "label": mark.label,
        }


def _top(lane: Lane) -> float | None:
    """Return the value at the top of a lane: its largest; a lane of zeros has none."""
    return max((mark.value for mark in lane.marks if mark.value is not None), default=None)


def timeline(lanes: Iterable[Lane], *, on: Day) -> Timeline | None:
    """Return the lanes that hold something on one axis, from the first mark to that day; None when there is none."""
    kept = tuple(lane for lane in lanes if lane.marks)
    days = [day for lane in kept for mark in lane.marks for day in _days(mark)]
    return Timeline(start=min(days), end=max(on, *days), lanes=kept) if days else None


def _days(mark: Mark) -> Sequence[Day]:
    return (mark.date,) if mark.until is None else (mark.date, mark.until)
