"""The estimators of `tau2` for one data set without moderators: the everyday case, in a tenth of the time.

`tau2` holds the definitions, for many subsets and any design; a law in the tests holds the two to the same numbers.
"""

from typing import NamedTuple

import numpy as np

from seldinger.stats import tau2 as general
from seldinger.stats.distributions import FloatArray, chi2_quantile
from seldinger.stats.tau2 import MOST_STEPS, NEWTON_REACH, TOLERANCE


class Spread(NamedTuple):
    """Q, tau2, its standard error, the typical sampling variance, and the Q-profile limits (empty or not)."""

    q: float
    tau2: float
    se: float | None
    typical: float
    low: float
    high: float
    empty: bool


class _Moments(NamedTuple):
    """Sums of w, w², w³; weighted mean; Q = y'Py, y'PPy and y'PPPy."""

    s1: float
    s2: float
    s3: float
    mean: float
    q: float
    q2: float
    q3: float

    @property
    def trace_p(self) -> float:
        return self.s1 - self.s2 / self.s1

    @property
    def trace_pp(self) -> float:
        return self.s2 - 2 * self.s3 / self.s1 + (self.s2 / self.s1) ** 2


def spread(y: FloatArray, v: FloatArray, method: str, level: float = 0.95) -> Spread:
    """Return the heterogeneity of at least two effects.

    >>> round(spread(np.array([0.0, 1.0, 2.0]), np.array([0.1, 0.1, 0.1]), "REML").tau2, 9)
    0.9
    """
    at_zero = _moments(y, v, 0.0)
    df = len(y) - 1
    likely = _likelihood(y, v, method == "REML", at_zero) if method in ("ML", "REML") else None
    tau2 = likely[0] if likely else _moment(y, v, method, at_zero)
    large, small = (chi2_quantile(0.5 + side * level / 2, df) for side in (1, -1))
    fixed = method == "FE"
    return Spread(
        q=at_zero.q,
        tau2=tau2,
        se=float((2.0 / likely[1]) ** 0.5) if likely else None,
        typical=df / at_zero.trace_p,
        low=0.0 if fixed else _q_root(y, v, large),
        high=0.0 if fixed else _q_root(y, v, small, tau2),
        empty=at_zero.q < small,
    )


def _moments(y: FloatArray, v: FloatArray, tau2: float) -> _Moments:
    w = 1.0 / (v + tau2)
    s1, s2 = float(w.sum()), float(w.dot(w))
    mean = float(w.dot(y)) / s1
    r = y - mean
    u = w * r
    wu = w * u
    return _Moments(
        s1,
        s2,
        float((w * w).dot(w)),
        mean,
        float(u.dot(r)),
        float(u.dot(u)),
        float(wu.dot(u)) - float(wu.sum()) ** 2 / s1,
    )


def _moment(y: FloatArray, v: FloatArray, method: str, at_zero: _Moments) -> float:
    df = len(y) - 1
    if method in ("PM", "EB"):
        return _q_root(y, v, df)
    if method == "DL":
        return max(0.0, (at_zero.q - df) / at_zero.trace_p)
    if method == "HS":
        return max(0.0, (at_zero.q - len(y)) / at_zero.s1)
    return float(general.estimate(general.rows(y, v), method)[0])


def _q_root(y: FloatArray, v: FloatArray, target: float, tau2: float = 0.0) -> float:
    """Return the tau2 >= 0 at which Q equals the target, by Newton on 1 / Q, which is almost a straight line."""
    for _ in range(MOST_STEPS):
        w = 1.0 / (v + tau2)
        r = y - float(w.dot(y)) / float(w.sum())
        u = w * r
        q = float(u.dot(r))
        if q <= target and tau2 == 0.0:
            return 0.0
        new = max(0.0, tau2 + (q - target) / max(float(u.dot(u)), 1e-300) * q / target)
        step, tau2 = abs(new - tau2), new
        if step <= TOLERANCE * max(tau2, 1e-3):
            return tau2
    return float(general.q_root(general.rows(y, v), np.array([target]))[0])


def _likelihood(y: FloatArray, v: FloatArray, restricted: bool, at_zero: _Moments) -> tuple[float, float]:
    """Return tau2 by (restricted) maximum likelihood and its expected information, times two."""
    tau2, last = max(0.0, float(y.var(ddof=1)) - float(v.mean())), 0.0
    for _ in range(MOST_STEPS):
        m = _moments(y, v, tau2)
        slope, expected = (m.q2 - m.trace_p, m.trace_pp) if restricted else (m.q2 - m.s1, m.s2)
        observed = 2 * m.q3 - expected
        near = observed > 0 and abs(slope) <= NEWTON_REACH * tau2 * observed
        step = max(slope / (observed if near else expected), -tau2)
        if step * last < 0 and abs(step) > abs(last) / 2:
            step = -last / 2
        tau2, last = tau2 + step, step
        if abs(step) <= TOLERANCE * max(1.0, tau2):
            break
    else:
        tau2 = float(general.estimate(general.rows(y, v), "REML" if restricted else "ML")[0])
        m = _moments(y, v, tau2)
    if tau2 > 0 and _loglik(v, 0.0, at_zero, restricted) >= _loglik(v, tau2, m, restricted):
        tau2, m = 0.0, at_zero
    return tau2, m.trace_pp if restricted else m.s2


def _loglik(v: FloatArray, tau2: float, m: _Moments, restricted: bool) -> float:
    """Return the log-likelihood without its constants."""
    return -0.5 * (float(np.log(v + tau2).sum()) + m.q + (float(np.log(m.s1)) if restricted else 0.0))
