"""Forecasts against a brute-force quadrature written apart, and the laws of a predictive distribution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seldinger.stats import predictive
from seldinger.stats.posterior import COMMON, RARE, Prior, posterior_binomial_normal
from seldinger.stats.predictive import forecast_rate, predictive_counts, prior_share, probability_above
from tests.stats.brute_posterior import new_centre

QUANTILE = 0.003
PMF = 0.002
CASES = [
    ([6, 11, 9, 20], [14, 31, 12, 45], COMMON),
    ([0, 1, 0, 3], [17, 48, 21, 66], RARE),
    ([0, 0, 0], [16, 13, 40], RARE),
    ([14, 31], [14, 31], RARE),
    ([3], [20], COMMON),
    ([50, 52, 48, 51], [100, 100, 100, 100], COMMON),
]


@pytest.mark.parametrize(("y", "n", "prior"), CASES)
def test_quantiles_and_counts_agree_with_brute_force(y, n, prior):
    f = forecast_rate(y, n, prior=prior, patients=8)
    rates = [rate for _, rate in f.rate]
    nudged = [min(max(r + d, 1e-9), 1 - 1e-9) for r in rates for d in (-QUANTILE, QUANTILE)]
    below, pmf = new_centre(y, n, prior, 8, nudged)
    for (p, _), low, high in zip(f.rate, below[::2], below[1::2], strict=True):
        assert low <= p <= high
    np.testing.assert_allclose(f.counts, pmf, atol=PMF / 4)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=0, max_size=6), st.integers(1, 40))
def test_counts_sum_to_one_and_their_mean_is_m_times_the_mean_rate(pairs, m):
    f = forecast_rate([a for a, _ in pairs], [a + b for a, b in pairs], patients=m)
    assert sum(f.counts) == pytest.approx(1.0, abs=1e-12)
    assert f.counts_mean == pytest.approx(m * f.rate_mean, rel=1e-6)
    values = [rate for _, rate in f.rate]
    assert values == sorted(values)
    assert 0 <= f.prior_share <= 1


def test_no_spread_allowed_gives_the_pooled_binomial():
    f = forecast_rate([50, 100, 150], [500, 1000, 1500], prior=Prior(name="flat", mu_sd=10, tau_scale=1e-3))
    assert f.rate_mean == pytest.approx(0.1, abs=1e-3)
    low, high = f.interval()
    assert (low, high) == pytest.approx((0.0898, 0.1113), abs=1e-3)  # Clopper-Pearson of 300/3000


def test_more_rows_leave_less_to_the_prior():
    shares = [forecast_rate([5] * k, [20] * k).prior_share for k in (1, 4, 16)]
    assert shares[0] > shares[1] > shares[2]
    assert prior_share(posterior_binomial_normal([], []))[0] == pytest.approx(1.0, abs=1e-3)


def test_the_other_prior_stands_beside_and_is_narrower():
    f = forecast_rate([0, 1, 0], [17, 48, 21], prior=RARE)
    assert f.sensitivity.prior.tau_scale == 0.5
    assert f.sensitivity.interval()[1] < f.interval()[1]
    assert f.sensitivity.sensitivity is None


def test_a_wider_other_prior_is_not_taken_from_this_grid():
    assert forecast_rate([2], [9], other_tau_scale=2.0).sensitivity is None


def test_probability_above_the_median_is_one_half():
    post = posterior_binomial_normal([6, 11, 9], [14, 31, 12])
    median = dict(predictive.summarise(post, 5).rate)[0.5]
    assert probability_above(post, median) == pytest.approx(0.5, abs=1e-6)


def test_asking_for_more_patients_than_resolved_is_refused():
    post = posterior_binomial_normal([1], [9], most_patients=20)
    assert predictive_counts(post, 20).sum() == pytest.approx(1)
    with pytest.raises(ValueError, match="more"):
        predictive_counts(post, 21)


def test_the_same_question_is_answered_from_memory():
    assert forecast_rate([2, 3], [9, 9]) is forecast_rate((2, 3), (9, 9))
