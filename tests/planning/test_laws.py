"""What must hold for any chart: no figure a chart may hold brings a plan down, and ignorance never completes one."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.cite import knowledge
from seldinger.dosimetry import Activity
from seldinger.patient import ChartError, variable
from seldinger.planning import as_json
from seldinger.planning.sources import STATEMENTS
from seldinger.terms import RADIOEMBOLIC
from tests.planning.charts import COMPLETE, chart, plans

FACTS = sorted(
    f"{section}.{name}"
    for section in ("syndrome", "liver", "vessels", "shunt", "biliary", "plan", "y90", "history", "person")
    for name in COMPLETE[section]
    if name != "age_years"
)
NUMBERS = [
    "y90.perfused_volume_ml",
    "y90.perfused_tumour_volume_ml",
    "y90.tumour_to_normal_ratio",
    "y90.lung_mass_kg",
    "y90.target_perfused_gy",
    "y90.normal_liver_limit_gy",
    "shunt.lung_shunt_fraction",
    "shunt.lung_dose_gy_before",
    "liver.volume_ml",
    "person.height_cm",
    "person.weight_kg",
]


def figure(key: str) -> st.SearchStrategy:
    """Return any value the chart may hold for a number: its ends, what lies between, an interval."""
    known = variable(key)
    inside = st.floats(known.low, known.high)
    pair = st.tuples(inside, inside).map(lambda two: {"low": min(two), "high": max(two)})
    return st.one_of(st.sampled_from([known.low, known.high]), inside, pair)


@given(st.sets(st.sampled_from(FACTS)))
def test_taking_facts_away_never_completes_a_plan_and_never_breaks_one(gone: set[str]) -> None:
    try:
        record = chart(without=tuple(gone))
    except ChartError:
        return  # what is left contradicts itself; the door refuses it
    for modality, each in plans(record).items():
        told = {cite.statement for step in each.steps for cite in step.cites}
        told |= {cite.statement for device in each.devices for cite in device.cites}
        told |= {cite.statement for session in each.sessions for cite in session.cites}
        excused = {one.statement for one in each.left}
        assert told | excused >= STATEMENTS
        assert not told & excused
        if each.complete:
            needed = {"biliary.state", "liver.cirrhosis", "plan.crisis_prophylaxis"}
            needed |= {"shunt.lung_shunt_fraction"} if modality in RADIOEMBOLIC else {"vessels.portal_vein"}
            assert not needed & gone


@given(st.fixed_dictionaries({}, optional={key: figure(key) for key in NUMBERS}))
def test_no_figure_a_chart_may_hold_brings_a_plan_down(figures: dict) -> None:
    try:
        record = chart(figures)
    except ChartError:
        return
    found = plans(record)
    json.dumps(as_json(found), allow_nan=False)
    for each in found.values():
        for method in each.activity.methods if each.activity else ():
            assert method.plan is not None or method.state in ("not computable", "not applicable", "exceeds")


@given(st.floats(0.0, 0.6), st.floats(0.3, 2.0))
def test_an_activity_called_within_keeps_every_limit(shunt: float, lung_kg: float) -> None:
    """The oracle is the closed form of the partition model, written out here."""
    found = plans(chart({"shunt.lung_shunt_fraction": shunt, "y90.lung_mass_kg": lung_kg}))
    for modality in RADIOEMBOLIC:
        for method in found[modality].activity.methods if found[modality].activity else ():
            if method.state == "within" and isinstance(method.plan.delivered, Activity):
                amount = method.plan.delivered.gbq
                normal = 49.67 * amount * (1 - shunt) / ((0.625 + 4.1 * 0.525) * 1.05)
                assert normal <= 40 * (1 + 1e-9)
                assert 49.67 * amount * shunt / lung_kg <= 30 * (1 + 1e-9)


def test_the_list_of_statements_is_the_one_that_ships() -> None:
    rows = csv.DictReader(knowledge().joinpath("statements.csv").read_text("utf-8").splitlines())
    assert {row["id"] for row in rows} >= STATEMENTS


@pytest.mark.parametrize("key", FACTS)
def test_each_fact_alone_may_be_missing(key: str) -> None:
    try:
        record = chart(without=(key,))
    except ChartError:
        pytest.skip("the chart contradicts itself without it")
    assert plans(record)
