"""Mantel-Haenszel and Peto against metafor; what rows without events do."""

import pytest

from seldinger.stats.sparse import mantel_haenszel, peto
from tests.stats.golden import CLOSED, golden

FLOOR = 1e-12


def cells(dataset):
    d = golden()["double"][dataset]
    return d["a"], d["n1"], d["c"], d["n2"]


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
@pytest.mark.parametrize("dataset", ["bcg", "sparse"])
def test_mantel_haenszel_agrees_with_metafor(dataset, measure):
    fit, want = mantel_haenszel(*cells(dataset), measure=measure), golden()["mh"][dataset][measure]
    for name in ("theta", "se", "q", "q_p"):
        assert getattr(fit, name) == pytest.approx(want[name], rel=CLOSED, abs=FLOOR), name
    assert fit.ci_theta == pytest.approx(want["ci"], rel=CLOSED)


@pytest.mark.parametrize("dataset", ["bcg", "sparse"])
def test_peto_agrees_with_metafor(dataset):
    fit, want = peto(*cells(dataset)), golden()["peto"][dataset]
    for name in ("theta", "se", "q", "q_p"):
        assert getattr(fit, name) == pytest.approx(want[name], rel=CLOSED, abs=FLOOR), name


def test_rows_without_events_are_listed_and_change_no_ratio():
    with_empty = mantel_haenszel([4, 0], [20, 15], [8, 0], [20, 15], labels=["seen", "empty"])
    without = mantel_haenszel([4], [20], [8], [20])
    assert (with_empty.theta, with_empty.se) == pytest.approx((without.theta, without.se))
    assert with_empty.used == ("seen",)
    assert with_empty.left_out[0][0] == "empty"
    assert peto([4, 0], [20, 15], [8, 0], [20, 15], labels=["seen", "empty"]).left_out[0][0] == "empty"


def test_a_row_without_events_does_count_for_the_risk_difference():
    fit = mantel_haenszel([4, 0], [20, 20], [8, 0], [20, 20], measure="RD")
    assert fit.estimate == pytest.approx(-0.1)  # (-0.2 + 0) / 2, equal weights
    assert (fit.k, fit.left_out) == (2, ())


@pytest.mark.parametrize("measure", ["OR", "RR"])
def test_without_any_event_a_ratio_is_refused(measure):
    assert "no row" in mantel_haenszel([0], [9], [0], [8], measure=measure).refused
    assert "no row" in peto([0], [9], [0], [8]).refused


def test_events_in_one_arm_only_leave_no_ratio_but_a_difference():
    assert "one arm" in mantel_haenszel([0, 0], [9, 9], [2, 3], [8, 9]).refused
    assert mantel_haenszel([0, 0], [9, 9], [2, 3], [8, 9], measure="RD").theta < 0
