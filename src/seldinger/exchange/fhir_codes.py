"""Codings against the declarations: which chart variables a coding speaks of, and which answer it gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from seldinger.patient import Code, codes, variables
from seldinger.patient.course import TABLES
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.terms import Status

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
ANSWERS = f"{LOCAL_SYSTEM}:answers"  # the words a chart uses for an answer ("branch_thrombosis")
HEADER_SYSTEM = f"{LOCAL_SYSTEM}:chart"
HEADER = ("as_of", "label", "question", "intent")  # what a chart says of itself

# Spellings of a system that hospitals send.
_SYSTEMS = {
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.6.90": ICD10CM,
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
}
_YES_NO: Mapping[tuple[str, str], bool] = MappingProxyType(
    {
        (SNOMED, "373066001"): True,
        (SNOMED, "373067005"): False,
        (LOINC, "LA33-6"): True,
        (LOINC, "LA32-8"): False,
        ("http://terminology.hl7.org/CodeSystem/v2-0136", "Y"): True,
        ("http://terminology.hl7.org/CodeSystem/v2-0136", "N"): False,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """One thing a coding says: a variable or member of a table, and the answer when the code names it."""

    key: str
    value: str | bool | None = None
    local: bool = False
    unverified: str | None = None  # the code, when nobody has looked it up in its terminology


@cache
def meanings() -> Mapping[tuple[str, str], tuple[Meaning, ...]]:
    """Return what each (system, code) says, from the declarations; the key of every variable is a code of ours."""
    found: dict[tuple[str, str], tuple[Meaning, ...]] = {}
    for key in _keys():
        found[(LOCAL_SYSTEM, key)] = (Meaning(key=key, local=True),)
        for code in codes(key):
            if code.system != LOCAL_SYSTEM:
                place = (code.system, code.code)
                found[place] = (*found.get(place, ()), _meaning(key, code))
    return MappingProxyType(found)


def _meaning(key: str, code: Code) -> Meaning:
    unverified = f"{code.system}|{code.code}" if code.status is Status.UNVERIFIED else None
    return Meaning(key=key, value=code.value, unverified=unverified)


def _keys() -> Iterator[str]:
    yield from variables()
    yield from TABLES
    for table in TABLES:
        yield from (f"{table}.{name}" for name in TABLES[table].__dataclass_fields__)  # type: ignore[attr-defined]


def codings(concept: Any) -> Iterator[tuple[str, str]]:
    """Yield system and code of each coding of a CodeableConcept; a code without its system says nothing."""
    every = concept.get("coding") if isinstance(concept, Mapping) else None
    for coding in every if isinstance(every, list) else ():
        if isinstance(coding, Mapping):
            system, code = coding.get("system"), coding.get("code")
            if isinstance(system, str) and isinstance(code, str):
                yield _SYSTEMS.get(system, system), code


def meant(concept: Any) -> tuple[Meaning, ...]:
    """Return what a CodeableConcept says of the chart: a code of ours alone when there is one, else every meaning."""
    known = meanings()
    found = [meaning for place in codings(concept) if place in known for meaning in known[place]]
    ours = [meaning for meaning in found if meaning.local]
    return tuple(dict.fromkeys(ours or found))


def answers_of(concept: Any) -> list[str]:
    """Return the chart words a CodeableConcept holds."""
    return [code for system, code in codings(concept) if system == ANSWERS]


def yes_or_no(concept: Any) -> bool | None:
    """Return the answer of a concept that says yes or no; None when it says neither, or both."""
    said = {_YES_NO[place] for place in codings(concept) if place in _YES_NO}
    return said.pop() if len(said) == 1 else None


def local_codes(keys: Iterable[str]) -> tuple[str, ...]:
    """Return those keys for which no standard code is known, so that our own code is used."""
    return tuple(key for key in keys if all(code.system == LOCAL_SYSTEM for code in codes(key)))
