"""Selection: which treatments the reviews allow this patient, why, what is open, and where the sources disagree."""

from seldinger.selection.answers import Answer, answer, answers
from seldinger.selection.grading import Graded, grades
from seldinger.selection.overlay import OverlayError, load_profile
from seldinger.selection.profiles import PROFILES, Departure, Profile
from seldinger.selection.rule import Rule, Source
from seldinger.selection.scope import Scope, scope
from seldinger.selection.select import Outcome, Selection, known_of, select

__all__ = [
    "PROFILES",
    "Answer",
    "Departure",
    "Graded",
    "Outcome",
    "OverlayError",
    "Profile",
    "Rule",
    "Scope",
    "Selection",
    "Source",
    "answer",
    "answers",
    "grades",
    "known_of",
    "load_profile",
    "scope",
    "select",
]
