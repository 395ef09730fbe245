"""Robust exchangeability against an integral written apart, and its limits."""

import numpy as np
import pytest
from scipy import special, stats

from seldinger.stats.borrowing import exchange_or_not
from seldinger.stats.posterior import COMMON, RARE, posterior_binomial_normal

SAME = 0.003
GROUPS = {"a": ([5], [20]), "b": ([14], [50]), "c": ([45], [50])}


def legendre(low, high, count):
    x, w = np.polynomial.legendre.leggauss(count)
    return (low + high) / 2 + (high - low) / 2 * x, (high - low) / 2 * w


def brute_weights(groups, prior, chance, omega_scale):
    """Groups of one row: without the group mean, theta is N(mu, omega² + sigma²) or N(m0, s0² + sigma²)."""
    mu, w_mu = legendre(-6 * prior.mu_sd, 6 * prior.mu_sd, 60)
    omega, w_omega = legendre(0, 5.5 * omega_scale, 20)
    sigma, w_sigma = legendre(0, 5.5 * prior.tau_scale, 20)
    z, w_z = legendre(-7, 7, 80)
    w_z = w_z * stats.norm.pdf(z)
    m, o, s = np.meshgrid(mu, omega, sigma, indexing="ij")
    together, total = {}, np.ones_like(m)
    for name, ((y,), (n,)) in groups.items():
        rate = special.expit(m[..., None] + np.sqrt(o**2 + s**2)[..., None] * z)
        a = stats.binom.pmf(y, n, rate) @ w_z
        own = np.sqrt(prior.mu_sd**2 + sigma**2)[:, None] * z
        b = stats.binom.pmf(y, n, special.expit(own)) @ w_z
        together[name] = chance * a / (chance * a + (1 - chance) * b)
        total *= chance * a + (1 - chance) * b
    total *= stats.norm.pdf(m, 0, prior.mu_sd) * stats.halfnorm.pdf(o, scale=omega_scale)
    total *= stats.halfnorm.pdf(s, scale=prior.tau_scale)
    total *= w_mu[:, None, None] * w_omega[:, None] * w_sigma
    return {name: float((together[name] * total).sum() / total.sum()) for name in groups}


def test_weights_agree_with_brute_force():
    want = brute_weights(GROUPS, COMMON, 0.5, 0.5)
    for got in exchange_or_not(GROUPS):
        assert got.weight == pytest.approx(want[got.group], abs=SAME)


@pytest.mark.parametrize("prior", [COMMON, RARE])
def test_a_single_group_is_the_posterior_of_one_pool(prior):
    rows = ([6, 11, 9, 2], [14, 31, 12, 10])
    (one,) = exchange_or_not({"only": rows}, prior=prior, exchange=0.0)
    post = posterior_binomial_normal(*rows, prior=prior)
    rate, weight = special.expit(post.mu), post.weight
    mean = float((weight * rate).sum())
    worth = mean * (1 - mean) / float((weight * (rate - mean) ** 2).sum()) - 1
    assert one.ess_alone == pytest.approx(worth, rel=SAME)
    assert one.ess == pytest.approx(one.ess_alone, rel=1e-9)
    below = float(weight[rate < one.rate_ci[1]].sum())
    assert below == pytest.approx(0.975, abs=0.01)  # the posterior grid is coarse in mu


def test_probability_zero_borrows_nothing():
    for got in exchange_or_not(GROUPS, exchange=0.0):
        assert got.weight == 0.0
        assert got.rate == pytest.approx(got.rate_alone, abs=1e-9)
        assert got.ess_borrowed == pytest.approx(0.0, abs=1e-6)


def test_probability_one_is_plain_exchangeability():
    assert [g.weight for g in exchange_or_not(GROUPS, exchange=1.0)] == pytest.approx([1.0] * 3)


def test_a_group_that_differs_keeps_its_own_rate_and_the_alike_gain():
    alike = {"a": ([5], [20]), "b": ([14], [50]), "d": ([12], [45]), "e": ([20], [70])}
    a, b, *_, c = exchange_or_not({**alike, "c": ([45], [50])})
    assert c.weight < 0.3 < a.weight
    assert abs(c.rate - c.rate_alone) < 0.02
    assert a.ess_borrowed > 0
    assert (a.k, a.events, a.n, b.group) == (1, 5, 20, "b")


def test_a_group_without_events_is_shrunk_but_not_swallowed():
    zero, *_ = exchange_or_not({"zero": ([0], [13]), "x": ([10], [40]), "y": ([12], [50])}, prior=RARE)
    assert zero.rate_alone < zero.rate < 0.25


def test_no_groups_and_bad_chances():
    assert exchange_or_not({}) == ()
    with pytest.raises(ValueError, match="between 0 and 1"):
        exchange_or_not(GROUPS, exchange={"a": 2.0, "b": 0.5, "c": 0.5})
