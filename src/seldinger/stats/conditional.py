"""Odds ratio conditional on all margins: exact for one common ratio, and with a normal spread between rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats.distributions import (
    FloatArray,
    bisect,
    chi2_sf,
    log_choose,
    logsumexp,
    normal_quantile,
    two_sided_p,
)
from seldinger.stats.effects import comparisons
from seldinger.stats.exact import SAME_PROBABILITY
from seldinger.stats.fit import Fit, Interval, refuse
from seldinger.stats.quadrature import maximise
from seldinger.stats.sparse import silent_rows

WIDEST = 60.0
"""Log odds ratios beyond this are reported as infinite."""


def exact_odds_ratio(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
) -> Fit:
    """Return the common odds ratio, conditional on all margins: maximum likelihood, exact interval and exact p-value.

    When every event lies in one arm the estimate is 0 or infinite and the interval has one finite end: theta is then
    ± infinity and nothing is refused.

    Examples
    --------
    >>> fit = exact_odds_ratio([0], [16], [3], [13])
    >>> fit.estimate, round(fit.ci[1], 2), round(fit.p, 3)
    (0.0, 1.85, 0.078)
    """
    x1, t1, x2, t2 = (np.asarray(v, dtype=float) for v in (a, n1, c, n2))
    effects = comparisons(x1, t1, x2, t2, measure="OR", labels=labels)
    informative = ~silent_rows(x1, t1, x2, t2, "OR")
    if not informative.any():
        return refuse("OR", "EXACT", "exact", level, effects.labels, "no row has both events and non-events")
    law = _SumLaw.of(x1[informative], t1[informative], x2[informative], t2[informative])
    theta = law.estimate()
    ci = law.interval(level)
    deviation = law.moments(theta)[1] ** 0.5 if np.isfinite(theta) else 0.0
    used = tuple(label for label, keep in zip(effects.labels, informative, strict=True) if keep)
    return Fit(
        measure="OR",
        method="EXACT",
        test="exact",
        level=level,
        k=len(used),
        theta=theta,
        se=1 / deviation if deviation > 0 else None,
        ci_theta=ci,
        statistic=None,
        p=law.p_value(),
        estimate=float(np.exp(theta)),
        ci=(float(np.exp(ci[0])), float(np.exp(ci[1]))),
        prediction_theta=None,
        prediction=None,
        convention="none",
        tau2=0.0,
        used=used,
        left_out=tuple(
            (label, "no events, or only events: carries no ratio")
            for label, keep in zip(effects.labels, informative, strict=True)
            if not keep
        ),
    )


def fit_conditional_normal(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
) -> Fit:
    """Return the random-effects odds ratio by the exact conditional (noncentral hypergeometric-normal) likelihood.

    Refused, with the reason, when all events lie in one arm or the spread has no finite maximum.

    Examples
    --------
    >>> fit = fit_conditional_normal([4, 6, 3], [123, 306, 231], [11, 29, 11], [139, 303, 220])
    >>> round(fit.estimate, 3), fit.tau2
    (0.243, 0.0)
    """
    x1, t1, x2, t2 = (np.asarray(v, dtype=float) for v in (a, n1, c, n2))
    effects = comparisons(x1, t1, x2, t2, measure="OR", labels=labels)
    keep = ~silent_rows(x1, t1, x2, t2, "OR")
    kernel = Conditional.of(x1[keep], t1[keep], x2[keep], t2[keep]) if keep.any() else None
    low = bool(np.all(x1[keep] == np.maximum(0, x1[keep] + x2[keep] - t2[keep])))
    high = bool(np.all(x1[keep] == np.minimum(t1[keep], x1[keep] + x2[keep])))
    if kernel is None or low or high:
        return refuse(
            "OR", "GLMM", "z", level, effects.labels, "the ratio is 0, infinite or not informed: no finite maximum"
        )
    try:
        peak = maximise(kernel, 0.0, 0.3)
    except ArithmeticError as error:
        return refuse("OR", "GLMM", "z", level, effects.labels, str(error))
    z = normal_quantile(0.5 + level / 2)
    ci = (peak.mu - z * peak.se, peak.mu + z * peak.se)
    wide = z * (peak.se**2 + peak.tau**2) ** 0.5
    prediction = (peak.mu - wide, peak.mu + wide)
    return Fit(
        measure="OR",
        method="GLMM",
        test="z",
        level=level,
        k=int(keep.sum()),
        theta=peak.mu,
        se=peak.se,
        ci_theta=ci,
        statistic=peak.mu / peak.se,
        p=two_sided_p(peak.mu / peak.se),
        estimate=float(np.exp(peak.mu)),
        ci=_ratios(ci),
        prediction_theta=prediction,
        prediction=_ratios(prediction),
        convention="normal",
        tau2=peak.tau**2,
        tau2_se=None if peak.tau_se is None else 2 * peak.tau * peak.tau_se,
        tau2_p=0.5 * chi2_sf(2 * (peak.loglik - peak.loglik_without), 1) if peak.tau > 0 else 1.0,
        loglik=peak.loglik,
        used=tuple(label for label, g in zip(effects.labels, keep, strict=True) if g),
        left_out=tuple((label, "carries no ratio") for label, g in zip(effects.labels, keep, strict=True) if not g),
        notes=(f"quadrature with {peak.nodes} nodes; doubling them moved the maximum by {peak.moved:.0e}",),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditional:
    """Events of the first arm given all margins: noncentral hypergeometric in the log odds ratio."""

    y: FloatArray
    log_weight: FloatArray
    support: FloatArray
    constant: FloatArray

    @classmethod
    def of(cls, a: FloatArray, n1: FloatArray, c: FloatArray, n2: FloatArray) -> "Conditional":
        """Return the kernel of rows a of n1 against c of n2; outcomes a row cannot have get weight 0."""
        m = a + c
        u = np.arange(int(np.minimum(n1, m).max()) + 1, dtype=float)[None, :]
        possible = (u >= np.maximum(0, m - n2)[:, None]) & (u <= np.minimum(n1, m)[:, None])
        inside = np.where(possible, u, np.maximum(0, m - n2)[:, None])
        log_w = log_choose(n1[:, None], inside) + log_choose(n2[:, None], m[:, None] - inside)
        log_w = np.where(possible, log_w, -np.inf)
        own = log_choose(n1, a) + log_choose(n2, c)
        return cls(y=a, log_weight=log_w, support=u, constant=own)

    def at(self, theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return y theta less the log normaliser, y less the mean, and the variance at theta [k, nodes]."""
        log_p = self.log_weight[:, None, :] + theta[:, :, None] * self.support
        total = logsumexp(log_p, axis=2)
        p = np.exp(log_p - total[:, :, None])
        mean = p @ self.support[0]
        y = self.y[:, None]
        return y * theta - total, y - mean, p @ self.support[0] ** 2 - mean**2


@dataclass(frozen=True, kw_only=True, slots=True)
class _SumLaw:
    """Law of the total of first-arm events over all rows, given every margin, up to exp(theta * total)."""

    total: FloatArray
    log_weight: FloatArray
    seen: int

    @classmethod
    def of(cls, a: FloatArray, n1: FloatArray, c: FloatArray, n2: FloatArray) -> "_SumLaw":
        weight, lowest = np.ones(1), 0.0
        for ai, ni, ci, mi in zip(a, n1, c, n2, strict=True):
            low, high = max(0.0, ai + ci - mi), min(ni, ai + ci)
            u = np.arange(low, high + 1)
            log_w = log_choose(ni, u) + log_choose(mi, ai + ci - u)
            weight = np.convolve(weight, np.exp(log_w - log_w.max()))
            weight /= weight.max()
            lowest += low
        with np.errstate(divide="ignore"):
            log_weight = np.log(weight)
        return cls(
            total=np.asarray(lowest + np.arange(len(weight)), dtype=float),
            log_weight=log_weight,
            seen=int(a.sum() - lowest),
        )

    def pmf(self, theta: float) -> FloatArray:
        log_p = self.log_weight + theta * (self.total - self.total[self.seen])
        p = np.exp(log_p - log_p.max())
        return np.asarray(p / p.sum())

    def moments(self, theta: float) -> tuple[float, float]:
        p = self.pmf(theta)
        mean = float(p @ self.total)
        return mean, float(p @ (self.total - mean) ** 2)

    def estimate(self) -> float:
        if self.seen in (0, len(self.total) - 1):
            return -np.inf if self.seen == 0 else np.inf
        return bisect(lambda t: self.moments(t)[0] - float(self.total[self.seen]), -WIDEST, WIDEST)

    def interval(self, level: float) -> Interval:
        tail = (1 - level) / 2
        low, high = -np.inf, np.inf
        if self.seen > 0:
            low = bisect(lambda t: float(self.pmf(t)[self.seen :].sum()) - tail, -WIDEST, WIDEST)
        if self.seen < len(self.total) - 1:
            high = bisect(lambda t: float(self.pmf(t)[: self.seen + 1].sum()) - tail, -WIDEST, WIDEST)
        return low, high

    def p_value(self) -> float:
        p = self.pmf(0.0)
        return float(min(1.0, p[p <= p[self.seen] * (1 + SAME_PROBABILITY)].sum()))


def _ratios(interval: Interval) -> Interval:
    return float(np.exp(interval[0])), float(np.exp(interval[1]))
