"""One plan per treatment: steps, sessions, drugs, devices, checks, what is missing, and what does not apply and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from seldinger.patient import Record, variable, variables
from seldinger.planning.activity import Activities, activities
from seldinger.planning.calendar import Event
from seldinger.planning.checklist import Check, asked_of, drug_checks, risk_part, risks
from seldinger.planning.departures import changed, departures_json
from seldinger.planning.drugs import medication
from seldinger.planning.embolics import Device, devices, embolics
from seldinger.planning.lung import lung_checks
from seldinger.planning.modified import Change, carried, changes, modified
from seldinger.planning.procedure import procedure
from seldinger.planning.prophylaxis import prophylaxis
from seldinger.planning.radioembolization import no_target, radioembolization
from seldinger.planning.sessions import Planned, first_day, session_part, sessions
from seldinger.planning.situation import Chart, Situation
from seldinger.planning.sources import STATEMENTS, inherited
from seldinger.planning.stay import stay
from seldinger.planning.step import Ask, Left, Part, Phase, Step, several
from seldinger.planning.vial import OFF
from seldinger.selection import Outcome, Selection
from seldinger.terms import Modality, Verdict

PLACE = {phase: place for place, phase in enumerate(Phase)}
BY_NAME = tuple(sorted(STATEMENTS))


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is planned for one treatment on one day; ``withheld`` says why there is none."""

    situation: Situation
    steps: tuple[Step, ...]
    sessions: tuple[Planned, ...]
    devices: tuple[Device, ...]
    checks: tuple[Check, ...]
    changes: tuple[Change, ...]
    asks: tuple[Ask, ...]
    left: tuple[Left, ...]
    activity: Activities | None
    withheld: str | None = None

    @property
    def modality(self) -> Modality:
        """Return the treatment planned."""
        return self.situation.modality

    @property
    def missing(self) -> tuple[Ask, ...]:
        """Return what must be known before the plan is complete."""
        return tuple(each for each in self.asks if each.blocks)

    @property
    def complete(self) -> bool:
        """Return whether nothing that a plan must answer is open."""
        return self.withheld is None and not self.missing and not any(c.state == "open" for c in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as report.json holds it."""
        return {
            "complete": self.complete,
            "withheld": self.withheld,
            "missing": list(dict.fromkeys(each.says for each in self.missing)),
            "asks": [each.as_json() for each in self.asks],
            "checks": [each.as_json() for each in self.checks],
            "changes": [each.as_json() for each in self.changes],
            "sessions": [each.as_json() for each in self.sessions],
            "devices": [each.as_json() for each in self.devices],
            "medication": [] if self.withheld else medication(self.situation),
            "activity": None if self.activity is None else self.activity.as_json(),
            "vial": OFF if self.activity is not None else None,
            "steps": [each.as_json() for each in self.steps],
            "departures": departures_json(self.situation.chart.profile, self.modality),
            "not_applicable": [each.as_json() for each in self.left],
        }


def plan(record: Record, selection: Selection, on: date, *, start: date | None = None) -> dict[Modality, Plan]:
    """Return the plan of every treatment; for one that is barred, or of which the profile is silent, why there is none.

    ``selection`` is that of this record on this day: its answers are taken over. ``start`` is the day of the first session,
    when one is wanted; without it, and without a planned session in the chart, sessions carry relative days only.
    """
    chart = Chart(record=record, on=on, profile=selection.profile, looked_up=dict(selection.answers))
    return {
        modality: _plan(Situation(chart=chart, modality=modality, outcome=outcome), start)
        for modality, outcome in selection.outcomes.items()
    }


def as_json(plans: Mapping[Modality, Plan]) -> dict[str, Any]:
    """Return plans as report.json holds them."""
    return {str(modality): each.as_json() for modality, each in plans.items()}


def planned_lung_dose_gy(each: Plan) -> float | None:
    """Return the highest lung dose of any method for the next session [Gy], or None when none is computable."""
    return None if each.activity is None else each.activity.lung_gy


def _plan(s: Situation, start: date | None) -> Plan:
    why = _withheld(s.outcome)
    if why is not None:
        return _none(s, why)
    part = _parts(s)
    found = activities(s) if s.y90 else None
    lung = lung_checks(s, found)
    checks = (*risks(s), *drug_checks(s), *lung)
    steps = changed(inherited(_ordered(part.steps), s.modality), s.chart.profile, s.modality)
    planned, agents = sessions(s, start), devices(s)
    asks = (*part.asks, *_activity_asks(s, found, lung), *asked_of(checks))
    return Plan(
        situation=s,
        steps=steps,
        sessions=planned,
        devices=agents,
        checks=checks,
        changes=carried(changes(s), steps),
        asks=_once(asks),
        left=_left(part.left, (*steps, *agents, *planned)),
        activity=found,
    )


def _withheld(outcome: Outcome) -> str | None:
    if outcome.silent:
        return "the sources of this profile say nothing of this treatment"
    if outcome.barred:
        if outcome.verdict == Verdict.DEFER:
            return "not now: what stands against it may pass; ask again then"
        fired = "" if outcome.fired is None else f": {outcome.fired.label}"
        return f"every verdict still possible bars this treatment{fired}"
    return None


def _none(s: Situation, why: str) -> Plan:
    left = tuple(Left(statement=each, why=f"no plan: {why}") for each in BY_NAME)
    return Plan(
        situation=s,
        steps=(),
        sessions=(),
        devices=(),
        checks=(),
        changes=(),
        asks=(),
        left=left,
        activity=None,
        withheld=why,
    )


def _parts(s: Situation) -> Part:
    return several(
        risk_part(s),
        procedure(s),
        prophylaxis(s),
        embolics(s),
        radioembolization(s),
        no_target(s),
        session_part(s),
        modified(s),
        stay(s),
    )


def _ordered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return each step once, in the order of time; inside a phase as written."""
    unique = {each.id: each for each in steps}
    return tuple(sorted(unique.values(), key=lambda each: PLACE[each.phase]))


def _once(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Return each question once; one that blocks wins over the same one that does not."""
    found: dict[str, Ask] = {}
    for each in asks:
        if each.says not in found or (each.blocks and not found[each.says].blocks):
            found[each.says] = each
    return tuple(found.values())


def _left(declared: Iterable[Left], told: Iterable[Step | Device | Planned]) -> tuple[Left, ...]:
    """Return the statements that nothing tells, each with its reason; a step that a centre left out is named as that."""
    names = {cite.statement for each in told for cite in each.cites}
    reasons = {each.statement: each for each in declared}
    return tuple(
        reasons.get(name) or Left(statement=name, why="left out by this centre's overlay")
        for name in BY_NAME
        if name not in names
    )


def _activity_asks(s: Situation, found: Activities | None, lung: tuple[Check, ...]) -> tuple[Ask, ...]:
    """Return what an activity lacks; a plan without an activity that was held against the limits is incomplete."""
    if found is None or found.judged:
        return _lung_again(lung)
    names = dict.fromkeys(name for each in found.methods for name in each.ask if name in variables())
    why = "not computable by any method" if not found.computed else "held against the limits by no method"
    lacks = Ask(variable=None, says="Activity of the next session", who="nuclear medicine", why=why)
    return (lacks, *(s.chart.ask(name, blocks=False) for name in names), *_lung_again(lung))


def _lung_again(lung: tuple[Check, ...]) -> tuple[Ask, ...]:
    """Return the judgement on the lung shunt as open again where the planned lung dose exceeds a limit."""
    if not any(each.state == "exceeds" for each in lung):
        return ()
    why = "a planned lung dose above its limit, or a shunt above the label's, reopens it"
    known = variable("shunt.judged_significant")
    return (Ask(variable=known.key, says=known.title, who=known.who, why=why),)


def events(each: Plan, start: date | None = None) -> tuple[Event, ...]:
    """Return sessions and dated steps as calendar entries; nothing without a first day."""
    first = first_day(each.situation, start)
    if first is None:
        return ()
    title = each.modality.label
    found = []
    for session in sessions(each.situation, first):
        if session.date is None:
            continue
        name = f"{title} {session.number}" + (f", {session.lobe} lobe" if session.lobe else "")
        found.append(Event(first=session.date, last=session.date, title=name, says=session.says))
        for step in each.steps:
            if step.days is not None and step.days != (0, 0):
                begin, end = (session.date + timedelta(days=day) for day in step.days)
                found.append(Event(first=begin, last=end, title=f"{name}: {step.id.replace('_', ' ')}", says=step.says))
    return tuple(sorted(found, key=lambda event: (event.first, event.title)))
