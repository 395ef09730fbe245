"""What now? Options in a fixed order, each with what speaks for it in this course and its source; none is ranked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.followup.findings import Answer, cited, weakest
from seldinger.terms import SYSTEMIC_OPTIONS


class Option(StrEnum):
    """What a board may choose from."""

    WATCH = "continue to follow"
    REPEAT = "repeat in the treated area"
    OTHER = "treat the untreated area"
    SWITCH = "another transarterial treatment"
    SYSTEMIC = "systemic treatment"
    STOP = "no further transarterial treatment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What the course says; None and unknown are open questions, never no."""

    treated_progressed: Answer  # inside treated liver
    untreated_disease: tuple[str, ...]  # lesions in untreated liver
    outside_liver_progressed: Answer
    hormones_back: Answer  # symptoms or 5-HIAA lost a response they had
    dangers: tuple[str, ...]  # that occurred, or may have
    scanned: bool  # at least one scan after treatment


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One option and why it is on the table."""

    option: Option
    because: tuple[str, ...]
    says: str
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the option as report.json holds it."""
        return {
            "option": self.option,
            "because": list(self.because),
            "says": f"{self.option.capitalize()} ({'; '.join(self.because)}): {self.says}",
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def next_steps(now: Situation) -> tuple[Step, ...]:
    """Return the options for which the course gives a reason; the rules of selection are read again before each."""
    return tuple(
        step for step in (_watch(now), _repeat(now), _other(now), _switch(now), _systemic(now), _stop(now)) if step
    )


def _worse(now: Situation) -> list[str]:
    reasons = []
    if now.treated_progressed is Answer.YES:
        reasons.append("progression in treated liver")
    if now.hormones_back is Answer.YES:
        reasons.append("hormonal symptoms or marker have returned")
    return reasons


def _watch(now: Situation) -> Step | None:
    if _worse(now) or now.outside_liver_progressed is Answer.YES:
        return None
    known = now.treated_progressed is Answer.NO
    because = "no progression seen in treated liver" if known else "progression in treated liver is not settled"
    if not now.scanned:
        because = "no scan after treatment yet"
    says = "Follow by the same criterion and method; response went with longer survival in the studies reviewed."
    return Step(option=Option.WATCH, because=(because,), says=says, cites=(s.B77, s.B91))


def _repeat(now: Situation) -> Step | None:
    because = tuple(_worse(now))
    says = "Embolization can be repeated on recurrence or progression; markers answered later cycles like the first."
    return Step(option=Option.REPEAT, because=because, says=says, cites=(s.B70, s.B90)) if because else None


def _other(now: Situation) -> Step | None:
    if not now.untreated_disease:
        return None
    because = (f"disease in untreated liver: {', '.join(now.untreated_disease)}",)
    says = "A lesion in the untreated lobe was embolized selectively in a later session of a published case."
    return Step(option=Option.OTHER, because=because, says=says, cites=(s.A32,))


def _switch(now: Situation) -> Step | None:
    if now.treated_progressed is not Answer.YES:
        return None
    says = "No transarterial technique has proved superior; they differ in side effects."
    return Step(option=Option.SWITCH, because=("progression in treated liver",), says=says, cites=(s.A77, s.A63))


def _systemic(now: Situation) -> Step | None:
    because = []
    if now.outside_liver_progressed is Answer.YES:
        because.append("progression outside the liver")
    if now.treated_progressed is Answer.YES:
        because.append("progression in treated liver")
    says = f"With several sites, systemic treatment: {', '.join(SYSTEMIC_OPTIONS)}; a multidisciplinary board chooses."
    return Step(option=Option.SYSTEMIC, because=tuple(because), says=says, cites=(s.B20, s.B115)) if because else None


def _stop(now: Situation) -> Step | None:
    if not now.dangers:
        return None
    says = "One option, not a rule; before any session the whole selection is read again, and the board decides."
    return Step(option=Option.STOP, because=now.dangers, says=says, cites=(s.A75, s.HOUSE))
