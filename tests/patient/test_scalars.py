"""Each form in which a fact may be written, and what it becomes."""

from datetime import date

import pytest

from seldinger.patient import Fact, Interval
from tests.patient.charts import AS_OF, record

OCT = date(2026, 10, 2)
FORMS = [
    # key, as written, value, unit, printed, why
    ("fitness.ecog", 1, 1, None, "1", "a bare count"),
    ("liver.lesions", 12.0, 12, None, "12", "JSON has no integers of its own"),
    ("liver.lesions", {"above": 10}, Interval(low=10, high=1000, low_open=True), None, "above 10", "more than ten"),
    ("labs.bilirubin", {"value": 1.1, "unit": "mg/dL"}, 1.1, "mg/dL", "1.1 mg/dL", "native unit"),
    (
        "labs.bilirubin",
        {"value": 34.2, "unit": "umol/L"},
        2.0,
        "mg/dL",
        "34.2 umol/L",
        "34.2 umol/L is the printed 2 mg/dL",
    ),
    ("labs.bilirubin", {"value": 34.2, "unit": "µmol/L"}, 2.0, "mg/dL", "34.2 µmol/L", "micro sign"),
    ("labs.bilirubin", {"value": 34.2, "unit": "µmol/l"}, 2.0, "mg/dL", "34.2 µmol/l", "UCUM writes litre l or L"),
    ("labs.albumin", {"value": 41, "unit": "g/l"}, 4.1, "g/dL", "41 g/l", "and so do laboratories"),
    (
        "labs.egfr",
        {"value": 60, "unit": "ml/min/{1.73_m2}"},
        60.0,
        "mL/min/{1.73_m2}",
        "60 ml/min/{1.73_m2}",
        "also here",
    ),
    ("labs.platelets", {"value": 236000, "unit": "/ul"}, 236.0, "10*9/L", "236000 /ul", "and here"),
    (
        "labs.bilirubin",
        {"value": 1.999, "unit": "mg/dL"},
        1.999,
        "mg/dL",
        "1.999 mg/dL",
        "native values are never rounded",
    ),
    ("labs.creatinine", {"value": 176.8, "unit": "umol/L"}, 2.0, "mg/dL", "176.8 umol/L", "2 mg/dL by molar mass"),
    ("labs.albumin", {"value": 41, "unit": "g/L"}, 4.1, "g/dL", "41 g/L", "factor ten"),
    ("labs.platelets", {"value": 236000, "unit": "/uL"}, 236.0, "10*9/L", "236000 /uL", "factor one thousand"),
    ("labs.ast", {"value": 0.5, "unit": "ukat/L"}, 30.0, "U/L", "0.5 ukat/L", "1 ukat is 60 U"),
    ("labs.inr", 1.2, 1.2, "1", "1.2", "a ratio needs no unit"),
    ("labs.inr", {"value": 1.2, "unit": "1"}, 1.2, "1", "1.2", "or takes the unit 1"),
    ("liver.burden_percent", 38, 38.0, "%", "38 %", "the key names the unit"),
    (
        "liver.burden_percent",
        {"low": 30, "high": 50},
        Interval(low=30, high=50),
        "%",
        "30 to 50 %",
        "an interval is a value",
    ),
    (
        "shunt.lung_shunt_fraction",
        {"value": 4.2, "unit": "%"},
        0.042,
        "1",
        "4.2 %",
        "a fraction may be charted in percent",
    ),
    ("person.age_years", 58, 58.0, "a", "58 years", "years"),
    ("fitness.temperature_c", {"value": 38.2, "unit": "°C"}, 38.2, "Cel", "38.2 °C", "degrees"),
    (
        "markers.five_hiaa",
        {"below": 2.0, "unit": "mg/24h"},
        Interval(low=0, high=2, high_open=True),
        "mg/(24.h)",
        "below 2 mg/24h",
        "below the limit of detection",
    ),
    ("markers.cga", {"value": 8.2, "unit": "xULN", "assay": "A"}, 8.2, "xULN", "8.2 xULN", "kept as charted"),
    ("markers.cga", {"value": 250, "unit": "ug/L"}, 250.0, "ug/L", "250 ug/L", "never converted between assays"),
    ("syndrome.carcinoid", False, False, None, "no", "looked for, absent"),
    ("symptoms.pain", True, True, None, "yes", "present, severity not stated"),
    ("symptoms.pain", "mild", "mild", None, "mild", "present"),
    ("primary.site", "unknown", "unknown", None, "unknown", "unknown as a fact: searched for, not found"),
    ("liver.lobes", ["right", "left"], frozenset({"left", "right"}), None, "left, right", "a set"),
    ("extrahepatic.sites", [], frozenset(), None, "none", "an empty set is known-absent"),
    ("fitness.other_mortality_risk", "none", False, None, "none", "the word none is the clinician's no"),
    ("fitness.other_mortality_risk", "varices", "varices", None, "varices", "named"),
    ("fitness.echocardiography", date(2026, 9, 8), date(2026, 9, 8), None, "2026-09-08", "a date"),
    ("fitness.echocardiography", "2026-09-08", date(2026, 9, 8), None, "2026-09-08", "JSON has no dates"),
    (
        "vessels.portal_vein",
        {"left": "patent", "right": "branch_thrombosis", "main": "patent"},
        "branch_thrombosis",
        None,
        "left: patent, right: branch thrombosis, main: patent",
        "the worst part counts",
    ),
    (
        "vessels.portal_vein",
        {"main": "main_occlusion"},
        "main_occlusion",
        None,
        "main: main occlusion",
        "nothing can be worse",
    ),
    ("liver.burden_by_lobe_ml", {"left": 178, "right": 525}, 703.0, "mL", "left: 178, right: 525 mL", "the sum"),
]


def fact(key: str, raw: object) -> Fact:
    section, name = key.split(".")
    (found,) = record(**{f"{section}__{name}": raw}).series(key, AS_OF)
    return found


@pytest.mark.parametrize(("key", "raw", "value", "unit", "printed", "why"), FORMS)
def test_a_form_becomes_its_value(key: str, raw: object, value: object, unit: str, printed: str, why: str) -> None:
    found = fact(key, raw)
    assert (found.value, found.unit, found.printed) == (value, unit, printed), why
    assert type(found.value) is type(value), why


def test_everything_beside_the_value_is_kept() -> None:
    raw = {"value": 20, "unit": "umol/L", "uln": 21, "lln": 3, "date": OCT, "source": "lab", "by": "Dr A", "assay": "A"}
    found = fact("labs.bilirubin", raw)
    assert (found.uln, found.lln) == (1.23, 0.175), "limits in the unit of the value"
    assert (found.date, found.dated, found.source, found.by, found.assay) == (OCT, True, "lab", "Dr A", "A")


def test_further_members_of_some_facts_are_kept() -> None:
    assert fact("disease.course", {"value": "slow", "months": 9, "on_ssa": True, "by": "RECIST 1.1"}).extra == {
        "months": 9.0,
        "on_ssa": True,
    }
    anticoagulant = fact("fitness.anticoagulant", {"drug": "apixaban", "last_dose": OCT})
    assert (anticoagulant.value, anticoagulant.extra) == ("apixaban", {"last_dose": OCT})
    assert fact("symptoms.quality_of_life", {"scale": "QLQ-C30", "value": 66}).extra == {"scale": "QLQ-C30"}
    assert (
        fact("vessels.portal_vein", {"left": "patent", "right": "patent", "main": "patent"}).extra["main"] == "patent"
    )


def test_allergies_are_rows_and_also_one_fact() -> None:
    chart = record(fitness__allergies=[{"substance": "penicillin", "reaction": "rash"}, {"substance": "latex"}])
    reading = chart.reading("fitness.allergies", AS_OF)
    assert reading.value == frozenset({"penicillin", "latex"})
    assert reading.fact is not None
    assert reading.fact.printed == "penicillin (rash), latex"
    assert record(fitness__allergies=[]).allergies == ()
    assert record().allergies is None, "nobody asked"
    assert record(fitness__allergies={"refused": True}).reading("fitness.allergies", AS_OF).unknown == "refused"
