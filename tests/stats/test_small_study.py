"""Small-study tests against metafor, and the warning that proportions need."""

import pytest

from seldinger.stats import comparisons, given, proportions
from seldinger.stats.small_study import rank_test, regression_test, trim_and_fill
from tests.stats.golden import golden

REFIT = 1e-5
"""Relative: metafor's refit inside trim and fill stops at its default threshold, whatever it was asked for."""


@pytest.fixture(scope="module")
def bcg():
    d = golden()["double"]["bcg"]
    return comparisons(d["a"], d["n1"], d["c"], d["n2"], measure="RR")


@pytest.mark.parametrize("predictor", ["sei", "vi", "ni", "ninv"])
@pytest.mark.parametrize("model", ["lm", "rma"])
def test_regression_test_agrees_with_metafor(bcg, model, predictor):
    want, got = golden()["egger"][model][predictor], regression_test(bcg, model=model, predictor=predictor)
    assert got.statistic == pytest.approx(want["statistic"], rel=1e-6)
    assert got.p == pytest.approx(want["p"], rel=1e-6)
    assert got.limit == (None if want["limit"] is None else pytest.approx(want["limit"], rel=1e-6))
    if want["ci"] is not None:
        assert got.limit_ci == pytest.approx(want["ci"], rel=1e-6)


def test_rank_test_agrees_with_metafor(bcg):
    want, got = golden()["rank"], rank_test(bcg)
    assert (got.tau, got.p) == pytest.approx((want["tau"], want["p"]), rel=1e-9)


@pytest.mark.parametrize("estimator", ["L0", "R0"])
def test_trim_and_fill_agrees_with_metafor(bcg, estimator):
    want, got = golden()["fill"][estimator], trim_and_fill(bcg, estimator=estimator)
    assert (got.missing, got.side) == (want["k0"], want["side"])
    assert (got.fit.theta, got.fit.se, got.fit.tau2) == pytest.approx(
        (want["theta"], want["se"], want["tau2"]), rel=REFIT
    )


def test_filling_mirrors_the_most_extreme_effects():
    lopsided = given([0.0, 0.1, -0.1, 0.05, 0.9, 1.1, 1.3], [0.01, 0.01, 0.01, 0.01, 0.2, 0.3, 0.4])
    found = trim_and_fill(lopsided, method="FE")
    assert found.side == "left"
    assert found.missing == len(found.added) > 0
    assert max(found.added) < 0.0
    assert found.fit.theta < 0.1


def test_rare_events_carry_the_warning_and_group_size_does_not():
    effects = proportions([0, 1, 2, 1], [20, 60, 150, 90])
    assert "proportion" in regression_test(effects).warning
    assert "proportion" in rank_test(effects).warning
    assert regression_test(effects, predictor="ninv").warning is None


def test_two_rows_have_no_slope_error_and_unknown_sizes_cannot_predict():
    with pytest.raises(ValueError, match="three rows"):
        regression_test(given([0.0, 1.0], [0.1, 0.2]))
    with pytest.raises(ValueError, match="group sizes"):
        regression_test(given([0.0, 1.0, 2.0], [0.1, 0.2, 0.3]), predictor="ni")
