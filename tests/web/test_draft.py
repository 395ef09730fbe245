"""The draft: options, and faults that name a place without repeating what was seen."""

import pytest

from seldinger.patient import Fault
from seldinger.selection import PROFILES
from seldinger.web.draft import from_form, problem

PATHS = """
    path                       | shown                      | key             | why
    ---------------------------+----------------------------+-----------------+-------------------------------------
    labs.bilirubin[1].unit     | labs.bilirubin.1.unit      | labs.bilirubin  | every step is a name of ours
    labs.Mueller               | labs.…                     | -               | a key that is not known may be a name
    "Hans Mueller"             | …                          | -               | the same at the top
    specimen[0].site           | specimen.0.site            | specimen        | a member of a row
    study[2].lesions[0].Hans   | study.2.lesions.0.…        | study           | unknown inside a row
    as_of                      | as_of                      | as_of           | the head of the chart
    profile                    | profile                    | profile         | an option of the page
"""


@pytest.mark.parametrize("line", PATHS.strip().splitlines()[2:])
def test_paths(line):
    path, shown, key, why = (cell.strip() for cell in line.split("|"))
    found = problem(Fault(file="f", path=path, seen="Hans", expected="x", remedy="y"))
    assert found.path == shown, why
    assert found.key == (None if key == "-" else key), why
    assert "Hans" not in found.says


def test_the_position_of_a_syntax_error_is_kept():
    seen = "Expected '=' after a key in a key/value pair (at line 3, column 7)"
    assert problem(Fault(file="f", path="", seen=seen, expected="x", remedy="y")).says.startswith("line 3, column 7: ")


def test_options_that_are_not_offered_are_faults():
    """A profile is one of the names the server was started with, never a path."""
    form = {"id": ["a"], "as_of": ["2026-01-01"], "profile": ["/etc/passwd"], "on": ["tomorrow"]}
    draft = from_form(form, PROFILES)
    assert {each.key for each in draft.problems} == {"profile", "on"}
    assert draft.profile.name == "strictest"
    assert draft.on is None


def test_a_form_without_a_chart_is_no_record():
    draft = from_form({}, PROFILES)
    assert draft.record is None
    assert {each.key for each in draft.problems} == {"id", "as_of"}
