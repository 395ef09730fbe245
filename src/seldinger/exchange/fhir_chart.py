"""A record written as a FHIR R4 Bundle that this software reads back to an equal record, and others can read too.

A standard code stands beside our own wherever one is known. What no standard element holds travels in an extension.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from seldinger.exchange.fhir_codes import ANSWERS, HEADER, HEADER_SYSTEM
from seldinger.exchange.fhir_detail import packed
from seldinger.exchange.fhir_parts import bundle, coding, quantity, resource_id, variable_concept, without_empty
from seldinger.exchange.fhir_rows import NO_KNOWN_ALLERGY
from seldinger.exchange.fhir_values import NOT_DONE, REFUSED, UNDATED
from seldinger.patient import Fact, Kind, Record, Variable, chart, variable
from seldinger.patient.course import TABLES
from seldinger.patient.variable import LOCAL_SYSTEM

Json = dict[str, Any]
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_ACTIVE = {"coding": [coding("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active")]}
_DRUGS = frozenset({"ssa", "chemotherapy", "everolimus", "sunitinib", "interferon", "antiangiogenic"})


def chart_bundle(record: Record) -> Json:
    """Return the record as a Bundle; `read_bundle` makes an equal record of it."""
    subject = {"reference": f"Patient/{resource_id(record.id)}"}
    resources = [_patient(record), *_headers(record, subject)]
    for key, facts in record.facts.items():
        if key != "fitness.allergies" or record.allergies is None:
            resources += [_observation(variable(key), fact, n, subject) for n, fact in enumerate(facts, start=1)]
    return bundle([*resources, *_tables(record, subject)], name=record.id)


def _patient(record: Record) -> Json:
    sex = record.facts.get("person.sex", ())
    patient = {
        "resourceType": "Patient",
        "id": resource_id(record.id),
        "identifier": [{"system": LOCAL_SYSTEM, "value": record.id}],
    }
    return patient | ({"gender": str(sex[-1].value)} if sex and sex[-1].value else {})


def _headers(record: Record, subject: Json) -> Iterator[Json]:
    for name in HEADER:
        said = getattr(record, name)
        if said is None:
            continue
        named = {"valueDateTime": said.isoformat()} if isinstance(said, date) else {"valueString": said}
        code = {"coding": [coding(HEADER_SYSTEM, name)], "text": f"chart: {name.replace('_', ' ')}"}
        yield _bare(resource_id("chart", name), code, subject) | {"effectiveDateTime": record.as_of.isoformat()} | named


def _bare(name: str, code: Json, subject: Json) -> Json:
    return {"resourceType": "Observation", "id": name, "status": "final", "code": code, "subject": subject}


def _observation(known: Variable, fact: Fact, number: int, subject: Json) -> Json:
    code = variable_concept(known.key, known.title, fact.unit)
    found = _bare(resource_id(known.key, str(number)), code, subject)
    found["effectiveDateTime"] = fact.date.isoformat()
    if not fact.dated:
        found["_effectiveDateTime"] = {"extension": [{"url": UNDATED, "valueBoolean": True}]}
    if fact.state != "recorded":
        found["dataAbsentReason"] = {"coding": [coding(_ABSENT, NOT_DONE if fact.state == "not_done" else REFUSED)]}
    else:
        found |= _value(known, fact.charted, _unit(known, fact.charted))
    return without_empty(found | _about(fact) | _range(known, fact))


def _unit(known: Variable, charted: Mapping[str, Any]) -> str | None:
    """Return the unit as charted; a bare number has the unit its key says."""
    unit = charted.get("unit")
    return str(unit) if unit is not None else known.unit


def _about(fact: Fact) -> Json:
    return {
        "performer": [{"display": fact.by}] if fact.by else None,
        "derivedFrom": [{"display": fact.source}] if fact.source else None,
        "note": [{"text": fact.why}] if fact.why else None,
        "method": {"text": fact.assay} if fact.assay else None,
    }


def _range(known: Variable, fact: Fact) -> Json:
    ends = {"low": fact.charted.get("lln"), "high": fact.charted.get("uln")}
    unit = _unit(known, fact.charted)
    found = {end: quantity(value, unit) for end, value in ends.items() if value is not None}  # type: ignore[arg-type]
    return {"referenceRange": [found]} if found else {}


def _value(known: Variable, charted: Mapping[str, Any], unit: str | None) -> Json:
    members = [each.name for each in known.extras] + list(known.parts)
    parts = [_component(known, name, charted[name], unit) for name in members if name in charted]
    found: Json = {"component": parts} if parts else {}
    if known.kind.numeric:
        return found | _numeric(known, charted, unit)
    return found | (_word(known.kind, charted["value"]) if "value" in charted else {})


def _numeric(known: Variable, charted: Mapping[str, Any], unit: str | None) -> Json:
    if "value" in charted:
        if known.integer and "unit" not in charted:
            return {"valueInteger": int(charted["value"])}
        return {"valueQuantity": quantity(charted["value"], unit)}
    for name, sign in (("below", "<"), ("above", ">")):
        if name in charted:
            return {"valueQuantity": {"comparator": sign} | quantity(charted[name], unit)}
    if "low" in charted:
        return {"valueRange": {end: quantity(charted[end], unit) for end in ("low", "high")}}
    return {}


def _word(kind: Kind, raw: Any) -> Json:
    match kind:
        case Kind.TEXT:
            return {"valueString": raw}
        case Kind.DATE:
            return {"valueDateTime": raw.isoformat() if isinstance(raw, date) else raw}
        case Kind.CHOICES:
            return {"valueCodeableConcept": {"coding": [coding(ANSWERS, each) for each in sorted(raw) or ["none"]]}}
    if isinstance(raw, bool):
        return {"valueBoolean": raw}
    return {"valueCodeableConcept": {"coding": [coding(ANSWERS, raw)], "text": str(raw).replace("_", " ")}}


def _component(known: Variable, name: str, raw: Any, unit: str | None) -> Json:
    code = {"coding": [coding(LOCAL_SYSTEM, f"{known.key}.{name}")], "text": name.replace("_", " ")}
    if isinstance(raw, bool):
        return {"code": code, "valueBoolean": raw}
    if isinstance(raw, int | float):
        return {"code": code, "valueQuantity": quantity(raw, unit if name in known.parts else None)}
    if isinstance(raw, date):
        return {"code": code, "valueDateTime": raw.isoformat()}
    if name in known.parts:
        return {"code": code, "valueCodeableConcept": {"coding": [coding(ANSWERS, raw)]}}
    return {"code": code, "valueString": raw}


def _tables(record: Record, subject: Json) -> Iterator[Json]:
    tree = chart(record)
    for table in TABLES:
        rows: Any = tree
        for step in table.split("."):
            rows = rows.get(step) if isinstance(rows, dict) else None
        if not isinstance(rows, list):
            continue
        if not rows and table == "fitness.allergies":
            yield _no_allergy(subject)
        for number, row in enumerate(rows, start=1):
            found = _ROWS[table](row, subject) | {"id": resource_id(table, str(number))}
            yield without_empty(found) | {"extension": [packed(table, row)]}


def _no_allergy(subject: Json) -> Json:
    code = {"coding": [coding(*NO_KNOWN_ALLERGY)], "text": "No known allergy"}
    about = {"clinicalStatus": _ACTIVE, "code": code, "patient": subject}
    return {"resourceType": "AllergyIntolerance", "id": "fitness.allergies-none", **about}


def _allergy(row: Json, subject: Json) -> Json:
    reaction = [{"manifestation": [{"text": row["reaction"]}]}] if "reaction" in row else None
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _ACTIVE,
        "code": {"text": row["substance"]},
        "patient": subject,
        "reaction": reaction,
    }


def _event(row: Json, subject: Json) -> Json:
    return {
        "resourceType": "AdverseEvent",
        "actuality": "actual",
        "event": {"text": row["term"]},
        "subject": subject,
        "date": row["date"],
    }


def _therapy(row: Json, subject: Json) -> Json:
    stopped = row.get("stop")
    period = without_empty({"start": row.get("start"), "end": stopped if isinstance(stopped, str) else None})
    words = row.get("drug") or row.get("procedure") or row["kind"].replace("_", " ")
    concept = {"coding": [coding(f"{LOCAL_SYSTEM}:therapy", row["kind"])], "text": words}
    if row["kind"] in _DRUGS:
        status = "active" if stopped is False else "completed" if stopped else "unknown"
        about = {"status": status, "medicationCodeableConcept": concept, "effectivePeriod": period}
        return {"resourceType": "MedicationStatement", "subject": subject} | about
    about = {"status": "in-progress" if stopped is False else "completed", "code": concept, "performedPeriod": period}
    return {"resourceType": "Procedure", "subject": subject} | about


def _session(row: Json, subject: Json) -> Json:
    return {
        "resourceType": "Procedure",
        "status": "preparation" if row.get("planned") else "completed",
        "code": {"coding": [coding(f"{LOCAL_SYSTEM}:session", row["modality"])], "text": row["modality"]},
        "subject": subject,
        "performedDateTime": row["date"],
        "bodySite": [{"text": f"liver, {each}"} for each in row.get("territory", ())],
    }


def _study(row: Json, subject: Json) -> Json:
    return {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"coding": [coding(f"{LOCAL_SYSTEM}:imaging", row["kind"])], "text": row["kind"].replace("_", " ")},
        "subject": subject,
        "effectiveDateTime": row.get("date"),
        "conclusion": row.get("finding"),
    }


def _specimen(row: Json, subject: Json) -> Json:
    code = variable_concept("specimen", "Pathology of a specimen")
    return _bare("", code, subject) | {"effectiveDateTime": row.get("date"), "bodySite": {"text": row["site"]}}


_ROWS: Mapping[str, Callable[[Json, Json], Json]] = {
    "specimen": _specimen,
    "therapy": _therapy,
    "session": _session,
    "study": _study,
    "event": _event,
    "imaging.done": _study,
    "fitness.allergies": _allergy,
}
