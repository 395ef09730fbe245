"""Proportions by the binomial-normal model with its exact likelihood: 0 % and 100 % are data, nothing is corrected."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats import tau2 as between
from seldinger.stats.distributions import (
    FloatArray,
    chi2_quantile,
    chi2_sf,
    expit,
    hermite,
    normal_quantile,
    t_quantile,
    two_sided_p,
)
from seldinger.stats.effects import proportions
from seldinger.stats.exact import clopper_pearson
from seldinger.stats.fit import Fit, Interval, refuse
from seldinger.stats.normal import i_squared
from seldinger.stats.quadrature import Binomial, Peak, maximise, profile

MEAN_NODES = 81
SMALLEST_START = 0.2
EDGE_HALVINGS = 24
"""Halvings of a factor of two in tau: the profile limits are right to 1e-7, relative."""


def fit_binomial_normal(
    events: ArrayLike,
    n: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    test: Literal["z", "t"] = "z",
    level: float = 0.95,
    tau2_interval: bool = False,
) -> Fit:
    """Return the exact maximum-likelihood fit of y_i ~ Bin(n_i, expit(theta_i)), theta_i ~ N(mu, tau2).

    `estimate` is expit(mu), the rate of the median study; `mean` is the average rate over studies. `q` is the
    likelihood-ratio test of one common rate against one rate per study, `tau2_p` that of tau2 = 0 (half a chi-square).
    Rows are independent; nothing is weighted or corrected.

    Parameters
    ----------
    events, n
        Counts per row.
    test
        "z", or "t" with k - 1 degrees of freedom, for the mean and the prediction interval.
    tau2_interval
        Whether to profile the likelihood for an interval of tau2, which takes as long as several fits.

    Returns
    -------
    Fit
        `refused` with the reason when every row has 0 events, or every row only events (no finite maximum exists), or
        when the maximum cannot be found. `estimate` and `ci` are then those of the total (Clopper-Pearson, two-sided).

    Examples
    --------
    >>> fit = fit_binomial_normal([4, 3, 2, 1], [10, 20, 30, 40])
    >>> round(fit.estimate, 3), round(fit.tau2, 3)
    (0.104, 0.907)
    """
    if test not in ("z", "t"):
        raise ValueError(f"the exact GLMM is tested with 'z' or 't', not {test!r}; Hartung-Knapp needs known variances")
    smooth = proportions(events, n, labels=labels)
    y, total = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
    why = _no_maximum(y, total)
    if why:
        return _refused(y, total, smooth.labels, test, level, why)
    kernel = Binomial(y=y, n=total)
    data = between.rows(smooth.y, smooth.v)
    try:
        peak = maximise(kernel, *_start(data)) if len(y) > 1 else _single(kernel)
    except ArithmeticError as error:
        return _refused(y, total, smooth.labels, test, level, str(error))
    notes = [f"quadrature with {peak.nodes} nodes; doubling them moved the maximum by {peak.moved:.0e}"]
    if len(y) == 1:
        notes = ["one row: heterogeneity cannot be estimated"]
    elif peak.tau == 0:
        notes = ["tau2 = 0 is the maximum of the likelihood: the rows differ no more than chance lets them"]
    q = 2 * (_saturated(y, total) - (peak.loglik_without - float(kernel.constant.sum())))
    typical = float(between.typical_variance(data)[0]) if len(y) > 1 else None
    interval = _tau2_interval(kernel, peak, level) if tau2_interval and len(y) > 1 else None
    df = len(y) - 1
    t_df = df if test == "t" and df else None
    half = normal_quantile(0.5 + level / 2) if t_df is None else t_quantile(0.5 + level / 2, t_df)
    ci = (peak.mu - half * peak.se, peak.mu + half * peak.se)
    wide = half * (peak.se**2 + peak.tau**2) ** 0.5
    prediction = (peak.mu - wide, peak.mu + wide) if df else None
    return Fit(
        measure="PLO",
        method="GLMM",
        test="z" if t_df is None else "t",
        level=level,
        k=len(y),
        theta=peak.mu,
        se=peak.se,
        ci_theta=ci,
        statistic=peak.mu / peak.se,
        p=two_sided_p(peak.mu / peak.se, t_df),
        estimate=float(expit(peak.mu)),
        ci=_rates(ci),
        prediction_theta=prediction,
        prediction=None if prediction is None else _rates(prediction),
        convention="none" if prediction is None else ("normal" if t_df is None else "t"),
        tau2=peak.tau**2,
        tau2_se=None if peak.tau_se is None else 2 * peak.tau * peak.tau_se,
        tau2_ci=interval,
        tau2_p=0.5 * chi2_sf(2 * (peak.loglik - peak.loglik_without), 1) if peak.tau > 0 else 1.0,
        i2=None if typical is None else i_squared(peak.tau**2, typical),
        h2=None if typical is None else peak.tau**2 / typical + 1,
        q=max(q, 0.0),
        q_df=df,
        q_p=chi2_sf(max(q, 0.0), df),
        loglik=peak.loglik,
        mean=mean_rate(peak.mu, peak.tau),
        used=smooth.labels,
        notes=tuple(notes),
    )


def mean_rate(mu: float, tau: float) -> float:
    """Return the average of expit(theta) over theta ~ N(mu, tau²) [fraction].

    >>> round(mean_rate(0.0, 2.0), 6), round(mean_rate(-2.0, 0.0), 4)
    (0.5, 0.1192)
    """
    x, log_w = hermite(MEAN_NODES)
    weight = np.exp(log_w - x**2) / np.sqrt(np.pi)
    return float(weight @ expit(mu + np.sqrt(2.0) * tau * x))


def _no_maximum(y: FloatArray, n: FloatArray) -> str | None:
    if len(y) == 0:
        return "no rows"
    if not y.any():
        return "no row has an event: the likelihood has no finite maximum"
    if np.array_equal(y, n):
        return "every row has only events: the likelihood has no finite maximum"
    return None


def _start(data: between.Rows) -> tuple[float, float]:
    """Return mu and tau of the corrected logits by DerSimonian-Laird, only to start the search."""
    tau2 = between.estimate(data, "DL")
    mu = float(between.solve(data, between.weights(data, tau2)).beta[0, 0])
    return mu, max(float(tau2[0]) ** 0.5, SMALLEST_START)


def _single(kernel: Binomial) -> Peak:
    y, n = float(kernel.y[0]), float(kernel.n[0])
    mu, loglik = float(np.log(y / (n - y))), float(kernel.constant[0]) + _saturated(kernel.y, kernel.n)
    return Peak(
        mu=mu, tau=0.0, loglik=loglik, se=(1 / y + 1 / (n - y)) ** 0.5, tau_se=None, loglik_without=loglik,
        mu_without=mu, nodes=1, moved=0.0,
    )  # fmt: skip


def _saturated(y: FloatArray, n: FloatArray) -> float:
    """Return the log-likelihood with one rate per row, without binomial coefficients."""
    p = y / n
    inner = (p > 0) & (p < 1)
    y, n, p = y[inner], n[inner], p[inner]
    return float((y * np.log(p) + (n - y) * np.log1p(-p)).sum())


def _tau2_interval(kernel: Binomial, peak: Peak, level: float) -> Interval:
    """Return the profile-likelihood interval of tau2, by halving in log tau."""
    drop = peak.loglik - 0.5 * chi2_quantile(level, 1)

    def inside(tau: float) -> bool:
        return profile(kernel, peak.mu, tau)[0] > drop

    low = 0.0 if peak.loglik_without > drop else _edge(inside, peak.tau, 0.5)
    return low**2, _edge(inside, max(peak.tau, 0.05), 2.0) ** 2


def _edge(inside: Callable[[float], bool], tau: float, factor: float) -> float:
    good, bad = tau, tau * factor
    while inside(bad):
        good, bad = bad, bad * factor
    for _ in range(EDGE_HALVINGS):
        middle = (good * bad) ** 0.5
        good, bad = (middle, bad) if inside(middle) else (good, middle)
    return float((good * bad) ** 0.5)


def _rates(interval: Interval) -> Interval:
    return float(expit(interval[0])), float(expit(interval[1]))


def _refused(y: FloatArray, n: FloatArray, labels: tuple[str, ...], test: str, level: float, why: str) -> Fit:
    fit = refuse("PLO", "GLMM", test, level, labels, why)
    if not len(y):
        return fit
    low, high = clopper_pearson(y.sum(), n.sum(), level=level)
    note = "estimate and interval are those of the total, as if all rows were one: Clopper-Pearson, two-sided"
    return replace(fit, estimate=float(y.sum() / n.sum()), ci=(float(low), float(high)), notes=(note,))
