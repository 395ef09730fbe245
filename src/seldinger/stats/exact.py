"""Exact and score intervals for one proportion, and exact tests for one 2x2 table."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats.distributions import FloatArray, beta_quantile, bisect, log_choose, normal_quantile

Sided = Literal["two", "upper", "lower"]

SAME_PROBABILITY = 1e-7
"""Relative slack when two tables are called equally probable (as R's `fisher.test` does)."""


def clopper_pearson(y: ArrayLike, n: ArrayLike, *, level: float = 0.95, sided: Sided = "two") -> FloatArray:
    """Return the exact binomial interval as [low, high] on the last axis [fraction].

    `sided="two"` spends half of 1 - level in each tail; `"upper"` gives [0, bound], `"lower"` gives [bound, 1],
    each spending all of it in one tail. Always print which one it is.

    Examples
    --------
    >>> [round(float(clopper_pearson(0, 16, sided=s)[1]), 3) for s in ("two", "upper")]
    [0.206, 0.171]
    """
    y, n = _counts(y, n)
    alpha = (1 - level) / (2 if sided == "two" else 1)
    low = np.where(y > 0, beta_quantile(alpha, np.maximum(y, 1), n - y + 1), 0.0)
    high = np.where(y < n, beta_quantile(1 - alpha, y + 1, np.maximum(n - y, 1)), 1.0)
    if sided == "upper":
        low = np.zeros_like(high)
    if sided == "lower":
        high = np.ones_like(low)
    return np.stack([low, high], axis=-1)


def wilson(y: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> FloatArray:
    """Return the two-sided score interval as [low, high] on the last axis [fraction].

    Examples
    --------
    >>> [round(float(b), 4) for b in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    y, n = _counts(y, n)
    z = normal_quantile(0.5 + level / 2)
    p = y / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return np.stack([np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)], axis=-1)


def mid_p(y: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the two-sided mid-p interval [fraction]: the observed count lends half its probability to each tail.

    Shorter than Clopper-Pearson; its coverage is right on average, not guaranteed.

    Examples
    --------
    >>> [round(b, 4) for b in mid_p(0, 16)]
    [0.0, 0.1707]
    """
    _counts(y, n)
    alpha = (1 - level) / 2
    counts = np.arange(n + 1)

    def lower_tail(p: float) -> float:
        pmf = binomial_pmf(counts, n, p)
        return float(pmf[:y].sum() + 0.5 * pmf[y])

    low = 0.0 if y == 0 else bisect(lambda p: (1 - lower_tail(p)) - alpha, 0.0, y / n)
    high = 1.0 if y == n else bisect(lambda p: lower_tail(p) - alpha, y / n, 1.0)
    return low, high


def fisher_two_sided(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided Fisher p-value of the table (a, b | c, d).

    Sums every table with the same margins that is no more probable than the one seen.

    Examples
    --------
    >>> round(fisher_two_sided(0, 16, 3, 10), 4)
    0.0783
    """
    _, probability, seen = _central_hypergeometric(a, b, c, d)
    return float(min(1.0, probability[probability <= probability[seen] * (1 + SAME_PROBABILITY)].sum()))


def fisher_mid_p(a: int, b: int, c: int, d: int) -> float:
    """Return the two-sided Fisher mid-p: half the probability of the equally probable tables is taken off."""
    _, probability, seen = _central_hypergeometric(a, b, c, d)
    equal = np.isclose(probability, probability[seen], rtol=SAME_PROBABILITY, atol=0.0)
    less = probability[(probability < probability[seen]) & ~equal].sum()
    return float(less + 0.5 * probability[equal].sum())


def binomial_pmf(y: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """Return the probability of y events in n, elementwise; p may be 0 or 1."""
    y, n, p = np.asarray(y, dtype=float), np.asarray(n, dtype=float), np.asarray(p, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p = np.where(y == 0, 0.0, y * np.log(p)) + np.where(y == n, 0.0, (n - y) * np.log1p(-p))
    return np.asarray(np.exp(log_choose(n, y) + log_p), dtype=float)


def _central_hypergeometric(a: int, b: int, c: int, d: int) -> tuple[FloatArray, FloatArray, int]:
    if min(a, b, c, d) < 0:
        raise ValueError(f"cells must not be negative, got {(a, b, c, d)}; check which column is the total")
    n1, n2, m = a + b, c + d, a + c
    support = np.arange(max(0, m - n2), min(n1, m) + 1)
    log_p = log_choose(n1, support) + log_choose(n2, m - support)
    p = np.exp(log_p - log_p.max())
    return support.astype(float), p / p.sum(), int(a - support[0])


def _counts(y: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    events, total = np.asarray(y, dtype=float), np.asarray(n, dtype=float)
    if not (np.all(total > 0) and np.all(events >= 0) and np.all(events <= total)):
        raise ValueError(f"need 0 <= events <= n and n > 0, got events {y!r} of {n!r}")
    return events, total
