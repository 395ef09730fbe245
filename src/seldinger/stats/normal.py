"""The normal model on transformed effects: pooled mean, heterogeneity, and prediction intervals by name."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from seldinger.stats import tau2 as between
from seldinger.stats.distributions import chi2_sf, normal_quantile, t_quantile, two_sided_p
from seldinger.stats.effects import Effects, back_transform, harmonic_mean
from seldinger.stats.fit import Fit, Interval

Test = Literal["z", "t", "knha", "adhoc"]
Prediction = Literal["auto", "normal", "t", "knha", "higgins"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heterogeneity:
    """Cochran's Q with its p-value, I2 [%], H2, tau2 and its Q-profile interval, all without a test of the mean."""

    q: float
    q_df: int
    q_p: float
    i2: float
    h2: float
    tau2: float
    tau2_se: float | None
    tau2_ci: Interval | None
    i2_ci: Interval | None
    null_set: bool


def fit_normal(
    effects: Effects,
    *,
    method: str = "REML",
    test: Test = "z",
    level: float = 0.95,
    prediction: Prediction = "auto",
) -> Fit:
    """Return the pooled mean of independent effects under theta_i ~ N(mu, tau2).

    Parameters
    ----------
    effects
        Estimates and sampling variances, taken as known; at least one row.
    method
        Estimator of tau2 (see `tau2.estimate`); "FE" is the common-effect model, which has no prediction interval.
    test
        "z"; "t" (k - 1 df); "knha" (Hartung-Knapp-Sidik-Jonkman, unmodified); "adhoc" (the same, never narrower than
        the plain standard error).
    prediction
        "normal" mu ± z √(se² + tau2); "t" and "knha" the same with t(k - 1) and the test's own se; "higgins" with
        t(k - 2), undefined for k < 3. "auto" follows the test.

    Examples
    --------
    >>> from seldinger.stats.effects import given
    >>> fit = fit_normal(given([0.0, 1.0, 2.0], [0.1, 0.1, 0.1]))
    >>> round(fit.theta, 3), round(fit.tau2, 3), round(fit.i2, 1)
    (1.0, 0.9, 90.0)
    """
    k = len(effects.y)
    if k == 0:
        return refuse(effects, method, test, level, "no row carries an estimate on this measure")
    notes: list[str] = []
    if k == 1:
        notes.append("one row: heterogeneity cannot be estimated; common-effect z interval")
        method, test = "FE", "z"
    data = between.rows(effects.y, effects.v)
    spread = heterogeneity(data, method, level)
    if spread.null_set:
        notes.append("tau2 interval: null set (the effects agree better than chance allows)")
    solved = between.solve(data, between.weights(data, np.array([spread.tau2])))
    theta = float(solved.beta[0, 0])
    se, scale = _standard_error(solved, k, test)
    if scale == 0:
        notes.append("identical effects: the Hartung-Knapp interval has no width; use adhoc")
    df = None if test == "z" else k - 1
    half = _quantile(level, df) * se
    interval, convention, why = _prediction(theta, se, spread.tau2, k, test, prediction, level, method)
    if why:
        notes.append(why)
    n = harmonic_mean(effects.n) if effects.measure == "PFT" else None
    if n is not None:
        notes.append("PFT is inverted at the harmonic mean of n and is not invariant; prefer the exact GLMM")
    ci = (theta - half, theta + half)
    statistic = theta / se if se > 0 else None
    return Fit(
        measure=effects.measure,
        method=method,
        test=test,
        level=level,
        k=k,
        theta=theta,
        se=se,
        ci_theta=ci,
        statistic=statistic,
        p=None if statistic is None else two_sided_p(statistic, df),
        estimate=back_transform(effects.measure, theta, n=n),
        ci=_back(effects.measure, ci, n),
        prediction_theta=interval,
        prediction=_back(effects.measure, interval, n),
        convention=convention,
        tau2=spread.tau2,
        tau2_se=spread.tau2_se,
        tau2_ci=spread.tau2_ci,
        i2=spread.i2,
        i2_ci=spread.i2_ci,
        h2=spread.h2,
        q=spread.q,
        q_df=spread.q_df,
        q_p=spread.q_p,
        weights=tuple(float(w) for w in solved.w[0] / solved.w[0].sum()),
        used=effects.labels,
        corrected=effects.corrected,
        left_out=effects.left_out,
        notes=tuple(notes),
    )


def heterogeneity(data: between.Rows, method: str, level: float = 0.95) -> Heterogeneity:
    """Return the heterogeneity of one data set; I2 is tau2 / (tau2 + typical variance), under FE (Q - df) / Q."""
    df = int(data.k[0]) - data.p
    q = float(between.q_at(data, np.zeros(1))[0])
    if df == 0:
        return Heterogeneity(
            q=q, q_df=0, q_p=1.0, i2=0.0, h2=1.0, tau2=0.0, tau2_se=None, tau2_ci=None, i2_ci=None, null_set=False
        )
    tau2 = between.estimate(data, method)
    se = between.standard_error(data, tau2, method)
    typical = float(between.typical_variance(data)[0])
    fixed = method == "FE"
    low, high, empty = between.q_profile(data, level)
    return Heterogeneity(
        q=q,
        q_df=df,
        q_p=chi2_sf(q, df),
        i2=(max(0.0, 100 * (q - df) / q) if q > 0 else 0.0) if fixed else i_squared(float(tau2[0]), typical),
        h2=q / df if fixed else float(tau2[0]) / typical + 1,
        tau2=float(tau2[0]),
        tau2_se=None if se is None else float(se[0]),
        tau2_ci=None if fixed else (low, high),
        i2_ci=None if fixed else (i_squared(low, typical), i_squared(high, typical)),
        null_set=empty and not fixed,
    )


def i_squared(tau2: float, typical: float) -> float:
    """Return I2 [%] for a typical sampling variance.

    >>> i_squared(0.3, 0.1)
    75.0
    """
    return 100 * tau2 / (tau2 + typical)


def refuse(effects: Effects, method: str, test: str, level: float, why: str) -> Fit:
    """Return a fit without numbers that says why there are none."""
    return Fit(
        measure=effects.measure,
        method=method,
        test=test,
        level=level,
        k=len(effects.y),
        theta=None,
        se=None,
        ci_theta=None,
        statistic=None,
        p=None,
        estimate=None,
        ci=None,
        prediction_theta=None,
        prediction=None,
        convention="none",
        tau2=None,
        used=effects.labels,
        corrected=effects.corrected,
        left_out=effects.left_out,
        refused=why,
    )


def _standard_error(solved: between.Solved, k: int, test: str) -> tuple[float, float]:
    """Return the standard error of the mean and the Hartung-Knapp scale q that it contains."""
    variance = float(solved.m[0, 0, 0])
    if test not in ("knha", "adhoc"):
        return variance**0.5, 1.0
    scale = float(solved.rss[0]) / (k - 1)
    scale = max(1.0, scale) if test == "adhoc" else scale
    return (scale * variance) ** 0.5, scale


def _quantile(level: float, df: int | None) -> float:
    p = 0.5 + level / 2
    return normal_quantile(p) if df is None else t_quantile(p, df)


def _prediction(
    theta: float, se: float, tau2: float, k: int, test: str, wanted: str, level: float, method: str
) -> tuple[Interval | None, str, str | None]:
    """Return the prediction interval, the name of its convention, and why there is none."""
    if method == "FE":
        return None, "none", "the common-effect model makes no prediction for another study"
    name = {"z": "normal", "t": "t", "knha": "knha", "adhoc": "knha"}[test] if wanted == "auto" else wanted
    df = {"normal": None, "t": k - 1, "knha": k - 1, "higgins": k - 2}[name]
    if df is not None and df < 1:
        return None, name, f"prediction convention {name} needs more rows than {k}: t has no degrees of freedom left"
    half = _quantile(level, df) * (se**2 + tau2) ** 0.5
    return (theta - half, theta + half), name, None


def _back(measure: str, interval: Interval | None, n: float | None) -> Interval | None:
    if interval is None:
        return None
    return back_transform(measure, interval[0], n=n), back_transform(measure, interval[1], n=n)
