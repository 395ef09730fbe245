"""What a study says in words, and when a criterion must not be trusted because of oil, radiation or an early date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day

from seldinger.cite import threshold
from seldinger.followup import sources as s
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import Note, finding, warning
from seldinger.patient.course import Lesion, Session, Study
from seldinger.patient.record import spoken

READS_ENHANCEMENT = frozenset({Criterion.MRECIST, Criterion.EASL, Criterion.CHOI})
RESPONSE_STUDIES = frozenset({"ct", "mri", "ceus"})  # angiography and nuclear studies measure no lesion


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """A note on the study of one day."""

    date: Day
    note: Note


def radioembolization(session: Session) -> bool:
    """Return whether a session was radioembolization, device stated or not."""
    return session.modality.startswith("y90")


def oily(session: Session) -> bool:
    """Return whether iodised oil was given: always in cTACE, otherwise when the chart says so."""
    agent = session.agent
    return session.modality == "ctace" or (agent is not None and (agent.kind == "lipiodol" or bool(agent.lipiodol_ml)))


def in_words(study: Study) -> tuple[Dated, ...]:
    """Return the qualitative findings of a study: each stays a finding and never becomes a category."""
    notes = [note for lesion in study.lesions for note in _of(lesion)]
    if study.finding:
        notes.append(finding(f"As read: {study.finding}", s.HOUSE))
    return tuple(Dated(date=study.date, note=note) for note in notes)


def _of(lesion: Lesion) -> list[Note]:
    quiet = lesion.enhancement == "none" or (lesion.enhancing_mm == 0 and lesion.longest_mm != 0)
    notes = []
    if lesion.oil_uptake == "homogeneous" and quiet:
        says = "homogeneous oil uptake without viable enhancement: a finding of its own; the review gives no category"
        notes.append(finding(f"Lesion “{lesion.id}”: {says}.", s.A47))
    elif lesion.change == "smaller" and quiet:
        says = "smaller and without enhancement: favourable in the review's words, no category"
        notes.append(finding(f"Lesion “{lesion.id}”: {says}.", s.A31))
    elif quiet:
        notes.append(finding(f"Lesion “{lesion.id}”: no viable enhancement.", s.A31))
    if lesion.necrosis:
        smaller = "smaller, with necrosis" if lesion.change == "smaller" else "necrosis"
        notes.append(finding(f"Lesion “{lesion.id}”: {smaller}.", s.A65))
    return notes


def cautions(study: Study, criterion: Criterion, sessions: Sequence[Session]) -> tuple[Note, ...]:
    """Return how a treatment before this study may mislead this criterion."""
    before = [session for session in sessions if session.date < study.date]
    notes = []
    oil = [
        x.date for x in before if oily(x) and (study.date - x.date).days <= threshold("response.oil_hides_until").value
    ]
    if oil and study.kind == "ct" and criterion in READS_ENHANCEMENT:
        says = f"Iodised oil of {spoken(max(oil))} hides enhancement and attenuation on CT: {criterion} is unreliable, use MRI."
        notes.append(warning(says, s.OIL_HIDES))
    limit = threshold("response.y90_too_early").value
    early = [x.date for x in before if radioembolization(x) and (study.date - x.date).days < limit]
    if early:
        says = f"{(study.date - max(early)).days} days after Y-90: early swelling; judge at three months or later."
        notes.append(warning(says, s.Y90_SWELLS))
    return tuple(notes)
