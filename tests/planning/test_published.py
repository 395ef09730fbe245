"""The three published cases: the plan holds what the review says was done, and dates nothing that it does not date."""

from functools import cache

import pytest

from seldinger.pathway import consult
from seldinger.patient import examples, load_record


@cache
def plan(name: str) -> dict:
    return consult(load_record(examples()[name])).report["plan"]


def told(part: dict, where: str) -> set[str]:
    return {cite.get("statement") for each in part[where] for cite in each["cites"]}


def test_case_1_spheres_of_100_to_300_um_and_a_session_of_its_own_for_the_new_lesion() -> None:
    part = plan("published-case-1")["tae"]
    assert [100.0, 300.0] in [each["size_um"] for each in part["devices"]]
    assert "A30" in told(part, "devices")
    assert "A32" in told(part, "steps")


def test_case_2_celiac_and_hepatic_angiography_before_the_oil() -> None:
    part = plan("published-case-2")["ctace"]
    order = [each["id"] for each in part["steps"]]
    assert "A46" in told(part, "steps")
    assert order.index("celiac_angiogram") < order.index("portal_gate") < order.index("endpoint")


@pytest.mark.parametrize("product", ["y90_glass", "y90_resin"])
def test_case_3_one_lobe_after_the_other(product: str) -> None:
    part = plan("published-case-3")[product]
    assert "A64" in told(part, "steps")
    assert [each["lobe"] for each in part["sessions"]] == [None, None], "no volume is printed, so no order is"
