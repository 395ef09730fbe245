"""Two-arm rows with few events: Mantel-Haenszel and Peto. No 0.5 enters an estimate."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from seldinger.stats.distributions import FloatArray, chi2_sf, normal_quantile, two_sided_p
from seldinger.stats.effects import Effects, back_transform, comparisons
from seldinger.stats.fit import Fit, refuse

Flags = NDArray[np.bool_]


def mantel_haenszel(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    measure: Literal["OR", "RR", "RD"] = "OR",
    labels: Sequence[str] | None = None,
    level: float = 0.95,
) -> Fit:
    """Return the common effect of a events of n1 against c of n2, stratified by row.

    Variances: Robins, Breslow and Greenland 1986 (OR), Greenland and Robins 1985 (RR), Sato 1989 (RD). Rows without any
    event (OR, RR) or without any non-event (OR) say nothing about a ratio and stand in `left_out`. Q uses each row's
    own effect, for which rows with an empty cell are corrected by 0.5; the note says so.

    Examples
    --------
    >>> fit = mantel_haenszel([4, 6], [123, 306], [11, 29], [139, 303])
    >>> round(fit.estimate, 3)
    0.241
    """
    x1, t1, x2, t2 = (np.asarray(v, dtype=float) for v in (a, n1, c, n2))
    effects = comparisons(x1, t1, x2, t2, measure=measure, labels=labels)
    silent = silent_rows(x1, t1, x2, t2, measure)
    difference = measure == "RD"
    names = effects.labels + tuple(row for row, _ in effects.left_out)
    if silent.all() and not difference:
        return refuse(measure, "MH", "z", level, names, "no row has both events and non-events")
    pooled = _mh(measure, x1, t1, x2, t2)
    if pooled is None:
        return refuse(measure, "MH", "z", level, names, "all events lie in one arm: the ratio is 0 or infinite")
    left = tuple(
        (label, "no events, or only events: carries no ratio")
        for label, s in zip(effects.labels, silent, strict=True)
        if s and not difference
    )
    notes = ("Q leaves out rows without events and corrects other empty cells by 0.5; the estimate does neither",)
    return _common(effects, "MH", *pooled, level, ~silent, left, notes if effects.corrected else ())


def peto(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
) -> Fit:
    """Return the one-step (Peto) common odds ratio: sum of observed minus expected over sum of variances.

    Good for rare events in arms of like size; rows without events, or with only events, drop out and are listed.

    Examples
    --------
    >>> round(peto([4, 6], [123, 306], [11, 29], [139, 303]).estimate, 3)
    0.289
    """
    effects = comparisons(a, n1, c, n2, measure="PETO", labels=labels)
    if not len(effects.y):
        names = tuple(row for row, _ in effects.left_out)
        return refuse("PETO", "PETO", "z", level, names, "no row has both events and non-events")
    w = 1 / effects.v
    return _common(
        effects,
        "PETO",
        float(w @ effects.y / w.sum()),
        float(w.sum() ** -0.5),
        level,
        np.ones(len(w), dtype=bool),
        (),
        (),
    )


def silent_rows(a: FloatArray, n1: FloatArray, c: FloatArray, n2: FloatArray, measure: str) -> Flags:
    """Return which rows say nothing about a ratio [bool]."""
    none, every = a + c == 0, a + c == n1 + n2
    return np.asarray(none if measure == "RR" else none | every, dtype=bool)


def _mh(measure: str, a: FloatArray, n1: FloatArray, c: FloatArray, n2: FloatArray) -> tuple[float, float] | None:
    total, m, b, d = n1 + n2, a + c, n1 - a, n2 - c
    if measure == "RD":
        w = n1 * n2 / total
        delta = float(((a * n2 - c * n1) / total).sum() / w.sum())
        p = (n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / total**2
        q = (a * d + c * b) / (2 * total)
        return delta, float((delta * p.sum() + q.sum()) ** 0.5 / w.sum())
    r, s = (a * d / total, b * c / total) if measure == "OR" else (a * n2 / total, c * n1 / total)
    r_sum, s_sum = float(r.sum()), float(s.sum())
    if r_sum == 0 or s_sum == 0:
        return None
    if measure == "RR":
        return float(np.log(r_sum / s_sum)), float(
            (((n1 * n2 * m - a * c * total) / total**2).sum() / (r_sum * s_sum)) ** 0.5
        )
    p, q = (a + d) / total, (b + c) / total
    variance = (p @ r) / (2 * r_sum**2) + (p @ s + q @ r) / (2 * r_sum * s_sum) + (q @ s) / (2 * s_sum**2)
    return float(np.log(r_sum / s_sum)), float(variance**0.5)


def _common(
    effects: Effects,
    method: str,
    theta: float,
    se: float,
    level: float,
    use: Flags,
    left: tuple[tuple[str, str], ...],
    notes: tuple[str, ...],
) -> Fit:
    z = normal_quantile(0.5 + level / 2)
    ci = (theta - z * se, theta + z * se)
    silent = {label for label, _ in left}
    q = float(((effects.y[use] - theta) ** 2 / effects.v[use]).sum())
    df = int(use.sum()) - 1
    return Fit(
        measure=effects.measure,
        method=method,
        test="z",
        level=level,
        k=len(effects.y) - len(left),
        theta=theta,
        se=se,
        ci_theta=ci,
        statistic=theta / se,
        p=two_sided_p(theta / se),
        estimate=back_transform(effects.measure, theta),
        ci=(back_transform(effects.measure, ci[0]), back_transform(effects.measure, ci[1])),
        prediction_theta=None,
        prediction=None,
        convention="none",
        tau2=0.0,
        q=q,
        q_df=df,
        q_p=chi2_sf(q, df),
        i2=max(0.0, 100 * (q - df) / q) if q > 0 else 0.0,
        used=tuple(label for label in effects.labels if label not in silent),
        left_out=left + effects.left_out,
        notes=notes,
    )
