"""Forecasts of each study from the others: laws of counts, rivals by hand, and the table's losses included."""

import numpy as np
import pytest
from scipy.stats import betabinom, binom

from seldinger.evidence.holdout import FIXED, METHODS, Score, beta_binomial, holdout, interval, single_binomial
from seldinger.evidence.priors import priors

Y, N = [6, 11, 9, 20, 3, 14, 25, 8], [14, 31, 12, 45, 9, 40, 61, 25]
PRIOR = priors()["efficacy"]


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, str], Score]:
    return {(s.outcome, s.method): s for s in holdout()}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_a_law(method: str) -> None:
    law = METHODS[method](Y, N, 20, PRIOR)
    assert len(law) == 21 and law.sum() == pytest.approx(1, abs=1e-9) and (law >= 0).all()


def test_the_single_binomial_is_the_plain_one() -> None:
    p = (sum(Y) + 0.5) / (sum(N) + 1)
    assert single_binomial(Y, N, 20, PRIOR) == pytest.approx(binom.pmf(np.arange(21), 20, p), abs=1e-12)


def test_the_beta_binomial_sits_at_its_maximum() -> None:
    """Oracle: scipy's beta-binomial on a grid of shapes never beats the fitted law's likelihood by more than the grid."""
    law = beta_binomial(Y, N, 20, PRIOR)
    shapes = [(m * s, (1 - m) * s) for m in np.linspace(0.3, 0.6, 31) for s in np.geomspace(2, 200, 40)]
    best = max(shapes, key=lambda ab: betabinom.logpmf(Y, N, *ab).sum())
    assert law == pytest.approx(betabinom.pmf(np.arange(21), 20, *best), abs=0.01)


def test_the_interval_holds_ninety_percent() -> None:
    law = binom.pmf(np.arange(21), 20, 0.3)
    low, high = interval(law)
    assert law[low : high + 1].sum() >= 0.9 and (low, high) == (3, 9)


def test_outcomes_fixed_beforehand_have_eight_studies(scores: dict[tuple[str, str], Score]) -> None:
    assert {o for o, _ in scores} == {name for name, _ in FIXED}
    assert all(s.k >= 8 for s in scores.values())


def test_one_rate_for_all_centres_is_overconfident_on_every_outcome(scores: dict[tuple[str, str], Score]) -> None:
    for outcome, _ in FIXED:
        ours, single = scores[outcome, "hierarchical predictive (ours)"], scores[outcome, "single pooled binomial"]
        assert ours.log_score > single.log_score
        assert ours.covered > single.covered


def test_our_interval_covers_about_nine_in_ten(scores: dict[tuple[str, str], Score]) -> None:
    mine = [s for (_, method), s in scores.items() if "ours" in method]
    share = sum(s.covered for s in mine) / sum(s.k for s in mine)
    assert 0.85 <= share <= 1
