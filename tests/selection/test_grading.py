"""Grades at every limit of each edition; the answers were written by hand from the editions."""

from datetime import date

import pytest

from seldinger.patient import Mitoses, Span, Specimen
from seldinger.selection.grading import WHO_2010, WHO_2019, WHO_LUNG, grade

EDITIONS = {"2010": WHO_2010, "2019": WHO_2019, "lung": WHO_LUNG}

# edition | Ki-67 [%] | mitoses | differentiation | grades | why
TABLE = """
2010 | 2     | 1  | well | G1            | at most 2 %
2010 | 2.01  | 1  | well | G1 G2         | between 2 and 3 % the edition says nothing
2010 | 2.5   | 1  | well | G1 G2         | the same
2010 | 2.99  | 1  | well | G1 G2         | the same
2010 | 3     | 1  | well | G2            | from 3 %
2010 | 20    | 1  | well | G2            | up to 20 %
2010 | 20.1  | 1  | well | NEC G3        | above 20 %: the edition knows no well differentiated G3
2010 | 1     | 2  | well | G2            | 2 mitoses; the higher category wins
2010 | 1     | 20 | well | G2            | up to 20 mitoses
2010 | 1     | 21 | well | NEC G3        | more than 20 mitoses
2010 | 1     | 1  | poor | NEC G3        | poorly differentiated
2019 | 2.99  | 1  | well | G1            | below 3 %
2019 | 3     | 1  | well | G2            | from 3 %
2019 | 20    | 1  | well | G2            | up to 20 %
2019 | 20.1  | 1  | well | NET G3        | above 20 %, well differentiated
2019 | 1     | 2  | well | G2            | from 2 mitoses
2019 | 1     | 20 | well | G2            | up to 20 mitoses
2019 | 1     | 21 | well | NET G3        | more than 20 mitoses
2019 | 30    | 1  | -    | NET G3 NEC    | differentiation not stated
2019 | 5     | 1  | -    | G2            | not stated matters only above 20 %
2019 | 30    | 1  | poor | NEC           | poorly differentiated
lung | -     | 1  | well | typical       | below 2 mitoses
lung | -     | 2  | well | atypical      | from 2 mitoses
lung | -     | 10 | well | atypical      | up to 10 mitoses
lung | -     | 11 | well | NEC           | more than 10 mitoses
"""
NAMES = {"typical": "typical carcinoid", "atypical": "atypical carcinoid"}


def lines() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def specimen(ki67: str, mitoses: str, differentiation: str, necrosis: bool | None = False) -> Specimen:
    return Specimen(
        site="liver",
        date=date(2026, 1, 1),
        ki67_percent=None if ki67 == "-" else float(ki67),
        mitoses=None if mitoses == "-" else Mitoses(value=float(mitoses), per="2 mm2"),
        differentiation=None if differentiation == "-" else differentiation,
        necrosis=necrosis,
    )


@pytest.mark.parametrize("line", lines(), ids=lambda line: " ".join(line[:4]))
def test_a_specimen_has_the_grades_of_its_edition(line: list[str]) -> None:
    edition, ki67, mitoses, differentiation, grades, why = line
    found = grade(specimen(ki67, mitoses, differentiation), EDITIONS[edition])
    assert found is not None
    wanted = grades.replace("NET G3", "NET_G3").replace("NEC G3", "NEC_G3").split()
    assert set(found.possible) == {NAMES.get(each, each.replace("_", " ")) for each in wanted}, why


def test_nothing_counted_gives_no_grade_but_poor_differentiation_does() -> None:
    assert grade(specimen("-", "-", "well"), WHO_2019) is None
    found = grade(specimen("-", "-", "poor"), WHO_2019)
    assert found is not None and found.possible == ("NEC",)


def test_an_interval_across_a_limit_leaves_both_grades() -> None:
    wide = Specimen(site="liver", ki67_percent=Span(low=2.0, high=5.0), differentiation="well")
    found = grade(wide, WHO_2019)
    assert found is not None and found.possible == ("G1", "G2")


def test_necrosis_makes_a_lung_carcinoid_atypical() -> None:
    found = grade(specimen("-", "1", "well", necrosis=True), WHO_LUNG)
    assert found is not None and found.possible == ("atypical carcinoid",)


def test_what_was_not_counted_is_said() -> None:
    found = grade(specimen("5", "-", "well"), WHO_2019)
    assert found is not None
    assert found.uncounted == ("mitoses",) and found.basis == ("Ki-67",)
