"""What each study does to the pool: leave one study out, accumulate, all subsets, and the usual diagnostics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seldinger.stats import tau2 as between
from seldinger.stats.distributions import FloatArray
from seldinger.stats.effects import Effects
from seldinger.stats.fit import Fit
from seldinger.stats.normal import Test, fit_normal

MOST_ROWS = 16
"""All subsets of more rows than this are too many to look at."""
CHUNK = 8192

Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """The pool without one study: all rows of that study leave together."""

    study: str
    fit: Fit


@dataclass(frozen=True, kw_only=True, slots=True)
class Subsets:
    """Every subset of at least two rows: which rows [B, k], pooled effect, its se, tau2, I2 [%] and Q, each [B]."""

    member: Flags
    theta: FloatArray
    se: FloatArray
    tau2: FloatArray
    i2: FloatArray
    q: FloatArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """How far one row stands out and how far it pulls (Viechtbauer and Cheung 2010)."""

    label: str
    rstudent: float
    dffits: float
    cook: float
    hat: float
    theta_without: float
    tau2_without: float


def without_each(studies: Sequence[str], refit: Callable[[Flags], Fit]) -> tuple[LeftOut, ...]:
    """Return the pool without each study in turn, for any method.

    Parameters
    ----------
    studies
        The study of each row; rows of one study are never separated.
    refit
        Pools the rows marked True.

    Examples
    --------
    >>> from seldinger.stats.binomial_normal import fit_binomial_normal
    >>> y, n = np.array([2, 9, 5]), np.array([20, 30, 25])
    >>> out = without_each(["a", "b", "b"], lambda keep: fit_binomial_normal(y[keep], n[keep]))
    >>> [(o.study, o.fit.k) for o in out]
    [('a', 2), ('b', 1)]
    """
    names = np.asarray(studies)
    distinct = tuple(dict.fromkeys(studies))
    if len(distinct) < 2:
        return ()
    return tuple(LeftOut(study=study, fit=refit(names != study)) for study in distinct)


def leave_one_out(
    effects: Effects, *, method: str = "REML", test: Test = "z", studies: Sequence[str] | None = None
) -> tuple[LeftOut, ...]:
    """Return the normal-model pool without each study (by default, without each row)."""
    return without_each(
        studies or effects.labels, lambda keep: fit_normal(part(effects, keep), method=method, test=test)
    )


def cumulate(effects: Effects, *, method: str = "REML", test: Test = "z") -> tuple[Fit, ...]:
    """Return the pools of the first row, the first two, and so on; sort the rows by year beforehand."""
    order = np.arange(len(effects.y))
    return tuple(fit_normal(part(effects, order <= i), method=method, test=test) for i in order)


def part(effects: Effects, keep: Flags) -> Effects:
    """Return the effects of the rows marked True."""
    labels = tuple(label for label, k in zip(effects.labels, keep, strict=True) if k)
    return Effects(
        measure=effects.measure,
        y=effects.y[keep],
        v=effects.v[keep],
        n=effects.n[keep],
        labels=labels,
        add=effects.add,
        corrected=tuple(label for label in effects.corrected if label in labels),
        left_out=effects.left_out,
    )


def all_subsets(effects: Effects, *, method: str = "REML") -> Subsets:
    """Return the normal-model pool of every subset of two or more rows (GOSH, Olkin 2012).

    Raises
    ------
    ValueError
        With more than 16 rows: 65,536 subsets are the most that anybody can look at.

    Examples
    --------
    >>> from seldinger.stats.effects import given
    >>> len(all_subsets(given([0.0, 1.0, 2.0], [0.1, 0.1, 0.1])).theta)
    4
    """
    k = len(effects.y)
    if k > MOST_ROWS:
        raise ValueError(f"{k} rows have {2**k} subsets; choose at most {MOST_ROWS} rows")
    member = (np.arange(2**k)[:, None] >> np.arange(k)) & 1 == 1
    member = member[member.sum(axis=1) > 1]
    parts = [_pool(effects, member[i : i + CHUNK], method) for i in range(0, len(member), CHUNK)]
    theta, se, tau2, i2, q = (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else _empty()
    return Subsets(member=member, theta=theta, se=se, tau2=tau2, i2=i2, q=q)


def diagnostics(effects: Effects, *, method: str = "REML") -> tuple[Diagnostic, ...]:
    """Return the influence of each row, from the fits without it; needs three rows or more."""
    k = len(effects.y)
    if k < 3:
        return ()
    whole = fit_normal(effects, method=method)
    if whole.theta is None or whole.se is None:
        return ()
    theta, se, tau2, _, _ = _pool(effects, ~np.eye(k, dtype=bool), method)
    hat = np.asarray(whole.weights)
    shift = whole.theta - theta
    student = (effects.y - theta) / np.sqrt(effects.v + tau2 + se**2)
    pull = shift / np.sqrt(hat * (tau2 + effects.v))
    return tuple(
        Diagnostic(
            label=effects.labels[i],
            rstudent=float(student[i]),
            dffits=float(pull[i]),
            cook=float((shift[i] / whole.se) ** 2),
            hat=float(hat[i]),
            theta_without=float(theta[i]),
            tau2_without=float(tau2[i]),
        )
        for i in range(k)
    )


def _pool(effects: Effects, member: Flags, method: str) -> tuple[FloatArray, ...]:
    data = between.rows(effects.y, effects.v, mask=member.astype(float))
    tau2 = between.estimate(data, method)
    fit = between.solve(data, between.weights(data, tau2))
    q = between.q_at(data, np.zeros(len(member)))
    df = data.k - 1
    if method == "FE":
        i2 = np.maximum(0.0, 100 * (q - df) / np.maximum(q, 1e-300))
    else:
        typical = between.typical_variance(data)
        i2 = 100 * tau2 / (tau2 + typical)
    return fit.beta[:, 0], np.sqrt(fit.m[:, 0, 0]), tau2, i2, q


def _empty() -> tuple[FloatArray, ...]:
    return tuple(np.zeros(0) for _ in range(5))
