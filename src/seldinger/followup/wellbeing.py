"""Markers, symptoms and quality of life over the course, each against the time before the first session."""

from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from seldinger.followup import chart
from seldinger.followup import sources as s
from seldinger.followup.biochemical import FIVE_HIAA, MarkerCall, biochemical, confounders, duration
from seldinger.followup.findings import Answer, Note, finding, question
from seldinger.followup.quality import QualityChange, quality, unasked
from seldinger.followup.symptoms import Family, Relief, Relieved, eased, remarks, symptomatic
from seldinger.patient.catalogue import variable
from seldinger.patient.record import Record

CONFOUNDERS = ("ppi", "renal_failure", "atrophic_gastritis")


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkerCourse:
    """One marker after treatment."""

    marker: str
    calls: tuple[MarkerCall, ...]
    major_from: Day | None
    major_until: Day | None
    ended: bool  # the major response was seen to end; otherwise it held at the last value
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the marker as report.json holds it."""
        return {
            "marker": self.marker,
            "calls": [
                {
                    **call.as_json(),
                    "says": call.says(variable(f"markers.{self.marker}").title, five_hiaa=self.marker in FIVE_HIAA),
                }
                for call in self.calls
            ],
            "major_from": self.major_from and self.major_from.isoformat(),
            "major_until": self.major_until and self.major_until.isoformat(),
            "ended": self.ended,
            "notes": [note.as_json() for note in self.notes],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Wellbeing:
    """How the patient does."""

    markers: tuple[MarkerCourse, ...]
    symptoms: tuple[Relieved, ...]
    quality: tuple[QualityChange, ...]
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything as report.json holds it."""
        return {
            "markers": [marker.as_json() for marker in self.markers],
            "symptoms": [relieved.as_json() for relieved in self.symptoms],
            "eased": [lasting.as_json() for lasting in eased(self.symptoms)],
            "quality_of_life": [change.as_json() for change in self.quality],
            "notes": [note.as_json() for note in self.notes],
        }

    @property
    def hormones_back(self) -> Answer:
        """Return whether a biochemical or endocrine response has been lost again; unknown when neither was followed."""
        endocrine = [r for r in self.symptoms if r.family is Family.ENDOCRINE]
        if any(marker.ended for marker in self.markers) or any(lasting.ended for lasting in eased(endocrine)):
            return Answer.YES
        followed = endocrine or any(call.major is not Answer.UNKNOWN for m in self.markers for call in m.calls)
        return Answer.NO if followed else Answer.UNKNOWN


def wellbeing(record: Record, *, treated_on: Day, on: Day) -> Wellbeing:
    """Return markers, symptoms and quality of life by that day against the time before the first session."""
    entries, asked = chart.complaints(record, on), chart.answers(record, on)
    relieved = symptomatic(entries, treated_on=treated_on)
    notes = [*remarks(entries, treated_on=treated_on), *unasked(asked, treated_on=treated_on)]
    notes += _without_baseline(record, treated_on, on)
    if any(r.possible == (Relief.CR,) for r in relieved):
        notes.append(finding("Relief went with shrinkage of the lesions in one of the series reviewed.", s.B86))
    return Wellbeing(
        markers=_markers(record, treated_on, on),
        symptoms=relieved,
        quality=quality(asked, treated_on=treated_on),
        notes=tuple(notes),
    )


def _markers(record: Record, treated_on: Day, on: Day) -> tuple[MarkerCourse, ...]:
    known = {name: _flag(record, f"markers.confounders.{name}", on) for name in CONFOUNDERS}
    found = []
    for marker in chart.MARKERS:
        calls = biochemical(marker, chart.levels(record, marker, on), treated_on=treated_on)
        if calls:
            held = duration(calls)
            first, last, ended = held or (None, None, False)
            found.append(
                MarkerCourse(
                    marker=marker,
                    calls=calls,
                    major_from=first,
                    major_until=last,
                    ended=ended,
                    notes=confounders(marker, known),
                )
            )
    return tuple(found)


def _without_baseline(record: Record, treated_on: Day, on: Day) -> list[Note]:
    """Return a question for each marker measured only after treatment."""
    days = {marker: [level.date for level in chart.levels(record, marker, on)] for marker in chart.MARKERS}
    late = [variable(f"markers.{marker}").title for marker, dates in days.items() if dates and min(dates) > treated_on]
    return [question(f"{name}: no value before treatment, so no response can be stated.", s.B83) for name in late]


def _flag(record: Record, key: str, on: Day) -> bool | None:
    value = record.reading(key, on).value
    return value if isinstance(value, bool) else None
