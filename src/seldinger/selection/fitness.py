"""Rules on the patient: kidneys, heart, clotting, contrast, infection, performance status."""

from seldinger.cite import threshold
from seldinger.selection.rule import EVERY, LESS_AGGRESSIVE, C, D, G, R, Rule, T, b, floor, inherited
from seldinger.selection.variables import (
    carcinoid_heart_disease,
    coagulopathy,
    contrast_allergy,
    creatinine,
    fever,
    other_mortality_risk,
    performance_poor,
    renal_insufficiency,
    sepsis,
)
from seldinger.terms import Group, Kind, Strength

PROCEDURES_B = "Embolization procedures"
TABLE_4 = "Table 4"

SEPSIS = Rule(
    id="fitness.sepsis",
    topic="infection",
    kind=Kind.TEMPORARY,
    when=sepsis.yes,
    says="Sepsis: treat it first, then ask again.",
    brief="sepsis",
    requires="No sepsis",
    group=Group.HISTORY,
    sources=(
        b("BT8", TABLE_4, Strength.UNLABELLED, T),
        b("B56", PROCEDURES_B, Strength.OTHER, T, C),
        floor(*EVERY),
    ),
    correctable=True,
)

FEVER = Rule(
    id="fitness.fever",
    topic="infection",
    kind=Kind.TEMPORARY,
    when=fever.yes,
    says="Fever: find and treat its cause first, then ask again.",
    brief="fever",
    requires="No fever",
    group=Group.HISTORY,
    sources=(b("B56", PROCEDURES_B, Strength.OTHER, T, C), floor(*EVERY)),
    correctable=True,
)

CREATININE_NOT_BELOW_LIMIT = Rule(
    id="fitness.creatinine_not_below_limit",
    brief="creatinine not below {limit}",
    topic="kidneys",
    kind=Kind.HAZARD,
    when=creatinine >= threshold("fitness.creatinine_max"),
    says="Serum creatinine is not below the limit for arterial embolization.",
    requires="Creatinine below {limit}",
    group=Group.LABORATORY,
    sources=(
        b("B50", PROCEDURES_B, Strength.ELIGIBILITY, T, C),
        inherited("B50", PROCEDURES_B, Strength.ELIGIBILITY, D),
    ),
    correctable=True,
)

RENAL_INSUFFICIENCY = Rule(
    id="fitness.renal_insufficiency",
    brief="renal insufficiency",
    topic="kidneys",
    kind=Kind.HAZARD,
    when=renal_insufficiency.yes,
    says="Renal insufficiency is listed among the other contraindications.",
    requires="Kidneys judged sufficient",
    group=Group.JUDGEMENT,
    sources=(
        b("B57", PROCEDURES_B, Strength.OTHER, T, C),
        inherited("B57", PROCEDURES_B, Strength.OTHER, D),
    ),
)

RENAL_INSUFFICIENCY_RADIOEMBOLIZATION = Rule(
    id="fitness.renal_insufficiency_radioembolization",
    brief="renal insufficiency",
    topic="kidneys",
    kind=Kind.MODIFIES,
    when=renal_insufficiency.yes,
    says="Renal insufficiency: contrast at mapping and treatment threatens the kidneys.",
    requires="Kidneys judged sufficient",
    group=Group.JUDGEMENT,
    sources=(floor(G, R),),
    changes="renal protection, as little contrast as possible",
)

CONTRAST_ALLERGY = Rule(
    id="fitness.contrast_allergy",
    brief="contrast allergy",
    topic="contrast medium",
    kind=Kind.HAZARD,
    when=contrast_allergy.at_least("mild"),
    says="Allergy to contrast medium is listed among the other contraindications to angiography.",
    requires="No allergy to contrast medium",
    group=Group.HISTORY,
    sources=(
        b("B55", PROCEDURES_B, Strength.OTHER, T, C),
        inherited("B55", PROCEDURES_B, Strength.OTHER, D),
    ),
    correctable=True,
    changes="premedication or another contrast medium",
)

CONTRAST_ALLERGY_RADIOEMBOLIZATION = Rule(
    id="fitness.contrast_allergy_radioembolization",
    brief="contrast allergy",
    topic="contrast medium",
    kind=Kind.MODIFIES,
    when=contrast_allergy.at_least("mild"),
    says="Allergy to contrast medium: mapping and treatment both need angiography.",
    requires="No allergy to contrast medium",
    group=Group.HISTORY,
    sources=(floor(G, R),),
    changes="premedication or another contrast medium",
)

COAGULOPATHY = Rule(
    id="fitness.coagulopathy",
    brief="coagulopathy",
    topic="clotting",
    kind=Kind.HAZARD,
    when=coagulopathy.yes,
    says="Coagulopathy is listed among the other contraindications to angiography.",
    requires="Clotting judged sufficient",
    group=Group.JUDGEMENT,
    sources=(b("B59", PROCEDURES_B, Strength.OTHER, T, C), floor(D, G, R)),
    correctable=True,
    changes="correct the coagulopathy first",
)

PERFORMANCE_POOR = Rule(
    id="fitness.performance_poor",
    brief="performance status judged poor",
    topic="performance status",
    kind=Kind.HAZARD,
    when=performance_poor.yes,
    says="Performance status is judged poor.",
    requires="Performance status judged not poor",
    group=Group.JUDGEMENT,
    sources=(b("BT7", TABLE_4, Strength.UNLABELLED, T, exit=True), floor(*EVERY)),
)

CARCINOID_HEART_DISEASE = Rule(
    id="fitness.carcinoid_heart_disease",
    brief="carcinoid heart disease",
    topic="heart",
    kind=Kind.HAZARD,
    when=carcinoid_heart_disease.at_least("mild"),
    says="Carcinoid heart disease is on the list of patients in whom TAE should be avoided.",
    requires="No carcinoid heart disease",
    group=Group.HISTORY,
    sources=(
        b("BT9", TABLE_4, Strength.UNLABELLED, T, exit=True),
        inherited("BT9", TABLE_4, Strength.UNLABELLED, C, D),
    ),
    changes=LESS_AGGRESSIVE,
)

CARCINOID_HEART_DISEASE_RADIOEMBOLIZATION = Rule(
    id="fitness.carcinoid_heart_disease_radioembolization",
    brief="carcinoid heart disease",
    topic="heart",
    kind=Kind.MODIFIES,
    when=carcinoid_heart_disease.at_least("mild"),
    says="Carcinoid heart disease: the board weighs the risk of angiography and of a crisis.",
    requires="No carcinoid heart disease",
    group=Group.HISTORY,
    sources=(floor(G, R),),
    changes="cardiological assessment before mapping and treatment",
)

OTHER_MORTALITY_RISK = Rule(
    id="fitness.other_mortality_risk",
    brief="another named mortality risk",
    topic="other risks",
    kind=Kind.HAZARD,
    when=other_mortality_risk.yes,
    says="The clinician names another risk of treatment-related death.",
    requires="No other risk of treatment-related death",
    group=Group.JUDGEMENT,
    sources=(b("BT10", TABLE_4, Strength.UNLABELLED, T, exit=True), floor(*EVERY)),
)

RULES = (
    SEPSIS,
    FEVER,
    CREATININE_NOT_BELOW_LIMIT,
    RENAL_INSUFFICIENCY,
    RENAL_INSUFFICIENCY_RADIOEMBOLIZATION,
    CONTRAST_ALLERGY,
    CONTRAST_ALLERGY_RADIOEMBOLIZATION,
    COAGULOPATHY,
    PERFORMANCE_POOR,
    CARCINOID_HEART_DISEASE,
    CARCINOID_HEART_DISEASE_RADIOEMBOLIZATION,
    OTHER_MORTALITY_RISK,
)
