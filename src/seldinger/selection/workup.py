"""Work-up before a decision: each item done, missing, stale or not applicable, why it is asked, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from seldinger.cite import Citation
from seldinger.patient import Record
from seldinger.selection.answers import answer
from seldinger.selection.as_json import citations
from seldinger.selection.statements import INTRODUCTION, WORKUP, from_a, from_b

DONE, MISSING, STALE, NOT_APPLICABLE = "done", "missing", "stale", "not_applicable"

# What asks for each item.
CITES: Mapping[str, tuple[Citation, ...]] = MappingProxyType(
    {
        "syndrome": (*from_b("B28", at=WORKUP), *from_a("A05", at=INTRODUCTION)),
        "mass symptoms": from_b("B30", at=WORKUP),
        "natural history": from_b("B10", at=INTRODUCTION),
        "burden": from_b("B09", at=INTRODUCTION),
        "distribution": from_b("B33", at=WORKUP),
        "stage": from_b("B44", at=WORKUP),
        "tissue": from_b("B43", at=WORKUP),
        "performance": from_b("B31", at=WORKUP),
        "liver function": from_b("B32", at=WORKUP),
        "five_hiaa": from_b("B36", at=WORKUP),
        "cga": from_b("B34", at=WORKUP),
        "false positive": from_b("B35", at=WORKUP),
        "marker": from_b("B37", at=WORKUP),
        "first imaging": from_b("B38", at=WORKUP),
        "staging imaging": from_b("B40", at=WORKUP),
        "receptor imaging": from_b("B41", "B42", at=WORKUP),
    }
)

# Hormone of the syndrome -> the marker that belongs to it (Del Prete 2014 names these four).
MARKER_OF = {"insulin": "insulin", "gastrin": "gastrin", "glucagon": "glucagon", "vip": "vip"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One item of the work-up."""

    item: str
    status: str
    why: str
    who: str
    cites: tuple[Citation, ...]


def workup(record: Record, on: date) -> list[dict[str, Any]]:
    """Return the work-up list in the order a clinic goes through it."""
    items = (
        *_disease(record, on),
        *_tissue(record, on),
        *_fitness(record, on),
        *_markers(record, on),
        *_images(record, on),
    )
    return [
        {"item": each.item, "status": each.status, "why": each.why, "who": each.who, "cites": citations(each.cites)}
        for each in items
    ]


def _asked(record: Record, on: date, item: str, names: tuple[str, ...], who: str, cites: tuple[Citation, ...]) -> Item:
    """Return an item that is done once every one of its variables has an answer that still counts."""
    found = [answer(record, on, name) for name in names]
    open_answers = [each for each in found if each.known is None]
    if not open_answers:
        return Item(item=item, status=DONE, why="recorded", who=who, cites=cites)
    stale = all(each.why is not None and " days old" in each.why for each in open_answers)
    reasons = "; ".join(dict.fromkeys(each.why or "nobody looked" for each in open_answers))
    return Item(item=item, status=STALE if stale else MISSING, why=reasons, who=who, cites=cites)


def _disease(record: Record, on: date) -> tuple[Item, ...]:
    return (
        _asked(
            record,
            on,
            "functioning syndrome looked for, carcinoid syndrome above all",
            ("syndrome.carcinoid",),
            "clinic",
            CITES["syndrome"],
        ),
        _asked(
            record, on, "mass-related symptoms", ("symptoms.bulk", "symptoms.pain"), "clinic", CITES["mass symptoms"]
        ),
        _asked(
            record,
            on,
            "natural history: course in the liver",
            ("disease.course",),
            "radiology",
            CITES["natural history"],
        ),
        _asked(
            record,
            on,
            "share of the liver replaced by tumour",
            ("liver.burden_percent",),
            "radiology",
            CITES["burden"],
        ),
        _asked(
            record,
            on,
            "number and lobes of the metastases",
            ("liver.lesions", "liver.lobes"),
            "radiology",
            CITES["distribution"],
        ),
        _asked(
            record,
            on,
            "stage: tumour outside the liver",
            ("extrahepatic.extent",),
            "radiology",
            CITES["stage"],
        ),
    )


def _tissue(record: Record, on: date) -> tuple[Item, ...]:
    specimens = [s for s in record.specimens if s.date is None or s.date <= on]
    parts = {
        "Ki-67": any(s.ki67_percent is not None for s in specimens),
        "mitotic count": any(s.mitoses is not None for s in specimens),
        "vascular invasion": any(s.vascular_invasion is not None for s in specimens),
        "neural invasion": any(s.neural_invasion is not None for s in specimens),
    }
    lacking = [name for name, there in parts.items() if not there]
    return (
        Item(
            item="tissue with Ki-67, mitotic count, vascular and neural invasion",
            status=MISSING if lacking else DONE,
            why=f"not recorded: {', '.join(lacking)}" if lacking else "recorded",
            who="pathology",
            cites=CITES["tissue"],
        ),
    )


def _fitness(record: Record, on: date) -> tuple[Item, ...]:
    karnofsky = answer(record, on, "fitness.karnofsky").known is not None
    performance = ("fitness.karnofsky",) if karnofsky else ("fitness.ecog",)
    liver = ("labs.bilirubin", "labs.albumin", "labs.inr", "labs.ast", "labs.alt", "labs.alp")
    return (
        _asked(record, on, "performance status", performance, "clinic", CITES["performance"]),
        _asked(record, on, "liver function tests", liver, "laboratory", CITES["liver function"]),
    )


def _markers(record: Record, on: date) -> tuple[Item, ...]:
    carcinoid = answer(record, on, "syndrome.carcinoid").known
    hormone = answer(record, on, "syndrome.hormone").known
    marker = MARKER_OF.get(hormone) if isinstance(hormone, str) else None
    five_hiaa = _asked(record, on, "24-hour urinary 5-HIAA", ("markers.five_hiaa",), "laboratory", CITES["five_hiaa"])
    return (
        _asked(record, on, "plasma chromogranin A", ("markers.cga",), "laboratory", CITES["cga"]),
        _false_positive(record, on),
        five_hiaa if carcinoid is not False else _not_applicable(five_hiaa, "no carcinoid syndrome"),
        _asked(record, on, f"{marker} for the syndrome", (f"markers.{marker}",), "laboratory", CITES["marker"])
        if marker
        else Item(
            item="marker of the syndrome (insulin, gastrin, glucagon, VIP)",
            status=NOT_APPLICABLE,
            why="no such syndrome is charted",
            who="laboratory",
            cites=CITES["marker"],
        ),
    )


def _not_applicable(item: Item, why: str) -> Item:
    return Item(item=item.item, status=NOT_APPLICABLE, why=why, who=item.who, cites=item.cites)


def _false_positive(record: Record, on: date) -> Item:
    """A raised chromogranin A asks for its confounders; the review does not name them, the list is unverified."""
    names = ("markers.confounders.ppi", "markers.confounders.renal_failure", "markers.confounders.atrophic_gastritis")
    return _asked(
        record,
        on,
        "false-positive chromogranin A excluded (proton pump inhibitor, renal failure, atrophic gastritis: unverified list)",
        names,
        "clinic",
        CITES["false positive"],
    )


def _images(record: Record, on: date) -> tuple[Item, ...]:
    kinds = {each.kind for each in record.imaging if each.date is None or each.date <= on}
    kinds |= {study.kind for study in record.studies if study.date <= on}
    return (
        _image("contrast ultrasound or multidetector CT", kinds & {"ceus", "ct"}, CITES["first imaging"]),
        _image("CT or contrast MRI for staging and monitoring", kinds & {"ct", "mri"}, CITES["staging imaging"]),
        _image(
            "somatostatin receptor imaging (68Ga PET where available, else scintigraphy)",
            kinds & {"sstr_pet", "octreoscan"},
            CITES["receptor imaging"],
        ),
    )


def _image(item: str, done: set[Any], cites: tuple[Citation, ...]) -> Item:
    status, why = (DONE, "recorded") if done else (MISSING, "nobody looked")
    return Item(item=item, status=status, why=why, who="radiology", cites=cites)
