"""Drug records and the lifetime dose of an anthracycline; what a chart leaves out is asked for."""

from datetime import date

import pytest

from seldinger.cite import KnowledgeError
from seldinger.planning.drugs import drugs, read_drug
from seldinger.terms import Status
from tests.planning.charts import CTACE, TAE, chart, plans

SSA = {"kind": "ssa", "drug": "lanreotide"}


def chemo(drug: str | None, dose: float | None) -> dict:
    return {"kind": "chemotherapy"} | ({"drug": drug} if drug else {}) | ({"cumulative_mg_m2": dose} if dose else {})


def loaded(drug: str | None, mg: float | None) -> list[dict]:
    agent = {"kind": "lipiodol"} | ({"drug": drug} if drug else {}) | ({"mg": mg} if mg else {})
    return [{"date": date(2025, 3, 3), "modality": "ctace", "agent": agent}]


LIFETIME = [
    # therapies, sessions, state, why
    ([SSA], [], "within", "therapies charted, none of them an anthracycline"),
    ([], [], "not computable", "nobody charted any therapy"),
    ([chemo("doxorubicin", 300)], [], "within", "below the ceiling"),
    ([chemo("doxorubicin", 450)], [], "within", "exactly at it"),
    ([chemo("doxorubicin", 451)], [], "exceeds", "above it"),
    ([chemo("epirubicin", None)], [], "not computable", "an anthracycline without its dose"),
    ([chemo(None, None)], [], "not computable", "chemotherapy without its name"),
    ([chemo("streptozocin", None)], [], "within", "another drug"),
    ([chemo("Adriamycin", None)], [], "not computable", "an anthracycline by its trade name"),
    ([chemo("Adriamycin", 500)], [], "exceeds", "and its dose counts"),
    ([chemo("FAS", None)], [], "not computable", "fluorouracil, adriamycin, streptozocin"),
    ([chemo("liposomal doxorubicin (Caelyx)", 460)], [], "exceeds", "in liposomes too"),
    ([chemo("capecitabine and temozolomide", None)], [], "within", "no anthracycline in it"),
    ([SSA], loaded("doxorubicin", 75), "within", "75 mg on 1.73 m2 of body surface"),
    ([SSA], loaded(None, None), "not computable", "chemoembolization without its drug"),
    ([chemo("doxorubicin", 420)], loaded("doxorubicin", 75), "exceeds", "420 and 43 mg/m2"),
]


@pytest.mark.parametrize(("therapies", "sessions", "state", "why"), LIFETIME)
def test_lifetime_anthracycline(therapies, sessions, state, why) -> None:
    each = plans(chart(therapy=therapies, session=sessions))[CTACE]
    check = next(one for one in each.checks if one.id == "drug.anthracycline_lifetime")
    assert check.state == state, why
    assert bool(check.ask) is (state == "not computable")


def test_an_open_drug_check_asks_but_does_not_hold_up_the_plan() -> None:
    each = plans(chart(therapy=[]))[CTACE]
    assert each.complete
    assert any("anthracycline" in ask.says for ask in each.asks)


HEART = [
    (49, "exceeds"),
    (50, "within"),
    (None, "not computable"),
    ({"below": 45}, "exceeds"),
    ({"low": 55, "high": 60}, "within"),
    ({"low": 45, "high": 55}, "not computable"),
]


@pytest.mark.parametrize(("lvef", "state"), HEART)
def test_the_heart_is_looked_at_before_an_anthracycline(lvef, state) -> None:
    record = chart(without=("fitness.lvef_percent",)) if lvef is None else chart({"fitness.lvef_percent": lvef})
    found = plans(record)
    assert next(one.state for one in found[CTACE].checks if one.id == "drug.ejection_fraction") == state
    assert not [one for one in found[TAE].checks if one.id.startswith("drug.")]


def test_no_record_gives_a_dose_that_was_read_in_a_review() -> None:
    """The reviews print one dose only, moxifloxacin's days; every other figure comes from elsewhere and says so."""
    for drug in drugs().values():
        for regimen in drug.regimens:
            if any(sign.isdigit() for sign in regimen.says) and regimen.status is Status.READ:
                assert drug.name == "moxifloxacin"


GOOD = {
    "purpose": "crisis",
    "regimen": [{"says": "x", "route": "oral", "status": "read", "cites": [{"key": "kwon2019", "at": "Abstract"}]}],
}
BAD = [
    ({**GOOD, "purpose": "pain"}, "expected a purpose"),
    ({**GOOD, "dose": 3}, "odd"),
    ({"purpose": "crisis"}, "regimen"),
    ({**GOOD, "regimen": [{**GOOD["regimen"][0], "cites": []}]}, "no citation"),
    ({**GOOD, "regimen": [{"says": "x"}]}, "route|status"),
]


@pytest.mark.parametrize(("table", "words"), BAD)
def test_a_faulty_record_is_refused_with_file_and_name(table, words) -> None:
    assert read_drug("good", GOOD, file="a.toml").regimens
    with pytest.raises(KnowledgeError, match=words) as fault:
        read_drug("bad", table, file="a.toml")
    assert "drugs/a.toml, bad" in str(fault.value)
