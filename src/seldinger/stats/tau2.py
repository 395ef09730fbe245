"""Between-study variance: nine estimators, with or without moderators, for one data set or many subsets at once.

Notation (Viechtbauer 2005): W = diag(1 / (v + tau2)), M = (X'WX)^-1, P = W - W X M X'W, so that Py = w r with the
residuals r. A batch differs only in its mask [subsets, rows]: a row left out has weight 0.
"""

from dataclasses import dataclass

import numpy as np

from seldinger.stats.distributions import FloatArray, chi2_quantile

ESTIMATORS = ("FE", "DL", "HE", "HS", "SJ", "PM", "EB", "ML", "REML")
TOLERANCE = 1e-12
"""Iterations stop when tau2 moves by less than this, absolute below 1 and relative above."""
MOST_STEPS = 500
NEWTON_REACH = 0.5
"""Newton takes over from Fisher scoring where its step changes tau2 by no more than this share of tau2."""
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Effects y [k] with variances v [k], design x [k, p], and which rows belong to each subset, mask [B, k]."""

    y: FloatArray
    v: FloatArray
    x: FloatArray
    mask: FloatArray

    @property
    def p(self) -> int:
        """Number of columns of the design."""
        return int(self.x.shape[1])

    @property
    def k(self) -> FloatArray:
        """Number of rows in each subset [B]."""
        return np.asarray(self.mask.sum(axis=1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Solved:
    """Weighted least squares: coefficients [B, p], their covariance M [B, p, p], weights and residuals [B, k]."""

    beta: FloatArray
    m: FloatArray
    w: FloatArray
    r: FloatArray

    @property
    def rss(self) -> FloatArray:
        """Weighted residual sum of squares y'Py [B]; this is Q(tau2)."""
        return np.asarray((self.w * self.r**2).sum(axis=1))


def rows(y: FloatArray, v: FloatArray, x: FloatArray | None = None, mask: FloatArray | None = None) -> Rows:
    """Return rows with an intercept-only design and one subset that holds every row, unless told otherwise."""
    design = np.ones((len(y), 1)) if x is None else x
    return Rows(y=y, v=v, x=design, mask=np.ones((1, len(y))) if mask is None else mask)


def solve(data: Rows, w: FloatArray) -> Solved:
    """Return the weighted least squares fit for weights w [B, k]."""
    m = _inverse(_gram(data, w))
    beta = np.einsum("bpq,bq->bp", m, (w * data.y) @ data.x)
    return Solved(beta=beta, m=m, w=w, r=data.y - beta @ data.x.T)


def weights(data: Rows, tau2: FloatArray) -> FloatArray:
    """Return 1 / (v + tau2) within each subset, 0 outside [B, k]."""
    return np.asarray(data.mask / (data.v + tau2[:, None]))


def q_at(data: Rows, tau2: FloatArray) -> FloatArray:
    """Return the generalised Q statistic at a given tau2 [B]."""
    return solve(data, weights(data, tau2)).rss


def known(method: str) -> None:
    """Raise ValueError on an estimator that is not here, with those that are."""
    if method not in ESTIMATORS:
        raise ValueError(f"unknown estimator {method!r}; expected one of {', '.join(ESTIMATORS)}")


def estimate(data: Rows, method: str) -> FloatArray:
    """Return tau2 of each subset [B] by the named estimator.

    Parameters
    ----------
    data
        Effects, design and subsets; each subset needs more rows than the design has columns.
    method
        FE (0 by definition), DL DerSimonian-Laird, HE Hedges, HS Hunter-Schmidt, SJ Sidik-Jonkman, PM Paule-Mandel,
        EB empirical Bayes (the same equation as PM), ML and REML.

    Examples
    --------
    >>> y, v = np.array([0.0, 1.0, 2.0]), np.array([0.1, 0.1, 0.1])
    >>> [round(float(estimate(rows(y, v), m)[0]), 6) for m in ("DL", "HE", "PM", "REML", "ML")]
    [0.9, 0.9, 0.9, 0.9, 0.566667]
    """
    known(method)
    if method == "FE":
        return np.zeros(len(data.mask))
    if method in ("PM", "EB"):
        return q_root(data, data.k - data.p)
    return _likelihood(data, method) if method in ("ML", "REML") else _moment(data, method)


def q_root(data: Rows, target: FloatArray) -> FloatArray:
    """Return the tau2 >= 0 at which Q equals the target [B]; 0 where Q(0) already lies at or below it.

    Q is convex and falls, so Newton from 0 climbs to the root without ever passing it.
    """
    tau2 = np.zeros(len(data.mask))
    for _ in range(MOST_STEPS):
        fit = solve(data, weights(data, tau2))
        step = np.maximum((fit.rss - target) / ((fit.w * fit.r) ** 2).sum(axis=1).clip(1e-300), 0.0)
        tau2 = tau2 + step
        if np.all(step <= TOLERANCE * np.maximum(tau2, 1e-3)):
            break
    return tau2


def q_profile(data: Rows, level: float = 0.95) -> tuple[float, float, bool]:
    """Return the Q-profile limits of tau2 of the first subset, and whether the interval is empty.

    Empty (the "null set": even tau2 = 0 makes the effects agree better than chance allows) is reported as (0, 0, True).
    Source: Viechtbauer 2007, the two roots of Q(tau2) = chi-square quantiles.
    """
    df = float(data.k[0] - data.p)
    one = Rows(y=data.y, v=data.v, x=data.x, mask=data.mask[:1])
    low, high = (chi2_quantile(0.5 + side * level / 2, df) for side in (1, -1))
    empty = bool(q_at(one, np.zeros(1))[0] < high)
    return float(q_root(one, np.array([low]))[0]), float(q_root(one, np.array([high]))[0]), empty


def standard_error(data: Rows, tau2: FloatArray, method: str) -> FloatArray | None:
    """Return the large-sample standard error of tau2 [B] for ML and REML; None for the other estimators."""
    if method not in ("ML", "REML"):
        return None
    fit = solve(data, weights(data, tau2))
    information = (fit.w**2).sum(axis=1) if method == "ML" else _trace_pp(data, fit)
    return np.asarray(np.sqrt(2.0 / information))


def log_likelihood(data: Rows, tau2: FloatArray, *, restricted: bool) -> FloatArray:
    """Return the normal (restricted) log-likelihood with its constants [B]."""
    fit = solve(data, weights(data, tau2))
    spread = (data.mask * np.log(data.v + tau2[:, None])).sum(axis=1) + fit.rss
    if not restricted:
        return np.asarray(-0.5 * (spread + data.k * np.log(2 * np.pi)))
    plain = np.linalg.slogdet(_gram(data, data.mask))[1]
    weighted = np.linalg.slogdet(_gram(data, fit.w))[1]
    return np.asarray(-0.5 * (spread + weighted - plain + (data.k - data.p) * np.log(2 * np.pi)))


def typical_variance(data: Rows) -> FloatArray:
    """Return the typical sampling variance (k - p) / tr P at tau2 = 0 [B] (Higgins and Thompson 2002)."""
    fit = solve(data, data.mask / data.v)
    return np.asarray((data.k - data.p) / _trace_p(data, fit))


def _moment(data: Rows, method: str) -> FloatArray:
    df = data.k - data.p
    if method == "HE":
        fit = solve(data, data.mask)
        trace_pv = data.mask @ data.v - np.einsum("bpq,bqp->b", fit.m, _gram(data, data.mask * data.v))
        return np.asarray(np.maximum(0.0, (fit.rss - trace_pv) / df))
    if method == "SJ":
        mean = (data.mask @ data.y) / data.k
        start = (data.mask * (data.y - mean[:, None]) ** 2).sum(axis=1) / data.k
        return np.where(start > 0, start * q_at(data, start) / df, 0.0)
    fit = solve(data, data.mask / data.v)
    if method == "HS":
        return np.asarray(np.maximum(0.0, (fit.rss - data.k) / fit.w.sum(axis=1)))
    return np.asarray(np.maximum(0.0, (fit.rss - df) / _trace_p(data, fit)))


def _likelihood(data: Rows, method: str) -> FloatArray:
    """Scoring from HE, clipped at 0; zero is taken where it is not less likely than the interior point."""
    tau2 = _moment(data, "HE")
    last = np.zeros_like(tau2)
    active = np.arange(len(tau2))
    for _ in range(MOST_STEPS):
        part = Rows(y=data.y, v=data.v, x=data.x, mask=data.mask[active])
        now, before = tau2[active], last[active]
        step = np.maximum(_score_step(part, now, method), -now)
        # A step that turns back is kept to half the last one, so that no pair of points is visited for ever.
        step = np.where(step * before < 0, np.sign(step) * np.minimum(np.abs(step), np.abs(before) / 2), step)
        tau2[active], last[active] = now + step, step
        active = active[np.abs(step) > TOLERANCE * np.maximum(1.0, now + step)]
        if not len(active):
            break
    for i in active:
        tau2[i] = _golden(Rows(y=data.y, v=data.v, x=data.x, mask=data.mask[i : i + 1]), method)
    restricted = method == "REML"
    zero = log_likelihood(data, np.zeros_like(tau2), restricted=restricted)
    return np.where(zero >= log_likelihood(data, tau2, restricted=restricted), 0.0, tau2)


def _score_step(data: Rows, tau2: FloatArray, method: str) -> FloatArray:
    """Return the step in tau2 [B]: Newton near the maximum, Fisher scoring elsewhere."""
    fit = solve(data, weights(data, tau2))
    u = fit.w * fit.r
    wu = fit.w * u
    side = wu @ data.x
    cubic = (wu * u).sum(axis=1) - np.einsum("bp,bpq,bq->b", side, fit.m, side)
    quadratic = (u**2).sum(axis=1)
    if method == "ML":
        slope, expected = quadratic - fit.w.sum(axis=1), (fit.w**2).sum(axis=1)
    else:
        slope, expected = quadratic - _trace_p(data, fit), _trace_pp(data, fit)
    observed = 2 * cubic - expected
    near = (observed > 0) & (np.abs(slope) <= NEWTON_REACH * tau2 * observed)
    return np.asarray(slope / np.where(near, observed, expected))


def _golden(data: Rows, method: str) -> float:
    """Maximise by golden section where Fisher scoring does not settle (rare: a flat or two-topped likelihood)."""
    low, high = 0.0, float(_moment(data, "HE")[0] + 10 * data.v.max())
    for _ in range(200):
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at = [float(log_likelihood(data, np.array([t]), restricted=method == "REML")[0]) for t in (a, b)]
        low, high = (a, high) if at[1] > at[0] else (low, b)
    return 0.5 * (low + high)


def _gram(data: Rows, w: FloatArray) -> FloatArray:
    if data.p == 1:
        return np.asarray((w @ data.x**2)[:, :, None])
    return np.asarray(np.einsum("bk,kp,kq->bpq", w, data.x, data.x))


def _inverse(gram: FloatArray) -> FloatArray:
    return 1.0 / gram if gram.shape[-1] == 1 else np.asarray(np.linalg.inv(gram))


def _trace_p(data: Rows, fit: Solved) -> FloatArray:
    taken = np.einsum("bpq,bqp->b", fit.m, _gram(data, fit.w**2))
    return np.asarray(fit.w.sum(axis=1) - taken)


def _trace_pp(data: Rows, fit: Solved) -> FloatArray:
    second = np.einsum("bpq,bqr->bpr", fit.m, _gram(data, fit.w**2))
    third = np.einsum("bpq,bqp->b", fit.m, _gram(data, fit.w**3))
    return np.asarray((fit.w**2).sum(axis=1) - 2 * third + np.einsum("bpq,bqp->b", second, second))
