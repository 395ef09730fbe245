"""The answer as FHIR: guidance and missing data per modality, a plan of options, issues found, values computed.

Everything stands in report.json; nothing is added. The plan is an option laid before a board, never an order.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from seldinger.exchange.fhir_guidance import guidance, refusal, verdict_words
from seldinger.exchange.fhir_parts import Json, bundle, coding, related_extensions, resource_id, without_empty
from seldinger.patient.variable import LOCAL_SYSTEM

_BARRING = frozenset({"contraindicated", "not_indicated", "defer"})
_ISSUES = ("hazard", "no_benefit", "temporary", "modifies")
_GENDERS = frozenset({"male", "female", "other"})


def answer_bundle(report: Mapping[str, Any]) -> Json:
    """Return a report as a collection Bundle of FHIR R4; the same report gives the same bytes."""
    patient = resource_id(report["patient"]["id"])
    subject = {"reference": f"Patient/{patient}"}
    resources = [_patient(report["patient"], patient)]
    resources += (
        _answers(report, subject) if "modalities" in report else [refusal(report["scope"], report["about"], subject)]
    )
    identifier = {
        "system": f"{LOCAL_SYSTEM}:report",
        "value": f"{report['patient']['id']}:{report['about']['knowledge']}",
    }
    return bundle(resources, name=f"{report['patient']['id']}:{report['about']['on']}", identifier=identifier)


def _patient(patient: Mapping[str, Any], name: str) -> Json:
    found: Json = {
        "resourceType": "Patient",
        "id": name,
        "identifier": [{"system": LOCAL_SYSTEM, "value": patient["id"]}],
    }
    return found | ({"gender": patient["sex"]} if patient["sex"] in _GENDERS else {})


def _answers(report: Mapping[str, Any], subject: Json) -> list[Json]:
    about, modalities = report["about"], report["modalities"]
    spoken = [guidance(name, part, about, subject) for name, part in modalities.items()]
    issues = list(_issues(report, subject))
    computed = [*_grades(report, subject), *_responses(report, subject)]
    plan = _care_plan(report, subject, [*spoken, *issues, *computed])
    return [plan, *spoken, *issues, *computed]


def _care_plan(report: Mapping[str, Any], subject: Json, beside: list[Json]) -> Json:
    about = report["about"]
    return {
        "resourceType": "CarePlan",
        "id": "options",
        "status": "draft",
        "intent": "option",
        "title": "Transarterial treatment: what the reviews allow this patient",
        "description": f"{about['profile_title']}; answered for {about['on']}, facts as of {about['as_of']}",
        "subject": subject,
        "created": about["on"],
        "supportingInfo": [{"reference": f"{each['resourceType']}/{each['id']}"} for each in beside],
        "activity": [{"detail": _activity(name, part)} for name, part in report["modalities"].items()],
        "note": [{"text": about["disclaimer"]}, {"text": f"{about['software']}, knowledge {about['knowledge']}"}],
    }


def _activity(name: str, part: Mapping[str, Any]) -> Json:
    """Return one modality as an activity; it is marked as not to be done only when every verdict still possible bars."""
    possible = set(part["possible"])
    barred = bool(possible) and possible <= _BARRING
    status = "on-hold" if possible == {"defer"} else "not-started"
    found: Json = {
        "kind": "ServiceRequest",
        "code": {"coding": [coding(f"{LOCAL_SYSTEM}:session", name, part["title"])], "text": part["title"]},
        "status": status,
        "statusReason": {"text": verdict_words(part["possible"])},
        "description": part["headline"]["says"],
    }
    return found | ({"doNotPerform": True} if barred else {})


def _issues(report: Mapping[str, Any], subject: Json) -> Iterator[Json]:
    """Yield each rule that has fired once, with the modalities it speaks of; no severity, since none is printed."""
    fired: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for part in report["modalities"].values():
        for each in part["because"]:
            if each["answer"] == "yes" and each["kind"] in _ISSUES:
                fired.setdefault(each["rule"], []).append((part["title"], each))
    for rule, every in fired.items():
        title = ", ".join(name for name, _ in every)
        first = every[0][1]
        yield without_empty(
            {
                "resourceType": "DetectedIssue",
                "id": resource_id(rule),
                "extension": related_extensions([cite for _, each in every for cite in each["cites"]]),
                "status": "preliminary",
                "code": {"coding": [coding(f"{LOCAL_SYSTEM}:rule", rule, first["topic"])], "text": first["topic"]},
                "patient": subject,
                "identifiedDateTime": report["about"]["on"],
                "detail": f"{first['says']} ({title})",
                "mitigation": _mitigations(report, rule),
            }
        )


def _mitigations(report: Mapping[str, Any], rule: str) -> list[Json]:
    said = [
        each["says"] for part in report["modalities"].values() for each in part["modifications"] if each["rule"] == rule
    ]
    return [{"action": {"text": words}} for words in dict.fromkeys(said)]


def _computed(name: str, title: str, on: str, subject: Json, cites: list[Mapping[str, Any]]) -> Json:
    return {
        "resourceType": "Observation",
        "id": resource_id(name),
        "extension": related_extensions(cites),
        "status": "preliminary",
        "code": {"coding": [coding(LOCAL_SYSTEM, name, title)], "text": title},
        "subject": subject,
        "effectiveDateTime": on,
    }


def _grades(report: Mapping[str, Any], subject: Json) -> Iterator[Json]:
    for each in report["patient"]["grade"]:
        title = f"Grade, {each['edition']}"
        found = _computed(f"grade.{each['edition']}", title, report["about"]["on"], subject, each["cites"])
        yield without_empty(found | {"valueCodeableConcept": {"text": " or ".join(each["possible"]) or "not known"}})


def _responses(report: Mapping[str, Any], subject: Json) -> Iterator[Json]:
    """Yield the response at each study, by each criterion; several categories possible are written as such."""
    tumour = (((report.get("followup") or {}).get("course") or {}).get("tumour")) or {}
    for each in tumour.get("response") or ():
        for call in each["calls"]:
            name = f"response.{each['criterion']}.{call['date']}"
            possible = call.get("possible") or [call["category"]]
            found = _computed(name, f"Response, {each['criterion']}", call["date"], subject, each["cites"])
            yield without_empty(found | {"valueCodeableConcept": {"text": " or ".join(possible)}})
