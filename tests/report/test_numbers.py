"""The shared formatter: rounding, frequencies on 100, intervals, names."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.report.forms import FORMS, show
from seldinger.report.numbers import interval_100, not_of_100, number, of_100

TABLE = [
    # form, value, printed, why
    ("number", 0.0421, "0.0421", "three figures"),
    ("number", 2, "2", "a whole number stays whole"),
    ("number", -0.0, "0", "never -0"),
    ("number", -1e-17, "0", "noise of the machine is nothing"),
    ("number", 1234.5, "1235", "no decimals above a thousand"),
    ("number", float("nan"), "not stated", "NaN is no number"),
    ("of_100", 0.608, "61 of 100", "rounded half up"),
    ("of_100", 0.0, "0 of 100", "none is said as none"),
    ("of_100", 1.0, "100 of 100", "all is said as all"),
    ("of_100", 0.0049, "fewer than 1 of 100", "not nought"),
    ("of_100", 0.0051, "1 of 100", "just enough for one"),
    ("of_100", 0.9951, "more than 99 of 100", "not all"),
    ("of_100", None, "not stated", "nobody counted"),
    ("interval_100", [0.433, 0.612], "43 to 61", "both bounds"),
    (
        "interval_100",
        [0.0, 0.1129],
        "up to 11",
        "0 of 25, one-sided 95 % (transarterial review, procedures without abscess)",
    ),
    ("interval_100", [0.0, 0.2589], "up to 26", "0 of 10, one-sided 95 %"),
    ("interval_100", [-1e-17, 0.2], "up to 20", "a lower bound that is noise is nought"),
    ("interval_100", [0.9, 1.0000000001], "90 to 100", "never above 100"),
    ("interval_100", None, "not stated", "no interval"),
    ("date", "2026-11-02", "2 Nov 2026", "spoken"),
    ("date", "November", "November", "what is no date stands as it is"),
    ("day", "2026-11-02", "2 Nov", "the year goes without saying"),
    ("percent", 0.95, "95 %", "a level"),
    ("count", ["a", "b"], "2", "a list by its length"),
    ("quantity", {"value": 75.0, "unit": "%"}, "75 %", "value and unit"),
    ("quantity", {"value": 1.2, "unit": "1"}, "1.2", "the unit one is not printed"),
    ("seen", {"value": None}, "not known", "a blank is never no"),
    ("seen", {"value": False, "printed": "no"}, "no", "known absent"),
    ("span", {"low": 30, "high": 50}, "30 to 50", "an interval as charted"),
    ("span", {"low": None, "high": 2, "high_open": True}, "below 2", "below a detection limit"),
    ("text", True, "yes", "a flag"),
    ("words", "not_indicated", "not indicated", "a code"),
    ("unit", "mo", "months", "a unit of time"),
]


@pytest.mark.parametrize(("form", "value", "printed", "why"), TABLE, ids=[f"{row[0]}-{row[3]}" for row in TABLE])
def test_a_value_is_printed_as_in_the_table(form: str, value: object, printed: str, why: str) -> None:
    assert show(form, value, "") == printed, why


def test_every_form_has_words_for_nothing() -> None:
    """Forms that take an object apart are only ever given one."""
    takes_objects = {"quantity", "seen", "span"}
    assert all(form(None) for name, form in FORMS.items() if name not in takes_objects)


@given(st.floats(0, 1))
def test_did_and_did_not_make_a_hundred(share: float) -> None:
    shown = of_100(share)
    count = int(shown.split()[-3])
    if not shown.startswith(("fewer", "more")):
        assert count + int(not_of_100(share)) == 100


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_never_minus_nought_and_keeps_its_size(value: float) -> None:
    shown = number(value)
    assert shown != "-0"
    if math.isfinite(value) and abs(value) > 1e-9:
        assert abs(float(shown) - value) <= 0.005 * abs(value) + 0.5 * (abs(value) >= 1000)


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_interval_stays_within_a_hundred(a: float, b: float) -> None:
    low, high = sorted((a, b))
    words = interval_100([low, high]).split()
    assert all(0 <= int(word) <= 100 for word in words if word.isdigit())
    assert (words[0] == "up") == (low == 0)
