"""When to look again: the published intervals, month ends, several sessions, and liver function for life after Y-90."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.followup import by_modality, schedule
from seldinger.followup.calendar import add_months
from seldinger.followup.schedule import What
from seldinger.terms import RADIOEMBOLIC, Modality


def of(visits, what, word=""):
    return [visit.date for visit in visits if visit.what is what and word in visit.says]


@pytest.mark.parametrize(
    ("modality", "first"),
    [
        (Modality.TAE, date(2026, 7, 10)),
        (Modality.CTACE, date(2026, 2, 10)),
        (Modality.DEB_TACE, date(2026, 2, 10)),
        (Modality.Y90_GLASS, date(2026, 4, 10)),
        (Modality.Y90_RESIN, date(2026, 4, 10)),
    ],
)
def test_the_first_picture_keeps_the_published_interval(modality, first):
    visits = schedule(modality, [date(2026, 1, 10)])
    assert of(visits, What.IMAGING)[0] == first
    assert "published case" in next(v.says for v in visits if v.what is What.IMAGING)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_month_ends(day, months, then):
    assert add_months(day, months) == then


def test_enzymes_are_followed_after_embolization_and_liver_damage_after_y90():
    tae, y90 = schedule(Modality.TAE, [date(2026, 3, 28)]), schedule(Modality.Y90_RESIN, [date(2026, 3, 28)])
    assert of(tae, What.LABORATORY, "enzymes") == [date(2026, 3, 29)]  # clocks change that night; days do not
    assert not of(y90, What.LABORATORY, "enzymes")
    window = next(v for v in y90 if "window" in v.says)
    assert (window.earliest, window.latest) == (date(2026, 4, 11), date(2026, 7, 28))


def test_liver_function_is_followed_for_life_after_y90_only():
    late = [
        v
        for v in schedule(Modality.Y90_GLASS, [date(2026, 1, 10), date(2026, 2, 10)])
        if v.repeats == "yearly, for life"
    ]
    assert [v.date for v in late] == [date(year, 2, 10) for year in range(2027, 2032)]
    assert {cite.key for cite in late[0].cites} >= {"su2017", "tomozawa2018"}
    assert not [v for v in schedule(Modality.TAE, [date(2026, 1, 10)]) if v.repeats]


def test_embolization_after_y90_keeps_the_control_for_life():
    visits = by_modality({Modality.Y90_RESIN: [date(2026, 1, 10)], Modality.TAE: [date(2026, 6, 1)]})
    late = [v.date for v in visits if v.repeats == "yearly, for life"]
    assert late == [date(year, 1, 10) for year in range(2027, 2032)]


def test_a_later_session_replaces_the_picture_of_an_earlier_one():
    visits = schedule(Modality.TAE, [date(2026, 1, 10), date(2026, 2, 7)])
    assert of(visits, What.IMAGING, "published") == [date(2026, 8, 7)]


def test_a_picture_due_on_the_day_of_a_session_is_left_to_that_session():
    visits = schedule(Modality.TAE, [date(2026, 1, 10), date(2026, 7, 10)])
    assert of(visits, What.IMAGING, "published") == [date(2027, 1, 10)]


def test_surveillance_after_surgery_of_the_liver():
    plain = schedule(Modality.TAE, [date(2026, 1, 10)])
    both = schedule(Modality.TAE, [date(2026, 1, 10)], resected=True, transplanted=True)
    assert {v.says for v in both} - {v.says for v in plain} == {
        "Surveillance after liver surgery goes on: 94 of 100 had recurred at five years in one series",
        "Surveillance of the graft goes on: the risk of recurrence persists",
    }


def test_no_session_no_dates():
    assert schedule(Modality.TAE, []) == ()
    assert by_modality({}) == ()


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(list(Modality)), st.lists(days, min_size=1, max_size=4))
def test_dates_are_ordered_and_lie_after_the_first_session(modality, sessions):
    visits = schedule(modality, sessions)
    dates = [visit.date for visit in visits]
    assert dates == sorted(dates)
    assert min(dates) > min(sessions)
    assert all(visit.earliest <= visit.date <= visit.latest for visit in visits)
    assert schedule(modality, reversed(sessions)) == visits
    assert any(v.repeats == "yearly, for life" for v in visits) == (modality in RADIOEMBOLIC)


@given(days, st.integers(0, 60))
def test_months_move_forward(day, months):
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then <= day + timedelta(days=31 * months)


def test_no_case_with_beads_is_claimed():
    first = next(v for v in schedule(Modality.DEB_TACE, [date(2026, 1, 31)]) if v.what is What.IMAGING)
    assert first.says.endswith("after DEB-TACE, as in the published case of cTACE")
