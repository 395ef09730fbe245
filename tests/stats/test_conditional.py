"""Conditional odds ratios: R's exact test, scipy for one table, and enumeration of every table."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats
from scipy.special import comb

from seldinger.stats import as_json
from seldinger.stats.conditional import exact_odds_ratio, fit_conditional_normal
from tests.stats.golden import golden

R_STOPS_EARLY = 1e-4
"""R's mantelhaen.test searches its roots to about this, relative."""
STRATA = ([4, 6, 3, 9, 1], [23, 36, 31, 40, 18], [11, 9, 11, 3, 7], [29, 33, 22, 35, 20])


def test_exact_odds_ratio_agrees_with_r():
    d = golden()["double"]["sparse"]
    fit, want = exact_odds_ratio(d["a"], d["n1"], d["c"], d["n2"]), golden()["conditional"]["sparse"]
    assert fit.estimate == pytest.approx(want["estimate"], rel=R_STOPS_EARLY)
    assert fit.ci == pytest.approx(want["ci"], rel=R_STOPS_EARLY)
    assert fit.p == pytest.approx(want["p"], rel=1e-9)


@settings(max_examples=20)
@given(st.tuples(*[st.integers(1, 12)] * 4))
def test_one_table_agrees_with_scipy(cells):
    a, b, c, d = cells
    fit = exact_odds_ratio([a], [a + b], [c], [c + d])
    reference = stats.contingency.odds_ratio([[a, b], [c, d]])
    assert fit.estimate == pytest.approx(reference.statistic, rel=1e-6)
    interval = reference.confidence_interval()
    assert fit.ci == pytest.approx((interval.low, interval.high), rel=1e-6)


def test_two_strata_agree_with_every_table_enumerated():
    a, n1, c, n2 = [1, 3], [5, 6], [3, 1], [6, 5]
    m = [x + y for x, y in zip(a, c, strict=True)]
    every = list(itertools.product(*(range(max(0, t - q), min(p, t) + 1) for p, q, t in zip(n1, n2, m, strict=True))))

    def score(theta):
        w = [
            np.prod([comb(n1[i], u) * comb(n2[i], m[i] - u) for i, u in enumerate(table)]) * np.exp(theta * sum(table))
            for table in every
        ]
        return np.dot(w, [sum(t) for t in every]) / sum(w) - sum(a)

    want = optimize.brentq(score, -10, 10, xtol=1e-13)
    assert exact_odds_ratio(a, n1, c, n2).theta == pytest.approx(want, abs=1e-9)


def test_events_in_one_arm_only_give_an_interval_with_one_finite_end():
    fit = exact_odds_ratio([0], [16], [3], [13])
    assert (fit.estimate, fit.ci[0]) == (0.0, 0.0)
    assert 1 < fit.ci[1] < 10
    assert as_json(fit)["theta"] is None
    assert as_json(fit)["ci_theta"][0] is None


def enumerated_loglik(theta, tau):
    total = 0.0
    for a, n1, c, n2 in zip(*STRATA, strict=True):
        m = a + c
        u = np.arange(max(0, m - n2), min(n1, m) + 1)
        w = comb(n1, u) * comb(n2, m - u)

        def inner(z, a=a, u=u, w=w):
            e = theta + tau * z
            return w[u == a][0] * np.exp(a * e) / (w * np.exp(u * e)).sum() * stats.norm.pdf(z)

        total += np.log(integrate.quad(inner, -9, 9, epsabs=1e-13, limit=200)[0])
    return total


def test_random_effects_odds_ratio_sits_on_top_of_the_enumerated_likelihood():
    fit = fit_conditional_normal(*STRATA)
    top = enumerated_loglik(fit.theta, fit.tau2**0.5)
    assert fit.loglik == pytest.approx(top, abs=1e-8)
    assert fit.tau2 > 0
    for d_theta, d_tau in ((1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)):
        assert enumerated_loglik(fit.theta + d_theta, fit.tau2**0.5 + d_tau) < top


def test_sparse_rows_that_break_other_programs_are_fitted():
    d = golden()["double"]["sparse"]
    fit = fit_conditional_normal(d["a"], d["n1"], d["c"], d["n2"])
    assert fit.refused is None
    assert fit.tau2 == 0.0
    assert fit.theta == pytest.approx(exact_odds_ratio(d["a"], d["n1"], d["c"], d["n2"]).theta, abs=1e-8)


@pytest.mark.parametrize("cells", [([0], [9], [0], [9]), ([0, 0], [9, 9], [3, 2], [9, 9]), ([9], [9], [9], [9])])
def test_no_finite_maximum_is_refused(cells):
    assert fit_conditional_normal(*cells).refused
