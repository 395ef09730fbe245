"""FHIR resources as facts of the chart: Observations with their components, Conditions, and the Patient."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from seldinger.exchange.fhir_codes import Meaning, meant
from seldinger.exchange.fhir_status import standing
from seldinger.exchange.fhir_values import Unusable, absent, day, moment, undated, value, when
from seldinger.patient import Kind, Variable, variable, variables

OBSERVED = ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued")
ONSET = ("onsetDateTime", "onsetPeriod", "recordedDate")
SEXES = {"male": "male", "female": "female", "other": "other"}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A fact as a resource states it, not yet checked by the door; `on` None: without a date."""

    key: str
    table: Json
    on: date | None
    order: tuple[str, int]
    local: bool = False


def observed(resource: Mapping[str, Any], found: tuple[Meaning, ...], order: int) -> Iterator[Stated]:
    """Yield the facts an Observation states of the variables its code means, and of those its components mean."""
    raw, name = when(resource, *OBSERVED)
    on = None if raw is None or undated(resource, name) else day(raw, name)
    about, place = _about(resource), moment(raw, order)
    for meaning in found:
        known = variable(meaning.key)
        table = absent(resource) or value(resource, known) | _extras(resource, known)
        if not table:
            raise Unusable("no value, and no reason why")
        _need_day(known, table, on, marked=raw is not None)
        yield Stated(key=known.key, table=table | about, on=on, order=place, local=meaning.local)
    for part in resource.get("component") or () if not found else ():
        meanings = meant(part.get("code")) if isinstance(part, Mapping) else ()
        for meaning in (each for each in meanings if each.key in variables()):
            known = variable(meaning.key)
            if table := absent(part) or value(part, known):
                _need_day(known, table, on, marked=raw is not None)
                yield Stated(key=known.key, table=table | about, on=on, order=place, local=meaning.local)


def _need_day(known: Variable, table: Json, on: date | None, *, marked: bool) -> None:
    """Refuse a value that ages and has no day; one that is marked as undated counts as of the chart's own day."""
    if on is None and not marked and known.max_age_days is not None and not {"not_done", "refused"} & set(table):
        raise Unusable(f"no date: how old {known.title.lower()} is cannot be known")


def _extras(resource: Mapping[str, Any], known: Variable) -> Json:
    """Return the further members of a fact (months, scale, parts), each in a component coded by key and name."""
    names = (*(each.name for each in known.extras), *known.parts)
    components = resource.get("component")
    if not names or not isinstance(components, list):
        return {}
    wanted, found, unit = {f"{known.key}.{name}": name for name in names}, {}, {}
    for part in (each for each in components if isinstance(each, Mapping)):
        codes = [each.get("code", "") for each in (part.get("code") or {}).get("coding") or ()]
        for name in (wanted[code] for code in codes if code in wanted):
            found[name] = _plain(part)
            measured = part.get("valueQuantity")
            if known.kind.numeric and isinstance(measured, Mapping) and "unit" in measured:
                unit = {"unit": measured["unit"]}
    return found | unit


def _plain(part: Mapping[str, Any]) -> Any:
    if isinstance(part.get("valueQuantity"), Mapping):
        return part["valueQuantity"].get("value")
    if isinstance(part.get("valueCodeableConcept"), Mapping):
        return next((each.get("code") for each in part["valueCodeableConcept"].get("coding") or ()), None)
    return next((raw for name, raw in part.items() if name.startswith("value")), None)


def _about(resource: Mapping[str, Any]) -> Json:
    """Return source, by, why and assay, from the words a resource carries beside its value."""
    places = {
        "by": _first(resource.get("performer"), "display"),
        "source": _first(resource.get("derivedFrom"), "display"),
        "why": _first(resource.get("note"), "text"),
        "assay": (resource.get("method") or {}).get("text") if isinstance(resource.get("method"), Mapping) else None,
    }
    return {name: words for name, words in places.items() if isinstance(words, str) and words.strip()}


def _first(every: Any, name: str) -> Any:
    return every[0].get(name) if isinstance(every, list) and every and isinstance(every[0], Mapping) else None


def condition(resource: Mapping[str, Any], found: tuple[Meaning, ...], order: int) -> Iterator[Stated]:
    """Yield the facts a Condition states.

    A refuted Condition is known absent when its code means one yes-or-no variable alone. A past one was present from
    its onset and is absent from its abatement; without an abatement it says nothing of today.
    """
    stands = standing(resource)
    raw, name = when(resource, *ONSET)
    on = None if raw is None or undated(resource, name) else day(raw, name)
    if stands == "refuted" and (len(found) != 1 or variable(found[0].key).kind is not Kind.FLAG):
        raise Unusable("refuted: what holds instead is not said")
    for meaning in found:
        known = variable(meaning.key)
        said = _answer(known, meaning)
        if stands == "past" and known.kind is Kind.FLAG:
            yield from _past(resource, meaning, order, on)
            continue
        _need_day(known, {"value": said}, on, marked=raw is not None)
        answer = False if stands == "refuted" else said
        yield Stated(key=known.key, table={"value": answer}, on=on, order=moment(raw, order), local=meaning.local)


def _answer(known: Variable, meaning: Meaning) -> Any:
    if meaning.value is not None:
        return meaning.value
    if known.kind in (Kind.FLAG, Kind.SEVERITY):
        return True
    raise Unusable(f"a diagnosis does not answer {known.title.lower()!r}")


def _past(resource: Mapping[str, Any], meaning: Meaning, order: int, on: date | None) -> Iterator[Stated]:
    raw, name = when(resource, "abatementDateTime", "abatementPeriod")
    if raw is None:
        raise Unusable("no longer active, and since when is not said")
    ended = day(raw, name)
    if on is not None and on < ended:
        yield Stated(key=meaning.key, table={"value": True}, on=on, order=(on.isoformat(), order))
    yield Stated(key=meaning.key, table={"value": False}, on=ended, order=moment(raw, order), local=meaning.local)


def person(resource: Mapping[str, Any], as_of: date) -> Iterator[Stated]:
    """Yield sex, age on a day and date of death of a Patient."""
    undated_order = ("", 0)
    if (sex := SEXES.get(str(resource.get("gender")))) is not None:
        yield Stated(key="person.sex", table={"value": sex}, on=None, order=undated_order)
    if isinstance(born := resource.get("birthDate"), str):
        yield Stated(key="person.age_years", table=_age(born, as_of), on=None, order=undated_order)
    if (died := resource.get("deceasedDateTime")) is not None:
        told = day(died, "deceasedDateTime").isoformat()
        yield Stated(key="status.died_on", table={"value": told}, on=None, order=undated_order)


def _age(born: str, as_of: date) -> Json:
    """Return the age in full years; an interval when only the year or the month of birth is known."""
    first = day(born, "birthDate")
    if first > as_of:
        raise Unusable("born after the day asked about", malformed=True)
    month = 12 if len(born) == len("2026") else first.month
    last = first if len(born) >= len("2026-01-01") else date(first.year, month, monthrange(first.year, month)[1])
    youngest, oldest = _years(last, as_of), _years(first, as_of)
    return {"value": oldest} if oldest == youngest else {"low": max(youngest, 0), "high": oldest}


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
