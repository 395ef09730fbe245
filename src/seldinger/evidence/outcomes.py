"""Outcome definitions that may be pooled, and the counts that match them: one per study, with what does not match.

A definition names outcome, unit, windows, criteria, causes and grades. Nothing is pooled across them unless the
definition itself lists both, and says so in words as a bridge.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from seldinger import cite
from seldinger.evidence.reading import StudyError
from seldinger.evidence.resolve import COUNTED, resolve
from seldinger.evidence.studies import Arm, Row, Study, modalities

SCOPES = {
    "tae": frozenset({"tae"}),
    "ctace": frozenset({"ctace"}),
    "deb_tace": frozenset({"deb_tace"}),
    "y90_glass": frozenset({"y90_glass"}),
    "y90_resin": frozenset({"y90_resin"}),
    "embolization": frozenset({"tae", "ctace", "tace"}),
    "y90": frozenset({"y90", "y90_glass", "y90_resin"}),
}
"""What each scope admits: the five modalities by themselves, and two wider ones that are always named as such."""
SCOPE_SAYS = {
    "tae": "TAE alone",
    "ctace": "cTACE alone",
    "deb_tace": "DEB-TACE alone",
    "y90_glass": "Y-90 glass alone",
    "y90_resin": "Y-90 resin alone",
    "embolization": "TAE and TACE together or not told apart",
    "y90": "Y-90 of either device or device not told",
}
ORDER = ("CR", "PR", "MR", "SD", "PD")  # from best to worst; MR is kept below PR and above SD
RESPONSES = frozenset(
    {"tumour_response", "biochemical_response", "symptom_endocrine", "symptom_aspecific", "symptom_any"}
)
UNCOUNTED = {
    "duplicate_of": "counted already",
    "excluded": "not counted",
    "partition": "part of a group that was split, not a rate",
    "percent_only": "no count can be had",
    "quantity": "no count",
    "silent": "not reported",
    "unresolvable": "cannot be read as a count",
}
"""What each status that carries no count says to a reader."""
LONE_LABEL = "one label alone in a cell of a review's table counts as its responders"


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeKey:
    """One poolable definition; every field takes part in the match."""

    id: str
    says: str
    outcome: str
    unit: str
    scope: str = "embolization"
    at_least: str | None = None
    windows: tuple[str, ...] = ("unstated",)
    criteria: tuple[str, ...] = ("unstated",)
    causes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()  # in order of preference
    prior: str = "efficacy"
    bridges: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Events of n in one study by one definition; low and high differ when the print admits several readings."""

    study: str
    arms: tuple[str, ...]
    rows: tuple[str, ...]
    outcome: str
    at_least: str | None
    unit: str
    window: str
    criterion: str | None
    cause: str | None
    grade: str | None
    event: str | None
    marker: str | None
    modalities: frozenset[str]
    level: str
    source: str
    at: str
    low: int
    high: int
    n: int
    status: str
    reason: str
    setting: str | None = None
    neuroendocrine: bool = True
    kind: str = "series"
    overlap_group: str | None = None

    @property
    def id(self) -> str:
        """Return the address of the count: study and arms."""
        return f"{self.study}/{'+'.join(self.arms)}"

    @property
    def exact(self) -> bool:
        """Return whether the print admits one count only."""
        return self.low == self.high


@cache
def definitions() -> tuple[OutcomeKey, ...]:
    """Return the declared outcome definitions, in the order views print them."""
    file = cite.knowledge().joinpath("studies/_outcomes.toml")
    known = {f.name for f in fields(OutcomeKey)}
    found = []
    for entry in tomllib.loads(file.read_text(encoding="utf-8"))["outcome"]:
        if set(entry) - known:
            odd = sorted(set(entry) - known)
            raise StudyError(file.name, str(entry.get("id")), repr(odd), "known keys", f"use {sorted(known)}")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
        found.append(OutcomeKey(**values))
    return tuple(found)


def definition(name: str, scope: str = "embolization") -> OutcomeKey:
    """Return one declared definition for a scope; raises KeyError naming those there are."""
    for key in definitions():
        if key.id == name:
            return at_scope(key, scope)
    raise KeyError(f"outcome {name!r} is not declared; use one of {', '.join(k.id for k in definitions())}")


def at_scope(key: OutcomeKey, scope: str) -> OutcomeKey:
    """Return the same definition for another scope; raises KeyError when the scope is not declared."""
    if scope not in SCOPES:
        raise KeyError(f"scope {scope!r} is not known; use one of {', '.join(SCOPES)}")
    return OutcomeKey(**{f.name: getattr(key, f.name) for f in fields(key)} | {"scope": scope})


def counts(study: Study, key: OutcomeKey) -> tuple[list[Count], list[tuple[str, str, str]]]:
    """Return the counts one study has for an outcome, whatever their unit; then row, arm and why of the rest."""
    found: list[Count] = []
    left: list[tuple[str, str, str]] = []
    groups: dict[tuple[str | None, ...], list[Row]] = {}
    for row in study.rows:
        if row.outcome == key.outcome:
            groups.setdefault(_group(row, key), []).append(row)
    for rows in groups.values():
        outcome = _count(study, key, rows)
        if isinstance(outcome, Count):
            found.append(outcome)
        else:
            left.append((f"{study.key}/{rows[0].id}", rows[0].arm, outcome))
    return found, left


def whole(study: Study, found: list[Count]) -> list[Count]:
    """Return one count per definition and study: arms that split the study are added up."""
    split: dict[tuple[object, ...], list[Count]] = {}
    for count in found:
        split.setdefault((*definition_of(count).values(), count.source), []).append(count)
    return [_added(study, group) if len(group) > 1 else group[0] for group in split.values()]


def definition_of(count: Count) -> dict[str, object]:
    """Return the definition fields of a count: two counts may be pooled when these agree."""
    return {
        "outcome": count.outcome,
        "at_least": count.at_least,
        "unit": count.unit,
        "window": count.window,
        "criterion": count.criterion,
        "cause": count.cause,
        "grade": count.grade,
        "event": count.event,
        "marker": count.marker,
        "setting": count.setting,
        "neuroendocrine": count.neuroendocrine,
    }


def _group(row: Row, key: OutcomeKey) -> tuple[str | None, ...]:
    base = (row.arm, row.source, row.unit, row.window, row.criterion, row.cause, row.grade, row.marker, row.stratum)
    category = row.category if row.category and row.category.startswith(">=") else None
    return (*base, row.event, category if key.outcome in RESPONSES else row.id)


def _count(study: Study, key: OutcomeKey, rows: list[Row]) -> Count | str:
    if key.outcome in RESPONSES and all(row.category is not None and not row.silent for row in rows):
        counted = _responders(study, key, rows)
    else:
        counted = _events(rows[0])
    if isinstance(counted, str):
        return counted
    low, high, n, status, reason = counted
    row, arm = rows[0], study.arm(rows[0].arm)
    return Count(
        study=study.key,
        arms=(arm.id,),
        rows=tuple(r.id for r in rows),
        outcome=row.outcome,
        at_least=key.at_least,
        unit=row.unit,
        window=row.window,
        criterion=row.criterion,
        cause=row.cause,
        grade=row.grade,
        event=row.event,
        marker=row.marker,
        modalities=modalities(arm),
        level=study.level(row),
        source=study.source(row.source).key,
        at=study.source(row.source).at,
        low=low,
        high=high,
        n=n,
        status=status,
        reason=reason,
        setting=_setting(arm, row),
        neuroendocrine=arm.neuroendocrine,
        kind=study.kind,
        overlap_group=study.cohort.overlap_group,
    )


def _setting(arm: Arm, row: Row) -> str | None:
    return "; ".join(part for part in (arm.setting, row.stratum) if part) or None


Counted = tuple[int, int, int, str, str]


def _events(row: Row) -> Counted | str:
    cell = resolve(row)
    if cell.status not in COUNTED or not cell.events or cell.denominator is None:
        return f"{UNCOUNTED[cell.status]}: {cell.reason}"
    return min(cell.events), max(cell.events), cell.denominator, cell.status, cell.reason


def _responders(study: Study, key: OutcomeKey, rows: list[Row]) -> Counted | str:
    cells = [(row.category or "", resolve(row)) for row in rows]
    for _, cell in cells:
        if cell.status not in COUNTED or not cell.events or cell.denominator is None:
            return f"{UNCOUNTED[cell.status]}: {cell.reason}"
    totals = {cell.denominator for _, cell in cells}
    n = totals.pop() or 0
    if totals:
        return "categories of one group have different denominators"
    direct = _direct(key.at_least, cells[0][0])
    if direct is not None and len(cells) == 1:
        cell = cells[0][1]
        return (
            (min(cell.events), max(cell.events), n, cell.status, cell.reason)
            if direct
            else f"printed as {cells[0][0]}, wanted {key.at_least} and above"
        )
    wanted = ORDER[: ORDER.index(key.at_least or "PR") + 1]
    low = sum(min(cell.events) for name, cell in cells if name in wanted)
    high = sum(max(cell.events) for name, cell in cells if name in wanted)
    rest = n - sum(max(cell.events) for _, cell in cells)
    printed = {name for name, _ in cells}
    status = "as_printed" if all(cell.status == "as_printed" for _, cell in cells) else "derived"
    if rest < 0:
        return f"the categories add up to {n - rest}, more than the {n} evaluable"
    if rest == 0 or all(name in printed for name in wanted):
        return low, high, n, status, "the categories close" if rest == 0 else "every wanted category is printed"
    if not printed & set(wanted):
        return f"no category at or above {key.at_least} is printed; {rest} of {n} carry none"
    if len(cells) == 1 and key.outcome != "tumour_response" and study.level(rows[0]) == "review":
        return low, high, n, status, LONE_LABEL
    return low, high + rest, n, "derived", f"{rest} of {n} carry no category and may belong above {key.at_least}"


def _direct(at_least: str | None, category: str) -> bool | None:
    """Return whether a cumulative category is the wanted threshold; None when the category is a plain one."""
    if category == "response":
        return at_least == "PR"
    return category == f">={at_least}" if category.startswith(">=") else None


def _added(study: Study, group: list[Count]) -> Count:
    whole_arm = next((c for c in group if study.arm(c.arms[0]).part_of is None), None)
    if whole_arm is not None:
        return whole_arm
    first = group[0]
    values = {f.name: getattr(first, f.name) for f in fields(first)}
    return Count(
        **values
        | {
            "arms": tuple(c.arms[0] for c in group),
            "rows": tuple(row for c in group for row in c.rows),
            "modalities": frozenset().union(*(c.modalities for c in group)),
            "low": sum(c.low for c in group),
            "high": sum(c.high for c in group),
            "n": sum(c.n for c in group),
            "status": "as_printed" if all(c.status == "as_printed" for c in group) else "derived",
            "reason": "arms of the study added up; " + first.reason,
        }
    )
