"""Whether a resource speaks for the patient at all: its status, its modifiers, and what a Condition says of its certainty."""

from collections.abc import Callable, Mapping
from typing import Any

from seldinger.exchange.fhir_codes import codings
from seldinger.exchange.fhir_detail import unpacked
from seldinger.exchange.fhir_entries import named
from seldinger.exchange.fhir_values import Unusable

_OBSERVATION = (
    "registered",
    "preliminary",
    "final",
    "amended",
    "corrected",
    "cancelled",
    "entered-in-error",
    "unknown",
)
_EVENT = ("preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown")
_REPORT = ("registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled")
_MEDICATION = ("active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken")
_REQUEST = ("active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown")

# Every status of R4, and those under which a resource says what is or was so.
STATUSES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Observation": (_OBSERVATION, ("final", "amended", "corrected")),
    "DiagnosticReport": ((*_REPORT, "entered-in-error", "unknown"), ("final", "amended", "corrected", "appended")),
    "Procedure": (_EVENT, ("completed", "in-progress", "stopped", "preparation")),
    "MedicationAdministration": (_EVENT[1:], ("completed", "in-progress", "stopped")),
    "MedicationStatement": (_MEDICATION, ("active", "completed", "stopped", "on-hold")),
    "MedicationRequest": (_REQUEST, ()),
}
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CLINICAL_CODES = ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
_VERIFIED_CODES = ("unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error")
_PAST = ("inactive", "remission", "resolved")
_NO_ALLERGY = {"entered-in-error", "refuted", "unconfirmed", "presumed", "inactive", "resolved"}
_OF_THE_PATIENT = ("BodyStructure", "Condition")  # foci that are a part of the patient: a tumour
_REQUIRED = {
    "Condition": "subject",
    "Procedure": "subject",
    "AdverseEvent": "subject",
    "AllergyIntolerance": "patient",
} | {name: "subject" for name in ("MedicationStatement", "MedicationAdministration", "MedicationRequest")}


def check(resource: Mapping[str, Any]) -> None:
    """Raise Unusable when a resource breaks the rules of R4 or says itself that it does not count."""
    kind = str(resource["resourceType"])
    understood(resource)
    if (needed := _REQUIRED.get(kind)) and not isinstance(resource.get(needed), Mapping):
        raise Unusable(f"{kind} without {needed}", malformed=True)
    if kind in _OF_ITS_OWN:
        _OF_ITS_OWN[kind](resource)
    if kind not in STATUSES:
        return
    every, counting = STATUSES[kind]
    status = resource.get("status")
    if status == "unknown" and kind == "MedicationStatement" and unpacked("therapy", resource) is not None:
        return  # ours: a therapy of which the chart does not say whether it goes on
    if status not in every:
        raise Unusable(f"{kind}.status is none of {', '.join(every)}", malformed=True)
    if status not in counting:
        raise Unusable(f"status {status}" if counting else "an order: what was asked for, not what was given")


def understood(part: Mapping[str, Any]) -> None:
    """Raise Unusable when a resource or a part of one says that it means something else than it would without that."""
    if part.get("modifierExtension") or part.get("implicitRules"):
        raise Unusable("a modifierExtension or implicitRules, which must be understood to read the rest")


def _observation(resource: Mapping[str, Any]) -> None:
    every = resource.get("focus")
    for each in every if isinstance(every, list) else ():
        kind = named(each)[0] if isinstance(each, Mapping) else None
        if kind not in _OF_THE_PATIENT:
            raise Unusable(f"about a focus that is not the patient ({kind or 'of no known type'})")
    if "effectiveTiming" in resource:
        raise Unusable("effectiveTiming names no one day")
    if sum(name.startswith("value") for name in resource) > 1:
        raise Unusable("more than one value", malformed=True)


def _allergy(resource: Mapping[str, Any]) -> None:
    said = {code for name in ("verificationStatus", "clinicalStatus") for _, code in codings(resource.get(name))}
    if withdrawn := said & _NO_ALLERGY:
        raise Unusable(f"allergy {', '.join(sorted(withdrawn))}")


def _event(resource: Mapping[str, Any]) -> None:
    if resource.get("actuality") != "actual":
        raise Unusable("not an event that happened")


_OF_ITS_OWN: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "Observation": _observation,
    "AllergyIntolerance": _allergy,
    "AdverseEvent": _event,
}


def standing(resource: Mapping[str, Any]) -> str:
    """Return "present", "refuted" or "past" for a Condition; raises Unusable when it is none of them."""
    verified = _code(resource, "verificationStatus", _VERIFIED, _VERIFIED_CODES)
    clinical = _code(resource, "clinicalStatus", _CLINICAL, _CLINICAL_CODES)
    if verified == "refuted":
        return "refuted"
    if verified not in (None, "confirmed"):
        raise Unusable(f"verificationStatus {verified}")
    abated = any(name.startswith("abatement") for name in resource)
    if abated and clinical is not None and clinical not in _PAST:
        raise Unusable(f"abated, and yet {clinical}", malformed=True)
    return "past" if abated or clinical in _PAST else "present"


def _code(resource: Mapping[str, Any], name: str, system: str, known: tuple[str, ...]) -> str | None:
    concept = resource.get(name)
    if concept is None:
        return None
    said = [code for found, code in codings(concept) if found == system]
    if not said or said[0] not in known:
        raise Unusable(f"{resource['resourceType']}.{name} is none of {', '.join(known)}", malformed=True)
    return said[0]
