"""FHIR resources as facts of the chart: Observations with their components, Conditions, and the Patient."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from seldinger.exchange.fhir_codes import Meaning, codings, meant
from seldinger.exchange.fhir_rows import LIVER
from seldinger.exchange.fhir_status import standing, understood
from seldinger.exchange.fhir_values import Unusable, absent, day, moment, undated, unit_of, value, when
from seldinger.patient import Kind, Variable, variable, variables
from seldinger.patient.door import check_tree
from seldinger.patient.values import MOST_CHARACTERS
from seldinger.patient.variable import LOCAL_SYSTEM

OBSERVED = ("effectiveDateTime", "effectivePeriod", "effectiveInstant", "issued")
ONSET = ("onsetDateTime", "onsetPeriod", "recordedDate")
LARGEST = "liver.largest_cm"
SEXES = {"male": "male", "female": "female", "other": "other"}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A fact as a resource states it, not yet checked by the door; `on` None: without a date."""

    key: str
    table: Json
    on: date | None
    order: tuple[str, int]
    of_one: bool = False  # of one lesion, where the chart wants the largest
    named: str | None = None  # the answer that the code of a diagnosis names, where there are several


def observed(resource: Mapping[str, Any], found: tuple[Meaning, ...], order: int) -> Iterator[Stated | Unusable]:
    """Yield the facts an Observation states of the variables its code means, and of those its components mean.

    A component that cannot be used is yielded as the reason; the others count.
    """
    raw, name = when(resource, *OBSERVED)
    on = None if raw is None or undated(resource, name) else day(raw, name)

    def stated(meaning: Meaning, part: Mapping[str, Any]) -> Stated:
        try:
            return _stated(meaning, part)
        except Unusable as reason:
            reason.key, reason.on = meaning.key, on
            raise

    def _stated(meaning: Meaning, part: Mapping[str, Any]) -> Stated:
        known = variable(meaning.key)
        if _elsewhere(meaning, resource):
            raise Unusable("a finding of a tumour that does not name the liver as its site")
        table = absent(part) or value(part, known) | _extras(part, known)
        if not table:
            raise Unusable("no value, and no reason why")
        _need_day(known, table, on, marked=raw is not None)
        table |= _about(resource, known)
        one = known.key == LARGEST and not meaning.local
        return Stated(key=known.key, table=table, on=on, order=moment(raw, order), of_one=one)

    yield from (stated(meaning, resource) for meaning in found)
    told = {meaning.key for meaning in found}
    for part in resource.get("component") or ():
        for meaning in meant(part.get("code")) if isinstance(part, Mapping) else ():
            if meaning.key in variables() and meaning.key not in told:
                try:
                    understood(part)
                    yield stated(meaning, part)
                except Unusable as reason:
                    yield reason


def _elsewhere(meaning: Meaning, resource: Mapping[str, Any]) -> bool:
    """Return whether a standard code, which speaks of any organ, comes without the liver as its site."""
    anywhere = meaning.key.startswith("liver.") and not meaning.local
    return anywhere and LIVER not in set(codings(resource.get("bodySite")))


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
    wanted, found, units = {f"{known.key}.{name}": name for name in names}, {}, set()
    for part in (each for each in components if isinstance(each, Mapping)):
        ours = {code for system, code in codings(part.get("code")) if system == LOCAL_SYSTEM}
        for name in (wanted[code] for code in ours if code in wanted):
            understood(part)
            found[name] = _plain(part)
            if name in known.parts and isinstance(measured := part.get("valueQuantity"), Mapping):
                units.add(unit_of(measured))
    if len(units) > 1 or units == {None}:
        raise Unusable("parts without a unit, or in two units")
    return found | ({"unit": units.pop()} if units else {})


def _plain(part: Mapping[str, Any]) -> Any:
    if isinstance(part.get("valueQuantity"), Mapping):
        return part["valueQuantity"].get("value")
    if isinstance(part.get("valueCodeableConcept"), Mapping):
        return next((each.get("code") for each in part["valueCodeableConcept"].get("coding") or ()), None)
    return next((raw for name, raw in part.items() if name.startswith("value")), None)


def _about(resource: Mapping[str, Any], known: Variable) -> Json:
    """Return source, by, why and, of a number, assay, from the words a resource carries beside its value.

    Words longer than a chart takes are cut short, and those that are no text are left out: they never decide.
    """
    method = resource.get("method") if known.kind.numeric else None
    places = {
        "by": _first(resource.get("performer"), "display"),
        "source": _first(resource.get("derivedFrom"), "display"),
        "why": _first(resource.get("note"), "text"),
        "assay": method.get("text") if isinstance(method, Mapping) else None,
    }
    told = {name: words[:MOST_CHARACTERS] for name, words in places.items() if isinstance(words, str) and words.strip()}
    return {name: words for name, words in told.items() if not any(check_tree(words))}


def _first(every: Any, name: str) -> Any:
    return every[0].get(name) if isinstance(every, list) and every and isinstance(every[0], Mapping) else None


def condition(resource: Mapping[str, Any], found: tuple[Meaning, ...], order: int) -> Iterator[Stated]:
    """Yield the facts a Condition states.

    What a code of a terminology names is narrower than the variable: refuted or over, it leaves open whether another
    diagnosis makes the variable true. Only our own code means the variable itself: refuted it is known absent, and past
    it was present from its onset and is absent from its abatement; without an abatement it says nothing of today.
    """
    stands = standing(resource)
    raw, name = when(resource, *ONSET)
    on = None if raw is None or undated(resource, name) else day(raw, name)
    flags = [each for each in found if variable(each.key).kind is Kind.FLAG]
    if stands == "refuted" and not (len(found) == len(flags) == 1 and found[0].local):
        raise Unusable("refuted: what holds instead is not said")
    if stands == "past" and flags and not any(each.local for each in found) and len(flags) == len(found):
        raise Unusable("one diagnosis that is over does not say what holds today")
    for meaning in found:
        known = variable(meaning.key)
        said = _answer(known, meaning)
        if stands == "past" and known.kind is Kind.FLAG:
            yield from _past(resource, meaning, order, on) if meaning.local else ()
            continue
        _need_day(known, {"value": said}, on, marked=raw is not None)
        answer = False if stands == "refuted" else said
        named = str(said) if not meaning.local and known.kind is not Kind.FLAG else None
        yield Stated(key=known.key, table={"value": answer}, on=on, order=moment(raw, order), named=named)


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
    if on is not None and ended < on:
        raise Unusable("ended before it began, as far as the dates say")
    if on is not None and on < ended:
        yield Stated(key=meaning.key, table={"value": True}, on=on, order=(on.isoformat(), order))
    yield Stated(key=meaning.key, table={"value": False}, on=ended, order=moment(raw, order))


def person(resource: Mapping[str, Any], as_of: date) -> Iterator[Stated | Unusable]:
    """Yield sex, age on a day and date of death of a Patient; what cannot be used is yielded as the reason."""
    undated_order = ("", 0)
    if (sex := SEXES.get(str(resource.get("gender")))) is not None:
        yield Stated(key="person.sex", table={"value": sex}, on=None, order=undated_order)
    if isinstance(born := resource.get("birthDate"), str):
        try:
            yield Stated(key="person.age_years", table=_age(born, as_of), on=None, order=undated_order)
        except Unusable as reason:
            yield reason
    if resource.get("deceasedBoolean") is True:
        yield Unusable("the patient has died, and when is not said")
    if (died := resource.get("deceasedDateTime")) is not None:
        try:
            told = day(died, "deceasedDateTime").isoformat()
            yield Stated(key="status.died_on", table={"value": told}, on=None, order=undated_order)
        except Unusable as reason:
            yield reason


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
