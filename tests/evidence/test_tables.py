"""Anybody's table: pooled, or refused with line and column."""

from pathlib import Path

import pytest

from seldinger.evidence.reading import StudyError
from seldinger.evidence.tables import pool_table, read_table

ONE = "study,events,n\na,4,10\nb,3,20\nc,2,30\nd,1,40\n"
TWO = "study,ai,n1i,ci,n2i\na,4,10,1,10\nb,3,20,2,20\n"
CONTRACT = {
    "measure",
    "method",
    "test",
    "k",
    "theta",
    "se",
    "ci_theta",
    "estimate",
    "ci",
    "prediction",
    "tau2",
    "tau2_ci",
}
CONTRACT |= {"i2", "q", "q_p", "left_out"}
REFUSED = [
    ("study,events\na,1\n", "line 1", "a column is missing"),
    ("study,events,n\n", "line 2", "no study"),
    ("study,events,n\na,x,10\n", "line 2, events", "not a number"),
    ("study,events,n\na,11,10\n", "line 2, events", "more events than patients"),
    ("study,events,n\na,1,10\nb,,10\n", "line 3, events", "an empty cell is not zero"),
    ("study,events,n\na,0,0\n", "line 2, events", "nobody at all"),
]


def table(home: Path, text: str) -> Path:
    path = home / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_shares_are_pooled_by_the_exact_model(tmp_path: Path) -> None:
    found = pool_table(table(tmp_path, ONE))
    assert set(found) >= CONTRACT
    assert (found["method"], found["measure"], found["k"]) == ("GLMM", "PLO", 4)
    assert found["estimate"] == pytest.approx(0.104, abs=5e-4)


def test_two_groups_are_pooled_as_odds_ratios(tmp_path: Path) -> None:
    found = pool_table(table(tmp_path, TWO))
    assert (found["method"], found["measure"], found["k"]) == ("REML", "OR", 2)


@pytest.mark.parametrize(
    ("options", "expected"),
    [  # by hand: R = ad/N, S = bc/N over two rows of 20 and 40; Peto: sum of O - E over sum of V
        ({"method": "MH"}, (4 * 9 / 20 + 3 * 18 / 40) / (6 * 1 / 20 + 17 * 2 / 40)),
        (
            {"measure": "PETO"},
            2.718281828459045 ** ((1.5 + 0.5) / (10 * 10 * 5 * 15 / (400 * 19) + 400 * 5 * 35 / (1600 * 39))),
        ),
    ],
)
def test_sparse_methods_by_hand(tmp_path: Path, options: dict[str, str], expected: float) -> None:
    assert pool_table(table(tmp_path, TWO), **options)["estimate"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("text", "place", "why"), REFUSED, ids=[r[2] for r in REFUSED])
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, text: str, place: str, why: str) -> None:
    with pytest.raises(StudyError) as fault:
        read_table(table(tmp_path, text))
    assert fault.value.path == place, why


@pytest.mark.parametrize(
    ("options", "word"),
    [({"measure": "OR"}, "columns"), ({"measure": "PR", "method": "GLMM"}, "PLO"), ({"test": "knha"}, "GLMM")],
)
def test_what_does_not_fit_is_said(tmp_path: Path, options: dict[str, str], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        pool_table(table(tmp_path, ONE), **options)


def test_a_spreadsheet_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    assert read_table(table(tmp_path, "\ufeff" + ONE))[1][0]["study"] == "a"
