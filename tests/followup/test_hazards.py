"""Crisis and liver disease after radioembolization, by their measurable definitions."""

from datetime import date, timedelta

import pytest

from seldinger.followup import Answer, crisis, reild
from seldinger.followup.hazards import Signs, late_damage, reild_grade
from seldinger.patient import VitalSigns
from tests.followup.spec_table import ids, rows

SESSION = date(2026, 1, 1)


def readings(text, member):
    """`0:79 10:79` is a reading of 79 at minute 0 and at minute 10; the other member is read as normal throughout."""
    found = [part.split(":") for part in text.split()]
    normal = {"systolic_mmhg": 120.0, "pulse_per_minute": 80.0}
    return [VitalSigns(minute=float(minute), **(normal | {member: float(value)})) for minute, value in found]


# Kwon 2019: at least ten minutes of systolic pressure below 80 or above 180 mmHg, or of a pulse above 120 per minute.
CRISIS = """
    member           | readings                        | present | why
    -----------------+---------------------------------+---------+-----------------------------------------------------
    systolic_mmhg    | 0:120 5:79 15:79 20:120         | yes     | below 80 for exactly ten minutes
    systolic_mmhg    | 0:79 10:79                      | yes     | ten minutes, whatever came before and after
    systolic_mmhg    | 0:120 5:120 6:79 14.9:79 15:120 | no      | normal readings exactly ten minutes apart: it lasted less
    systolic_mmhg    | 0:120 5:79 14.9:79 20:120       | unknown | fifteen minutes between normal readings could hold one
    systolic_mmhg    | 0:80 10:80 20:80                | no      | 80 is not below 80
    systolic_mmhg    | 0:120 5:181 15:181 20:120       | yes     | above 180 for ten minutes
    systolic_mmhg    | 0:180 10:180 20:180             | no      | 180 is not above 180
    systolic_mmhg    | 0:79 5:100 15:79                | unknown | the limit was passed at the first and the last reading
    systolic_mmhg    | 0:120 4:79 8:181 12:79 14:120   | no      | neither limit was passed for ten minutes
    systolic_mmhg    | 0:79 12:79                      | unknown | twelve minutes without a reading between
    systolic_mmhg    | 0:120                           | unknown | one normal reading excludes nothing
    systolic_mmhg    | 0:120 9:120                     | unknown | nine watched minutes cannot exclude ten
    systolic_mmhg    | 0:120 10:120                    | no      | ten watched minutes, normal at both ends
    systolic_mmhg    | 0:120 30:120                    | unknown | half an hour without a reading
    pulse_per_minute | 0:80 5:121 15:121 20:80         | yes     | pulse above 120 for ten minutes
    pulse_per_minute | 0:120 10:120 20:120             | no      | 120 is not above 120
"""


@pytest.mark.parametrize("row", rows(CRISIS), ids=ids(CRISIS))
def test_crisis_by_ten_minutes_beyond_one_limit(row):
    assert crisis(readings(row["readings"], row["member"]), documented=False).present == row["present"]


def test_a_reading_that_was_not_taken_may_have_passed_the_limit():
    gap = [
        VitalSigns(minute=0, systolic_mmhg=79, pulse_per_minute=80),
        VitalSigns(minute=5, pulse_per_minute=80),
        VitalSigns(minute=12, systolic_mmhg=79, pulse_per_minute=80),
    ]
    assert crisis(gap, documented=False).present is Answer.UNKNOWN


def test_a_documented_crisis_is_one_and_silence_is_unknown():
    assert crisis((), documented=True).present is Answer.YES
    assert crisis((), documented=False).present is Answer.UNKNOWN


def test_confusion_and_bronchospasm_ask_and_do_not_decide():
    quiet = [VitalSigns(minute=m, systolic_mmhg=120, pulse_per_minute=80) for m in (0.0, 10.0, 20.0)]
    found = crisis([*quiet, VitalSigns(minute=5, confusion=True, bronchospasm=True)], documented=False)
    assert found.present is Answer.NO
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


def test_liver_disease_says_when_somebody_last_looked():
    assert reild(SESSION, [sick(60, albumin_low=False)], progression=False, obstruction=False).says.endswith(
        "2026-03-02."
    )
    assert "None" not in reild(SESSION, [], progression=True, obstruction=False).says
