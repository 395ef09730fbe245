"""What a modified plan changes is named, rule by rule, and carried by steps that stand in the plan."""

import pytest

from tests.planning.charts import DEB, GLASS, RESIN, TAE, chart, left, plans, says, step_ids

POOR_HEART = {"fitness.carcinoid_heart_disease": "severe"}


def test_the_printed_way_round_is_used_under_the_weighed_profile_only() -> None:
    weighed = plans(chart(POOR_HEART), profile="weighed")[TAE]
    assert "less_aggressive" in step_ids(weighed)
    assert "B114" not in left(weighed)
    strictest = plans(chart(POOR_HEART))[TAE]
    assert strictest.withheld
    assert "not in use" in left(plans(chart())[TAE])["B114"]


@pytest.mark.parametrize("modality", [GLASS, RESIN, DEB])
def test_the_way_round_is_printed_for_tae(modality) -> None:
    assert left(plans(chart())[modality])["B114"] == "printed for TAE"


def test_beads_stay_inside_a_trial() -> None:
    each = plans(chart())[DEB]
    assert [change.rule for change in each.changes] == ["deb.trial_only"]
    assert each.changes[0].steps == ("trial",)


CHANGES = [
    ({"biliary.state": "anastomosis"}, TAE, "biliary.incompetent_sphincter"),
    ({"biliary.state": "anastomosis"}, GLASS, "biliary.incompetent_sphincter"),
    ({"biliary.state": "stent"}, DEB, "biliary.incompetent_sphincter"),
    ({"vessels.hepatoenteric_communication": "correctable"}, GLASS, "shunts.gut_communication_correctable"),
    ({"history.prrt": True}, RESIN, "liver.prior_prrt_radioembolization"),
    ({"history.liver_radiation": True}, RESIN, "liver.prior_radiation_radioembolization"),
    ({"fitness.contrast_allergy": "mild"}, GLASS, "fitness.contrast_allergy_radioembolization"),
    ({"liver.ascites": "mild"}, GLASS, "liver.ascites_radioembolization"),
]


@pytest.mark.parametrize(("facts", "modality", "rule"), CHANGES)
def test_each_change_is_carried_by_steps_of_the_plan(facts, modality, rule) -> None:
    each = plans(chart(facts))[modality]
    change = next(one for one in each.changes if one.rule == rule)
    assert change.steps
    assert set(change.steps) <= step_ids(each)
    assert change.cites


def test_a_changed_heart_is_looked_at_without_a_carcinoid_syndrome_too() -> None:
    facts = {
        "fitness.carcinoid_heart_disease": "mild",
        "syndrome.carcinoid": False,
        "syndrome.hormone": "gastrin",
    }
    each = plans(chart(facts))[RESIN]
    change = next(one for one in each.changes if one.rule == "fitness.carcinoid_heart_disease_radioembolization")
    assert change.steps == ("carcinoid_heart",)
    assert "not known" not in next(step.says for step in each.steps if step.id == "carcinoid_heart")


def test_what_less_aggressive_means_is_not_invented() -> None:
    """Del Prete 2014, Conclusions: "less aggressive TAE, repeated if needed"; it says neither how nor how much."""
    words = says(plans(chart(POOR_HEART), profile="weighed")[TAE], "less_aggressive")
    assert "repeated if needed" in words
    assert "not printed" in words
    assert "more sessions" not in words
