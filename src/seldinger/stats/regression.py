"""Meta-regression and subgroups in the normal model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats import tau2 as between
from seldinger.stats.distributions import chi2_sf, f_sf, normal_quantile, t_quantile, two_sided_p
from seldinger.stats.effects import Effects
from seldinger.stats.fit import Fit, Interval
from seldinger.stats.influence import part
from seldinger.stats.normal import Test, fit_normal, heterogeneity

INTERCEPT = "intercept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Coefficient:
    """One coefficient on the measure's scale, with its test."""

    name: str
    value: float
    se: float
    ci: Interval
    p: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Regression:
    """A meta-regression: coefficients, residual heterogeneity (tau2, I2 [%], QE), joint test QM of the moderators.

    `qm` is chi-square distributed under "z", and F distributed (already divided by its first degrees of freedom) under
    "t", "knha" and "adhoc". `r2` [%] is None when there is no heterogeneity to explain.
    """

    method: str
    test: str
    k: int
    coefficients: tuple[Coefficient, ...]
    tau2: float
    tau2_ci: Interval | None
    i2: float
    h2: float
    qe: float
    qe_df: int
    qe_p: float
    qm: float
    qm_df: int
    qm_p: float
    r2: float | None
    used: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subgroups:
    """Each group pooled on its own (own tau2), and the test that their means are equal (Q between, chi-square)."""

    groups: tuple[tuple[str, Fit], ...]
    q_between: float
    df: int
    p: float


def fit_regression(
    effects: Effects,
    moderators: Mapping[str, ArrayLike],
    *,
    method: str = "REML",
    test: Test = "z",
    level: float = 0.95,
) -> Regression:
    """Return the regression of effects on study-level moderators, with an intercept.

    Rows with a missing moderator are left out and listed. Study-level associations are not patient-level ones.

    Raises
    ------
    ValueError
        If there are not more rows than coefficients, or the moderators are linearly dependent.

    Examples
    --------
    >>> from seldinger.stats.effects import given
    >>> fit = fit_regression(given([0.0, 1.1, 1.9, 3.0], [0.1] * 4), {"dose": [0, 1, 2, 3]}, method="FE")
    >>> [round(c.value, 2) for c in fit.coefficients]
    [0.03, 0.98]
    """
    columns = [np.asarray(v, dtype=float) for v in moderators.values()]
    known = np.all([np.isfinite(c) for c in columns], axis=0) if columns else np.ones(len(effects.y), dtype=bool)
    used = part(effects, known)
    x = np.column_stack([np.ones(len(used.y)), *(c[known] for c in columns)])
    k, p = x.shape
    if k <= p or np.linalg.matrix_rank(x) < p:
        raise ValueError(f"{k} rows cannot tell {p} coefficients apart; use fewer moderators, none a mix of the others")
    data = between.rows(used.y, used.v, x)
    spread = heterogeneity(data, method, level)
    solved = between.solve(data, between.weights(data, np.array([spread.tau2])))
    scale = _scale(float(solved.rss[0]) / (k - p), test)
    covariance = scale * solved.m[0]
    beta, df = solved.beta[0], None if test == "z" else k - p
    half = normal_quantile(0.5 + level / 2) if df is None else t_quantile(0.5 + level / 2, df)
    coefficients = []
    for name, b, se in zip((INTERCEPT, *moderators), beta, np.sqrt(np.diag(covariance)), strict=True):
        ci = (float(b - half * se), float(b + half * se))
        coefficients.append(Coefficient(name=name, value=float(b), se=float(se), ci=ci, p=two_sided_p(b / se, df)))
    m = p - 1
    joint = float(beta[1:] @ np.linalg.solve(covariance[1:, 1:], beta[1:])) if m else 0.0
    joint = joint if df is None or not m else joint / m
    return Regression(
        method=method,
        test=test,
        k=k,
        coefficients=tuple(coefficients),
        tau2=spread.tau2,
        tau2_ci=spread.tau2_ci,
        i2=spread.i2,
        h2=spread.h2,
        qe=spread.q,
        qe_df=spread.q_df,
        qe_p=spread.q_p,
        qm=joint,
        qm_df=m,
        qm_p=1.0 if not m else (chi2_sf(joint, m) if df is None else f_sf(joint, m, df)),
        r2=_explained(used, spread.tau2, method),
        used=used.labels,
        left_out=effects.left_out
        + tuple((row, "moderator missing") for row, g in zip(effects.labels, known, strict=True) if not g),
    )


def subgroups(effects: Effects, groups: Sequence[str], *, method: str = "REML", test: Test = "z") -> Subgroups:
    """Return one pool per group, in order of first appearance, and the test between them.

    A group whose mean has no standard error (refused, or of no width) stays out of the test.
    """
    if len(groups) != len(effects.y):
        raise ValueError(f"{len(groups)} group labels for {len(effects.y)} rows")
    names = np.asarray(groups)
    fits = tuple((g, fit_normal(part(effects, names == g), method=method, test=test)) for g in dict.fromkeys(groups))
    means = [(f.theta, f.se) for _, f in fits if f.theta is not None and f.se]
    theta, w = np.array([t for t, _ in means]), np.array([s**-2 for _, s in means])
    q = float(w @ (theta - w @ theta / w.sum()) ** 2) if len(means) > 1 else 0.0
    df = max(len(means) - 1, 0)
    return Subgroups(groups=fits, q_between=q, df=df, p=chi2_sf(q, df))


def _scale(q: float, test: str) -> float:
    if test == "knha":
        return q
    return max(1.0, q) if test == "adhoc" else 1.0


def _explained(effects: Effects, residual: float, method: str) -> float | None:
    """Return the share of tau2 that the moderators explain [%]; a handful of rows estimates it badly."""
    if method == "FE":
        return None
    total = float(between.estimate(between.rows(effects.y, effects.v), method)[0])
    return max(0.0, 100 * (total - residual) / total) if total > 0 else None
