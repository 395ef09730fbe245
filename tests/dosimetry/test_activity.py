"""Activity from limits: the least wins, earlier sessions count, and what is not known is asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.cite import read_threshold
from seldinger.dosimetry import (
    Basis,
    ConcentrationRatio,
    EarlierSession,
    Limit,
    LungShunt,
    NotComputable,
    Part,
    Split,
    Target,
    activity_for,
    check,
    empirical_activity,
    gbq,
    judge,
    lung_limits,
    lung_shunt_bound,
    normal_liver_limits,
    prepared,
)
from seldinger.dosimetry.bsa import EMPIRICAL
from seldinger.terms import Status

ROUNDING = 1e-9
FIRST = date(2025, 11, 3)


def split(lsf: float | None = 0.04, *, product: str | None = "resin", tumours: int = 1) -> Split:
    found = [
        Part(name=f"t{i}", role="tumour", kg=0.2 + 0.1 * i, uptake=ConcentrationRatio(value=3.0 + i))
        for i in range(tumours)
    ]
    shunt = None if lsf is None else LungShunt(fraction=lsf, method="spect_ct")
    normal = Part(name="normal", role="normal", kg=1.0)
    return Split(parts=(*found, normal), shunt=shunt, lung_kg=1.0, untreated_kg=0.5, product=product)


def limit(on: str, gy: float, *, over: str = "session", product: str | None = None, unit: str = "Gy") -> Limit:
    entry = {
        "value": gy,
        "unit": unit,
        "says": f"{on} at most {gy:g} Gy",
        "status": "local",
        "review_due": date(2027, 1, 1),
        "cites": [{"key": "house-floor", "at": "test"}],
    }
    return Limit(on=on, source=read_threshold(f"test.{on}_{gy:g}", entry), over=over, product=product)


@given(st.floats(0.001, 0.5), st.floats(5, 200))
def test_activity_from_a_limit_gives_that_limit_back(lsf: float, gy: float) -> None:
    plan = activity_for(split(lsf).dose_per_gbq(), (limit("normal", gy),), given=())
    assert plan.doses.of("normal") == pytest.approx(gy, rel=ROUNDING)
    assert plan.checks[0].state == "within"


@given(st.floats(0.001, 0.5))
def test_the_least_activity_wins_and_is_named(lsf: float) -> None:
    limits = (limit("normal", 40), limit("lung", 30))
    plan = activity_for(split(lsf).dose_per_gbq(), limits, given=())
    each = [activity_for(split(lsf).dose_per_gbq(), (one,), given=()) for one in limits]
    least = min(each, key=lambda p: p.delivered)
    assert plan.delivered == least.delivered
    assert plan.binding == least.binding
    assert {one.state for one in plan.checks} == {"within"}


def test_a_target_below_every_limit_sets_the_activity() -> None:
    # 60 Gy to a tumour that gets 89.406 Gy/GBq: 0.671 GBq; the limit of 40 Gy to normal would allow 1.342
    plan = activity_for(
        split().dose_per_gbq(), normal_liver_limits("resin"), given=(), target=Target(on="tumour", gy=60)
    )
    assert plan.delivered.gbq == pytest.approx(60 / 89.406)
    assert "target" in plan.binding


def test_a_target_beyond_a_limit_is_not_reached_and_the_limit_is_named() -> None:
    plan = activity_for(
        split().dose_per_gbq(), normal_liver_limits("resin"), given=(), target=Target(on="tumour", gy=200)
    )
    assert plan.doses.of("t0") == pytest.approx(120.0)
    assert "normal liver" in plan.binding


def test_with_several_tumours_the_coldest_one_must_reach_the_target() -> None:
    plan = activity_for(split(tumours=3).dose_per_gbq(), (), given=(), target=Target(on="tumour", gy=100))
    assert plan.doses.of("t0") == pytest.approx(100)
    assert plan.doses.of("t2") == pytest.approx(100 * 5 / 3)


def test_cumulative_lung_dose_counts_earlier_sessions_of_any_product() -> None:
    # 50 over all sessions, 22 + 15 given: 13 left; 13 / 1.9868 = 6.543 GBq. A single session would allow 30 / 1.9868.
    given = (
        EarlierSession(on=FIRST, product="glass", lung_gy=22.0),
        EarlierSession(on=date(2026, 2, 2), product="resin", lung_gy=15.0),
    )
    plan = activity_for(split().dose_per_gbq(), lung_limits(), given=given)
    assert plan.delivered.gbq == pytest.approx(13 / 1.9868, rel=1e-4)
    assert "all sessions" in plan.binding
    total = next(one for one in plan.checks if one.limit.over == "all sessions")
    assert (total.before_gy, total.gy) == (37.0, pytest.approx(50.0))


@given(st.floats(0.1, 3), st.floats(0.1, 3))
def test_two_sessions_against_the_cumulative_limit_are_their_sum(first: float, second: float) -> None:
    per_gbq = split().dose_per_gbq()
    before = (EarlierSession(on=FIRST, product="resin", lung_gy=per_gbq.at(gbq(first)).of("lung")),)
    (apart,) = check(per_gbq.at(gbq(second)), lung_limits()[1:], given=before)
    (at_once,) = check(per_gbq.at(gbq(first + second)), lung_limits()[1:], given=())
    assert apart.gy == pytest.approx(at_once.gy, rel=ROUNDING)


def test_an_earlier_session_that_gave_the_lung_nothing_is_a_value() -> None:
    given = (EarlierSession(on=FIRST, product="resin", lung_gy=0.0, whole_normal_gy=0.0),)
    plan = activity_for(split().dose_per_gbq(), lung_limits(), given=given)
    assert plan.delivered.gbq == pytest.approx(30 / 1.9868, rel=1e-4)


def test_nothing_is_left_when_the_limit_has_been_used_up() -> None:
    given = (EarlierSession(on=FIRST, product="resin", lung_gy=55.0),)
    plan = activity_for(split().dose_per_gbq(), lung_limits(), given=given)
    assert plan.delivered == gbq(0)
    assert [one.state for one in plan.checks] == ["within", "exceeds"]


def test_a_missing_shunt_gives_no_activity_and_names_the_datum() -> None:
    plan = activity_for(split(None).dose_per_gbq(), (*lung_limits(), *normal_liver_limits("resin")), given=())
    assert isinstance(plan.delivered, NotComputable)
    assert "lung shunt fraction (MAA scan)" in plan.delivered.ask
    assert plan.at_most is None
    assert plan.doses is None
    assert {one.state for one in plan.checks} == {"not computable"}
    found = plan.as_json()
    assert (found["delivered_gbq"], found["at_most_gbq"]) == (None, None)
    assert found["ask"] == ["lung shunt fraction (MAA scan)"]


def test_unknown_earlier_sessions_leave_an_upper_bound_but_no_activity() -> None:
    plan = activity_for(split().dose_per_gbq(), (*lung_limits(), *normal_liver_limits("resin")), given=None)
    assert isinstance(plan.delivered, NotComputable)
    assert plan.at_most.gbq == pytest.approx(1.342, abs=5e-4)
    assert any("earlier radioembolizations" in each for each in plan.delivered.ask)


def test_an_earlier_session_without_its_lung_dose_is_asked_for() -> None:
    given = (EarlierSession(on=FIRST, product="glass"),)
    plan = activity_for(split().dose_per_gbq(), lung_limits(), given=given)
    assert plan.delivered.ask == ("lung dose of the glass session of 2025-11-03",)


def test_liver_gray_of_two_products_are_not_added() -> None:
    whole = limit("whole_normal", 50, over="all sessions")
    same = (EarlierSession(on=FIRST, product="resin", whole_normal_gy=10.0),)
    other = (EarlierSession(on=FIRST, product="glass", whole_normal_gy=10.0),)
    doses = split().dose_per_gbq().at(gbq(1))
    assert check(doses, (whole,), given=same)[0].gy == pytest.approx(10 + 29.802 / 1.5, rel=1e-4)
    assert check(doses, (whole,), given=other)[0].state == "not computable"


def test_a_limit_of_one_product_is_refused_for_the_other() -> None:
    with pytest.raises(ValueError, match="not interchangeable"):
        activity_for(split(product="glass").dose_per_gbq(), normal_liver_limits("resin"), given=())
    assert normal_liver_limits("glass") == ()


def test_a_compartment_that_was_not_told_apart_is_asked_for() -> None:
    whole = Split(
        parts=(Part(name="lobe", role="perfused", kg=1.0),),
        shunt=LungShunt(fraction=0.05, method="as_given"),
        product="resin",
    )
    plan = activity_for(whole.dose_per_gbq(), normal_liver_limits("resin"), given=())
    assert plan.delivered.ask == ("mass of normal liver apart",)


def test_no_shunt_at_all_lets_the_lung_limit_nothing() -> None:
    plan = activity_for(split(0.0).dose_per_gbq(), (*lung_limits(), *normal_liver_limits("resin")), given=())
    assert "normal liver" in plan.binding
    assert {one.state for one in plan.checks} == {"within"}
    alone = activity_for(split(0.0).dose_per_gbq(), lung_limits(), given=())
    assert isinstance(alone.delivered, NotComputable)  # nothing bounds it


@pytest.mark.parametrize(("gy", "state"), [(39.999, "within"), (40.0, "within"), (40.001, "exceeds")])
def test_boundary_of_a_limit(gy: float, state: str) -> None:
    doses = split().dose_per_gbq().at(gbq(gy / 29.802))
    assert check(doses, normal_liver_limits("resin"), given=())[0].state == state


def test_an_activity_by_habit_is_judged_and_keeps_its_own_basis() -> None:
    # 2.0 GBq by tumour burden: normal 59.6 Gy against 40, lung 3.97 against 30
    habit = empirical_activity(tumour_l=0.2, liver_l=1.7)
    plan = judge(
        habit.activity,
        split().dose_per_gbq(),
        (*lung_limits(), *normal_liver_limits("resin")),
        given=(),
        basis=habit.basis,
        residual=0.03,
    )
    assert [one.state for one in plan.checks] == ["within", "within", "exceeds"]
    assert plan.binding is None
    assert plan.basis.method is EMPIRICAL
    assert plan.basis.standing == "unverified, not for use"
    assert plan.prepared.gbq == pytest.approx(2.0 / 0.97)
    assert plan.as_json()["doses_by"] == "partition model"


def test_an_activity_chosen_for_the_other_product_is_refused() -> None:
    basis = Basis(method=EMPIRICAL, product="resin")
    with pytest.raises(ValueError, match="chosen for resin"):
        judge(gbq(1), split(product="glass").dose_per_gbq(), (), given=(), basis=basis)


def test_residual_divides_and_an_unknown_one_is_asked_for() -> None:
    assert prepared(gbq(1.0), 0.20).gbq == pytest.approx(1.25)
    assert isinstance(prepared(gbq(1.0), None), NotComputable)
    with pytest.raises(ValueError, match=r"did you mean 0\.03"):
        prepared(gbq(1.0), 3)


@given(st.floats(0.001, 0.6), st.floats(5, 60), st.floats(10, 120))
def test_shunt_bound_is_where_the_binding_limit_changes(lsf: float, lung: float, normal: float) -> None:
    case = split(lsf)
    plan = activity_for(case.dose_per_gbq(), (limit("lung", lung), limit("normal", normal)), given=())
    bound = lung_shunt_bound(case, lung_gy=lung, normal_gy=normal)
    if abs(lsf - bound.fraction) > ROUNDING:
        assert plan.binding.startswith("lung") == bound.lung_limits == (lsf > bound.fraction)


def test_shunt_bound_without_a_shunt_is_a_bound_only() -> None:
    assert lung_shunt_bound(split(None), lung_gy=30, normal_gy=40).lung_limits is None
    with pytest.raises(ValueError, match="positive"):
        lung_shunt_bound(split(), lung_gy=0, normal_gy=40)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: activity_for(split().dose_per_gbq(), (), given=()), "neither a limit nor a target"),
        (lambda: limit("tumour", 100, over="all sessions"), "do not add up"),
        (lambda: limit("lung", 30, unit="kg"), "not a dose limit"),
        (lambda: limit("lung", 0), "not a dose limit"),
        (lambda: EarlierSession(on=FIRST, product="resin", lung_gy=-1.0), "negative"),
        (lambda: activity_for(split().dose_per_gbq(), (), given=(), target=Target(on="tumour", gy=0)), "positive"),
    ],
)
def test_impossible_questions_are_refused(call, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_every_plan_carries_its_birth_certificate() -> None:
    plan = activity_for(split().dose_per_gbq(), (*lung_limits(), *normal_liver_limits("resin")), given=())
    basis = plan.as_json()["basis"]
    assert (basis["k_gy_kg_per_gbq"], basis["half_life_h"]) == (49.67, 64.1)
    assert (basis["method"], basis["product"]) == ("partition model", "resin")
    assert "not a medical device" in basis["note"]
    assert {each["key"] for each in basis["cites"]} >= {"vanroekel-thesis", "kao2013", "levillain2021", "icrp107"}
    assert basis["statuses"]["shunts.lung_dose_session"] == plan.checks[0].limit.source.status
    assert basis["standing"] == Status.SECONDARY  # the lung limits were read in another work than their own
    alone = activity_for(split().dose_per_gbq(), normal_liver_limits("resin"), given=())
    assert alone.basis.standing == Status.READ
    for one in plan.as_json()["checks"]:
        assert one["cites"]
        assert one["status"]
