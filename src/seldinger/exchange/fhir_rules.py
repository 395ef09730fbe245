"""The rules as FHIR: a Library that holds the CQL, and a PlanDefinition for each treatment with a source for each action."""

import base64
from collections.abc import Mapping
from typing import Any

from seldinger.exchange.cql_rules import LIBRARY, rules_cql, version
from seldinger.exchange.fhir_parts import Json, bundle, coding, related, resource_id, without_empty
from seldinger.patient import codes
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.selection import PROFILES
from seldinger.selection.catalogue import catalogue
from seldinger.terms import DISCLAIMER, Modality

_CANONICAL = f"{LOCAL_SYSTEM}:library:{LIBRARY}"
_LIBRARY_TYPES = "http://terminology.hl7.org/CodeSystem/library-type"
_PLAN_TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


def rules_bundle() -> Json:
    """Return a Bundle with the Library of all rules and one PlanDefinition for each treatment."""
    return bundle([_library(), *(_plan(modality) for modality in Modality)], name="rules")


def _library() -> Json:
    entries = [cite for entry in catalogue() for every in entry["sources"].values() for cite in every]
    names = dict.fromkeys(name for entry in catalogue() for name in entry["variables"])
    return {
        "resourceType": "Library",
        "id": LIBRARY,
        "url": _CANONICAL,
        "version": version(),
        "name": LIBRARY,
        "title": "Rules for transarterial treatment of neuroendocrine liver metastases",
        "status": "draft",
        "experimental": True,
        "type": {"coding": [coding(_LIBRARY_TYPES, "logic-library")]},
        "description": DISCLAIMER,
        "relatedArtifact": related(entries),
        "dataRequirement": [_requirement(name) for name in names],
        "content": [{"contentType": "text/cql", "data": base64.b64encode(rules_cql().encode()).decode("ascii")}],
    }


def _requirement(key: str) -> Json:
    every = [
        coding(each.system, each.code) for each in codes(key) if each.value is None and each.system != LOCAL_SYSTEM
    ]
    return {"type": "Observation", "codeFilter": [{"path": "code", "code": [*every, coding(LOCAL_SYSTEM, key)]}]}


def _plan(modality: Modality) -> Json:
    """Return the rules of one treatment as actions, each with its condition, its sentence and its sources."""
    return {
        "resourceType": "PlanDefinition",
        "id": resource_id("selection", modality),
        "url": f"{LOCAL_SYSTEM}:plan:{modality}",
        "version": version(),
        "name": f"Selection_{modality}",
        "title": f"Whom the reviews allow {modality.label}",
        "type": {"coding": [coding(_PLAN_TYPES, "eca-rule")]},
        "status": "draft",
        "experimental": True,
        "description": DISCLAIMER,
        "library": [f"{_CANONICAL}|{version()}"],
        "action": [_action(entry, modality) for entry in catalogue(modality)],
    }


def _action(entry: Mapping[str, Any], modality: Modality) -> Json:
    verdicts = [f"{name}: {said[modality]}" for name, said in entry["verdicts"].items() if modality in said]
    expression = {"language": "text/cql-identifier", "expression": f'"rule {entry["rule"]}"'}
    return without_empty(
        {
            "title": entry["rule"],
            "description": entry["says"],
            "textEquivalent": f"Verdict when it holds, by profile of {', '.join(PROFILES)}: {'; '.join(verdicts) or 'text only'}",
            "documentation": related(entry["sources"][modality]),
            "condition": [{"kind": "applicability", "expression": expression}],
            "input": [_requirement(name) for name in entry["variables"]],
        }
    )
