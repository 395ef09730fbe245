"""Numbers that papers print, recomputed from the counts that they print."""

import pytest

from seldinger.stats import clopper_pearson, comparisons, fisher_two_sided, fit_normal, mantel_haenszel

PRINTED = 5e-5
"""The paper prints four decimals."""

# Colditz 1994: thirteen trials of BCG vaccine, events and group sizes (vaccinated, then not), as Viechtbauer 2010
# (Journal of Statistical Software 36(3), section 3.1) reprints them.
BCG = (
    [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
    [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
)


def test_viechtbauer_2010_random_effects_pool():
    fit = fit_normal(comparisons(*BCG, measure="RR"), method="REML")
    assert (fit.theta, fit.se) == pytest.approx((-0.7145, 0.1798), abs=PRINTED)
    assert fit.ci_theta == pytest.approx((-1.0669, -0.3622), abs=PRINTED)
    assert (fit.tau2, fit.tau2_se) == pytest.approx((0.3132, 0.1664), abs=PRINTED)
    assert fit.i2 == pytest.approx(92.22, abs=0.005)
    assert fit.q == pytest.approx(152.2330, abs=PRINTED)


def test_viechtbauer_2010_interval_of_the_heterogeneity():
    fit = fit_normal(comparisons(*BCG, measure="RR"), method="REML")
    assert fit.tau2_ci == pytest.approx((0.1197, 1.1115), abs=PRINTED)
    assert fit.i2_ci == pytest.approx((81.92, 97.68), abs=0.005)


def test_mantel_haenszel_of_one_table_is_the_plain_ratio():
    assert mantel_haenszel([4], [123], [11], [139]).estimate == pytest.approx(4 * 128 / (11 * 119))


def test_no_event_in_sixteen_against_three_in_thirteen():
    """The transarterial review quotes 0/16 with an upper bound of 17 %: that bound is one-sided; two-sided it is 21 %."""
    assert clopper_pearson(0, 16, sided="upper")[1] == pytest.approx(0.171, abs=5e-4)
    assert clopper_pearson(0, 16)[1] == pytest.approx(0.206, abs=5e-4)
    assert fisher_two_sided(0, 16, 3, 10) == pytest.approx(0.078, abs=5e-4)  # weak evidence
