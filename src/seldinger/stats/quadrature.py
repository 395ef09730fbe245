"""Exact marginal likelihood of counts with a normal random effect, by adaptive quadrature.

Row i has a log-likelihood in theta = mu + tau z, with z standard normal. The kernel gives it without its constant, its
slope and its information, each in a form that keeps its digits at either end: of a binomial count, or of the noncentral
hypergeometric law of a two-arm row conditional on its margins. Score and information are integrals of the same kind,
so the maximiser needs no finite differences. Gauss-Hermite nodes about each row's mode come first; where doubling them
still moves the maximum (a wide spread cuts the normal off on one side), the trapezium rule between the points where the
integrand has died out takes over, whose error falls exponentially for any spread.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seldinger.stats.distributions import FloatArray, hermite, log_choose

START_NODES = 31
HERMITE_NODES = 124
MOST_NODES = 1000
DEAD = 38.0
"""The trapezium rule ends where the log integrand lies this far below its peak (a share of 3e-17)."""
STABLE = 1e-8
"""The node-doubling law: doubling the nodes moves mu, tau2 and the log-likelihood by less than this."""
SMALLEST_TAU = 1e-3
LARGEST_TAU = 25.0
MOST_STEPS = 100
STEPS_PER_RULE = 30
SETTLED = 1e-11
CLOSE = 1e-4


class Kernel(Protocol):
    """A one-parameter exponential family per row, with the natural parameter theta."""

    @property
    def y(self) -> FloatArray:
        """Sufficient statistic of each row [k]."""

    @property
    def constant(self) -> FloatArray:
        """Log of what does not depend on theta [k]."""

    def at(self, theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the log-likelihood without its constant, its slope and its information at theta [k, nodes]."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binomial:
    """y events of n; theta is the logit of the rate."""

    y: FloatArray
    n: FloatArray

    @property
    def constant(self) -> FloatArray:
        """Log binomial coefficients [k]."""
        return log_choose(self.n, self.y)

    def at(self, theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return y log p + (n - y) log q, y q - (n - y) p and n p q; q = 1 - p is never taken as a difference."""
        y, rest = self.y[:, None], (self.n - self.y)[:, None]
        small = np.exp(-np.abs(theta))
        less, more = small / (1 + small), 1 / (1 + small)
        p, q = np.where(theta > 0, more, less), np.where(theta > 0, less, more)
        loglik = -(y * np.maximum(-theta, 0.0) + rest * np.maximum(theta, 0.0) + (y + rest) * np.log1p(small))
        return loglik, y * q - rest * p, (y + rest) * p * q


@dataclass(frozen=True, kw_only=True, slots=True)
class Peak:
    """Maximum of the marginal likelihood; `se` is that of mu, from the observed information."""

    mu: float
    tau: float
    loglik: float
    se: float
    tau_se: float | None
    loglik_without: float
    mu_without: float
    nodes: int
    moved: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Integrals:
    loglik: float
    score: FloatArray
    hessian: FloatArray
    mode: FloatArray


def maximise(kernel: Kernel, mu: float, tau: float) -> Peak:
    """Return the maximum over mu and tau >= 0, started at (mu, tau); tau = 0 is an answer, not a failure.

    Raises
    ------
    ArithmeticError
        If no maximum is found, or if doubling the nodes still moves it when nobody could afford more.
    """
    mu_0, loglik_0, curvature_0 = _without_spread(kernel, mu)
    best: tuple[float, float, _Integrals, int, float] | None = None
    for start in (tau, 1.0):
        best = _climb(kernel, mu, start)
        if best is not None and best[2].loglik > loglik_0:
            break
    if best is None or best[2].loglik <= loglik_0:
        return Peak(
            mu=mu_0, tau=0.0, loglik=loglik_0, se=curvature_0**-0.5, tau_se=None, loglik_without=loglik_0,
            mu_without=mu_0, nodes=1, moved=0.0,
        )  # fmt: skip
    mu, tau, at, nodes, moved = best
    covariance = np.linalg.inv(-at.hessian)
    return Peak(
        mu=mu, tau=tau, loglik=at.loglik, se=float(covariance[0, 0] ** 0.5), tau_se=float(covariance[1, 1] ** 0.5),
        loglik_without=loglik_0, mu_without=mu_0, nodes=nodes, moved=moved,
    )  # fmt: skip


def profile(kernel: Kernel, mu: float, tau: float) -> tuple[float, float, float]:
    """Return the log-likelihood maximised over mu at a fixed tau, its slope in log tau, and that mu."""
    mode = np.zeros(len(kernel.y))
    for _ in range(MOST_STEPS):
        at = _integrate(kernel, mu, tau, 2 * START_NODES, mode)
        mode = at.mode
        step = at.score[0] / max(-at.hessian[0, 0], 1e-8)
        mu += float(np.clip(step, -1.5, 1.5))
        if abs(step) < 1e-9:
            break
    return at.loglik, float(at.score[1] * tau), mu


def _climb(kernel: Kernel, mu: float, tau: float) -> tuple[float, float, _Integrals, int, float] | None:
    """Newton over (mu, log tau), then double the nodes until nothing moves; None when tau runs to zero."""
    nodes, mode, moved = START_NODES, np.zeros(len(kernel.y)), np.inf
    while nodes <= MOST_NODES:
        at = _integrate(kernel, mu, tau, nodes, mode)
        for _ in range(STEPS_PER_RULE):
            mu, tau, at, size = _line_search(kernel, mu, tau, at, _newton_step(at, tau), nodes)
            if tau < SMALLEST_TAU:
                return None
            if tau > LARGEST_TAU:
                raise ArithmeticError("the spread grows without bound: the rows lie almost all at 0 % or 100 %")
            if size < SETTLED:
                break
        fine = _integrate(kernel, mu, tau, 2 * nodes, at.mode)
        if size < SETTLED and np.linalg.det(fine.hessian) > 0:
            shift = np.linalg.solve(fine.hessian, fine.score)
            moved = float(max(abs(fine.loglik - at.loglik), abs(shift[0]), 2 * tau * abs(shift[1])))
            if moved < STABLE:
                return mu, tau, fine, 2 * nodes, moved
        nodes, mode = 2 * nodes, fine.mode
    raise ArithmeticError(f"no stable maximum with {nodes} quadrature nodes (tau is {tau:.1f} on the logit scale)")


def _newton_step(at: _Integrals, tau: float) -> FloatArray:
    """Return an ascent step in (mu, log tau), limited in length."""
    jacobian = np.array([1.0, tau])
    gradient = at.score * jacobian
    curvature = -(at.hessian * np.outer(jacobian, jacobian))
    curvature[1, 1] -= gradient[1]
    values, vectors = np.linalg.eigh(curvature)
    step = vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), 1e-8))
    return np.asarray(step * min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-300)))


def _line_search(
    kernel: Kernel, mu: float, tau: float, at: _Integrals, step: FloatArray, nodes: int
) -> tuple[float, float, _Integrals, float]:
    """Halve the step until the likelihood does not fall; a short step is Newton's and is not judged by its last digits."""
    for _ in range(40):
        new_mu, new_tau = mu + float(step[0]), tau * float(np.exp(step[1]))
        new = _integrate(kernel, new_mu, new_tau, nodes, at.mode)
        size = float(np.abs(step).max())
        if size < CLOSE or new.loglik >= at.loglik:
            return new_mu, new_tau, new, size
        step = step / 2
    return mu, tau, at, 0.0


def _without_spread(kernel: Kernel, mu: float) -> tuple[float, float, float]:
    """Return the maximum at tau = 0: mu, log-likelihood and curvature."""
    column = np.ones((len(kernel.y), 1))
    for _ in range(MOST_STEPS):
        _, slope, variance = kernel.at(mu * column)
        step = float(slope.sum() / max(float(variance.sum()), 1e-12))
        mu += float(np.clip(step, -1.0, 1.0))
        if abs(step) < 1e-13:
            break
    loglik, _, variance = kernel.at(mu * column)
    return mu, float((kernel.constant + loglik[:, 0]).sum()), float(variance.sum())


def _integrate(kernel: Kernel, mu: float, tau: float, nodes: int, mode: FloatArray) -> _Integrals:
    """Return log-likelihood, score and Hessian in (mu, tau): moments of slope and slope² - information in each row."""
    z, scale = _mode(kernel, mu, tau, mode)
    at, log_w = (
        _hermite_nodes(z, scale, nodes) if nodes <= HERMITE_NODES else _even_nodes(kernel, mu, tau, z, scale, nodes)
    )
    theta = mu + tau * at
    loglik, s, information = kernel.at(theta)
    g = loglik - 0.5 * at**2 + log_w
    top = g.max(axis=1)
    p = np.exp(g - top[:, None])
    total = p.sum(axis=1)
    p /= total[:, None]
    row = kernel.constant + top + np.log(total) - 0.5 * np.log(2 * np.pi)
    ps, pa = p * s, p * (s**2 - information)
    s_mu, s_tau = ps.sum(axis=1), (ps * at).sum(axis=1)
    cross = float((pa * at).sum() - (s_mu * s_tau).sum())
    return _Integrals(
        loglik=float(row.sum()),
        score=np.array([s_mu.sum(), s_tau.sum()]),
        hessian=np.array(
            [[pa.sum() - (s_mu**2).sum(), cross], [cross, (pa * at**2).sum() - (s_tau**2).sum()]], dtype=float
        ),
        mode=z,
    )


def _hermite_nodes(z: FloatArray, scale: FloatArray, nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return Gauss-Hermite nodes about each mode and their log weights [k, nodes]."""
    x, log_w = hermite(nodes)
    width = np.sqrt(2.0) * scale[:, None]
    return z[:, None] + width * x, log_w + np.log(width)


def _even_nodes(
    kernel: Kernel, mu: float, tau: float, z: FloatArray, scale: FloatArray, nodes: int
) -> tuple[FloatArray, FloatArray]:
    """Return equal steps between the points where each row's integrand has died out, and their log weights."""
    peak = _log_integrand(kernel, mu, tau, z)
    ends = []
    for side in (-1.0, 1.0):
        reach = 8.0 * scale
        for _ in range(60):
            alive = _log_integrand(kernel, mu, tau, z + side * reach) > peak - DEAD
            if not alive.any():
                break
            reach = np.where(alive, 1.25 * reach, reach)
        ends.append(z + side * reach)
    low, high = ends
    step = (high - low) / (nodes - 1)
    at = low[:, None] + step[:, None] * np.arange(nodes)
    return at, np.broadcast_to(np.log(step)[:, None], at.shape)


def _log_integrand(kernel: Kernel, mu: float, tau: float, z: FloatArray) -> FloatArray:
    return np.asarray(kernel.at((mu + tau * z)[:, None])[0][:, 0] - 0.5 * z**2)


def _mode(kernel: Kernel, mu: float, tau: float, z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return where each row's integrand peaks and its width there; a rough mode costs nodes, never truth."""
    limit = 2.0 / max(tau, 0.5)
    for _ in range(60):
        _, slope, information = kernel.at((mu + tau * z)[:, None])
        step = (tau * slope[:, 0] - z) / (1.0 + tau**2 * information[:, 0])
        step = np.clip(step, -limit, limit)
        z = z + step
        if np.abs(step).max() < 1e-4:
            break
    _, _, information = kernel.at((mu + tau * z)[:, None])
    return z, 1.0 / np.sqrt(1.0 + tau**2 * information[:, 0])
