"""Rules on the vessels: portal vein and arterial access."""

from seldinger.selection.rule import C, D, G, R, Rule, T, a, b, inherited
from seldinger.selection.variables import peripheral_vascular_disease, portal_vein
from seldinger.terms import Group, Kind, Strength

PROCEDURES_B = "Embolization procedures"
RADIOEMBOLIZATION_A = "Radioembolization"

MAIN_PORTAL_VEIN_OCCLUDED = Rule(
    id="vessels.main_portal_vein_occluded",
    brief="main portal vein occluded",
    topic="portal vein",
    kind=Kind.HAZARD,
    when=portal_vein.is_("main_occlusion"),
    says="The main portal vein is occluded.",
    requires="Main portal vein not occluded",
    group=Group.IMAGING,
    sources=(
        b("B51", PROCEDURES_B, Strength.ABSOLUTE, T, C),
        a("A60", RADIOEMBOLIZATION_A, Strength.UNLABELLED, T, C, D),
    ),
)

PORTAL_VEIN_THROMBOSIS = Rule(
    id="vessels.portal_vein_thrombosis",
    brief="portal vein thrombosis",
    topic="portal vein",
    kind=Kind.HAZARD,
    when=portal_vein.at_least("branch_thrombosis"),
    says="The portal vein is thrombosed: arterial occlusion risks ischaemic hepatitis.",
    requires="Portal vein patent",
    group=Group.IMAGING,
    sources=(a("A60", RADIOEMBOLIZATION_A, Strength.UNLABELLED, T, C, D),),
)

PORTAL_VEIN_THROMBOSIS_RADIOEMBOLIZATION = Rule(
    id="vessels.portal_vein_thrombosis_radioembolization",
    topic="portal vein",
    kind=Kind.SUPPORT,
    when=portal_vein.at_least("branch_thrombosis"),
    says="Portal vein thrombosis is not a contraindication to radioembolization.",
    requires="Portal vein looked at",
    group=Group.IMAGING,
    sources=(a("A60", RADIOEMBOLIZATION_A, Strength.SUPPORTING, G, R),),
    clears=True,
)

PERIPHERAL_VASCULAR_DISEASE = Rule(
    id="vessels.peripheral_vascular_disease",
    brief="peripheral vascular disease",
    topic="arterial access",
    kind=Kind.HAZARD,
    when=peripheral_vascular_disease.yes,
    says="Peripheral vascular disease is listed among the other contraindications to angiography.",
    requires="No peripheral vascular disease",
    group=Group.HISTORY,
    sources=(
        b("B58", PROCEDURES_B, Strength.OTHER, T, C),
        inherited("B58", PROCEDURES_B, Strength.OTHER, D),
    ),
    changes="another access, for example radial",
)

RULES = (
    MAIN_PORTAL_VEIN_OCCLUDED,
    PORTAL_VEIN_THROMBOSIS,
    PORTAL_VEIN_THROMBOSIS_RADIOEMBOLIZATION,
    PERIPHERAL_VASCULAR_DISEASE,
)
