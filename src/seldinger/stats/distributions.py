"""The few special functions that the room needs, typed; the only file here that imports scipy."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

FloatArray = NDArray[np.float64]
MOST_HERMITE = 600


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile.

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return float(special.ndtri(p))


def normal_cdf(x: ArrayLike) -> FloatArray:
    """Return the standard normal distribution function, elementwise."""
    return np.asarray(special.ndtr(x), dtype=float)


def t_quantile(p: float, df: float) -> float:
    """Return Student's t quantile.

    >>> round(t_quantile(0.975, 11), 6)
    2.200985
    """
    return float(special.stdtrit(df, p))


def two_sided_p(statistic: float, df: float | None = None) -> float:
    """Return the two-sided p-value of a z statistic, or of a t statistic when `df` is given."""
    tail = special.ndtr(-abs(statistic)) if df is None else special.stdtr(df, -abs(statistic))
    return float(min(1.0, 2.0 * tail))


def chi2_quantile(p: float, df: float) -> float:
    """Return the chi-square quantile.

    >>> round(chi2_quantile(0.975, 1), 6)
    5.023886
    """
    return float(special.chdtri(df, 1.0 - p))


def chi2_sf(x: float, df: float) -> float:
    """Return the chi-square upper tail; 1 when there are no degrees of freedom."""
    return float(special.chdtrc(df, x)) if df > 0 else 1.0


def f_sf(x: float, df1: float, df2: float) -> float:
    """Return the upper tail of the F distribution."""
    return float(special.fdtrc(df1, df2, x))


def beta_quantile(p: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return the beta quantile, elementwise."""
    return np.asarray(special.betaincinv(a, b, p), dtype=float)


def log_choose(n: ArrayLike, y: ArrayLike) -> FloatArray:
    """Return log of n choose y, elementwise.

    >>> round(float(np.exp(log_choose(5, 2))), 9)
    10.0
    """
    n, y = np.asarray(n, dtype=float), np.asarray(y, dtype=float)
    value = special.gammaln(n + 1) - special.gammaln(y + 1) - special.gammaln(n - y + 1)
    return np.asarray(value, dtype=float)


def expit(theta: ArrayLike) -> FloatArray:
    """Return the inverse logit, elementwise."""
    return np.asarray(special.expit(theta), dtype=float)


def logsumexp(values: FloatArray, axis: int) -> FloatArray:
    """Return log of the sum of exponentials along an axis, without overflow."""
    top = np.max(values, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(values - top), axis=axis, keepdims=True)) + top
    return np.asarray(np.squeeze(total, axis=axis), dtype=float)


@cache
def hermite(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes x and log(weight) + x² of Gauss-Hermite quadrature for exp(-x²).

    The second array turns an integral of g(x) without the weight function into sum exp(second) g(x). Nodes are the
    eigenvalues of the Jacobi matrix (Golub and Welsch 1969), polished by one Newton step; weights come from the sum of
    squared Hermite functions, which stays in range where the weights themselves are smaller than any number.
    Raises ValueError beyond 600 nodes, where the functions leave that range too.
    """
    if nodes > MOST_HERMITE:
        raise ValueError(f"{nodes} Gauss-Hermite nodes asked; at most {MOST_HERMITE} have weights in range")
    off = np.sqrt(np.arange(1, nodes) / 2)
    x = np.linalg.eigvalsh(np.diag(off, -1))
    last, before, _ = _hermite_functions(x, nodes)
    x = x - last / (np.sqrt(2.0 * nodes) * before)
    x = (x - x[::-1]) / 2
    scaled = -np.log(_hermite_functions(x, nodes)[2])
    x.flags.writeable = scaled.flags.writeable = False
    return x, scaled


def _hermite_functions(x: FloatArray, nodes: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the orthonormal Hermite functions of order `nodes` and one below, and the sum of squares below `nodes`."""
    before, now = np.zeros_like(x), np.pi**-0.25 * np.exp(-(x**2) / 2)
    squares = np.zeros_like(x)
    for order in range(nodes):
        squares += now**2
        before, now = now, (2 / (order + 1)) ** 0.5 * x * now - (order / (order + 1)) ** 0.5 * before
    return now, before, squares


def bisect(f: Callable[[float], float], low: float, high: float, steps: int = 200) -> float:
    """Return where an f that is negative at one end and positive at the other crosses zero, by halving."""
    rising = f(high) > 0
    for _ in range(steps):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (low, middle) if (f(middle) > 0) == rising else (middle, high)
    return 0.5 * (low + high)
