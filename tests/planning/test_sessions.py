"""Lobe order and dates: each row worked out by hand, days counted on a paper calendar."""

from datetime import date

import pytest

from tests.planning.charts import CTACE, DEB, GLASS, RESIN, TAE, chart, left, plans, step_ids

BULK = "liver.burden_by_lobe_ml"
ORDERS = [
    ({"right": 525, "left": 178}, ["right", "left"], "the bulkier lobe first"),
    ({"right": 100, "left": 178}, ["left", "right"], "even when it is the left one"),
    ({"right": 200, "left": 200}, ["right", "left"], "a tie keeps both and says so"),
]


@pytest.mark.parametrize(("volumes", "order", "why"), ORDERS)
def test_the_bulkiest_lobe_comes_first(volumes, order, why) -> None:
    each = plans(chart({BULK: volumes}))[TAE]
    assert [session.lobe for session in each.sessions] == order, why
    assert ("the operator chooses" in each.sessions[0].says) is (volumes["right"] == volumes["left"])


def test_a_volume_of_the_liver_as_a_whole_does_not_order_the_lobes() -> None:
    each = plans(chart({BULK: 703}))[TAE]
    assert [session.lobe for session in each.sessions] == [None, None]
    assert "charted for the liver as a whole" in each.sessions[0].says


TREATED = [
    # day of the volumes, territory done on 5 October, order, what the first session says
    (date(2026, 9, 20), ["right"], ["left", "right"], "treated since that was measured: right"),
    (date(2026, 10, 20), ["right"], ["right", "left"], "treated before, on 2026-10-05"),
    (date(2026, 9, 20), ["left"], ["right", "left"], "treated since that was measured: left"),
    (date(2026, 9, 20), ["right", "left"], ["right", "left"], "treated before, on 2026-10-05"),
    (date(2026, 9, 20), ["6"], ["right", "left"], "right 525 mL, left 178 mL"),
    (date(2026, 9, 20), [], ["right", "left"], "the session of 2026-10-05 names no territory"),
]


@pytest.mark.parametrize(("measured", "territory", "order", "words"), TREATED)
def test_a_lobe_treated_since_its_volume_was_measured_does_not_come_first_again(
    measured, territory, order, words
) -> None:
    """The bulk of a lobe that was embolized since is nobody's figure; the lobe that waits comes first."""
    session = [{"date": date(2026, 10, 5), "modality": "tae", "territory": territory}]
    each = plans(chart({BULK: {"right": 525, "left": 178, "date": measured}}, session=session))[TAE]
    assert [one.lobe for one in each.sessions] == order
    assert words in each.sessions[0].says


def test_without_volumes_the_order_stays_open_and_is_asked_for() -> None:
    each = plans(chart(without=(BULK,)))[TAE]
    assert [session.lobe for session in each.sessions] == [None, None]
    assert any(ask.variable == BULK for ask in each.asks)


def test_without_lobes_one_session_is_planned_and_the_lobes_are_asked_for() -> None:
    each = plans(chart(without=("liver.lobes",)))[TAE]
    assert [session.lobe for session in each.sessions] == [None]
    assert any(ask.variable == "liver.lobes" for ask in each.asks)


def test_one_lobe_needs_no_volumes_and_is_not_staged() -> None:
    found = plans(chart({"liver.lobes": ["left"]}, without=(BULK,)))
    assert [session.lobe for session in found[TAE].sessions] == ["left"]
    assert "one lobe" in left(found[GLASS])["A64"]
    assert "sequential_lobes" not in step_ids(found[GLASS])


DATES = [
    (date(2026, 11, 9), date(2026, 12, 7), "four weeks inside the year"),
    (date(2026, 12, 10), date(2027, 1, 7), "over the turn of the year"),
    (date(2027, 1, 31), date(2027, 2, 28), "from a month's last day to a month's last day"),
    (date(2028, 2, 1), date(2028, 2, 29), "onto a leap day"),
    (date(2027, 3, 1), date(2027, 3, 29), "over the spring change of clocks in Europe, 28 March 2027"),
    (date(2027, 10, 4), date(2027, 11, 1), "over the autumn change of clocks in Europe, 31 October 2027"),
]


@pytest.mark.parametrize(("first", "second", "why"), DATES)
def test_sessions_keep_28_days(first: date, second: date, why: str) -> None:
    assert [session.date for session in plans(chart(), start=first)[TAE].sessions] == [first, second], why


def test_without_a_first_day_sessions_carry_relative_days_only() -> None:
    found = plans(chart())[TAE].sessions
    assert [(session.earliest_day, session.date) for session in found] == [(0, None), (28, None)]


def done(on: date) -> list[dict]:
    return [{"date": on, "modality": "tae", "territory": ["right"]}]


def test_the_first_session_keeps_its_distance_from_the_last_one_done() -> None:
    record = chart(session=done(date(2026, 10, 26)))  # + 28 days: 23 November
    assert plans(record, start=date(2026, 11, 9))[TAE].sessions[0].date == date(2026, 11, 23)
    assert plans(record, start=date(2026, 12, 1))[TAE].sessions[0].date == date(2026, 12, 1)


def test_a_session_planned_in_the_chart_gives_the_first_day() -> None:
    record = chart(session=[{"date": date(2026, 11, 16), "modality": "tae", "planned": True}])
    found = plans(record)
    assert found[TAE].sessions[0].date == date(2026, 11, 16)
    assert found[GLASS].sessions[0].date is None, "another treatment was planned"


def test_selection_is_run_again_before_each_session() -> None:
    for each in plans(chart()).values():
        assert "recheck" in step_ids(each)
        assert all("selection run again" in session.as_json()["recheck"] for session in each.sessions)


def test_a_radioembolization_planned_without_its_product_dates_no_embolization() -> None:
    record = chart(session=[{"date": date(2026, 11, 16), "modality": "y90", "planned": True}])
    found = plans(record)
    assert {found[m].sessions[0].date for m in (GLASS, RESIN)} == {date(2026, 11, 16)}
    assert {found[m].sessions[0].date for m in (TAE, CTACE, DEB)} == {None}


def test_a_session_that_had_to_be_moved_says_so() -> None:
    """26 October + 28 days is 23 November; the 9th was asked for."""
    first, second = plans(chart(session=done(date(2026, 10, 26))), start=date(2026, 11, 9))[TAE].sessions
    assert "not on 2026-11-09" in first.says
    assert "not on" not in second.says
    kept = plans(chart(session=done(date(2026, 10, 12))), start=date(2026, 11, 9))[TAE].sessions[0]
    assert kept.date == date(2026, 11, 9)
    assert "not on" not in kept.says
