"""Planning: from an open treatment to a session-by-session plan with its sources; it informs, it never orders."""

from seldinger.planning.activity import Activities, activities
from seldinger.planning.calendar import Event, ics
from seldinger.planning.drugs import Drug, drugs
from seldinger.planning.plan import Plan, as_json, events, plan, planned_lung_dose_gy
from seldinger.planning.sessions import Planned
from seldinger.planning.sources import realised
from seldinger.planning.step import Ask, Left, Phase, Step
from seldinger.planning.vial import vial_slots

__all__ = [
    "Activities",
    "Ask",
    "Drug",
    "Event",
    "Left",
    "Phase",
    "Plan",
    "Planned",
    "Step",
    "activities",
    "as_json",
    "drugs",
    "events",
    "ics",
    "plan",
    "planned_lung_dose_gy",
    "realised",
    "vial_slots",
]
