"""Posterior of (mu, tau) by plain Gauss-Legendre in all three directions, written apart from the product."""

import numpy as np
from scipy import special, stats

_X, _W = np.polynomial.legendre.leggauss(12)


def panels(low, high, count):
    edges = np.linspace(low, high, count + 1)
    half = np.diff(edges)[:, None] / 2
    return ((edges[:-1, None] + edges[1:, None]) / 2 + half * _X).ravel(), (half * _W).ravel()


def grid(y, n, prior):
    """Return mu, tau, weights [mu, tau] (sum 1) and the nodes z with weights of the standard normal."""
    mu, w_mu = panels(prior.mu_mean - 6 * prior.mu_sd, prior.mu_mean + 6 * prior.mu_sd, 10)
    tau, w_tau = panels(0.0, 5.5 * prior.tau_scale, 4)
    z, w_z = panels(-7.0, 7.0, 11)
    w_z = w_z * stats.norm.pdf(z)
    theta = mu[:, None, None] + tau[None, :, None] * z
    p = special.expit(theta)
    log_p = np.zeros((len(mu), len(tau)))
    for yi, ni in zip(y, n, strict=True):
        log_p += np.log(stats.binom.pmf(yi, ni, p) @ w_z + 1e-300)
    log_p += stats.norm.logpdf(mu, prior.mu_mean, prior.mu_sd)[:, None]
    log_p += stats.halfnorm.logpdf(tau, scale=prior.tau_scale)
    weight = np.exp(log_p - log_p.max()) * w_mu[:, None] * w_tau
    return mu, tau, weight / weight.sum(), theta, w_z


def moments(y, n, prior):
    """Return mean and SD of mu, then of tau."""
    mu, tau, weight, _, _ = grid(y, n, prior)
    out = []
    for values, w in ((mu, weight.sum(axis=1)), (tau, weight.sum(axis=0))):
        mean = float(w @ values)
        out += [mean, float(w @ (values - mean) ** 2) ** 0.5]
    return tuple(out)


def new_centre(y, n, prior, patients, rates):
    """Return P(rate <= each given rate) and the pmf of events among the new centre's next patients."""
    mu, tau, weight, theta, w_z = grid(y, n, prior)
    logits = special.logit(np.asarray(rates))
    below = [float((weight * stats.norm.cdf((t - mu[:, None]) / np.maximum(tau, 1e-9))).sum()) for t in logits]
    p = special.expit(theta)
    pmf = [float((weight * (stats.binom.pmf(j, patients, p) @ w_z)).sum()) for j in range(patients + 1)]
    return below, pmf
