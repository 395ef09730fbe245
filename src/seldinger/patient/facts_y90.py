"""What a plan needs beyond the findings: agreed crisis prophylaxis, and the masses, ratios and doses of Y-90."""

from seldinger.patient.variable import IMAGING_DAYS, INTERVAL_95, SHUNT_DAYS, Extra, Kind, Variable
from seldinger.terms import Group

_REL_SD = Extra(name="rel_sd", kind=Kind.QUANTITY, low=0, high=0.99)


def _interval(low: float, high: float) -> tuple[Extra, ...]:
    return tuple(Extra(name=name, kind=Kind.QUANTITY, low=low, high=high) for name in INTERVAL_95)


PLAN = (
    Variable(
        key="plan.crisis_prophylaxis",
        kind=Kind.FLAG,
        title="Prophylaxis of carcinoid crisis agreed by the local protocol",
        group=Group.JUDGEMENT,
        who="anaesthesia",
    ),
)

Y90 = (
    Variable(
        key="y90.perfused_volume_ml",
        kind=Kind.QUANTITY,
        unit="mL",
        low=10,
        high=20000,
        max_age_days=IMAGING_DAYS,
        title="Perfused liver volume of the next session, tumour included",
        group=Group.IMAGING,
        who="radiology",
        extras=(_REL_SD,),
    ),
    Variable(
        key="y90.perfused_tumour_volume_ml",
        kind=Kind.QUANTITY,
        unit="mL",
        low=0,
        high=15000,
        max_age_days=IMAGING_DAYS,
        title="Tumour volume inside the perfused volume",
        group=Group.IMAGING,
        who="radiology",
        extras=(_REL_SD,),
    ),
    Variable(
        key="y90.tumour_to_normal_ratio",
        kind=Kind.QUANTITY,
        unit="1",
        low=0.05,
        high=200,
        max_age_days=SHUNT_DAYS,
        title="Ratio of concentrations, tumour to normal liver",
        group=Group.ANGIOGRAPHY,
        who="nuclear medicine",
        extras=_interval(0.01, 1000),
    ),
    Variable(
        key="y90.lung_mass_kg",
        kind=Kind.QUANTITY,
        unit="kg",
        low=0.2,
        high=3,
        title="Lung mass",
        group=Group.IMAGING,
        who="radiology",
        extras=(_REL_SD,),
    ),
    Variable(
        key="y90.target_perfused_gy",
        kind=Kind.QUANTITY,
        unit="Gy",
        low=1,
        high=1000,
        title="Mean dose wanted in the perfused liver, by the prescriber",
        group=Group.JUDGEMENT,
        who="nuclear medicine",
    ),
    Variable(
        key="y90.normal_liver_limit_gy",
        kind=Kind.QUANTITY,
        unit="Gy",
        low=1,
        high=300,
        title="Highest mean dose to the normal liver, by the prescriber",
        group=Group.JUDGEMENT,
        who="nuclear medicine",
    ),
)
