"""The declarations: complete, consistent with units, terms and codes, and found by name."""

import pytest

from seldinger.patient import Kind, variable, variables
from seldinger.patient.variable import LOCAL_SYSTEM
from seldinger.terms import Group, Status
from seldinger.units import spell

# Written out from the chart's specification, independently of the declarations.
SPECIFIED = """
person: age_years sex pregnant breastfeeding height_cm weight_kg
scope: neuroendocrine emergency
primary: site resected
syndrome: functioning carcinoid hormone
symptoms: present hormonal bulk pain refractory_to_ssa flushing_per_day stools_per_day quality_of_life
disease: course resectable transplant_candidate
liver: metastases lesions largest_cm lobes burden_percent burden_by_lobe_ml hypervascular cirrhosis ascites \
encephalopathy volume_ml function_judged_poor
vessels: portal_vein portal_hypertension access variant_arteries hepatoenteric_communication arterioportal_shunt \
peripheral_vascular_disease
shunt: lung_shunt_fraction lung_dose_gy_planned lung_dose_gy_before judged_significant
biliary: state dilated obstruction
extrahepatic: extent sites
fitness: ecog karnofsky judged_poor sepsis fever temperature_c allergies anticoagulant lvef_percent contrast_allergy \
coagulopathy_judged renal_insufficiency_judged carcinoid_heart_disease echocardiography other_mortality_risk
labs: bilirubin albumin inr ast alt alp ggt ldh creatinine egfr platelets haemoglobin leucocytes sodium
markers: cga five_hiaa insulin gastrin glucagon vip confounders.ppi confounders.renal_failure \
confounders.atrophic_gastritis
plan: crisis_prophylaxis
y90: perfused_volume_ml perfused_tumour_volume_ml tumour_to_normal_ratio lung_mass_kg target_perfused_gy \
normal_liver_limit_gy
history: prrt liver_radiation
status: alive_on died_on cause lost_on
"""
EVERY = [f"{row.split(':')[0]}.{name}" for row in SPECIFIED.strip().splitlines() for name in row.split(":")[1].split()]


@pytest.mark.parametrize("key", EVERY)
def test_each_fact_of_the_specification_is_declared(key: str) -> None:
    assert variable(key).key == key


def test_nothing_but_a_few_more_markers_is_declared_beyond_the_specification() -> None:
    more = {"markers.pancreastatin", "markers.five_hiaa_serum", "markers.acth", "markers.nt_probnp"}
    assert set(variables()) - set(EVERY) == more


@pytest.mark.parametrize("key", EVERY)
def test_a_declaration_is_consistent_with_itself(key: str) -> None:
    known = variable(key)
    assert known.title
    assert known.who
    assert isinstance(known.group, Group)
    assert bool(known.choices) == (known.kind in (Kind.LEVEL, Kind.CHOICE, Kind.CHOICES) and key != "fitness.allergies")
    if known.kind.numeric:
        assert known.low is not None
        assert known.high is not None
        assert known.low < known.high
    for unit in (*known.units, *([known.unit] if known.unit else [])):
        assert spell(unit) == unit, "declared in UCUM spelling"


def test_laboratory_values_bring_their_unit_and_only_inr_may_go_without() -> None:
    assert [key for key in variables() if key.startswith("labs.") and variable(key).bare] == ["labs.inr"]


@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("labs.bilirubin", 30),
        ("vessels.portal_vein", 90),
        ("shunt.lung_shunt_fraction", 60),
        ("fitness.ecog", 60),
        ("fitness.carcinoid_heart_disease", 365),
        ("fitness.sepsis", 7),
        ("fitness.fever", 7),
        ("person.pregnant", 30),
        ("history.prrt", None),
        ("fitness.judged_poor", None),
    ],
)
def test_freshness_is_a_house_default_and_says_so(key: str, days: int | None) -> None:
    assert variable(key).max_age_days == days
    assert variable(key).freshness == (None if days is None else f"{days} d (house default)")


def test_levels_rise_from_best_to_worst() -> None:
    assert variable("vessels.portal_vein").choices == ("patent", "branch_thrombosis", "main_occlusion")


def test_codes_come_several_a_variable_with_their_status_and_a_local_one_where_there_is_none() -> None:
    bilirubin = variable("labs.bilirubin").codes
    assert [(code.code, code.status, code.unit) for code in bilirubin] == [
        ("1975-2", Status.READ, "mg/dL"),
        ("14631-6", Status.UNVERIFIED, "umol/L"),
    ]
    (local,) = variable("liver.burden_percent").codes
    assert (local.system, local.code) == (LOCAL_SYSTEM, "liver.burden_percent")


def test_units_of_codes_can_be_charted() -> None:
    from seldinger.patient.quantities import readable

    for known in variables().values():
        for code in known.codes:
            assert code.unit is None or readable(known, code.unit), (known.key, code.code)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"did you mean labs\.bilirubin"):
        variable("labs.bilirubine")
