"""The fields of the form, derived from the declarations of the variables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seldinger.patient import Kind, Variable, variables
from seldinger.patient.course import TABLES
from seldinger.patient.quantities import SPOKEN, readable_units
from seldinger.patient.variable import SEVERITIES
from seldinger.patient.words import allowed
from seldinger.terms import Group
from seldinger.web.draft import Draft, Problem
from seldinger.web.form import Values, grouped
from seldinger.web.rows import indices

SECTIONS = {
    "person": "Patient",
    "scope": "Scope of the reviews",
    "primary": "Primary tumour",
    "syndrome": "Hormonal syndrome",
    "symptoms": "Symptoms",
    "disease": "Course of the disease",
    "liver": "Liver",
    "vessels": "Vessels",
    "shunt": "Lung shunt",
    "biliary": "Bile ducts",
    "extrahepatic": "Outside the liver",
    "fitness": "Fitness and history",
    "labs": "Laboratory",
    "markers": "Tumour markers",
    "history": "Earlier liver-directed and radionuclide treatment",
    "plan": "Agreed for the procedure",
    "y90": "Volumes and doses for Y-90",
    "status": "Outcome",
}
SHORT = {
    "ssa": "somatostatin analogue",
    "prrt": "PRRT",
    "ct": "CT",
    "mri": "MRI",
    "ceus": "CEUS",
    "tae": "TAE",
    "ctace": "cTACE",
    "deb_tace": "DEB-TACE",
    "y90": "Y-90, device not stated",
    "y90_glass": "Y-90 glass",
    "y90_resin": "Y-90 resin",
    "pva": "PVA",
    "sstr_pet": "SSTR PET",
    "fdg_pet": "FDG PET",
    "vip": "VIP",
    "acth": "ACTH",
}
MOST_RADIOS = 4  # more choices than these stand in a list


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer that can be picked."""

    value: str
    label: str


UNKNOWN = Option(value="", label="not known")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One dated entry of a variable: its place in the form, and what is entered."""

    name: str  # labs.bilirubin/0
    values: Mapping[str, str]
    listed: tuple[str, ...]
    more: bool  # whether anything stands in the fields that are folded away

    def get(self, member: str) -> str:
        """Return what is entered for a member; empty when nothing."""
        return self.values.get(member, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """A variable as the form shows it."""

    known: Variable
    kind: str  # radios | list | set | text | number | date
    options: tuple[Option, ...]
    units: tuple[str, ...]  # to pick from
    unit: str  # that the key itself says
    hint: str
    entries: tuple[Entry, ...]
    open: bool  # whether it is asked for
    problems: tuple[Problem, ...]

    @property
    def judged(self) -> bool:
        """Return whether somebody's name belongs to the answer."""
        return self.known.group is Group.JUDGEMENT


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of the chart."""

    name: str
    title: str
    controls: tuple[Control, ...]
    known: int  # how many are answered
    open: bool


def sections(draft: Draft, asked: Iterable[str], again: Mapping[str, int] | None = None) -> list[Section]:
    """Return the form of a draft; `asked` are the variables that could still change an answer.

    `again` says of which variable or table one more empty entry is wanted.
    """
    groups, wanted = grouped(draft.values), set(asked)
    found: dict[str, list[Control]] = {name: [] for name in SECTIONS}
    for key, known in variables().items():
        if key not in TABLES:
            control = _control(known, groups.get(key, {}), draft, key in wanted, (again or {}).get(key, 0))
            found[key.partition(".")[0]].append(control)
    return [_section(name, controls) for name, controls in found.items()]


def _section(name: str, controls: list[Control]) -> Section:
    answered = sum(any(any(e.values.values()) or e.listed for e in c.entries) for c in controls)
    return Section(
        name=name,
        title=SECTIONS[name],
        controls=tuple(controls),
        known=answered,
        open=any(c.open or c.problems for c in controls),
    )


def control(key: str, draft: Draft) -> Control:
    """Return one variable of a draft."""
    return _control(variables()[key], grouped(draft.values).get(key, {}), draft, True, 0)


def _control(known: Variable, fields: Values, draft: Draft, asked: bool, more: int) -> Control:
    problems = tuple(each for each in draft.problems if each.key == known.key)
    places = indices(fields) or [0]
    places += range(places[-1] + 1, places[-1] + 1 + more)
    kind, options = _picked(known)
    entries = tuple(_entry(known.key, place, fields) for place in places)
    return Control(
        known=known,
        kind=kind,
        options=options,
        units=_units(known, entries),
        unit=_said_unit(known),
        hint=_hint(known),
        entries=entries,
        open=asked,
        problems=problems,
    )


def _entry(key: str, place: int, fields: Values) -> Entry:
    head = f"{place}/"
    mine = {name[len(head) :]: given for name, given in fields.items() if name.startswith(head)}
    values = {name: given[-1] for name, given in mine.items() if name != "listed" and given}
    more = any(text and name not in ("value", "unit", "date") for name, text in values.items())
    return Entry(name=f"{key}/{place}", values=values, listed=tuple(mine.get("listed", ())), more=more)


def _picked(known: Variable) -> tuple[str, tuple[Option, ...]]:
    match known.kind:
        case Kind.FLAG:
            return "radios", (UNKNOWN, Option(value="yes", label="yes"), Option(value="no", label="no"))
        case Kind.SEVERITY:
            words = ("no", *SEVERITIES, "yes")
            names = {"yes": "yes, ungraded"}
            return "radios", (UNKNOWN, *(Option(value=each, label=names.get(each, each)) for each in words))
        case Kind.LEVEL | Kind.CHOICE:
            kind = "radios" if len(known.choices) <= MOST_RADIOS else "list"
            return kind, (UNKNOWN, *options(known.choices))
        case Kind.CHOICES:
            return ("set", options(known.choices)) if known.choices else ("text", ())
        case Kind.DATE:
            return "date", ()
        case Kind.TEXT:
            return "text", ()
        case _:
            return "number", ()


def options(choices: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(value=each, label=SHORT.get(each, each.replace("_", " "))) for each in choices)


def _units(known: Variable, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the units to pick from; none where the key itself says the unit."""
    if not known.kind.numeric or (known.bare and known.unit in (None, "1")):
        return ()
    charted = [unit for each in entries if (unit := each.get("unit"))]
    if known.bare and not charted:
        return ()
    return tuple(dict.fromkeys((*readable_units(known), *charted)))


def _said_unit(known: Variable) -> str:
    return SPOKEN.get(known.unit or "", known.unit or "") if known.bare and known.kind.numeric else ""


def _hint(known: Variable) -> str:
    match known.kind:
        case Kind.TEXT:
            return "write “none” when asked and there is none"
        case Kind.QUANTITY | Kind.COUNT:
            return allowed(known)
        case _:
            return ""
