"""Each treated area by itself, and where a new lesion lies: disease in untreated liver is no failure of treatment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from typing import Any

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.calls import Assessment
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import Answer, Note, cited, finding, question, weakest
from seldinger.followup.response import assess
from seldinger.followup.territory import named, segments, treated
from seldinger.patient.course import Session, Study
from seldinger.patient.record import spoken
from seldinger.terms import Response


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """Response inside one treated area, with a baseline of its own."""

    territory: tuple[str, ...]
    treated_on: tuple[Day, ...]
    assessment: Assessment | None
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the area as report.json holds it."""
        return {
            "territory": list(self.territory),
            "treated_on": [day.isoformat() for day in self.treated_on],
            "assessment": self.assessment and self.assessment.as_json(),
            "notes": [note.as_json() for note in self.notes],
            "says": self._says(),
            "status": weakest(self._cites),
            "cites": cited(self._cites),
        }

    @property
    def _cites(self) -> tuple[Citation, ...]:
        return (s.A32, *(self.assessment.cites if self.assessment else ()))

    def _says(self) -> str:
        name = f"Inside the area first treated on {spoken(self.treated_on[0])} ({named(self.territory)})"
        calls = self.assessment.calls if self.assessment else ()
        if self.assessment is None or not calls:
            return f"{name}: no response, since no lesion in it was charted both before and after."
        possible = [word for word in Response if word in calls[-1].possible]
        more = f" (still possible: {', '.join(possible)})" if len(possible) > 1 else ""
        return f"{name}: {calls[-1].category} by {self.assessment.criterion} on {spoken(calls[-1].date)}{more}."


@dataclass(frozen=True, kw_only=True, slots=True)
class NewLesion:
    """A new lesion, and whether the liver it lies in had been treated by then."""

    id: str
    date: Day
    territory: str | None
    in_treated: Answer
    note: Note

    def as_json(self) -> dict[str, Any]:
        """Return the lesion as report.json holds it."""
        return {
            "id": self.id,
            "date": self.date.isoformat(),
            "territory": self.territory,
            "in_treated_liver": self.in_treated,
            "note": self.note.as_json(),
            "cites": cited(self.note.cites),
        }


def areas(
    studies: Sequence[Study], sessions: Sequence[Session], *, criterion: Criterion = Criterion.RECIST
) -> tuple[Area, ...]:
    """Return the response inside each treated area; sessions without a stated territory are left out."""
    named = dict.fromkeys(tuple(sorted(session.territory)) for session in sessions if session.territory)
    return tuple(_area(territory, studies, sessions, criterion) for territory in named)


def _area(
    territory: tuple[str, ...], studies: Sequence[Study], sessions: Sequence[Session], criterion: Criterion
) -> Area:
    days = tuple(session.date for session in sessions if tuple(sorted(session.territory)) == territory)
    own = [_inside(study, territory) for study in from_baseline(studies, min(days))]
    lesions = {lesion.id for study in own for lesion in study.lesions}
    vague = [
        lesion.id
        for study in own[:1]
        for lesion in study.lesions
        if treated(_place(lesion.territory), [territory]) is Answer.UNKNOWN
    ]
    notes = []
    if vague:
        says = f"Placed only by lobe, counted to this area: {', '.join(vague)}."
        notes.append(finding(says, s.HOUSE))
    usable = len(own) > 1 and bool(own[0].lesions) and bool(lesions)
    return Area(
        territory=territory,
        treated_on=days,
        assessment=assess(own, criterion) if usable else None,
        notes=tuple(notes),
    )


def _inside(study: Study, territory: tuple[str, ...]) -> Study:
    kept = tuple(
        lesion
        for lesion in study.lesions
        if lesion.site == "liver" and treated(_place(lesion.territory), [territory]) is not Answer.NO
    )
    return replace(study, lesions=kept)


def from_baseline(studies: Sequence[Study], treated_on: Day) -> list[Study]:
    """Return the last study on or before the first treatment, and all that follow; empty when there is none before.

    Studies before the baseline are left out, or they would lower the nadir.
    """
    before = [study for study in studies if study.date <= treated_on]
    return [before[-1], *(study for study in studies if study.date > treated_on)] if before else []


def _place(territory: str | None) -> tuple[str, ...]:
    return () if territory is None else (territory,)


def new_lesions(studies: Sequence[Study], sessions: Sequence[Session]) -> tuple[NewLesion, ...]:
    """Return every new lesion of the liver at its first appearance."""
    seen: dict[str, NewLesion] = {}
    for study in studies:
        before = [session.territory for session in sessions if session.date < study.date]
        for lesion in study.lesions:
            if lesion.new and lesion.site == "liver" and lesion.id not in seen and before:
                place = treated(_place(lesion.territory), before)
                seen[lesion.id] = NewLesion(
                    id=lesion.id,
                    date=study.date,
                    territory=lesion.territory,
                    in_treated=place,
                    note=_note(lesion.id, place),
                )
    return tuple(seen.values())


def _note(name: str, place: Answer) -> Note:
    if place is Answer.NO:
        says = f"New lesion “{name}” in liver not treated before it was seen: such a lesion was embolized in a later "
        says += "session of the published case; it is no failure of the treated area."
        return finding(says, s.A32)
    if place is Answer.YES:
        return finding(f"New lesion “{name}” lies in treated liver.", s.A32)
    return question(
        f"Does new lesion “{name}” lie in treated or in untreated liver? Not recorded closely enough.", s.A32
    )


def untreated_lesions(study: Study, sessions: Sequence[Session]) -> tuple[str, ...]:
    """Return the liver lesions of a study that certainly lie outside all territory treated so far."""
    done = [session.territory for session in sessions]
    return tuple(
        lesion.id
        for lesion in study.lesions
        if lesion.site == "liver"
        and lesion.longest_mm != 0
        and done
        and segments(_place(lesion.territory))
        and treated(_place(lesion.territory), done) is Answer.NO
    )
