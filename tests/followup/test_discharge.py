"""The enzyme curve: the latest value lies below an earlier one, or the reason why that cannot be said."""

from datetime import date, timedelta

import pytest

from seldinger.followup import Enzyme, Ready, discharge
from seldinger.terms import Modality
from tests.followup.spec_table import ids, numbers, rows

SESSION = date(2026, 3, 30)

CURVES = """
    values          | ready          | why
    ----------------+----------------+----------------------------------------------
    100+200+150     | peaked         | the peak lies behind
    100+200+199     | peaked         | one unit below is below
    100+200+200     | not yet        | a plateau is not past its peak
    100+200+300     | not yet        | still rising
    300+100+200     | peaked         | rising again, but below an earlier value
    100             | not yet        | a single value shows no peak
    100+200+-       | not computable | the latest value is missing
    100+-+90        | peaked         | a missing value between changes nothing
    -+90            | not yet        | earlier values are missing
    -               | not computable | the only value is missing
"""


def curve(cell, start=SESSION + timedelta(days=1)):
    return [Enzyme(date=start + timedelta(days=n), value=value) for n, value in enumerate(numbers(cell))]


def asked(curves, days=3, modality=Modality.TAE):
    return discharge(curves, session=SESSION, modality=modality, on=SESSION + timedelta(days=days))


@pytest.mark.parametrize("row", rows(CURVES), ids=ids(CURVES))
def test_one_curve(row):
    found = asked({"AST": curve(row["values"])})
    assert found.ready == row["ready"]
    assert found.because[0][2]


def test_every_enzyme_must_have_peaked():
    assert asked({"AST": curve("100+200+150"), "ALT": curve("100+200+300")}).ready is Ready.NOT_YET
    assert asked({"AST": curve("100+200+150"), "ALT": curve("100+200+-")}).ready is Ready.NOT_COMPUTABLE


def test_values_before_the_session_are_no_peak():
    found = asked({"AST": curve("300+200", start=SESSION - timedelta(days=5))})
    assert (found.ready, found.because[0][2]) == (Ready.NOT_COMPUTABLE, "no value since the session")


def test_the_first_night_is_spent_in_hospital_after_embolization():
    falling = curve("100+300+200", start=SESSION)
    assert asked({"AST": falling}, days=0).ready is Ready.NOT_YET
    assert asked({"AST": falling}, days=2).ready is Ready.PEAKED


def test_radioembolization_is_given_to_outpatients():
    assert asked({"AST": curve("100+200+300")}, modality=Modality.Y90_RESIN).ready is Ready.NOT_ASKED


def test_no_enzyme_at_all_is_not_computable():
    assert asked({}).ready is Ready.NOT_COMPUTABLE


def test_the_day_of_the_session_proves_no_peak():
    """The chart has no hour: a high value of that day may be the one before treatment."""
    before = curve("90+60", start=SESSION)
    assert asked({"AST": before}).ready is Ready.NOT_COMPUTABLE
    assert "day of the session" in asked({"AST": before}).because[0][2]
    assert asked({"AST": curve("90+300+60", start=SESSION)}).ready is Ready.PEAKED


def test_an_interval_proves_a_peak_only_by_its_ends():
    day = [SESSION + timedelta(days=n) for n in (1, 2)]
    above = Enzyme(date=day[0], value=float("inf"), at_least=1000.0)
    wide = Enzyme(date=day[0], value=120.0, at_least=90.0)
    assert asked({"AST": [above, Enzyme(date=day[1], value=500.0)]}).ready is Ready.PEAKED
    assert asked({"AST": [wide, Enzyme(date=day[1], value=110.0)]}).ready is Ready.NOT_YET
    assert asked({"AST": [wide, Enzyme(date=day[1], value=80.0)]}).ready is Ready.PEAKED
