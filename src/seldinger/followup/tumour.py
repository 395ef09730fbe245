"""Did it work on the tumour: every criterion apart, each treated area apart, findings in words, and what misleads."""

from dataclasses import dataclass, replace
from datetime import date as Day
from typing import Any

from seldinger.followup import chart
from seldinger.followup import sources as s
from seldinger.followup.areas import Area, NewLesion, areas, from_baseline, new_lesions
from seldinger.followup.best import Best, best_overall, duration_of_response
from seldinger.followup.calls import Assessment
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import Answer, Note, finding, question, warning
from seldinger.followup.reading import Dated, cautions, in_words
from seldinger.followup.response import assess, assess_all
from seldinger.patient.course import Session, Study
from seldinger.patient.record import Record, spoken
from seldinger.terms import Response


@dataclass(frozen=True, kw_only=True, slots=True)
class Caution:
    """A warning on one study by one criterion."""

    date: Day
    criterion: Criterion
    note: Note


@dataclass(frozen=True, kw_only=True, slots=True)
class Tumour:
    """Everything the images say."""

    assessments: tuple[Assessment, ...]
    best: tuple[tuple[Criterion, Best], ...]
    areas: tuple[Area, ...]
    new_lesions: tuple[NewLesion, ...]
    in_words: tuple[Dated, ...]
    cautions: tuple[Caution, ...]
    liver: Assessment | None  # RECIST 1.1 on the liver alone, for hepatic progression
    notes: tuple[Note, ...]

    def by(self, criterion: Criterion) -> Assessment | None:
        """Return the assessment by one criterion, None when there was no baseline or nothing after it."""
        return next((found for found in self.assessments if found.criterion is criterion), None)

    def as_json(self) -> dict[str, Any]:
        """Return everything as report.json holds it."""
        return {
            "response": [found.as_json() for found in self.assessments],
            "best": {c: {**best.as_json(), "says": f"{c}: {best.says}"} for c, best in self.best},
            "duration": {found.criterion: _lasted(found) for found in self.assessments},
            "areas": [area.as_json() for area in self.areas],
            "new_lesions": [lesion.as_json() for lesion in self.new_lesions],
            "in_words": [{"date": d.date.isoformat(), **d.note.as_json()} for d in self.in_words],
            "cautions": [
                {"date": c.date.isoformat(), "criterion": c.criterion, **c.note.as_json()} for c in self.cautions
            ],
            "notes": [note.as_json() for note in self.notes],
        }


def _lasted(found: Assessment) -> dict[str, Any] | None:
    lasting = duration_of_response(found)
    if lasting is None:
        return None
    if not (lasting.days or lasting.ended):
        return {
            **lasting.as_json(),
            "says": f"Response by {found.criterion} seen once so far, on {spoken(lasting.since)}.",
        }
    end = "until progression" if lasting.ended else "still held at the last scan that settles it"
    says = f"Response by {found.criterion} lasted {lasting.days} days from {spoken(lasting.since)}, {end}."
    return {**lasting.as_json(), "says": says}


def tumour(record: Record, done: tuple[Session, ...], on: Day) -> Tumour:
    """Return what the images say by that day; the baseline is the last study on or before the first session."""
    made = chart.studies(record, on)
    measured = chart.measured(made)
    series = from_baseline(measured, done[0].date)
    found = assess_all(series) if len(series) > 1 else {}
    appeared = new_lesions(measured, done)
    after = [study for study in made if study.date > done[0].date]
    return Tumour(
        assessments=tuple(found.values()),
        best=tuple((criterion, best_overall(assessment)) for criterion, assessment in found.items()),
        areas=areas(measured, done),
        new_lesions=appeared,
        in_words=tuple(dated for study in after for dated in in_words(study)),
        cautions=tuple(
            Caution(date=study.date, criterion=criterion, note=note)
            for study in measured
            for criterion in Criterion
            for note in cautions(study, criterion, done)
        ),
        liver=_in_liver(series, found),
        notes=(*_notes(measured, series), *_other_methods(series), *_elsewhere(appeared)),
    )


def _in_liver(series: list[Study], found: dict[Criterion, Assessment]) -> Assessment | None:
    """Return RECIST 1.1 on the liver alone, None without a baseline there; the same as on all when no more was seen."""
    if all(lesion.site == "liver" for study in series for lesion in study.lesions):
        return found.get(Criterion.RECIST)
    liver = [_liver(study) for study in series]
    return assess(liver, Criterion.RECIST) if len(liver) > 1 and liver[0].lesions else None


def _liver(study: Study) -> Study:
    return replace(study, lesions=tuple(lesion for lesion in study.lesions if lesion.site == "liver"))


def _notes(measured: tuple[Study, ...], series: list[Study]) -> tuple[Note, ...]:
    if not series:
        says = "No CT or MRI with lesions on or before the first session: no criterion can be applied."
        return (question(says, s.RECIST),)
    if len(series) == 1:
        return (question("No CT or MRI with lesions after treatment yet.", s.RECIST),)
    if not any(lesion.longest_mm is not None for study in measured for lesion in study.lesions):
        says = "No lesion was measured: each answer is the set of categories still possible."
        return (question(says, s.RECIST),)
    return ()


def _other_methods(series: list[Study]) -> list[Note]:
    """Return a warning for each study made by another method than the baseline."""
    return [
        warning(
            f"Baseline by {series[0].kind.upper()}, {spoken(study.date)} by {study.kind.upper()}: sizes may not be comparable.",
            s.OTHER_METHOD,
        )
        for study in series[1:]
        if study.kind != series[0].kind
    ]


def _elsewhere(appeared: tuple[NewLesion, ...]) -> tuple[Note, ...]:
    """Say so when only untreated liver has new lesions: the criteria count them, the treated areas are read apart."""
    if not appeared or any(lesion.in_treated is not Answer.NO for lesion in appeared):
        return ()
    says = "Every new lesion lies in liver not treated before it was seen. "
    says += "Each criterion calls it progression; see the treated areas apart."
    return (finding(says, s.A32, s.RECIST),)


def progressed_on(assessment: Assessment | None) -> Day | None:
    """Return the first day of certain progression."""
    calls = assessment.calls if assessment else ()
    return next((call.date for call in calls if call.category is Response.PD), None)


def last_settled(assessment: Assessment | None) -> Day | None:
    """Return the last scan on which progression was excluded: the day a patient without progression is censored."""
    calls = assessment.calls if assessment else ()
    return max((call.date for call in calls if Response.PD not in call.possible), default=None)
