"""The normal model on transformed effects: pooled mean, heterogeneity, and prediction intervals by name."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from seldinger.stats import tau2 as between
from seldinger.stats.distributions import chi2_sf, normal_quantile, t_quantile, two_sided_p
from seldinger.stats.effects import Effects, back_transform, harmonic_mean
from seldinger.stats.fit import Fit, Interval, refuse
from seldinger.stats.single import Spread, spread

Test = Literal["z", "t", "knha", "adhoc"]
Prediction = Literal["auto", "normal", "t", "knha", "higgins"]
CONVENTIONS = {"z": "normal", "t": "t", "knha": "knha", "adhoc": "knha"}
"""The prediction convention that goes with each test of the mean."""


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
    between.known(method)
    if test not in CONVENTIONS:
        raise ValueError(f"unknown test {test!r}; expected one of {', '.join(CONVENTIONS)}")
    if k == 0:
        return refuse(
            effects.measure, method, test, level, (), "no row carries an estimate on this measure", effects.left_out
        )
    notes: list[str] = []
    if k == 1:
        notes.append("one row: heterogeneity cannot be estimated; common-effect z interval")
        method, test = "FE", "z"
    around = heterogeneity(between.rows(effects.y, effects.v), method, level)
    if around.null_set:
        notes.append("tau2 interval: null set (the effects agree better than chance allows)")
    w = 1.0 / (effects.v + around.tau2)
    total = float(w.sum())
    theta = float(w @ effects.y) / total
    scale = _scale(float(w @ (effects.y - theta) ** 2) / (k - 1), test) if k > 1 else 1.0
    se = (scale / total) ** 0.5
    if scale == 0:
        notes.append("identical effects: the Hartung-Knapp interval has no width; use adhoc")
    df = None if test == "z" else k - 1
    half = _quantile(level, df) * se
    interval, convention, why = _prediction(theta, se, around.tau2, k, test, prediction, level, method)
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
        tau2=around.tau2,
        tau2_se=around.tau2_se,
        tau2_ci=around.tau2_ci,
        i2=around.i2,
        i2_ci=around.i2_ci,
        h2=around.h2,
        q=around.q,
        q_df=around.q_df,
        q_p=around.q_p,
        weights=tuple((w / total).tolist()),
        used=effects.labels,
        corrected=effects.corrected,
        left_out=effects.left_out,
        notes=tuple(notes),
    )


def heterogeneity(data: between.Rows, method: str, level: float = 0.95) -> Heterogeneity:
    """Return the heterogeneity of one data set; I2 is tau2 / (tau2 + typical variance), under FE (Q - df) / Q."""
    df = int(data.k[0]) - data.p
    if df == 0:
        q = float(between.q_at(data, np.zeros(1))[0])
        return Heterogeneity(
            q=q, q_df=0, q_p=1.0, i2=0.0, h2=1.0, tau2=0.0, tau2_se=None, tau2_ci=None, i2_ci=None, null_set=False
        )
    plain = data.p == 1 and bool(np.all(data.x == 1)) and bool(np.all(data.mask))
    found = spread(data.y, data.v, method, level) if plain else _general(data, method, level)
    fixed = method == "FE"
    ends = None if fixed else (i_squared(found.low, found.typical), i_squared(found.high, found.typical))
    return Heterogeneity(
        q=found.q,
        q_df=df,
        q_p=chi2_sf(found.q, df),
        i2=max(0.0, 100 * (found.q - df) / max(found.q, 1e-300)) if fixed else i_squared(found.tau2, found.typical),
        h2=found.q / df if fixed else found.tau2 / found.typical + 1,
        tau2=found.tau2,
        tau2_se=found.se,
        tau2_ci=None if fixed else (found.low, found.high),
        i2_ci=ends,
        null_set=found.empty and not fixed,
    )


def _general(data: between.Rows, method: str, level: float) -> Spread:
    """Return the same numbers for a design with moderators."""
    tau2 = between.estimate(data, method)
    se = between.standard_error(data, tau2, method)
    q = float(between.q_at(data, np.zeros(1))[0])
    typical = float(between.typical_variance(data)[0])
    low, high, empty = between.q_profile(data, level)
    return Spread(q, float(tau2[0]), None if se is None else float(se[0]), typical, low, high, empty)


def i_squared(tau2: float, typical: float) -> float:
    """Return I2 [%] for a typical sampling variance.

    >>> i_squared(0.3, 0.1)
    75.0
    """
    return 100 * tau2 / (tau2 + typical)


def _scale(q: float, test: str) -> float:
    """Return the Hartung-Knapp scale of the squared standard error; 1 for the other tests."""
    if test == "knha":
        return q
    return max(1.0, q) if test == "adhoc" else 1.0


def _quantile(level: float, df: int | None) -> float:
    p = 0.5 + level / 2
    return normal_quantile(p) if df is None else t_quantile(p, df)


def _prediction(
    theta: float, se: float, tau2: float, k: int, test: str, wanted: str, level: float, method: str
) -> tuple[Interval | None, str, str | None]:
    """Return the prediction interval, the name of its convention, and why there is none."""
    if method == "FE":
        return None, "none", "the common-effect model makes no prediction for another study"
    name = CONVENTIONS[test] if wanted == "auto" else wanted
    df = {"normal": None, "t": k - 1, "knha": k - 1, "higgins": k - 2}[name]
    if df is not None and df < 1:
        return None, name, f"prediction convention {name} needs more rows than {k}: t has no degrees of freedom left"
    half = _quantile(level, df) * (se**2 + tau2) ** 0.5
    return (theta - half, theta + half), name, None


def _back(measure: str, interval: Interval | None, n: float | None) -> Interval | None:
    if interval is None:
        return None
    return back_transform(measure, interval[0], n=n), back_transform(measure, interval[1], n=n)
