"""How a variable or a member of a table is described to a person: what may be written, in words."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from seldinger.patient.course import Strict
from seldinger.patient.faults import listed
from seldinger.patient.quantities import SPOKEN
from seldinger.patient.values import plain
from seldinger.patient.variable import SEVERITIES, Kind, Variable
from seldinger.terms import Group

BLANK = "…"  # what a person fills in; not valid TOML, so that an unfilled line is never read as a value


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One member of a table of the chart: its name, what may be written, and whether it must be."""

    name: str
    allowed: str
    required: bool


def allowed(known: Variable) -> str:
    """Return what may be written for a variable.

    >>> from seldinger.patient.catalogue import variable
    >>> allowed(variable("vessels.access"))
    'femoral or radial'
    >>> allowed(variable("labs.bilirubin"))
    '0 to 60 mg/dL, or a unit that converts'
    """
    match known.kind:
        case Kind.FLAG:
            return "true or false"
        case Kind.SEVERITY:
            return f"true, false, {listed(SEVERITIES)}"
        case Kind.DATE:
            return "a date"
        case Kind.TEXT:
            return 'text, or "none"'
        case Kind.CHOICES:
            return f"any of {listed(known.choices)}; [] for none" if known.choices else "list; [] for none"
        case Kind.LEVEL:
            return " < ".join(known.choices)
        case Kind.CHOICE:
            return listed(known.choices)
        case _:
            return f"{plain(known.low)} to {plain(known.high)}{_units(known)}"


def _units(known: Variable) -> str:
    if known.units:
        return f", in {listed(known.units)}, kept as charted"
    unit = SPOKEN.get(known.unit or "", known.unit or "")
    return f" {unit}".rstrip() + ("" if known.bare else ", or a unit that converts")


def line(known: Variable) -> str:
    """Return the line a person fills in for a variable, with blanks.

    >>> from seldinger.patient.catalogue import variable
    >>> line(variable("labs.bilirubin"))
    'bilirubin = { value = …, unit = "…", date = … }'
    """
    name = known.key.partition(".")[2]
    blank = f'"{BLANK}"' if known.kind in (Kind.CHOICE, Kind.LEVEL, Kind.TEXT) else BLANK
    if known.kind is Kind.CHOICES:
        blank = f'["{BLANK}"]'
    extras = [
        f'{each.name} = "{BLANK}"' if each.kind is Kind.TEXT else f"{each.name} = {BLANK}" for each in known.extras
    ]
    about = [f'by = "{BLANK}"'] if known.group is Group.JUDGEMENT else []
    if not known.bare:
        return f'{name} = {{ value = {BLANK}, unit = "{BLANK}", date = {BLANK} }}'
    if known.max_age_days is None and not extras and not about:
        return f"{name} = {blank}"
    return f"{name} = {{ {', '.join([f'{known.value_name} = {blank}', *extras, *about, f'date = {BLANK}'])} }}"


def members(row: type[Strict]) -> Iterator[Member]:
    """Yield the members of a table in their order."""
    hints = get_type_hints(row, include_extras=True)
    for each in fields(row):  # type: ignore[arg-type]  # every row is a dataclass
        required = each.default is MISSING and each.default_factory is MISSING
        yield Member(name=each.name, allowed=_of_type(hints[each.name]), required=required)


def _of_type(hint: Any) -> str:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(inner)
    if origin in (Union, UnionType):
        return listed(_of_type(each) for each in inner if each is not NoneType)
    if origin is Literal:
        return listed("false" if each is False else str(each) for each in inner)
    if origin is tuple:
        return f"list of {_of_type(inner[0])}"
    if is_dataclass(hint):
        names = ", ".join(each.name for each in fields(hint))
        return f"{{ {names} }}"
    return {bool: "true or false", int: "whole number", float: "number", str: "text", date: "date"}[hint]


def _bounded(inner: tuple[Any, ...]) -> str:
    ends = {name: getattr(mark, name) for mark in inner[1:] for name in ("ge", "le") if hasattr(mark, name)}
    words = _of_type(inner[0])
    return f"{words} from {plain(ends['ge'])} to {plain(ends['le'])}" if ends else words
