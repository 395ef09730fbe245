"""Del Prete 2014: totals, ranges and averages of the text recomputed from Tables 1 to 3, and what does not add up."""

import pytest

from seldinger.evidence.headlines import Explanation, headlines, substitutions
from seldinger.evidence.issues import members
from seldinger.evidence.reading import library

ROWS = members(library(), "delprete2014")
FOUND = {h.figure.split("/")[1]: h for h in headlines() if h.figure.startswith("delprete2014/")}
VERDICTS = [
    # figure, verdict, why
    ("procedures", "reproduced", "the treatment column adds up to 979"),
    ("deaths", "reproduced", "the death column adds up to 50"),
    ("deaths_percent", "reproduced", "50 of 896"),
    ("complications_percent", "reproduced", "125 of 896"),
    ("patients", "an inference among several", "the rows give 909"),
    ("complications", "an inference among several", "the rows give 133"),
    ("response", "close", "179 of 367 with the silent row as zero"),
    ("benefit", "cannot be had", "below response; the mean of stable disease alone is near"),
    ("clinical", "cannot be had", "no plain average gives 56"),
    ("median_survival", "cannot be had", "the lowest cell is 9.3"),
    ("pfs", "cannot be had", "no table has it"),
    ("duration", "cannot be had", "no table has it"),
    ("always_80", "cannot be had", "three groups lie below"),
]


@pytest.mark.parametrize(("figure", "verdict", "why"), VERDICTS)
def test_headlines(figure: str, verdict: str, why: str) -> None:
    assert FOUND[figure].verdict == verdict, why


def test_fifteen_studies() -> None:
    assert len(ROWS) == 15


def test_979_by_hand() -> None:
    column = [75, 42 + 32, 25, 161, 7, 40, 55, 63, 59, 23, 7, 33, 106, 213, 38]
    assert sum(column) == 979
    assert "add up to 979" in FOUND["procedures"].found
    for key in ("gupta2003 74", "ruutiainen2007 23", "kamat2008 33"):
        assert key in FOUND["procedures"].notes[0]  # these are patients


def test_896_is_reached_in_several_ways_and_by_none_as_it_stands() -> None:
    listed = [23, 123, 25, 84, 19, 64, 41, 35, 85, 67, 46, 60, 100, 107, 30]
    assert sum(listed) == 909
    ways = substitutions(ROWS, 896)
    assert ("fiore2014 30 to 17",) in ways and ("ho2007 46 to 33",) in ways
    assert len(ways) > 2 and len(FOUND["patients"].alternatives) == len(ways)


def test_50_deaths_by_hand_and_half_of_them_in_two_rows() -> None:
    assert sum([2, 1, 2, 2, 13, 4, 4, 1, 4, 12, 3, 2, 0]) == 50
    follow_up = [n for n in FOUND["deaths"].notes if "follow-up" in n]
    assert len(follow_up) == 2 and "eriksson1998 13" in follow_up[0] and "kamat2008 12" in follow_up[1]


def test_125_needs_one_arm_of_one_row_and_both_of_another() -> None:
    assert 2 + 19 + 6 + 11 + 34 + 9 + 21 + (7 + 3) + 7 + 6 == 125
    ways = FOUND["complications"].alternatives
    assert ways[0] == "fiore2014: tae; pitt2008: ctace and tae"
    assert len(ways) > 1  # other rows can be left out to the same sum


def test_half_respond_only_when_a_silent_row_counts_as_none() -> None:
    assert "sum over evaluable 53.6 %" in FOUND["response"].found
    assert "sum with silent categories as zero 48.8 %" in FOUND["response"].found


def test_forty_percent_benefit_is_stable_disease_alone() -> None:
    assert any("SD cells alone is 39 %" in way for way in FOUND["benefit"].alternatives)


def test_every_explanation_says_what_it_needs() -> None:
    assert all(isinstance(h, Explanation) and h.needs and h.found for h in FOUND.values())
