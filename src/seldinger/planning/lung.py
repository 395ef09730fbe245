"""Checks on the lung: shunt against the label, planned dose of the session, and dose over all sessions."""

from seldinger.dosimetry import LABEL_SHUNT
from seldinger.planning.activity import Activities, label_bar
from seldinger.planning.checklist import Check
from seldinger.planning.masses import shunt
from seldinger.planning.situation import Situation
from seldinger.planning.step import ROUNDING, told_gy

LUNG_LIMIT = "shunts.lung_dose_session"
LUNG_EVER = "shunts.lung_dose_cumulative"


def lung_checks(s: Situation, found: Activities | None) -> tuple[Check, ...]:
    """Return the checks on the lung: shunt against the label, planned dose of the session, and over all sessions."""
    if found is None:
        return ()
    return (*_lung_shunt(s), _lung_session(s, found), *_lung_ever(found))


def _lung_shunt(s: Situation) -> tuple[Check, ...]:
    """Return the check of the shunt against the label of resin; glass has no such limit in print here."""
    if s.product != "resin" or shunt(s.chart) is None:
        return ()
    bar, over = s.chart.limit(LABEL_SHUNT), label_bar(s) is not None
    says = f"Lung shunt {'above' if over else 'not above'} {100 * bar.value:g} %, beyond which the label bars resin."
    return (Check(id="lung_shunt", says=says, state="exceeds" if over else "within", cites=bar.cites),)


def _lung_session(s: Situation, found: Activities) -> Check:
    limit, dose = s.chart.limit(LUNG_LIMIT), found.lung_gy
    if dose is None:
        says, ask = "Planned lung dose: not computable.", ("what the activity lacks",)
        return Check(id="lung_dose", says=says, state="not computable", cites=limit.cites, ask=ask)
    lead = f"Planned lung dose {told_gy(dose, limit.value)} Gy (highest of the methods)"
    if dose > limit.value * (1 + ROUNDING):
        says = f"{lead}, above {limit.value:g} Gy: reopens the judgement on the lung shunt."
        return Check(id="lung_dose", says=says, state="exceeds", cites=limit.cites)
    return Check(id="lung_dose", says=f"{lead} of at most {limit.value:g} Gy.", state="within", cites=limit.cites)


def _lung_ever(found: Activities) -> tuple[Check, ...]:
    """Return the check of the lung dose with that of earlier sessions: the highest of the methods, as each was held."""
    held = [one for each in found.computed if each.plan for one in each.plan.checks if one.limit.source.id == LUNG_EVER]
    if not held:
        return ()
    most = max(held, key=lambda each: -1.0 if each.gy is None else each.gy)
    limit, cites, name = most.limit.gy, most.limit.source.cites, "lung_dose_all_sessions"
    if most.gy is None or most.before_gy is None:
        says = "Lung dose over all sessions: not computable."
        return (Check(id=name, says=says, state="not computable", cites=cites, ask=most.ask),)
    lead = f"Lung dose over all sessions {told_gy(most.gy, limit)} Gy, {most.before_gy:.1f} of it before"
    end = ", above" if most.state == "exceeds" else " of at most"
    again = ": reopens the judgement on the lung shunt" if most.state == "exceeds" else ""
    return (Check(id=name, says=f"{lead}{end} {limit:g} Gy{again}.", state=most.state, cites=cites),)
