"""The scope gate, before any rule: an adult with a neuroendocrine neoplasm and liver metastases, no emergency."""

from dataclasses import dataclass
from datetime import date

from seldinger.cite import threshold
from seldinger.logic import Condition, exactly
from seldinger.patient import Record
from seldinger.selection.answers import Answer, answers
from seldinger.selection.variables import age, emergency, liver_metastases, neuroendocrine, pregnant


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """One condition of the scope; a known violation gives no verdict, only the reason."""

    id: str
    when: Condition
    variable: str
    violated: str
    requires: str


GATES = (
    Gate(
        id="scope.neuroendocrine",
        when=neuroendocrine.yes,
        variable="scope.neuroendocrine",
        violated="The tumour is not a neuroendocrine neoplasm: neither review speaks of it.",
        requires="Neuroendocrine neoplasm",
    ),
    Gate(
        id="scope.liver_metastases",
        when=liver_metastases.yes,
        variable="liver.metastases",
        violated="There are no liver metastases: there is nothing to treat through the hepatic artery.",
        requires="Liver metastases",
    ),
    Gate(
        id="scope.adult",
        when=age >= threshold("scope.adult_age"),
        variable="person.age_years",
        violated="The patient is a child: neither review speaks of children.",
        requires="Adult",
    ),
    Gate(
        id="scope.not_pregnant",
        when=pregnant.no,
        variable="person.pregnant",
        violated="The patient is pregnant: neither review speaks of pregnancy.",
        requires="Not pregnant",
    ),
    Gate(
        id="scope.no_emergency",
        when=emergency.no,
        variable="scope.emergency",
        violated="This is an emergency: the software answers elective questions only.",
        requires="No emergency",
    ),
)
VARIABLES = tuple(gate.variable for gate in GATES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Whether the patient is in scope; ``inside`` None means that a gate is still open."""

    inside: bool | None
    why: tuple[str, ...]
    open: tuple[Gate, ...]
    answers: dict[str, Answer]


def scope(record: Record, on: date) -> Scope:
    """Return the scope of a record on a day: violated gates with their reasons, and gates still open."""
    found = dict(answers(record, on, VARIABLES))
    known = {name: answer.known for name, answer in found.items() if answer.known is not None}
    results = [(gate, exactly(gate.when, known)) for gate in GATES]
    violated = tuple(gate.violated for gate, holds in results if holds is False)
    still_open = tuple(gate for gate, holds in results if holds is None)
    inside = False if violated else (None if still_open else True)
    return Scope(inside=inside, why=violated, open=still_open, answers=found)
