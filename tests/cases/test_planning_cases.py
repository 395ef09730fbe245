"""Whole patients with the plan a clinician would expect, written by hand beside them."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from seldinger.pathway import consult
from seldinger.patient import load_record

HERE = Path(__file__).parent / "planning"
EXPECTED = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))
CASES = [(name, modality) for name, wanted in EXPECTED.items() for modality in wanted]
DIGITS = 3  # as written by hand


@cache
def report(name: str) -> dict:
    return consult(load_record(HERE / f"{name}.toml")).report


def test_every_chart_has_an_expectation() -> None:
    assert {path.stem for path in HERE.glob("*.toml")} - {"expected"} == set(EXPECTED)


@pytest.mark.parametrize(("name", "modality"), CASES)
def test_the_plan_comes_out_as_written(name: str, modality: str) -> None:
    wanted, part = EXPECTED[name][modality], report(name)["plan"][modality]
    assert part["withheld"] is None
    assert part["complete"] is wanted["complete"]
    assert set(part["missing"]) == set(wanted.get("missing", []))
    assert [each["lobe"] for each in part["sessions"]] == wanted["lobes"]
    steps = {each["id"] for each in part["steps"]}
    assert set(wanted["steps"]) <= steps
    assert not set(wanted["lacks"]) & steps
    assert set(wanted["left"]) <= {each["statement"] for each in part["not_applicable"]}
    if "dates" in wanted:
        assert [each["earliest_date"] for each in part["sessions"]] == [day.isoformat() for day in wanted["dates"]]


def test_without_the_shunt_study_no_method_gives_an_activity_or_a_dose() -> None:
    methods = report("no-shunt-study")["plan"]["y90_glass"]["activity"]["methods"]
    plans = [each["plan"] for each in methods if each["plan"]]
    assert all(each["delivered_gbq"] is None and each["doses"] is None for each in plans)


def test_the_lung_counts_what_went_before() -> None:
    wanted = EXPECTED["after-prrt-and-y90"]["y90_resin"]
    methods = report("after-prrt-and-y90")["plan"]["y90_resin"]["activity"]["methods"]
    plan = next(each["plan"] for each in methods if each["method"] == "partition")
    assert round(plan["delivered_gbq"], DIGITS) == wanted["partition_gbq"]
    ever = next(each for each in plan["checks"] if each["over"] == "all sessions")
    assert ever["before_gy"] == 22
    assert round(ever["gy"], 2) == wanted["lung_gy_ever"]


def test_insulinoma_carries_the_caution_beside_the_drug() -> None:
    drugs = report("insulinoma")["plan"]["tae"]["medication"]
    octreotide = next(each for each in drugs if each["drug"] == "octreotide")
    assert any("hypoglycaemia" in each["says"] for each in octreotide["cautions"])
