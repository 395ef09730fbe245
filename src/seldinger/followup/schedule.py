"""When to look again after treatment: visits, imaging and laboratory, per modality and session; nothing is an order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.calendar import add_months
from seldinger.followup.findings import cited, weakest
from seldinger.terms import RADIOEMBOLIC, Modality


class What(StrEnum):
    """What a date is for."""

    IMAGING = "imaging"
    LABORATORY = "laboratory"
    VISIT = "visit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One date to look again, with the days between which it may lie."""

    date: Day
    earliest: Day
    latest: Day
    what: What
    says: str
    repeats: str | None
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the date as report.json holds it."""
        return {
            "date": self.date.isoformat(),
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "what": self.what,
            "says": self.says,
            "repeats": self.repeats,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


FIRST_IMAGING = {
    Modality.TAE: "followup.tae_first_imaging",
    Modality.CTACE: "followup.tace_first_imaging",
    Modality.DEB_TACE: "followup.tace_first_imaging",
    Modality.Y90_GLASS: "followup.y90_first_imaging",
    Modality.Y90_RESIN: "followup.y90_first_imaging",
}


def schedule(
    modality: Modality,
    session_dates: Iterable[Day],
    *,
    resected: bool = False,
    transplanted: bool = False,
    already_y90: Iterable[Day] = (),
) -> tuple[Visit, ...]:
    """Return the dates after the given sessions of one modality, in order.

    The first picture keeps the interval of the review's own case; later ones follow a house rhythm counted from the
    last session. Imaging that would fall before a later session is left out: that session's own imaging replaces it.
    already_y90 are earlier radioembolizations, after which liver function is followed for life.
    """
    dates = sorted(set(session_dates))
    found: list[Visit] = []
    for number, session in enumerate(dates):
        following = dates[number + 1] if number + 1 < len(dates) else None
        found += [visit for visit in _after(modality, session) if following is None or visit.date < following]
    if dates:
        found += _rhythm(modality, dates[-1])
        found += _surveillance(dates[-1], resected=resected, transplanted=transplanted)
    y90 = [*already_y90, *(dates if modality in RADIOEMBOLIC else ())]
    if y90:
        found += _late(max(y90))
    unique = {(visit.date, visit.what, visit.says): visit for visit in found}
    return tuple(sorted(unique.values(), key=lambda visit: (visit.date, visit.what, visit.says)))


def _word(modality: Modality) -> str:
    """Return the treatment without the device, which the calendar does not depend on."""
    return "Y-90" if modality in RADIOEMBOLIC else modality.label


def _spoken(months: float) -> str:
    return "one month" if months == 1 else f"{months:g} months"


def _months(name: str) -> int:
    return round(threshold(name).value)


def _after(modality: Modality, session: Day) -> list[Visit]:
    first = threshold(FIRST_IMAGING[modality])
    clinic = threshold("followup.clinic_first")
    of = " of cTACE" if modality is Modality.DEB_TACE else ""  # no case with drug-eluting beads is printed
    visits = [
        _visit(
            add_months(session, round(first.value)),
            What.IMAGING,
            f"Contrast-enhanced CT or MRI {_spoken(first.value)} after {_word(modality)}, as in the published case{of}",
            first.cites,
        ),
        _visit(
            add_months(session, round(clinic.value)),
            What.VISIT,
            "Clinic: symptoms by patient and physician apart, quality of life, events",
            (*clinic.cites, s.B11),
        ),
        _visit(
            add_months(session, round(clinic.value)),
            What.LABORATORY,
            "Liver function, blood count, and the marker raised before treatment in the same assay",
            (*clinic.cites, s.B83),
        ),
    ]
    if modality in RADIOEMBOLIC:
        return [*visits, _reild_window(session)]
    says = "Liver enzymes until they have peaked; first night in hospital"
    return [_visit(session + timedelta(days=1), What.LABORATORY, says, (s.B67, s.A18), leeway=0), *visits]


def _reild_window(session: Day) -> Visit:
    first, last = threshold("toxicity.reild_from"), threshold("toxicity.reild_until")
    return Visit(
        date=session + timedelta(days=(first.value + last.value) // 2),
        earliest=session + timedelta(days=first.value),
        latest=session + timedelta(days=last.value),
        what=What.LABORATORY,
        says="Bilirubin, albumin and signs of ascites in the window of radioembolization-induced liver disease",
        repeats="more than once between two weeks and four months",
        cites=(s.REILD, *first.cites),
    )


def _rhythm(modality: Modality, last: Day) -> list[Visit]:
    every, until = threshold("followup.imaging_every"), _months("followup.imaging_horizon")
    first, step = _months(FIRST_IMAGING[modality]), round(every.value)
    months = [month for month in range(step, until + 1, step) if month > first]
    says = "Contrast-enhanced CT or MRI, by the same method as before"
    return [_visit(add_months(last, month), What.IMAGING, says, every.cites) for month in months]


def _late(last: Day) -> list[Visit]:
    step, years = threshold("followup.late_liver_function"), threshold("followup.late_years_printed")
    says = "Liver function, albumin and ascites: late damage after Y-90 appears after years"
    cites = (s.LATE_GLASS, s.LATE_RESIN, *step.cites)
    return [
        _visit(add_months(last, year * round(step.value)), What.LABORATORY, says, cites, repeats="yearly, for life")
        for year in range(1, round(years.value) + 1)
    ]


def _surveillance(last: Day, *, resected: bool, transplanted: bool) -> list[Visit]:
    day = add_months(last, _months("followup.imaging_horizon"))
    house = threshold("followup.imaging_horizon").cites
    visits = []
    if resected:
        says = "Surveillance after liver surgery goes on: 94 of 100 had recurred at five years in one series"
        visits.append(_visit(day, What.IMAGING, says, (s.A13, *house), repeats="for life"))
    if transplanted:
        says = "Surveillance of the graft goes on: the risk of recurrence persists"
        visits.append(_visit(day, What.IMAGING, says, (s.B19, *house), repeats="for life"))
    return visits


def _visit(
    day: Day,
    what: What,
    says: str,
    cites: tuple[Citation, ...],
    *,
    leeway: float | None = None,
    repeats: str | None = None,
) -> Visit:
    days = timedelta(days=threshold("followup.date_leeway").value if leeway is None else leeway)
    early, late = day - days, day + days
    return Visit(date=day, earliest=early, latest=late, what=what, says=says, repeats=repeats, cites=cites)


def by_modality(sessions: Mapping[Modality, Sequence[Day]], **history: bool) -> tuple[Visit, ...]:
    """Return one calendar for a patient treated by more than one modality."""
    y90 = [day for modality, days in sessions.items() if modality in RADIOEMBOLIC for day in days]
    found = [
        visit for modality, days in sessions.items() for visit in schedule(modality, days, already_y90=y90, **history)
    ]
    unique = {(visit.date, visit.what, visit.says): visit for visit in found}
    return tuple(sorted(unique.values(), key=lambda visit: (visit.date, visit.what, visit.says)))
