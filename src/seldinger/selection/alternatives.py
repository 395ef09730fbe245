"""What else can be done, in the order the reviews give it: surgery, transplantation, ablation, systemic treatment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from seldinger.cite import Citation
from seldinger.patient import Record
from seldinger.selection.answers import answer
from seldinger.selection.as_json import citations
from seldinger.selection.grading import grades
from seldinger.selection.statements import CONCLUSIONS, EFFICACY, INTRODUCTION, from_a, from_b

# What each option rests on; where the words depend on the chart, so do the sources.
CITES: Mapping[str, tuple[Citation, ...]] = MappingProxyType(
    {
        "resection": (*from_a("A11", at=INTRODUCTION), *from_b("B12", "B13", at=INTRODUCTION)),
        "resection in high grade": (*from_a("A11", at=INTRODUCTION), *from_b("B14", at=INTRODUCTION)),
        "debulking": from_b("B15", "B16", at=INTRODUCTION),
        "transplantation": from_b("B18", "B19", at=INTRODUCTION),
        "ablation": from_b("B22", at=INTRODUCTION),
        "analogue": from_a("A06", "A07", at=INTRODUCTION),
        "combined with TAE": from_b("B89", at=EFFICACY),
        "interferon": from_b("B21", at=INTRODUCTION),
        "targeted": from_a("A08", at=INTRODUCTION),
        "chemotherapy": (*from_a("A10", at=INTRODUCTION), *from_b("B21", at=INTRODUCTION)),
        "PRRT": from_b("B115", at=CONCLUSIONS),
        "several sites": from_b("B20", at=INTRODUCTION),
    }
)

CARCINOMA = frozenset(
    {"NEC G3", "NEC"}
)  # Del Prete 2014 speaks of the carcinoma; NET G3 of WHO 2019 is in neither review


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """One option beside the five modalities and what the sources say of it for this patient."""

    option: str
    why: str
    cites: tuple[Citation, ...]


def alternatives(record: Record, on: date) -> list[dict[str, Any]]:
    """Return the alternatives in the order of the reviews, each with what this chart says about it."""
    found = (
        _surgery(record, on),
        _debulking(record, on),
        _transplant(record, on),
        _ablation(),
        _analogue(record, on),
        _interferon(record, on),
        *_targeted(record, on),
        _chemotherapy(record, on),
        _prrt(record, on),
        *_several_sites(record, on),
    )
    return [{"option": each.option, "why": each.why, "cites": citations(each.cites)} for each in found]


def _value(record: Record, on: date, name: str) -> object:
    return answer(record, on, name).known


def _possible_grades(record: Record, on: date) -> frozenset[str]:
    """Return the grades the governing specimen may have; empty without one."""
    found = grades(record, on)
    return frozenset(found[0].possible) if found else frozenset()


def _surgery(record: Record, on: date) -> Alternative:
    resectable = _value(record, on, "disease.resectable")
    lead = "Resectability has not been recorded: ask the surgeon first."
    if resectable is not None:
        lead = f"The metastases are charted as {'resectable: surgery is the first line' if resectable else 'not resectable'}."
    if _possible_grades(record, on) & CARCINOMA:
        return Alternative(
            option="surgical resection",
            why=f"{lead} In poorly differentiated G3 disease resection is not recommended except for isolated resectable "
            "metastases.",
            cites=CITES["resection in high grade"],
        )
    return Alternative(
        option="surgical resection",
        why=f"{lead} The transarterial review calls surgery the only potentially curative option; in Del Prete 2014 it is the "
        "first line, curative in G1 and G2 or palliative.",
        cites=CITES["resection"],
    )


def _debulking(record: Record, on: date) -> Alternative:
    functioning = _value(record, on, "syndrome.functioning") is True or _value(record, on, "syndrome.carcinoid") is True
    why = "Removing more than 90 % of the tumour can exceptionally be justified as palliation; less than complete debulking "
    why += "has a limited place, mainly in functioning tumours" + (" such as this one." if functioning else ".")
    return Alternative(option="debulking", why=why, cites=CITES["debulking"])


def _transplant(record: Record, on: date) -> Alternative:
    candidate = _value(record, on, "disease.transplant_candidate")
    note = ""
    if candidate is not None:
        note = f" This patient is charted as {'a' if candidate else 'no'} candidate."
    return Alternative(
        option="liver transplantation",
        why="Potentially curative in extremely selected patients and experienced centres; recurrence in the graft remains "
        f"possible.{note}",
        cites=CITES["transplantation"],
    )


def _ablation() -> Alternative:
    return Alternative(
        option="radiofrequency ablation",
        why="Listed beside TAE and TACE among the minimally invasive treatments in place of surgery.",
        cites=CITES["ablation"],
    )


def _analogue(record: Record, on: date) -> Alternative:
    taken = any(therapy.kind == "ssa" for therapy in record.therapies)
    hormonal = (
        _value(record, on, "symptoms.hormonal") not in (None, False) or _value(record, on, "syndrome.carcinoid") is True
    )
    why = "Octreotide and lanreotide usually control hormonal symptoms and lengthen the time to progression of "
    why += "well-differentiated tumours in randomized trials."
    if not taken:
        why += " No somatostatin analogue is charted" + (
            "; should one be tried before embolization?" if hormonal else "."
        )
    else:
        why += " One is charted; combined with TAE it was more effective on 5-HIAA and the syndrome."
    cites = (*CITES["analogue"], *(CITES["combined with TAE"] if taken else ()))
    return Alternative(option="somatostatin analogue", why=why, cites=cites)


def _interferon(record: Record, on: date) -> Alternative:
    return Alternative(
        option="interferon alpha",
        why="Listed among the systemic treatments; combined with TAE it was more effective on 5-HIAA and the syndrome.",
        cites=(*CITES["interferon"], *CITES["combined with TAE"]),
    )


def _targeted(record: Record, on: date) -> tuple[Alternative, ...]:
    if _value(record, on, "primary.site") != "pancreas":
        return ()
    return (
        Alternative(
            option="sunitinib or everolimus",
            why="Both lengthened progression-free survival of pancreatic tumours against placebo in randomized trials.",
            cites=CITES["targeted"],
        ),
    )


def _chemotherapy(record: Record, on: date) -> Alternative:
    possible = _possible_grades(record, on)
    low = bool(possible) and not possible & {"NET G3", *CARCINOMA}
    return Alternative(
        option="systemic chemotherapy",
        why="Limited success in low-grade liver metastases"
        + (", as here." if low else ".")
        + " Streptozotocin and other agents are listed.",
        cites=CITES["chemotherapy"],
    )


def _prrt(record: Record, on: date) -> Alternative:
    given = " It has been given: see what separates the options." if _value(record, on, "history.prrt") is True else ""
    return Alternative(
        option="PRRT",
        why="Named among the treatments between which the board chooses by patient and tumour; the transarterial review "
        f"does not mention it.{given}",
        cites=CITES["PRRT"],
    )


def _several_sites(record: Record, on: date) -> tuple[Alternative, ...]:
    if _value(record, on, "extrahepatic.extent") not in ("present", "predominant"):
        return ()
    return (
        Alternative(
            option="systemic treatment for disease at several sites",
            why="Metastases outside the liver as well: systemic treatment is required to control growth and symptoms.",
            cites=CITES["several sites"],
        ),
    )
