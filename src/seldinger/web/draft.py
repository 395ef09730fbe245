"""The draft: one chart on its way through the pages. It travels in the tab, as fields or as text; the server keeps none."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from seldinger.exchange import read_bundle
from seldinger.exchange.fhir_entries import parse
from seldinger.patient import ChartError, Fault, Record, chart, read_record, variables
from seldinger.patient.course import TABLES
from seldinger.patient.door import parse_tree
from seldinger.patient.read import HEADER, SCHEMA
from seldinger.selection import PROFILES, Profile
from seldinger.web.form import Values, tree_of, values_of
from seldinger.web.rows import Shape, shapes
from seldinger.web.typed import Form, fault, first

DEFAULT_PROFILE = "strictest"
ENDINGS = (".toml", ".json")
MOST_REASONS = 60  # why entries of a FHIR document were not used
_STEP = re.compile(r"[.\[\]]+")
_POSITION = re.compile(r"line (\d+),? column (\d+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A fault as a page or an answer in JSON shows it: never with what was seen, which could be a name."""

    path: str  # place in the chart; unknown names are left out
    key: str | None  # the variable or table it belongs to
    says: str

    def as_json(self) -> dict[str, str]:
        """Return the fault for a program."""
        return {"path": self.path, "says": self.says}


NOT_FHIR = Problem(
    path="", key=None, says="expected FHIR R4 as the specification builds it; ask the server for a Bundle"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A chart being prepared: the values of its form, and the record when it can be used."""

    values: Values
    record: Record | None
    problems: tuple[Problem, ...] = ()
    profile: Profile = field(default_factory=lambda: PROFILES[DEFAULT_PROFILE])
    on: date | None = None
    notes: tuple[str, ...] = ()  # how a hospital's record was read

    @property
    def text(self) -> str:
        """Return the chart as the text that the next page sends back."""
        return "" if self.record is None else json.dumps(chart(self.record), ensure_ascii=False)

    @property
    def day(self) -> date | None:
        """Return the day the answer is for."""
        return self.on or (self.record.as_of if self.record else None)


def blank(today: date, profile: Profile) -> Draft:
    """Return an empty draft: nothing known, today's date."""
    values = {"schema": [SCHEMA], "as_of": [today.isoformat()], "id": ["draft"]}
    return Draft(values=values, record=None, profile=profile)


def from_form(form: Form, profiles: Mapping[str, Profile]) -> Draft:
    """Return the draft of a posted form: its fields, or the text in its field "chart"."""
    weighing, on, problems = _options(form, profiles)
    draft = _from_form(form, weighing, on, problems)
    return replace(draft, record=None) if problems else draft  # never answered for another day or profile than asked


def _from_form(form: Form, weighing: Profile, on: date | None, problems: tuple[Problem, ...]) -> Draft:
    if text := first(form, "chart"):
        return with_options(from_bytes(text.encode("utf-8", "replace"), ending=".json"), weighing, on, problems)
    tree, unreadable = tree_of(form)
    record, faults = (None, unreadable) if unreadable else _read(tree)
    every = (*problems, *(problem(each) for each in faults))
    values = {name: given for name, given in form.items() if name not in ("token", "profile", "on", "add", "drop")}
    return Draft(values=values, record=record, problems=every, profile=weighing, on=on)


def from_bytes(content: bytes, *, ending: str) -> Draft:
    """Return the draft of a chart file at hand; `ending` says how it is written."""
    try:
        tree = parse_tree(content, ending=ending, file="chart")
    except ChartError as error:
        return Draft(values={}, record=None, problems=tuple(problem(each) for each in error.faults))
    return from_tree(tree)


def from_fhir(content: bytes, *, lines: bool = False) -> Draft:
    """Return the draft of a FHIR R4 document at hand, with an account of what of it was used; NDJSON by its lines."""
    try:
        found = read_bundle(parse(content, "bundle", lines=lines), file="bundle")
    except ChartError as error:
        return Draft(values={}, record=None, problems=tuple(problem(each) for each in error.faults))
    except (
        Exception
    ):  # a document from elsewhere, built as nobody foresaw, is refused: never half read, never our fault
        return Draft(values={}, record=None, problems=(NOT_FHIR,))
    reasons = [f"{count} not used: {why}" for why, count in found.account.reasons()]
    more = [f"and {len(reasons) - MOST_REASONS} further reasons"] if len(reasons) > MOST_REASONS else []
    return replace(from_record(found.record), notes=(found.account.summary, *reasons[:MOST_REASONS], *more))


def from_tree(tree: Mapping[str, Any]) -> Draft:
    """Return the draft of a parsed chart."""
    record, faults = _read(tree)
    if record is None:
        return Draft(values={}, record=None, problems=tuple(problem(each) for each in faults))
    return from_record(record)


def from_record(record: Record) -> Draft:
    """Return the draft of a record."""
    return Draft(values=values_of(chart(record)), record=record)


def with_options(draft: Draft, profile: Profile, on: date | None, problems: tuple[Problem, ...] = ()) -> Draft:
    """Return a draft that is to be answered under a profile for a day."""
    return replace(draft, problems=(*problems, *draft.problems), profile=profile, on=on)


def _read(tree: Mapping[str, Any]) -> tuple[Record | None, tuple[Fault, ...]]:
    try:
        return read_record(tree, file="chart"), ()
    except ChartError as error:
        return None, error.faults


def _options(form: Form, profiles: Mapping[str, Profile]) -> tuple[Profile, date | None, tuple[Problem, ...]]:
    """Return profile and day; never a path: only profiles that the server was started with."""
    problems, on = [], None
    name = first(form, "profile") or next(iter(profiles))
    if name not in profiles:
        problems.append(problem(fault("profile", "one of the profiles offered")))
    try:
        on = date.fromisoformat(text) if (text := first(form, "on")) else None
    except ValueError:
        problems.append(problem(fault("on", "a date such as 2026-10-02")))
    return profiles.get(name, next(iter(profiles.values()))), on, tuple(problems)


def problem(found: Fault) -> Problem:
    """Return a fault without anything that was seen; where a file cannot be parsed, the position is kept."""
    at = _POSITION.search(found.seen) if not found.path else None
    where = f"line {at[1]}, column {at[2]}: " if at else ""
    path = ".".join(each if each in _names() or each.isdecimal() else "…" for each in _steps(found.path))
    return Problem(path=path, key=_key(found.path), says=f"{where}expected {found.expected}; {found.remedy}")


def _steps(path: str) -> list[str]:
    return [each for each in _STEP.split(path) if each]


def _key(path: str) -> str | None:
    steps = [each for each in _steps(path) if not each.isdecimal()]
    for length in range(len(steps), 0, -1):
        key = ".".join(steps[:length])
        if key in variables() or key in TABLES or key in HEADER or key in ("profile", "on"):
            return key
    return None


@cache
def _names() -> frozenset[str]:
    """Return every name a path may show."""
    found = {*HEADER, "profile", "on", "date", "source", "by", "why", "unit", "uln", "lln", "assay", "value"}
    found |= {"low", "high", "below", "above", "not_done", "refused"}
    for key, known in variables().items():
        found |= {*key.split("."), *known.parts, *(extra.name for extra in known.extras)}
    for key, row in TABLES.items():
        found |= set(key.split("."))
        for name, shape in shapes(row).items():
            found |= {name, *_inner(shape)}
    return frozenset(found)


def _inner(shape: Shape) -> set[str]:
    if shape.row is None:
        return set()
    return {name for each, inside in shapes(shape.row).items() for name in (each, *_inner(inside))}
