"""The Y-90 methods side by side, as tables that pages print; every number stands in the plan of report.json."""

from typing import Any

from seldinger.patient import Record
from seldinger.patient.catalogue import variables
from seldinger.planning import activities
from seldinger.planning.situation import Chart, Situation
from seldinger.report.numbers import number
from seldinger.selection import Profile, select
from seldinger.terms import RADIOEMBOLIC, Modality, Status

Json = dict[str, Any]
INPUTS = (
    "y90.perfused_volume_ml",
    "y90.perfused_tumour_volume_ml",
    "y90.tumour_to_normal_ratio",
    "y90.target_perfused_gy",
    "y90.normal_liver_limit_gy",
    "y90.lung_mass_kg",
    "shunt.lung_shunt_fraction",
    "shunt.lung_dose_gy_before",
    "liver.volume_ml",
    "liver.burden_by_lobe_ml",
    "person.height_cm",
    "person.weight_kg",
    "history.liver_radiation",
)


def calculated(record: Record, profile: Profile) -> Json:
    """Return the activities of both products for a record, whatever selection says of the treatment."""
    selection = select(record, record.as_of, profile)
    chart = Chart(record=record, on=record.as_of, profile=profile)
    return {
        str(m): {"activity": activities(Situation(chart=chart, modality=m, outcome=outcome)).as_json()}
        for m in Modality
        if m in RADIOEMBOLIC and (outcome := selection.outcomes.get(m)) is not None
    }


def tables(plan: Json) -> list[Json]:
    """Return one table a product: methods as rows, with activity, doses, what binds and what is asked for."""
    return [
        {
            "title": Modality(name).label,
            "product": one["activity"]["product"],
            "note": one["activity"]["note"],
            "scope": one["activity"]["scope"],
            "k": one["activity"]["k_gy_kg_per_gbq"]["says"],
            "rows": [
                _row(each, f"/plan/{name}/activity/methods/{i}") for i, each in enumerate(one["activity"]["methods"])
            ],
        }
        for name, one in plan.items()
        if one.get("activity")
    ]


def _row(method: Json, at: str) -> Json:
    plan = method["plan"] or {}
    doses = plan.get("doses") or (method["by_partition"] or {}).get("doses") or []
    return {
        "method": method["method"],
        "state": method["state"],
        "why": method["why"] or plan.get("binding") or "",
        "delivered": _number(plan.get("delivered_gbq")),
        "prepared": _number(plan.get("prepared_gbq")),
        "doses": [{"name": d["name"], "gy": _number(d["gy"])} for d in doses if d["gy"] is not None],
        "ask": [_title(each) for each in dict.fromkeys((*method["ask"], *plan.get("ask", ())))],
        "standing": _standing((plan.get("basis") or {}).get("standing")),
        "at": at,
    }


def _standing(found: str | None) -> str:
    """Return the words that must stand beside a figure that nobody here has read at its source; empty for others."""
    return "" if found in (None, Status.READ, Status.LOCAL) else str(found)


def _number(value: float | None) -> str:
    return "–" if value is None else number(value)


def _title(name: str) -> str:
    known = variables().get(name)
    return known.title if known else name
