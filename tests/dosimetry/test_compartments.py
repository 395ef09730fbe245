"""Partition model: laws, an independent linear solve, and every way in which input is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.dosimetry import (
    DOSE_FACTORS,
    K_49_67,
    ActivityRatio,
    ConcentrationRatio,
    LungShunt,
    NotComputable,
    Part,
    Split,
    gbq,
    mass_kg,
)

AGREEMENT = 1e-12  # relative, closed form against linear solve
ROUNDING = 1e-9  # relative, laws

masses = st.floats(0.01, 3.0)
ratios = st.floats(0.2, 30.0)
shunts = st.floats(0.0, 0.6)
amounts = st.floats(0.01, 20.0)


@st.composite
def splits(draw, *, ratio=ratios) -> Split:
    kgs = draw(st.lists(masses, min_size=0, max_size=5))
    tumours = [
        Part(name=f"t{i}", role="tumour", kg=kg, uptake=ConcentrationRatio(value=draw(ratio)))
        for i, kg in enumerate(kgs)
    ]
    normal = Part(name="normal", role="normal", kg=draw(masses))
    shunt = LungShunt(fraction=draw(shunts), method="as_given")
    return Split(parts=(*tumours, normal), shunt=shunt, lung_kg=draw(masses), untreated_kg=draw(st.floats(0, 2)))


def by_linear_solve(split: Split, gbq_in: float, k: float) -> dict[str, float]:
    """Solve for the activities: sum to A, lung takes its fraction, concentrations stand in the stated ratios."""
    import numpy as np

    names = [*(part.name for part in split.parts), "lung"]
    n = len(names)
    rows, right = np.zeros((n, n)), np.zeros(n)
    rows[0, :] = 1.0  # all activity is somewhere
    right[0] = gbq_in
    rows[1, n - 1] = 1.0  # the lung's share
    right[1] = gbq_in * split.shunt.fraction
    first = split.parts[0]
    for i, part in enumerate(split.parts[1:], start=1):  # a_i / (m_i u_i) = a_0 / (m_0 u_0)
        rows[i + 1, i] = first.kg * first.uptake.value
        rows[i + 1, 0] = -part.kg * part.uptake.value
    found = np.linalg.solve(rows, right)
    kgs = [*(part.kg for part in split.parts), split.lung_kg]
    return {name: k * a / kg for name, a, kg in zip(names, found, kgs, strict=True)}


def test_closed_form_agrees_with_linear_solve() -> None:
    rng = random.Random(20261124)
    for _ in range(10_000):
        tumours = [
            Part(
                name=f"t{i}",
                role="tumour",
                kg=rng.uniform(0.005, 1.5),
                uptake=ConcentrationRatio(value=rng.uniform(0.3, 25)),
            )
            for i in range(rng.randint(0, 4))
        ]
        split = Split(
            parts=(*tumours, Part(name="normal", role="normal", kg=rng.uniform(0.1, 2.5))),
            shunt=LungShunt(fraction=rng.uniform(0.001, 0.4), method="as_given"),
            lung_kg=rng.uniform(0.4, 1.6),
        )
        amount, k = rng.uniform(0.05, 12), rng.choice(DOSE_FACTORS)
        closed = split.dose_per_gbq(k=k).at(gbq(amount))
        for name, gy in by_linear_solve(split, amount, k.value).items():
            assert closed.of(name) == pytest.approx(gy, rel=AGREEMENT)


@given(splits(), amounts, st.floats(0.1, 10))
def test_dose_is_linear_in_activity(split: Split, amount: float, factor: float) -> None:
    once, more = (split.dose_per_gbq().at(gbq(a)) for a in (amount, amount * factor))
    for row in once.rows:
        assert more.of(row.name) == pytest.approx(row.gy * factor, rel=ROUNDING)


@given(splits(), amounts)
def test_energy_balance(split: Split, amount: float) -> None:
    # every decay deposits its energy in some compartment: sum of dose times mass is k A
    doses = split.dose_per_gbq().at(gbq(amount))
    deposited = sum(row.gy * row.kg for row in doses.rows if row.role != "whole_normal")
    assert deposited == pytest.approx(K_49_67.value * amount, rel=ROUNDING)


@given(splits(ratio=st.just(1.0)))
def test_equal_uptake_makes_partition_the_mono_compartment(split: Split) -> None:
    whole = Part(name="all", role="perfused", kg=sum(part.kg for part in split.parts))
    mono = Split(parts=(whole,), shunt=split.shunt, lung_kg=split.lung_kg).dose_per_gbq()
    for row in split.dose_per_gbq().rows:
        if row.role in ("tumour", "normal"):
            assert row.gy == pytest.approx(mono.of("all"), rel=ROUNDING)


@given(splits())
def test_tumour_dose_is_its_ratio_times_normal_dose(split: Split) -> None:
    per_gbq = split.dose_per_gbq()
    for part in split.parts:
        assert per_gbq.of(part.name) == pytest.approx(part.uptake.value * per_gbq.of("normal"), rel=ROUNDING)


@given(splits(), st.floats(0.0, 0.3))
def test_more_shunt_never_raises_a_liver_dose(split: Split, more: float) -> None:
    shunt = LungShunt(fraction=min(0.99, split.shunt.fraction + more), method="as_given")
    other = Split(parts=split.parts, shunt=shunt, lung_kg=split.lung_kg).dose_per_gbq()
    for part in split.parts:
        assert other.of(part.name) <= split.dose_per_gbq().of(part.name) * (1 + ROUNDING)
    assert other.of("lung") >= split.dose_per_gbq().of("lung") * (1 - ROUNDING)


@given(splits(), amounts, amounts)
def test_two_sessions_equal_their_sum(split: Split, first: float, second: float) -> None:
    per_gbq = split.dose_per_gbq()
    one, two, both = (per_gbq.at(gbq(a)) for a in (first, second, first + second))
    for row in both.rows:
        assert one.of(row.name) + two.of(row.name) == pytest.approx(row.gy, rel=ROUNDING)


@pytest.mark.parametrize("k", DOSE_FACTORS)
def test_one_dose_factor_everywhere(k) -> None:
    # every compartment of a split scales with the one factor, and the basis prints that factor
    split = example()
    reference, other = split.dose_per_gbq(), split.dose_per_gbq(k=k)
    for row in reference.rows:
        assert other.of(row.name) / row.gy == pytest.approx(k.value / K_49_67.value, rel=ROUNDING)
    assert other.basis.k is k


def test_whole_normal_liver_counts_the_untreated_part() -> None:
    # 1.0 kg treated at 29.802 Gy/GBq, 0.5 kg untreated at 0: mean 19.868
    per_gbq = example().dose_per_gbq()
    assert per_gbq.of("normal") == pytest.approx(29.802)
    assert per_gbq.of("whole normal liver") == pytest.approx(29.802 / 1.5)


def test_shunt_is_divided_out_of_the_activity_and_never_multiplied() -> None:
    # trap: with (1 - LSF) on the wrong side the activity for a dose would be 19 % low at LSF 0.10
    part = Part(name="n", role="normal", kg=1.0)
    with_shunt = Split(parts=(part,), shunt=LungShunt(fraction=0.10, method="as_given")).dose_per_gbq().of("n")
    without = Split(parts=(part,), shunt=LungShunt(fraction=0.0, method="as_given")).dose_per_gbq().of("n")
    needed = without / with_shunt  # activity needed relative to no shunt
    assert needed == pytest.approx(1 / 0.90)
    assert 0.90 / needed == pytest.approx(0.81)  # the wrong formula's activity over the right one


def test_a_missing_shunt_is_never_zero() -> None:
    per_gbq = Split(parts=example().parts, shunt=None, untreated_kg=0.5).dose_per_gbq()
    assert all(isinstance(row.gy, NotComputable) for row in per_gbq.rows)
    assert all("lung shunt fraction (MAA scan)" in row.gy.ask for row in per_gbq.rows)
    later = per_gbq.at(gbq(3))
    assert all(isinstance(row.gy, NotComputable) for row in later.rows)
    assert all(row["gy"] is None and row["ask"] for row in per_gbq.as_json()["doses"])


def test_unmeasured_untreated_liver_leaves_only_that_row_open() -> None:
    per_gbq = Split(parts=example().parts, shunt=example().shunt).dose_per_gbq()
    assert isinstance(per_gbq.of("whole normal liver"), NotComputable)
    assert per_gbq.of("normal") == pytest.approx(29.802)


def test_a_territory_of_tumour_alone_spares_the_normal_liver() -> None:
    tumour = Part(name="t", role="tumour", kg=0.1, uptake=ConcentrationRatio(value=4.0))
    shunt = LungShunt(fraction=0.0, method="as_given")
    assert Split(parts=(tumour,), shunt=shunt, untreated_kg=1.5).dose_per_gbq().of("whole normal liver") == 0
    nothing = Split(parts=(tumour,), shunt=shunt, untreated_kg=0.0).dose_per_gbq().of("whole normal liver")
    assert isinstance(nothing, NotComputable)
    # all activity in 0.1 kg whatever the ratio: 49.67 / 0.1
    assert Split(parts=(tumour,), shunt=shunt).dose_per_gbq().of("t") == pytest.approx(496.7)


def test_assumed_lung_mass_is_said() -> None:
    basis = Split(parts=example().parts, shunt=example().shunt).dose_per_gbq().basis
    assert any("lung mass 1 kg assumed" in each for each in basis.assumptions)
    assert any("overestimate" in each for each in basis.assumptions)  # planar shunt
    measured = example().dose_per_gbq().basis
    assert not any("lung mass" in each for each in measured.assumptions)


def test_ratio_of_activities_is_another_type_than_ratio_of_concentrations() -> None:
    # A_T/A_N = 0.6 with 0.2 and 1.0 kg is a ratio of concentrations of 3
    ratio = ActivityRatio(value=0.6).concentrations(tumour_kg=0.2, normal_kg=1.0)
    assert ratio.value == pytest.approx(3.0)
    with pytest.raises(TypeError, match="does not say which ratio"):
        Part(name="t", role="tumour", kg=0.2, uptake=3.0)


def test_volume_is_not_mass() -> None:
    assert mass_kg(1.0) == pytest.approx(1.05)  # 5 % apart


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Part(name="t", role="tumour", kg=0.0), "mask empty"),
        (lambda: Part(name="t", role="tumour", kg=200.0), "grams"),
        (lambda: Part(name="t", role="tumour", kg=float("nan")), "mass must lie"),
        (lambda: Part(name="n", role="normal", kg=1, uptake=ConcentrationRatio(value=2.0)), "only a tumour"),
        (lambda: Part(name="n", role="normal", kg=1, kg_rel_sd=10), "fraction"),
        (lambda: ConcentrationRatio(value=-1.0), "positive"),
        (lambda: ConcentrationRatio(value=3.0, low=4.0, high=5.0), "outside its interval"),
        (lambda: ConcentrationRatio(value=3.0, low=2.0), "both ends"),
        (lambda: Split(parts=(), shunt=None), "at least one part"),
        (lambda: Split(parts=(normal(), normal()), shunt=None), "must differ"),
        (lambda: Split(parts=(normal("lung"),), shunt=None), "must differ"),
        (lambda: Split(parts=(normal("a"), normal("b")), shunt=None), "one normal liver"),
        (lambda: Split(parts=(normal(), Part(name="p", role="perfused", kg=1)), shunt=None), "already holds"),
        (lambda: Split(parts=(normal(),), shunt=None, untreated_kg=-0.1), "untreated_kg"),
        (lambda: Split(parts=(normal(),), shunt=None, lung_kg=1000), "grams"),
        (lambda: Split(parts=(normal(),), shunt=None, product="ceramic"), "not known"),
    ],
)
def test_impossible_input_is_refused_with_the_reason(wrong, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wrong()


def test_a_bare_number_is_no_shunt() -> None:
    with pytest.raises(TypeError, match="which shunt"):
        Split(parts=(normal(),), shunt=0.04)


def test_an_unknown_compartment_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="normal"):
        example().dose_per_gbq().of("spleen")


def normal(name: str = "normal") -> Part:
    return Part(name=name, role="normal", kg=1.0)


def example() -> Split:
    tumour = Part(name="tumour", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0))
    shunt = LungShunt(fraction=0.04, method="planar", low=0.03, high=0.05)
    return Split(parts=(tumour, normal()), shunt=shunt, lung_kg=1.0, untreated_kg=0.5)


def test_resin_above_the_shunt_of_its_label_says_so_with_the_source() -> None:
    """The label: lung shunt above 20 % is a contraindication; printed for resin."""

    def basis(product: str, shunt: float):
        part = Part(name="n", role="normal", kg=1.0)
        seen = LungShunt(fraction=shunt, method="as_given")
        return Split(parts=(part,), shunt=seen, product=product).dose_per_gbq().basis

    assert any("bars treatment" in each for each in basis("resin", 0.21).assumptions)
    assert "shunts.lung_fraction_resin" in basis("resin", 0.21).statuses
    assert not any("bars treatment" in each for each in basis("resin", 0.2).assumptions)
    assert not any("bars treatment" in each for each in basis("glass", 0.4).assumptions)
