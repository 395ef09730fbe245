"""After a session: the expected post-embolization syndrome, and what must be looked for when it is not that.

The syndrome is an expected event and counted apart from complications. Nothing here is a diagnosis: each answer asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import pairwise
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import Answer, Note, cited, finding, question, weakest
from seldinger.patient.record import spoken

SYNDROME_TERMS = frozenset(
    {
        "pain",
        "fever",
        "nausea",
        "vomiting",
        "fatigue",
        "hypertension",
        "thrombocytopenia",
        "leukocytosis",
        "transaminases raised",
        "ldh raised",
    }
)
ALIASES = {
    "abdominal pain": "pain",
    "pyrexia": "fever",
    "nausea/vomiting": "nausea",
    "thrombocytopaenia": "thrombocytopenia",
    "leucocytosis": "leukocytosis",
    "liver enzymes raised": "transaminases raised",
}
NAMED_TERMS = frozenset({"post-embolization syndrome", "post-embolisation syndrome", "postembolization syndrome"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Untoward:
    """One charted event; resolved None was not recorded, False is still present."""

    term: str
    date: Day
    resolved: Day | bool | None = None

    @property
    def word(self) -> str:
        """Return the term as this room spells it."""
        text = " ".join(self.term.lower().split())
        return ALIASES.get(text, text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Syndrome:
    """The syndrome after one session."""

    session: Day
    present: Answer
    symptoms: tuple[str, ...]
    onset: Day | None
    resolved: Day | None
    complication: bool  # never: it is expected
    notes: tuple[Note, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the syndrome as report.json holds it."""
        return {
            "session": self.session.isoformat(),
            "present": self.present,
            "symptoms": list(self.symptoms),
            "onset": self.onset and self.onset.isoformat(),
            "resolved": self.resolved and self.resolved.isoformat(),
            "complication": self.complication,
            "says": self._says(),
            "notes": [note.as_json() for note in self.notes],
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }

    def _says(self) -> str:
        name = f"Post-embolization syndrome after {spoken(self.session)}"
        if self.present is not Answer.YES or self.onset is None:
            return f"{name}: {self.present}."
        end = f"gone by {spoken(self.resolved)}" if self.resolved else "its end not recorded, or still present"
        return f"{name}: {', '.join(self.symptoms)} from {spoken(self.onset)}, {end}; expected, no complication."


def is_syndrome_term(term: str) -> bool:
    """Return whether an event belongs to the syndrome's own list (B101)."""
    word = Untoward(term=term, date=Day.min).word
    return word in SYNDROME_TERMS or word in NAMED_TERMS


def syndrome(
    session: Day, events: Sequence[Untoward], *, on: Day, recorded: bool, until: Day | None = None
) -> Syndrome:
    """Return the syndrome after a session as known on a day.

    What lasts longer than the syndrome does is not counted to it, and asked about. recorded says whether somebody wrote
    down events at all; without that, silence is unknown. until is the day before the next session, after which events
    belong to that one.
    """
    limit = threshold("toxicity.syndrome_resolution")
    last = min(on, until) if until else on
    window = [e for e in events if is_syndrome_term(e.term) and session <= e.date <= last]
    soon = (last - session).days < threshold("toxicity.syndrome_onset").value  # it may still begin
    early = [e for e in window if (e.date - session).days <= limit.value]
    own = [e for e in early if not _lasts_beyond(e, session, on, limit.value)]
    ends = [e.resolved for e in own]
    closed = [end for end in ends if isinstance(end, Day)]
    return Syndrome(
        session=session,
        present=Answer.YES if own else Answer.UNKNOWN if early or soon or not recorded else Answer.NO,
        symptoms=tuple(dict.fromkeys(e.word for e in own)),
        onset=min((e.date for e in own), default=None),
        resolved=max(closed) if own and len(closed) == len(ends) else None,
        complication=False,
        notes=tuple(_notes(session, window, on)),
        cites=(s.B101, *limit.cites),
    )


def _notes(session: Day, window: Sequence[Untoward], on: Day) -> list[Note]:
    limit, typical = threshold("toxicity.syndrome_resolution"), threshold("toxicity.syndrome_onset")
    notes = []
    late = [e for e in window if _lasts_beyond(e, session, on, limit.value)]
    if late:
        words = ", ".join(dict.fromkeys(e.word for e in late))
        says = f"{words.capitalize()} beyond {limit.value:g} days after the session: look for an abscess or a biloma."
        notes.append(question(says, *limit.cites))
    if _fever_again(window):
        notes.append(question("Fever came back after it had gone: look for an abscess or a biloma.", s.B101))
    slow = [e for e in window if typical.value < (e.date - session).days <= limit.value]
    if slow:
        says = (
            f"{slow[0].word.capitalize()} began more than {typical.value:g} days after the session, later than usual."
        )
        notes.append(question(says, *typical.cites))
    open_ended = [e.word for e in window if e.resolved is None]
    if open_ended:
        notes.append(question(f"When did {', '.join(dict.fromkeys(open_ended))} end? Not recorded.", s.B101))
    return notes


def _lasts_beyond(event: Untoward, session: Day, on: Day, limit: float) -> bool:
    """Return whether it was present after the limit; an end that was not recorded proves nothing."""
    if event.resolved is None:
        return (event.date - session).days > limit
    end = event.resolved if isinstance(event.resolved, Day) else on
    return (end - session).days > limit


def _fever_again(window: Sequence[Untoward]) -> bool:
    fevers = sorted((e for e in window if e.word == "fever"), key=lambda e: e.date)
    return any(isinstance(a.resolved, Day) and b.date > a.resolved for a, b in pairwise(fevers))


def biliary_ischaemia(
    *,
    bilirubin: float | None,
    bilirubin_before: float | None,
    bilirubin_uln: float | None,
    alp: float | None,
    alp_before: float | None,
    alp_uln: float | None,
) -> tuple[Answer, Note]:
    """Return whether bilirubin and alkaline phosphatase both rose above limit and baseline, and what to do then.

    "Moderate" is not printed as a number; any rise of both asks. Bilirubin alone may belong to the syndrome.
    """
    both = every_rose((bilirubin, bilirubin_before, bilirubin_uln), (alp, alp_before, alp_uln))
    if both is Answer.YES:
        return both, question("Bilirubin and alkaline phosphatase have risen: look for biliary ischaemia.", s.B102)
    words = "do not both rise" if both is Answer.NO else "cannot be compared: values or limits are missing"
    return both, (finding if both is Answer.NO else question)(f"Bilirubin and alkaline phosphatase {words}.", s.B102)


def every_rose(*values: tuple[float | None, float | None, float | None]) -> Answer:
    """Return whether each (now, before, limit) lies above both; unknown when a missing number could decide."""
    answers = [_rose(*value) for value in values]
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _rose(now: float | None, before: float | None, limit: float | None) -> Answer:
    if now is None:
        return Answer.UNKNOWN
    if (before is not None and now <= before) or (limit is not None and now <= limit):
        return Answer.NO
    return Answer.UNKNOWN if before is None or limit is None else Answer.YES
