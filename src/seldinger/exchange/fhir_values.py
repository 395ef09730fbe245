"""One FHIR value as the table of a chart fact: numbers with units and comparators, words, dates, and why there is none."""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from re import compile as pattern
from typing import Any, TypeGuard

from seldinger.exchange.fhir_codes import ANSWERS, LOINC, UCUM, answers_of, codings, yes_or_no
from seldinger.patient import Kind, Variable
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.units import UnitError, compatible, convert, spell

UNDATED = f"{LOCAL_SYSTEM}:undated"  # extension: the chart gives no date, the one beside it is the chart's own day
_DATE = pattern(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?")
_CODE = pattern(r"[a-z]+(-[a-z]+){0,3}")
_ABSENT_SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NOT_DONE, REFUSED = "not-performed", "asked-declined"
_MEANING = "http://terminology.hl7.org/CodeSystem/referencerange-meaning"
_COMPARED = {"<": "below", ">": "above"}

Json = dict[str, Any]


class Unusable(Exception):
    """Something of a resource that cannot be used, with why; `malformed` when it breaks the rules of R4."""

    def __init__(self, why: str, *, malformed: bool = False) -> None:
        """Keep the reason."""
        self.why, self.malformed = why, malformed
        self.key: str | None = None  # the variable it would have been of, and its day, where they are known
        self.on: date | None = None
        super().__init__(why)


def day(raw: Any, name: str) -> date:
    """Return the day of a FHIR date, dateTime or instant; the first day of one that names only a year or month.

    The first day is the older one, so that a partial date never makes a finding look fresher than it may be.
    """
    match = _DATE.fullmatch(raw) if isinstance(raw, str) else None
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise Unusable(f"{name} is no date", malformed=True) from None


def moment(raw: Any, order: int) -> tuple[str, int]:
    """Return what puts facts in order of time: the moment in UTC where the day has an hour, then the given order."""
    text = raw if isinstance(raw, str) else ""
    try:
        read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text, order
    return (read.astimezone(UTC).isoformat() if read.tzinfo and "T" in text else text), order


def when(resource: Mapping[str, Any], *names: str) -> tuple[Any, str]:
    """Return the first time given under one of these names, a period by its end, and the name; (None, "") without one."""
    for name in names:
        raw = resource.get(name)
        if isinstance(raw, Mapping):
            raw = raw.get("end") or raw.get("start")
        if raw is not None:
            return raw, name
    return None, ""


def undated(resource: Mapping[str, Any], name: str) -> bool:
    """Return whether the date under this name only stands for the chart's own day."""
    beside = resource.get(f"_{name}")
    every = beside.get("extension") if isinstance(beside, Mapping) else None
    return any(isinstance(each, Mapping) and each.get("url") == UNDATED for each in every or ())


def absent(resource: Mapping[str, Any]) -> Json | None:
    """Return the table of a fact that was not done or refused, or None when the resource does not say so.

    Raises Unusable on any other reason for absent data: what the record does not know is unknown.
    """
    reason = resource.get("dataAbsentReason")
    if reason is None:
        return None
    if any(name.startswith("value") for name in resource):
        raise Unusable("a value, and a reason why there is none", malformed=True)
    said = {code for system, code in codings(reason) if system == _ABSENT_SYSTEM}
    if NOT_DONE in said:
        return {"not_done": True}
    if REFUSED in said:
        return {"refused": True}
    words = sorted(each for each in said if _CODE.fullmatch(each))
    raise Unusable(f"data absent ({', '.join(words) or 'no coded reason'}): unknown")


def quantity(raw: Any, known: Variable) -> Json:
    """Return value and unit of a Quantity; a comparator becomes a limit of detection or an interval."""
    number, unit = _number(raw), unit_of(raw)
    comparator = raw.get("comparator")
    about = {} if unit is None else {"unit": unit}
    if comparator is None:
        return {"value": number} | about
    if comparator in _COMPARED:
        return {_COMPARED[comparator]: number} | about
    if comparator == "<=":
        return {"low": _in(known.low, known, unit), "high": number} | about
    if comparator == ">=":
        return {"low": number, "high": _in(known.high, known, unit)} | about
    raise Unusable("a comparator that R4 does not have", malformed=True)


def _in(end: float | None, known: Variable, unit: str | None) -> float:
    """Return an end of the domain in the unit of the result."""
    if not end or unit is None or known.unit is None:
        return end or 0.0
    try:
        return convert(end, known.unit, unit, substance=known.substance)
    except UnitError:
        raise Unusable(f"a unit that cannot be used for {known.title.lower()}") from None


def _number(raw: Any) -> float:
    value = raw.get("value") if isinstance(raw, Mapping) else None
    if not _is_number(value):
        raise Unusable("no number in the quantity")
    return value


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def unit_of(raw: Mapping[str, Any]) -> str | None:
    """Return the unit as printed when it is spelled as the coded one, else the coded one.

    Raises Unusable when the two are known to differ: which of them the number was measured in is not guessed.
    """
    printed, code = raw.get("unit"), raw.get("code") if raw.get("system") == UCUM else None
    if not isinstance(code, str):
        return printed if isinstance(printed, str) else None
    try:
        same = isinstance(printed, str) and spell(printed) == spell(code)
    except UnitError:
        return code
    if isinstance(printed, str) and not same and not (compatible(printed, code) and convert(1, printed, code) == 1):
        raise Unusable("the printed unit is not the coded one")
    return str(printed) if same else code


def reference_range(resource: Mapping[str, Any], unit: str | None) -> Json:
    """Return the limits of normal, when there is one range and it stands in the unit of the result."""
    ranges = resource.get("referenceRange")
    if not isinstance(ranges, list) or len(ranges) != 1 or not isinstance(ranges[0], Mapping):
        return {}
    if not _of_health(ranges[0]):
        return {}
    found = {}
    for end, name in (("low", "lln"), ("high", "uln")):
        limit = ranges[0].get(end)
        if isinstance(limit, Mapping) and _is_number(limit.get("value")) and _same_unit(limit, unit):
            found[name] = limit["value"]
    return found if found.get("uln", 1) > 0 and found.get("lln", 0) <= found.get("uln", math.inf) else {}


def _of_health(one: Mapping[str, Any]) -> bool:
    """Return whether a range is that of health, which it is when it does not say otherwise (a therapeutic range does)."""
    return one.get("type") is None or (_MEANING, "normal") in set(codings(one["type"]))


def _same_unit(limit: Mapping[str, Any], unit: str | None) -> bool:
    try:
        return unit_of(limit) == unit
    except Unusable:
        return False


def value(resource: Mapping[str, Any], known: Variable) -> Json:
    """Return the table of the fact an Observation or one of its components states of a variable; {} without a value.

    Raises Unusable when the value has a form that does not answer this variable.
    """
    name = next((name for name in resource if name.startswith("value")), None)
    if name is None:
        return {}
    raw = resource[name]
    if known.kind.numeric:
        table = _measured(name, raw, resource, known)
        if "unit" not in table and known.unit not in (None, "1"):
            raise Unusable(f"no unit: {known.title.lower()} is not guessed to be in {known.unit}")
        return table
    return {"value": _word(name, raw, known)}


def _measured(name: str, raw: Any, resource: Mapping[str, Any], known: Variable) -> Json:
    match name:
        case "valueQuantity":
            table = quantity(raw, known)
            return table | reference_range(resource, table.get("unit"))
        case "valueInteger":
            return {"value": _number({"value": raw})}
        case "valueRange" if isinstance(raw, Mapping) and raw.get("low") and raw.get("high"):
            unit = unit_of(raw["low"])
            if unit_of(raw["high"]) != unit:
                raise Unusable("the ends of the range have two units")
            ends = {"low": _number(raw["low"]), "high": _number(raw["high"])}
            return ends if unit is None else ends | {"unit": unit}
    raise Unusable(f"{name} is no number with a unit")


def _word(name: str, raw: Any, known: Variable) -> Any:
    """Return the answer in the chart's own words; the door checks that it is one of them."""
    match known.kind, name:
        case ((Kind.FLAG | Kind.SEVERITY), "valueBoolean"):
            return raw
        case Kind.FLAG, "valueCodeableConcept":
            said = yes_or_no(raw)
            if said is not None:
                return said
        case Kind.DATE, "valueDateTime":
            return day(raw, name).isoformat()
        case Kind.TEXT, "valueString":
            return raw
        case ((Kind.LEVEL | Kind.CHOICE | Kind.SEVERITY), "valueCodeableConcept"):
            words = answers_of(raw)
            if len(words) == 1:
                return words[0]
        case Kind.CHOICES, "valueCodeableConcept":
            words = answers_of(raw)
            if words and ("none" not in words or words == ["none"]):
                return [word for word in words if word != "none"]
    raise Unusable(f"{name} does not answer {known.title.lower()!r}: {_expected(known)}")


def _expected(known: Variable) -> str:
    if known.choices:
        return f"a code of {ANSWERS} ({', '.join(known.choices)})"
    return f"yes or no, as a boolean or a code of {LOINC} or SNOMED CT" if known.kind is Kind.FLAG else known.kind
