"""Where a centre's overlay leaves the printed plan: a step in its own words, one left out, one added; always said so."""

from dataclasses import replace
from typing import Any

from seldinger.cite import Citation
from seldinger.planning.step import Phase, Step
from seldinger.selection import Profile
from seldinger.selection.profiles import PlanChange
from seldinger.terms import Modality, Status


def changed(steps: tuple[Step, ...], profile: Profile, modality: Modality) -> tuple[Step, ...]:
    """Return the steps as the centre sets them; each changed or added one carries the departure's name and reason."""
    found = list(steps)
    for each in _of(profile, modality):
        if each.leave_out:
            found = [_kept(step, each) if step.gate else step for step in found if step.gate or step.id != each.step]
        elif any(step.id == each.step for step in found):
            found = [_reworded(step, each, profile) if step.id == each.step else step for step in found]
        else:
            found.append(_added(each, profile))
    return tuple(found)


def _kept(gate: Step, change: PlanChange) -> Step:
    """Return a gate unchanged: no overlay takes one away, and the plan says that one has tried."""
    return gate if gate.id != change.step else replace(gate, note=f"a gate; not left out in spite of: {change.reason}")


def departures_json(profile: Profile, modality: Modality) -> list[dict[str, Any]]:
    """Return the departures that touch this plan, as report.json holds them."""
    return [
        {"name": each.name, "reason": each.reason, "step": each.step, "left_out": each.leave_out}
        for each in _of(profile, modality)
    ]


def _of(profile: Profile, modality: Modality) -> tuple[PlanChange, ...]:
    return tuple(each for each in profile.plan if modality in each.modalities)


def _reworded(step: Step, change: PlanChange, profile: Profile) -> Step:
    says = f"{step.says} Here: {change.says}" if step.gate else change.says  # a gate keeps its own words
    return replace(step, says=says, note=_note(change), cites=(*step.cites, _own(change, profile)))


def _added(change: PlanChange, profile: Profile) -> Step:
    return Step(
        id=change.step,
        says=change.says,
        phase=Phase.BEFORE,
        who="this centre",
        cites=(_own(change, profile),),
        note=_note(change),
    )


def _note(change: PlanChange) -> str:
    return f"departure of this centre, {change.name}: {change.reason}"


def _own(change: PlanChange, profile: Profile) -> Citation:
    return Citation(key="house-floor", at=f"overlay of {profile.name}: {change.name}", status=Status.LOCAL)
