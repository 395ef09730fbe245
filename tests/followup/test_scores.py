"""Scores against golden values computed by hand or published, and a circulating wrong variant shown to differ."""

from math import log

import pytest

from seldinger.followup.liver import Liver, scores
from seldinger.followup.scores import albi, albi_grade, child_pugh, meld, meld3, meld_na

THIRD_DECIMAL = 0.0005
SECOND_DECIMAL = 0.005
COMMON = {"bilirubin_mg_dl": 2.5, "inr": 1.5, "creatinine_mg_dl": 1.2}


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "value", "letter"),
    [(10, 42, -2.910, "1"), (20, 35, -2.116, "2"), (34.2, 30, -1.538, "2"), (60, 25, -0.951, "3")],
)
def test_albi_golden_values(bilirubin, albumin, value, letter):
    found = albi(bilirubin_umol_l=bilirubin, albumin_g_l=albumin)
    assert found == pytest.approx(value, abs=THIRD_DECIMAL)
    assert albi_grade(found) == letter


@pytest.mark.parametrize(("value", "letter"), [(-2.6, "1"), (-2.5999, "2"), (-1.39, "2"), (-1.3899, "3")])
def test_albi_limits_belong_to_the_better_grade(value, letter):
    assert albi_grade(value) == letter


def test_meld_golden_value():
    assert meld(**COMMON) == pytest.approx(16.18, abs=SECOND_DECIMAL)


@pytest.mark.parametrize(("female", "value"), [(False, 17.85), (True, 19.18)])
def test_meld3_golden_values(female, value):
    found = meld3(female=female, **COMMON, sodium_mmol_l=135.0, albumin_g_dl=3.0)
    assert found == pytest.approx(value, abs=SECOND_DECIMAL)


def test_a_circulating_wrong_meld3_differs():
    """A calculator page prints MELD with 6.43 ln(140 - sodium) under the name of MELD 3.0."""
    wrong = 9.57 * log(1.2) + 3.78 * log(2.5) + 11.2 * log(1.5) + 6.43 * log(140 - 135)
    right = meld3(female=False, **COMMON, sodium_mmol_l=135.0, albumin_g_dl=3.0)
    assert abs(wrong - right) > 2


def test_meld_with_the_sodium_term_of_the_wrong_sign_differs():
    value = meld(**COMMON)
    wrong = value - 1.32 * 2 - 0.033 * value * 2
    assert meld_na(value, sodium_mmol_l=135.0) - wrong > 4


def test_inputs_are_bounded():
    least = meld(bilirubin_mg_dl=0.3, inr=0.9, creatinine_mg_dl=0.6)
    assert least == pytest.approx(6.43)
    assert meld(bilirubin_mg_dl=1.0, inr=1.0, creatinine_mg_dl=9.0) == meld(
        bilirubin_mg_dl=1.0, inr=1.0, creatinine_mg_dl=0.7, dialysis=True
    )
    assert meld_na(20.0, sodium_mmol_l=150.0) == 20.0
    assert meld_na(20.0, sodium_mmol_l=110.0) == meld_na(20.0, sodium_mmol_l=125.0)
    assert meld_na(11.0, sodium_mmol_l=125.0) == 11.0
    assert meld_na(11.1, sodium_mmol_l=125.0) > 11.1


def pugh(**changed):
    normal = {"bilirubin_mg_dl": 1.0, "albumin_g_dl": 4.0, "inr": 1.0, "ascites": "none", "encephalopathy": "none"}
    return child_pugh(**(normal | changed))


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({}, 5),
        ({"bilirubin_mg_dl": 1.99}, 5),
        ({"bilirubin_mg_dl": 2.0}, 6),
        ({"bilirubin_mg_dl": 3.0}, 6),
        ({"bilirubin_mg_dl": 3.01}, 7),
        ({"albumin_g_dl": 3.5}, 6),
        ({"albumin_g_dl": 2.8}, 6),
        ({"albumin_g_dl": 2.79}, 7),
        ({"inr": 1.69}, 5),
        ({"inr": 1.7}, 6),
        ({"inr": 2.2}, 6),
        ({"inr": 2.31}, 7),
        ({"ascites": "mild"}, 6),
        ({"ascites": "tense"}, 7),
        ({"encephalopathy": "severe"}, 7),
    ],
)
def test_child_pugh_points_at_every_limit(changed, points):
    assert pugh(**changed).value == points


def test_child_pugh_where_printed_tables_disagree():
    found = pugh(inr=2.25, bilirubin_mg_dl=2.5)  # 7 or 8 points, both class B
    assert (found.value, found.grade) == (None, "B")
    assert pugh(inr=2.25).possible == ("A", "B")  # 6 or 7 points


def test_child_pugh_with_something_missing_is_a_set():
    found = pugh(ascites=None)
    assert found.possible == ("A", "B")
    assert (found.grade, found.missing) == (None, ("ascites",))


def test_scores_name_what_they_lack():
    found = {score.name: score for score in scores(Liver(bilirubin_mg_dl=1.0, albumin_g_dl=4.2))}
    assert found["ALBI"].grade == "1"
    assert found["MELD"].missing == ("INR", "creatinine")
    assert found["MELD 3.0"].missing == ("INR", "creatinine", "sodium", "sex")
    assert found["MELD 3.0"].as_json()["status"] == "unverified"


def test_albi_of_a_value_in_mg_dl_is_converted():
    found = {score.name: score for score in scores(Liver(bilirubin_mg_dl=2.0, albumin_g_dl=3.0))}
    assert found["ALBI"].value == pytest.approx(-1.538, abs=SECOND_DECIMAL)  # 2 mg/dL is 34.2 umol/L


def test_nothing_is_computed_from_a_bilirubin_of_zero():
    with pytest.raises(ValueError, match="positive"):
        albi(bilirubin_umol_l=0.0, albumin_g_l=40.0)
    assert next(s for s in scores(Liver(bilirubin_mg_dl=0.0, albumin_g_dl=4.0)) if s.name == "ALBI").value is None
