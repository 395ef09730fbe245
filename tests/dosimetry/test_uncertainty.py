"""Spread of the doses: deterministic, around the point, and equal to what theory gives where theory is easy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    ConcentrationRatio,
    LungShunt,
    NotComputable,
    Part,
    Split,
    gbq,
    lung_limits,
    normal_liver_limits,
    propagate,
)

SAMPLING = 0.01  # relative, quantiles of 100,000 draws
ROUNDING = 1e-9
Z = 1.959963984540054


def split(*, mass_sd=0.1, shunt=(0.03, 0.05), ratio=(2.0, 4.5), untreated=0.5) -> Split:
    tumour = Part(
        name="tumour",
        role="tumour",
        kg=0.2,
        kg_rel_sd=mass_sd,
        uptake=ConcentrationRatio(value=3.0, low=ratio[0], high=ratio[1]),
    )
    normal = Part(name="normal", role="normal", kg=1.0, kg_rel_sd=mass_sd)
    lsf = LungShunt(fraction=0.04, method="planar", low=shunt[0], high=shunt[1])
    return Split(parts=(tumour, normal), shunt=lsf, lung_kg=0.8, untreated_kg=untreated, product="resin")


def test_the_same_seed_gives_the_same_numbers() -> None:
    once, again = (propagate(split(), gbq(1.3), draws=5000) for _ in range(2))
    assert once == again
    assert propagate(split(), gbq(1.3), draws=5000, seed=2) != once


@given(
    st.floats(0.01, 0.15),
    st.floats(0.005, 0.15),
    st.floats(1.05, 1.5),
    st.floats(0.5, 10),
    st.floats(0.1, 10),
)
def test_interval_contains_the_point(sd: float, lsf: float, wide: float, ratio: float, amount: float) -> None:
    parts = (
        Part(
            name="t",
            role="tumour",
            kg=0.3,
            kg_rel_sd=sd,
            uptake=ConcentrationRatio(value=ratio, low=ratio / wide, high=ratio * wide),
        ),
        Part(name="n", role="normal", kg=1.1, kg_rel_sd=sd),
    )
    shunt = LungShunt(fraction=lsf, method="spect_ct", low=lsf / wide, high=lsf * wide)
    case = Split(parts=parts, shunt=shunt, untreated_kg=0.4)
    for each in propagate(case, gbq(amount), draws=2000, lung_kg_rel_sd=sd).spreads:
        assert each.low < each.point < each.high
        assert each.low < each.median < each.high


def test_lung_spread_agrees_with_the_log_normal_law() -> None:
    # oracle: with the shunt held, lung dose is k A LSF / m and m log-normal, so its quantiles are known in closed form
    held = split(shunt=(0.0, 0.05))  # an interval down to zero cannot be drawn on the logit: held, and said so
    found = propagate(held, gbq(1.0), lung_kg_rel_sd=0.2)
    half = math.exp(Z * math.sqrt(math.log1p(0.2**2)))
    lung = found.of("lung")
    assert lung.low == pytest.approx(lung.point / half, rel=SAMPLING)
    assert lung.high == pytest.approx(lung.point * half, rel=SAMPLING)
    assert "lung shunt" in found.held


def test_shunt_interval_comes_back_as_lung_interval() -> None:
    # oracle: with the lung mass held at 0.8 kg, lung dose is k A LSF / 0.8, so the interval is that of the shunt;
    # the logit-normal is symmetric about the point only nearly, hence ends that are symmetric on the logit
    logit = lambda p: math.log(p / (1 - p))  # noqa: E731
    high = 1 / (1 + math.exp(-(2 * logit(0.04) - logit(0.03))))
    found = propagate(split(shunt=(0.03, high)), gbq(1.0)).of("lung")
    assert found.low == pytest.approx(49.67 * 0.03 / 0.8, rel=SAMPLING)
    assert found.high == pytest.approx(49.67 * high / 0.8, rel=SAMPLING)


def test_without_any_interval_nothing_spreads_and_all_is_named() -> None:
    tumour = Part(name="tumour", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0))
    normal = Part(name="normal", role="normal", kg=1.0)
    case = Split(parts=(tumour, normal), shunt=LungShunt(fraction=0.04, method="as_given"), lung_kg=1.0)
    found = propagate(case, gbq(1.0), draws=1000)
    assert found.drawn == ()
    assert set(found.held) == {"lung shunt", "mass of tumour", "mass of normal", "uptake of tumour", "lung mass"}
    for each in found.spreads:
        assert each.low == pytest.approx(each.point, rel=ROUNDING)
        assert each.high == pytest.approx(each.point, rel=ROUNDING)


def test_odds_of_exceeding_a_limit() -> None:
    # at the activity whose point dose to normal liver is the limit, about half of the draws exceed it
    limits = (*normal_liver_limits("resin"), *lung_limits()[:1])
    found = propagate(split(), gbq(40 / 29.802), limits=limits)
    liver, lung = found.odds
    assert liver.exceeds == pytest.approx(0.5, abs=0.05)
    assert lung.exceeds == 0.0  # 3.3 Gy against 30


def test_dose_is_linear_in_activity_draw_by_draw() -> None:
    one, two = (propagate(split(), gbq(a), draws=2000) for a in (1.0, 2.0))
    for name in ("tumour", "normal", "whole normal liver", "lung"):
        assert two.of(name).high == pytest.approx(2 * one.of(name).high, rel=ROUNDING)


def test_a_missing_shunt_is_not_computable() -> None:
    case = Split(parts=split().parts, shunt=None)
    found = propagate(case, gbq(1))
    assert isinstance(found, NotComputable)
    assert "lung shunt" in str(found)


def test_a_row_that_cannot_be_told_has_no_spread() -> None:
    found = propagate(split(untreated=None), gbq(1), draws=1000)
    with pytest.raises(KeyError, match="normal"):
        found.of("whole normal liver")


def test_quantiles_agree_with_numpy() -> None:
    import numpy as np

    from seldinger.dosimetry.uncertainty import _quantile

    values = np.sort(np.random.default_rng(5).gamma(2.0, size=1001))
    for p in (0.0, 0.025, 0.5, 0.9755, 1.0):
        assert _quantile(values, p) == pytest.approx(float(np.quantile(values, p)), rel=1e-12)


def test_a_number_of_draws_must_be_one() -> None:
    with pytest.raises(ValueError, match="draws"):
        propagate(split(), gbq(1), draws=0)


def test_ratio_interval_comes_back_as_tumour_interval() -> None:
    # oracle: masses and shunt held, tumour dose k A (1 - LSF) u / (m_N + u m_T) rises with u alone, so its
    # interval is that of u; 3.0 is the geometric mean of 2.0 and 4.5, hence the median of the log-normal
    found = propagate(split(mass_sd=None, shunt=(0.0, 0.05)), gbq(1.0)).of("tumour")
    low, high = (49.67 * 0.96 * u / (1.0 + u * 0.2) for u in (2.0, 4.5))
    assert found.low == pytest.approx(low, rel=SAMPLING)
    assert found.high == pytest.approx(high, rel=SAMPLING)


def test_mass_spread_comes_back_as_dose_spread() -> None:
    # oracle: one part alone gets k A (1 - LSF) / m, so 10 % on the mass is 10 % on the dose
    part = Part(name="lobe", role="perfused", kg=1.3, kg_rel_sd=0.1)
    case = Split(parts=(part,), shunt=LungShunt(fraction=0.04, method="as_given"), lung_kg=0.8)
    found = propagate(case, gbq(2.0)).of("lobe")
    half = math.exp(Z * math.sqrt(math.log1p(0.1**2)))
    assert found.low == pytest.approx(49.67 * 2 * 0.96 / 1.3 / half, rel=SAMPLING)
    assert found.high == pytest.approx(49.67 * 2 * 0.96 / 1.3 * half, rel=SAMPLING)
