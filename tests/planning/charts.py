"""Charts made from the complete synthetic one by taking facts out or writing others in."""

import copy
import tomllib
from datetime import date
from typing import Any

from seldinger.patient import Record, examples, read_record
from seldinger.planning import Plan, plan
from seldinger.selection import load_profile, select
from seldinger.selection.profiles import Profile
from seldinger.terms import Modality

COMPLETE = tomllib.loads(examples()["synthetic-midgut"].read_text("utf-8"))
ON = date(2026, 11, 2)
TAE, CTACE, DEB = Modality.TAE, Modality.CTACE, Modality.DEB_TACE
GLASS, RESIN = Modality.Y90_GLASS, Modality.Y90_RESIN


def chart(changes: dict[str, Any] | None = None, *, without: tuple[str, ...] = (), **tables: Any) -> Record:
    """Return the complete chart with facts changed, facts taken out, and whole tables replaced."""
    tree = copy.deepcopy(COMPLETE) | tables
    for key in without:
        section, name = key.split(".")
        del tree[section][name]
    for key, value in (changes or {}).items():
        section, name = key.split(".")
        tree.setdefault(section, {})[name] = value
    return read_record(tree, file="test")


def plans(record: Record, *, start: date | None = None, profile: Profile | str = "strictest") -> dict[Modality, Plan]:
    """Return the plans of a chart on its own day."""
    weighing = load_profile(profile) if isinstance(profile, str) else profile
    return plan(record, select(record, record.as_of, weighing), record.as_of, start=start)


def step_ids(each: Plan) -> set[str]:
    """Return the ids of a plan's steps."""
    return {step.id for step in each.steps}


def says(each: Plan, name: str) -> str:
    """Return the words of one step."""
    return next(step.says for step in each.steps if step.id == name)


def left(each: Plan) -> dict[str, str]:
    """Return the statements that do not apply, with their reasons."""
    return {one.statement: one.why for one in each.left}
