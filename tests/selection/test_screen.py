"""Cohorts against charts: the quick answer never misses a verdict, the exact one equals what is said of the chart."""

import math
from pathlib import Path

import polars as pl
import pytest

from bench.cohort import cohort
from seldinger.logic import build, names_of
from seldinger.selection import PROFILES, answers, known_of, scope
from seldinger.selection.cohort_report import coverage, moves
from seldinger.selection.profiles import silent
from seldinger.selection.screen import (
    IN_SCOPE,
    ORDER,
    answered,
    columns_read,
    deciding,
    exactly,
    in_words,
    possible,
    screen,
    tables,
    unreadable_values,
)
from seldinger.selection.select import VARIABLES
from seldinger.terms import Modality
from tests.selection.cohorts import AS_OF, chart, coherent

STRICTEST = PROFILES["strictest"]
ROWS = 250


def rows_of(frame: pl.DataFrame) -> list[tuple[int, dict]]:
    return [(n, row) for n, row in enumerate(frame.iter_rows(named=True)) if coherent(row)]


def compare(frame: pl.DataFrame, profile_name: str) -> int:
    """Assert superset and equality against the chart of every row; return how many rows were compared."""
    profile = PROFILES[profile_name]
    quick, exact = screen(frame.lazy(), profile).collect(), exactly(frame, profile)
    diagrams = {m: build(of) for m, of in tables(profile).items()}
    compared = rows_of(frame)
    for n, row in compared:
        record = chart(row, n)
        inside = scope(record, AS_OF).inside
        assert quick[IN_SCOPE][n] is inside
        known = known_of(answers(record, AS_OF, VARIABLES))
        for m, diagram in diagrams.items():
            wanted = frozenset() if inside is False else diagram.restrict(known).possible
            assert names_of(exact[possible(m)][n], ORDER) == wanted, (m, row)
            assert names_of(quick[possible(m)][n], ORDER) >= wanted, (m, row)
    return len(compared)


def test_screening_equals_the_charts_of_the_rows() -> None:
    assert compare(cohort(ROWS, seed=3), "strictest") > ROWS * 0.6


@pytest.mark.parametrize("profile", ["weighed", "transarterial-review", "delprete2014"])
def test_so_it_does_under_every_profile(profile: str) -> None:
    assert compare(cohort(50, seed=4), profile) > 25


def test_a_silent_profile_has_no_answer() -> None:
    found = screen(cohort(5).lazy(), PROFILES["delprete2014"]).collect()
    for m in Modality:
        assert (found[possible(m)].null_count() == 5) is silent(m, PROFILES["delprete2014"])


def one(**values: object) -> pl.DataFrame:
    """Return one patient with everything known and harmless but for these values."""
    return pl.DataFrame({**CLEAR, **{key.replace("__", "."): value for key, value in values.items()}}, strict=False)


CLEAR: dict[str, list] = {
    "scope.neuroendocrine": [True], "scope.emergency": [False], "liver.metastases": [True], "person.age_years": [60.0],
    "person.sex": ["male"], "symptoms.present": [True], "syndrome.carcinoid": [False], "disease.course": ["none"],
    "disease.resectable": [False], "extrahepatic.extent": ["none"], "liver.function_judged_poor": [False],
    "labs.bilirubin": [0.8], "liver.burden_percent": [30.0], "liver.ascites": ["none"], "vessels.portal_vein": ["patent"],
    "vessels.peripheral_vascular_disease": [False], "vessels.hepatoenteric_communication": ["none"],
    "shunt.judged_significant": [False], "biliary.state": ["native"], "fitness.judged_poor": [False],
    "labs.creatinine": [0.9], "fitness.renal_insufficiency_judged": [False], "fitness.coagulopathy_judged": [False],
    "fitness.contrast_allergy": ["none"], "fitness.carcinoid_heart_disease": ["none"],
    "fitness.other_mortality_risk": ["none"], "fitness.sepsis": [False], "fitness.fever": [False], "history.prrt": [False],
    "history.liver_radiation": [False],
}  # fmt: skip


def says(frame: pl.DataFrame, modality: str = "tae") -> str:
    return in_words(screen(frame.lazy(), STRICTEST).collect())[f"{modality}_possible_at_most"][0]


def test_a_clear_patient_passes() -> None:
    assert [says(one(), str(m)) for m in Modality] == ["eligible", "eligible", "modified", "eligible", "eligible"]


@pytest.mark.parametrize("odd", [None, math.nan, math.inf, -1.0, 61.0])
@pytest.mark.parametrize("name", ["labs.bilirubin", "labs.creatinine"])
def test_a_number_that_is_none_never_passes(name: str, odd: float | None) -> None:
    assert says(one(**{name: [odd]})) == "contraindicated or eligible"


@pytest.mark.parametrize("odd", [None, "", " ", "open", "PATENT", "nan"])
def test_a_word_that_is_no_level_never_passes(odd: str | None) -> None:
    assert says(one(vessels__portal_vein=[odd])) == "contraindicated or eligible"


@pytest.mark.parametrize(
    ("word", "wanted"), [("", "contraindicated or eligible"), ("frail", "contraindicated"), ("none", "eligible")]
)
def test_another_risk_is_a_question_that_an_empty_cell_does_not_answer(word: str, wanted: str) -> None:
    assert says(one(fitness__other_mortality_risk=[word])) == wanted


def test_a_column_that_is_not_there_is_unknown() -> None:
    assert says(one().drop("vessels.portal_vein")) == "contraindicated or eligible"


@pytest.mark.parametrize(
    ("judged", "measured", "value"),
    [
        ("liver.function_judged_poor", "liver.ascites", "mild"),
        ("fitness.judged_poor", "fitness.ecog", 3),
        ("fitness.renal_insufficiency_judged", "labs.egfr", 30.0),
        ("fitness.coagulopathy_judged", "labs.inr", 1.6),
        ("fitness.coagulopathy_judged", "labs.platelets", 40.0),
        ("shunt.judged_significant", "shunt.lung_shunt_fraction", 0.25),
    ],
)
def test_a_judgement_that_a_measurement_contradicts_is_open_again(judged: str, measured: str, value: object) -> None:
    modality = "y90_glass" if judged.startswith("shunt") else "tae"
    assert "contraindicated" in says(one(**{measured: [value]}), modality)
    assert says(one(**{measured: [None]}), modality) == "eligible"


def test_fever_measured_reopens_fever_denied() -> None:
    assert says(one(**{"fitness.temperature_c": [38.5]})) == "defer or eligible"


@pytest.mark.parametrize(
    ("on_ssa", "wanted"), [(True, "eligible"), (False, "not_indicated"), (None, "not_indicated or eligible")]
)
def test_slow_progression_is_a_reason_on_an_analogue_only(on_ssa: bool | None, wanted: str) -> None:
    frame = one(symptoms__present=[False], disease__course=["slow"]).with_columns(
        pl.lit(on_ssa, dtype=pl.Boolean).alias("disease.course.on_ssa")
    )
    assert says(frame) == wanted
    assert in_words(exactly(frame, STRICTEST))["tae_possible_at_most"][0] == wanted


@pytest.mark.parametrize(
    ("change", "inside"),
    [
        ({"person.age_years": [17.0]}, False),
        ({"scope.emergency": [True]}, False),
        ({"liver.metastases": [False]}, False),
        ({"person.sex": ["female"]}, None),
        ({"liver.metastases": [None], "liver.lesions": [3]}, True),
        ({"liver.metastases": [None], "liver.lesions": [math.nan]}, None),
    ],
)
def test_the_scope_of_a_row(change: dict, inside: bool | None) -> None:
    found = screen(one(**change).lazy(), STRICTEST).collect()
    assert found[IN_SCOPE][0] is inside
    assert (in_words(found)["tae_possible_at_most"][0] == "out of scope") is (inside is False)
    assert (found[deciding(Modality.TAE)][0] is None) is (inside is False)


def test_other_columns_stay_and_answers_come_last() -> None:
    found = screen(one().with_columns(name=pl.lit("x")).lazy(), STRICTEST).collect()
    assert found.columns == [*CLEAR, "name", *answered()]


def test_a_column_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(TypeError, match=r"labs\.bilirubin"):
        screen(one(labs__bilirubin=["high"]).lazy(), STRICTEST).collect()


def test_unusable_values_are_counted() -> None:
    frame = one(labs__bilirubin=[math.nan], vessels__portal_vein=["open"], biliary__state=[None])
    assert unreadable_values(frame) == {"labs.bilirubin": 1, "vessels.portal_vein": 1}


def test_coverage_counts_and_names_what_would_settle_most() -> None:
    frame = pl.concat(
        [one(), one(fitness__sepsis=[True]), one(labs__bilirubin=[None]), one(vessels__portal_vein=[None])] * 2
    )
    part = coverage(frame, STRICTEST)["modalities"]["tae"]
    assert (part["decided"], part["undecided"]) == (4, 4)
    rules = {each["rule"]: (each["yes"], each["unknown"], each["decided"]) for each in part["rules"]}
    assert rules["liver.bilirubin_not_below_limit"] == (0, 2, 0)
    assert rules["fitness.sepsis"] == (2, 0, 2)
    assert {each["variable"]: each["patients"] for each in part["would_settle"]} == {
        "labs.bilirubin": 2,
        "vessels.portal_vein": 2,
    }


def test_coverage_adds_up_and_says_whose_scope_is_open() -> None:
    """By hand: one clear, one with sepsis, one child, one woman of whom nobody says whether she is pregnant."""
    frame = pl.concat([one(), one(fitness__sepsis=[True]), one(person__age_years=[17.0]), one(person__sex=["female"])])
    found = coverage(frame, STRICTEST)
    assert (found["rows"], found["in_scope"], found["scope_open"]) == (4, 3, 1)
    part = found["modalities"]["tae"]
    assert (part["decided"], part["by_no_rule"], sum(rule["decided"] for rule in part["rules"])) == (3, 2, 1)


def test_a_patient_who_lacks_two_data_is_settled_by_neither() -> None:
    part = coverage(one(labs__bilirubin=[None], vessels__portal_vein=[None]), STRICTEST)["modalities"]["tae"]
    assert part["would_settle"] == []


def test_who_moves_between_profiles_and_by_which_rule() -> None:
    frame = pl.concat(
        [
            one(),
            one(liver__burden_percent=[80.0], **{"liver.function_judged_poor": [True]}),
            one(fitness__contrast_allergy=["mild"]),
        ]
    )
    found = [each for each in moves(frame, STRICTEST, PROFILES["weighed"]) if each["modality"] == "tae"]
    assert found == [
        {
            "modality": "tae",
            "before": "contraindicated",
            "after": "modified",
            "rule_before": "fitness.contrast_allergy",
            "rule_after": "fitness.contrast_allergy",
            "patients": 1,
        }
    ]
    assert moves(frame, STRICTEST, STRICTEST) == []


def test_every_column_read_is_a_chart_key(tmp_path: Path) -> None:
    assert set(CLEAR) <= set(columns_read())


@pytest.mark.parametrize("word", [" ", "NA", "n/a", "-", "no", "No.", "none.", "unknown", "nothing", "null"])
def test_a_word_that_names_no_risk_neither_bars_nor_passes(word: str) -> None:
    """The chart refuses each of these words; a cohort has no refusal, so the question stays open and is counted."""
    frame = one(fitness__other_mortality_risk=[word])
    assert says(frame) == "contraindicated or eligible"
    assert unreadable_values(frame) == {"fitness.other_mortality_risk": 1}


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("None", "eligible"), ("NONE", "eligible"), ("frail", "contraindicated"), ("nodal disease", "contraindicated")],
)
def test_a_named_risk_is_read_as_in_a_chart(word: str, wanted: str) -> None:
    assert says(one(fitness__other_mortality_risk=[word])) == wanted


@pytest.mark.parametrize(
    ("word", "wanted"), [("true", True), ("Yes", True), ("Mild", True), ("false", False), ("no", False), ("2", None)]
)
def test_a_symptom_may_be_a_word(word: str, wanted: bool | None) -> None:
    frame = one(symptoms__present=[None], **{"symptoms.pain": [word], "symptoms.bulk": [False]})
    frame = frame.with_columns(pl.lit(False).alias("symptoms.hormonal"))
    assert says(frame) == {True: "eligible", False: "not_indicated", None: "not_indicated or eligible"}[wanted]
    assert unreadable_values(frame) == ({"symptoms.pain": 1} if wanted is None else {})


def test_a_sex_that_is_no_choice_is_counted() -> None:
    assert unreadable_values(one(person__sex=["M"])) == {"person.sex": 1}


ODD_TYPES = {
    "fitness.sepsis": [1],
    "disease.course.on_ssa": [1],
    "disease.course": [1],
    "person.sex": [1],
    "symptoms.pain": [2.5],
    "fitness.other_mortality_risk": [0],
    "labs.bilirubin": [[1.0]],
    "vessels.portal_vein": [b"patent"],
    "labs.creatinine": [AS_OF],
}


@pytest.mark.parametrize("name", ODD_TYPES)
def test_every_column_of_another_type_is_refused_by_name(name: str) -> None:
    frame = one().with_columns(pl.Series(name, ODD_TYPES[name]))
    for asked in (lambda: screen(frame.lazy(), STRICTEST).collect(), lambda: unreadable_values(frame)):
        with pytest.raises(TypeError, match=name.replace(".", r"\.")):
            asked()


def test_single_precision_means_the_decimal_that_was_written() -> None:
    """0.2 does not lie above the limit of 0.2, though the nearest single-precision number does."""
    single = one().with_columns(pl.Series("shunt.lung_shunt_fraction", [0.2], dtype=pl.Float32))
    double = one().with_columns(pl.Series("shunt.lung_shunt_fraction", [0.2]))
    assert says(single, "y90_resin") == says(double, "y90_resin") == "eligible"
