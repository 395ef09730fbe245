"""What stands on the timeline of one patient: one lane each for sessions, tumour, markers, symptoms, life and harm."""

from collections.abc import Iterator
from datetime import date as Day
from math import isfinite

from seldinger.followup import chart
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import weakest
from seldinger.followup.grades import worst
from seldinger.followup.safety import Safety
from seldinger.followup.symptoms import COUNTS, named
from seldinger.followup.timeline import Lane, Mark
from seldinger.followup.toxicity import Edition
from seldinger.followup.tumour import Tumour
from seldinger.patient.catalogue import variable
from seldinger.patient.course import Session
from seldinger.patient.record import Record
from seldinger.terms import Status


def lanes(
    record: Record, done: tuple[Session, ...], on: Day, images: Tumour | None, safe: Safety | None
) -> tuple[Lane, ...]:
    """Return the lanes in the order they are drawn; lanes without a mark are left to the figure to drop."""
    return (
        Lane(name="sessions", unit=None, marks=tuple(Mark(date=x.date, label=_where(x)) for x in done)),
        _sum(images),
        *_markers(record, on),
        *_symptoms(record, on),
        *_quality(record, on),
        _harm(record, on, safe),
    )


def _where(session: Session) -> str:
    place = " ".join(session.territory)
    return f"{session.modality}, {place}" if place else session.modality


def _sum(images: Tumour | None) -> Lane:
    recist = images.by(Criterion.RECIST) if images else None
    marks = []
    if recist:
        marks.append(Mark(date=recist.baseline_date, label="baseline", value=recist.baseline))
        marks += [Mark(date=call.date, label=call.category, value=call.sum) for call in recist.calls]
    return Lane(name="sum of target diameters", unit="mm", marks=tuple(marks))


def _markers(record: Record, on: Day) -> Iterator[Lane]:
    for marker in chart.MARKERS:
        levels = chart.levels(record, marker, on)
        units = {(level.unit, level.assay) for level in levels}
        for unit, assay in sorted(units, key=str):  # values of two assays never share an axis
            own = [level for level in levels if (level.unit, level.assay) == (unit, assay)]
            marks = tuple(
                Mark(date=x.date, label=_bound(x.low, x.high), value=x.high if isfinite(x.high) else x.low) for x in own
            )
            name = variable(f"markers.{marker}").title
            yield Lane(name=name if assay is None else f"{name}, assay {assay}", unit=unit, marks=marks)


def _bound(low: float, high: float) -> str:
    if not isfinite(high):
        return f"above {low:g}"
    return f"{high:g}" if low == high else f"{low:g} to {high:g}"


def _symptoms(record: Record, on: Day) -> Iterator[Lane]:
    entries = chart.complaints(record, on)
    for symptom, by in dict.fromkeys((entry.symptom, entry.by) for entry in entries):
        own = [entry for entry in entries if (entry.symptom, entry.by) == (symptom, by)]
        marks = tuple(
            Mark(date=e.date, label=e.words(), value=high if isfinite(high := e.bounds()[1]) else e.bounds()[0])
            for e in own
        )
        unit = "per day" if symptom in COUNTS else None
        yield Lane(name=named(symptom, by), unit=unit, marks=marks)


def _quality(record: Record, on: Day) -> Iterator[Lane]:
    answers = chart.answers(record, on)
    for scale in dict.fromkeys(answer.scale for answer in answers):
        own = [answer for answer in answers if answer.scale == scale]
        marks = tuple(Mark(date=a.date, label=f"{a.value:g}", value=a.value) for a in own)
        yield Lane(name=f"quality of life, {scale}", unit=None, marks=marks)


def _harm(record: Record, on: Day, safe: Safety | None) -> Lane:
    marks = []
    for event in chart.events(record, on):
        end = event.resolved if isinstance(event.resolved, Day) else on if event.resolved is False else None
        marks.append(Mark(date=event.date, label=event.term, until=end))
    for one in worst(safe.grades) if safe else ():
        if one.toxicity.edition is Edition.V5 and one.toxicity.possible[0]:
            grades = " or ".join(map(str, one.toxicity.possible))
            status = weakest(one.toxicity.cites)
            flag = f", {status}" if status is Status.UNVERIFIED else ""
            marks.append(Mark(date=one.date, label=f"{one.toxicity.term}, grade {grades} ({Edition.V5}{flag})"))
    return Lane(name="events and toxicity", unit=None, marks=tuple(sorted(marks, key=lambda mark: mark.date)))
