"""Posterior of mean and spread of several rates, by quadrature: no sampling, the same bits every time.

y_i ~ Bin(n_i, expit(theta_i)), theta_i ~ N(mu, tau²), mu normal, tau half-normal. The integrand is even in tau and
analytic, so that the trapezium rule (u >= 0 with tau = c sinh(u); mu within each tau) converges faster than any power
of its step. The integral over theta is a trapezium sum too; its step follows the narrower of random effect and counts.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats.distributions import FloatArray

REACH = 6.0
"""Standard deviations kept of each normal kernel; the tail beyond holds 2e-9."""
MU_REACH, MU_STEP = 7.0, 0.6
"""Grid of mu within each tau, in approximate posterior standard deviations."""
TAU_STEP = 0.45
TAU_POINTS = (20, 60)
DROP = 18.0
"""The grid of tau ends where the approximate log density has fallen by this much."""
EDGE_MASS = 1e-6
SHARP = 0.95
"""Step of the theta sum as a share of the narrowest width in the integrand (error below 1e-9)."""
BLOCKS = 4
"""Neighbouring values of tau share a theta grid size, in this many groups."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prior:
    """What is believed of mu and tau on the logit scale before the data: mu ~ N(mu_mean, mu_sd²), tau ~ half-N(scale).

    Another prior gives another forecast: print `sentence()` beside the numbers.
    """

    name: str
    mu_mean: float = 0.0
    mu_sd: float = 1.5
    tau_scale: float = 1.0

    def __post_init__(self) -> None:
        if not (self.mu_sd > 0 and self.tau_scale > 0):
            raise ValueError(f"the prior needs positive scales, got mu_sd {self.mu_sd}, tau_scale {self.tau_scale}")

    def sentence(self) -> str:
        """Return the prior in one sentence, fit for print.

        >>> COMMON.sentence()
        'prior common: logit mean ~ N(0, 1.5²), between-study SD ~ half-normal(1)'
        """
        return (
            f"prior {self.name}: logit mean ~ N({self.mu_mean:g}, {self.mu_sd:g}²), "
            f"between-study SD ~ half-normal({self.tau_scale:g})"
        )


COMMON = Prior(name="common", mu_sd=1.5)
"""For outcomes that may be anywhere between rare and usual."""
RARE = Prior(name="rare", mu_sd=2.5)
"""For outcomes that may be very rare: rates of 1 in 150 lie within two prior standard deviations."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Posterior:
    """Grid with its weights: mu [T, M], tau [T], log-likelihood and weight [T, M]; weights sum to 1.

    `step` is the width of the mu grid at each tau [T], `cell` the length of tau that each tau stands for [T].
    """

    prior: Prior
    y: FloatArray
    n: FloatArray
    mu: FloatArray
    tau: FloatArray
    step: FloatArray
    cell: FloatArray
    loglik: FloatArray
    weight: FloatArray
    most_patients: int

    def mean_and_sd(self) -> tuple[float, float, float, float]:
        """Return posterior mean and SD of mu, then of tau (logit scale)."""
        mu = float((self.weight * self.mu).sum())
        row = self.weight.sum(axis=1)
        # tau itself is odd where the rest is even: the end correction of the trapezium rule (Euler-Maclaurin).
        tau = float(row @ self.tau + row[0] * self.cell[0] / 3)
        mu_var = float((self.weight * (self.mu - mu) ** 2).sum())
        return mu, mu_var**0.5, tau, max(float(row @ self.tau**2) - tau**2, 0.0) ** 0.5


def posterior_binomial_normal(
    events: ArrayLike, n: ArrayLike, *, prior: Prior = COMMON, most_patients: int = 200, fineness: float = 1.0
) -> Posterior:
    """Return the posterior of mu and tau; any counts will do, all-zero rows and no rows at all included.

    `most_patients` is the largest number of new patients that will be asked for. `fineness` multiplies the grid points
    in every direction (a check: 2 must not change a quantile by 0.001).

    Examples
    --------
    >>> post = posterior_binomial_normal([6, 11, 9], [14, 31, 12])
    >>> [round(v, 2) for v in post.mean_and_sd()]
    [-0.04, 0.53, 0.74, 0.48]
    """
    y, total = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
    if y.shape != total.shape or not (np.all(total > 0) and np.all(y >= 0) and np.all(y <= total)):
        raise ValueError("need 0 <= events <= n and n > 0 in every row; leave rows with missing counts out")
    t, v = np.log((y + 0.5) / (total - y + 0.5)), 1 / (y + 0.5) + 1 / (total - y + 0.5)
    wide, tall = 1.0, 1.0
    while True:
        tau, cell = _tau_grid(t, v, prior, tall, fineness)
        mu, step = _mu_grid(t, v, prior, tau, wide, fineness)
        loglik = log_likelihood(y, total, mu, tau, fineness)
        made = Posterior(
            prior=prior, y=y, n=total, mu=mu, tau=tau, step=step, cell=cell, loglik=loglik, weight=loglik,
            most_patients=most_patients,
        )  # fmt: skip
        made = reweigh(made, prior)
        sides = float(made.weight[:, [0, -1]].sum())
        top = float(made.weight[-1].sum())
        if max(sides, top) < EDGE_MASS:
            return made
        wide, tall = wide * (1.5 if sides >= EDGE_MASS else 1.0), tall * (1.5 if top >= EDGE_MASS else 1.0)


def reweigh(posterior: Posterior, prior: Prior) -> Posterior:
    """Return the same grid under another prior that is no wider: the likelihood is not computed again."""
    log_prior = -0.5 * ((posterior.mu - prior.mu_mean) / prior.mu_sd) ** 2
    log_prior = log_prior - 0.5 * (posterior.tau[:, None] / prior.tau_scale) ** 2
    log_w = posterior.loglik + log_prior + np.log(posterior.step * posterior.cell)[:, None]
    weight = np.exp(log_w - log_w.max())
    return replace(posterior, prior=prior, weight=weight / weight.sum())


def _tau_grid(
    t: FloatArray, v: FloatArray, prior: Prior, stretch: float, fineness: float
) -> tuple[FloatArray, FloatArray]:
    """Return tau = c sinh(u) from 0 to where its approximate posterior has died out, and the length of each cell.

    c is the approximate mean of tau: points lie close where the density rises from zero and far apart in its tail.
    """
    top = 6.0 * prior.tau_scale
    tau = np.geomspace(1e-3 * top, top, 120)
    log_p = _approximate(t, v, prior, tau)[2]
    last = float(tau[np.flatnonzero(log_p > log_p.max() - DROP)[-1]]) * stretch
    p = np.exp(log_p - log_p.max()) * tau
    c = float(p @ tau / p.sum())
    u = np.arcsinh(tau / c)
    p *= u / np.tanh(u) / tau * c
    sd = float((p @ (u - p @ u / p.sum()) ** 2 / p.sum()) ** 0.5)
    end = float(np.arcsinh(last / c))
    points = int(np.clip(np.ceil(end / (TAU_STEP * sd)), *TAU_POINTS) * fineness)
    grid = np.linspace(0.0, end, points)
    cell = c * np.cosh(grid) * grid[1]
    cell[0] *= 0.5
    return c * np.sinh(grid), cell


def _mu_grid(
    t: FloatArray, v: FloatArray, prior: Prior, tau: FloatArray, stretch: float, fineness: float
) -> tuple[FloatArray, FloatArray]:
    centre, spread, _ = _approximate(t, v, prior, tau)
    points = 2 * round(MU_REACH * stretch * fineness / MU_STEP) + 1
    unit = np.linspace(-MU_REACH * stretch, MU_REACH * stretch, points)
    return centre[:, None] + spread[:, None] * unit, spread * (unit[1] - unit[0])


def _approximate(
    t: FloatArray, v: FloatArray, prior: Prior, tau: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and SD of mu at each tau, and the log density of tau, were the smoothed logits normal."""
    w = 1 / (v + tau[:, None] ** 2)
    precision = w.sum(axis=1) + prior.mu_sd**-2
    centre = (w @ t + prior.mu_mean * prior.mu_sd**-2) / precision
    fit = w @ t**2 + (prior.mu_mean / prior.mu_sd) ** 2 - centre**2 * precision
    log_p = 0.5 * (np.log(w).sum(axis=1) - np.log(precision) - fit - (tau / prior.tau_scale) ** 2)
    return centre, precision**-0.5, log_p


def log_likelihood(y: FloatArray, n: FloatArray, mu: FloatArray, tau: FloatArray, fineness: float) -> FloatArray:
    """Return the log-likelihood on the grid [T, M], up to a constant."""
    p = (y + 0.5) / (n + 1)
    information = float((n * p * (1 - p)).max(initial=0.0))
    peak = _log_binomial(y, n, np.log((y + 1e-9) / (n - y + 1e-9)))
    parts = [(_log_binomial(y, n, mu[0][:, None]) - peak).sum(axis=1)[None, :]]
    with np.errstate(divide="ignore"):
        for block in np.array_split(np.arange(1, len(tau)), BLOCKS):
            theta = theta_grid(mu[block], tau[block], information, fineness)
            rows = np.exp(_log_binomial(y, n, theta[:, :, None]) - peak)
            kernel = normal_kernel(theta, mu[block], tau[block])
            parts.append(np.log(np.matmul(kernel, rows)).sum(axis=2))
    return np.concatenate(parts)


def theta_grid(mu: FloatArray, sd: FloatArray, information: float, fineness: float = 1.0) -> FloatArray:
    """Return equal steps of theta for each SD [T, G], fine enough for the SD and for counts of this information."""
    low, high = mu[:, 0] - REACH * sd, mu[:, -1] + REACH * sd
    width = SHARP / np.sqrt(sd**-2 + information) / fineness
    points = int(np.ceil(((high - low) / width).max())) + 1
    return np.asarray(low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, points))


def normal_kernel(theta: FloatArray, mu: FloatArray, sd: FloatArray) -> FloatArray:
    """Return normal densities of theta [T, G] at mu [T, M] with SD [T], times the step of theta [T, M, G]."""
    scaled = (theta / sd[:, None])[:, None, :] - (mu / sd[:, None])[:, :, None]
    np.multiply(scaled, scaled, out=scaled)
    np.multiply(scaled, -0.5, out=scaled)
    np.exp(scaled, out=scaled)
    scaled *= ((theta[:, 1] - theta[:, 0]) / sd / np.sqrt(2 * np.pi))[:, None, None]
    return scaled


def _log_binomial(y: FloatArray, n: FloatArray, theta: FloatArray) -> FloatArray:
    return np.asarray(y * theta - n * (np.maximum(theta, 0.0) + np.log1p(np.exp(-np.abs(theta)))))
