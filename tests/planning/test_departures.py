"""A centre's own plan: what it changes is said so, and no gate is taken away."""

import pytest

from seldinger.selection import OverlayError
from seldinger.selection.overlay import read_overlay
from tests.planning.charts import GLASS, TAE, chart, left, plans, step_ids


def own(**change) -> dict:
    entry = {"name": "our way", "reason": "local audit 2026", **change}
    return plans(chart(), profile=read_overlay({"name": "centre", "plan": [entry]}, file="own.toml"))


def step(each, name: str):
    return next(one for one in each.steps if one.id == name)


def test_a_reworded_step_says_why_and_keeps_its_sources() -> None:
    each = own(step="analgesia", says="Patient-controlled analgesia.")[TAE]
    found = step(each, "analgesia")
    assert found.says == "Patient-controlled analgesia."
    assert found.note == "departure of this centre, our way: local audit 2026"
    assert [cite.status for cite in found.cites] == ["read", "local"]
    assert each.as_json()["departures"][0]["step"] == "analgesia"


def test_a_step_left_out_is_listed_with_the_reason() -> None:
    each = own(step="admission", leave_out=True)[TAE]
    assert "admission" not in step_ids(each)
    assert left(each)["B60"] == "left out by this centre's overlay"


def test_a_step_of_the_centres_own_is_marked_local() -> None:
    found = step(own(step="dental_check", says="Dental check.")[TAE], "dental_check")
    assert found.status == "local"


@pytest.mark.parametrize("gate", ["portal_gate", "risk_checks"])
def test_a_gate_cannot_be_left_out(gate: str) -> None:
    found = step(own(step=gate, leave_out=True)[TAE], gate)
    assert found.gate
    assert found.note.startswith("a gate; not left out")


def test_a_gate_keeps_its_own_words() -> None:
    found = step(own(step="shunt_study", says="Skip it.")[GLASS], "shunt_study")
    assert "never taken as 0" in found.says


def test_other_treatments_are_not_touched() -> None:
    found = own(step="analgesia", says="PCA.", modalities=["ctace"])
    assert step(found[TAE], "analgesia").note == ""


def test_the_interval_of_sessions_is_a_threshold_of_the_centre() -> None:
    departure = {
        "name": "six weeks",
        "reason": "glue",
        "threshold": "planning.session_interval",
        "value": 42,
        "unit": "d",
    }
    each = plans(chart(), profile=read_overlay({"name": "centre", "departure": [departure]}, file="own.toml"))[TAE]
    assert [session.earliest_day for session in each.sessions] == [0, 42]
    assert any(cite.status == "local" for cite in each.sessions[0].cites)


BAD = [
    {"step": "analgesia"},
    {"step": "analgesia", "says": "x", "leave_out": True},
    {"step": "analgesia", "says": 3},
    {"step": "", "says": "x"},
    {"step": "analgesia", "says": "x", "modalities": ["tace"]},
    {"step": "analgesia", "says": "x", "modalities": 3},
    {"step": "analgesia", "says": "x", "dose": 1},
    {"step": "analgesia", "says": "x", "reason": " "},
]


@pytest.mark.parametrize("change", BAD)
def test_an_odd_departure_is_refused_by_place(change) -> None:
    with pytest.raises(OverlayError, match=r"own\.toml, plan 1"):
        own(**change)


@pytest.mark.parametrize("value", [0, -28, 2.7, 281])
def test_a_figure_far_from_print_is_taken_for_a_slip(value: float) -> None:
    departure = {"name": "n", "reason": "r", "threshold": "planning.session_interval", "value": value, "unit": "d"}
    with pytest.raises(OverlayError, match="a slip"):
        read_overlay({"name": "centre", "departure": [departure]}, file="own.toml")
