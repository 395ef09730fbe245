"""What if one value were another: the same chart with one entry replaced, answered again."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from seldinger.patient import variable, variables
from seldinger.patient.course import TABLES
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.scope import GATES
from seldinger.web import answers
from seldinger.web.draft import Draft, Problem, from_form
from seldinger.web.form import Values
from seldinger.web.typed import Form, first

NOT_KNOWN = "not known"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A variable, its value now and then, and each treatment before and after."""

    key: str
    draft: Draft  # with the value tried, for the field
    now: str = NOT_KNOWN
    then: str = NOT_KNOWN
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()


@cache
def choices() -> list[tuple[str, str]]:
    """Return the variables that rules read, in the order of the chart, with their names."""
    read = {name for rule in EVERY_RULE for name in rule.variables} | {gate.variable for gate in GATES}
    return [(key, known.title) for key, known in variables().items() if key in read and key not in TABLES]


def tried(draft: Draft, fields: Form) -> Tried:
    """Return what a posted form asks to try; the draft is one that can be used."""
    key = first(fields, "variable")
    if key not in dict(choices()):
        return Tried(key="", draft=draft)
    now = _said(draft, key)
    if not first(fields, "try"):
        return Tried(key=key, draft=draft, now=now)
    values: Values = {name: given for name, given in draft.values.items() if not name.startswith(f"{key}/")}
    values |= {name: given for name, given in fields.items() if name.startswith(f"{key}/")}
    other = from_form(values, {draft.profile.name: draft.profile})
    if other.record is None or draft.record is None or draft.day is None:
        return Tried(key=key, draft=other, now=now, problems=other.problems)
    before = answers.answer(draft.record, draft.day, draft.profile)
    after = answers.answer(other.record, draft.day, draft.profile)
    return Tried(key=key, draft=other, now=now, then=_said(other, key), rows=answers.compared(before, after))


def _said(draft: Draft, key: str) -> str:
    """Return the value of a variable in words."""
    if draft.record is None or draft.day is None:
        return NOT_KNOWN
    reading = draft.record.reading(variable(key).key, draft.day)
    return reading.fact.printed if reading.known and reading.fact else NOT_KNOWN
