"""Treated and untreated liver: segments, areas with a baseline of their own, and where new lesions lie."""

from datetime import date

import pytest

from seldinger.followup import Answer
from seldinger.followup.areas import areas, from_baseline, new_lesions, untreated_lesions
from seldinger.followup.territory import named, treated
from seldinger.patient import Lesion, Session, Study
from seldinger.terms import Response


@pytest.mark.parametrize(
    ("lesion", "sessions", "answer"),
    [
        (("6",), [("6", "7")], Answer.YES),
        (("6",), [("right",)], Answer.YES),
        (("right",), [("5", "8"), ("6", "7")], Answer.YES),
        (("right",), [("6", "7")], Answer.UNKNOWN),  # placed by lobe, part of the lobe treated
        (("left",), [("6", "7")], Answer.NO),
        (("4",), [("4a",)], Answer.UNKNOWN),
        (("caudate",), [("1",)], Answer.YES),
        (("caudate",), [("right",), ("left",)], Answer.NO),
        ((), [("right",)], Answer.UNKNOWN),  # the lesion's place is not stated
        (("left",), [()], Answer.UNKNOWN),  # the session's territory is not stated
        (("right",), [("right",), ()], Answer.YES),
        (("left",), [], Answer.NO),  # nothing treated yet
    ],
)
def test_where_a_lesion_lies(lesion, sessions, answer):
    assert treated(lesion, sessions) is answer


def session(month, *territory):
    return Session(date=date(2026, month, 1), modality="tae", territory=territory)


def study(month, *lesions):
    return Study(date=date(2026, month, 1), kind="ct", lesions=lesions)


def lesion(name, territory, size, **more):
    return Lesion(id=name, territory=territory, longest_mm=size, **more)


def test_the_baseline_is_the_last_study_before_the_first_session():
    studies = [study(1), study(3), study(6)]
    assert [s.date.month for s in from_baseline(studies, date(2026, 4, 1))] == [3, 6]
    assert [s.date.month for s in from_baseline(studies, date(2026, 3, 1))] == [3, 6]
    assert from_baseline(studies, date(2025, 1, 1)) == []


def test_each_area_has_a_baseline_of_its_own():
    studies = [
        study(1, lesion("r", "right", 60.0), lesion("l", "left", 40.0)),
        study(4, lesion("r", "right", 30.0), lesion("l", "left", 60.0)),
        study(9, lesion("r", "right", 30.0), lesion("l", "left", 40.0)),
    ]
    right, left = areas(studies, [session(2, "right"), session(5, "left")])
    assert [c.category for c in right.assessment.calls] == [Response.PR, Response.PR]
    assert [c.category for c in left.assessment.calls] == [Response.PR]  # 40 of the 60 mm it had when treated
    assert (left.assessment.baseline, left.treated_on) == (60.0, (date(2026, 5, 1),))


def test_a_new_lesion_elsewhere_does_not_touch_the_treated_area():
    studies = [
        study(1, lesion("r", "right", 60.0)),
        study(6, lesion("r", "right", 40.0), lesion("n", "left", 12.0, new=True)),
    ]
    (right,) = areas(studies, [session(2, "right")])
    assert right.assessment.calls[-1].category is Response.PR
    assert [n.in_treated for n in new_lesions(studies, [session(2, "right")])] == [Answer.NO]
    assert untreated_lesions(studies[-1], [session(2, "right")]) == ("n",)
    assert untreated_lesions(studies[-1], [session(2, "right"), session(6, "left")]) == ()


def test_a_lesion_seen_on_the_day_of_a_session_was_there_before_it():
    studies = [study(1, lesion("r", "right", 60.0)), study(2, lesion("n", "right", 12.0, new=True))]
    assert new_lesions(studies, [session(2, "right")]) == ()


def test_a_new_lesion_in_the_treated_area_is_progression_there():
    studies = [
        study(1, lesion("r", "right", 60.0)),
        study(6, lesion("r", "right", 40.0), lesion("n", "7", 12.0, new=True)),
    ]
    (right,) = areas(studies, [session(2, "right")])
    assert right.assessment.calls[-1].category is Response.PD
    assert [n.in_treated for n in new_lesions(studies, [session(2, "right")])] == [Answer.YES]


def test_a_place_given_only_by_lobe_is_asked_for_or_said():
    studies = [
        study(1, lesion("r", "right", 60.0)),
        study(6, lesion("r", "right", 40.0), lesion("n", None, 12.0, new=True)),
    ]
    (found,) = areas(studies, [session(2, "6", "7")])
    assert "Placed only by lobe" in found.notes[0].says
    assert new_lesions(studies, [session(2, "6", "7")])[0].note.sort == "question"


def test_lesions_outside_the_liver_belong_to_no_area():
    studies = [study(1, lesion("n", None, 20.0, site="node")), study(6, lesion("n", None, 40.0, site="node"))]
    (found,) = areas(studies, [session(2, "right")])
    assert found.assessment is None
    assert new_lesions(studies, [session(2, "right")]) == ()


def test_an_area_is_named_as_a_radiologist_names_it():
    studies = [study(1, lesion("r", "right", 60.0)), study(6, lesion("r", "right", 40.0))]
    assert (
        areas(studies, [session(2, "6", "7")])[0]
        .as_json()["says"]
        .startswith("Inside the area first treated on 1 Feb 2026 (segments 6, 7): ")
    )
    assert named(["caudate", "4"]) == "caudate lobe, segment 4"
