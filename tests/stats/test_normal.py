"""The normal model against metafor, and the laws it promises."""

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from seldinger.stats import comparisons, fit_normal, given, proportions
from seldinger.stats.tau2 import ESTIMATORS, q_at, rows
from tests.stats.golden import CLOSED, ITERATED, PROFILE, golden

ONE = [(d, m) for d in ("response", "rare", "ends", "alike", "wide") for m in ("PLO", "PFT", "PAS", "PR", "PLN")]
TWO = [(d, m) for d in ("bcg", "sparse") for m in ("OR", "RR", "RD", "AS", "PETO")]
FLOOR = 1e-12
"""Absolute: below this a number is rounding."""


def effects_of(dataset: str, measure: str):
    if measure in ("PLO", "PFT", "PAS", "PR", "PLN"):
        d = golden()["single"][dataset]
        return proportions(d["y"], d["n"], measure=measure), golden()["one_arm"][dataset][measure]
    d = golden()["double"][dataset]
    return comparisons(d["a"], d["n1"], d["c"], d["n2"], measure=measure), golden()["two_arm"][dataset][measure]


@pytest.mark.parametrize(("dataset", "measure"), ONE + TWO)
def test_effects_agree_with_metafor(dataset, measure):
    effects, want = effects_of(dataset, measure)
    np.testing.assert_allclose(effects.y, want["yi"], rtol=CLOSED, atol=FLOOR)
    np.testing.assert_allclose(effects.v, want["vi"], rtol=CLOSED)


@pytest.mark.parametrize("test", ["z", "knha"])
@pytest.mark.parametrize("method", ESTIMATORS)
@pytest.mark.parametrize(("dataset", "measure"), ONE + TWO)
def test_fit_agrees_with_metafor(dataset, measure, method, test):
    effects, reference = effects_of(dataset, measure)
    # One EB fit stops with an error in metafor; PM solves the same equation, so it is the reference there.
    want = reference["fits"][f"{method} {test}"] or reference["fits"][f"PM {test}"]
    got = fit_normal(effects, method=method, test=test)
    rel = ITERATED if method in ("PM", "EB", "ML", "REML") else CLOSED
    for name in ("theta", "se", "p", "tau2", "i2", "h2", "q", "q_p", "tau2_se", "prediction"):
        if want.get(name) is None:
            continue
        ours = got.prediction_theta if name == "prediction" else getattr(got, name)
        floor = 1e-9 if name in ("tau2", "i2") and rel == ITERATED else FLOOR
        assert ours == pytest.approx(want[name], rel=rel, abs=floor), name
    assert got.ci_theta == pytest.approx(want["ci"], rel=rel, abs=FLOOR)
    if want.get("tau2_ci"):
        assert got.tau2_ci == pytest.approx(want["tau2_ci"], rel=PROFILE, abs=PROFILE)


LOGIT = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), min_size=2, max_size=12)


def counts(pairs):
    y, extra = np.array(pairs).T
    return y, y + extra


@over(LOGIT)
def test_counting_the_other_outcome_reflects_the_logit_and_keeps_tau2(pairs):
    y, n = counts(pairs)
    one, other = fit_normal(proportions(y, n)), fit_normal(proportions(n - y, n))
    assert one.theta == pytest.approx(-other.theta, rel=1e-7, abs=1e-9)
    assert one.tau2 == pytest.approx(other.tau2, rel=1e-7, abs=1e-9)


@over(LOGIT)
def test_counting_the_other_outcome_reflects_the_double_arcsine_about_a_quarter_pi(pairs):
    y, n = counts(pairs)
    one, other = (fit_normal(proportions(e, n, measure="PFT"), method="PM") for e in (y, n - y))
    assert one.theta + other.theta == pytest.approx(np.pi / 2, abs=1e-9)
    assert one.tau2 == pytest.approx(other.tau2, rel=1e-7, abs=1e-9)


@over(LOGIT, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(pairs, random):
    y, n = counts(pairs)
    order = list(range(len(y)))
    random.shuffle(order)
    one, other = fit_normal(proportions(y, n)), fit_normal(proportions(y[order], n[order]))
    assert one.theta == pytest.approx(other.theta, rel=1e-9, abs=1e-9)


@over(LOGIT)
def test_paule_mandel_solves_its_equation_so_that_hartung_knapp_changes_nothing(pairs):
    y, n = counts(pairs)
    effects = proportions(y, n)
    plain, knapp = (fit_normal(effects, method="PM", test=t) for t in ("z", "knha"))
    if plain.tau2 > 0:
        assert q_at(rows(effects.y, effects.v), np.array([plain.tau2]))[0] == pytest.approx(len(y) - 1, rel=1e-9)
        assert knapp.se == pytest.approx(plain.se, rel=1e-9)
    assert fit_normal(effects, method="EB").tau2 == plain.tau2


@over(LOGIT, st.sampled_from(["z", "t", "knha", "adhoc"]))
def test_prediction_interval_contains_the_confidence_interval(pairs, test):
    y, n = counts(pairs)
    fit = fit_normal(proportions(y, n), test=test)
    assert fit.prediction[0] <= fit.ci[0] + FLOOR
    assert fit.prediction[1] >= fit.ci[1] - FLOOR


def test_one_row_has_no_heterogeneity_and_says_so():
    fit = fit_normal(proportions([3], [10]), test="knha")
    assert (fit.method, fit.test, fit.prediction) == ("FE", "z", None)
    assert "one row" in fit.notes[0]


def test_higgins_needs_three_rows():
    two = fit_normal(proportions([3, 9], [10, 10]), prediction="higgins")
    assert two.prediction is None
    assert any("degrees of freedom" in note for note in two.notes)


def test_higgins_uses_two_fewer_degrees_of_freedom():
    fit = fit_normal(proportions([3, 5, 9], [10, 10, 10]), prediction="higgins")
    half = 12.706204736 * (fit.se**2 + fit.tau2) ** 0.5  # t(1) at 0.975, from a printed table
    assert fit.prediction_theta[1] - fit.theta == pytest.approx(half, rel=1e-9)


def test_identical_effects_have_no_heterogeneity_and_an_empty_profile():
    fit = fit_normal(given([1.0, 1.0, 1.0], [0.1, 0.2, 0.3]), test="knha")
    assert (fit.tau2, fit.tau2_ci, fit.se) == (0.0, (0.0, 0.0), 0.0)
    assert any("null set" in note for note in fit.notes)
    assert any("no width" in note for note in fit.notes)


def test_no_usable_row_is_refused_with_the_reason():
    fit = fit_normal(proportions([0, 0], [5, 6], add=0.0))
    assert fit.refused is not None
    assert fit.theta is None
    assert [row for row, _ in fit.left_out] == ["row 1", "row 2"]


def test_corrected_rows_are_named():
    fit = fit_normal(proportions([0, 4], [5, 6], labels=["a", "b"]))
    assert fit.corrected == ("a",)
    assert "continuity correction in a" in fit.sentence()
