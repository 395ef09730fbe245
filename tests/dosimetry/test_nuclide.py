"""Activities with their unit, constants with their origin, decay forward and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    DOSE_FACTORS,
    HALF_LIFE,
    HALF_LIVES,
    MAX_RANGE,
    MEAN_RANGE,
    Activity,
    DoseFactor,
    HalfLife,
    decayed,
    dose_factor,
    fraction_decayed,
    gbq,
    hours_to_lose,
    mbq,
    mci,
)
from seldinger.terms import Status

ROUNDING = 1e-12
amounts = st.floats(1e-3, 50)


def test_units_of_activity() -> None:
    # 3 GBq is 81 mCi on the glass insert; 1 mCi is 37 MBq by definition
    assert round(gbq(3).mci) == 81
    assert mci(1).mbq == pytest.approx(37.0)
    assert mbq(1500) == gbq(1.5)
    assert gbq(2).bq == 2e9


@given(amounts)
def test_millicurie_there_and_back(amount: float) -> None:
    assert mci(gbq(amount).mci).gbq == pytest.approx(amount, rel=ROUNDING)


@pytest.mark.parametrize(
    "use", [lambda: gbq(1) + 1.0, lambda: gbq(3) - 1, lambda: gbq(1).over(2.0), lambda: gbq(1) < 2]
)
def test_a_bare_number_is_refused(use) -> None:
    with pytest.raises(TypeError, match="needs its unit"):
        use()


def test_decay_refuses_a_bare_number() -> None:
    with pytest.raises(TypeError, match=r"gbq\(3.0\)"):
        decayed(3.0, hours=1)


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_impossible_activity_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite and not negative"):
        gbq(value)


def test_sums_and_comparisons() -> None:
    assert gbq(1) + mbq(500) == gbq(1.5)
    assert (gbq(3) - gbq(1)).gbq == 2
    assert max(gbq(1), mci(30)) == mci(30)  # 30 mCi = 1.11 GBq
    assert Activity(gbq=1) <= gbq(1)
    with pytest.raises(ValueError, match="zero"):
        gbq(1).over(gbq(0))


@given(amounts, st.floats(-500, 500))
def test_decay_forward_and_back(amount: float, hours: float) -> None:
    assert decayed(decayed(gbq(amount), hours=hours), hours=-hours).gbq == pytest.approx(amount, rel=ROUNDING)


@given(amounts, st.floats(0, 300), st.floats(0, 300))
def test_decay_in_two_steps_is_decay_in_one(amount: float, first: float, second: float) -> None:
    twice = decayed(decayed(gbq(amount), hours=first), hours=second)
    assert twice.gbq == pytest.approx(decayed(gbq(amount), hours=first + second).gbq, rel=ROUNDING)


@given(st.floats(0, 0.999))
def test_time_to_lose_a_fraction_loses_that_fraction(lost: float) -> None:
    assert fraction_decayed(hours_to_lose(lost)) == pytest.approx(lost, abs=1e-9)


def test_half_is_left_after_a_half_life() -> None:
    assert decayed(gbq(2), hours=HALF_LIFE.hours).gbq == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fraction_decayed(-1), "negative"),
        (lambda: hours_to_lose(1.0), "fraction"),
        (lambda: hours_to_lose(5), "fraction"),
        (lambda: decayed(gbq(1), hours=float("nan")), "finite"),
    ],
)
def test_impossible_times_are_refused(call, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_a_factor_in_another_unit_is_refused() -> None:
    # 49.67 Gy kg/GBq is 49.67e-3 Gy kg/MBq, and 1.84 Gy kg/mCi; all three are in use
    for value in (0.04967, 1.838, 49670.0, 15.87):
        with pytest.raises(ValueError, match="another nuclide"):
            DoseFactor(name="x", value=value, says="", status=Status.LOCAL, cites=())


def test_a_half_life_in_days_is_refused() -> None:
    with pytest.raises(ValueError, match="days"):
        HalfLife(name="x", hours=2.67, says="", status=Status.LOCAL, cites=())


def test_every_constant_has_a_source() -> None:
    for each in (*DOSE_FACTORS, HALF_LIFE, MAX_RANGE, MEAN_RANGE):
        assert each.cites
        assert each.status is Status.READ
    assert {cite.statement for cite in (*MEAN_RANGE.cites, *HALF_LIFE.cites)} >= {"A50", "A54"}


def test_half_lives_in_print_differ_by_less_than_the_dose_factors() -> None:
    # 64.04 to 64.2 h is 0.25 %, the factors 1.25 %; the one that nobody has read is marked
    assert [each.hours for each in HALF_LIVES] == [64.1, 64.2, 64.04]
    assert [each.status for each in HALF_LIVES] == [Status.READ, Status.READ, Status.UNVERIFIED]
    assert all(each.cites for each in HALF_LIVES)


@pytest.mark.parametrize(("energy", "hours"), [(0.0, 64.1), (0.9367, 0.0), (-0.9, 64.1)])
def test_a_dose_factor_of_nothing_is_refused(energy: float, hours: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        dose_factor(energy_mev=energy, half_life_h=hours)
