"""What every judgement of this room is made of: an answer that may be unknown, and sentences with their sources."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seldinger.cite import Citation
from seldinger.terms import Status


class Answer(StrEnum):
    """Yes, no, or nobody looked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def answer(value: bool | None) -> Answer:
    """Return the answer of a fact that may be missing; None is unknown, never no."""
    return Answer.UNKNOWN if value is None else Answer.YES if value else Answer.NO


def every(*answers: Answer) -> Answer:
    """Return yes when all are yes, no when any is no, otherwise unknown (Kleene)."""
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def some(*answers: Answer) -> Answer:
    """Return yes when any is yes, no when all are no, otherwise unknown (Kleene)."""
    if Answer.YES in answers:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.NO


class Sort(StrEnum):
    """What a sentence is for."""

    FINDING = "finding"  # what was seen, in its own words, never a category
    WARNING = "warning"  # how the answer beside it may mislead
    QUESTION = "question"  # what somebody should now look at


_WEAKEST_LAST = (Status.READ, Status.LOCAL, Status.SECONDARY, Status.UNVERIFIED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One sentence for the reader, with its sources."""

    sort: Sort
    says: str
    cites: tuple[Citation, ...]

    @property
    def status(self) -> Status:
        """Return the weakest status among the sources; views print the word when it is `unverified`."""
        return weakest(self.cites)

    def as_json(self) -> dict[str, Any]:
        """Return the note as report.json holds it."""
        return {"sort": self.sort, "says": self.says, "status": self.status, "cites": cited(self.cites)}


def weakest(cites: tuple[Citation, ...]) -> Status:
    """Return the weakest status among citations; raises ValueError when there is none."""
    if not cites:
        raise ValueError("a finding without a source; cite the review, the scale or the house default")
    return max((c.status for c in cites), key=_WEAKEST_LAST.index)


def cited(cites: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Return citations as report.json holds them, each once."""
    return [c.as_json() for c in dict.fromkeys(cites)]


def finding(says: str, *cites: Citation) -> Note:
    """Return a sentence on what was seen."""
    return Note(sort=Sort.FINDING, says=says, cites=cites)


def warning(says: str, *cites: Citation) -> Note:
    """Return a sentence on how an answer may mislead."""
    return Note(sort=Sort.WARNING, says=says, cites=cites)


def question(says: str, *cites: Citation) -> Note:
    """Return a sentence on what somebody should look at."""
    return Note(sort=Sort.QUESTION, says=says, cites=cites)
