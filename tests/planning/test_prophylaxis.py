"""Crisis prophylaxis for everybody, antibiotics as the two reviews disagree, and the care each syndrome asks for."""

import pytest

from seldinger.terms import Modality
from tests.planning.charts import CTACE, DEB, GLASS, RESIN, TAE, chart, left, plans, says, step_ids

COVER = {"abscess_risk", "abscess_moxifloxacin", "abscess_bowel"}
BILE = [
    # state, modality, cover steps, statements excused
    ("native", TAE, set(), {"A72", "A73"}),
    ("native", RESIN, set(), {"A72", "A73", "B68"}),
    ("anastomosis", TAE, {"abscess_risk", "abscess_moxifloxacin"}, {"A72"}),
    ("anastomosis", CTACE, COVER, set()),
    ("stent", DEB, COVER, set()),
    ("sphincterotomy", GLASS, {"abscess_risk", "abscess_bowel"}, {"A73", "B68"}),
    (None, CTACE, COVER, set()),
]


@pytest.mark.parametrize(("state", "modality", "cover", "excused"), BILE)
def test_antibiotic_cover_follows_the_bile_ducts(state, modality, cover, excused) -> None:
    record = chart(without=("biliary.state",)) if state is None else chart({"biliary.state": state})
    each = plans(record)[modality]
    assert step_ids(each) & COVER == cover
    assert {"A72", "A73", "B68"} & set(left(each)) == excused


def test_both_reviews_are_shown_and_neither_decides() -> None:
    words = says(plans(chart())[TAE], "antibiotics")
    assert "Del Prete 2014" in words
    assert "transarterial review" in words
    assert "local protocol decides" in words


def test_moxifloxacin_runs_21_days_from_three_before() -> None:
    each = plans(chart({"biliary.state": "anastomosis"}))[TAE]
    step = next(step for step in each.steps if step.id == "abscess_moxifloxacin")
    assert step.days == (-3, 17)
    assert len(range(step.days[0], step.days[1] + 1)) == 21
    assert "26 of 100 patients" in step.says
    assert "11 of 100 procedures" in step.says


def test_the_bounds_that_are_printed_follow_from_zero_events() -> None:
    """One-sided 95 % upper bound of 0 of n is 1 - 0.05**(1/n)."""
    assert [round(100 * (1 - 0.05 ** (1 / n))) for n in (10, 25)] == [26, 11]


def quiet():
    """Return the chart of a tumour without any syndrome, treated for its bulk."""
    facts = {
        "syndrome.functioning": False,
        "syndrome.carcinoid": False,
        "symptoms.hormonal": False,
        "symptoms.bulk": True,
    }
    return chart(facts, without=("syndrome.hormone", "symptoms.refractory_to_ssa", "symptoms.flushing_per_day"))


@pytest.mark.parametrize("modality", list(Modality))
@pytest.mark.parametrize("carcinoid", [True, False, None])
def test_crisis_prophylaxis_does_not_ask_for_a_syndrome(modality, carcinoid) -> None:
    unknown = ("syndrome.carcinoid", "syndrome.hormone", "syndrome.functioning")
    record = {True: chart(), False: quiet(), None: chart(without=unknown)}[carcinoid]
    assert "crisis_prophylaxis" in step_ids(plans(record)[modality])


def octreotide(each) -> dict:
    return next(drug for drug in each.as_json()["medication"] if drug["drug"] == "octreotide")


def test_regimens_are_ranges_and_the_local_protocol_decides() -> None:
    drug = octreotide(plans(chart())[TAE])
    assert len(drug["regimens"]) > 2
    assert drug["decides"] == "local protocol decides"


HORMONES = [("insulin", "insulinoma"), ("gastrin", "gastrinoma"), ("vip", "vipoma")]


@pytest.mark.parametrize(("hormone", "step"), HORMONES)
def test_each_syndrome_has_its_own_preparation(hormone: str, step: str) -> None:
    each = plans(chart({"syndrome.hormone": hormone, "syndrome.carcinoid": False}))[TAE]
    assert step in step_ids(each)
    assert ("hypoglycaemia" in str(octreotide(each)["cautions"])) is (hormone == "insulin")


def test_an_unknown_hormone_keeps_the_insulinoma_caution_and_is_asked_for() -> None:
    each = plans(chart(without=("syndrome.hormone",)))[TAE]
    assert "hypoglycaemia" in str(octreotide(each)["cautions"])
    assert any(ask.variable == "syndrome.hormone" for ask in each.asks)


def test_functioning_disease_keeps_its_analogue() -> None:
    assert "combination" in step_ids(plans(chart())[TAE])
    assert "not functioning" in left(plans(quiet())[TAE])["B89"]


def test_charted_allergies_stand_beside_each_drug() -> None:
    record = chart(
        {"biliary.state": "stent", "fitness.allergies": [{"substance": "penicillin", "reaction": "anaphylaxis"}]}
    )
    drugs = {each["drug"]: each for each in plans(record)[TAE].as_json()["medication"]}
    assert drugs["piperacillin tazobactam"]["charted_allergies"] == ["penicillin: anaphylaxis"]
    nobody = plans(chart(without=("fitness.allergies",)))[TAE].as_json()["medication"]
    assert all(each["charted_allergies"] is None for each in nobody)


@pytest.mark.parametrize(
    ("substance", "drug", "why"),
    [
        ("penicillin", "piperacillin tazobactam", "the class"),
        ("Amoxicillin/clavulanate", "piperacillin tazobactam", "the stem of the class"),
        ("ciprofloxacin", "moxifloxacin", "another quinolone"),
        ("Metronidazole", "levofloxacin metronidazole", "one of two substances"),
    ],
)
def test_a_drug_of_the_plan_against_a_charted_allergy_is_said_and_must_be_settled(substance, drug, why) -> None:
    record = chart(
        {"biliary.state": "stent", "fitness.allergies": [{"substance": substance, "reaction": "anaphylaxis"}]}
    )
    told = plans(record)[TAE].as_json()
    drugs = {each["drug"]: each for each in told["medication"]}
    assert drugs[drug]["allergy"] is not None and substance in drugs[drug]["allergy"], why
    check = next(each for each in told["checks"] if each["id"] == "drug.allergy")
    assert check["state"] == "open" and drug in check["says"]
    assert told["complete"] is False


@pytest.mark.parametrize("substance", ["latex", "ACE inhibitor", "pollen"])
def test_an_allergy_to_something_else_is_no_conflict(substance) -> None:
    record = chart({"biliary.state": "stent", "fitness.allergies": [{"substance": substance}]})
    for modality in (TAE, GLASS):
        told = plans(record)[modality].as_json()
        assert all(each["allergy"] is None for each in told["medication"])
        assert "drug.allergy" not in {each["id"] for each in told["checks"]}


def test_no_dose_of_a_regimen_stands_where_its_regimen_does_not() -> None:
    """Moxifloxacin is printed for embolization; its daily dose alone, without its days, must not stand under Y-90."""
    found = plans(chart({"biliary.state": "anastomosis"}))
    names = {m: {drug["drug"] for drug in found[m].as_json()["medication"]} for m in (TAE, GLASS)}
    assert "moxifloxacin" in names[TAE]
    assert "moxifloxacin" not in names[GLASS]


@pytest.mark.parametrize("state", ["anastomosis", None])
def test_the_risk_of_abscess_is_told_in_whole_sentences(state) -> None:
    record = chart(without=("biliary.state",)) if state is None else chart({"biliary.state": state})
    words = says(plans(record)[TAE], "abscess_risk")
    assert ". The risk of" in words if state else ", the risk of" in words
