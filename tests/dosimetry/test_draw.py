"""Volume to draw, residual, and the three activities that are never taken for each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    NotComputable,
    Reading,
    assay_caution,
    decayed,
    delivery,
    gbq,
    product,
    residual_fraction,
    volume_to_draw,
)


def test_volume_is_the_share_of_the_vial() -> None:
    # 3 GBq at calibration, 18 h later: 3 * 2^(-18/64.1) = 2.4694 GBq in 5 mL; 1.2 GBq are 2.43 mL
    in_vial = decayed(gbq(3), hours=18)
    found = volume_to_draw(gbq(1.2), in_vial=in_vial, vial_ml=5.0)
    assert in_vial.gbq == pytest.approx(2.4694, abs=5e-5)
    assert found.ml == pytest.approx(2.430, abs=5e-4)
    assert found.remaining.gbq == pytest.approx(2.4694 - 1.2, abs=5e-5)
    assert "Not clinically validated" in found.note


def test_too_little_in_the_vial_is_refused() -> None:
    with pytest.raises(ValueError, match="second vial"):
        volume_to_draw(gbq(2.5), in_vial=gbq(2.4), vial_ml=5.0)
    with pytest.raises(ValueError, match="positive"):
        volume_to_draw(gbq(1), in_vial=gbq(2.4), vial_ml=0)


def test_an_unknown_volume_is_asked_for() -> None:
    found = volume_to_draw(gbq(1), in_vial=gbq(2), vial_ml=None)
    assert isinstance(found, NotComputable)
    assert found.ask == ("volume in the vial [mL]",)


@pytest.mark.parametrize(
    ("assay", "says"),
    [
        (3.0, None),
        (3.3, None),  # exactly 10 % is within it
        (2.7, None),
        (3.301, "+10.0%"),
        (2.69, "-10.3%"),
        (3.78, "+26.0%"),  # Selwyn 2008
    ],
)
def test_assay_against_the_label(assay: float, says: str | None) -> None:
    found = assay_caution(product("resin"), labelled=gbq(3), assayed=gbq(assay))
    assert found is None if says is None else says in found


def test_a_vial_without_assay_is_said() -> None:
    assert "no assay" in assay_caution(product("resin"), labelled=gbq(3), assayed=None)
    assert assay_caution(product("glass"), labelled=gbq(3), assayed=None) is None  # no tolerance in print here


def test_residual_is_decay_corrected_to_the_first_reading() -> None:
    # net 100 before, net 3 after 2 h: 3 * 2^(2/64.1) / 100 = 3.066 %; without correction 3.000 %
    before, after = Reading(value=101, background=1), Reading(value=4, background=1)
    assert residual_fraction(before=before, after=after, hours=0) == pytest.approx(0.03)
    found = residual_fraction(before=before, after=after, hours=2)
    assert found == pytest.approx(0.030656, abs=5e-7)


def test_an_empty_line_leaves_nothing() -> None:
    assert residual_fraction(before=Reading(value=50), after=Reading(value=1, background=2), hours=1) == 0


@pytest.mark.parametrize(
    ("before", "after", "hours", "words"),
    [
        (Reading(value=1, background=1), Reading(value=0), 1, "background"),
        (Reading(value=10), Reading(value=11), 1, "swapped"),
        (Reading(value=10), Reading(value=1), -1, "after the first"),
    ],
)
def test_impossible_readings_are_refused(before: Reading, after: Reading, hours: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        residual_fraction(before=before, after=after, hours=hours)


@pytest.mark.parametrize("value", [float("nan"), -1.0, float("inf")])
def test_a_reading_must_be_a_number(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Reading(value=value)


def test_delivered_is_drawn_less_decay_less_residual() -> None:
    # 1.5 GBq drawn, 2.20 h, 3.01 % left behind: 1.5 * 0.97649 * 0.9699 = 1.42065 GBq, 5.3 % below the plan
    found = delivery(planned=gbq(1.5), drawn=gbq(1.5), hours=2.20, residual=0.0301)
    assert found.delivered.gbq == pytest.approx(1.42065, abs=5e-5)
    assert found.dose_change == pytest.approx(-0.0529, abs=5e-5)


def test_an_unknown_residual_leaves_the_delivered_activity_open() -> None:
    found = delivery(planned=gbq(1.5), drawn=gbq(1.5), hours=2.2, residual=None)
    assert isinstance(found.delivered, NotComputable)
    assert isinstance(found.dose_change, NotComputable)
    assert "residual" in str(found.dose_change)
    with pytest.raises(ValueError, match=r"did you mean 0\.03"):
        delivery(planned=gbq(1.5), drawn=gbq(1.5), hours=2.2, residual=3)


@given(st.floats(0, 0.2), st.floats(0, 24))
def test_residual_and_delay_commute(left: float, hours: float) -> None:
    found = delivery(planned=gbq(2), drawn=gbq(2), hours=hours, residual=left)
    assert found.delivered.gbq == pytest.approx(decayed(gbq(2 * (1 - left)), hours=hours).gbq, rel=1e-9)
