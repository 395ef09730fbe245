"""Complications: the reviews' value set, and the two scales at every limit; what was not recorded stays open."""

from datetime import date, timedelta

import pytest

from seldinger.followup.complications import TERMS, Complication, cirse, session_of, sir, standard_term

KNOWN = {"solved_in_procedure": False, "extra_therapy": False, "stay_hours": 0.0, "sequelae": "none", "death": False}


@pytest.mark.parametrize(
    ("changed", "grades"),
    [
        ({"solved_in_procedure": True}, ("1",)),
        ({}, ("2",)),
        ({"stay_hours": 47.9}, ("2",)),
        ({"stay_hours": 48.0}, ("2", "3")),  # the scale says less than, and more than
        ({"stay_hours": 48.1}, ("3",)),
        ({"extra_therapy": True}, ("3",)),
        ({"solved_in_procedure": True, "extra_therapy": True}, ("3",)),
        ({"sequelae": "mild"}, ("4",)),
        ({"sequelae": "severe"}, ("5",)),
        ({"death": True}, ("6",)),
        ({"death": True, "sequelae": "mild"}, ("6",)),
        ({"sequelae": None}, ("2", "4", "5")),
        ({"stay_hours": None}, ("2", "3")),
        ({"death": None}, ("2", "6")),
    ],
)
def test_cirse_grades(changed, grades):
    assert cirse(Complication(term="biloma", **(KNOWN | changed))).possible == grades


def test_nothing_recorded_leaves_every_grade():
    assert cirse(Complication(term="biloma")).possible == ("1", "2", "3", "4", "5", "6")
    assert len(sir(Complication(term="biloma")).possible) == 5


@pytest.mark.parametrize(
    ("escalation", "word"),
    [
        ("none", "mild"),
        ("moderate", "moderate"),
        ("marked", "severe"),
        ("life-threatening", "life-threatening or disabling"),
    ],
)
def test_sir_classes(escalation, word):
    found = sir(Complication(term="biloma", escalation=escalation, death=False))
    assert found.possible == (word,)
    assert found.as_json()["status"] == "unverified"
    assert sir(Complication(term="biloma", escalation=escalation, death=True)).possible == ("death",)


def test_the_reviews_value_set_is_complete():
    """The ten terms of the safety table, typed here again."""
    printed = {
        "liver abscess", "ileus", "groin haematoma", "hypotension", "acute renal failure", "biloma", "pancreatitis",
        "common hepatic artery occlusion", "weight loss", "leg pain",
    }  # fmt: skip
    assert set(TERMS) == printed
    assert standard_term("Groin  hematoma") == "groin haematoma"
    assert standard_term("rash") is None


SESSIONS = [date(2026, 1, 1), date(2026, 2, 1)]


def test_a_complication_counts_to_the_session_before_it():
    assert session_of("biloma", date(2026, 1, 31), SESSIONS) == SESSIONS[0]
    assert session_of("biloma", date(2026, 2, 1), SESSIONS) == SESSIONS[1]
    assert session_of("biloma", date(2025, 12, 31), SESSIONS) is None


def test_an_abscess_counts_within_its_window():
    last = SESSIONS[1] + timedelta(days=90)
    assert session_of("liver abscess", last, SESSIONS) == SESSIONS[1]
    assert session_of("liver abscess", last + timedelta(days=1), SESSIONS) is None
