"""Every hazard, distinguishing statement, alternative, work-up item and remark stands where it matters; lists by hand."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from seldinger.logic.conditions import variables_of
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.patient.read import read_record
from seldinger.selection.alternatives import CITES as ALTERNATIVES
from seldinger.selection.conflicts import CONFLICTS
from seldinger.selection.distinguishes import DISTINGUISHES, distinguishes
from seldinger.selection.governance import GOVERNANCE
from seldinger.selection.hazards import HAZARDS, hazards
from seldinger.selection.modalities import EVIDENCE_LEVEL, RULES
from seldinger.selection.workup import CITES as WORKUP
from seldinger.terms import Kind, Modality

CHARTS = Path(__file__).parents[1] / "cases" / "selection"
ALWAYS_HAZARDS = {"crisis", "biloma", "radiation_liver", "late_liver_toxicity", "nontarget_radiation", "syndrome",
                  "chemotherapy_deaths"}  # fmt: skip
ALWAYS_DISTINGUISHES = {"no_superiority", "principle", "beads", "tae_or_ctace", "glass_or_resin", "setting", "late_toxicity",
                        "grade_preference"}  # fmt: skip
KNOWN = {
    "biliary.state": "native",
    "liver.cirrhosis": True,
    "vessels.portal_vein": "patent",
    "fitness.carcinoid_heart_disease": "none",
    "history.prrt": False,
}


def shown(found: list[dict]) -> set[str]:
    return {each["id"].partition(".")[2] for each in found}


def test_hazards_of_every_patient() -> None:
    assert shown(hazards(KNOWN)) == ALWAYS_HAZARDS


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({"biliary.state": "anastomosis"}, {"abscess"}),
        ({"biliary.state": "stent"}, {"abscess"}),
        ({"biliary.state": "sphincterotomy"}, {"abscess"}),
        ({"liver.cirrhosis": False}, {"biliary_without_cirrhosis"}),
        ({"vessels.portal_vein": "branch_thrombosis"}, {"ischaemic_hepatitis"}),
        ({"fitness.carcinoid_heart_disease": "mild"}, {"heart"}),
    ],
)
def test_hazards_that_depend_on_the_patient(change: dict, more: set[str]) -> None:
    assert shown(hazards({**KNOWN, **change})) == ALWAYS_HAZARDS | more


def test_ignorance_hides_no_hazard() -> None:
    assert shown(hazards({})) == ALWAYS_HAZARDS | {"abscess_unknown", "cirrhosis_unknown", "heart"}


@pytest.mark.parametrize(
    ("known", "asks"),
    [({}, True), ({"liver.cirrhosis": False}, False), ({"liver.cirrhosis": True}, False)],
)
def test_a_charted_liver_is_not_asked_for_again(known: dict, asks: bool) -> None:
    told = " ".join(each["mitigation"] for each in hazards(known))
    assert ("Ask whether the liver is cirrhotic" in told) is asks


def test_a_charted_liver_reaches_the_sentences_of_the_report() -> None:
    report = consult(load_record(examples()["synthetic-midgut"])).report  # charted: cirrhosis = false
    assert {"biliary_without_cirrhosis"} <= shown(report["hazards"])
    assert "cirrhosis_unknown" not in shown(report["hazards"])
    assert "no_cirrhosis" in shown(report["distinguishes"])


def test_every_variable_a_sentence_depends_on_is_looked_up() -> None:
    answered = consult(load_record(examples()["synthetic-midgut"])).selection.answers
    conditions = [each.when for each in (*HAZARDS, *DISTINGUISHES, *CONFLICTS) if each.when is not None]
    assert {v.name for when in conditions for v in variables_of(when)} <= set(answered)


def test_what_comes_after_the_reviews_is_named_in_the_sentence() -> None:
    """A board reads the sentence, not its citation: a source beside the two reviews stands in the words."""
    names = {"sirspheres-label": "label of resin", "retnet": "RETNET", "braat2019-prrt": "Braat 2019", "su2017": "Su 2017",
             "enets2022-carcinoid": "ENETS 2022"}  # fmt: skip
    later = [(each, c.key) for each in (*HAZARDS, *DISTINGUISHES) for c in each.cites if c.key in names]
    assert {key for _, key in later} == set(names)
    for each, key in later:
        assert names[key] in f"{each.says} {each.why} {each.mitigation}", each.id


def test_a_condition_of_this_software_is_not_given_to_a_review() -> None:
    beads = next(each for each in HAZARDS if each.id == "hazard.biloma")
    assert "the review sets none" in beads.mitigation
    assert "house-floor" in {c.key for c in beads.cites}


def test_what_separates_the_options_of_every_patient() -> None:
    known = {**KNOWN, "liver.cirrhosis": frozenset({True, False})}
    del known["liver.cirrhosis"]
    assert shown(distinguishes(known)) == ALWAYS_DISTINGUISHES


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({"vessels.portal_vein": "branch_thrombosis"}, {"portal_vein", "resin_label_portal_vein"}),
        ({"biliary.state": "anastomosis"}, {"biliary"}),
        ({"liver.cirrhosis": True}, {"cirrhosis"}),
        ({"liver.cirrhosis": False}, {"no_cirrhosis"}),
        ({"history.prrt": True}, {"prrt"}),
    ],
)
def test_what_separates_the_options_of_this_patient(change: dict, more: set[str]) -> None:
    known = {name: value for name, value in KNOWN.items() if name != "liver.cirrhosis"}
    assert shown(distinguishes({**known, **change})) == ALWAYS_DISTINGUISHES | more


def test_the_lists_above_name_everything_there_is() -> None:
    assert {each.id.partition(".")[2] for each in HAZARDS} == ALWAYS_HAZARDS | {
        "abscess", "biliary_without_cirrhosis", "ischaemic_hepatitis", "heart"
    }  # fmt: skip
    assert len(DISTINGUISHES) == len(ALWAYS_DISTINGUISHES) + 6


@pytest.mark.parametrize(
    ("name", "modality", "headline", "why"),
    [
        (
            "synthetic-hazards",
            "tae",
            "Barred: portal vein thrombosis, bilirubin not below 2 mg/dL, more than 75 % of the liver is tumour, carcinoid "
            "heart disease",
            "four bars: the fourth is named, it takes no more room than its number",
        ),
        (
            "synthetic-moribund",
            "tae",
            "Barred: main portal vein occluded, liver function judged poor, bilirubin not below 2 mg/dL and 12 more",
            "one occlusion and one bilirubin are counted once, though two rules fire on each",
        ),
    ],
)
def test_a_headline_names_each_finding_once(name: str, modality: str, headline: str, why: str) -> None:
    report = consult(load_record(examples()[name])).report
    assert report["modalities"][modality]["headline"]["says"] == headline, why


SUPPORT = {
    Modality.TAE: {"symptomatic", "progressing", "hypervascular", "number_or_size", "function_not_required",
                   "high_load_praised", "extrahepatic_does_not_limit"},
    Modality.CTACE: {"symptomatic", "progressing", "hypervascular"},
    Modality.DEB_TACE: {"symptomatic", "progressing", "hypervascular"},
    Modality.Y90_GLASS: {"symptomatic", "progressing", "hypervascular", "portal_vein_thrombosis_radioembolization"},
    Modality.Y90_RESIN: {"symptomatic", "progressing", "hypervascular", "portal_vein_thrombosis_radioembolization"},
}  # fmt: skip


@pytest.mark.parametrize("modality", list(Modality))
def test_what_the_reviews_count_in_favour(modality: Modality) -> None:
    told = {
        rule.id.partition(".")[2] for rule in RULES[modality] if rule.kind is Kind.SUPPORT and rule.speaks(modality)
    }
    assert told == SUPPORT[modality]


GROUPS = {"resection", "resection in high grade", "debulking", "transplantation", "ablation", "analogue",
          "combined with TAE", "interferon", "targeted", "chemotherapy", "PRRT", "several sites"}  # fmt: skip


def test_every_alternative_is_printed_for_some_chart() -> None:
    assert set(ALTERNATIVES) == GROUPS
    printed = {
        cite["statement"]
        for chart in [load_record(path) for path in (*examples().values(), *CHARTS.glob("c1-*.toml"))]
        for each in consult(chart).report.get("alternatives", ())
        for cite in each["cites"]
    }
    assert printed >= {
        c.statement for name, cites in ALTERNATIVES.items() for c in cites if name != "resection in high grade"
    }


def told(name: str, option: str, specimen: dict | None = None) -> str:
    chart = tomllib.loads(examples()[name].read_text(encoding="utf-8"))
    if specimen:
        chart["specimen"] = [{"site": "liver", "date": date(2026, 1, 10), "histology": "neuroendocrine", **specimen}]
    listed = consult(read_record(chart, file=name)).report["alternatives"]
    return next(each["why"] for each in listed if each["option"] == option)


@pytest.mark.parametrize(
    ("differentiation", "advised_against", "why"),
    [
        ("poor", True, "the carcinoma of which the review speaks"),
        (None, True, "nobody said: it may be the carcinoma"),
        ("well", False, "NET G3 of WHO 2019: neither review speaks of it"),
    ],
)
def test_resection_is_advised_against_in_the_carcinoma_alone(
    differentiation: str | None, advised_against: bool, why: str
) -> None:
    given = {} if differentiation is None else {"differentiation": differentiation}
    words = told("synthetic-midgut", "surgical resection", {"ki67_percent": 35, **given})
    assert ("not recommended" in words) is advised_against, why


def test_an_option_points_only_to_what_stands_there() -> None:
    assert "separates the options" not in told("synthetic-midgut", "PRRT")  # never had it: nothing stands there
    assert "separates the options" in told("synthetic-hazards", "PRRT")


WORKUP_ITEMS = {"syndrome", "mass symptoms", "natural history", "burden", "distribution", "stage", "tissue", "performance",
                "liver function", "five_hiaa", "cga", "false positive", "marker", "first imaging", "staging imaging",
                "receptor imaging"}  # fmt: skip


def test_every_work_up_item_is_listed_for_every_patient() -> None:
    assert set(WORKUP) == WORKUP_ITEMS
    listed = consult(load_record(examples()["published-case-1"])).report["workup"]
    assert {c["statement"] for each in listed for c in each["cites"]} == {
        cite.statement for cites in WORKUP.values() for cite in cites
    }
    assert {each["status"] for each in listed} <= {"done", "missing", "stale", "not_applicable"}


def test_a_complete_chart_has_its_work_up_done() -> None:
    listed = consult(load_record(examples()["synthetic-midgut"])).report["workup"]
    assert {each["status"] for each in listed} == {"done", "not_applicable"}


def test_board_and_centre_stand_on_every_page() -> None:
    words = " ".join(says for says, _ in GOVERNANCE)
    for each in ("multidisciplinary board", "experienced centre", "specialized team", "registry"):
        assert each in words
    assert len(GOVERNANCE) == 4


def test_the_level_of_evidence_stands_on_every_page() -> None:
    for modality, (says, cites) in EVIDENCE_LEVEL.items():
        assert "opinion" in says or "No level 1 evidence" in says, modality
        assert len(cites) == 2
