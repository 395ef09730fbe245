"""Crisis and liver disease after radioembolization, by their measurable definitions."""

from datetime import date, timedelta

import pytest

from seldinger.followup import Answer, Vital, crisis, reild
from seldinger.followup.hazards import Signs, late_damage, reild_grade

SESSION = date(2026, 1, 1)


def minutes(*readings, member="systolic"):
    return [Vital(minute=float(m), **{member: v}) for m, v in readings]


def quiet(vitals, documented=False):
    """The other member is read as normal, so that only one limit is at stake."""
    return crisis(
        [
            Vital(
                minute=v.minute,
                systolic=120.0 if v.systolic is None and v.pulse is not None else v.systolic,
                pulse=80.0 if v.pulse is None and v.systolic is not None else v.pulse,
            )
            for v in vitals
        ],
        documented=documented,
    ).present


@pytest.mark.parametrize(
    ("vitals", "present"),
    [
        (minutes((0, 79), (10, 79)), Answer.YES),
        (minutes((0, 79), (9.9, 79)), Answer.NO),
        (minutes((0, 80), (20, 80)), Answer.NO),
        (minutes((0, 181), (10, 181)), Answer.YES),
        (minutes((0, 180), (20, 180)), Answer.NO),
        (minutes((0, 79), (5, 100), (15, 79)), Answer.NO),
        (minutes((0, 79), (5, 181), (12, 79)), Answer.NO),
        (minutes((0, 121), (10, 121), member="pulse"), Answer.YES),
        (minutes((0, 120), (20, 120), member="pulse"), Answer.NO),
    ],
)
def test_crisis_by_ten_minutes_beyond_one_limit(vitals, present):
    assert quiet(vitals) is present


def test_a_reading_that_was_not_taken_may_have_passed_the_limit():
    gap = [Vital(minute=0, systolic=79, pulse=80), Vital(minute=5, pulse=80), Vital(minute=12, systolic=79, pulse=80)]
    assert crisis(gap, documented=False).present is Answer.UNKNOWN


def test_a_documented_crisis_is_one_and_silence_is_unknown():
    assert crisis((), documented=True).present is Answer.YES
    assert crisis((), documented=False).present is Answer.UNKNOWN
    assert crisis((), documented=None).present is Answer.UNKNOWN


def test_confusion_and_bronchospasm_ask_and_do_not_decide():
    found = crisis(minutes((0, 120), (20, 120)), documented=False, confusion=True, bronchospasm=True)
    assert found.present is not Answer.YES
    assert "Confusion and bronchospasm" in found.notes[0].says


def sick(days, **changed):
    facts = {"bilirubin_raised": True, "albumin_low": True, "ascites_new": True, "jaundice": None}
    return Signs(date=SESSION + timedelta(days=days), **(facts | changed))


@pytest.mark.parametrize(
    ("days", "present"), [(13, Answer.UNKNOWN), (14, Answer.YES), (122, Answer.YES), (123, Answer.UNKNOWN)]
)
def test_liver_disease_after_radioembolization_has_a_window(days, present):
    assert reild(SESSION, [sick(days)], progression=False, obstruction=False).present is present


@pytest.mark.parametrize(
    ("changed", "present"),
    [
        ({"ascites_new": False, "jaundice": True}, Answer.YES),
        ({"ascites_new": False, "jaundice": False}, Answer.NO),
        ({"bilirubin_raised": False}, Answer.NO),
        ({"albumin_low": False}, Answer.NO),
        ({"albumin_low": None}, Answer.UNKNOWN),
        ({"ascites_new": None}, Answer.UNKNOWN),
    ],
)
def test_liver_disease_needs_its_whole_picture(changed, present):
    assert reild(SESSION, [sick(60, **changed)], progression=False, obstruction=False).present is present


@pytest.mark.parametrize(("progression", "obstruction"), [(True, False), (False, True)])
def test_another_explanation_excludes_it(progression, obstruction):
    assert reild(SESSION, [sick(60)], progression=progression, obstruction=obstruction).present is Answer.NO


def test_an_explanation_nobody_looked_for_is_asked():
    found = reild(SESSION, [sick(60)], progression=None, obstruction=None)
    assert found.present is Answer.UNKNOWN
    assert "progression and bile duct obstruction" in found.notes[0].says


@pytest.mark.parametrize(
    ("facts", "grades"),
    [
        ({"care": "none", "symptoms": False, "fatal": False}, (1,)),
        ({"care": "none", "symptoms": True, "fatal": False}, (2,)),
        ({"care": "medical", "symptoms": True, "fatal": False}, (3,)),
        ({"care": "invasive", "symptoms": True, "fatal": False}, (4,)),
        ({"care": "invasive", "symptoms": True, "fatal": True}, (5,)),
        ({"care": "medical", "symptoms": None, "fatal": None}, (3, 5)),
        ({"care": None, "symptoms": None, "fatal": False}, (1, 2, 3, 4)),
    ],
)
def test_grades_of_liver_disease(facts, grades):
    assert reild_grade(**facts) == grades


@pytest.mark.parametrize(("days", "told"), [(183, False), (184, True)])
def test_late_damage_is_told_once_months_have_passed(days, told):
    note = late_damage([SESSION], on=SESSION + timedelta(days=days))
    assert (note is not None) is told
    assert late_damage([], on=SESSION) is None
