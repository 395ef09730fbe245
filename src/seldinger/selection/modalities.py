"""One page: which rules make up each treatment, in the order they are looked at.

The order inside a kind is the order of asking; the profile (profiles.py) turns kinds and strengths into verdicts.
"""

from types import MappingProxyType

from seldinger.cite import Citation, cite
from seldinger.selection import biliary, disease, fitness, liver, shunts, vessels
from seldinger.selection.rule import REVIEW_A, Rule
from seldinger.terms import Modality

EMBOLIZATION_HAZARDS = (
    vessels.MAIN_PORTAL_VEIN_OCCLUDED,
    vessels.PORTAL_VEIN_THROMBOSIS,
    liver.FUNCTION_POOR,
    liver.BILIRUBIN_NOT_BELOW_LIMIT,
    liver.BILIRUBIN_ABOVE_LIMIT,
    liver.BURDEN_ABOVE_LIMIT,
    fitness.CREATININE_NOT_BELOW_LIMIT,
    fitness.RENAL_INSUFFICIENCY,
    fitness.CONTRAST_ALLERGY,
    vessels.PERIPHERAL_VASCULAR_DISEASE,
    fitness.COAGULOPATHY,
    fitness.PERFORMANCE_POOR,
    fitness.CARCINOID_HEART_DISEASE,
    fitness.OTHER_MORTALITY_RISK,
)
RADIATION_HAZARDS = (
    shunts.LUNG_SHUNT_SIGNIFICANT,
    shunts.GUT_DEPOSITION_UNCORRECTABLE,
    liver.FUNCTION_POOR,
    fitness.COAGULOPATHY,
    fitness.PERFORMANCE_POOR,
    fitness.OTHER_MORTALITY_RISK,
)
REASONS = (
    disease.RESECTABLE,
    disease.EXTRAHEPATIC_PREDOMINANT,
    disease.ASYMPTOMATIC_INDOLENT,
    disease.NO_PRINTED_REASON,
)
TEMPORARY = (fitness.SEPSIS, fitness.FEVER)
RADIATION_CHANGES = (
    biliary.INCOMPETENT_SPHINCTER,
    shunts.GUT_COMMUNICATION_CORRECTABLE,
    liver.ASCITES_RADIOEMBOLIZATION,
    liver.PRRT_RADIOEMBOLIZATION,
    liver.RADIATION_RADIOEMBOLIZATION,
    fitness.RENAL_INSUFFICIENCY_RADIOEMBOLIZATION,
    fitness.CONTRAST_ALLERGY_RADIOEMBOLIZATION,
    fitness.CARCINOID_HEART_DISEASE_RADIOEMBOLIZATION,
)
SUPPORT = (
    disease.SYMPTOMATIC,
    disease.PROGRESSING,
    disease.HYPERVASCULAR,
    disease.NUMBER_OR_SIZE,
    disease.FUNCTION_NOT_REQUIRED,
    disease.HIGH_LOAD_PRAISED,
    disease.EXTRAHEPATIC_NO_LIMIT,
    vessels.PORTAL_VEIN_THROMBOSIS_RADIOEMBOLIZATION,
)

EMBOLIZATION = (*EMBOLIZATION_HAZARDS, *REASONS, *TEMPORARY, biliary.INCOMPETENT_SPHINCTER)
BEADS = (*EMBOLIZATION, biliary.TRIAL_ONLY)
RADIOEMBOLIZATION = (*RADIATION_HAZARDS, *REASONS, *TEMPORARY, *RADIATION_CHANGES)

RULES: MappingProxyType[Modality, tuple[Rule, ...]] = MappingProxyType(
    {
        modality: tuple(rule for rule in (*rules, *SUPPORT) if rule.speaks(modality))
        for modality, rules in {
            Modality.TAE: EMBOLIZATION,
            Modality.CTACE: EMBOLIZATION,
            Modality.DEB_TACE: BEADS,
            Modality.Y90_GLASS: RADIOEMBOLIZATION,
            Modality.Y90_RESIN: RADIOEMBOLIZATION,
        }.items()
    }
)
EVERY_RULE: tuple[Rule, ...] = (
    *disease.RULES,
    *liver.RULES,
    *vessels.RULES,
    *shunts.RULES,
    *biliary.RULES,
    *fitness.RULES,
)

# Radioembolization is not safe from the two reviews alone: they print only two bars for it.
COVERAGE = MappingProxyType(
    {
        Modality.TAE: "full",
        Modality.CTACE: "full",
        Modality.DEB_TACE: "full",
        Modality.Y90_GLASS: "partial",
        Modality.Y90_RESIN: "partial",
    }
)

_EMBOLIZATION_AT = "Transarterial embolization"
_CHEMOEMBOLIZATION_AT = "Transarterial chemoembolization"
_RADIOEMBOLIZATION_AT = "Radioembolization"


def _level(says: str, *places: tuple[str, str]) -> tuple[str, tuple[Citation, ...]]:
    return says, tuple(cite(REVIEW_A, at=at, statement=statement) for statement, at in places)


# What each page says of the evidence behind selection, before any number.
EVIDENCE_LEVEL = MappingProxyType(
    {
        Modality.TAE: _level(
            "No level 1 evidence on whom to select or when; use differs by institution. Listed as an option by NCCN.",
            ("A19", _EMBOLIZATION_AT),
            ("A20", _EMBOLIZATION_AT),
        ),
        Modality.CTACE: _level(
            "Selection rests on opinion, without level 1 evidence. Listed as an option by NCCN.",
            ("A35", _CHEMOEMBOLIZATION_AT),
            ("A37", _CHEMOEMBOLIZATION_AT),
        ),
        Modality.DEB_TACE: _level(
            "Data in neuroendocrine liver metastases are limited; selection rests on opinion.",
            ("A40", _CHEMOEMBOLIZATION_AT),
            ("A35", _CHEMOEMBOLIZATION_AT),
        ),
        Modality.Y90_GLASS: _level(
            "No level 1 evidence on device, selection or timing; use differs by institution. Listed as an option by NCCN.",
            ("A56", _RADIOEMBOLIZATION_AT),
            ("A57", _RADIOEMBOLIZATION_AT),
        ),
        Modality.Y90_RESIN: _level(
            "No level 1 evidence on device, selection or timing; use differs by institution. Listed as an option by NCCN.",
            ("A56", _RADIOEMBOLIZATION_AT),
            ("A57", _RADIOEMBOLIZATION_AT),
        ),
    }
)
