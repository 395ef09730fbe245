"""The posterior grid against a brute-force quadrature written apart, and its laws."""

import numpy as np
import pytest

from seldinger.stats.posterior import COMMON, RARE, Prior, posterior_binomial_normal, reweigh
from tests.stats.brute_posterior import moments

SAME = 1e-4
CASES = [
    ([6, 11, 9], [14, 31, 12], COMMON),
    ([0, 1, 0, 3], [17, 48, 21, 66], RARE),
    ([0, 0, 0], [16, 13, 40], RARE),
    ([14, 31], [14, 31], COMMON),
    ([30, 40], [200, 100], COMMON),
]


@pytest.mark.parametrize(("y", "n", "prior"), CASES)
def test_moments_agree_with_brute_force(y, n, prior):
    got = posterior_binomial_normal(y, n, prior=prior).mean_and_sd()
    assert got == pytest.approx(moments(y, n, prior), abs=2 * SAME)


@pytest.mark.parametrize(("y", "n", "prior"), CASES)
def test_doubling_the_grid_changes_nothing_that_is_shown(y, n, prior):
    one, two = (posterior_binomial_normal(y, n, prior=prior, fineness=f).mean_and_sd() for f in (1, 2))
    assert one == pytest.approx(two, abs=2 * SAME)


def test_without_rows_the_posterior_is_the_prior():
    mu, mu_sd, tau, tau_sd = posterior_binomial_normal([], [], prior=Prior(name="p", mu_mean=-1, mu_sd=2)).mean_and_sd()
    assert (mu, mu_sd) == pytest.approx((-1, 2), abs=SAME)
    assert (tau, tau_sd) == pytest.approx(((2 / np.pi) ** 0.5, (1 - 2 / np.pi) ** 0.5), abs=SAME)


def test_row_order_does_not_matter_and_a_rerun_is_identical():
    one, two = posterior_binomial_normal([1, 9], [20, 30]), posterior_binomial_normal([9, 1], [30, 20])
    assert one.mean_and_sd() == pytest.approx(two.mean_and_sd(), abs=1e-9)
    again = posterior_binomial_normal([1, 9], [20, 30])
    assert np.array_equal(one.weight, again.weight)


def test_reweighing_equals_starting_over_with_that_prior():
    narrow = Prior(name="narrow", tau_scale=0.5)
    over = posterior_binomial_normal([6, 11, 9], [14, 31, 12], prior=narrow).mean_and_sd()
    light = reweigh(posterior_binomial_normal([6, 11, 9], [14, 31, 12]), narrow).mean_and_sd()
    assert light == pytest.approx(over, abs=SAME)


@pytest.mark.parametrize(("y", "n"), [([3], [2]), ([1], [0]), ([1, 2], [3])])
def test_impossible_counts_are_refused(y, n):
    with pytest.raises(ValueError, match="events"):
        posterior_binomial_normal(y, n)


def test_a_prior_needs_positive_scales():
    with pytest.raises(ValueError, match="positive"):
        Prior(name="flat", mu_sd=0)
