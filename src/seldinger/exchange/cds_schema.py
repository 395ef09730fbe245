"""JSON Schemas of what a CDS service sends, written from the CDS Hooks 2.0 specification: discovery and response.

The specification forbids members that are null or empty; the schemas do too.
"""

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string", "minLength": 1}
URL: Json = {"type": "string", "format": "uri", "pattern": "^https?://"}
UUID: Json = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
EXTENSION: Json = {"type": "object", "minProperties": 1}
CODING: Json = {
    "type": "object",
    "required": ["system", "code"],
    "properties": {"system": TEXT, "code": TEXT, "display": TEXT},
    "additionalProperties": False,
}
SOURCE: Json = {
    "type": "object",
    "required": ["label"],
    "properties": {"label": TEXT, "url": URL, "icon": URL, "topic": CODING},
    "additionalProperties": False,
}
LINK: Json = {
    "type": "object",
    "required": ["label", "url", "type"],
    "properties": {"label": TEXT, "url": URL, "type": {"enum": ["absolute", "smart"]}, "appContext": TEXT},
    "additionalProperties": False,
}
ACTION: Json = {
    "type": "object",
    "required": ["type", "description"],
    "properties": {
        "type": {"enum": ["create", "update", "delete"]},
        "description": TEXT,
        "resource": EXTENSION,
        "resourceId": TEXT,
        "extension": EXTENSION,
    },
    "additionalProperties": False,
}


def _list(of: Json) -> Json:
    return {"type": "array", "minItems": 1, "items": of}


SUGGESTION: Json = {
    "type": "object",
    "required": ["label"],
    "properties": {"label": TEXT, "uuid": UUID, "isRecommended": {"type": "boolean"}, "actions": _list(ACTION)},
    "additionalProperties": False,
}
CARD: Json = {
    "type": "object",
    "required": ["summary", "indicator", "source"],
    "properties": {
        "uuid": UUID,
        "summary": {"type": "string", "minLength": 1, "maxLength": 139},
        "detail": TEXT,
        "indicator": {"enum": ["info", "warning", "critical"]},
        "source": SOURCE,
        "suggestions": _list(SUGGESTION),
        "selectionBehavior": {"enum": ["at-most-one", "any"]},
        "overrideReasons": _list(CODING),
        "links": _list(LINK),
        "extension": EXTENSION,
    },
    "additionalProperties": False,
    "dependentRequired": {"suggestions": ["selectionBehavior"]},
}
SERVICE: Json = {
    "type": "object",
    "required": ["hook", "id", "description"],
    "properties": {
        "hook": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
        "id": {"type": "string", "pattern": "^[A-Za-z0-9._~-]+$"},
        "title": TEXT,
        "description": TEXT,
        "prefetch": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
        "usageRequirements": TEXT,
        "extension": EXTENSION,
    },
    "additionalProperties": False,
}


def discovery_schema() -> Json:
    """Return the schema of the answer to discovery."""
    return _schema("discovery", {"services": {"type": "array", "items": SERVICE}}, "services")


def response_schema() -> Json:
    """Return the schema of the response of a service."""
    members = {"cards": {"type": "array", "items": CARD}, "systemActions": _list(ACTION), "extension": EXTENSION}
    return _schema("response", members, "cards")


def _schema(name: str, members: Json, required: str) -> Json:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:seldinger:cds-hooks:2.0:{name}",
        "title": f"CDS Hooks 2.0 {name}",
        "type": "object",
        "required": [required],
        "properties": members,
        "additionalProperties": False,
    }
