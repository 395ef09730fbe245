"""The small pieces that every FHIR resource of ours is built from: codings, references, quantities, citations."""

import uuid
from collections.abc import Iterable, Mapping
from re import compile as pattern
from typing import Any

from seldinger.cite import reference, short_name
from seldinger.exchange.fhir_codes import UCUM
from seldinger.patient import codes
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.units import UnitError, compatible, spell

Json = dict[str, Any]
RELATED = "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact"
_NOT_AN_ID = pattern(r"[^A-Za-z0-9.-]+")
_NOT_UCUM = frozenset({"xULN"})  # how many times the upper limit of normal: no unit of UCUM


def resource_id(*words: str) -> str:
    """Return an id that FHIR allows, made of words.

    >>> resource_id("labs.bilirubin", "2")
    'labs.bilirubin-2'
    """
    return _NOT_AN_ID.sub("-", "-".join(words)).strip("-")[:64] or "x"


def coding(system: str, code: str, display: str | None = None) -> Json:
    """Return one coding."""
    return {"system": system, "code": code} | ({} if display is None else {"display": display})


def variable_concept(key: str, title: str, unit: str | None = None) -> Json:
    """Return the code of a variable: the first standard code that fits the unit, then our own key."""
    standard = [each for each in codes(key) if each.system != LOCAL_SYSTEM and each.value is None]
    fitting = [each for each in standard if each.unit is None or unit is None or compatible(each.unit, unit)]
    every = [coding(each.system, each.code) for each in fitting[:1]]
    return {"coding": [*every, coding(LOCAL_SYSTEM, key, title)], "text": title}


def quantity(value: float, unit: str | None) -> Json:
    """Return a Quantity, in UCUM when the unit is one of its units."""
    found: Json = {"value": value}
    if unit is None:
        return found
    found["unit"] = unit
    try:
        code = spell(unit)
    except UnitError:
        return found
    return found if code in _NOT_UCUM else found | {"system": UCUM, "code": code}


def citation_text(cite: Mapping[str, Any]) -> str:
    """Return a citation as a reader finds it: work, place, and how it was read unless it was read at the source."""
    words = f"{short_name(cite['key'])}, {cite['at']}"
    if cite.get("via"):
        words += f" (quoted in {short_name(cite['via'])})"
    return words if cite.get("status", "read") == "read" else f"{words} [{cite['status']}]"


def related(cites: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Return citations as RelatedArtifact, each once, with a link where the work has one."""
    found: dict[str, Json] = {}
    for cite in cites:
        words = citation_text(cite)
        address = _address(str(cite["key"]))
        found.setdefault(words, {"type": "citation", "citation": words} | ({"url": address} if address else {}))
    return list(found.values())


def related_extensions(cites: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Return citations as extensions, for resources that have no element for them."""
    return [{"url": RELATED, "valueRelatedArtifact": each} for each in related(cites)]


def _address(key: str) -> str | None:
    item = reference(key)
    return f"https://doi.org/{item['DOI']}" if item.get("DOI") else item.get("URL")


def bundle(resources: Iterable[Json], *, name: str, **about: Any) -> Json:
    """Return a collection Bundle whose references are its own addresses; same name and ids, same addresses."""
    every = list(resources)
    addresses = {f"{each['resourceType']}/{each['id']}": _address_in(name, each) for each in every}
    entry = [
        {"fullUrl": addresses[f"{each['resourceType']}/{each['id']}"], "resource": _resolved(each, addresses)}
        for each in every
    ]
    return {"resourceType": "Bundle", "type": "collection", **about, "entry": entry}


def _address_in(name: str, resource: Mapping[str, Any]) -> str:
    place = f"{LOCAL_SYSTEM}:{name}:{resource['resourceType']}/{resource['id']}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, place)}"


def _resolved(part: Any, addresses: Mapping[str, str]) -> Any:
    match part:
        case dict():
            return {
                name: addresses.get(each, each) if name == "reference" else _resolved(each, addresses)
                for name, each in part.items()
            }
        case list():
            return [_resolved(each, addresses) for each in part]
        case _:
            return part


def without_empty(resource: Json) -> Json:
    """Return a resource without members that are null or empty, which FHIR forbids."""
    return {name: each for name, each in resource.items() if each is not None and each not in ("", [], {})}
