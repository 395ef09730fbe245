"""Markers: strictly more than half, same assay and unit, below detection as an interval."""

from datetime import date

import pytest

from seldinger.followup import Answer, Level, biochemical
from seldinger.followup.biochemical import confounders, duration
from seldinger.terms import Response
from tests.followup.spec_table import ids, rows

TREATED = date(2026, 1, 10)

MAJOR = """
    before  | after   | major   | why
    --------+---------+---------+---------------------------------------------------
    100-100 | 49-49   | yes     | more than half gone
    100-100 | 50-50   | no      | exactly half is not more than half
    100-100 | 120-120 | no      | it rose
    100-100 | 0-40    | yes     | below detection, whatever the true value
    100-100 | 0-60    | unknown | below a high limit of detection: either is possible
    90-110  | 50-50   | unknown | baseline known only as an interval
    90-110  | 44-44   | yes     | below half of any possible baseline
    0-10    | 4-4     | unknown | baseline below detection: no change can be computed
"""


def level(day, text, **more):
    low, high = (float(part) for part in text.split("-"))
    return Level(date=day, low=low, high=high, unit=more.pop("unit", "mg/(24.h)"), **more)


def course(before, after, **more):
    return biochemical(
        "five_hiaa", [level(date(2026, 1, 5), before), level(date(2026, 3, 1), after, **more)], treated_on=TREATED
    )


@pytest.mark.parametrize("row", rows(MAJOR), ids=ids(MAJOR))
def test_major_decrease_of_five_hiaa(row):
    assert course(row["before"], row["after"])[0].major == row["major"]


@pytest.mark.parametrize("more", [{"unit": "umol/(24.h)"}, {"assay": "B"}])
def test_another_unit_or_assay_breaks_the_pair(more):
    before = level(date(2026, 1, 5), "100-100", assay="A")
    after = level(date(2026, 3, 1), "10-10", **({"assay": "A"} | more))
    call = biochemical("five_hiaa", [before, after], treated_on=TREATED)[0]
    assert (call.major, call.change_low, call.proposal) == (Answer.UNKNOWN, None, ())
    assert "differ" in call.why


def test_major_is_a_word_for_five_hiaa_only():
    levels = [level(date(2026, 1, 5), "100-100"), level(date(2026, 3, 1), "10-10")]
    assert biochemical("cga", levels, treated_on=TREATED)[0].major is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("9-9", (Response.CR,)),
        ("50-50", (Response.PR,)),
        ("51-51", (Response.SD,)),
        ("124-124", (Response.SD,)),
        ("125-125", (Response.PD,)),
        ("0-60", (Response.CR, Response.PR, Response.SD)),
    ],
)
def test_proposed_categories_at_their_limits(value, proposal):
    assert course("100-100", value, uln=10.0)[0].proposal == proposal


def test_the_baseline_is_the_last_value_before_treatment():
    levels = [level(date(2026, 1, d), f"{v}-{v}") for d, v in ((1, 500), (10, 100), (20, 60))]
    assert [call.major for call in biochemical("five_hiaa", levels, treated_on=TREATED)] == [Answer.NO]
    assert biochemical("five_hiaa", levels[2:], treated_on=TREATED) == ()


def test_duration_runs_from_first_to_loss():
    values = [(date(2026, 1, 5), 100), (date(2026, 2, 1), 40), (date(2026, 4, 1), 30), (date(2026, 8, 1), 70)]
    levels = [level(day, f"{v}-{v}") for day, v in values]
    assert duration(biochemical("five_hiaa", levels, treated_on=TREATED)) == (date(2026, 2, 1), date(2026, 8, 1), True)
    held = biochemical("five_hiaa", levels[:3], treated_on=TREATED)
    assert duration(held) == (date(2026, 2, 1), date(2026, 4, 1), False)


def test_confounders_are_named_or_asked():
    notes = confounders("cga", {"ppi": True, "renal_failure": False, "atrophic_gastritis": None})
    assert [note.sort for note in notes] == ["warning", "question"]
    assert "proton pump inhibitor" in notes[0].says.lower()
    assert "atrophic gastritis" in notes[1].says
    assert "diet" in confounders("five_hiaa", {})[0].says
    assert confounders("insulin", {}) == ()


def test_an_interval_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="wrong way round"):
        level(date(2026, 1, 1), "5-4")
