"""Each study left out in turn and forecast from the others: ours against three simpler rivals, losses included.

The outcomes were fixed beforehand: every pooled outcome with at least eight studies when this was written.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seldinger import stats
from seldinger.evidence.outcomes import definition
from seldinger.evidence.pool import EXTENDED, pool
from seldinger.evidence.priors import priors
from seldinger.evidence.reading import library
from seldinger.evidence.studies import Study

FIXED = (
    ("objective_response", "embolization"),
    ("disease_control", "embolization"),
    ("objective_response_per_procedure", "y90_resin"),
    ("disease_control_per_procedure", "y90_resin"),
)
TAILS = (0.05, 0.95)
NODES = 400
Law = NDArray[np.float64]
Predict = Callable[[Sequence[int], Sequence[int], int, stats.Prior], Law]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How one method forecast the studies of one outcome, each from all others."""

    outcome: str
    scope: str
    k: int
    method: str
    covered: int  # studies whose count lies in the 90 % interval
    log_score: float  # mean log probability of the count that was seen; higher is better
    width: float  # mean width of the 90 % interval [share of the study]


def holdout(studies: Sequence[Study] | None = None) -> tuple[Score, ...]:
    """Return the scores of every method on every fixed outcome, ours first."""
    rows = tuple(library() if studies is None else studies)
    found = []
    for name, scope in FIXED:
        pooled = pool(rows, definition(name, scope), policy=EXTENDED)
        y, n = [c.low for c in pooled.used], [c.n for c in pooled.used]
        prior = priors()[pooled.key.prior]
        found += [_score(name, scope, method, predict, y, n, prior) for method, predict in METHODS.items()]
    return tuple(found)


def _score(
    name: str, scope: str, method: str, predict: Predict, y: Sequence[int], n: Sequence[int], prior: stats.Prior
) -> Score:
    covered, logs, widths = 0, [], []
    for i in range(len(y)):
        law = predict([*y[:i], *y[i + 1 :]], [*n[:i], *n[i + 1 :]], n[i], prior)
        low, high = interval(law)
        covered += low <= y[i] <= high
        logs.append(math.log(max(float(law[y[i]]), 1e-300)))
        widths.append((high - low) / n[i])
    return Score(
        outcome=name,
        scope=scope,
        k=len(y),
        method=method,
        covered=covered,
        log_score=math.fsum(logs) / len(logs),
        width=math.fsum(widths) / len(widths),
    )


def interval(law: Law) -> tuple[int, int]:
    """Return the 90 % interval of a law of counts: the smallest counts whose cumulated probability reaches each tail."""
    cumulated = np.cumsum(law)
    return tuple(int(np.searchsorted(cumulated, tail)) for tail in TAILS)  # type: ignore[return-value]


def hierarchical(y: Sequence[int], n: Sequence[int], m: int, prior: stats.Prior) -> Law:
    """Return the law of counts in m patients of a new centre by our hierarchical predictive."""
    return stats.predictive_counts(stats.posterior_binomial_normal(y, n, prior=prior, most_patients=m), m)


def single_binomial(y: Sequence[int], n: Sequence[int], m: int, prior: stats.Prior) -> Law:
    """Return the law when every centre is taken to have one rate, (sum y + ½) / (sum n + 1)."""
    del prior
    return _binomial(np.array([(sum(y) + 0.5) / (sum(n) + 1)]), np.array([1.0]), m)


def beta_binomial(y: Sequence[int], n: Sequence[int], m: int, prior: stats.Prior) -> Law:
    """Return the law of the beta-binomial at its maximum likelihood."""
    from scipy.optimize import minimize
    from scipy.special import betaln

    del prior
    events, total = np.asarray(y, dtype=float), np.asarray(n, dtype=float)

    def loss(at: NDArray[np.float64]) -> float:
        a, b = _shape(at)
        return -float((betaln(events + a, total - events + b) - betaln(a, b)).sum())

    rate = (sum(y) + 0.5) / (sum(n) + 1)
    best = minimize(loss, np.array([math.log(rate / (1 - rate)), 1.0]), method="Nelder-Mead")
    a, b = _shape(best.x)
    j = np.arange(m + 1)
    choose = -betaln(j + 1, m - j + 1) - math.log(m + 1)
    law = np.exp(choose + betaln(j + a, m - j + b) - betaln(a, b))
    return np.asarray(law / law.sum())


def _shape(at: NDArray[np.float64]) -> tuple[float, float]:
    mean, size = 1 / (1 + math.exp(-float(at[0]))), math.exp(min(float(at[1]), 12.0))
    return mean * size, (1 - mean) * size


def reml_hartung_knapp(y: Sequence[int], n: Sequence[int], m: int, prior: stats.Prior) -> Law:
    """Return the law behind the REML prediction interval with Hartung-Knapp, t(k - 1), turned into counts."""
    from scipy.stats import t

    del prior
    fit = stats.fit_normal(stats.proportions(y, n, measure="PLO"), method="REML", test="knha")
    spread = math.sqrt((fit.se or 0.0) ** 2 + (fit.tau2 or 0.0))
    at = (np.arange(NODES) + 0.5) / NODES
    theta = (fit.theta or 0.0) + spread * t.ppf(at, len(y) - 1)
    return _binomial(1 / (1 + np.exp(-theta)), np.full(NODES, 1 / NODES), m)


def _binomial(p: NDArray[np.float64], weight: NDArray[np.float64], m: int) -> Law:
    from scipy.stats import binom

    law = weight @ binom.pmf(np.arange(m + 1), m, p[:, None])
    return np.asarray(law / law.sum())


METHODS: dict[str, Predict] = {
    "hierarchical predictive (ours)": hierarchical,
    "single pooled binomial": single_binomial,
    "beta-binomial": beta_binomial,
    "REML with Hartung-Knapp interval": reml_hartung_knapp,
}
