"""A centre's overlay: what it may change, that each change is named, and what it may never lower."""

from pathlib import Path

import pytest

from seldinger.pathway import consult
from seldinger.patient import load_record
from seldinger.selection import OverlayError, load_profile
from seldinger.selection.overlay import read_overlay
from seldinger.selection.profiles import adjusted, table
from seldinger.terms import Modality

CHARTS = Path(__file__).parents[1] / "cases" / "selection"
RAISED = {
    "name": "bilirubin up to 3",
    "reason": "our series",
    "threshold": "liver.bilirubin_max",
    "value": 3.0,
    "unit": "mg/dL",
}
ALLERGY = {
    "name": "allergy",
    "reason": "premedication",
    "rule": "fitness.contrast_allergy",
    "modalities": ["tae"],
    "verdict": "modified",
    "changes": "premedicate",
}


def overlay(*departures: dict, base: str = "strictest"):
    return read_overlay({"name": "Ours", "base": base, "departure": list(departures)}, file="ours.toml")


def test_a_raised_threshold_moves_the_verdict_and_is_printed() -> None:
    record = load_record(CHARTS / "c3-bilirubin-at-2.toml")
    report = consult(record, profile=overlay(RAISED)).report
    assert report["modalities"]["tae"]["verdict"] == "eligible"
    (departure,) = report["about"]["departures"]
    assert (departure["name"], departure["threshold"], departure["value"]) == (
        "bilirubin up to 3",
        "liver.bilirubin_max",
        3.0,
    )
    (rule,) = [
        each for each in report["modalities"]["tae"]["because"] if each["rule"] == "liver.bilirubin_not_below_limit"
    ]
    assert rule["limit"][0]["value"] == 3.0 and rule["limit"][0]["status"] == "local"
    assert rule["requires"] == "Bilirubin below 3 mg/dL"


def test_a_rule_may_be_weighed_otherwise_for_one_treatment() -> None:
    profile = overlay(ALLERGY)
    rows = {m: {row.id: row.outcome for row in table(m, profile).rows} for m in Modality}
    assert rows[Modality.TAE]["fitness.contrast_allergy"] == "modified"
    assert rows[Modality.CTACE]["fitness.contrast_allergy"] == "contraindicated"
    assert profile.title == "Ours, an overlay of strictest"


def test_the_change_is_named_on_the_page(tmp_path: Path) -> None:
    chart = (CHARTS / "c26-sepsis.toml").read_text().replace("sepsis = true", "sepsis = false")
    path = tmp_path / "one.toml"
    path.write_text(chart.replace('contrast_allergy = "none"', 'contrast_allergy = "mild"'))
    part = consult(load_record(path), profile=overlay(ALLERGY)).report["modalities"]["tae"]
    assert part["verdict"] == "modified"
    assert [each["says"] for each in part["modifications"]] == ["premedicate"]


def test_a_built_in_profile_is_untouched_by_an_overlay() -> None:
    rule = next(
        row
        for row in table(Modality.TAE, load_profile("strictest")).rows
        if row.id == "liver.bilirubin_not_below_limit"
    )
    changed = adjusted(rule.when, overlay(RAISED).departures)
    assert changed != rule.when
    assert rule.when == next(r for r in table(Modality.TAE, load_profile("strictest")).rows if r.id == rule.id).when


FLOOR = {"name": "x", "reason": "y", "rule": "liver.function_poor"}


@pytest.mark.parametrize("verdict", ["defer", "modified", "eligible", "not_indicated"])
def test_no_overlay_lowers_the_safety_floor(verdict: str) -> None:
    with pytest.raises(OverlayError, match="safety floor"):
        overlay({**FLOOR, "verdict": verdict})


def test_sepsis_never_becomes_a_modification() -> None:
    with pytest.raises(OverlayError, match="safety floor"):
        overlay({**FLOOR, "rule": "fitness.sepsis", "verdict": "modified"})


def test_the_floor_may_be_raised() -> None:
    profile = overlay({**FLOOR, "rule": "liver.ascites_radioembolization", "verdict": "contraindicated"})
    rows = {row.id: row.outcome for row in table(Modality.Y90_RESIN, profile).rows}
    assert rows["liver.ascites_radioembolization"] == "contraindicated"


@pytest.mark.parametrize(
    ("departure", "says"),
    [
        ({**RAISED, "reason": " "}, "reason is missing"),
        ({**RAISED, "unit": "umol/L"}, "unit = 'mg/dL'"),
        ({**RAISED, "value": float("nan")}, "value as a number"),
        ({**RAISED, "value": True}, "value as a number"),
        ({**RAISED, "threshold": "fitness.ecog_max"}, "no rule compares with 'fitness.ecog_max'"),
        ({**RAISED, "threshold": "liver.no_such"}, "no rule compares with"),
        ({**RAISED, "rule": "fitness.fever"}, "either a rule"),
        ({**ALLERGY, "modality": "tae"}, "keys modality are not known"),
        ({**ALLERGY, "verdict": "perhaps"}, "expected a verdict"),
        ({**ALLERGY, "modalities": ["sirt"]}, "expected a verdict and modalities"),
        ({**ALLERGY, "rule": "disease.hypervascular"}, "decides nothing"),
        ({**ALLERGY, "modalities": 5}, "expected a verdict and modalities"),
        ({**ALLERGY, "modalities": []}, "name some of these"),  # it would be printed and change nothing
        ({**ALLERGY, "modalities": ["y90_glass"]}, "name some of these"),  # a treatment the rule is silent on
        ({**ALLERGY, "changes": 3}, "in words"),
        ({**ALLERGY, "rule": "deb.trial_only", "modalities": ["deb_tace"], "verdict": "eligible"}, "clinical trial"),
        ({**RAISED, "value": 10**400}, "value as a number"),
        ({**RAISED, "value": -5}, "a slip"),
        ({**RAISED, "value": 200}, "a slip"),
        (
            {**RAISED, "threshold": "liver.burden_max", "unit": "%", "value": 100},
            "never fire",
        ),  # above 100 % is nothing
    ],
)
def test_an_odd_departure_is_refused(departure: dict, says: str) -> None:
    with pytest.raises(OverlayError, match=r"ours\.toml, departure 1") as refused:
        overlay(departure)
    assert says in str(refused.value)


def test_two_departures_about_one_rule_are_refused() -> None:
    with pytest.raises(OverlayError, match=r"both set fitness\.contrast_allergy for tae"):
        overlay(ALLERGY, {**ALLERGY, "name": "again", "verdict": "contraindicated"})
    with pytest.raises(OverlayError, match=r"both set liver\.bilirubin_max"):
        overlay(RAISED, {**RAISED, "value": 1.0})
    assert overlay(ALLERGY, {**ALLERGY, "name": "beads", "modalities": ["deb_tace"]}).departures


@pytest.mark.parametrize(
    "text",
    [
        "name = 1",
        "x",
        'name = "a"\nbase = "no"',
        'name = "a"\nwhatever = 1',
        'name = " "',
        'name = "a\\nb"',
        'name = "strictest"',  # it would stand in the page's list in place of the built-in one
        'name = "a"\ndeparture = 3',
        'name = "a"\ndeparture = ["x"]',
        'name = "a"\n[departure]\nname = "x"',
        'name = "a"\nplan = [1]',
    ],
)
def test_an_odd_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text)
    with pytest.raises(OverlayError):
        load_profile(str(path))


def test_a_departure_from_what_the_base_does_not_hear_is_refused() -> None:
    with pytest.raises(OverlayError, match="decides nothing for tae"):  # only Del Prete 2014 names the allergy
        overlay(ALLERGY, base="transarterial-review")


@pytest.mark.parametrize("name", ["x" * 5000, "/", "ours.toml/x"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(OverlayError):
        load_profile(name)


def test_a_name_that_is_neither_profile_nor_file_is_refused() -> None:
    with pytest.raises(OverlayError, match="no such file"):
        load_profile("strict")
