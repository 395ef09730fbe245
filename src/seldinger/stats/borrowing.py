"""Robust exchangeability: groups borrow from each other as far as they look alike (EXNEX, Neuenschwander 2016).

theta_mi ~ N(eta_m, sigma²); eta_m ~ pi N(mu, omega²) + (1 - pi) N(m0, s0²), with m0 and s0 those of the prior of mu.
All integrals are trapezium sums on one grid of eta and mu; nothing is sampled. sigma is shared by all groups, with or
without borrowing: what is borrowed here is the mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seldinger.stats.distributions import FloatArray, expit, normal_cdf
from seldinger.stats.fit import Interval
from seldinger.stats.posterior import COMMON, Prior, log_likelihood

OMEGA_SCALE = 0.5
REACH = 5.5
SIGMA_POINTS = 22
COARSE, FINE = 0.08, 0.02
"""Step of the eta grid: the coarse one, or finer where a group knows its mean better, down to the fine one."""
OMEGA_STEPS = 1.5
"""Smallest omega above 0, in steps of the eta grid, so that its normal kernel is resolved."""
OMEGA_POINTS = 25
NEGLIGIBLE = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Borrowed:
    """One group, with and without borrowing.

    `weight` is the posterior probability that the group belongs with the others. `rate` is the rate of the group's
    median centre, `new_centre` the rate of its next centre; intervals are equal-tailed. `ess` is the number of patients
    that the knowledge of `rate` is worth, p(1 - p) / Var(p) - 1; `ess_borrowed` what the other groups added (it can be
    negative when they make the group less certain).
    """

    group: str
    k: int
    events: int
    n: int
    weight: float
    rate: float
    rate_ci: Interval
    rate_alone: float
    rate_alone_ci: Interval
    new_centre: Interval
    new_centre_alone: Interval
    ess: float
    ess_alone: float

    @property
    def ess_borrowed(self) -> float:
        """Patients' worth of information that came from the other groups."""
        return self.ess - self.ess_alone


@dataclass(frozen=True, kw_only=True, slots=True)
class _Grid:
    """eta and mu [E], sigma [S] with log weights, omega [O] with log weights, kernel N(eta; mu, omega) [O, mu, eta]."""

    eta: FloatArray
    sigma: FloatArray
    log_sigma: FloatArray
    log_omega: FloatArray
    kernel: FloatArray
    base: FloatArray


def exchange_or_not(
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    prior: Prior = COMMON,
    exchange: float | Mapping[str, float] = 0.5,
    omega_scale: float = OMEGA_SCALE,
    level: float = 0.95,
) -> tuple[Borrowed, ...]:
    """Return each group's rate with and without borrowing, in the order given; no ranking.

    Parameters
    ----------
    groups
        Events and totals of the rows of each group.
    prior
        Prior of mu (and of a group that stands alone) and of sigma.
    exchange
        Prior probability that a group belongs with the others: 1 is plain exchangeability, 0 no borrowing at all.
    omega_scale
        Half-normal scale of the spread between group means [logit].

    Examples
    --------
    >>> alike, _, odd = exchange_or_not({"a": ([5], [20]), "b": ([12, 14], [50, 50]), "c": ([45], [50])})
    >>> alike.weight > odd.weight, alike.ess_borrowed > 0
    (True, True)
    """
    if not groups:
        return ()
    chances = {name: exchange[name] if isinstance(exchange, Mapping) else exchange for name in groups}
    if not all(0 <= p <= 1 for p in chances.values()):
        raise ValueError(f"exchange probabilities must lie between 0 and 1, got {chances}")
    counts = {name: (np.asarray(y, dtype=float), np.asarray(n, dtype=float)) for name, (y, n) in groups.items()}
    grid = _grid(list(counts.values()), prior, omega_scale)
    likelihood = {name: _likelihood(grid, *c) for name, c in counts.items()}
    together = _posteriors(grid, likelihood, chances)
    alone = _alone(grid, likelihood)
    return tuple(_report(grid, name, counts[name], together[name], alone[name], level) for name in groups)


def _grid(counts: list[tuple[FloatArray, FloatArray]], prior: Prior, omega_scale: float) -> _Grid:
    information = max(float((n * (y + 0.5) / (n + 1) * (n - y + 0.5) / (n + 1)).sum()) for y, n in counts)
    step = float(np.clip(0.7 / max(information, 1e-9) ** 0.5, FINE, COARSE))
    half = int(np.ceil(REACH * prior.mu_sd / step))
    eta = np.asarray(prior.mu_mean + step * np.arange(-half, half + 1), dtype=float)
    sigma, log_sigma = _half_normal(prior.tau_scale, SIGMA_POINTS)
    low = OMEGA_STEPS * step
    points = min(OMEGA_POINTS, int(REACH * omega_scale / low) + 1) if omega_scale > low else 1
    omega = np.linspace(0.0, REACH * omega_scale, points) if points > 1 else np.zeros(1)
    log_omega = -0.5 * (omega / omega_scale) ** 2
    log_omega[0] -= np.log(2.0) if points > 1 else 0.0
    gap = (eta[:, None] - eta[None, :]) / np.maximum(omega, 1e-9)[:, None, None]
    kernel = np.exp(-0.5 * np.minimum(gap**2, 1400.0))
    base = np.exp(-0.5 * ((eta - prior.mu_mean) / prior.mu_sd) ** 2)
    return _Grid(
        eta=eta, sigma=sigma, log_sigma=log_sigma, log_omega=log_omega,
        kernel=kernel / kernel.sum(axis=2, keepdims=True), base=base / base.sum(),
    )  # fmt: skip


def _half_normal(scale: float, points: int) -> tuple[FloatArray, FloatArray]:
    """Return sigma = c sinh(u) up to the reach of its prior, with log weights of the trapezium rule."""
    c = 0.5 * scale
    u = np.linspace(0.0, float(np.arcsinh(REACH * scale / c)), points)
    sigma = c * np.sinh(u)
    log_w = np.log(np.cosh(u)) - 0.5 * (sigma / scale) ** 2
    log_w[0] -= np.log(2.0)
    return sigma, np.asarray(log_w)


def _likelihood(grid: _Grid, y: FloatArray, n: FloatArray) -> FloatArray:
    """Return the likelihood of a group's rows at each sigma and eta [S, E], scaled to a maximum of 1."""
    mu = np.broadcast_to(grid.eta, (len(grid.sigma), len(grid.eta)))
    log_l = log_likelihood(y, n, mu, grid.sigma, 1.0)
    return np.asarray(np.exp(log_l - log_l.max()))


def _posteriors(
    grid: _Grid, likelihood: Mapping[str, FloatArray], chances: Mapping[str, float]
) -> dict[str, tuple[float, FloatArray]]:
    """Return for each group its posterior weight and the joint posterior of sigma and eta [S, E]."""
    shape = (len(grid.log_omega), len(grid.eta), len(grid.sigma))
    flat = grid.kernel.reshape(-1, len(grid.eta))
    joined = {m: (flat @ like.T).reshape(shape) for m, like in likelihood.items()}
    lonely = {m: like @ grid.base for m, like in likelihood.items()}
    mixed = {m: chances[m] * joined[m] + (1 - chances[m]) * lonely[m] for m in likelihood}
    with np.errstate(divide="ignore"):
        log_w = np.sum([np.log(v) for v in mixed.values()], axis=0) + np.log(grid.base)[:, None]
    log_w = log_w + grid.log_sigma + grid.log_omega[:, None, None]
    w = np.exp(log_w - log_w.max())
    w /= w.sum()
    out = {}
    for m, like in likelihood.items():
        ratio = np.divide(w, mixed[m], out=np.zeros_like(w), where=mixed[m] > 0)
        shared = chances[m] * (ratio.reshape(-1, shape[2]).T @ flat)
        own = (1 - chances[m]) * ratio.sum(axis=(0, 1))[:, None] * grid.base
        joint = like * (shared + own)
        out[m] = (float(chances[m] * (ratio * joined[m]).sum()), joint / joint.sum())
    return out


def _alone(grid: _Grid, likelihood: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return for each group the joint posterior of sigma and eta [S, E] when no mean is borrowed."""
    lonely = {m: like @ grid.base for m, like in likelihood.items()}
    log_w = np.sum([np.log(v) for v in lonely.values()], axis=0) + grid.log_sigma
    w = np.exp(log_w - log_w.max())
    return {m: like * grid.base * (w / lonely[m])[:, None] / w.sum() for m, like in likelihood.items()}


def _report(
    grid: _Grid,
    name: str,
    counts: tuple[FloatArray, FloatArray],
    together: tuple[float, FloatArray],
    alone: FloatArray,
    level: float,
) -> Borrowed:
    tails = np.array([0.5 - level / 2, 0.5, 0.5 + level / 2])
    (low, middle, high), (low_1, middle_1, high_1) = (_eta_quantiles(grid, j, tails) for j in (together[1], alone))
    y, n = counts
    return Borrowed(
        group=name,
        k=len(y),
        events=int(y.sum()),
        n=int(n.sum()),
        weight=together[0],
        rate=middle,
        rate_ci=(low, high),
        rate_alone=middle_1,
        rate_alone_ci=(low_1, high_1),
        new_centre=_new_centre(grid, together[1], tails),
        new_centre_alone=_new_centre(grid, alone, tails),
        ess=_ess(grid, together[1]),
        ess_alone=_ess(grid, alone),
    )


def _eta_quantiles(grid: _Grid, joint: FloatArray, p: FloatArray) -> tuple[float, float, float]:
    cumulated = np.cumsum(joint.sum(axis=0))
    edges = grid.eta + 0.5 * (grid.eta[1] - grid.eta[0])
    low, middle, high = (float(v) for v in expit(np.interp(p, cumulated, edges)))
    return low, middle, high


def _new_centre(grid: _Grid, joint: FloatArray, p: FloatArray) -> Interval:
    """Return the prediction interval of the next centre's rate; points of eta are spread over their cell."""
    sd = np.sqrt(grid.sigma**2 + (grid.eta[1] - grid.eta[0]) ** 2 / 12)
    t = np.linspace(grid.eta[0], grid.eta[-1], 240)
    below = np.zeros_like(t)
    for row, s in zip(joint, sd, strict=True):
        keep = row > NEGLIGIBLE
        below += normal_cdf((t[:, None] - grid.eta[keep]) / s) @ row[keep]
    low, high = np.interp(p[[0, 2]], below, t)
    return float(expit(low)), float(expit(high))


def _ess(grid: _Grid, joint: FloatArray) -> float:
    rate, weight = expit(grid.eta), joint.sum(axis=0)
    mean = float(weight @ rate)
    return mean * (1 - mean) / float(weight @ (rate - mean) ** 2) - 1
