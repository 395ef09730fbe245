"""From the record to what the judgements of this room read; nothing is decided here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from typing import Literal, cast

from seldinger.followup.biochemical import Level
from seldinger.followup.discharge import Enzyme
from seldinger.followup.hazards import Signs
from seldinger.followup.liver import Liver
from seldinger.followup.quality import Quality
from seldinger.followup.reading import RESPONSE_STUDIES
from seldinger.followup.survival import Status
from seldinger.followup.symptoms import FAMILIES, Complaint
from seldinger.followup.syndrome import Untoward
from seldinger.patient.course import Event, Session, Study
from seldinger.patient.record import Fact, Interval, Record

ELSEWHERE = ("disease", "other")  # what an event may be put down to instead of the procedure
ENZYMES = ("ast", "alt")
MARKERS = (
    "five_hiaa",
    "five_hiaa_serum",
    "cga",
    "pancreastatin",
    "insulin",
    "gastrin",
    "glucagon",
    "vip",
    "acth",
    "nt_probnp",
)


def sessions(record: Record, on: Day) -> tuple[Session, ...]:
    """Return the sessions done by a day, oldest first."""
    done = [session for session in record.sessions if not session.planned and session.date <= on]
    return tuple(sorted(done, key=lambda session: session.date))


def studies(record: Record, on: Day) -> tuple[Study, ...]:
    """Return the studies made by a day, oldest first, as charted."""
    return tuple(sorted((study for study in record.studies if study.date <= on), key=lambda study: study.date))


def measured(made: tuple[Study, ...]) -> tuple[Study, ...]:
    """Return the studies that list lesions, one of a day: of two the one that lists more."""
    best: dict[Day, Study] = {}
    for study in made:
        if study.kind in RESPONSE_STUDIES and study.lesions:
            known = best.get(study.date)
            if known is None or len(study.lesions) > len(known.lesions):
                best[study.date] = study
    return tuple(best[day] for day in sorted(best))


def events(record: Record, on: Day) -> tuple[Event, ...]:
    """Return every event by a day, of the course and of its sessions, oldest first; the same event once."""
    own = [event for session in record.sessions for event in session.events or ()]
    every = {(event.term, event.date): _as_known(event, on) for event in (*own, *record.events) if event.date <= on}
    return tuple(sorted(every.values(), key=lambda event: (event.date, event.term)))


def _as_known(event: Event, on: Day) -> Event:
    """Return the event as it stood on a day: what ended later was still present."""
    ended = event.resolved
    return replace(event, resolved=False) if isinstance(ended, Day) and ended > on else event


def recorded(record: Record, session: Session, last: Day) -> bool:
    """Return whether somebody wrote down what happened after a session up to a day, be it nothing."""
    return session.events is not None or any(session.date <= event.date <= last for event in record.events)


def untoward(found: tuple[Event, ...]) -> tuple[Untoward, ...]:
    """Return events as the syndrome reads them, without those that somebody put down to something else."""
    return tuple(
        Untoward(term=event.term, date=event.date, resolved=event.resolved)
        for event in found
        if event.attribution not in ELSEWHERE
    )


def bounds(fact: Fact) -> tuple[float, float] | None:
    """Return the smallest and the largest number a fact allows, None when it holds no number."""
    value = fact.value
    if isinstance(value, Interval):
        return value.low, value.high
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value), float(value)


def _numbers(record: Record, key: str, on: Day) -> Iterator[tuple[Fact, float, float]]:
    for fact in record.series(key, on):
        found = bounds(fact) if fact.state == "recorded" else None
        if found:
            yield fact, *found


def levels(record: Record, marker: str, on: Day) -> tuple[Level, ...]:
    """Return a marker's values."""
    return tuple(
        Level(date=fact.date, low=low, high=high, unit=fact.unit or "1", assay=fact.assay, uln=fact.uln)
        for fact, low, high in _numbers(record, f"markers.{marker}", on)
        if low >= 0
    )


def complaints(record: Record, on: Day) -> tuple[Complaint, ...]:
    """Return every symptom entry."""
    found = []
    for symptom in FAMILIES:
        for fact in record.series(f"symptoms.{symptom}", on):
            if fact.state == "recorded" and isinstance(fact.value, bool | int | float | str | Interval):
                found.append(Complaint(date=fact.date, symptom=symptom, value=fact.value, by=fact.by))
    return tuple(found)


def answers(record: Record, on: Day) -> tuple[Quality, ...]:
    """Return every answered questionnaire."""
    return tuple(
        Quality(date=fact.date, scale=str(fact.extra.get("scale", "scale not stated")), value=low)
        for fact, low, high in _numbers(record, "symptoms.quality_of_life", on)
        if low == high
    )


def enzymes(record: Record, on: Day) -> dict[str, list[Enzyme]]:
    """Return the enzyme curves; a value asked for and not obtained stands as missing."""
    found = {}
    for name in ENZYMES:
        series = [
            Enzyme(date=fact.date, value=None)
            if (limits := bounds(fact)) is None
            else Enzyme(date=fact.date, value=limits[1], at_least=limits[0])
            for fact in record.series(f"labs.{name}", on)
        ]
        if series:
            found[name.upper()] = series
    return found


def liver(record: Record, on: Day) -> Liver:
    """Return what the scores need, as far as it still counts on that day."""
    numbers = {
        name: _number(record, f"labs.{name}", on) for name in ("bilirubin", "albumin", "inr", "creatinine", "sodium")
    }
    sex = record.reading("person.sex", on).value
    return Liver(
        bilirubin_mg_dl=numbers["bilirubin"],
        albumin_g_dl=numbers["albumin"],
        inr=numbers["inr"],
        creatinine_mg_dl=numbers["creatinine"],
        sodium_mmol_l=numbers["sodium"],
        ascites=cast(Literal["none", "mild", "tense"] | None, _text(record, "liver.ascites", on)),
        encephalopathy=cast(Literal["none", "mild", "severe"] | None, _text(record, "liver.encephalopathy", on)),
        female=sex == "female" if sex in ("female", "male") else None,
    )


def _number(record: Record, key: str, on: Day) -> float | None:
    fact = record.reading(key, on)
    found = bounds(fact.fact) if fact.known and fact.fact else None
    return found[0] if found and found[0] == found[1] else None


def _text(record: Record, key: str, on: Day) -> str | None:
    value = record.reading(key, on).value
    return value if isinstance(value, str) else None


def status(record: Record, on: Day) -> Status:
    """Return what is known of life; a patient treated or imaged on a day was alive then."""
    died = _day(record, "status.died_on", on)
    seen = [day for day in (_day(record, "status.alive_on", on),) if day]
    seen += [session.date for session in sessions(record, on)] + [study.date for study in studies(record, on)]
    alive = max((day for day in seen if died is None or day <= died), default=None)
    return Status(alive_on=alive, died_on=died, lost_on=_day(record, "status.lost_on", on))


def _day(record: Record, key: str, on: Day) -> Day | None:
    days = [fact.value for fact in record.facts.get(key, ()) if isinstance(fact.value, Day) and fact.value <= on]
    return max(days, default=None)


def signs(record: Record, session: Day, on: Day) -> tuple[Signs, ...]:
    """Return the signs of liver damage on each day on which something was recorded after a session."""
    found = events(record, on)
    jaundiced = {event.date for event in found if event.term.strip().lower() == "jaundice"}
    facts = [f for key in ("labs.bilirubin", "labs.albumin", "liver.ascites") for f in record.series(key, on)]
    days = sorted({fact.date for fact in facts if fact.date > session} | {day for day in jaundiced if day > session})
    latest: dict[str, bool | None] = {}
    series = []
    for day in days:
        for fact in facts:
            if fact.date == day:
                latest[fact.variable] = _sign(record, fact, session)
        series.append(
            Signs(
                date=day,
                bilirubin_raised=latest.get("labs.bilirubin"),
                albumin_low=latest.get("labs.albumin"),
                ascites_new=latest.get("liver.ascites"),
                jaundice=True if any(d <= day for d in jaundiced if d > session) else None,
            )
        )
    return tuple(series)


def before(record: Record, key: str, session: Day) -> Fact | None:
    """Return the last recorded fact on or before a session, however old."""
    known = [fact for fact in record.series(key, session) if fact.state == "recorded"]
    return known[-1] if known else None


def _sign(record: Record, fact: Fact, session: Day) -> bool | None:
    start = before(record, fact.variable, session)
    if fact.variable == "liver.ascites":
        if fact.value == "none":
            return False
        return None if start is None else start.value == "none"
    now = bounds(fact)
    if now is None:
        return None
    if fact.variable == "labs.albumin":
        return None if fact.lln is None else now[1] < fact.lln
    base = bounds(start) if start else None
    if fact.uln is not None and now[1] <= fact.uln:
        return False
    return None if base is None or fact.uln is None else now[0] > max(fact.uln, base[1])
