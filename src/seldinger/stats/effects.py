"""Counts in, effects with sampling variances out; every continuity correction is named and listed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from seldinger.stats.distributions import FloatArray

ONE_ARM = ("PR", "PLN", "PLO", "PAS", "PFT")
TWO_ARM = ("OR", "RR", "RD", "AS", "PETO")
UNCORRECTED = ("PAS", "PFT", "AS", "PETO")
"""Measures that are finite at 0 % and 100 % and therefore never get a continuity correction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effects:
    """Effects of one measure, ready for the normal model.

    `corrected` names the rows that received `add` in each cell; `left_out` the rows that carry no estimate, with
    the reason. `y`, `v` and `n` hold the remaining rows only, in the order of `labels`.
    """

    measure: str
    y: FloatArray
    v: FloatArray
    n: FloatArray
    labels: tuple[str, ...]
    add: float = 0.0
    corrected: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not len(self.y) == len(self.v) == len(self.n) == len(self.labels):
            raise ValueError("y, v, n and labels must have one length")
        if not (np.all(np.isfinite(self.y)) and np.all(self.v > 0)):
            raise ValueError("each effect must be finite and each variance positive; leave unusable rows out")


def proportions(
    events: ArrayLike,
    n: ArrayLike,
    *,
    measure: str = "PLO",
    labels: Sequence[str] | None = None,
    add: float = 0.5,
) -> Effects:
    """Return one effect per proportion.

    Measures: PR raw, PLN log, PLO logit, PAS arcsine of the root, PFT Freeman-Tukey double arcsine (half the sum).
    For PR, PLN and PLO `add` goes to events and non-events of the rows with 0 or n events, and only of those; those
    rows stand in `corrected`. With `add=0` they stand in `left_out` instead. PAS and PFT are never corrected.

    Examples
    --------
    >>> e = proportions([0, 5], [10, 10], labels=["a", "b"])
    >>> e.corrected, round(float(e.y[0]), 4), round(float(e.v[1]), 4)
    (('a',), -3.0445, 0.4)
    """
    _known(measure, ONE_ARM)
    x, total = _pair(events, n)
    names = _names(labels, len(x))
    zero = (x == 0) | (x == total)
    add = 0.0 if measure in UNCORRECTED else add
    bump = np.where(zero, add, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        y, v = _one_arm(measure, x + bump, total + 2 * bump)
    return _keep(measure, y, v, total, names, bump, "0 or n events and no continuity correction")


def comparisons(
    a: ArrayLike,
    n1: ArrayLike,
    c: ArrayLike,
    n2: ArrayLike,
    *,
    measure: str = "OR",
    labels: Sequence[str] | None = None,
    add: float = 0.5,
) -> Effects:
    """Return one effect per two-arm row: a events of n1 against c of n2.

    Measures: OR and RR (log), RD, AS (difference of arcsine roots), PETO (one-step log odds ratio). For OR, RR and RD
    `add` goes to all four cells of rows with an empty cell, listed in `corrected`; AS and PETO are never corrected.
    A row without any event, or without any non-event, carries no PETO estimate and is left out.

    Examples
    --------
    >>> e = comparisons([4], [123], [11], [139], measure="RR")
    >>> round(float(e.y[0]), 4), round(float(e.v[0]), 4)
    (-0.8893, 0.3256)
    """
    _known(measure, TWO_ARM)
    (x1, t1), (x2, t2) = _pair(a, n1), _pair(c, n2)
    names = _names(labels, len(x1))
    zero = (x1 == 0) | (x1 == t1) | (x2 == 0) | (x2 == t2)
    add = 0.0 if measure in UNCORRECTED else add
    bump = np.where(zero, add, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        y, v = _two_arm(measure, x1 + bump, t1 + 2 * bump, x2 + bump, t2 + 2 * bump)
    return _keep(measure, y, v, t1 + t2, names, bump, "empty cells leave no estimate on this measure")


def given(y: ArrayLike, v: ArrayLike, *, labels: Sequence[str] | None = None) -> Effects:
    """Return effects whose estimates and variances somebody else computed (measure "GEN")."""
    yi, vi = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    return _keep("GEN", yi, vi, np.full(len(yi), np.nan), _names(labels, len(yi)), np.zeros(len(yi)), "missing")


def back_transform(measure: str, theta: float, *, n: float | None = None) -> float:
    """Return an effect on the scale a reader knows: proportion, ratio or difference.

    AS and GEN come back unchanged. PFT follows Miller (1978) with the harmonic mean of the group sizes `n`.

    Examples
    --------
    >>> round(back_transform("PLO", 0.0), 2), round(back_transform("PAS", 0.5236), 3)
    (0.5, 0.25)
    """
    if measure in ("OR", "RR", "PETO"):
        return float(np.exp(theta))
    if measure == "PLN":
        return float(min(np.exp(theta), 1.0))
    if measure == "PLO":
        return float(np.exp(-np.logaddexp(0.0, -theta)))
    if measure == "PR":
        return float(np.clip(theta, 0.0, 1.0))
    if measure == "PAS":
        return float(np.sin(np.clip(theta, 0.0, np.pi / 2)) ** 2)
    return _miller(theta, n) if measure == "PFT" else theta


def harmonic_mean(n: FloatArray) -> float:
    """Return the harmonic mean.

    >>> harmonic_mean(np.array([10.0, 40.0]))
    16.0
    """
    return float(len(n) / np.sum(1.0 / n))


def _miller(theta: float, n: float | None) -> float:
    if n is None:
        raise ValueError("the double arcsine has no inverse without a group size; give n (harmonic mean)")
    low = 0.5 * np.arcsin(np.sqrt(1 / (n + 1)))
    high = 0.5 * (np.arcsin(np.sqrt(n / (n + 1))) + np.pi / 2)
    if theta <= low or theta >= high:
        return 0.0 if theta <= low else 1.0
    s, c = np.sin(2 * theta), np.cos(2 * theta)
    return float(0.5 * (1 - np.sign(c) * np.sqrt(max(0.0, 1 - (s + (s - 1 / s) / n) ** 2))))


def _one_arm(measure: str, x: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    p = x / n
    if measure == "PR":
        return p, p * (1 - p) / n
    if measure == "PLN":
        return np.log(p), 1 / x - 1 / n
    if measure == "PLO":
        return np.log(x / (n - x)), 1 / x + 1 / (n - x)
    if measure == "PAS":
        return np.arcsin(np.sqrt(p)), 1 / (4 * n)
    return 0.5 * (np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))), 1 / (4 * n + 2)


def _two_arm(
    measure: str, a: FloatArray, n1: FloatArray, c: FloatArray, n2: FloatArray
) -> tuple[FloatArray, FloatArray]:
    p1, p2, b, d = a / n1, c / n2, n1 - a, n2 - c
    if measure == "OR":
        return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    if measure == "RR":
        return np.log(p1 / p2), 1 / a - 1 / n1 + 1 / c - 1 / n2
    if measure == "RD":
        return p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    if measure == "AS":
        return np.arcsin(np.sqrt(p1)) - np.arcsin(np.sqrt(p2)), 1 / (4 * n1) + 1 / (4 * n2)
    total, m = n1 + n2, a + c
    v = n1 * n2 * m * (total - m) / (total**2 * (total - 1))
    return (a - n1 * m / total) / v, 1 / v


def _keep(
    measure: str, y: FloatArray, v: FloatArray, n: FloatArray, names: tuple[str, ...], bump: FloatArray, why: str
) -> Effects:
    good = np.isfinite(y) & np.isfinite(v) & (v > 0)
    return Effects(
        measure=measure,
        y=y[good],
        v=v[good],
        n=n[good],
        labels=tuple(label for label, g in zip(names, good, strict=True) if g),
        add=float(bump.max(initial=0.0)),
        corrected=tuple(label for label, g, b in zip(names, good, bump, strict=True) if g and b > 0),
        left_out=tuple((label, why) for label, g in zip(names, good, strict=True) if not g),
    )


def _known(measure: str, allowed: tuple[str, ...]) -> None:
    if measure not in allowed:
        raise ValueError(f"unknown measure {measure!r}; expected one of {', '.join(allowed)}")


def _names(labels: Sequence[str] | None, k: int) -> tuple[str, ...]:
    names = tuple(labels) if labels is not None else tuple(f"row {i + 1}" for i in range(k))
    if len(names) != k:
        raise ValueError(f"{len(names)} labels for {k} rows")
    return names


def _pair(events: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, total = np.asarray(events, dtype=float), np.asarray(n, dtype=float)
    if x.shape != total.shape or x.ndim != 1:
        raise ValueError(f"events and n must be lists of one length, got {x.shape} and {total.shape}")
    if not (np.all(total > 0) and np.all(x >= 0) and np.all(x <= total)):
        raise ValueError("need 0 <= events <= n and n > 0 in every row; leave rows with missing counts out")
    return x, total
