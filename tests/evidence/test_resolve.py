"""What a printed percent admits, by rounding or by cutting, and what no reading can save."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.evidence.resolve import admissible, fits, resolve
from tests.evidence.studies import row, study

TABLE = [
    # events, total, percent, fits, why
    (2, 23, "8", True, "8.7 cut to 8"),
    (2, 23, "9", True, "8.7 rounded to 9"),
    (2, 23, "7", False, "neither"),
    (13, 41, "31", True, "31.7 cut"),
    (4, 93, "4.3", True, "one decimal"),
    (32, 35, "86", False, "91.4"),
    (1, 8, "12", True, "12.5 cut"),
    (1, 8, "13", True, "12.5 rounded up"),
    (0, 30, "0", True, "nothing is nothing"),
    (7, 7, "100", True, "all is all"),
]


@pytest.mark.parametrize(("events", "total", "percent", "expected", "why"), TABLE)
def test_fits(events: int, total: int, percent: str, expected: bool, why: str) -> None:
    assert fits(events, total, percent) is expected, why


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 2), st.booleans()
)
def test_admissible_contains_the_truth_for_any_rounded_or_cut_percent(
    pair: tuple[int, int], decimals: int, cut: bool
) -> None:
    events, total = pair
    scale = 10**decimals
    exact = 100 * events * scale
    units = exact // total if cut else (2 * exact + total) // (2 * total)
    percent = f"{units // scale}" + (f".{units % scale:0{decimals}d}" if decimals else "")
    assert events in admissible(percent, total)
    assert all(fits(e, total, percent) for e in admissible(percent, total))


def test_one_percent_of_273_admits_four_counts() -> None:
    assert admissible("1", 273) == (2, 3, 4, 5)


STATUS = [
    (dict(events=9, n=40, percent="22"), "as_printed", (9,), "22.5 cut to 22"),
    (dict(events=9, n=40, percent="23"), "as_printed", (9,), "22.5 rounded to 23"),
    (dict(events=9, n=40, percent="24"), "unresolvable", (), "a point and a half off"),
    (dict(events=5, n=13, percent="39"), "as_printed", (5,), "38.5, nudged so that the cell closes"),
]


@pytest.mark.parametrize(("cell", "status", "events", "why"), STATUS)
def test_status_of_a_counted_cell(cell: dict[str, object], status: str, events: tuple[int, ...], why: str) -> None:
    one = resolve(study(row(**cell)).rows[0])  # type: ignore[arg-type]
    assert (one.status, one.events) == (status, events), why
    assert one.reason


def test_a_percent_of_a_printed_group_gives_its_counts() -> None:
    cell = replace(study(row(3, 40, percent="7")).rows[0], events=None)
    assert resolve(cell).events == (3,)
    assert resolve(cell).status == "derived"


def test_a_percent_without_a_group_gives_none() -> None:
    cell = replace(study(row(3, 40, percent="7")).rows[0], events=None, denominator=None)
    assert resolve(cell).status == "percent_only"


def test_a_survival_percent_is_never_a_count() -> None:
    cell = replace(study(row(3, 40, percent="7")).rows[0], events=None, measure="OS", statistic="rate", at_months=60)
    assert (resolve(cell).status, resolve(cell).events) == ("percent_only", ())


def test_silence_is_not_zero() -> None:
    cell = replace(study(row(3, 40)).rows[0], events=None, denominator=None, silent=True)
    assert (resolve(cell).status, resolve(cell).events) == ("silent", ())
