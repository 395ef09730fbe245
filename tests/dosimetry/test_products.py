"""Product records: what is printed, what is not, and files that cannot be used."""

import pytest

from seldinger.cite import KnowledgeError
from seldinger.dosimetry import NO_CONSENSUS, cut_offs, product
from seldinger.dosimetry.products import read_product
from seldinger.terms import Status


def test_printed_figures() -> None:
    glass, resin = product("glass"), product("resin")
    assert (glass.diameter.low, glass.diameter.high) == (20, 30)
    assert (resin.diameter.low, resin.diameter.high) == (20, 60)
    assert (glass.density.low, glass.density.high, resin.density.value) == (3.2, 3.6, 1.6)
    assert glass.vial_sizes.gbq == (3, 5, 7, 10, 15, 20)
    assert resin.vial_sizes.gbq == (3,)
    # Hoang et al., abstract: 0.61 % and 3.01 %, at most 16.2 % and 20.1 %
    assert (glass.residual_median.value, resin.residual_median.value) == (0.0061, 0.0301)
    assert (glass.residual_max.value, resin.residual_max.value) == (0.162, 0.201)


def test_density_agrees_with_spheres_per_milligram() -> None:
    # a sphere of 20 to 30 um at 3.2 to 3.6 g/mL weighs 13 to 51 ng: 20,000 to 75,000 per mg; print 22,000 to 73,000
    from math import pi

    glass = product("glass")
    most = 1e-3 / (pi / 6 * (glass.diameter.low * 1e-4) ** 3 * glass.density.low)
    least = 1e-3 / (pi / 6 * (glass.diameter.high * 1e-4) ** 3 * glass.density.high)
    assert glass.spheres_per_mg.low == pytest.approx(least, rel=0.15)
    assert glass.spheres_per_mg.high == pytest.approx(most, rel=0.15)


def test_what_nobody_has_read_is_marked_or_absent() -> None:
    glass, resin = product("glass"), product("resin")
    assert glass.statuses["calibration"] is Status.UNVERIFIED
    assert glass.statuses["shelf"] is Status.UNVERIFIED
    assert resin.statuses["vial_volume"] is Status.UNVERIFIED
    assert resin.calibration is None
    assert resin.shelf is None


def test_both_devices_realise_their_statement() -> None:
    assert all("A51" in {each.statement for each in product(name).cites} for name in ("glass", "resin"))


def test_a_span_is_no_figure() -> None:
    with pytest.raises(ValueError, match="span, 20 to 60 um"):
        _ = product("resin").diameter.value


def test_an_unknown_product_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="glass, resin"):
        product("TheraSphere")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"colour": "red"}, "colour"),
        ({"diameter": {"low": 20, "high": 30, "unit": "um", "status": "read", "cites": []}}, "no citation"),
        ({"diameter": {"low": 20, "unit": "um", "status": "read", "cites": [{"key": "icrp107", "at": "x"}]}}, "high"),
        ({"diameter": {"value": 20, "unit": "um", "status": "sure", "cites": []}}, "sure"),
        ({"cites": [{"key": "nobody1999", "at": "x"}]}, "nobody1999"),
        ({"id": "x"}, "name"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_fault(table, words: str) -> None:
    with pytest.raises(KnowledgeError, match=words):
        read_product("x", table)


def test_asked_for_a_target_the_room_answers_with_a_list() -> None:
    for name in ("glass", "resin"):
        found = cut_offs(name)
        assert found.answer == NO_CONSENSUS
        assert all(each.product in (name, "any") for each in (*found.published, *found.elsewhere))
        assert not any("HCC" in each.entity for each in found.published)
    assert [each.key for each in cut_offs("glass").unread] == ["glass-nen2024"]
    assert cut_offs("resin").unread == ()
    assert cut_offs("glass").as_json()["answer"] == NO_CONSENSUS
    resin = {each.source.id: each for each in cut_offs("resin").published}
    assert resin["y90.resin_net_tumour_response"].source.status is Status.UNVERIFIED
    assert resin["y90.any_net_normal_liver_unharmed"].source.value == 25.4
    assert "y90.resin_any_normal_liver_max" not in {each.source.id for each in cut_offs("glass").published}
