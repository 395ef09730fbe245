"""Lung shunt: fractions only, two definitions, and a Poisson interval that is checked against drawn counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import LungShunt, Region, TumourLungShunt, View, planar_shunt

COVERAGE_SLACK = 0.02  # of 95 %, over 2000 drawn scans: three standard errors are 0.015
INTERVAL_AGREEMENT = 0.03  # relative, closed form against drawn counts


def region(a: float, p: float, *, pixels: int = 1000, background: float = 0.0) -> Region:
    return Region(
        anterior=View(counts=a, pixels=pixels, background_counts=background, background_pixels=500),
        posterior=View(counts=p, pixels=pixels, background_counts=background, background_pixels=500),
    )


def test_hand_check() -> None:
    # lung sqrt(4000 * 9000) = 6000; liver sqrt(90000 * 160000) = 120000; 6000 / 126000 = 0.0476
    found = planar_shunt(lung=region(4000, 9000), liver=region(90_000, 160_000))
    assert found.fraction == pytest.approx(6000 / 126_000)
    assert found.method == "planar"


def test_background_is_scaled_to_the_size_of_the_region() -> None:
    # 200 counts in 500 background pixels are 400 in 1000: lung nets 4000 and 9000 as above
    found = planar_shunt(lung=region(4400, 9400, background=200), liver=region(90_000, 160_000))
    assert found.fraction == pytest.approx(6000 / 126_000)


@given(st.floats(50, 1e5), st.floats(50, 1e5), st.floats(1e3, 1e6), st.floats(1e3, 1e6))
def test_interval_contains_the_point(a: float, p: float, b: float, q: float) -> None:
    found = planar_shunt(lung=region(a, p), liver=region(b, q))
    assert 0 < found.low < found.fraction < found.high < 1


@given(st.floats(100, 1e4), st.floats(4, 100))
def test_more_counts_narrow_the_interval(counts: float, more: float) -> None:
    few = planar_shunt(lung=region(counts, counts), liver=region(10 * counts, 10 * counts))
    many = planar_shunt(lung=region(counts * more, counts * more), liver=region(10 * counts * more, 10 * counts * more))
    assert many.high - many.low < few.high - few.low
    assert many.fraction == pytest.approx(few.fraction)


def test_variance_of_a_small_background_region_counts_more() -> None:
    # 300 counts and a background of 50 in a fifth of the size: net 300 - 250 = 50, variance 300 + 50 * 5^2 = 1550
    view = View(counts=300, pixels=1000, background_counts=50, background_pixels=200)
    assert (view.net, view.variance) == (50, 1550)


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    # oracle: 2000 scans drawn with numpy's Poisson generator around a true shunt of 150/1650
    import numpy as np

    rng = np.random.default_rng(7)
    truth, hits = 150 / 1650, 0
    for _ in range(2000):
        la, lp, ba, bp = rng.poisson((250, 190, 200, 80))
        ha, hp = rng.poisson((1500, 1500))
        lung = Region(
            anterior=View(counts=la, pixels=100, background_counts=ba, background_pixels=200),
            posterior=View(counts=lp, pixels=100, background_counts=bp, background_pixels=200),
        )
        found = planar_shunt(lung=lung, liver=region(ha, hp))
        hits += found.low <= truth <= found.high
    assert hits / 2000 == pytest.approx(0.95, abs=COVERAGE_SLACK)


def test_interval_width_agrees_with_drawn_counts() -> None:
    import numpy as np

    rng = np.random.default_rng(11)
    la, lp, ha, hp = (rng.poisson(mean, 200_000) for mean in (900, 1600, 20_000, 30_000))
    lung, liver = np.sqrt(la * lp), np.sqrt(ha * hp)
    low, high = np.quantile(lung / (lung + liver), (0.025, 0.975))
    found = planar_shunt(lung=region(900, 1600), liver=region(20_000, 30_000))
    assert found.high - found.low == pytest.approx(high - low, rel=INTERVAL_AGREEMENT)


def test_a_lung_not_above_background_is_zero_with_an_upper_end() -> None:
    found = planar_shunt(lung=region(90, 110, background=50), liver=region(10_000, 10_000))
    assert (found.fraction, found.low) == (0.0, 0.0)
    # front: net 90 - 100 < 0, at most 1.96 sqrt(90 + 50 * 4) = 33.38; back: net 10, at most 10 + 1.96 sqrt(310) = 44.51
    # sqrt(33.38 * 44.51) = 38.54 against 10,000 in the liver: 0.00384
    assert found.high == pytest.approx(38.54 / 10_038.54, rel=1e-3)


def test_a_liver_not_above_background_tells_nothing() -> None:
    with pytest.raises(ValueError, match="swapped"):
        planar_shunt(lung=region(100, 100), liver=region(100, 100, background=100))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (4.2, r"did you mean 0\.042"),
        (1.0, r"did you mean 0\.01"),
        (100, "did you mean 1"),
        (-0.01, "negative"),
        (math.nan, "between 0 and 1"),
    ],
)
def test_a_percentage_is_refused(value: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LungShunt(fraction=value, method="planar")


@pytest.mark.parametrize(
    ("low", "high", "words"), [(0.05, 0.06, "outside"), (0.01, None, "both ends"), (0.03, 6.0, "did you mean")]
)
def test_an_impossible_interval_is_refused(low, high, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LungShunt(fraction=0.04, method="planar", low=low, high=high)


def test_tumour_only_shunt_is_another_definition() -> None:
    # tumour 45, normal 50, lung 5 of 100: tumour-only 5/50 = 0.10, of all 0.05; the tumour holds 45/95 of the liver
    found = TumourLungShunt(fraction=0.10).of_all(tumour_share=45 / 95)
    assert found.fraction == pytest.approx(0.05)
    with pytest.raises(ValueError, match="share"):
        TumourLungShunt(fraction=0.10).of_all(tumour_share=45)
    with pytest.raises(ValueError, match="did you mean"):
        TumourLungShunt(fraction=10)


def test_a_region_must_have_been_drawn() -> None:
    with pytest.raises(ValueError, match="no pixel"):
        View(counts=10, pixels=0)
    with pytest.raises(ValueError, match="negative"):
        View(counts=-1, pixels=1)


def test_planar_values_carry_their_caution() -> None:
    assert "overestimate" in LungShunt(fraction=0.04, method="planar").caution
    assert LungShunt(fraction=0.04, method="spect_ct").caution is None
