"""One pass over the entries of a FHIR document: what each states, or why it states nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seldinger.exchange.fhir_account import Note
from seldinger.exchange.fhir_codes import HEADER, HEADER_SYSTEM, Meaning, codings, meant
from seldinger.exchange.fhir_entries import is_type, named
from seldinger.exchange.fhir_facts import OBSERVED, ONSET, Stated, condition, observed
from seldinger.exchange.fhir_rows import row_of, specimen
from seldinger.exchange.fhir_status import STATUSES, check, understood
from seldinger.exchange.fhir_values import Unusable, day, when
from seldinger.exchange.fhir_version import foreign
from seldinger.patient import variables
from seldinger.patient.course import TABLES

READ = frozenset({*STATUSES, "Patient", "Condition", "AdverseEvent", "AllergyIntolerance"})
_DATES = (*OBSERVED, *ONSET, "performedDateTime", "performedPeriod", "authoredOn", "date")
_KI67 = "specimen.ki67_percent"

Json = dict[str, Any]
_Reader = Callable[[Mapping[str, Any], tuple[Meaning, ...], int], Iterator[Stated | Unusable]]
_STATE: Mapping[str, _Reader] = {"Observation": observed, "Condition": condition}


@dataclass(slots=True)
class Gathered:
    """What the entries of one document state, not yet held to the chart's door."""

    stated: list[tuple[str, Stated]] = field(default_factory=list)
    rows: list[tuple[str, str, Json | None]] = field(default_factory=list)  # reference, table, row
    patients: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)
    header: dict[str, str] = field(default_factory=dict)
    header_references: list[str] = field(default_factory=list)
    ignored: list[Note] = field(default_factory=list)
    malformed: list[Note] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)
    days: list[tuple[date, str]] = field(default_factory=list)  # of every dated entry of a type that is read
    unverified: set[str] = field(default_factory=set)
    checked: int = 0

    def take(self, reference: str, resource: Any, order: int) -> None:
        """Read one resource into facts and rows, or note why not."""
        try:
            if _holds_entries(resource):
                self.note(reference, Unusable("entries inside this one are not read"))
            self._take(reference, resource, order)
        except Unusable as reason:
            self.note(reference, reason)
        except (AttributeError, TypeError, KeyError, ValueError, ArithmeticError):
            self.malformed.append(Note(reference=reference, why="an element of another type than R4 gives it"))

    def note(self, reference: str, reason: Unusable) -> None:
        """Note why an entry is not used."""
        note = Note(reference=reference, why=reason.why, key=reason.key, on=reason.on)
        (self.malformed if reason.malformed else self.ignored).append(note)

    def _take(self, reference: str, resource: Any, order: int) -> None:
        if not isinstance(resource, Mapping) or not isinstance(resource.get("resourceType"), str):
            raise Unusable("no resource with a resourceType", malformed=True)
        kind = resource["resourceType"]
        if not is_type(kind):
            raise Unusable("a resourceType that is no name", malformed=True)
        self.checked += kind in READ
        if (mark := foreign(resource)) is not None:
            self.foreign.append(mark)
            raise Unusable(f"{mark[1]} belongs to FHIR {mark[0]}, not R4", malformed=True)
        if kind not in READ:
            raise Unusable(f"{kind} states no fact of the chart")
        if kind == "Patient":
            understood(resource)
            self.patients[reference] = resource
            return
        check(resource)
        subject = _subject(resource)
        raw, name = when(resource, *_DATES)
        if raw is not None:
            self.days.append((day(raw, name), reference))
        self._read(kind, reference, resource, order)
        self.subjects |= {subject} if subject else set()

    def _read(self, kind: str, reference: str, resource: Mapping[str, Any], order: int) -> None:
        if (row := row_of(resource)) is not None:
            self.rows.append((reference, *row))
        elif kind not in _STATE:
            raise Unusable(f"{kind} without a code of the declarations")
        elif (name := _header(resource)) is not None:
            self.header[name] = resource.get("valueDateTime") or resource.get("valueString") or ""
            self.header_references.append(reference)
        else:
            self._state(kind, reference, resource, order)

    def _state(self, kind: str, reference: str, resource: Mapping[str, Any], order: int) -> None:
        said = meant(resource.get("code"))
        self.unverified |= {each.unverified for each in said if each.unverified}
        if any(each.key == _KI67 for each in said):
            self.rows.append((reference, *specimen(resource)))
            return
        found = tuple(each for each in said if each.key in variables() and _is_scalar(each.key))
        states = list(_STATE[kind](resource, found, order))
        if not states:
            raise Unusable(f"{kind} without a code of the declarations")
        for each in states:
            if isinstance(each, Unusable):
                self.note(reference, each)
            else:
                self.stated.append((reference, each))


def _holds_entries(resource: Any) -> bool:
    """Return whether a resource contains others that could state a fact, had they been sent on their own."""
    contained = resource.get("contained") if isinstance(resource, Mapping) else None
    kinds = [each.get("resourceType") for each in contained or () if isinstance(each, Mapping)]
    return any(kind in READ for kind in kinds if isinstance(kind, str) and kind != "Patient")


def _subject(resource: Mapping[str, Any]) -> str | None:
    """Return the name of the patient a resource is about; raises Unusable when it is about no patient that has one."""
    about = resource.get("subject") or resource.get("patient")
    if not isinstance(about, Mapping):
        return None
    kind, name = named(about)
    if kind not in (None, "Patient"):
        raise Unusable(f"about a {kind}, not a patient")
    if name is not None and name.startswith("#"):
        raise Unusable("about a patient whom this entry alone describes")
    return name


def _is_scalar(key: str) -> bool:
    return key not in TABLES or key == "fitness.allergies"  # which may be "not done" as a fact


def _header(resource: Mapping[str, Any]) -> str | None:
    """Return which line of the chart's head an Observation carries, or None."""
    places = codings(resource.get("code"))
    return next((code for system, code in places if system == HEADER_SYSTEM and code in HEADER), None)
