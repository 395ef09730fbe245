"""A plan is complete only when all it must know is known, and every statement of the reviews is told or excused."""

import csv
import json
from datetime import date
from functools import cache

import pytest

from seldinger.cite import knowledge
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.planning import as_json, planned_lung_dose_gy, realised
from seldinger.terms import EMBOLIC, RADIOEMBOLIC, Modality
from tests.planning.charts import CTACE, DEB, GLASS, RESIN, TAE, chart, left, plans, says, step_ids

KINDS = {"procedure", "prophylaxis", "planning", "followup", "combination"}
CONFLICTS = {"C7", "C8", "C9", "C10", "C15", "C16"}
IN_SCOPE = sorted(set(examples()) - {"out-of-scope"})
PARTS = ("steps", "devices", "sessions")


@cache
def report(name: str) -> dict:
    return consult(load_record(examples()[name])).report


def listed() -> set[str]:
    """Return the statements that belong in a plan, read from the list and not from the room."""
    text = knowledge().joinpath("statements.csv").read_text("utf-8")
    return {row["id"] for row in csv.DictReader(text.splitlines()) if row["kind"] in KINDS} | CONFLICTS


def told(part: dict) -> set[str]:
    return {cite.get("statement") for name in PARTS for each in part[name] for cite in each["cites"]} - {None}


@pytest.mark.parametrize("name", IN_SCOPE)
@pytest.mark.parametrize("modality", list(Modality))
def test_every_statement_is_told_or_excused_and_never_both(name: str, modality: Modality) -> None:
    part = report(name)["plan"][modality]
    excused = {each["statement"]: each["why"] for each in part["not_applicable"]}
    assert listed() <= told(part) | set(excused)
    assert not told(part) & set(excused)
    assert all(why and "overlay" not in why for why in excused.values())


def test_the_room_owns_what_it_says_it_does() -> None:
    assert listed() <= realised()


def test_out_of_scope_there_is_no_plan() -> None:
    assert "plan" not in report("out-of-scope")


@pytest.mark.parametrize("name", IN_SCOPE)
def test_a_barred_treatment_has_no_steps_and_says_why(name: str) -> None:
    for modality, part in report(name)["plan"].items():
        barred = set(report(name)["modalities"][modality]["possible"]) <= {
            "contraindicated",
            "not_indicated",
            "defer",
        }
        assert bool(part["withheld"]) is barred
        if barred:
            assert not (part["steps"] or part["sessions"] or part["medication"] or part["activity"] or part["complete"])


@pytest.mark.parametrize("modality", list(Modality))
def test_the_complete_chart_has_a_complete_plan(modality: Modality) -> None:
    each = plans(chart())[modality]
    assert each.complete
    assert each.missing == ()


GATES = [
    ("vessels.portal_vein", "Portal vein", EMBOLIC),
    ("biliary.state", "Bile ducts", frozenset(Modality)),
    ("liver.cirrhosis", "Cirrhosis", frozenset(Modality)),
    ("plan.crisis_prophylaxis", "Prophylaxis of carcinoid crisis agreed by the local protocol", frozenset(Modality)),
    ("shunt.lung_shunt_fraction", "Lung shunt fraction", RADIOEMBOLIC),
    ("vessels.hepatoenteric_communication", "Arterial communication between liver and gut", RADIOEMBOLIC),
]


@pytest.mark.parametrize(("key", "title", "asked_of"), GATES)
def test_an_open_gate_leaves_the_plan_incomplete_and_names_what_is_missing(key, title, asked_of) -> None:
    for modality, each in plans(chart(without=(key,))).items():
        told_missing = each.as_json()["missing"]
        assert each.complete is (modality not in asked_of), modality
        assert (title in told_missing) is (modality in asked_of), modality


def test_crisis_prophylaxis_charted_as_not_agreed_is_open_too() -> None:
    each = plans(chart({"plan.crisis_prophylaxis": False}))[TAE]
    assert not each.complete
    assert each.missing[0].why == "the chart says that it is not agreed yet"


def test_a_radioembolization_without_any_activity_is_incomplete() -> None:
    each = plans(chart(without=("y90.perfused_volume_ml", "liver.volume_ml")))[RESIN]
    assert "Activity of the next session" in each.as_json()["missing"]


def test_a_communication_not_yet_closed_keeps_the_plan_open() -> None:
    each = plans(chart({"vessels.hepatoenteric_communication": "correctable"}))[GLASS]
    assert not each.complete
    assert says(each, "gut_gate").startswith("Gate: close the communication")


@pytest.mark.parametrize("modality", list(Modality))
def test_three_risks_are_checked_in_every_plan(modality: Modality) -> None:
    checks = [each.id for each in plans(chart())[modality].checks]
    assert checks[:3] == ["risk.crisis", "risk.biloma", "risk.abscess"]


@pytest.mark.parametrize("modality", list(Modality))
def test_stasis_is_the_endpoint_of_embolization_and_never_of_radioembolization(modality: Modality) -> None:
    each = plans(chart())[modality]
    cited = {cite.statement for step in each.steps if step.id == "endpoint" for cite in step.cites} - {None}
    assert cited == ({"A53"} if modality in RADIOEMBOLIC else {"B65"})


@pytest.mark.parametrize("name", ["published-case-1", "published-case-2", "published-case-3"])
def test_nothing_is_invented_for_a_chart_that_says_little(name: str) -> None:
    for part in report(name)["plan"].values():
        assert not part["complete"]
        assert all(each["earliest_date"] is None for each in part["sessions"])
        if part["activity"]:
            assert part["activity"]["planned_lung_dose_gy"] is None
            assert {each["state"] for each in part["activity"]["methods"]} <= {"not computable", "not applicable"}


def test_what_nobody_has_read_says_so_in_its_own_words() -> None:
    found = as_json(plans(chart()))
    unverified = [s for part in found.values() for s in part["steps"] if s["status"] == "unverified"]
    assert unverified
    assert all("unverified" in each["says"] for each in unverified)


def test_the_same_chart_gives_the_same_bytes() -> None:
    first, second = (json.dumps(as_json(plans(chart(), start=date(2026, 11, 9)))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("variants", [True, False, None])
def test_the_mesenteric_angiogram_follows_the_variants(variants: bool | None) -> None:
    record = (
        chart(without=("vessels.variant_arteries",))
        if variants is None
        else chart({"vessels.variant_arteries": variants})
    )
    each = plans(record)[TAE]
    assert ("sma_angiogram" in step_ids(each)) is (variants is not False)
    assert ("B64" in left(each)) is (variants is False)
    if variants is None:
        assert "nobody looked" in says(each, "sma_angiogram")


def test_only_the_treatment_that_is_printed_inherits_nothing() -> None:
    found = plans(chart())
    assert "(printed for TAE)" in says(found[CTACE], "repeat")
    assert "(printed for TAE)" not in says(found[TAE], "repeat")
    assert "trial" in step_ids(found[DEB])


def test_embolization_has_no_activity_and_no_planned_lung_dose() -> None:
    found = plans(chart())
    assert found[TAE].activity is None
    assert planned_lung_dose_gy(found[TAE]) is None
    assert planned_lung_dose_gy(found[RESIN]) == pytest.approx(6.302, abs=5e-4)  # 2.5376 GBq * 0.042 * 49.67 / 0.84 kg


def printed_for_tae_alone() -> set[str]:
    """Return the statements that the list itself gives to TAE and to nothing else."""
    text = knowledge().joinpath("statements.csv").read_text("utf-8")
    kinds = KINDS - {"combination"} | {"safety-definition"}
    rows = [row for row in csv.DictReader(text.splitlines()) if row["kind"] in kinds]
    return {row["id"] for row in rows if row["modality"] == "TAE"}


@pytest.mark.parametrize("modality", [CTACE, DEB])
def test_what_is_printed_for_tae_alone_says_so_wherever_chemoembolization_inherits_it(modality: Modality) -> None:
    """The oracle is the column of modalities in the list of statements, not the room's own set."""
    told_so = 0
    for step in plans(chart())[modality].steps:
        own = {cite.statement for cite in step.cites if cite.statement} - CONFLICTS
        inherits = bool(own) and own <= printed_for_tae_alone()
        assert ("printed for tae" in step.says.lower()) is inherits, step.id
        told_so += inherits
    assert told_so > 10
    assert not any("printed for TAE" in step.says for step in plans(chart())[TAE].steps)


def test_old_findings_are_not_called_unrecorded() -> None:
    """A finding that is too old was recorded, one not done was thought of; the plan says which."""
    each = plans(chart({"vessels.variant_arteries": {"not_done": True, "why": "mapping on 12 Nov"}}))[TAE]
    assert "not done: mapping on 12 Nov" in says(each, "sma_angiogram")
    shunt = plans(chart({"shunt.lung_shunt_fraction": {"value": 0.04, "date": date(2025, 1, 10)}}))[GLASS]
    assert "days old" in says(shunt, "shunt_study")
    lobes = plans(chart({"liver.lobes": {"value": ["left", "right"], "date": date(2025, 1, 10)}}))[TAE]
    assert "days old" in says(lobes, "lobe_order")


def test_unknown_is_not_called_not_agreed() -> None:
    unknown = next(c for c in plans(chart(without=("plan.crisis_prophylaxis",)))[TAE].checks if c.id == "risk.crisis")
    refused = next(c for c in plans(chart({"plan.crisis_prophylaxis": False}))[TAE].checks if c.id == "risk.crisis")
    assert "not known" in unknown.says
    assert "not agreed yet" in refused.says
    assert {unknown.state, refused.state} == {"open"}


@pytest.mark.parametrize("modality", list(Modality))
def test_the_word_on_the_bile_ducts_cites_the_review_that_believes_it(modality: Modality) -> None:
    """A45: the plexus "is believed to be protective"; no certainty, and no other source, stands behind it."""
    check = next(each for each in plans(chart())[modality].checks if each.id == "risk.biloma")
    assert "believed" in check.says
    assert "A45" in {cite.statement for cite in check.cites}


@pytest.mark.parametrize("modality", list(Modality))
def test_the_crisis_to_watch_for_is_that_of_the_review_and_of_the_series(modality: Modality) -> None:
    step = next(each for each in plans(chart())[modality].steps if each.id == "crisis_watch")
    assert "A66" in {cite.statement for cite in step.cites}
    assert all(word in step.says for word in ("hypotension", "hypertension", "confusion", "bronchospasm", "24 of 75"))


def test_what_the_review_does_not_say_of_decay_is_marked_as_our_own() -> None:
    step = next(each for each in plans(chart())[GLASS].steps if each.id == "decay")
    assert "this software's conclusion" in step.says
    assert "house-planning" in {cite.key for cite in step.cites}


def test_what_may_pass_withholds_a_plan_for_now_only() -> None:
    """Sepsis defers: nobody should read that as the end of a treatment."""
    deferred = plans(chart({"fitness.sepsis": True}))[TAE]
    assert deferred.situation.outcome.verdict == "defer"
    assert deferred.withheld is not None and deferred.withheld.startswith("not now")
