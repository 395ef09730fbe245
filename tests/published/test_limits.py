"""Every limit pinned: value, unit and status as the knowledge files held them when the table was made.

The table was copied from the files and read through once; it is no second reading of the sources. It shows a later slip
of the pen, or a status raised without a change here. Sources stand beside each limit in docs/thresholds.md.
"""

import pytest

from seldinger.cite import thresholds

LIMITS = {
    "fitness.creatinine_max": (2, "mg/dL", "read"),
    "fitness.ecog_max": (2, "1", "read"),
    "fitness.inr_max": (1.5, "1", "secondary"),
    "fitness.platelets_min": (50, "10*9/L", "secondary"),
    "fitness.egfr_min": (35, "mL/min/{1.73_m2}", "secondary"),
    "fitness.fever_min": (38, "Cel", "unverified"),
    "followup.tae_first_imaging": (6, "mo", "read"),
    "followup.tace_first_imaging": (1, "mo", "read"),
    "followup.y90_first_imaging": (3, "mo", "read"),
    "followup.imaging_every": (3, "mo", "unverified"),
    "followup.imaging_horizon": (12, "mo", "unverified"),
    "followup.clinic_first": (1, "mo", "unverified"),
    "followup.late_liver_function": (12, "mo", "unverified"),
    "followup.late_years_printed": (5, "a", "unverified"),
    "followup.date_leeway": (14, "d", "unverified"),
    "grading.ki67_g1_max_2010": (2, "%", "read"),
    "grading.ki67_g2_min_2010": (3, "%", "read"),
    "grading.ki67_g2_max": (20, "%", "read"),
    "grading.mitoses_g2_min": (2, "1", "read"),
    "grading.mitoses_g2_max": (20, "1", "read"),
    "grading.ki67_g2_min_2019": (3, "%", "read"),
    "grading.mitoses_lung_typical": (2, "1", "read"),
    "grading.mitoses_lung_atypical": (10, "1", "read"),
    "liver.bilirubin_max": (2, "mg/dL", "read"),
    "liver.burden_max": (75, "%", "read"),
    "liver.lesions_supporting": (3, "1", "read"),
    "liver.size_supporting": (3, "cm", "read"),
    "planning.session_interval": (28, "d", "read"),
    "planning.sessions_fewest": (2, "1", "read"),
    "planning.sessions_most": (3, "1", "read"),
    "planning.antibiotic_days": (7, "d", "read"),
    "planning.moxifloxacin_days": (21, "d", "read"),
    "planning.moxifloxacin_lead": (3, "d", "read"),
    "planning.particle_size_caution": (100, "um", "unverified"),
    "planning.doxorubicin_lifetime": (450, "mg/m2", "unverified"),
    "planning.lvef_anthracycline": (50, "%", "unverified"),
    "response.minor_response_fall": (0.25, "1", "unverified"),
    "response.five_hiaa_major_fall": (0.5, "1", "read"),
    "response.marker_partial_fall": (0.5, "1", "unverified"),
    "response.marker_progression_rise": (0.25, "1", "unverified"),
    "response.symptom_partial_fall": (0.5, "1", "unverified"),
    "response.quality_meaningful_change": (10, "1", "unverified"),
    "response.confirmation_gap": (28, "d", "unverified"),
    "response.stable_interval": (42, "d", "unverified"),
    "response.y90_too_early": (90, "d", "unverified"),
    "response.oil_hides_until": (365, "d", "unverified"),
    "scope.adult_age": (18, "a", "local"),
    "shunts.lung_fraction_resin": (0.2, "1", "read"),
    "shunts.lung_dose_session": (30, "Gy", "secondary"),
    "shunts.lung_dose_cumulative": (50, "Gy", "secondary"),
    "toxicity.syndrome_resolution": (21, "d", "read"),
    "toxicity.syndrome_onset": (3, "d", "unverified"),
    "toxicity.abscess_window": (90, "d", "unverified"),
    "toxicity.crisis_minutes": (10, "1", "read"),
    "toxicity.crisis_systolic_low": (80, "1", "read"),
    "toxicity.crisis_systolic_high": (180, "1", "read"),
    "toxicity.crisis_pulse": (120, "1", "read"),
    "toxicity.reild_from": (14, "d", "read"),
    "toxicity.reild_until": (122, "d", "read"),
    "toxicity.late_y90_from": (183, "d", "unverified"),
    "toxicity.cirse_hospital_stay": (48, "h", "read"),
    "y90.lung_mass": (1, "kg", "read"),
    "y90.resin_any_normal_liver_max": (40, "Gy", "read"),
    "y90.resin_other_tumour_min": (100, "Gy", "read"),
    "y90.resin_net_tumour_response": (191, "Gy", "unverified"),
    "y90.any_net_normal_liver_unharmed": (25.4, "Gy", "read"),
    "y90.any_net_normal_liver_harmed": (59.1, "Gy", "unverified"),
    "y90.any_mixed_tumour_complete": (229, "Gy", "read"),
    "y90.any_mixed_tumour_partial": (117, "Gy", "read"),
    "y90.resin_step1_shunt": (0.1, "1", "unverified"),
    "y90.resin_step2_shunt": (0.15, "1", "unverified"),
}


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_the_limit_is_as_pinned(name: str) -> None:
    limit = thresholds()[name]
    assert (limit.value, limit.unit, str(limit.status)) == LIMITS[name]


def test_no_limit_stands_outside_the_table() -> None:
    assert set(thresholds()) == set(LIMITS)
