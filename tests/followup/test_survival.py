"""Time to event: what counts as an event, where counting starts, and why somebody was censored."""

from datetime import date

import pytest

from seldinger.followup import Answer, Endpoint, Origin, Progressions, Status, times

ORIGIN = Origin(name="first procedure", date=date(2026, 1, 1))
MAY, JULY, DECEMBER = date(2026, 5, 1), date(2026, 7, 1), date(2026, 12, 1)


def endpoints(status=None, **seen):
    found = times(ORIGIN, status or Status(alive_on=DECEMBER), Progressions(criterion="RECIST 1.1", **seen))
    return {time.endpoint: (time.until, time.event) for time in found}


def test_alive_without_progression_is_censored_at_the_last_scan():
    found = endpoints(last_assessed=JULY, liver_assessed=JULY)
    assert found[Endpoint.OS] == (DECEMBER, Answer.NO)
    assert found[Endpoint.PFS] == found[Endpoint.HPFS] == found[Endpoint.TTP] == (JULY, Answer.NO)


def test_progression_outside_the_liver_is_no_hepatic_progression():
    found = endpoints(anywhere=MAY, liver_assessed=JULY)  # no scan since excludes progression everywhere
    assert found[Endpoint.PFS] == found[Endpoint.TTP] == (MAY, Answer.YES)
    assert found[Endpoint.HPFS] == (JULY, Answer.NO)


def test_death_without_progression_ends_survival_and_censors_time_to_progression():
    found = endpoints(Status(died_on=DECEMBER), last_assessed=JULY)
    assert found[Endpoint.OS] == found[Endpoint.PFS] == found[Endpoint.HPFS] == (DECEMBER, Answer.YES)
    assert found[Endpoint.TTP] == (JULY, Answer.NO)


def test_progression_comes_before_death():
    found = endpoints(Status(died_on=DECEMBER), anywhere=MAY, liver=MAY, last_assessed=JULY)
    assert found[Endpoint.PFS] == (MAY, Answer.YES)
    assert found[Endpoint.OS] == (DECEMBER, Answer.YES)


def test_lost_is_not_alive():
    found = times(ORIGIN, Status(alive_on=MAY, lost_on=JULY), Progressions(criterion="RECIST 1.1"))
    assert (found[0].until, found[0].why) == (JULY, "censored: lost to follow-up")


def test_what_nobody_recorded_is_unknown_not_alive():
    found = endpoints(Status())
    assert set(found.values()) == {(None, Answer.UNKNOWN)}


def test_untreatable_progression_needs_a_judgement():
    assert endpoints(anywhere=MAY, last_assessed=JULY)[Endpoint.TTUP] == (None, Answer.UNKNOWN)
    judged = endpoints(anywhere=MAY, untreatable=JULY, untreatable_judged=True)
    assert judged[Endpoint.TTUP] == (JULY, Answer.YES)
    treatable = endpoints(anywhere=MAY, untreatable_judged=True, last_assessed=JULY)
    assert treatable[Endpoint.TTUP] == (JULY, Answer.NO)


def test_nothing_before_the_origin_counts():
    found = endpoints(anywhere=date(2025, 12, 31), last_assessed=date(2025, 12, 31))
    assert found[Endpoint.PFS] == (None, Answer.UNKNOWN)


def test_every_endpoint_names_its_origin():
    later = Origin(name="diagnosis", date=date(2020, 1, 1))
    found = times(later, Status(died_on=DECEMBER), Progressions(criterion="RECIST 1.1"))
    assert {time.as_json()["origin"]["name"] for time in found} == {"diagnosis"}
    assert found[0].days == (DECEMBER - later.date).days


def test_a_death_before_the_first_procedure_gives_no_time_but_the_reason():
    found = times(ORIGIN, Status(died_on=date(2025, 12, 31)), Progressions(criterion="RECIST 1.1"))
    assert {(time.days, time.event) for time in found} == {(None, Answer.UNKNOWN)}
    assert all("before the first procedure" in time.why for time in found)


def test_alive_after_death_is_refused():
    with pytest.raises(ValueError, match="mend one of the dates"):
        Status(alive_on=DECEMBER, died_on=MAY)
