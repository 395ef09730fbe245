"""Facts that cannot be taken: the line names place, what was seen, what was expected, what to do."""

from typing import Any

import pytest

from tests.patient.charts import faults, tree

FAULTS: list[tuple[str, Any, str]] = [
    (
        "labs.bilirubin",
        1.1,
        ': saw no unit; expected a unit such as mg/dL; add unit = "mg/dL" as the laboratory printed i',
    ),
    ("labs.bilirubin", {"value": 1.1, "unit": "mg"}, '.unit: saw "mg"; expected'),
    (
        "labs.bilirubin",
        {"value": "1.1", "unit": "mg/dL"},
        ': saw "1.1"; expected a number; write the number without quotation marks and without i',
    ),
    ("labs.bilirubin", {"value": True, "unit": "mg/dL"}, ": saw true; expected a number"),
    (
        "labs.bilirubin",
        {"value": -1, "unit": "mg/dL"},
        ": saw -1 mg/dL; expected 0 to 60 mg/dL; check the decimal point and the unit",
    ),
    ("labs.bilirubin", {"value": 61, "unit": "mg/dL"}, ": saw 61 mg/dL; expected 0 to 60 mg/dL"),
    (
        "labs.bilirubin",
        {"value": 1.1, "unit": "mg/dL", "dat": 1},
        ".dat: saw a member that is not known; expected value, low, high",
    ),
    ("labs.bilirubin", {"low": 2, "unit": "mg/dL"}, ": saw low; expected value, or low and high, or below, or above"),
    (
        "labs.bilirubin",
        {"low": 3, "high": 2, "unit": "mg/dL"},
        ": saw low 3 above high 2; expected low not above high; exchange the two",
    ),
    (
        "labs.bilirubin",
        {"value": 1, "below": 2, "unit": "mg/dL"},
        ": saw value or below; expected value, or low and high",
    ),
    ("labs.bilirubin", {"unit": "mg/dL"}, ": saw no value; expected value, or low and high"),
    ("labs.bilirubin", [{"value": 1, "unit": "mg/dL"}, 2], "[1]: saw no unit"),
    ("labs.bilirubin", [], ": saw a list of 0; expected a single value"),
    ("labs.bilirubin", {"not_done": False}, ".not_done: saw false; expected true"),
    ("labs.bilirubin", {"not_done": True, "value": 1}, ": saw not_done beside other members"),
    ("labs.bilirubin", {"not_done": True, "refused": True}, ": saw not_done beside other members"),
    (
        "labs.bilirubin",
        {"value": 1, "unit": "mg/dL", "date": "2.10.26"},
        '.date: saw "2.10.26"; expected a date such as 2026-10-02; write year-month-day',
    ),
    (
        "labs.bilirubin",
        {"value": 1, "unit": "mg/dL", "date": "2026-11-03"},
        ".date: saw 2026-11-03; expected a date not after as_of (2026-11-02)",
    ),
    ("labs.bilirubin", {"value": 1, "unit": "mg/dL", "source": ""}, '.source: saw ""; expected a text'),
    ("markers.cga", {"value": 3, "unit": "mg/dL"}, '.unit: saw "mg/dL"; expected xULN, ug/L, ng/mL, nmol/L or U/L'),
    ("shunt.lung_shunt_fraction", 4.2, ": saw 4.2; expected 0 to 1;"),
    ("fitness.ecog", 1.5, ": saw 1.5; expected a whole number"),
    ("fitness.ecog", 6, ": saw 6; expected 0 to 5;"),
    ("syndrome.carcinoid", "no", ': saw "no"; expected true or false'),
    ("syndrome.carcinoid", 0, ": saw 0; expected true or false"),
    ("syndrome.carcinoid", "unknown", ': saw "unknown"; expected true or false'),
    (
        "vessels.access",
        "femural",
        ': saw "femural"; expected femoral or radial; use one of these words; did you mean femoral?',
    ),
    ("vessels.portal_vein", {"left": "patent"}, ": saw only left; expected left, right, main; add right or main"),
    ("vessels.portal_vein", {"left": "patent", "value": "patent"}, ": saw a value beside its parts"),
    ("liver.burden_by_lobe_ml", {"left": 100}, ": saw only left"),
    ("liver.lobes", "left", ': saw "left"; expected a list of left, right or caudate'),
    ("liver.lobes", ["up"], '[0]: saw "up"; expected left, right or caudate'),
    ("symptoms.pain", "terrible", ': saw "terrible"; expected mild, moderate or severe'),
    ("symptoms.quality_of_life", 66, ": saw no scale; expected scale = …"),
    ("fitness.echocardiography", "2026-02-30", ': saw "2026-02-30"; expected a date such as'),
    ("fitness.allergies", "penicillin", ': saw "penicillin"; expected a list of tables'),
    ("disease.course", {"value": "slow", "on_ssa": 1}, ".on_ssa: saw 1; expected true or false"),
    ("labs.bilirubin", {"value": 9000, "unit": "umol/L"}, ": saw 9000 umol/L; expected 0 to 60 mg/dL"),
    ("labs.bilirubin", {"value": 1, "unit": "mg/dL", "uln": 100}, ".uln: saw 100 mg/dL; expected 0 to 60 mg/dL"),
    ("markers.five_hiaa", {"value": 3, "unit": "nmol/L"}, '.unit: saw "nmol/L"; expected g/(24.h), mg/(24.h)'),
    ("disease.course", {"value": "slow", "months": -1}, ".months: saw -1; expected 0 to 600"),
    ("fitness.ecog", {"ecog": 1}, ".ecog: saw a member that is not known; expected value, low"),
    ("fitness.anticoagulant", {"drug": "x", "value": "y"}, ": saw value beside drug; expected one of the two"),
    ("labs.bilirubin", {"below": 0, "unit": "mg/dL"}, ": saw below 0 mg/dL; expected more than 0 mg/dL"),
    ("labs.bilirubin", {"above": 60, "unit": "mg/dL"}, ": saw above 60 mg/dL; expected less than 60 mg/dL"),
    ("fitness.ecog", {"above": 5}, ": saw above 5; expected less than 5"),
    ("labs.bilirubin", {"value": 1, "unit": "mg/dL", "uln": 0}, ".uln: saw 0 mg/dL; expected more than 0"),
    ("labs.bilirubin", {"value": 1, "unit": "mg/dL", "uln": 1, "lln": 2}, ".lln: saw 2 mg/dL; expected at most uln"),
    ("shunt.lung_shunt_fraction", {"value": 0.04, "low95": 0.06, "high95": 0.02}, ".low95: saw 0.06; expected at most"),
    ("shunt.lung_shunt_fraction", {"value": 0.04, "low95": 0.05, "high95": 0.06}, ".low95: saw 0.05; expected at most"),
    ("shunt.lung_shunt_fraction", {"value": 0.04, "high95": 0.03}, ".high95: saw 0.03; expected at least"),
    ("fitness.other_mortality_risk", "no", ': saw "no"; expected "none", or words that name it'),
    ("fitness.other_mortality_risk", "None.", ': saw "None."; expected "none", or words that name it'),
    ("fitness.other_mortality_risk", "n/a", ': saw "n/a"; expected "none", or words'),
    ("fitness.other_mortality_risk", "not known", ': saw "not known"; expected "none", or words'),
    ("fitness.anticoagulant", {"drug": "Nil"}, ': saw "Nil"; expected "none", or words that name it'),
    ("labs.inr", {"value": 40, "unit": "%"}, '.unit: saw "%"; expected 1;'),  # Quick's 40 %, an INR of about 1.8
    ("y90.tumour_to_normal_ratio", {"value": 300, "unit": "%"}, '.unit: saw "%"; expected 1;'),
    ("labs.inr", {"value": 1, "date": "0026-10-02"}, ".date: saw 0026-10-02; expected a year from 1900 to 2199"),
    ("status.died_on", [{"value": "2026-01-01"}], ": saw a list of 1; expected a single value"),
]


@pytest.mark.parametrize(("key", "raw", "line"), FAULTS)
def test_a_fault_is_one_line_that_says_all(key: str, raw: Any, line: str) -> None:
    section, name = key.split(".")
    (found,) = faults(tree(**{f"{section}__{name}": raw}))
    assert found.startswith(f"t.toml: {key}{line}"), found
    assert found.count("; ") >= 2, "seen, expected, remedy"


@pytest.mark.parametrize("day", ["1026-11-02", "9999-12-31"])
def test_a_day_of_no_patient_is_refused(day: str) -> None:
    """Days are added to these; a year mistyped would run off the calendar."""
    assert faults(tree() | {"as_of": day})[0].startswith(f"t.toml: as_of: saw {day}; expected a year from 1900 to 2199")
