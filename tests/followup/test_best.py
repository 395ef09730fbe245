"""Best response over a course, and what counts in a rate."""

from datetime import date, timedelta

import pytest

from seldinger.followup import (
    Criterion,
    assess,
    best_overall,
    check_rates,
    disease_control,
    for_recist_pool,
    objective_response,
)
from seldinger.followup.best import duration_of_response
from seldinger.patient import Lesion, Study
from seldinger.terms import Response
from tests.followup.spec_table import ids, rows

START = date(2026, 1, 1)
SUM = {"CR": 0.0, "PR": 50.0, "SD": 90.0, "PD": 200.0, "NE": None}

BEST = """
    scans                 | plain | confirmed | why
    ----------------------+-------+-----------+---------------------------------------------------------
    60 PR                 | PR    | SD        | seen once: stable when confirmation is asked for
    60 PR, 87 PR          | PR    | SD        | 27 days later is too soon
    60 PR, 88 PR          | PR    | PR        | 28 days later confirms
    60 PR, 70 NE, 90 PR   | PR    | PR        | an unreadable scan between does no harm
    60 PR, 90 CR          | CR    | PR        | the complete response was seen once; it confirms the partial
    60 CR, 90 CR          | CR    | CR        | complete, twice
    60 SD                 | SD    | SD        | stable beyond six weeks
    41 SD                 | NE    | NE        | stable, but one day short of six weeks
    42 SD                 | SD    | SD        | stable for exactly six weeks
    30 PR                 | PR    | NE        | an early response seen once, not yet stable disease
    60 SD, 90 PD          | SD    | SD        | stable before it progressed
    60 PD, 120 PD         | PD    | PD        | progression from the start
    60 PD, 120 PR         | PD    | PD        | what follows progression is not counted
    60 NE                 | NE    | NE        | nothing readable
"""


def course(cell):
    studies = [Study(date=START, kind="ct", lesions=(Lesion(id="a", longest_mm=100.0, target=True),))]
    for part in cell.split(","):
        day, category = part.split()
        lesion = Lesion(id="a", longest_mm=SUM[category])
        studies.append(Study(date=START + timedelta(days=int(day)), kind="ct", lesions=(lesion,)))
    return studies


@pytest.mark.parametrize("row", rows(BEST), ids=ids(BEST))
def test_best_overall(row):
    found = assess(course(row["scans"]), Criterion.RECIST)
    assert best_overall(found).category == row["plain"]
    assert best_overall(found, confirmation=True).category == row["confirmed"]


@pytest.mark.parametrize(
    ("cell", "days", "ended"),
    [
        ("60 PR, 150 PR, 240 PD", 180, True),
        ("60 PR, 150 PR", 90, False),
        ("60 PR, 150 PR, 240 NE", 90, False),
        ("60 SD, 150 CR, 240 PD", 90, True),
    ],
)
def test_duration_runs_from_response_to_progression_or_the_last_settled_scan(cell, days, ended):
    lasting = duration_of_response(assess(course(cell), Criterion.RECIST))
    assert (lasting.days, lasting.ended) == (days, ended)


def test_without_response_there_is_no_duration():
    assert duration_of_response(assess(course("60 SD, 150 PD, 240 PR"), Criterion.RECIST)) is None


def test_rates_count_what_the_review_counts():
    counted = {name: (objective_response(name), disease_control(name)) for name in Response}
    assert [name for name, (objective, _) in counted.items() if objective] == [Response.CR, Response.PR]
    assert [name for name, (_, control) in counted.items() if not control] == [Response.PD, Response.NE]


def test_a_minor_response_joins_a_pool_as_stable_and_says_so():
    category, note = for_recist_pool(Response.MR)
    assert category is Response.SD
    assert note.cites[0].statement == "B97"
    assert for_recist_pool(Response.PR) == (Response.PR, None)


def test_disease_control_below_response_cannot_be():
    """The review prints about 40 % benefit beside 50 % response."""
    assert "cannot" not in str(check_rates(0.5, 0.5))
    assert check_rates(0.5, 0.5) is None
    assert "includes every responder" in check_rates(0.5, 0.4).says
