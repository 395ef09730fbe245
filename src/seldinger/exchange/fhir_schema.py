"""The JSON Schema of the answer as FHIR: exactly which resources and elements this software writes, and nothing else."""

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string", "minLength": 1}
CODE: Json = {"type": "string", "pattern": r"^[^\s]+(\s[^\s]+)*$"}
ID: Json = {"type": "string", "pattern": r"^[A-Za-z0-9.-]{1,64}$"}
DAY: Json = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
YES: Json = {"const": True}


def _object(required: Json, optional: Json | None = None) -> Json:
    """Return an object with these members and no other."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _list(of: Json) -> Json:
    return {"type": "array", "minItems": 1, "items": of}


CODING = _object({"system": TEXT, "code": CODE}, {"display": TEXT})
CONCEPT: Json = {**_object({}, {"coding": _list(CODING), "text": TEXT}), "minProperties": 1}
REFERENCE = _object({"reference": {"type": "string", "pattern": r"^(urn:uuid:[0-9a-f-]{36}|#[A-Za-z0-9.-]{1,64})$"}})
NOTES = _list(_object({"text": TEXT}))
RELATED = _object({"type": {"const": "citation"}, "citation": TEXT}, {"url": {"type": "string", "format": "uri"}})
CITED = _list(_object({"url": TEXT, "valueRelatedArtifact": RELATED}))
IDENTIFIER = _object({"system": TEXT, "value": TEXT})


def _resource(kind: str, required: Json, optional: Json | None = None) -> Json:
    return _object({"resourceType": {"const": kind}, "id": ID} | required, optional)


PATIENT = _resource(
    "Patient", {"identifier": _list(IDENTIFIER)}, {"gender": {"enum": ["male", "female", "other", "unknown"]}}
)
PARAMETERS = _resource(
    "Parameters", {"parameter": _list(_object({"name": {"enum": ["verdict", "possible"]}, "valueCode": CODE}))}
)
REQUIREMENT = _object(
    {
        "type": {"const": "Observation"},
        "codeFilter": _list(_object({"path": {"const": "code"}, "code": _list(CODING)})),
    },
    {"extension": _list(_object({"url": TEXT, "valueString": TEXT}))},
)
GUIDANCE = _resource(
    "GuidanceResponse",
    {
        "moduleUri": TEXT,
        "status": {"enum": ["success", "data-required"]},
        "subject": REFERENCE,
        "occurrenceDateTime": DAY,
        "note": NOTES,
    },
    {
        "contained": _list(PARAMETERS),
        "extension": CITED,
        "outputParameters": REFERENCE,
        "dataRequirement": _list(REQUIREMENT),
    },
)
ACTIVITY = _object(
    {
        "kind": {"const": "ServiceRequest"},
        "code": CONCEPT,
        "status": {"enum": ["not-started", "on-hold"]},
        "statusReason": CONCEPT,
        "description": TEXT,
    },
    {"doNotPerform": YES},
)
PLAN = _resource(
    "CarePlan",
    {
        "status": {"const": "draft"},
        "intent": {"const": "option"},
        "title": TEXT,
        "description": TEXT,
        "subject": REFERENCE,
        "created": DAY,
        "supportingInfo": _list(REFERENCE),
        "activity": _list(_object({"detail": ACTIVITY})),
        "note": NOTES,
    },
)
ISSUE = _resource(
    "DetectedIssue",
    {
        "extension": CITED,
        "status": {"const": "preliminary"},
        "code": CONCEPT,
        "patient": REFERENCE,
        "identifiedDateTime": DAY,
        "detail": TEXT,
    },
    {"mitigation": _list(_object({"action": CONCEPT}))},
)
COMPUTED = _resource(
    "Observation",
    {
        "status": {"const": "preliminary"},
        "code": CONCEPT,
        "subject": REFERENCE,
        "effectiveDateTime": DAY,
        "valueCodeableConcept": CONCEPT,
    },
    {"extension": CITED},
)


def answer_schema() -> Json:
    """Return the JSON Schema (2020-12) of what `answer_bundle` writes."""
    every = [PATIENT, PLAN, GUIDANCE, ISSUE, COMPUTED]
    address = {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"}
    entry = _object({"fullUrl": address, "resource": {"oneOf": every}})
    about = {"resourceType": {"const": "Bundle"}, "type": {"const": "collection"}, "identifier": IDENTIFIER}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:seldinger:answer:1",
        "title": "Seldinger answer as FHIR R4",
        **_object(about | {"entry": _list(entry)}),
    }
