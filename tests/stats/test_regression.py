"""Meta-regression against metafor; subgroups by hand."""

import numpy as np
import pytest

from seldinger.stats import comparisons, fit_normal, given
from seldinger.stats.regression import fit_regression, subgroups
from seldinger.stats.tau2 import ESTIMATORS
from tests.stats.golden import CLOSED, ITERATED, golden


@pytest.fixture(scope="module")
def bcg():
    d = golden()["double"]["bcg"]
    return comparisons(d["a"], d["n1"], d["c"], d["n2"], measure="RR")


@pytest.mark.parametrize("test", ["z", "knha"])
@pytest.mark.parametrize("method", ESTIMATORS)
def test_regression_agrees_with_metafor(bcg, method, test):
    want = golden()["moderated"]["fits"][method][test]
    got = fit_regression(bcg, {"latitude": golden()["moderated"]["latitude"]}, method=method, test=test)
    # With moderators EB and PM are solved by different equations elsewhere; both roots are the same one.
    rel = ITERATED if method in ("PM", "EB", "ML", "REML") else CLOSED
    assert [c.value for c in got.coefficients] == pytest.approx(want["beta"], rel=rel)
    assert [c.se for c in got.coefficients] == pytest.approx(want["se"], rel=rel)
    assert [c.p for c in got.coefficients] == pytest.approx(want["p"], rel=10 * rel)
    for ours, theirs in (("tau2", "tau2"), ("i2", "i2"), ("qm", "qm"), ("qm_p", "qm_p"), ("qe", "qe"), ("r2", "r2")):
        if want.get(theirs) is not None and getattr(got, ours) is not None:
            assert getattr(got, ours) == pytest.approx(want[theirs], rel=100 * rel, abs=1e-9), ours


def test_without_moderators_it_is_the_pool(bcg):
    got, pool = fit_regression(bcg, {}), fit_normal(bcg)
    assert got.coefficients[0].value == pytest.approx(pool.theta, rel=1e-12)
    assert (got.qm, got.qm_df, got.qm_p) == (0.0, 0, 1.0)


def test_a_missing_moderator_leaves_the_row_out_and_says_so():
    effects = given([0.0, 1.0, 2.0, 9.0], [0.1] * 4, labels=["a", "b", "c", "d"])
    got = fit_regression(effects, {"x": [0, 1, 2, np.nan]}, method="FE")
    assert got.used == ("a", "b", "c")
    assert got.left_out == (("d", "moderator missing"),)
    assert got.coefficients[1].value == pytest.approx(1.0)


@pytest.mark.parametrize("x", [{"x": [1, 1, 1]}, {"x": [1, 2, 3], "y": [1, 4, 9]}])
def test_what_cannot_be_told_apart_is_refused(x):
    with pytest.raises(ValueError, match="apart"):
        fit_regression(given([0.0, 1.0, 3.0], [0.1] * 3), x)


def test_subgroups_by_hand():
    effects = given([0.0, 0.2, 1.0, 1.2], [0.1] * 4)
    found = subgroups(effects, ["p", "p", "q", "q"], method="FE")
    assert [(g, round(f.theta, 9)) for g, f in found.groups] == [("p", 0.1), ("q", 1.1)]
    assert found.q_between == pytest.approx(1.0**2 / (0.05 + 0.05))  # difference squared over the sum of variances
    assert found.df == 1


def test_subgroup_labels_must_fit_the_rows():
    with pytest.raises(ValueError, match="labels"):
        subgroups(given([0.0, 1.0], [0.1, 0.1]), ["a"])
