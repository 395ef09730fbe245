"""Influence against metafor, and what leaves together."""

import numpy as np
import pytest

from seldinger.stats import comparisons, fit_binomial_normal, fit_normal, proportions
from seldinger.stats.influence import all_subsets, cumulate, diagnostics, leave_one_out, part, without_each
from tests.stats.golden import ITERATED, golden

FLOOR = 1e-9


@pytest.fixture(scope="module")
def bcg():
    d = golden()["double"]["bcg"]
    return comparisons(d["a"], d["n1"], d["c"], d["n2"], measure="RR")


def test_leave_one_out_agrees_with_metafor(bcg):
    want = golden()["loo"]
    fits = [out.fit for out in leave_one_out(bcg)]
    for name in ("theta", "se", "tau2", "q"):
        assert [getattr(f, name) for f in fits] == pytest.approx(want[name], rel=ITERATED), name


def test_cumulative_agrees_with_metafor(bcg):
    want = golden()["cumulative"]
    fits = cumulate(bcg)
    for name in ("theta", "se", "tau2"):
        assert [getattr(f, name) for f in fits] == pytest.approx(want[name], rel=ITERATED, abs=FLOOR), name


def test_diagnostics_agree_with_metafor(bcg):
    want = golden()["influence"]
    found = diagnostics(bcg)
    for name in ("rstudent", "dffits", "cook", "hat"):
        assert [getattr(d, name) for d in found] == pytest.approx(want[name], rel=1e-6), name


def test_all_subsets_agree_with_metafor(bcg):
    want = golden()["gosh"]
    found = all_subsets(part(bcg, np.arange(13) < 6))
    reference = {tuple(m): (t, v) for m, t, v in zip(want["member"], want["theta"], want["tau2"], strict=True)}
    assert len(found.theta) == 2**6 - 1 - 6
    for member, theta, tau2 in zip(found.member, found.theta, found.tau2, strict=True):
        assert (theta, tau2) == pytest.approx(reference[tuple(int(i) for i in member)], rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("method", ["FE", "DL", "HE", "HS", "SJ", "PM", "ML", "REML"])
def test_each_subset_equals_its_own_fit(method):
    d = golden()["single"]["response"]
    effects = proportions(d["y"], d["n"])
    found = all_subsets(effects, method=method)
    for i in (0, 17, 101, len(found.theta) - 1):
        one = fit_normal(part(effects, found.member[i]), method=method)
        got = (found.theta[i], found.se[i], found.tau2[i], found.i2[i], found.q[i])
        assert got == pytest.approx((one.theta, one.se, one.tau2, one.i2, one.q), rel=ITERATED, abs=FLOOR)


def test_rows_of_one_study_leave_together():
    y, n = np.array([3, 5, 9, 2]), np.array([20, 25, 30, 10])
    out = without_each(["x", "y", "x", "z"], lambda keep: fit_binomial_normal(y[keep], n[keep]))
    assert [(o.study, o.fit.k) for o in out] == [("x", 2), ("y", 3), ("z", 3)]


def test_a_single_study_cannot_be_left_out():
    effects = proportions([3, 4], [9, 9])
    assert leave_one_out(effects, studies=["a", "a"]) == ()
    assert diagnostics(effects) == ()


def test_too_many_rows_for_all_subsets_are_refused():
    with pytest.raises(ValueError, match="subsets"):
        all_subsets(proportions([1] * 17, [9] * 17))


def test_one_row_has_no_subsets():
    assert len(all_subsets(proportions([1], [9])).theta) == 0
