"""Rules on the liver itself: its function, and how much of it is tumour."""

from seldinger.cite import threshold
from seldinger.selection.rule import EVERY, LESS_AGGRESSIVE, C, D, G, R, Rule, T, a, b, floor, inherited
from seldinger.selection.variables import (
    ascites,
    bilirubin,
    burden,
    liver_function_poor,
    prior_liver_radiation,
    prior_prrt,
)
from seldinger.terms import Group, Kind, Strength

EMBOLIZATION_A = "Transarterial embolization"
PROCEDURES_B = "Embolization procedures"

FUNCTION_POOR = Rule(
    id="liver.function_poor",
    brief="liver function judged poor",
    topic="liver function",
    kind=Kind.HAZARD,
    when=liver_function_poor.yes,
    says="Liver function is judged poor.",
    requires="Liver function judged not poor",
    group=Group.JUDGEMENT,
    sources=(
        b("B52", PROCEDURES_B, Strength.ABSOLUTE, T, C),
        b("BT6", "Table 4", Strength.UNLABELLED, T, exit=True),
        a("A24", EMBOLIZATION_A, Strength.UNLABELLED, T, C, D),
        a("A49", "Radioembolization", Strength.SUPPORTING, G, R),
        floor(*EVERY),
    ),
)

BILIRUBIN_NOT_BELOW_LIMIT = Rule(
    id="liver.bilirubin_not_below_limit",
    brief="bilirubin not below {limit}",
    topic="liver function",
    kind=Kind.HAZARD,
    when=bilirubin >= threshold("liver.bilirubin_max"),
    says="Serum bilirubin is not below the limit for arterial embolization.",
    requires="Bilirubin below {limit}",
    group=Group.LABORATORY,
    sources=(
        b("B49", PROCEDURES_B, Strength.ELIGIBILITY, T, C),
        inherited("B49", PROCEDURES_B, Strength.ELIGIBILITY, D),
    ),
    correctable=True,
)

BILIRUBIN_ABOVE_LIMIT = Rule(
    id="liver.bilirubin_above_limit",
    brief="bilirubin above {limit}",
    topic="liver function",
    kind=Kind.HAZARD,
    when=bilirubin > threshold("liver.bilirubin_max"),
    says="Serum bilirubin is above the limit listed among the other contraindications.",
    requires="Bilirubin not above {limit}",
    group=Group.LABORATORY,
    sources=(
        b("B53", PROCEDURES_B, Strength.OTHER, T, C),
        inherited("B53", PROCEDURES_B, Strength.OTHER, D),
    ),
    correctable=True,
)

BURDEN_ABOVE_LIMIT = Rule(
    id="liver.burden_above_limit",
    brief="more than {limit} of the liver is tumour",
    topic="tumour burden",
    kind=Kind.HAZARD,
    when=burden > threshold("liver.burden_max"),
    says="More than {limit} of the liver is tumour.",
    requires="Tumour burden not above {limit} of the liver",
    group=Group.IMAGING,
    sources=(
        a("A21", EMBOLIZATION_A, Strength.UNLABELLED, T, C, D),
        b("B54", PROCEDURES_B, Strength.OTHER, T, C),
        b("BT5", "Table 4", Strength.UNLABELLED, T, exit=True),
    ),
    changes=LESS_AGGRESSIVE,
)

# Radioembolization is not safe from the reviews alone: the floor asks what changes its planning.

ASCITES_RADIOEMBOLIZATION = Rule(
    id="liver.ascites_radioembolization",
    brief="ascites",
    topic="liver reserve before radiation",
    kind=Kind.MODIFIES,
    when=ascites.at_least("mild"),
    says="Ascites: liver reserve is in question before radiation.",
    requires="No ascites",
    group=Group.IMAGING,
    sources=(floor(G, R),),
    changes="reserve of the liver to be judged again; smaller volume or lower activity",
)

PRRT_RADIOEMBOLIZATION = Rule(
    id="liver.prior_prrt_radioembolization",
    brief="earlier PRRT",
    topic="liver reserve before radiation",
    kind=Kind.MODIFIES,
    when=prior_prrt.yes,
    says="Earlier PRRT: the liver has already been irradiated.",
    requires="No earlier PRRT",
    group=Group.HISTORY,
    sources=(floor(G, R),),
    changes="dose to the normal liver kept lower, lobes staged",
)

RADIATION_RADIOEMBOLIZATION = Rule(
    id="liver.prior_radiation_radioembolization",
    brief="earlier radiation of the liver",
    topic="liver reserve before radiation",
    kind=Kind.MODIFIES,
    when=prior_liver_radiation.yes,
    says="Earlier radiation of the liver counts towards what it can still bear.",
    requires="No earlier radiation of the liver",
    group=Group.HISTORY,
    sources=(floor(G, R),),
    changes="cumulative dose to the normal liver to be computed before any activity is prescribed",
)

RULES = (
    FUNCTION_POOR,
    BILIRUBIN_NOT_BELOW_LIMIT,
    BILIRUBIN_ABOVE_LIMIT,
    BURDEN_ABOVE_LIMIT,
    ASCITES_RADIOEMBOLIZATION,
    PRRT_RADIOEMBOLIZATION,
    RADIATION_RADIOEMBOLIZATION,
)
