"""Rules on what leaves the liver: blood to the lung, and communications to the gut."""

from seldinger.selection.rule import G, R, Rule, a
from seldinger.selection.variables import gut_communication, lung_shunt_significant
from seldinger.terms import Group, Kind, Strength

RADIOEMBOLIZATION_A = "Radioembolization"

LUNG_SHUNT_SIGNIFICANT = Rule(
    id="shunts.lung_shunt_significant",
    brief="lung shunt judged significant",
    topic="lung shunt",
    kind=Kind.HAZARD,
    when=lung_shunt_significant.yes,
    says="The hepatopulmonary shunt is judged significant: radiation pneumonitis.",
    requires="Hepatopulmonary shunt measured and judged not significant",
    group=Group.ANGIOGRAPHY,
    sources=(a("A58", RADIOEMBOLIZATION_A, Strength.ABSOLUTE, G, R),),
)

GUT_DEPOSITION_UNCORRECTABLE = Rule(
    id="shunts.gut_deposition_uncorrectable",
    brief="gut communication that cannot be corrected",
    topic="gut communication",
    kind=Kind.HAZARD,
    when=gut_communication.is_("uncorrectable"),
    says="A hepatoenteric communication cannot be corrected: gut ulceration.",
    requires="No hepatoenteric communication that cannot be corrected",
    group=Group.ANGIOGRAPHY,
    sources=(a("A59", RADIOEMBOLIZATION_A, Strength.ABSOLUTE, G, R),),
)

GUT_COMMUNICATION_CORRECTABLE = Rule(
    id="shunts.gut_communication_correctable",
    brief="gut communication still open",
    topic="gut communication",
    kind=Kind.MODIFIES,
    when=gut_communication.is_("correctable"),
    says="A hepatoenteric communication has to be closed before radioembolization.",
    requires="No hepatoenteric communication left open",
    group=Group.ANGIOGRAPHY,
    sources=(a("A59", RADIOEMBOLIZATION_A, Strength.ABSOLUTE, G, R),),
    changes="close the hepatoenteric communication first, then look again",
)

RULES = (LUNG_SHUNT_SIGNIFICANT, GUT_DEPOSITION_UNCORRECTABLE, GUT_COMMUNICATION_CORRECTABLE)
