"""Quality of life: one scale against itself, and what was not asked said aloud."""

from datetime import date

from seldinger.followup.quality import Quality, quality, unasked

TREATED = date(2026, 1, 10)


def answered(month, value, scale="QLQ-C30 global"):
    return Quality(date=date(2026, month, 5), scale=scale, value=value)


def test_change_from_the_last_answer_before_treatment():
    (later,) = quality([answered(1, 50.0), answered(4, 60.0)], treated_on=TREATED)
    assert (later.change, "often called meaningful" in later.says) == (10.0, True)
    (less,) = quality([answered(1, 50.0), answered(4, 40.1)], treated_on=TREATED)
    assert "often called small" in less.says
    assert less.as_json()["status"] == "unverified"


def test_scales_are_never_mixed():
    assert quality([answered(1, 50.0), answered(4, 3.0, "Norfolk")], treated_on=TREATED) == ()


def test_another_scale_gets_its_change_and_no_verdict():
    (change,) = quality([answered(1, 20.0, "Norfolk"), answered(4, 2.0, "Norfolk")], treated_on=TREATED)
    assert (change.change, "called" in change.says) == (-18.0, False)


def test_what_was_not_asked_is_said():
    assert len(unasked([], treated_on=TREATED)) == 2
    assert len(unasked([answered(1, 50.0)], treated_on=TREATED)) == 1
    assert unasked([answered(1, 50.0), answered(4, 50.0)], treated_on=TREATED) == ()
    assert unasked([], treated_on=None) == ()
