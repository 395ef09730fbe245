"""Which FHIR a document speaks. R4 is read; every other version is refused by name, with how to convert it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from seldinger.patient import ChartError, Fault
from seldinger.patient.faults import shown

R4 = ("4.0", "4.3")  # R4B carries the same clinical resources
_NAMES = {"0": "DSTU1", "1": "DSTU2", "3": "STU3", "4": "R4", "5": "R5", "6": "R6"}

# Resource types that R4 does not have, with the version that does.
FOREIGN_TYPES = {
    **dict.fromkeys(("MedicationOrder", "DiagnosticOrder", "DeviceUseRequest", "BodySite", "Order"), "DSTU2"),
    **dict.fromkeys(("ProcedureRequest", "ReferralRequest", "EligibilityRequest", "ImagingManifest"), "STU3"),
    **dict.fromkeys(("DataElement", "DeviceComponent", "ServiceDefinition", "ProcessRequest"), "STU3"),
    **dict.fromkeys(("ImagingSelection", "GenomicStudy", "NutritionIntake", "DeviceUsage", "Permission"), "R5"),
    **dict.fromkeys(("EncounterHistory", "Transport", "InventoryItem", "ActorDefinition", "DeviceAssociation"), "R5"),
}

# Elements that another version has and R4 does not.
_MARKS: Mapping[str, Mapping[str, str]] = {
    "AdverseEvent": {"reaction": "STU3", "eventParticipant": "STU3", "code": "R5", "status": "R5"},
    "AllergyIntolerance": {"substance": "DSTU2", "assertedDate": "STU3", "participant": "R5"},
    "Condition": {"patient": "DSTU2", "dateRecorded": "DSTU2", "assertedDate": "STU3", "context": "STU3"}
    | {"participant": "R5"},
    "MedicationAdministration": {
        "wasNotGiven": "DSTU2",
        "notGiven": "STU3",
        "medication": "R5",
        "occurenceDateTime": "R5",
    },
    "MedicationRequest": {"dateWritten": "DSTU2", "context": "STU3", "medication": "R5"},
    "MedicationStatement": {"wasNotTaken": "DSTU2", "taken": "STU3", "medication": "R5", "adherence": "R5"},
    "Observation": {"comments": "DSTU2", "comment": "STU3", "context": "STU3", "related": "STU3"}
    | {"triggeredBy": "R5", "bodyStructure": "R5", "instantiatesCanonical": "R5"},
    "Procedure": {"notPerformed": "DSTU2", "notDone": "STU3", "context": "STU3"}
    | {"occurrenceDateTime": "R5", "occurrencePeriod": "R5", "performedDate": "DSTU2"},
}
_STATUS_WAS_A_WORD = {"Condition": ("clinicalStatus", "verificationStatus"), "AllergyIntolerance": ("clinicalStatus",)}


def foreign(resource: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the version of FHIR a resource was written in and the element that says so; None when it may be R4."""
    kind = resource.get("resourceType")
    if kind in FOREIGN_TYPES:
        return FOREIGN_TYPES[kind], str(kind)
    for element, version in _MARKS.get(str(kind), {}).items():
        if element in resource:
            return version, f"{kind}.{element}"
    for element in _STATUS_WAS_A_WORD.get(str(kind), ()):
        if isinstance(resource.get(element), str):
            return "STU3", f"{kind}.{element} as a word"
    return None


def refuse_declared(document: Mapping[str, Any], file: str) -> None:
    """Raise ChartError when a document, or its statement of capability, declares another version than R4."""
    declared = document.get("fhirVersion")
    meta = document.get("meta")
    profiles = meta.get("profile") if isinstance(meta, Mapping) else None
    for profile in profiles if isinstance(profiles, list | tuple) else ():
        for short, version in (("DSTU2", "DSTU2"), ("STU3", "STU3"), ("/5.0/", "R5")):
            if isinstance(profile, str) and short in profile:
                raise _refusal(file, version, f"the profile {shown(profile)}")
    if isinstance(declared, str) and not declared.startswith(R4):
        raise _refusal(
            file, _NAMES.get(declared.partition(".")[0], "of another version"), f"fhirVersion {shown(declared)}"
        )


def refuse_mostly(found: Iterable[tuple[str, str]], checked: int, file: str) -> None:
    """Raise ChartError when a document as a whole is of another version.

    A resource type that R4 does not have settles it. Elements settle it when at least two resources, and more than half
    of those looked at, carry them: a single one is a fault of that resource alone.
    """
    marks = list(found)
    for version, mark in marks:
        if mark in FOREIGN_TYPES:
            raise _refusal(file, version, f"the resource type {mark}")
    counted = Counter(version for version, _ in marks)
    if len(marks) > 1 and 2 * len(marks) > checked:
        version = counted.most_common(1)[0][0]
        raise _refusal(file, version, ", ".join(sorted({mark for _, mark in marks})[:3]))


def _refusal(file: str, version: str, mark: str) -> ChartError:
    return ChartError(
        [
            Fault(
                file=file,
                path="",
                seen=f"FHIR {version} ({mark})",
                expected="FHIR R4 (4.0.1)",
                remedy=f"ask the server for R4 (Accept: application/fhir+json; fhirVersion=4.0), or convert {version} to R4 "
                "with the version maps of HL7",
            )
        ]
    )
