"""Y-90: what print gives, recomputed to the printed digits."""

import pytest

from seldinger.dosimetry import (
    K_49_38,
    K_49_67,
    K_49_77,
    ConcentrationRatio,
    LungShunt,
    Part,
    Split,
    Target,
    activity_for,
    body_surface_m2,
    bsa_activity,
    decayed,
    dose_factor,
    fraction_decayed,
    gbq,
    hours_to_lose,
    lung_limits,
    normal_liver_limits,
    product,
    sphere_activity_bq,
    spheres,
)

INSERT_FORMS_AGREE = 0.02  # relative


@pytest.mark.parametrize(
    ("energy_mev", "half_life_h", "printed"),
    [
        (0.9367, 64.1, "49.96"),  # TheraSphere insert v12: the manufacturers' 50
        (0.9267, 64.04, "49.38"),  # DDEP inputs: the insert's lung form
        (
            0.93299,
            64.1,
            "49.76",
        ),  # ICRP 107; quoted as 49.77, of which the last digit does not follow from these inputs
    ],
)
def test_dose_factor_from_energy_and_half_life(energy_mev: float, half_life_h: float, printed: str) -> None:
    assert f"{dose_factor(energy_mev=energy_mev, half_life_h=half_life_h):.2f}" == printed


def test_49_67_is_a_printed_record_that_its_own_inputs_do_not_give() -> None:
    # printed E·T = 59.72 MeV h gives 49.69; the record keeps the printed figure and says so
    assert f"{dose_factor(energy_mev=59.72 / 64.1, half_life_h=64.1):.2f}" == "49.69"
    assert K_49_67.value == 49.67
    assert "49.69" in K_49_67.says


def test_quoted_icrp_factor_stands_beside_the_computed_one() -> None:
    assert K_49_77.value == 49.77
    assert "49.76" in K_49_77.says


def test_three_gbq_of_glass_are_1_2_million_spheres() -> None:
    # World J Hepatol 2015;7:738 Table 1; Hepat Oncol 2014;1:265 Table 3
    assert spheres(gbq(3), product("glass"), hours=0) == pytest.approx(1.2e6, rel=1e-12)
    assert product("glass").spheres_in_3_gbq.value == 1.2e6


def test_three_gbq_of_resin_lie_in_the_printed_span() -> None:
    count, printed = spheres(gbq(3), product("resin"), hours=0), product("resin").spheres_in_3_gbq
    assert printed.low <= count <= printed.high  # 60 million in 40 to 80 million


def test_activity_of_a_glass_sphere_on_the_shelf() -> None:
    found = [round(sphere_activity_bq(product("glass"), hours=24 * day)) for day in (4, 8, 12)]
    assert found == [885, 314, 111]


def test_delay_from_calibration_of_the_dose_to_injection() -> None:
    # Hoang et al., abstract: median 2.20 h, median 2.35 % lost
    assert f"{fraction_decayed(2.20):.2%}" == "2.35%"


def test_two_weeks_hold_most_of_the_decays() -> None:
    assert f"{fraction_decayed(14 * 24):.1%}" == "97.4%"  # "an approximate 2-week period" (A54)
    assert f"{fraction_decayed(11 * 24):.1%}" == "94.2%"


def test_loss_per_hour_and_day() -> None:
    assert f"{decayed(gbq(1), hours=1).gbq - 1:.1%}" == "-1.1%"
    assert f"{decayed(gbq(1), hours=24).gbq - 1:.1%}" == "-22.9%"
    assert f"{hours_to_lose(0.05):.2f}" == "4.74"


def test_partition_hand_check() -> None:
    # k 49.67, m_T 0.2, m_N 1.0, TN 3, LSF 0.04, lung 1 kg:
    # D_N = 49.67 * 0.96 / (1.0 + 3 * 0.2) = 29.80; D_T = 3 D_N = 89.41; D_L = 49.67 * 0.04 / 1 = 1.99
    per_gbq = hand_split("resin").dose_per_gbq()
    assert [f"{per_gbq.of(name):.2f}" for name in ("normal", "tumour", "lung")] == ["29.80", "89.41", "1.99"]
    # 40 Gy to normal liver: A = 40 / 29.802 = 1.342 GBq; D_T = 120.0; lung = 2.67
    plan = activity_for(per_gbq, (*lung_limits(), *normal_liver_limits("resin")), given=())
    assert f"{plan.delivered.gbq:.3f}" == "1.342"
    assert "normal" in plan.binding
    assert [f"{plan.doses.of('tumour'):.1f}", f"{plan.doses.of('lung'):.2f}"] == ["120.0", "2.67"]


def test_mono_compartment_hand_check() -> None:
    # 100 Gy, 1.0 kg, LSF 0.08, R 0.02: 100 / (49.67 * 0.92 * 0.98) = 2.233 GBq
    liver = Part(name="right lobe", role="perfused", kg=1.0)
    split = Split(parts=(liver,), shunt=LungShunt(fraction=0.08, method="as_given"), lung_kg=1.0)
    plan = activity_for(split.dose_per_gbq(), (), given=(), target=Target(on="perfused", gy=100), residual=0.02)
    assert f"{plan.prepared.gbq:.3f}" == "2.233"


@pytest.mark.parametrize("k", [K_49_38, K_49_67, K_49_77])
def test_insert_form_of_the_lung_limit_is_the_30_gy_rule(k) -> None:
    # A · LSF <= 0.61 GBq (TheraSphere insert v12) against D_lung <= 30 Gy in 1 kg
    split = Split(
        parts=(Part(name="n", role="normal", kg=1.4),), shunt=LungShunt(fraction=0.1, method="as_given"), lung_kg=1.0
    )
    plan = activity_for(split.dose_per_gbq(k=k), lung_limits()[:1], given=())
    assert plan.delivered.gbq * 0.1 == pytest.approx(0.61, rel=INSERT_FORMS_AGREE)


def test_body_surface_of_a_usual_body() -> None:
    # 0.20247 * 1.75^0.725 * 70^0.425: 1.75^0.725 = 1.5004, 70^0.425 = 6.0837, product 1.848 m2
    surface = body_surface_m2(height_m=1.75, weight_kg=70)
    assert f"{surface:.3f}" == "1.848"
    # 1.848 - 0.2 + 0.3/1.5 = 1.848 GBq for the whole liver
    assert f"{bsa_activity(surface_m2=surface, tumour_l=0.3, liver_l=1.5).activity.gbq:.3f}" == "1.848"


def hand_split(name: str) -> Split:
    tumour = Part(name="tumour", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0))
    normal = Part(name="normal", role="normal", kg=1.0)
    shunt = LungShunt(fraction=0.04, method="planar", low=0.03, high=0.05)
    return Split(parts=(tumour, normal), shunt=shunt, lung_kg=1.0, product=name)
