"""Activity for a patient: hand arithmetic beside the room's own, and what is missing is asked for, never taken as zero."""

from datetime import date

import pytest

from seldinger.planning import planned_lung_dose_gy
from seldinger.selection.overlay import read_overlay
from tests.planning.charts import GLASS, RESIN, chart, plans

K = 49.67  # Gy kg/GBq
DENSITY = 1.05  # kg/L
PERFUSED, TUMOUR, LUNG, RATIO, SHUNT = 1.150 * DENSITY, 0.525 * DENSITY, 0.84, 4.1, 0.042
NORMAL = PERFUSED - TUMOUR
WEIGHTED = NORMAL + RATIO * TUMOUR
REL = 1e-9  # the same formula in another order


def method(record, modality, name: str):
    return plans(record)[modality].activity.of(name)


def dose(found, name: str) -> float:
    return found.plan.doses.of(name)


def test_mono_compartment_by_hand() -> None:
    found = method(chart(), GLASS, "mono-compartment")
    assert found.plan.delivered.gbq == pytest.approx(100 * PERFUSED / (K * (1 - SHUNT)), rel=REL)
    assert dose(found, "lung") == pytest.approx(K * found.plan.delivered.gbq * SHUNT / LUNG, rel=REL)


@pytest.mark.parametrize("modality", [GLASS, RESIN])
def test_partition_by_hand(modality) -> None:
    found = method(chart(), modality, "partition")
    amount = 40 * WEIGHTED / (K * (1 - SHUNT))  # the limit on normal liver binds
    assert found.plan.delivered.gbq == pytest.approx(amount, rel=REL)
    assert dose(found, "tumour") == pytest.approx(40 * RATIO, rel=REL)
    untreated = (1.850 - 0.703) * DENSITY - NORMAL
    assert dose(found, "whole normal liver") == pytest.approx(40 * NORMAL / (NORMAL + untreated), rel=REL)


def test_body_surface_by_hand() -> None:
    surface = 0.20247 * 1.68**0.725 * 66**0.425
    whole = method(chart(), RESIN, "body surface")
    lobe = method(chart(), RESIN, "modified body surface")
    assert whole.plan.delivered.gbq == pytest.approx((surface - 0.2 + 703 / 1850) * 1150 / 1850, rel=REL)
    assert lobe.plan.delivered.gbq == pytest.approx((surface - 0.2 + 525 / 1150) * 1150 / 1850, rel=REL)


def test_habit_is_marked_and_held_against_the_limits() -> None:
    found = method(chart(), RESIN, "empirical")
    assert found.plan.delivered.gbq == 2.5  # 703 of 1850 mL: 38 %
    assert found.state == "exceeds"
    assert found.plan.as_json()["basis"]["standing"] == "unverified, not for use"


def test_a_dose_wanted_is_held_against_the_normal_liver_too() -> None:
    found = method(chart(), RESIN, "mono-compartment")
    normal = K * (1 - SHUNT) * found.plan.delivered.gbq / WEIGHTED
    assert normal > 40
    assert found.state == "exceeds"
    assert f"{normal:.1f} Gy" in found.why


def test_where_the_normal_liver_cannot_be_told_a_limit_on_it_is_not_passed_over() -> None:
    found = method(chart(without=("y90.tumour_to_normal_ratio",)), RESIN, "mono-compartment")
    assert found.state == "not computable"
    assert "y90.tumour_to_normal_ratio" in found.ask


@pytest.mark.parametrize("modality", [GLASS, RESIN])
def test_a_missing_shunt_is_never_zero(modality) -> None:
    found = plans(chart(without=("shunt.lung_shunt_fraction",)))[modality]
    assert found.activity.computed == ()
    assert planned_lung_dose_gy(found) is None
    assert {each.state for each in found.activity.methods} <= {"not computable", "not applicable"}


MISSING = [
    ("y90.perfused_volume_ml", "partition"),
    ("y90.perfused_tumour_volume_ml", "partition"),
    ("y90.tumour_to_normal_ratio", "partition"),
    ("y90.target_perfused_gy", "mono-compartment"),
    ("y90.perfused_volume_ml", "mono-compartment"),
    ("person.height_cm", "body surface"),
    ("person.weight_kg", "modified body surface"),
    ("liver.volume_ml", "empirical"),
    ("liver.burden_by_lobe_ml", "body surface"),
]


@pytest.mark.parametrize(("key", "name"), MISSING)
def test_each_datum_that_is_missing_is_named(key: str, name: str) -> None:
    found = method(chart(without=(key,)), RESIN, name)
    assert found.state == "not computable"
    assert key in found.ask
    assert found.plan is None


def test_glass_without_a_limit_of_the_prescriber_is_not_planned_from_the_lung_alone() -> None:
    found = method(chart(without=("y90.normal_liver_limit_gy",)), GLASS, "partition")
    assert found.plan is None
    assert found.ask == ("y90.normal_liver_limit_gy",)


def test_for_resin_the_printed_limit_holds_beside_the_prescribers() -> None:
    strict = method(chart({"y90.normal_liver_limit_gy": 30}), RESIN, "partition")
    loose = method(chart({"y90.normal_liver_limit_gy": 90}), RESIN, "partition")
    assert dose(strict, "perfused normal liver") == pytest.approx(30, rel=REL)
    assert dose(loose, "perfused normal liver") == pytest.approx(40, rel=REL)


def test_a_tumour_larger_than_the_territory_is_refused_with_the_reason() -> None:
    found = method(chart({"y90.perfused_tumour_volume_ml": 1300}), RESIN, "partition")
    assert found.state == "not computable"
    assert "between 0 and the perfused volume" in found.why


EARLIER = [
    # lung dose before, sessions done, state of the check over all sessions
    (0, [], "within", "none before"),
    (45, [], "exceeds", "45 Gy before and 6 Gy now are more than 50 Gy"),
    (20, [], "within", "20 Gy before and 6 Gy now"),
]


@pytest.mark.parametrize(("before", "done", "state", "why"), EARLIER)
def test_lung_dose_counts_over_all_sessions(before, done, state, why) -> None:
    found = method(chart({"shunt.lung_dose_gy_before": before}), RESIN, "empirical")
    ever = next(each for each in found.plan.checks if each.limit.over == "all sessions")
    assert ever.state == state, why


def test_an_earlier_session_without_its_lung_dose_leaves_the_activity_open() -> None:
    session = [{"date": date(2025, 5, 5), "modality": "y90_resin", "territory": ["left"]}]
    record = chart({"history.liver_radiation": True}, without=("shunt.lung_dose_gy_before",), session=session)
    found = plans(record)[RESIN].activity
    assert found.of("partition").plan.as_json()["delivered_gbq"] is None
    assert not [each.name for each in found.methods if each.state == "within"]


def test_the_lung_limits_the_activity_when_the_shunt_is_large() -> None:
    found = method(chart({"shunt.lung_shunt_fraction": 0.3, "shunt.judged_significant": False}), GLASS, "partition")
    assert "lung" in found.plan.binding
    assert dose(found, "lung") == pytest.approx(30, rel=REL)


def test_a_planned_lung_dose_above_the_limit_reopens_the_judgement() -> None:
    heavy = {"shunt.lung_shunt_fraction": 0.19, "y90.lung_mass_kg": 0.3}
    each = plans(chart(heavy))[RESIN]
    assert planned_lung_dose_gy(each) > 30
    check = next(one for one in each.checks if one.id == "lung_dose")
    assert check.state == "exceeds"
    assert "reopens the judgement on the lung shunt" in check.says
    assert not each.complete


def test_a_centre_may_set_the_lung_limit_lower() -> None:
    departure = {
        "name": "lung",
        "reason": "fibrosis",
        "threshold": "shunts.lung_dose_session",
        "value": 5,
        "unit": "Gy",
    }
    own = read_overlay({"name": "centre", "departure": [departure]}, file="own.toml")
    each = plans(chart(), profile=own)[GLASS]
    assert dose(each.activity.of("partition"), "lung") == pytest.approx(5, rel=REL)
    assert planned_lung_dose_gy(each) == pytest.approx(5, rel=REL)


def test_the_spread_holds_the_point_and_names_what_varied() -> None:
    spread = method(chart(), RESIN, "partition").spread
    assert "lung shunt" in spread["drawn"]
    for row in spread["spreads"]:
        assert row["low"] < row["gy"] < row["high"]


def test_without_any_interval_there_is_no_spread() -> None:
    plain = {
        "y90.perfused_volume_ml": 1150,
        "y90.perfused_tumour_volume_ml": 525,
        "y90.tumour_to_normal_ratio": 4.1,
        "y90.lung_mass_kg": 0.84,
        "shunt.lung_shunt_fraction": 0.042,
    }
    assert method(chart(plain), RESIN, "partition").spread is None


def test_no_number_stands_where_a_target_is_asked_for() -> None:
    told = plans(chart())[GLASS].as_json()["activity"]["target"]
    assert told["answer"].startswith("There is no consensus dose target")


def test_dose_factor_half_life_and_edition_stand_on_every_sheet() -> None:
    told = plans(chart())[RESIN].as_json()["activity"]
    assert told["k_gy_kg_per_gbq"]["value"] == K
    assert told["half_life_h"]["value"] == 64.1
    assert told["product"]["edition"]
    assert {each["plan"]["basis"]["k_gy_kg_per_gbq"] for each in told["methods"] if each["plan"]} == {K}


def test_a_shunt_known_only_between_bounds_enters_with_the_upper_one() -> None:
    found = method(chart({"shunt.lung_shunt_fraction": {"low": 0.05, "high": 0.12}}), RESIN, "partition")
    assert dose(found, "lung") == pytest.approx(K * found.plan.delivered.gbq * 0.12 / LUNG, rel=REL)


def test_a_shunt_of_one_leaves_nothing_to_plan() -> None:
    assert plans(chart({"shunt.lung_shunt_fraction": 1}))[GLASS].activity.computed == ()
