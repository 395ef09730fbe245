"""One modality of a report as a GuidanceResponse: what is possible, what is missing, and what each answer would do."""

from collections.abc import Iterable, Mapping
from typing import Any

from seldinger.exchange.fhir_parts import Json, coding, related_extensions, resource_id, without_empty
from seldinger.patient import codes
from seldinger.patient.variable import LOCAL_SYSTEM

COULD_BECOME = f"{LOCAL_SYSTEM}:could-become"  # extension: what an answer would leave possible


def verdict_words(possible: Iterable[str]) -> str:
    """Return a set of verdicts in words.

    >>> verdict_words(["not_indicated", "eligible"])
    'not indicated or eligible'
    """
    return " or ".join(each.replace("_", " ") for each in possible) or "no verdict"


def guidance(name: str, part: Mapping[str, Any], about: Mapping[str, Any], subject: Json) -> Json:
    """Return the GuidanceResponse of a modality; its status says whether data could still change the answer."""
    parameters = resource_id("possible", name)
    waiting = part["verdict"] == "undetermined" and part["missing"]
    return without_empty(
        {
            "resourceType": "GuidanceResponse",
            "id": resource_id("guidance", name),
            "contained": [_parameters(parameters, part)],
            "extension": related_extensions(_cites(part)),
            "moduleUri": f"{LOCAL_SYSTEM}:selection:{name}:{about['profile']}",
            "status": "data-required" if waiting else "success",
            "subject": subject,
            "occurrenceDateTime": about["on"],
            "note": [{"text": text} for text in _notes(part, about)],
            "outputParameters": {"reference": f"#{parameters}"},
            "dataRequirement": [requirement(each) for each in part["missing"]],
        }
    )


def refusal(scope: Mapping[str, Any], about: Mapping[str, Any], subject: Json) -> Json:
    """Return the GuidanceResponse of a patient who is out of scope."""
    return {
        "resourceType": "GuidanceResponse",
        "id": "guidance-scope",
        "moduleUri": f"{LOCAL_SYSTEM}:scope",
        "status": "success",
        "subject": subject,
        "occurrenceDateTime": about["on"],
        "note": [{"text": f"Out of scope, no verdict. {scope['why']}"}, {"text": about["disclaimer"]}],
    }


def _parameters(name: str, part: Mapping[str, Any]) -> Json:
    possible = [{"name": "possible", "valueCode": each} for each in part["possible"]]
    verdict = {"name": "verdict", "valueCode": part["verdict"]}
    return {"resourceType": "Parameters", "id": name, "parameter": [verdict, *possible]}


def _notes(part: Mapping[str, Any], about: Mapping[str, Any]) -> list[str]:
    open_rules = [f"Provided that: {each['says']}" for each in part["provided_that"]]
    changes = [f"In a changed form: {each['says']}" for each in part["modifications"]]
    coverage = ["The rules cover this treatment only in part."] if part["coverage"] == "partial" else []
    return [f"{part['title']}: {part['headline']['says']}", *open_rules, *changes, *coverage, about["disclaimer"]]


def _cites(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    spoken = [*part["bars"], *part["provided_that"], *part["modifications"], part["evidence_level"]]
    return [cite for each in spoken for cite in each["cites"]]


def requirement(missing: Mapping[str, Any]) -> Json:
    """Return one missing variable as a DataRequirement: its codes, and what each answer would leave possible."""
    key = missing["variable"]
    every = [
        coding(each.system, each.code) for each in codes(key) if each.value is None and each.system != LOCAL_SYSTEM
    ]
    answers = [
        {"url": COULD_BECOME, "valueString": f"{answer}: {verdict_words(possible)}"}
        for answer, possible in missing["could_become"].items()
    ]
    return {
        "extension": answers,
        "type": "Observation",
        "codeFilter": [{"path": "code", "code": [*every, coding(LOCAL_SYSTEM, key, missing["title"])]}],
    }
