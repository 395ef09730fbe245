"""One door for anybody's table: a measure, a method and a test by name."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats.binomial_normal import fit_binomial_normal
from seldinger.stats.conditional import exact_odds_ratio, fit_conditional_normal
from seldinger.stats.effects import comparisons, proportions
from seldinger.stats.fit import Fit, refuse
from seldinger.stats.normal import Test, fit_normal
from seldinger.stats.sparse import mantel_haenszel, peto, silent_rows


def pool_proportions(
    events: ArrayLike,
    n: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    measure: str = "PLO",
    method: str = "GLMM",
    test: Test = "z",
    level: float = 0.95,
) -> Fit:
    """Return the pool of proportions; "GLMM" is the exact binomial-normal model and takes the logit (PLO) only.

    Examples
    --------
    >>> pool_proportions([2, 4], [10, 16]).method, pool_proportions([2, 4], [10, 16], method="DL").method
    ('GLMM', 'DL')
    """
    if method != "GLMM":
        return fit_normal(proportions(events, n, measure=measure, labels=labels), method=method, test=test, level=level)
    if measure != "PLO" or test not in ("z", "t"):
        raise ValueError(f"GLMM works on PLO with test z or t, not on {measure} with {test}; choose REML for those")
    return fit_binomial_normal(
        events, n, labels=labels, test="t" if test == "t" else "z", level=level, tau2_interval=True
    )


def pool_comparisons(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    labels: Sequence[str] | None = None,
    measure: str = "OR",
    method: str = "REML",
    test: Test = "z",
    level: float = 0.95,
) -> Fit:
    """Return the pool of two-arm rows; beside the estimators of tau2 also MH, PETO, EXACT and GLMM (conditional).

    Refused when no row tells the ratio that is asked for.

    Examples
    --------
    >>> pool_comparisons([4, 6], [123, 306], [11, 29], [139, 303], method="PETO").measure
    'PETO'
    """
    cells = (a, n1, c, n2)
    if method not in ("MH", "PETO", "EXACT", "GLMM"):
        effects = comparisons(*cells, measure=measure, labels=labels)
        fit = fit_normal(effects, method=method, test=test, level=level)
        x1, t1, x2, t2 = (np.asarray(v, dtype=float) for v in cells)
        if measure in ("OR", "RR") and silent_rows(x1, t1, x2, t2, measure).all():
            return refuse(
                measure,
                method,
                test,
                level,
                (*effects.labels, *(row for row, _ in effects.left_out)),
                "no row has both events and non-events: none tells a ratio",
            )
        return fit
    if test != "z":
        raise ValueError(f"{method} is tested with z, not {test}")
    if method == "MH":
        if measure not in ("OR", "RR", "RD"):
            raise ValueError(f"Mantel-Haenszel pools OR, RR or RD, not {measure}")
        return mantel_haenszel(*cells, measure=measure, labels=labels, level=level)  # type: ignore[arg-type]
    if measure not in ("OR", "PETO"):
        raise ValueError(f"{method} pools odds ratios, not {measure}")
    one = {"PETO": peto, "EXACT": exact_odds_ratio, "GLMM": fit_conditional_normal}[method]
    return one(*cells, labels=labels, level=level)
