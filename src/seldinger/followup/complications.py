"""Complications: the reviews' own terms, and the classes of CIRSE and SIR; the edition is stored with each class."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from itertools import product
from typing import Any, Literal

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.findings import cited, weakest

# The value set of the safety table, with the term a grade of severity is recorded under (mapping ours, unverified).
TERMS = {
    "liver abscess": "Hepatic infection",
    "ileus": "Ileus",
    "groin haematoma": "Hematoma",
    "hypotension": "Hypotension",
    "acute renal failure": "Acute kidney injury",
    "biloma": "Hepatobiliary disorders - Other, specify",
    "pancreatitis": "Pancreatitis",
    "common hepatic artery occlusion": "Vascular disorders - Other, specify",
    "weight loss": "Weight loss",
    "leg pain": "Pain in extremity",
}
SPELLINGS = {"groin hematoma": "groin haematoma", "haematoma": "groin haematoma", "abscess": "liver abscess"}
ABSCESS = "liver abscess"
Sequelae = Literal["none", "mild", "severe"]
Escalation = Literal["none", "moderate", "marked", "life-threatening"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Complication:
    """What is known of one complication; None was not recorded."""

    term: str
    solved_in_procedure: bool | None = None
    extra_therapy: bool | None = None
    stay_hours: float | None = None  # observation or prolonged stay it caused
    sequelae: Sequelae | None = None
    death: bool | None = None
    escalation: Escalation | None = None  # of care, for the SIR scale


@dataclass(frozen=True, kw_only=True, slots=True)
class Severity:
    """The class of one complication on one scale: every class still possible."""

    scale: str
    possible: tuple[str, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the class as report.json holds it."""
        return {
            "scale": self.scale,
            "possible": list(self.possible),
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def standard_term(term: str) -> str | None:
    """Return the reviews' own spelling of a complication, or None when it is not in their table.

    >>> standard_term("Groin hematoma")
    'groin haematoma'
    """
    text = " ".join(term.lower().split())
    text = SPELLINGS.get(text, text)
    return text if text in TERMS else None


def session_of(term: str, date: Day, sessions: Sequence[Day]) -> Day | None:
    """Return the session a complication counts to: the latest before it; an abscess only within its window."""
    before = [session for session in sessions if session <= date]
    if not before:
        return None
    late = (date - max(before)).days > threshold("toxicity.abscess_window").value
    return None if late and standard_term(term) == ABSCESS else max(before)


def cirse(complication: Complication) -> Severity:
    """Return the CIRSE 2017 grades still possible, 1 to 6.

    The scale asks for less than 48 h of observation (grade 2) or a stay of more than 48 h (grade 3): exactly 48 h, and
    whatever was not recorded, leave both. The system of 2026 splits grades 1 and 3 and is not used.
    """
    limit = threshold("toxicity.cirse_hospital_stay").value
    stays = (0.0, limit + 1) if complication.stay_hours in (None, limit) else (complication.stay_hours,)
    found = {
        _cirse(replace(complication, solved_in_procedure=solved, extra_therapy=extra, sequelae=left, death=death), stay)
        for solved, extra, left, death, stay in product(
            _open(complication.solved_in_procedure),
            _open(complication.extra_therapy),
            ("none", "mild", "severe") if complication.sequelae is None else (complication.sequelae,),
            _open(complication.death),
            stays,
        )
    }
    return Severity(scale="CIRSE 2017", possible=tuple(sorted(map(str, found))), cites=(s.CIRSE, s.B104))


def _open(value: bool | None) -> tuple[bool, ...]:
    return (True, False) if value is None else (value,)


def _cirse(known: Complication, stay: float | None) -> int:
    if known.death:
        return 6
    if known.sequelae != "none":
        return 5 if known.sequelae == "severe" else 4
    prolonged = stay is not None and stay > threshold("toxicity.cirse_hospital_stay").value
    if known.solved_in_procedure and not known.extra_therapy and not prolonged:
        return 1
    return 3 if known.extra_therapy or prolonged else 2


SIR_CLASSES = {
    "none": "mild",
    "moderate": "moderate",
    "marked": "severe",
    "life-threatening": "life-threatening or disabling",
}


def sir(complication: Complication) -> Severity:
    """Return the SIR 2017 classes still possible, from mild to death, by how far care had to be escalated."""
    escalated = complication.escalation
    classes = tuple(SIR_CLASSES.values()) if escalated is None else (SIR_CLASSES[escalated],)
    if complication.death:
        classes = ("death",)
    elif complication.death is None:
        classes = (*classes, "death")
    return Severity(scale="SIR 2017", possible=classes, cites=(s.SIR, s.B104))
