"""The exact GLMM against a brute-force quadrature written apart, against metafor, and at the ends."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import special

from seldinger.stats import clopper_pearson, fit_binomial_normal
from seldinger.stats.binomial_normal import mean_rate
from seldinger.stats.distributions import MOST_HERMITE, hermite
from tests.stats import brute
from tests.stats.golden import GLMM_TAU2, GLMM_THETA, golden

QUADRATURE = 1e-6
DATASETS = ("response", "rare", "ends", "alike", "wide")
SPARSE = ([4, 3, 2, 1], [10, 20, 30, 40])
WIDEST = ([0] * 10 + [6, 13], [3, 8, 15, 11, 4, 11, 5, 6, 2, 16, 9, 17])


def rows(dataset):
    d = golden()["single"][dataset]
    return d["y"], d["n"]


@pytest.mark.parametrize("dataset", DATASETS)
def test_glmm_agrees_with_metafor(dataset):
    fit, want = fit_binomial_normal(*rows(dataset)), golden()["glmm"][dataset]
    assert fit.theta == pytest.approx(want["theta"], abs=GLMM_THETA)
    assert fit.se == pytest.approx(want["se"], rel=GLMM_TAU2)
    assert fit.tau2 == pytest.approx(want["tau2"], abs=GLMM_TAU2)
    assert fit.i2 == pytest.approx(want["i2"], abs=0.1)  # percent: follows tau2


@pytest.mark.parametrize("counts", [rows("rare"), rows("ends"), rows("wide"), SPARSE, WIDEST])
def test_glmm_agrees_with_brute_force(counts):
    fit = fit_binomial_normal(*counts)
    mu, tau = brute.maximum(*counts, mu=fit.theta + 0.3, tau=fit.tau2**0.5 * 1.2)
    assert fit.theta == pytest.approx(mu, abs=QUADRATURE)
    assert fit.tau2 == pytest.approx(tau**2, rel=QUADRATURE)
    assert fit.loglik == pytest.approx(brute.loglik(*counts, mu, tau), abs=QUADRATURE)


COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=8)


@settings(max_examples=15)
@given(COUNTS)
def test_every_set_is_fitted_at_a_stationary_point_or_refused(pairs):
    y = np.array([a for a, b in pairs if a + b])
    n = np.array([a + b for a, b in pairs if a + b])
    fit = fit_binomial_normal(y, n)
    if fit.refused:
        assert fit.estimate is None or fit.ci[0] <= fit.estimate <= fit.ci[1]
    elif len(y) > 1 and fit.tau2 > 0:
        assert brute.gradient(y, n, fit.theta, fit.tau2**0.5) == pytest.approx([0, 0], abs=1e-6)
    elif len(y) > 1:
        ahead = brute.loglik(y, n, fit.theta, 0.05)
        assert ahead <= fit.loglik + QUADRATURE


@settings(max_examples=15)
@given(COUNTS)
@example([(0, 7), (10, 2)])  # so wide a spread that 496 Gauss-Hermite nodes would be asked: their weights underflow
@example([(106782, 17), (0, 10)])  # a rate so near to 1 that 1 - p as a difference has lost its digits
@example([(106054, 6), (114212, 19), (0, 20), (32632, 0), (97896, 5)])
def test_counting_the_other_outcome_reflects_mu_and_keeps_tau2(pairs):
    y = np.array([a for a, b in pairs if a + b])
    n = np.array([a + b for a, b in pairs if a + b])
    one, other = fit_binomial_normal(y, n), fit_binomial_normal(n - y, n)
    assert (one.refused is None) == (other.refused is None)
    if one.refused is None:
        assert one.theta == pytest.approx(-other.theta, abs=1e-6)
        assert one.tau2 == pytest.approx(other.tau2, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(
    ("y", "n", "words", "why"),
    [
        ([0, 0], [5, 7], "no row has an event", "mu runs to minus infinity"),
        ([5, 7], [5, 7], "only events", "mu runs to infinity"),
        ([0, 10], [10, 10], "without bound|no stable maximum", "tau runs to infinity"),
        ([], [], "no rows", "nothing to pool"),
    ],
)
def test_sets_without_a_maximum_are_refused_with_the_reason(y, n, words, why):
    fit = fit_binomial_normal(y, n)
    assert fit.theta is None, why
    assert re.search(words, fit.refused), fit.refused


def test_a_refusal_still_gives_clopper_pearson_of_the_total():
    fit = fit_binomial_normal([0, 0], [5, 11])
    assert fit.ci == pytest.approx(tuple(clopper_pearson(0, 16)))
    assert fit.estimate == 0.0


def test_one_row_is_its_own_rate():
    fit = fit_binomial_normal([3], [12])
    assert (fit.estimate, fit.prediction, fit.q_p) == (pytest.approx(0.25), None, 1.0)


def test_tau2_zero_gives_the_pooled_binomial():
    fit = fit_binomial_normal([5, 10, 15], [20, 40, 60])
    assert (fit.tau2, fit.estimate) == (0.0, pytest.approx(0.25))
    assert fit.se == pytest.approx((1 / 30 + 1 / 90) ** 0.5)
    assert fit.mean == pytest.approx(fit.estimate)


def test_profile_interval_ends_where_the_likelihood_has_dropped_by_half_the_chi_square():
    y, n = rows("wide")
    fit = fit_binomial_normal(y, n, tau2_interval=True)
    for edge in fit.tau2_ci:
        mu = np.linspace(fit.theta - 4, fit.theta + 4, 161)
        best = max(brute.loglik(y, n, m, edge**0.5) for m in mu)
        assert fit.loglik - best == pytest.approx(3.841458821 / 2, abs=2e-3)  # mu on a grid: the tolerance of its step


@pytest.mark.parametrize("nodes", [1, 2, 31, 81, 248])
def test_hermite_agrees_with_scipy(nodes):
    x, log_w = hermite(nodes)
    want_x, want_w = special.roots_hermite(nodes)
    assert x == pytest.approx(want_x, abs=1e-13)
    assert log_w - x**2 == pytest.approx(np.log(want_w), abs=1e-11)


def test_hermite_holds_where_its_weights_underflow():
    x, log_w = hermite(MOST_HERMITE)  # scipy's last weights are 0 here, their logarithm minus infinity
    assert np.exp(log_w - x**2) @ x**4 == pytest.approx(0.75 * np.pi**0.5, rel=1e-13)  # by hand
    with pytest.raises(ValueError, match="at most"):
        hermite(MOST_HERMITE + 1)


def test_mean_rate_lies_nearer_to_a_half_than_the_median_rate():
    assert 0.12 < mean_rate(-2.0, 1.0) < 0.5


def test_hartung_knapp_is_not_defined_here():
    with pytest.raises(ValueError, match="Hartung-Knapp"):
        fit_binomial_normal([1, 2], [5, 6], test="knha")
