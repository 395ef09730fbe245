"""The patient part of the report: who, the question, and the disease in a line, as charted."""

from datetime import date
from typing import Any

from seldinger.patient import Record, Specimen
from seldinger.selection.answers import answer
from seldinger.selection.as_json import citations, seen
from seldinger.selection.grading import Graded, grades

Json = dict[str, Any]

# The disease block, in the order a board reads it.
DISEASE = (
    "primary.site",
    "primary.resected",
    "syndrome.functioning",
    "syndrome.carcinoid",
    "symptoms.present",
    "disease.course",
    "liver.lesions",
    "liver.largest_cm",
    "liver.lobes",
    "liver.burden_percent",
    "liver.hypervascular",
    "extrahepatic.extent",
    "extrahepatic.sites",
    "vessels.portal_vein",
    "biliary.state",
    "fitness.ecog",
    "shunt.lung_shunt_fraction",
)


def patient_part(record: Record, on: date) -> Json:
    """Return the patient part as the contract holds it; unknown facts stand with the reason why."""
    age = record.reading("person.age_years", on)
    sex = record.reading("person.sex", on)
    return {
        "id": record.id,
        "label": record.label,
        "age_years": age.value if isinstance(age.value, int | float) else None,
        "sex": sex.value,
        "question": record.question,
        "intent": record.intent,
        "disease": {name: seen(answer(record, on, name)) for name in DISEASE},
        "grade": [_grade(each) for each in grades(record, on)],
        "traditional_label": traditional_label(answer(record, on, "primary.site").known),
    }


# What the transarterial review calls well-differentiated digestive tumours (A02); old series print no more than this.
DIGESTIVE = frozenset({"ileum", "jejunum", "duodenum", "stomach", "appendix", "colon", "rectum"})


def traditional_label(site: object) -> str | None:
    """Return the label under which old studies count a tumour of this primary, or None where they have none.

    >>> traditional_label("ileum"), traditional_label("pancreas"), traditional_label("unknown")
    ('carcinoid', 'pancreatic NET', None)
    """
    if site == "pancreas":
        return "pancreatic NET"
    return "carcinoid" if site in DIGESTIVE else None


def _grade(graded: Graded) -> Json:
    return {
        "edition": graded.edition,
        "possible": list(graded.possible),
        "from": _specimen(graded.specimen),
        "basis": list(graded.basis),
        "uncounted": list(graded.uncounted),
        "cites": citations(graded.cites),
    }


def _specimen(specimen: Specimen) -> Json:
    ki67, mitoses = specimen.ki67_percent, specimen.mitoses
    return {
        "site": specimen.site,
        "date": None if specimen.date is None else specimen.date.isoformat(),
        "differentiation": specimen.differentiation,
        "ki67_percent": _value(ki67),
        "mitoses": None if mitoses is None else {"value": _value(mitoses.value), "per": mitoses.per},
    }


def _value(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else {"low": value.low, "high": value.high}
