"""Whether small studies show other effects than large ones: regression, rank correlation, trim and fill."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from seldinger.stats.distributions import FloatArray, t_quantile, two_sided_p
from seldinger.stats.effects import ONE_ARM, Effects, given
from seldinger.stats.fit import Fit, Interval
from seldinger.stats.normal import fit_normal
from seldinger.stats.regression import fit_regression

Predictor = Literal["sei", "vi", "ni", "ninv"]

WARNING = (
    "the standard error of a proportion depends on the proportion itself: this test fires on rare or very common "
    "events without any missing study; read the test on group size beside it"
)
MOST_ROUNDS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Asymmetry:
    """A test of funnel asymmetry; `limit` is the effect extrapolated to a study without sampling error."""

    predictor: str
    model: str
    statistic: float
    df: int | None
    p: float
    limit: float | None
    limit_ci: Interval | None
    warning: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RankTest:
    """Kendall's tau between standardised effects and their variances (Begg and Mazumdar 1994)."""

    tau: float
    p: float
    warning: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """Trim and fill: on which side studies seem missing, how many, the effects added, and the pool with them."""

    side: Literal["left", "right"]
    missing: int
    added: tuple[float, ...]
    fit: Fit
    warning: str | None


def regression_test(
    effects: Effects, *, predictor: Predictor = "sei", model: Literal["rma", "lm"] = "lm", method: str = "REML"
) -> Asymmetry:
    """Return the regression test of asymmetry.

    Parameters
    ----------
    predictor
        "sei" or "vi" (Egger 1997); "ni" or "ninv" the group size or its inverse (Peters 2006, Macaskill 2001), which is
        the one to read for proportions.
    model
        "lm" weighted regression with multiplicative error, t(k - 2); "rma" random-effects meta-regression, z.
    """
    k = len(effects.y)
    if k < 3:
        raise ValueError(f"a slope with its error needs three rows, got {k}")
    x = {"sei": np.sqrt(effects.v), "vi": effects.v, "ni": effects.n, "ninv": 1 / effects.n}[predictor]
    if not np.all(np.isfinite(x)):
        raise ValueError("group sizes are unknown for these effects; use predictor 'sei' or 'vi'")
    fit = fit_regression(effects, {predictor: x}, method="FE" if model == "lm" else method)
    base, slope = fit.coefficients
    limit_ci = base.ci
    statistic, df, p = slope.value / slope.se, None, slope.p
    if model == "lm":
        scale = (fit.qe / (k - 2)) ** 0.5
        df, statistic = k - 2, statistic / scale
        p = two_sided_p(statistic, df)
        half = t_quantile(0.975, df) * base.se * scale
        limit_ci = (base.value - half, base.value + half)
    extrapolates = predictor != "ni"
    return Asymmetry(
        predictor=predictor,
        model=model,
        statistic=statistic,
        df=df,
        p=p,
        limit=base.value if extrapolates else None,
        limit_ci=limit_ci if extrapolates else None,
        warning=WARNING if effects.measure in ONE_ARM and predictor in ("sei", "vi") else None,
    )


def rank_test(effects: Effects) -> RankTest:
    """Return Begg's rank correlation test; exact p-value without ties."""
    from scipy import stats  # heavy to import, used here only

    w = 1 / effects.v
    centred = effects.y - w @ effects.y / w.sum()
    spread = np.sqrt(np.maximum(effects.v - 1 / w.sum(), 0.0))
    found = stats.kendalltau(centred / spread, effects.v)
    return RankTest(tau=float(found.statistic), p=float(found.pvalue), warning=_warn(effects))


def trim_and_fill(
    effects: Effects,
    *,
    estimator: Literal["L0", "R0"] = "L0",
    side: Literal["left", "right"] | None = None,
    method: str = "REML",
) -> Filled:
    """Return the pool after adding mirror images of the studies that seem to be missing (Duval and Tweedie 2000).

    A sensitivity analysis, not a correction. `side` is where studies are thought to be missing; by default the side
    that the random-effects Egger slope points away from.
    """
    k = len(effects.y)
    if side is None:
        slope = regression_test(effects, model="rma", method=method).statistic
        side = "right" if slope < 0 else "left"
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * effects.y, kind="stable")
    y, v = sign * effects.y[order], effects.v[order]
    missing = 0
    for _ in range(MOST_ROUNDS):
        centre = _theta(y[: k - missing], v[: k - missing], method)
        new = _count(y - centre, estimator)
        if new == missing:
            break
        missing = new
    centre = _theta(y[: k - missing], v[: k - missing], method)
    mirrored = 2 * centre - y[k - missing :]
    every = given(sign * np.concatenate([y, mirrored]), np.concatenate([v, v[k - missing :]]))
    return Filled(
        side=side,
        missing=missing,
        added=tuple(float(m) for m in sign * mirrored),
        fit=fit_normal(every, method=method),
        warning=_warn(effects),
    )


def _theta(y: FloatArray, v: FloatArray, method: str) -> float:
    theta = fit_normal(given(y, v), method=method).theta
    return 0.0 if theta is None else theta


def _count(centred: FloatArray, estimator: str) -> int:
    """Return the estimated number of missing studies from the signed ranks of the centred effects."""
    k = len(centred)
    ranks = np.argsort(np.argsort(np.abs(centred), kind="stable"), kind="stable") + 1
    if estimator == "R0":
        below = ranks[centred < 0]
        return int(max(0, k - (below.max() if len(below) else 0) - 1))
    s = float(ranks[centred > 0].sum())
    return int(min(k - 2, max(0, np.round((4 * s - k * (k + 1)) / (2 * k - 1)))))


def _warn(effects: Effects) -> str | None:
    return WARNING if effects.measure in ONE_ARM else None
