"""Two dangers with a measurable definition: the carcinoid crisis, and radiation damage of the liver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import pairwise
from typing import Any, Literal

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import Answer, Note, answer, cited, every, finding, question, some, weakest
from seldinger.patient.course import VitalSigns
from seldinger.patient.record import spoken


@dataclass(frozen=True, kw_only=True, slots=True)
class Danger:
    """Whether a danger occurred, the words for it, and what to ask."""

    name: str
    present: Answer
    says: str
    notes: tuple[Note, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the danger as report.json holds it."""
        return {
            "name": self.name,
            "present": self.present,
            "says": self.says,
            "notes": [note.as_json() for note in self.notes],
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


REILD_NAME = "Radioembolization-induced liver disease"


def crisis(vitals: Sequence[VitalSigns], *, documented: bool, session: Day | None = None) -> Danger:
    """Return whether a carcinoid crisis occurred: limits passed for at least ten minutes, or a documented crisis.

    It is excluded only within the minutes that were watched, and only when readings lie close enough together. Confusion
    and bronchospasm are part of the review's wording without a measure: they ask, they do not decide. Any patient with a
    neuroendocrine neoplasm may have one, with or without a syndrome.
    """
    measured = _sustained(vitals)
    present = Answer.YES if documented else measured
    seen = {"confusion": any(v.confusion for v in vitals), "bronchospasm": any(v.bronchospasm for v in vitals)}
    asked = [word for word, there in seen.items() if there]
    notes: tuple[Note, ...] = ()
    if asked and present is not Answer.YES:
        notes = (question(f"{' and '.join(asked).capitalize()}: was this a crisis?", s.A66),)
    words = {
        Answer.YES: "present by measured or documented definition",
        Answer.NO: "absent by the measured definition in the minutes watched",
        Answer.UNKNOWN: "readings are missing or too few to exclude it",
    }
    says = f"{_titled('Carcinoid crisis', session)}: {words[present]}."
    return Danger(name="carcinoid crisis", present=present, says=says, notes=notes, cites=(s.CRISIS, s.A66))


def _titled(name: str, session: Day | None) -> str:
    return f"{name}, session of {spoken(session)}" if session else name


def _sustained(vitals: Sequence[VitalSigns]) -> Answer:
    """Return whether one limit was passed throughout some ten minutes; what was not read may have passed it."""
    low, high = threshold("toxicity.crisis_systolic_low").value, threshold("toxicity.crisis_systolic_high").value
    fast = threshold("toxicity.crisis_pulse").value
    ordered = sorted(vitals, key=lambda vital: vital.minute)
    if not ordered:
        return Answer.UNKNOWN
    tests = (
        [(v.minute, v.systolic_mmhg < low) for v in ordered if v.systolic_mmhg is not None],
        [(v.minute, v.systolic_mmhg > high) for v in ordered if v.systolic_mmhg is not None],
        [(v.minute, v.pulse_per_minute > fast) for v in ordered if v.pulse_per_minute is not None],
    )
    return some(*(_long_enough(test) for test in tests))


def _long_enough(readings: list[tuple[float, bool]]) -> Answer:
    """Return yes when every reading of some ten minutes passed the limit; no when no such stretch fits between readings.

    Readings further apart than that leave the time between them open, and so does a limit passed at the first or last.
    """
    least = threshold("toxicity.crisis_minutes").value
    if not readings:
        return Answer.UNKNOWN
    began = None
    for (minute, passed), (before, before_passed) in zip(readings, readings[:1] + readings, strict=False):
        together = passed and before_passed and began is not None and minute - before <= least
        began = began if together else minute if passed else None
        if began is not None and minute - began >= least:
            return Answer.YES
    within = [minute for minute, passed in readings if not passed]
    watched = readings[-1][0] - readings[0][0] >= least and not readings[0][1] and not readings[-1][1]
    close = all(later - one <= least for one, later in pairwise(within))
    return Answer.NO if watched and close else Answer.UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Signs:
    """What was found on one day after radioembolization."""

    date: Day
    bilirubin_raised: bool | None = None  # above the laboratory's limit and above the value before
    albumin_low: bool | None = None
    ascites_new: bool | None = None
    jaundice: bool | None = None


def reild(session: Day, signs: Sequence[Signs], *, progression: bool | None, obstruction: bool | None) -> Danger:
    """Return whether radioembolization-induced liver disease may be present: named signs, in its window, without
    tumour progression and without bile duct obstruction."""
    first, last = threshold("toxicity.reild_from").value, threshold("toxicity.reild_until").value
    inside = [sign for sign in signs if first <= (sign.date - session).days <= last]
    seen = some(*(_picture(sign) for sign in inside)) if inside else Answer.UNKNOWN
    present = every(seen, _not(answer(progression)), _not(answer(obstruction)))
    asks = [
        words
        for fact, words in ((progression, "tumour progression"), (obstruction, "bile duct obstruction"))
        if fact is None and seen is not Answer.NO
    ]
    notes = (question(f"Not recorded: {' and '.join(asks)}.", s.REILD),) if asks and inside else ()
    last_seen = max((sign.date for sign in inside), default=None)
    words = {
        Answer.YES: "meets the description",
        Answer.NO: "does not meet the description" + (f", last looked at {last_seen}" if last_seen else ""),
        Answer.UNKNOWN: "cannot be told from what is recorded between two weeks and four months after treatment",
    }
    return Danger(
        name=REILD_NAME.lower(),
        present=present,
        says=f"{_titled(REILD_NAME, session)}: {words[present]}.",
        notes=notes,
        cites=(s.REILD,),
    )


def _picture(sign: Signs) -> Answer:
    """Return whether the signs are those of the definition; jaundice or new ascites, with both laboratory changes."""
    return every(
        some(answer(sign.jaundice), answer(sign.ascites_new)),
        answer(sign.bilirubin_raised),
        answer(sign.albumin_low),
    )


def _not(value: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}[value]


def reild_grade(
    *, care: Literal["none", "medical", "invasive"] | None, symptoms: bool | None, fatal: bool | None
) -> tuple[int, ...]:
    """Return the grades still possible once liver disease after radioembolization is present (grades 1 to 5).

    >>> reild_grade(care="medical", symptoms=True, fatal=False)
    (3,)
    """
    if fatal:
        return (5,)
    by_care = {"none": _mild(symptoms), "medical": (3,), "invasive": (4,), None: (*_mild(symptoms), 3, 4)}[care]
    return by_care if fatal is False else (*by_care, 5)


def _mild(symptoms: bool | None) -> tuple[int, ...]:
    return {None: (1, 2), True: (2,), False: (1,)}[symptoms]


def late_damage(sessions: Sequence[Day], *, on: Day) -> Note | None:
    """Return what long follow-up has found, once the first Y-90 session lies beyond about six months.

    One review calls the toxicity mild; that holds for months.
    """
    limit = threshold("toxicity.late_y90_from")
    if not sessions or (on - min(sessions)).days <= limit.value:
        return None
    says = (
        "Late liver damage after Y-90: a cirrhosis-like liver in 22 of 39 after whole-liver and 4 of 15 after one-lobe "
        "glass treatment beyond two years; 15 of 52 beyond one year after resin."
    )
    return finding(says, s.LATE_GLASS, s.LATE_RESIN, *limit.cites)
