"""Activity for a patient: hand arithmetic beside the room's own, and what is missing is asked for, never taken as zero."""

from datetime import date

import pytest

from seldinger.dosimetry import NotComputable
from seldinger.planning import masses, planned_lung_dose_gy
from seldinger.planning.situation import Chart
from seldinger.planning.step import told_gy
from seldinger.selection import load_profile
from seldinger.selection.overlay import read_overlay
from tests.planning.charts import GLASS, ON, RESIN, chart, plans

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


@pytest.mark.parametrize("bounds", [{"low": 0.05, "high": 0.12}, {"below": 0.2}])
def test_a_shunt_known_only_between_bounds_gives_no_activity_and_is_asked_for(bounds) -> None:
    """The upper bound would be safe for the lung only: with less shunt the liver gets more than its limit.

    By hand, shunt below 0.2: 40 Gy at 0.2 become 40 * (1 - 0) / (1 - 0.2) = 50 Gy at 0.
    """
    each = plans(chart({"shunt.lung_shunt_fraction": bounds}))[RESIN]
    assert each.activity.computed == ()
    assert not each.complete
    assert "Lung shunt fraction" in each.as_json()["missing"]


def test_a_shunt_of_one_leaves_nothing_to_plan() -> None:
    assert plans(chart({"shunt.lung_shunt_fraction": 1}))[GLASS].activity.computed == ()


def test_the_shunt_bound_goes_by_the_strictest_limit_on_the_normal_liver() -> None:
    """LSF* = a / (1 + a), a = D_lung m_lung / (D_normal weighted mass): the prescriber's 25 Gy, not the printed 40."""
    a = 30 * LUNG / (25 * WEIGHTED)
    bound = plans(chart({"y90.normal_liver_limit_gy": 25}))[RESIN].activity.bound
    assert bound["fraction"] == pytest.approx(a / (1 + a), rel=REL)


BEFORE = [
    (0, 30, "none before: the limit of one session"),
    (35, 15, "15 Gy are left of 50"),
    (50, None, "nothing is left"),
]


@pytest.mark.parametrize(("before", "room", "why"), BEFORE)
def test_the_shunt_bound_counts_what_the_lung_got_before(before, room, why) -> None:
    bound = plans(chart({"shunt.lung_dose_gy_before": before}))[RESIN].activity.bound
    if room is None:
        assert bound is None, why
    else:
        a = room * LUNG / (40 * WEIGHTED)
        assert bound["fraction"] == pytest.approx(a / (1 + a), rel=REL), why


def test_the_normal_liver_is_as_uncertain_as_what_it_is_the_difference_of() -> None:
    """1150 mL at 5 % less 525 mL at 10 %: sqrt(57.5**2 + 52.5**2) = 77.9 mL of 625, 12.5 %, not 5 %."""
    found = masses.partition(Chart(record=chart(), on=ON, profile=load_profile("strictest")), "resin")
    normal = next(part for part in found.split.parts if part.role == "normal")
    assert normal.kg_rel_sd == pytest.approx(77.86 / 625, rel=1e-4)


def test_a_lung_mass_known_only_between_bounds_enters_with_the_lower_one() -> None:
    """A lighter lung gets more; taking the usual 1 kg instead would halve the dose."""
    found = method(chart({"y90.lung_mass_kg": {"low": 0.5, "high": 0.7}}), RESIN, "partition")
    assert dose(found, "lung") == pytest.approx(K * found.plan.delivered.gbq * SHUNT / 0.5, rel=REL)


UNFIT = [
    ({"y90.perfused_volume_ml": 1900}, "larger than the liver"),
    ({"y90.perfused_tumour_volume_ml": 750}, "than in the whole liver"),
]


@pytest.mark.parametrize(("facts", "words"), UNFIT)
def test_a_territory_that_does_not_fit_into_the_liver_is_said_and_leaves_the_whole_liver_open(facts, words) -> None:
    """The chart says 1850 mL of liver with 703 mL of tumour; what lies outside the territory is then nobody's figure."""
    found = method(chart(facts), RESIN, "partition")
    assert words in found.why
    assert isinstance(dose(found, "whole normal liver"), NotComputable)


def test_a_whole_liver_treatment_leaves_nothing_untreated_in_spite_of_rounding() -> None:
    facts = {
        "liver.burden_by_lobe_ml": {"right": 200.1, "left": 100.2},  # their sum is not 300.3 in binary
        "y90.perfused_tumour_volume_ml": 300.3,
        "y90.perfused_volume_ml": 1850,
    }
    found = method(chart(facts), RESIN, "partition")
    assert dose(found, "whole normal liver") == pytest.approx(dose(found, "perfused normal liver"), rel=REL)


def spheres(on: date, **more) -> dict:
    return {"date": on, "modality": "y90_resin", "territory": ["left"], **more}


def ever(record) -> str:
    found = method(record, RESIN, "empirical")
    return next(each.state for each in found.plan.checks if each.limit.over == "all sessions")


def test_a_lung_dose_charted_before_the_last_session_does_not_cover_it() -> None:
    done = [spheres(date(2026, 3, 2)), spheres(date(2026, 6, 1))]
    table = {"history.liver_radiation": True}
    for day, state in (
        (date(2026, 4, 1), "not computable"),
        (date(2026, 6, 1), "within"),
        (date(2026, 7, 1), "within"),
    ):
        before = {"shunt.lung_dose_gy_before": {"value": 5, "date": day}}
        assert ever(chart(table | before, session=done)) == state, day


def test_a_session_that_was_due_and_is_not_recorded_as_done_leaves_the_lung_open() -> None:
    planned = [spheres(date(2026, 9, 1), planned=True)]
    assert ever(chart(session=planned, without=("shunt.lung_dose_gy_before",))) == "not computable"
    assert ever(chart(session=[spheres(date(2026, 11, 16), planned=True)])) == "within", "it lies ahead"


def test_the_resin_label_bars_every_method_above_its_shunt() -> None:
    """The label: lung shunt above 20 % is a contraindication; exactly 20 % is not."""
    judged = {"value": False, "by": "Dr A", "date": ON}
    for shunt, barred in ((0.2, False), (0.21, True)):
        each = plans(chart({"shunt.lung_shunt_fraction": shunt, "shunt.judged_significant": judged}))[RESIN]
        assert ({one.state for one in each.activity.methods} == {"exceeds"}) is barred
        assert all(("label" in one.why) for one in each.activity.methods) is barred
        check = next(one for one in each.checks if one.id == "lung_shunt")
        assert check.state == ("exceeds" if barred else "within")
    assert not [one for one in plans(chart())[GLASS].checks if one.id == "lung_shunt"], "printed for resin"


def test_the_planned_lung_dose_is_held_against_all_sessions_too() -> None:
    """45 Gy before and 6.3 Gy now are below 30 in the session and above 50 over all of them."""
    each = plans(chart({"shunt.lung_dose_gy_before": 45}))[RESIN]
    checks = {one.id: one for one in each.checks}
    assert checks["lung_dose"].state == "within"
    assert checks["lung_dose_all_sessions"].state == "exceeds"
    assert not each.complete
    assert "Lung shunt significant, in the clinician's judgement" in each.as_json()["missing"]


def test_an_activity_that_nobody_could_hold_against_the_limits_does_not_complete_a_plan() -> None:
    """Body surface gives an activity, but without earlier sessions its lung dose over all of them is unknown."""
    gone = ("y90.tumour_to_normal_ratio", "shunt.lung_dose_gy_before", "history.liver_radiation")
    each = plans(chart(without=gone))[RESIN]
    assert each.activity.computed
    assert {one.state for one in each.activity.methods} == {"not computable"}
    assert not each.complete
    assert "Activity of the next session" in each.as_json()["missing"]


SHOWN = [
    (6.302, 30, "6.3"),
    (30.04, 30, "30.04"),  # not "30.0 Gy, above 30 Gy"
    (29.96, 30, "29.96"),
    (40.0001, 40, "40.0001"),
    (30.0, 30, "30.0"),
]


@pytest.mark.parametrize(("dose_gy", "limit", "words"), SHOWN)
def test_a_printed_dose_stays_on_its_side_of_the_limit(dose_gy, limit, words) -> None:
    assert told_gy(dose_gy, limit) == words


def test_each_exceeded_limit_is_named_once() -> None:
    """Printed and prescriber's limit are both 40 Gy; the sentence is not said twice."""
    assert method(chart(), RESIN, "mono-compartment").why.count("perfused normal liver") == 1


def test_residual_and_density_stand_with_their_sources() -> None:
    told = plans(chart())[GLASS].as_json()["activity"]
    assert told["expected_residual"]["value"] == 0.0061
    assert told["expected_residual"]["cites"][0]["key"] == "hoang2018"
    assert told["liver_density_kg_per_l"]["value"] == DENSITY


def test_what_is_printed_for_glass_says_so_for_resin() -> None:
    assert any(
        "printed for glass" in each for each in method(chart(), RESIN, "mono-compartment").plan.basis.assumptions
    )
    assert not any("glass" in each for each in method(chart(), GLASS, "mono-compartment").plan.basis.assumptions)


def test_a_ratio_below_one_is_pointed_out() -> None:
    assert "less than the normal liver" in method(chart({"y90.tumour_to_normal_ratio": 0.5}), RESIN, "partition").why
    assert method(chart(), RESIN, "partition").why == ""


def test_a_dose_wanted_held_against_no_limit_on_the_normal_liver_says_so() -> None:
    found = method(chart(without=("y90.normal_liver_limit_gy",)), GLASS, "mono-compartment")
    assert found.state == "within"
    assert "no limit on the normal liver is in force" in found.why


@pytest.mark.parametrize("end", [{"low95": 0.03}, {"high95": 0.06}])
def test_an_interval_that_lacks_an_end_is_left_out_and_said(end) -> None:
    found = method(chart({"shunt.lung_shunt_fraction": {"value": 0.042, **end}}), RESIN, "partition")
    assert "lung shunt" in found.spread["held"]
    assert "interval of the lung shunt fraction lacks an end" in found.why
