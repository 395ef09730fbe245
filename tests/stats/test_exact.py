"""Exact intervals and tests: tables computed by hand or read from R, and scipy as an independent tool."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from seldinger.stats.exact import binomial_pmf, clopper_pearson, fisher_mid_p, fisher_two_sided, mid_p, wilson

CLOSE = 1e-9

TABLE = [
    # y,  n, sided,   low,              high,              why
    (0, 16, "two", 0.0, 1 - 0.025 ** (1 / 16), "no event: the bound solves (1-p)^16 = 2.5 %"),
    (0, 16, "upper", 0.0, 1 - 0.05 ** (1 / 16), "the one-sided bound of the same table is 17.1 %"),
    (16, 16, "two", 0.025 ** (1 / 16), 1.0, "only events: mirror image"),
    (16, 16, "lower", 0.05 ** (1 / 16), 1.0, "one-sided the other way"),
    (1, 1, "two", 0.025, 1.0, "one patient says almost nothing"),
    (3, 13, "two", 0.0503810665, 0.5381315350, "R: binom.test(3, 13)"),
]


@pytest.mark.parametrize(("y", "n", "sided", "low", "high", "why"), TABLE)
def test_clopper_pearson(y, n, sided, low, high, why):
    assert clopper_pearson(y, n, sided=sided) == pytest.approx([low, high], abs=1e-8), why


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_agree_with_scipy(pair):
    y, n = pair
    for ours, name in ((clopper_pearson, "exact"), (wilson, "wilson")):
        reference = stats.binomtest(y, n).proportion_ci(method=name)
        assert ours(y, n) == pytest.approx([reference.low, reference.high], abs=CLOSE)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_mid_p_lies_inside_clopper_pearson_and_holds_the_fraction(pair):
    y, n = pair
    low, high = mid_p(y, n)
    outer = clopper_pearson(y, n)
    assert outer[0] - CLOSE <= low <= y / n <= high <= outer[1] + CLOSE


@settings(max_examples=40)
@given(st.tuples(*[st.integers(0, 25)] * 4))
def test_fisher_agrees_with_scipy(cells):
    a, b, c, d = cells
    assert fisher_two_sided(*cells) == pytest.approx(stats.fisher_exact([[a, b], [c, d]])[1], abs=CLOSE)
    assert fisher_mid_p(*cells) <= fisher_two_sided(*cells) + CLOSE


def test_binomial_probabilities_at_certainty():
    np.testing.assert_allclose(binomial_pmf([0, 1, 2], 2, 0.0), [1, 0, 0])
    np.testing.assert_allclose(binomial_pmf([0, 1, 2], 2, 1.0), [0, 0, 1])


@pytest.mark.parametrize(("y", "n"), [(-1, 3), (4, 3), (0, 0)])
def test_impossible_counts_are_refused(y, n):
    with pytest.raises(ValueError, match="events"):
        clopper_pearson(y, n)
