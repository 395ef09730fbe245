"""Was it safe: laboratory grades, the expected syndrome, named dangers, complications, scores and the enzyme curve."""

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from typing import Any

from seldinger.cite import threshold
from seldinger.followup import chart
from seldinger.followup import sources as s
from seldinger.followup.complications import TERMS, Complication, Severity, cirse, session_of, sir, standard_term
from seldinger.followup.discharge import Discharge, discharge
from seldinger.followup.findings import Answer, Note, cited, finding
from seldinger.followup.grades import Graded, graded, worst
from seldinger.followup.hazards import Danger, crisis, late_damage, reild
from seldinger.followup.liver import scores
from seldinger.followup.reading import radioembolization
from seldinger.followup.scores import Score
from seldinger.followup.syndrome import Syndrome, biliary_ischaemia, is_syndrome_term, syndrome
from seldinger.patient.course import Event, Session
from seldinger.patient.record import Record, spoken
from seldinger.terms import Modality, Response

CRISIS_TERM = "carcinoid crisis"
DEATH_TERM = "death"
HEPATIC_OCCLUSION = "common hepatic artery occlusion"


@dataclass(frozen=True, kw_only=True, slots=True)
class Untoward:
    """One event that is not part of the expected syndrome."""

    event: Event
    term: str | None  # in the reviews' table
    recorded_under: str | None  # the term a severity grade is recorded under
    session: Day | None
    classes: tuple[Severity, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the event as report.json holds it."""
        charted = self.event.grade
        return {
            "term": self.event.term,
            "standard_term": self.term,
            "recorded_under": self.recorded_under,
            "date": self.event.date.isoformat(),
            "resolved": self.event.resolved.isoformat()
            if isinstance(self.event.resolved, Day)
            else self.event.resolved,
            "session": self.session and self.session.isoformat(),
            "attribution": self.event.attribution,
            "charted_grade": None if charted is None else {"scale": charted.scale, "value": charted.value},
            "classes": [severity.as_json() for severity in self.classes],
            "says": self._says(),
            "cites": cited((s.B104 if self.term else s.HOUSE,)),
        }

    def _says(self) -> str:
        grade = self.event.grade
        charted = f"charted {grade.scale} grade {grade.value}" if grade else "severity not charted"
        session = f"after the session of {spoken(self.session)}" if self.session else "counted to no session"
        cause = f", put down to {self.event.attribution}" if self.event.attribution else ""
        return f"{self.event.term}, {spoken(self.event.date)}: {charted}, {session}{cause}."


@dataclass(frozen=True, kw_only=True, slots=True)
class Safety:
    """Everything that went, or may have gone, wrong."""

    grades: tuple[Graded, ...]
    syndromes: tuple[Syndrome, ...]
    dangers: tuple[Danger, ...]
    complications: tuple[Untoward, ...]
    scores: tuple[Score, ...]
    discharge: Discharge | None
    notes: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """Return everything as report.json holds it; of the grades, the worst of each."""
        return {
            "toxicity": [grade.as_json() for grade in worst(self.grades)],
            "syndromes": [one.as_json() for one in self.syndromes],
            "dangers": [danger.as_json() for danger in self.dangers],
            "complications": [one.as_json() for one in self.complications],
            "scores": [score.as_json() for score in self.scores],
            "discharge": self.discharge and self.discharge.as_json(),
            "notes": [note.as_json() for note in self.notes],
        }


def safety(record: Record, done: tuple[Session, ...], on: Day, *, scans: dict[Day, Response]) -> Safety:
    """Return what is known of harm by that day; scans tells whether a scan showed progression."""
    found = chart.events(record, on)
    return Safety(
        grades=graded(record, treated_on=done[0].date, on=on),
        syndromes=_syndromes(record, done, on),
        dangers=_dangers(record, done, on, scans),
        complications=tuple(
            _untoward(event, done) for event in found if event.date >= done[0].date and not _expected(event.term)
        ),
        scores=scores(chart.liver(record, on)),
        discharge=_discharge(record, done[-1], on),
        notes=tuple(_notes(record, done, on)),
    )


def _expected(term: str) -> bool:
    return is_syndrome_term(term) or term.strip().lower() == CRISIS_TERM


def _syndromes(record: Record, done: tuple[Session, ...], on: Day) -> tuple[Syndrome, ...]:
    events = chart.untoward(chart.events(record, on))
    ends = [later.date - timedelta(days=1) for later in done[1:]]
    return tuple(
        syndrome(
            session.date, events, on=on, recorded=chart.recorded(record, session, _until(session, end, on)), until=end
        )
        for session, end in zip(done, [*ends, None], strict=True)
    )


def _until(session: Session, end: Day | None, on: Day) -> Day:
    """Return the last day on which an event shows that somebody wrote down what followed this session."""
    over = session.date + timedelta(days=threshold("toxicity.syndrome_resolution").value)
    return min(day for day in (over, end, on) if day is not None)


def _dangers(record: Record, done: tuple[Session, ...], on: Day, scans: dict[Day, Response]) -> tuple[Danger, ...]:
    found = [_crisis(record, session, later, on) for session, later in zip(done, [*done[1:], None], strict=True)]
    obstruction = record.reading("biliary.obstruction", on).value
    for session in (session for session in done if radioembolization(session)):
        signs = chart.signs(record, session.date, on)
        found.append(
            reild(
                session.date,
                signs,
                progression=_progression(session.date, scans),
                obstruction=obstruction if isinstance(obstruction, bool) else None,
            )
        )
    return tuple(found)


def _crisis(record: Record, session: Session, later: Session | None, on: Day) -> Danger:
    """A documented crisis counts to the latest session before it."""
    days = [event.date for event in chart.events(record, on) if event.term.strip().lower() == CRISIS_TERM]
    documented = any(session.date <= day and (later is None or day < later.date) for day in days)
    return crisis(session.vitals or (), documented=documented, session=session.date)


def _progression(session: Day, scans: dict[Day, Response]) -> bool | None:
    """Return whether a scan in the window of liver disease showed progression, None without a settled scan.

    Growth soon after Y-90 may be swelling: it must not explain failing liver function away.
    """
    first, last = threshold("toxicity.reild_from").value, threshold("toxicity.reild_until").value
    seen = [
        answer for day, answer in scans.items() if first <= (day - session).days <= last and answer is not Response.NE
    ]
    early = threshold("response.y90_too_early").value
    if any(answer is Response.PD and (day - session).days >= early for day, answer in scans.items()):
        return True
    return False if seen and Response.PD not in seen else None


def _untoward(event: Event, done: tuple[Session, ...]) -> Untoward:
    term = standard_term(event.term)
    fatal = event.term.strip().lower() == DEATH_TERM
    known = Complication(term=event.term, death=True if fatal else None)
    apart = event.attribution in chart.ELSEWHERE
    return Untoward(
        event=event,
        term=term,
        recorded_under=TERMS.get(term or ""),
        session=None if apart else session_of(event.term, event.date, [session.date for session in done]),
        classes=() if apart or event.grade else (cirse(known), sir(known)),
    )


def _discharge(record: Record, last: Session, on: Day) -> Discharge | None:
    """The curve is read while the patient may still be in hospital: within the time the syndrome takes."""
    if (on - last.date).days > threshold("toxicity.syndrome_resolution").value:
        return None
    modality = Modality.Y90_GLASS if radioembolization(last) else Modality(last.modality)
    return discharge(chart.enzymes(record, on), session=last.date, modality=modality, on=on)


def _notes(record: Record, done: tuple[Session, ...], on: Day) -> list[Note]:
    notes = []
    present, note = biliary_ischaemia(**_biliary(record, done[-1].date, on))
    if present is not Answer.NO:
        notes.append(note)
    late = late_damage([session.date for session in done if radioembolization(session)], on=on)
    if late:
        notes.append(late)
    if any(standard_term(event.term) == HEPATIC_OCCLUSION for event in chart.events(record, on)):
        says = "Accidental occlusion of the common hepatic artery: two patients in one reviewed series of 107."
        notes.append(finding(says, s.B106))
    return notes


def _biliary(record: Record, session: Day, on: Day) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    for name in ("bilirubin", "alp"):
        later = [fact for fact in record.series(f"labs.{name}", on) if fact.date > session and fact.state == "recorded"]
        start = chart.before(record, f"labs.{name}", session)
        now, base = chart.bounds(later[-1]) if later else None, chart.bounds(start) if start else None
        limits = [fact.uln for fact in (*later[-1:], *((start,) if start else ())) if fact.uln is not None]
        values |= {
            name: now and now[0],
            f"{name}_before": base and base[1],
            f"{name}_uln": limits[0] if limits else None,
        }
    return values
