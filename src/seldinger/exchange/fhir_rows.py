"""FHIR resources as rows of the chart's tables: allergies, adverse events, therapies, specimens.

A row that this software wrote comes back from its extension as it was; of other systems only what the declarations code.
"""

from collections.abc import Callable, Mapping
from typing import Any

from seldinger.exchange.fhir_codes import SNOMED, codings, meant
from seldinger.exchange.fhir_detail import unpacked
from seldinger.exchange.fhir_values import Unusable, day, when
from seldinger.patient.course import TABLES
from seldinger.patient.variable import names_nothing
from seldinger.units import convert

LIVER = (SNOMED, "10200004")
NO_KNOWN_ALLERGY = (SNOMED, "716186003")
# No known allergies (retired), to drugs, to food, of the environment: the negations among the codes that R4 lists.
_NO_KNOWN_ALLERGY_TO = {(SNOMED, each) for each in ("160244002", "409137002", "429625007", "428607008")}
_DOSE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"
_CTCAE = "http://hl7.org/fhir/us/ctcae/StructureDefinition/"
_GRADES = ("1", "2", "3", "4", "5")
_GRADE, _RESOLVED = f"{_CTCAE}ctcae-grade", f"{_CTCAE}adverse-event-resolved-date"

Json = dict[str, Any]
Row = tuple[str, Json | None]  # table and row; None: the table was asked for, and is empty


def row_of(resource: Mapping[str, Any]) -> Row | None:
    """Return the row a resource states, or None when its type states none; raises Unusable with the reason."""
    for table in TABLES:
        if (row := unpacked(table, resource)) is not None:
            return table, row
    reader = _READERS.get(str(resource["resourceType"]))
    return None if reader is None else reader(resource)


def _allergy(resource: Mapping[str, Any]) -> Row:
    said = set(codings(resource.get("code")))
    if NO_KNOWN_ALLERGY in said:
        return "fitness.allergies", None
    row = {"substance": _words(resource.get("code"))}
    if said & _NO_KNOWN_ALLERGY_TO or names_nothing(row["substance"]):
        raise Unusable("says to what there is no allergy, and leaves open to what there is")
    reactions = resource.get("reaction")
    if isinstance(reactions, list) and reactions and isinstance(reactions[0], Mapping):
        manifestations = reactions[0].get("manifestation")
        if isinstance(manifestations, list) and manifestations:
            row["reaction"] = _words(manifestations[0])
    return "fitness.allergies", row


def _event(resource: Mapping[str, Any]) -> Row:
    raw, name = when(resource, "date", "detected", "recordedDate")
    if raw is None:
        raise Unusable("no date")
    row: Json = {"term": _words(resource.get("event")), "date": day(raw, name).isoformat()}
    for each in resource.get("extension") or ():
        if isinstance(each, Mapping) and each.get("url") == _GRADE:
            row |= _grade(each)
        elif isinstance(each, Mapping) and each.get("url") == _RESOLVED:
            row["resolved"] = day(each.get("valueDateTime"), "resolved date").isoformat()
    if "resolved" in row and row["resolved"] < row["date"]:
        raise Unusable("resolved before it happened", malformed=True)
    return "event", row


def _grade(extension: Mapping[str, Any]) -> Json:
    grades = [code for _, code in codings(extension.get("valueCodeableConcept")) if code in _GRADES]
    return {"grade": {"scale": "CTCAE", "value": int(grades[0])}} if grades else {}


def _therapy(resource: Mapping[str, Any]) -> Row | None:
    concept = resource.get("medicationCodeableConcept") or resource.get("code")
    if concept is None and "medicationReference" in resource:
        raise Unusable("medicationReference: the Medication it names is not read")
    if resource.get("status") == "preparation":
        raise Unusable("planned, not given")
    kinds = {meaning.value for meaning in meant(concept) if meaning.key == "therapy.kind" and meaning.value}
    if len(kinds) != 1:
        return None
    row: Json = {"kind": kinds.pop()}
    if row["kind"] == "radiotherapy_liver":
        row |= _beam(resource)
    row |= _span(resource)
    words = _words(concept, needed=False)
    if words:
        row["drug" if "medicationCodeableConcept" in resource else "procedure"] = words
    return "therapy", row


def _beam(resource: Mapping[str, Any]) -> Json:
    """Return the dose [Gy] of a course of radiotherapy to the liver (mCODE fixes its unit to cGy)."""
    sites = resource.get("bodySite")
    if not any(LIVER in set(codings(each)) for each in (sites if isinstance(sites, list) else ())):
        raise Unusable("radiotherapy that does not name the liver as its site")
    for outer in resource.get("extension") or ():
        for each in (outer.get("extension") or ()) if outer.get("url") == _DOSE else ():
            dose = each.get("valueQuantity") if each.get("url") == "totalDoseDelivered" else None
            if isinstance(dose, Mapping) and dose.get("code") == "cGy" and isinstance(dose.get("value"), int | float):
                return {"dose_gy": convert(dose["value"], "cGy", "Gy")}
    return {}


def _span(resource: Mapping[str, Any]) -> Json:
    for name in ("effectivePeriod", "performedPeriod"):
        if isinstance(period := resource.get(name), Mapping):
            return {
                ours: day(period[theirs], f"{name}.{theirs}").isoformat()
                for ours, theirs in (("start", "start"), ("stop", "end"))
                if period.get(theirs)
            }
    raw, name = when(resource, "effectiveDateTime", "performedDateTime")
    return {} if raw is None else {"start": day(raw, name).isoformat()}


def specimen(resource: Mapping[str, Any]) -> Row:
    """Return the specimen that a proliferation index alone describes; its site is the liver only when coded so.

    Raises Unusable when the index is no percentage.
    """
    measured = resource.get("valueQuantity")
    if (
        not isinstance(measured, Mapping)
        or measured.get("code", measured.get("unit")) != "%"
        or "comparator" in measured
    ):
        raise Unusable("a proliferation index that is no plain percentage")
    site = "liver" if LIVER in set(codings(resource.get("bodySite"))) else "other"
    row: Json = {"site": site, "ki67_percent": measured.get("value")}
    raw, name = when(resource, "effectiveDateTime", "effectivePeriod", "effectiveInstant")
    return "specimen", row if raw is None else row | {"date": day(raw, name).isoformat()}


def _words(concept: Any, *, needed: bool = True) -> str:
    """Return the words of a concept: its text, else the first display; they name, and never decide."""
    if isinstance(concept, Mapping):
        displays = [each.get("display") for each in concept.get("coding") or () if isinstance(each, Mapping)]
        for each in (concept.get("text"), *displays):
            if isinstance(each, str) and each.strip():
                return each[:2000]
    if needed:
        raise Unusable("a concept without words", malformed=not isinstance(concept, Mapping))
    return ""


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Row | None]] = {
    "AllergyIntolerance": _allergy,
    "AdverseEvent": _event,
    "Procedure": _therapy,
    "MedicationStatement": _therapy,
    "MedicationAdministration": _therapy,
}
