"""Two infusions in one session: what is shared adds up, and the limit per session sees both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    K_50,
    ConcentrationRatio,
    LungShunt,
    NotComputable,
    Part,
    Split,
    check,
    combined,
    gbq,
    lung_limits,
)

ROUNDING = 1e-9


def lobe(name: str, *, normal_kg: float, untreated_kg: float | None, lsf: float | None = 0.1, product="glass") -> Split:
    tumour = Part(name=f"{name} tumour", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0))
    normal = Part(name=f"{name} normal", role="normal", kg=normal_kg)
    shunt = None if lsf is None else LungShunt(fraction=lsf, method="spect_ct")
    return Split(parts=(tumour, normal), shunt=shunt, lung_kg=1.0, untreated_kg=untreated_kg, product=product)


RIGHT, LEFT = lobe("right", normal_kg=0.9, untreated_kg=0.5), lobe("left", normal_kg=0.5, untreated_kg=0.9)


def test_each_infusion_alone_is_within_and_both_together_exceed() -> None:
    # 4 GBq at a shunt of 10 % give 49.67 * 4 * 0.1 = 19.868 Gy to 1 kg of lung, twice that is 39.74 against 30
    right, left = (split.dose_per_gbq().at(gbq(4)) for split in (RIGHT, LEFT))
    once = lung_limits()[:1]
    assert check(right, once, given=())[0].state == "within"
    (both,) = check(combined((right, left)), once, given=())
    assert (both.state, both.gy) == ("exceeds", pytest.approx(39.736))


@given(st.floats(0.1, 5), st.floats(0.1, 5))
def test_whole_normal_liver_is_the_mass_weighted_mean_of_both_lobes(a: float, b: float) -> None:
    right, left = RIGHT.dose_per_gbq().at(gbq(a)), LEFT.dose_per_gbq().at(gbq(b))
    both = combined((right, left))
    mean = (0.9 * right.of("right normal") + 0.5 * left.of("left normal")) / 1.4
    assert both.of("whole normal liver") == pytest.approx(mean, rel=ROUNDING)
    assert both.activity.gbq == pytest.approx(a + b)
    assert both.of("left tumour") == left.of("left tumour")


def test_what_one_infusion_cannot_tell_the_session_cannot_tell() -> None:
    unknown = lobe("left", normal_kg=0.5, untreated_kg=0.9, lsf=None)
    both = combined((RIGHT.dose_per_gbq(), unknown.dose_per_gbq()))
    assert isinstance(both.of("lung"), NotComputable)
    assert isinstance(both.of("whole normal liver"), NotComputable)
    assert both.of("right normal") == RIGHT.dose_per_gbq().of("right normal")


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ((), "at least one"),
        ((RIGHT.dose_per_gbq(), RIGHT.dose_per_gbq()), "two infusions"),
        ((RIGHT.dose_per_gbq(), LEFT.dose_per_gbq(k=K_50)), "share dose factor"),
        (
            (RIGHT.dose_per_gbq(), lobe("left", normal_kg=0.5, untreated_kg=0.9, product="resin").dose_per_gbq()),
            "product",
        ),
        ((RIGHT.dose_per_gbq(), lobe("left", normal_kg=0.5, untreated_kg=0.1).dose_per_gbq()), "weighs"),
    ],
)
def test_infusions_that_do_not_fit_together_are_refused(tables, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        combined(tables)
