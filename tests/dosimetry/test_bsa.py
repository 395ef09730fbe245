"""Resin formulas without dosimetry: each by hand, every boundary, and every refusal."""

import pytest

from seldinger.dosimetry import (
    LungShunt,
    NotComputable,
    body_surface_m2,
    bsa_activity,
    empirical_activity,
    modified_bsa_activity,
    reduced,
    shunt_reduction,
)
from seldinger.terms import Status


def test_lobar_activity_has_the_volume_factor() -> None:
    # (1.85 - 0.2 + 0.3/1.5) * 0.9/1.5 = 1.85 * 0.6 = 1.11; without the factor it would be 1.85
    found = bsa_activity(surface_m2=1.85, tumour_l=0.3, liver_l=1.5, treated_l=0.9)
    assert found.activity.gbq == pytest.approx(1.11)
    assert found.basis.statuses["body surface area"] is Status.SECONDARY


def test_modified_form_uses_the_lobes_own_tumour_share() -> None:
    # (1.85 - 0.2 + 0.3/0.9) * 0.9/1.5 = 1.9833 * 0.6 = 1.19
    found = modified_bsa_activity(surface_m2=1.85, tumour_in_lobe_l=0.3, lobe_l=0.9, liver_l=1.5)
    assert found.activity.gbq == pytest.approx(1.19)
    assert found.basis.standing == "unverified, not for use"


EMPIRICAL = """
    share | gbq | why
    ------+-----+-------------------------------
    0.00  | 2.0 | the lowest step holds from nothing
    0.25  | 2.0 | up to 25 % inclusive
    0.26  | 2.5 | just above
    0.50  | 2.5 | up to 50 % inclusive
    0.51  | 3.0 | just above
    1.00  | 3.0 | all tumour
"""
REDUCTION = """
    shunt | factor | why
    ------+--------+-------------------------------------------------
    0.099 | 1.0    | below 10 %: none
    0.10  | 0.8    | from 10 %: 20 % less, the larger on the boundary
    0.149 | 0.8    | still that step
    0.15  | 0.6    | from 15 %: 40 % less
    0.20  | 0.6    | the label bars above 20 %, not at it
    0.201 | 0.0    | no treatment
"""


def rows(text: str) -> list[tuple[float, float]]:
    return [tuple(map(float, line.split("|")[:2])) for line in text.strip().splitlines()[2:]]


@pytest.mark.parametrize(("share", "gbq"), rows(EMPIRICAL))
def test_empirical_steps(share: float, gbq: float) -> None:
    found = empirical_activity(tumour_l=2.0 * share, liver_l=2.0)
    assert found.activity.gbq == gbq
    assert found.basis.standing == "unverified, not for use"


@pytest.mark.parametrize(("shunt", "factor"), rows(REDUCTION))
def test_reduction_for_lung_shunt(shunt: float, factor: float) -> None:
    given = LungShunt(fraction=shunt, method="planar")
    assert shunt_reduction(given).factor == factor
    whole = bsa_activity(surface_m2=1.85, tumour_l=0.3, liver_l=1.5)
    assert reduced(whole, given).activity.gbq == pytest.approx(whole.activity.gbq * factor)


def test_the_unverified_step_marks_the_number() -> None:
    whole = bsa_activity(surface_m2=1.85, tumour_l=0.3, liver_l=1.5)
    step = reduced(whole, LungShunt(fraction=0.12, method="planar"))
    assert step.basis.standing == "unverified, not for use"
    assert reduced(whole, LungShunt(fraction=0.02, method="planar")).basis.standing == "secondary"


def test_a_missing_shunt_reduces_nothing_and_asks() -> None:
    whole = bsa_activity(surface_m2=1.85, tumour_l=0.3, liver_l=1.5)
    assert isinstance(shunt_reduction(None), NotComputable)
    assert isinstance(reduced(whole, None), NotComputable)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: body_surface_m2(height_m=175, weight_kg=70), "another unit"),
        (lambda: body_surface_m2(height_m=1.75, weight_kg=70_000), "another unit"),
        (lambda: bsa_activity(surface_m2=1.85, tumour_l=300, liver_l=1500), "another unit"),
        (lambda: bsa_activity(surface_m2=1.85, tumour_l=1.6, liver_l=1.5), "does not fit"),
        (lambda: bsa_activity(surface_m2=1.85, tumour_l=0.1, liver_l=1.5, treated_l=1.6), "does not fit"),
        (lambda: bsa_activity(surface_m2=0.15, tumour_l=0.01, liver_l=1.5), "does not reach"),
        (lambda: empirical_activity(tumour_l=-0.1, liver_l=1.5), "does not fit"),
    ],
)
def test_impossible_input_is_refused(call, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
