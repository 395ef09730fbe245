"""Effects: corrections are explicit, back-transforms undo what was done."""

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from seldinger.stats import back_transform, comparisons, given, proportions


@pytest.mark.parametrize("measure", ["PAS", "PFT"])
def test_arcsine_measures_are_never_corrected(measure):
    effects = proportions([0, 3, 8], [8, 8, 8], measure=measure)
    assert effects.corrected == ()
    assert len(effects.y) == 3


@pytest.mark.parametrize("measure", ["PR", "PLN", "PLO"])
def test_without_correction_the_extreme_rows_are_left_out_with_a_reason(measure):
    effects = proportions([0, 3, 8], [8, 8, 8], measure=measure, add=0, labels=["none", "some", "all"])
    assert effects.labels == ("some",)
    assert [row for row, _ in effects.left_out] == ["none", "all"]


def test_a_trial_without_events_tells_peto_nothing():
    effects = comparisons([0, 2], [10, 10], [0, 1], [10, 10], measure="PETO", labels=["empty", "full"])
    assert effects.labels == ("full",)
    assert effects.left_out[0][0] == "empty"


@over(st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))))
def test_back_transform_undoes_the_measure(pair):
    y, n = pair
    for measure in ("PR", "PLN", "PLO", "PAS", "PFT"):
        theta = float(proportions([y], [n], measure=measure).y[0])
        assert back_transform(measure, theta, n=n) == pytest.approx(y / n, abs=1e-9)


@over(st.integers(1, 50))
def test_double_arcsine_comes_back_from_both_ends(n):
    ends = proportions([0, n], [n, n], measure="PFT").y
    assert [back_transform("PFT", float(t), n=n) for t in ends] == pytest.approx([0, 1], abs=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportions([1], [2], measure="XYZ"), "unknown measure"),
        (lambda: proportions([3], [2]), "events <= n"),
        (lambda: proportions([1, 2], [3]), "one length"),
        (lambda: proportions([1], [3], labels=["a", "b"]), "labels"),
        (lambda: back_transform("PFT", 0.5), "group size"),
    ],
)
def test_errors_say_what_is_wrong(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_missing_effect_is_left_out_not_pooled():
    effects = given([0.1, np.nan], [0.2, 0.3], labels=["seen", "missing"])
    assert effects.labels == ("seen",)
    assert effects.left_out == (("missing", "missing"),)
