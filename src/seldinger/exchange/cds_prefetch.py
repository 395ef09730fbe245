"""What a CDS service asks the hospital for, made from the variables of the rules, and how it came.

A key that was sent as null was asked and held nothing; a key that was not sent was not asked. Neither means that a
finding is absent: both leave it unknown, for different reasons that the card tells apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from seldinger.exchange.fhir_codes import ICD10CM
from seldinger.exchange.fhir_entries import pages_left
from seldinger.patient import Code, codes
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.selection.judgements import PROXIES
from seldinger.selection.scope import VARIABLES as SCOPE
from seldinger.selection.select import VARIABLES
from seldinger.terms import Status

PATIENT = "patient"
NOT_SENT = "not sent by the record system"
NOTHING = "asked of the record, which holds nothing"
FAILED = "the record system could not fetch it"
MORE = "the answer had further pages that were not sent"

# What rules read from other facts of the chart, beside the variable itself.
_BESIDE = (
    "symptoms.hormonal",
    "symptoms.bulk",
    "symptoms.pain",
    "person.sex",
    "liver.lesions",
    "specimen.ki67_percent",
)
_COUNT = 200
_TABLES = {"Procedure": "procedures", "MedicationStatement": "medications", "AllergyIntolerance": "allergies"}

Json = dict[str, Any]


@cache
def asked() -> tuple[str, ...]:
    """Return every variable that a verdict, the scope, or a judgement's measurement rests on."""
    proxies = [name for judged, every in PROXIES.items() for name in (judged, *(each.variable for each in every))]
    return tuple(dict.fromkeys((*VARIABLES, *SCOPE, *proxies, *_BESIDE)))


@cache
def templates() -> Mapping[str, str]:
    """Return the prefetch templates by key, within the subset of searches that the specification recommends."""
    found = {PATIENT: "Patient/{{context.patientId}}"}
    by_system = {name: [code for key in asked() for code in _codes(key) if _goes_into(name, code)] for name in _QUERIES}
    for name, kind in _QUERIES.items():
        tokens = ",".join(dict.fromkeys(f"{quote(code.system, safe=':/')}|{code.code}" for code in by_system[name]))
        found[name] = f"{kind}?patient={{{{context.patientId}}}}&code={tokens}&_count={_COUNT}" + _newest_first(kind)
    for kind, name in _TABLES.items():
        found[name] = f"{kind}?patient={{{{context.patientId}}}}&_count={_COUNT}"
    return found


_QUERIES = {"results": "Observation", "findings": "Observation", "diagnoses": "Condition"}


def _codes(key: str) -> tuple[Code, ...]:
    """Return the codes of a variable; our own among them when no standard code makes it an Observation."""
    every = codes(key)
    if any(code.value is None for code in every):
        return every
    return (*every, Code(system=LOCAL_SYSTEM, code=key, status=Status.LOCAL))


def _newest_first(kind: str) -> str:
    return "&_sort=-date" if kind == "Observation" else ""


def _goes_into(name: str, code: Code) -> bool:
    return {
        "results": code.system not in (LOCAL_SYSTEM, ICD10CM),
        "findings": code.system == LOCAL_SYSTEM,
        "diagnoses": code.system == ICD10CM,
    }[name]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prefetched:
    """What the hospital sent: the documents to read, and by key why one is not among them."""

    patient: Json | None
    documents: tuple[Any, ...]
    lacking: Mapping[str, str]

    def why(self, key: str) -> str:
        """Return why the hospital's data say nothing of a variable: the gravest of what its queries came to."""
        reasons = [self.lacking.get(name, NOTHING) for name in serving(key)]
        return next((each for each in (NOT_SENT, FAILED, MORE) if each in reasons), NOTHING)


@cache
def serving(key: str) -> tuple[str, ...]:
    """Return the prefetch keys whose answers may hold a variable."""
    if key in ("person.sex", "person.age_years"):
        return (PATIENT,)
    every = _codes(key)
    found = tuple(name for name in _QUERIES if any(_goes_into(name, code) for code in every))
    return (*found, "procedures", "medications") if key.startswith("history.") else found


def received(prefetch: Any, patient_id: str) -> Prefetched:
    """Return what came of the prefetch; `patient` is None when the Patient of the context is not in it."""
    sent = prefetch if isinstance(prefetch, Mapping) else {}
    lacking: dict[str, str] = {}
    documents: list[Any] = []
    for key in templates():
        value = sent.get(key)
        kind = value.get("resourceType") if isinstance(value, Mapping) else None
        if key not in sent:
            lacking[key] = NOT_SENT
        elif value is None:
            lacking[key] = NOTHING
        elif kind == "Bundle" or (key == PATIENT and kind == "Patient"):
            documents.append(value)
            if kind == "Bundle" and (more := _incomplete(value)):
                lacking[key] = more
        else:
            lacking[key] = FAILED
    person = sent.get(PATIENT)
    mine = isinstance(person, Mapping) and person.get("resourceType") == "Patient" and _same(person, patient_id)
    return Prefetched(patient=dict(person) if mine and person else None, documents=tuple(documents), lacking=lacking)


def _incomplete(bundle: Mapping[str, Any]) -> str | None:
    """Return why a Bundle does not hold all that was asked for, or None."""
    if pages_left(bundle):
        return MORE
    entry = bundle.get("entry")
    every = entry if isinstance(entry, list) else ()
    resources = [each["resource"] for each in every if isinstance(each, Mapping) and "resource" in each]
    kinds = [each.get("resourceType") for each in resources if isinstance(each, Mapping)]
    if "OperationOutcome" in kinds and any(map(_failed, resources)):
        return FAILED
    return None if any(kind != "OperationOutcome" for kind in kinds) else NOTHING


def _failed(resource: Any) -> bool:
    """Return whether a resource is an outcome that tells of an error; a warning leaves what came beside it whole."""
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "OperationOutcome":
        return False
    issues = resource.get("issue")
    return any(
        isinstance(each, Mapping) and each.get("severity") in ("error", "fatal")
        for each in (issues if isinstance(issues, list) else ())
    )


def _same(patient: Mapping[str, Any], patient_id: str) -> bool:
    return patient.get("id") in (patient_id, patient_id.removeprefix("Patient/"))


def unfilled(request: Mapping[str, Any]) -> dict[str, str]:
    """Return the searches that a request left out, its own context filled in, for a caller who may fetch them itself."""
    context, sent = request.get("context"), request.get("prefetch")
    patient = context.get("patientId") if isinstance(context, Mapping) else None
    if not isinstance(patient, str):
        return {}
    held = sent if isinstance(sent, Mapping) else {}
    name = quote(patient.removeprefix("Patient/"), safe="")
    return {key: text.replace("{{context.patientId}}", name) for key, text in templates().items() if key not in held}
