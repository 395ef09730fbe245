"""The door by name leads to the methods behind it, and says which pairs do not exist."""

import pytest

from seldinger.stats import as_json, comparisons, fit_normal, mantel_haenszel, pool_comparisons, pool_proportions
from seldinger.stats.tau2 import ESTIMATORS

Y, N = [3, 8, 0, 5], [12, 30, 9, 14]
CELLS = ([4, 6, 0], [23, 36, 12], [11, 9, 3], [29, 33, 14])
CONTRACT = {
    "measure", "method", "test", "k", "theta", "se", "ci_theta", "estimate", "ci", "prediction", "tau2", "tau2_ci", "i2",
    "q", "q_p", "left_out",
}  # fmt: skip


@pytest.mark.parametrize("method", [*ESTIMATORS, "GLMM"])
def test_each_method_answers_with_the_names_of_the_contract(method):
    answer = as_json(pool_proportions(Y, N, method=method))
    assert set(answer) >= CONTRACT
    assert answer["method"] == method
    assert answer["ci"][0] < answer["estimate"] < answer["ci"][1]
    assert (answer["tau2_ci"] is None) == (method == "FE")


def test_two_arm_methods_are_the_ones_named():
    assert pool_comparisons(*CELLS, method="MH", measure="RR") == mantel_haenszel(*CELLS, measure="RR")
    assert pool_comparisons(*CELLS, measure="RD", method="DL") == fit_normal(
        comparisons(*CELLS, measure="RD"), method="DL"
    )
    assert {pool_comparisons(*CELLS, method=m).method for m in ("PETO", "EXACT", "GLMM")} == {"PETO", "EXACT", "GLMM"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pool_proportions(Y, N, measure="PFT", method="GLMM"), "GLMM works on PLO"),
        (lambda: pool_proportions(Y, N, method="GLMM", test="knha"), "GLMM works on PLO"),
        (lambda: pool_proportions(Y, N, method="XX"), "unknown estimator"),
        (lambda: pool_comparisons(*CELLS, method="MH", measure="AS"), "OR, RR or RD"),
        (lambda: pool_comparisons(*CELLS, method="EXACT", measure="RD"), "odds ratios"),
        (lambda: pool_comparisons(*CELLS, method="PETO", test="knha"), "tested with z"),
    ],
)
def test_pairs_that_do_not_exist_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
