"""The expected syndrome, apart from complications; and when to look for something else."""

from datetime import date, timedelta

import pytest

from seldinger.followup import Answer
from seldinger.followup.syndrome import Untoward, biliary_ischaemia, syndrome
from tests.followup.spec_table import ids, number, rows

SESSION = date(2026, 3, 1)


def day(n):
    return SESSION + timedelta(days=n)


def event(term, onset, resolved=None):
    end = day(resolved) if isinstance(resolved, int) and not isinstance(resolved, bool) else resolved
    return Untoward(term=term, date=day(onset), resolved=end)


def after(*events, on=40, recorded=True, until=None):
    return syndrome(SESSION, events, on=day(on), recorded=recorded, until=until)


def asked(found):
    return " ".join(note.says for note in found.notes)


def test_pain_and_fever_that_go_are_the_syndrome_and_no_complication():
    found = after(event("Abdominal pain", 0, 5), event("fever", 1, 4))
    assert (found.present, found.symptoms, found.onset, found.resolved) == (
        Answer.YES,
        ("pain", "fever"),
        day(0),
        day(5),
    )
    assert found.complication is False
    assert found.notes == ()


@pytest.mark.parametrize(("end", "asks"), [(21, False), (22, True), (False, True)])
def test_beyond_three_weeks_abscess_and_biloma_are_asked_for(end, asks):
    assert ("abscess" in asked(after(event("fever", 1, end)))) is asks


def test_what_lasts_longer_is_not_counted_to_the_syndrome():
    assert after(event("fever", 1, 22)).present is Answer.UNKNOWN
    assert after(event("fever", 1, 22), event("pain", 0, 4)).symptoms == ("pain",)


def test_still_present_within_three_weeks_asks_nothing_yet():
    assert asked(after(event("fever", 1, False), on=21)) == ""
    assert "abscess" in asked(after(event("fever", 1, False), on=22))


def test_fever_that_comes_back_asks():
    assert "came back" in asked(after(event("fever", 0, 3), event("fever", 9, 10)))
    assert "came back" not in asked(after(event("fever", 0, 3), event("pain", 9, 10)))


@pytest.mark.parametrize(("onset", "asks"), [(3, False), (4, True)])
def test_a_late_onset_asks(onset, asks):
    assert ("later than usual" in asked(after(event("nausea", onset, onset + 2)))) is asks


def test_an_end_that_was_not_recorded_is_asked_for():
    found = after(event("pain", 0))
    assert found.resolved is None
    assert "Not recorded" in asked(found)


def test_silence_is_unknown_unless_somebody_wrote():
    assert after(recorded=False).present is Answer.UNKNOWN
    assert after(recorded=True).present is Answer.NO


def test_events_of_the_next_session_belong_to_it():
    assert after(event("fever", 30, 31), until=day(28)).present is Answer.NO


def test_an_open_end_is_no_proof_of_lasting():
    assert "beyond" not in asked(after(event("fever", 21)))
    assert "beyond" in asked(after(event("fever", 22)))


def test_other_events_are_not_the_syndrome():
    assert after(event("liver abscess", 5, False)).present is Answer.NO


BILIARY = """
    bili | bili before | alp | alp before | answer  | why
    -----+-------------+-----+------------+---------+---------------------------------------
    2.0  | 0.8         | 200 | 90         | yes     | both above limit and baseline
    2.0  | 0.8         | 100 | 90         | no      | phosphatase at its limit
    1.0  | 0.8         | 200 | 90         | no      | bilirubin at its limit
    2.0  | 2.5         | 200 | 90         | no      | bilirubin was higher before
    2.0  | 0.8         | -   | 90         | unknown | phosphatase not measured
    2.0  | -           | 200 | 90         | unknown | no bilirubin before
    0.9  | -           | -   | -          | no      | a normal bilirubin settles it
"""


@pytest.mark.parametrize("row", rows(BILIARY), ids=ids(BILIARY))
def test_biliary_ischaemia(row):
    found, note = biliary_ischaemia(
        bilirubin=number(row["bili"]),
        bilirubin_before=number(row["bili before"]),
        bilirubin_uln=1.0,
        alp=number(row["alp"]),
        alp_before=number(row["alp before"]),
        alp_uln=100.0,
    )
    assert found == row["answer"]
    assert note.says
