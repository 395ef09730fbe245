"""Sentences for the board beside the verdicts: each with the condition under which it matters, and its sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seldinger.cite import Citation, cite
from seldinger.logic import Condition, Known, exactly
from seldinger.selection.as_json import citations
from seldinger.selection.rule import REVIEW_A, REVIEW_B
from seldinger.terms import Modality, Status

Json = dict[str, Any]

INTRODUCTION = "Introduction"
EMBOLIZATION = "Transarterial embolization"
CHEMOEMBOLIZATION = "Transarterial chemoembolization"
RADIOEMBOLIZATION = "Radioembolization"
SPECIAL = "Special considerations"
CONCLUSION = "Conclusion"
CONCLUSIONS = "Conclusions"
PROCEDURES = "Embolization procedures"
EFFICACY = "Efficacy"
WORKUP = "Characterization before TAE"
SAFETY = "Safety"


def from_a(*statements: str, at: str) -> tuple[Citation, ...]:
    """Return citations of the transarterial review for these statements."""
    return tuple(cite(REVIEW_A, at=at, statement=each) for each in statements)


def from_b(*statements: str, at: str) -> tuple[Citation, ...]:
    """Return citations of Del Prete 2014 for these statements."""
    return tuple(cite(REVIEW_B, at=at, statement=each) for each in statements)


def later(key: str, *, at: str, status: Status = Status.READ, via: str | None = None) -> tuple[Citation, ...]:
    """Return the citation of a source that came after the reviews."""
    return (cite(key, at=at, status=status, via=via),)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Statement:
    """A sentence with its sources, told apart by identity; ``when`` None means that it always matters.

    With ``if_unknown`` the sentence is also shown while its condition is open (a hazard is not hidden by ignorance).
    """

    id: str
    says: str
    cites: tuple[Citation, ...]
    when: Condition | None = None
    if_unknown: bool = False
    speaks_for: tuple[Modality, ...] = ()
    speaks_against: tuple[Modality, ...] = ()
    why: str = ""
    mitigation: str = ""
    modalities: tuple[Modality, ...] = field(default=tuple(Modality))

    def matters(self, known: Mapping[str, Known]) -> bool:
        """Return whether the sentence is printed for what is known."""
        if self.when is None:
            return True
        holds = exactly(self.when, known)
        return holds is True or (holds is None and self.if_unknown)


def shown(statements: Iterable[Statement], known: Mapping[str, Known]) -> list[Statement]:
    """Return the statements that matter, in the order written."""
    return [each for each in statements if each.matters(known)]


def cited(statement: Statement) -> list[Json]:
    """Return a statement's citations as the contract holds them."""
    return citations(statement.cites)
