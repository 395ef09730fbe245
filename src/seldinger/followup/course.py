"""The whole course of one patient: did it work, was it safe, how does the patient feel, what next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from seldinger.followup import chart
from seldinger.followup.areas import untreated_lesions
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import Answer
from seldinger.followup.lanes import lanes
from seldinger.followup.next_steps import Situation, Step, next_steps
from seldinger.followup.reading import radioembolization
from seldinger.followup.safety import Safety, safety
from seldinger.followup.schedule import Visit, What, by_modality
from seldinger.followup.sources import Y90_SWELLS
from seldinger.followup.survival import Origin, Progressions, Time, dateless, times
from seldinger.followup.timeline import Timeline, timeline
from seldinger.followup.tumour import Tumour, last_settled, progressed_on, tumour
from seldinger.followup.wellbeing import Wellbeing, wellbeing
from seldinger.patient.course import Session
from seldinger.patient.record import Record
from seldinger.terms import Modality, Response

UNTREATABLE_TERM = "untreatable progression"
RESECTION, TRANSPLANT = "resection", "transplant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What the chart says of the time since the first session, as known on one day."""

    on: Day
    sessions: tuple[Session, ...]
    tumour: Tumour | None  # None, like all that follow, before the first session
    wellbeing: Wellbeing | None
    safety: Safety | None
    times: tuple[Time, ...]
    next_steps: tuple[Step, ...]
    schedule: tuple[Visit, ...]
    timeline: Timeline | None

    def as_json(self) -> dict[str, Any]:
        """Return schedule and course as report.json holds them under `followup`."""
        return {
            "schedule": [visit.as_json() for visit in self.schedule],
            "course": {
                "on": self.on.isoformat(),
                "sessions": [_session(session) for session in self.sessions],
                "tumour": self.tumour and self.tumour.as_json(),
                "wellbeing": self.wellbeing and self.wellbeing.as_json(),
                "safety": self.safety and self.safety.as_json(),
                "times": [time.as_json() for time in self.times],
                "next_steps": [step.as_json() for step in self.next_steps],
                "timeline": self.timeline and self.timeline.as_json(),
            },
        }


def _session(session: Session) -> dict[str, Any]:
    return {
        "date": session.date.isoformat(),
        "modality": session.modality,
        "territory": list(session.territory),
        "source": session.source,
    }


def follow(record: Record, on: Day) -> Course:
    """Return the course as known on a day; facts and events dated later are not looked at.

    After a death nothing is due and no option is named.
    """
    done = chart.sessions(record, on)
    if not done:
        drawn = timeline(lanes(record, done, on, None, None), on=on)
        return Course(
            on=on,
            sessions=(),
            tumour=None,
            wellbeing=None,
            safety=None,
            times=(),
            next_steps=(),
            schedule=(),
            timeline=drawn,
        )
    images, well = tumour(record, done, on), wellbeing(record, treated_on=done[0].date, on=on)
    recist = images.by(Criterion.RECIST)
    alive = chart.status(record, on).died_on is None
    safe = safety(record, done, on, scans={call.date: call.category for call in (recist.calls if recist else ())})
    return Course(
        on=on,
        sessions=done,
        tumour=images,
        wellbeing=well,
        safety=safe,
        times=_times(record, done, on, images),
        next_steps=next_steps(_situation(record, done, on, images, well, safe)) if alive else (),
        schedule=_schedule(record, done, on) if alive else (),
        timeline=timeline(lanes(record, done, on, images, safe), on=on),
    )


def _times(record: Record, done: tuple[Session, ...], on: Day, images: Tumour) -> tuple[Time, ...]:
    """Return every endpoint from the first procedure, and survival from the first specimen beside it."""
    if record.label == "published":
        return dateless(Origin(name="first procedure", date=done[0].date))
    recist = images.by(Criterion.RECIST)
    beyond = [event.date for event in chart.events(record, on) if event.term.strip().lower() == UNTREATABLE_TERM]
    seen = Progressions(
        criterion=Criterion.RECIST,
        anywhere=progressed_on(recist),
        liver=progressed_on(images.liver),
        untreatable=min(beyond, default=None),
        untreatable_judged=bool(beyond),
        last_assessed=last_settled(recist),
        liver_assessed=last_settled(images.liver),
    )
    status = chart.status(record, on)
    found = times(Origin(name="first procedure", date=done[0].date), status, seen)
    diagnosed = min((specimen.date for specimen in record.specimens if specimen.date), default=None)
    if diagnosed and diagnosed < done[0].date:
        found += times(Origin(name="first specimen", date=diagnosed), status, seen)[:1]
    return found


def _situation(
    record: Record, done: tuple[Session, ...], on: Day, images: Tumour, well: Wellbeing, safe: Safety
) -> Situation:
    measured = chart.measured(chart.studies(record, on))
    late = [study for study in measured if study.date > done[0].date]
    return Situation(
        treated_progressed=_treated(images, done),
        untreated_disease=untreated_lesions(late[-1], [x for x in done if x.date <= on]) if late else (),
        outside_liver_progressed=_outside(images),
        hormones_back=well.hormones_back,
        dangers=tuple(danger.name for danger in safe.dangers if danger.present is Answer.YES),
        scanned=bool(late),
    )


def _treated(images: Tumour, done: tuple[Session, ...]) -> Answer:
    """Return whether a treated area has progressed at its last scan; without stated areas the liver is one area.

    Growth seen soon after Y-90 may be swelling and settles nothing.
    """
    places = [area.assessment for area in images.areas] if all(x.territory for x in done) else [images.liver]
    last = [found.calls[-1] for found in places if found and found.calls]
    swollen = {caution.date for caution in images.cautions if Y90_SWELLS in caution.note.cites}
    if any(call.category is Response.PD and call.date not in swollen for call in last):
        return Answer.YES
    settled = bool(last) and len(last) == len(places) and all(Response.PD not in call.possible for call in last)
    return Answer.NO if settled else Answer.UNKNOWN


def _outside(images: Tumour) -> Answer:
    everywhere = images.by(Criterion.RECIST)
    if everywhere is None or not everywhere.calls:
        return Answer.UNKNOWN
    last, liver = everywhere.calls[-1], images.liver.calls[-1] if images.liver and images.liver.calls else None
    if Response.PD not in last.possible:
        return Answer.NO
    if last.category is Response.PD and (liver is None or Response.PD not in liver.possible):
        return Answer.YES
    return Answer.UNKNOWN


def _schedule(record: Record, done: tuple[Session, ...], on: Day) -> tuple[Visit, ...]:
    """Return the dates from that day on; a device that is not stated does not change them."""
    days: dict[Modality, list[Day]] = {}
    for session in done:
        modality = Modality.Y90_GLASS if radioembolization(session) else Modality(session.modality)
        days.setdefault(modality, []).append(session.date)
    kinds = {therapy.kind for therapy in record.therapies if therapy.start is None or therapy.start <= on}
    visits = by_modality(days, resected=RESECTION in kinds, transplanted=TRANSPLANT in kinds)
    seen = [study.date for study in chart.studies(record, on) if study.kind in ("ct", "mri")]
    return tuple(visit for visit in visits if visit.latest >= on and not _imaged(visit, seen))


def _imaged(visit: Visit, seen: Sequence[Day]) -> bool:
    """Return whether the CT or MRI that a visit asks for once is charted inside its window."""
    once = visit.what is What.IMAGING and visit.repeats is None
    return once and any(visit.earliest <= day <= visit.latest for day in seen)
