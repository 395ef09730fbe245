"""The fields of the form, derived from the declarations of the variables and from the types of the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from seldinger.patient import Kind, Variable, variables
from seldinger.patient.course import TABLES, Strict
from seldinger.patient.quantities import SPOKEN, readable_units
from seldinger.patient.read import INTENTS, LABELS
from seldinger.patient.variable import SEVERITIES
from seldinger.patient.words import allowed
from seldinger.terms import Group
from seldinger.web.draft import Draft, Problem
from seldinger.web.form import Values, grouped
from seldinger.web.rows import NONE, indices, shapes

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
TABLE_TITLES = {
    "specimen": "Pathology specimens",
    "imaging.done": "Imaging done",
    "fitness.allergies": "Allergies",
    "therapy": "Earlier and present treatments",
    "session": "Transarterial sessions",
    "study": "Imaging studies with measured lesions",
    "event": "Adverse events",
}
ONE_OF = {"specimen": "specimen", "therapy": "treatment", "session": "session", "study": "study", "event": "event",
          "imaging.done": "examination", "fitness.allergies": "allergy", "lesions": "lesion", "events": "event",
          "vitals": "reading"}  # fmt: skip
MOST_RADIOS = 4  # more choices than these stand in a list
CHOICES = {"label": LABELS, "intent": INTENTS}


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
            return kind, (UNKNOWN, *_options(known.choices))
        case Kind.CHOICES:
            return ("set", _options(known.choices)) if known.choices else ("text", ())
        case Kind.DATE:
            return "date", ()
        case Kind.TEXT:
            return "text", ()
        case _:
            return "number", ()


def _options(choices: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(value=each, label=each.replace("_", " ")) for each in choices)


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


# The tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One member of a row as the form shows it; a member that holds rows has a table instead."""

    name: str
    label: str
    kind: str  # choice | date | text | long | number
    options: tuple[Option, ...]
    value: str
    hint: str
    required: bool
    table: "Table | None" = None
    inside: tuple["Cell", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of the chart."""

    name: str
    title: str
    one: str
    rows: tuple[tuple[Cell, ...], ...]
    none: bool | None  # whether it was said that there are none; None where that cannot be said
    problems: tuple[Problem, ...] = ()
    asked: bool = False


def tables(draft: Draft, asked: Iterable[str], again: Mapping[str, int] | None = None) -> list[Table]:
    """Return the tables of a draft as rows of cells."""
    groups, wanted, more = grouped(draft.values), set(asked), again or {}
    return [
        _table(
            TABLES[key],
            groups.get(key, {}),
            key,
            title,
            more,
            problems=tuple(each for each in draft.problems if each.key == key),
            asked=key in wanted,
        )
        for key, title in TABLE_TITLES.items()
    ]


def _table(
    row: type[Strict],
    fields: Values,
    name: str,
    title: str,
    more: Mapping[str, int],
    *,
    problems: tuple[Problem, ...] = (),
    asked: bool = False,
) -> Table:
    places = indices(fields)
    places += range((places[-1] + 1) if places else 0, (places[-1] + 1 if places else 0) + more.get(name, 0))
    rows = tuple(_cells(row, fields, f"{name}/{place}", f"{place}/", more) for place in places)
    short = name.rpartition("/")[2]
    said = fields.get(NONE, [""])[-1] == NONE if short in ("fitness.allergies", "events") else None
    return Table(name=name, title=title, one=ONE_OF[short], rows=rows, none=said, problems=problems, asked=asked)


def _cells(row: type[Strict], fields: Values, name: str, head: str, more: Mapping[str, int]) -> tuple[Cell, ...]:
    return tuple(_cell(member, shape, fields, name, head, more) for member, shape in shapes(row).items())


def _cell(member: str, shape: Any, fields: Values, name: str, head: str, more: Mapping[str, int]) -> Cell:
    place, below = f"{name}/{member}", f"{head}{member}/"
    inner = {each[len(below) :]: given for each, given in fields.items() if each.startswith(below)}
    label = member.replace("_", " ")
    value = fields.get(head + member, [""])[-1]
    table: Table | None = None
    inside: tuple[Cell, ...] = ()
    if shape.kind == "rows":
        table = _table(shape.row, inner, place, label.capitalize(), more)
    elif shape.kind == "row":
        inside = _cells(shape.row, fields, place, below, more)
    kind, options, hint = _KINDS.get(shape.kind, ("text", (), ""))
    if shape.kind == "choice":
        options = (UNKNOWN, *_options(shape.choices))
    if shape.kind == "words":
        hint = f"with commas: {', '.join(shape.choices)}"
    return Cell(
        name=place,
        label=label,
        kind=kind,
        options=options,
        value=value,
        hint=hint,
        required=not shape.optional,
        table=table,
        inside=inside,
    )


_YES_NO = (UNKNOWN, Option(value="yes", label="yes"), Option(value="no", label="no"))
_KINDS: Mapping[str, tuple[str, tuple[Option, ...], str]] = {
    "flag": ("choice", _YES_NO, ""),
    "choice": ("choice", (), ""),
    "number": ("number", (), ""),
    "span": ("number", (), "a number, or 2 to 5"),
    "pair": ("number", (), "two sizes, 100 to 300"),
    "date": ("date", (), ""),
    "date_or_no": ("text", (), "a date such as 2026-10-02, or “no” while it goes on"),
}
