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
    ("study,events,n\na,NaN,10\n", "line 2, events", "a missing count is not a count"),
    ("study,events,n\na,-3,10\n", "line 2, events", "fewer than none"),
    ("study,events,n\na,3.5,10\n", "line 2, events", "half a patient"),
    ("study,events,n\na,²,10\n", "line 2, events", "a digit that is no number"),
    ("study,events,n\na,3,1" + 400 * "0" + "\n", "line 2, n", "more than there are people"),
    ("study,events,n\na,3,10000001\n", "line 2, n", "just above the limit"),
    ("study,events,n\na,1,9\na,2,8\n", "line 3, study", "two rows of one study are not independent"),
    ("study,events,n\n,1,9\n", "line 2, study", "a study without a name"),
    ("study,events,n\na\x00,1,9\n", "line 2, study", "a name that no terminal can print"),
    ("study,events,n\na,3\n", "line 2", "a cell is missing"),
    ("study,events,n\na,3,10,11\n", "line 2", "a cell too many"),
    ("study,events,n,n\na,3,10,11\n", "line 1", "which n?"),
    ("study,events,n,ai,n1i,ci,n2i\na,3,29,1,16,2,13\n", "line 1", "which kind of table?"),
    ('study,events,n\n"a,3,10\nb,4,12\n', "line 3", "a quote that never ends"),
    ("study,events,n\n" + 140_000 * "x" + ",3,10\n", "line 2", "a cell as long as a book"),
    ("", "line 1", "an empty file"),
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
    [
        ({"measure": "OR"}, "columns"),
        ({"measure": "PR", "method": "GLMM"}, "PLO"),
        ({"test": "knha"}, "GLMM"),
        ({"method": "XX"}, "unknown estimator"),
        ({"method": "REML", "test": "foo"}, "unknown test"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, options: dict[str, str], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        pool_table(table(tmp_path, ONE), **options)


def test_what_a_spreadsheet_writes_is_read(tmp_path: Path) -> None:
    """A byte order mark, spaces around names, quoted commas, Windows line ends and blank lines are no faults."""
    text = '\ufeff study , events,n\r\n"Loewe, 2003", 4 ,10\r\n\r\nb,10000000,10000000\r\n'
    labels, counts = read_table(table(tmp_path, text))
    assert labels == ["Loewe, 2003", "b"]
    assert counts == {"events": [4, 10_000_000], "n": [10, 10_000_000]}


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("study,events,n\nBär,1,9\n".encode("latin-1"))
    with pytest.raises(StudyError, match="UTF-8"):
        read_table(path)


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        (ONE.replace("4,", "0,").replace("3,", "0,").replace("2,", "0,").replace("1,", "0,"), {}, "no events"),
        ("study,events,n\na,9,9\nb,5,5\n", {}, "only events"),
        ("study,events,n\na,10,10\nb,0,12\n", {}, "all or nothing"),
        ("study,ai,n1i,ci,n2i\na,0,16,0,13\n", {}, "no events in either group"),
        ("study,ai,n1i,ci,n2i\na,0,16,0,13\nb,0,3,0,4\n", {"method": "MH"}, "the same"),
        ("study,ai,n1i,ci,n2i\na,16,16,13,13\n", {"method": "GLMM"}, "only events in both groups"),
    ],
)
def test_rows_that_tell_nothing_are_refused_with_the_reason(
    tmp_path: Path, text: str, options: dict[str, str], why: str
) -> None:
    found = pool_table(table(tmp_path, text), **options)
    assert found["refused"], why
    assert found["theta"] is None


def test_a_correction_is_named(tmp_path: Path) -> None:
    found = pool_table(table(tmp_path, "study,ai,n1i,ci,n2i\na,0,16,3,13\nb,2,9,1,9\n"))
    assert found["corrected"] == ["a"]
