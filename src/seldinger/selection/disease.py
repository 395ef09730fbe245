"""Rules on the disease: is there a reason to treat the liver through its artery, and is there a better first step?"""

from seldinger.cite import threshold
from seldinger.selection.rule import EVERY, C, D, G, R, Rule, T, a, b, floor
from seldinger.selection.variables import (
    burden,
    carcinoid_syndrome,
    course,
    extrahepatic,
    hypervascular,
    largest,
    lesions,
    resectable,
    symptomatic,
)
from seldinger.terms import Group, Kind, Strength

REASON = Group.REASON
TABLE_4 = "Table 4"
EMBOLIZATION_A = "Transarterial embolization"
PROCEDURES_B = "Embolization procedures"

RESECTABLE = Rule(
    id="disease.resectable",
    brief="resectable",
    topic="resectability",
    kind=Kind.NO_BENEFIT,
    when=resectable.yes,
    says="The liver metastases are resectable: surgery comes first.",
    requires="Not resectable by surgery",
    group=REASON,
    sources=(
        b("B26", "Introduction", Strength.ELIGIBILITY, T, C),
        b("B46", PROCEDURES_B, Strength.UNLABELLED, T),
        a("A11", "Introduction", Strength.SUPPORTING, *EVERY),
        floor(*EVERY),
    ),
)

EXTRAHEPATIC_PREDOMINANT = Rule(
    id="disease.extrahepatic_predominant",
    brief="tumour predominantly outside the liver",
    topic="extrahepatic disease",
    kind=Kind.NO_BENEFIT,
    when=extrahepatic.is_("predominant"),
    says="Most of the tumour lies outside the liver.",
    requires="Disease not predominantly outside the liver",
    group=Group.IMAGING,
    sources=(
        a("A22", EMBOLIZATION_A, Strength.UNLABELLED, T, C, D),
        b("B26", "Introduction", Strength.ELIGIBILITY, T, C),
        floor(*EVERY),
    ),
)

ASYMPTOMATIC_INDOLENT = Rule(
    id="disease.asymptomatic_indolent",
    brief="no symptoms, no progression",
    topic="reason to treat",
    kind=Kind.NO_BENEFIT,
    when=symptomatic.no & carcinoid_syndrome.no & course.is_("none"),
    says="The tumour causes no symptoms and does not progress.",
    requires="Symptoms, or progression in the liver",
    group=REASON,
    sources=(
        a("A23", EMBOLIZATION_A, Strength.UNLABELLED, T, C, D),
        floor(G, R),
    ),
)

NO_PRINTED_REASON = Rule(
    id="disease.no_printed_reason",
    brief="no reason to treat that either review prints",
    topic="reason to treat",
    kind=Kind.NO_BENEFIT,
    when=symptomatic.no & carcinoid_syndrome.no & course.is_("none", "slow"),
    says="No reason to treat that either review prints: no symptoms, no carcinoid syndrome, no rapid progression, "
    "no progression on a somatostatin analogue.",
    requires="A reason to treat: symptoms, carcinoid syndrome, rapid progression, or progression on an analogue",
    group=REASON,
    sources=(
        b("B46", PROCEDURES_B, Strength.UNLABELLED, T),
        b("BT4", TABLE_4, Strength.UNLABELLED, T),
        a("A14", "Introduction", Strength.UNLABELLED, *EVERY),
        floor(*EVERY),
    ),
)

# Text only: what the reviews count in favour, or expressly do not count against. Never necessary, never decisive.

HYPERVASCULAR = Rule(
    id="disease.hypervascular",
    topic="blood supply",
    kind=Kind.SUPPORT,
    when=hypervascular.yes,
    says="The metastases are hypervascular: their blood comes mainly from the hepatic artery.",
    requires="Arterial enhancement of the metastases",
    group=Group.IMAGING,
    sources=(
        a("A15", "Introduction", Strength.SUPPORTING, *EVERY),
        b("B47", PROCEDURES_B, Strength.SUPPORTING, T),
        b("BT2", TABLE_4, Strength.SUPPORTING, T),
    ),
)

NUMBER_OR_SIZE = Rule(
    id="disease.number_or_size",
    topic="number and size",
    kind=Kind.SUPPORT,
    when=(lesions > threshold("liver.lesions_supporting")) | (largest > threshold("liver.size_supporting")),
    says="More than 3 liver metastases, or one larger than 3 cm.",
    requires="Number and size of the metastases",
    group=Group.IMAGING,
    sources=(b("BT3", TABLE_4, Strength.SUPPORTING, T),),
)

SYMPTOMATIC = Rule(
    id="disease.symptomatic",
    topic="reason to treat",
    kind=Kind.SUPPORT,
    when=symptomatic.yes | carcinoid_syndrome.yes,
    says="Symptoms of hormones, bulk or pain, or a carcinoid syndrome, are a printed reason to treat.",
    requires="Symptoms and syndrome",
    group=REASON,
    sources=(
        a("A14", "Introduction", Strength.SUPPORTING, *EVERY),
        a("A29", EMBOLIZATION_A, Strength.SUPPORTING, T),
        b("BT4", TABLE_4, Strength.SUPPORTING, T),
        b("B46", PROCEDURES_B, Strength.SUPPORTING, T),
    ),
)

PROGRESSING = Rule(
    id="disease.progressing",
    topic="reason to treat",
    kind=Kind.SUPPORT,
    when=course.is_("rapid", "slow_on_ssa"),
    says="Progression in the liver, rapid or in spite of a long-acting analogue, is a printed reason to treat.",
    requires="Course of the disease in the liver",
    group=REASON,
    sources=(
        a("A14", "Introduction", Strength.SUPPORTING, *EVERY),
        b("B46", PROCEDURES_B, Strength.SUPPORTING, T),
    ),
)

FUNCTION_NOT_REQUIRED = Rule(
    id="disease.function_not_required",
    topic="reason to treat",
    kind=Kind.SUPPORT,
    when=carcinoid_syndrome.no,
    says="A functioning tumour is not required: non-functioning tumours are listed among the indications.",
    requires="Functioning syndrome looked for",
    group=REASON,
    sources=(b("BT1", TABLE_4, Strength.SUPPORTING, T),),
    clears=True,
)

HIGH_LOAD_PRAISED = Rule(
    id="disease.high_load_praised",
    topic="tumour burden",
    kind=Kind.SUPPORT,
    when=burden > threshold("liver.burden_max"),
    says="Del Prete 2014 also calls TAE optimal for a higher metastatic load.",
    requires="Tumour burden",
    group=Group.IMAGING,
    sources=(b("B107", "Conclusions", Strength.SUPPORTING, T),),
    clears=True,
)

EXTRAHEPATIC_NO_LIMIT = Rule(
    id="disease.extrahepatic_does_not_limit",
    topic="extrahepatic disease",
    kind=Kind.SUPPORT,
    when=extrahepatic.at_least("present"),
    says="Extrahepatic metastases or an unresected primary should not limit the use of TAE.",
    requires="Extrahepatic disease looked for",
    group=Group.IMAGING,
    sources=(
        b("B111", "Conclusions", Strength.SUPPORTING, T),
        b("B112", "Conclusions", Strength.SUPPORTING, T),
    ),
    clears=True,
)

RULES = (
    RESECTABLE,
    EXTRAHEPATIC_PREDOMINANT,
    ASYMPTOMATIC_INDOLENT,
    NO_PRINTED_REASON,
    HYPERVASCULAR,
    NUMBER_OR_SIZE,
    SYMPTOMATIC,
    PROGRESSING,
    FUNCTION_NOT_REQUIRED,
    HIGH_LOAD_PRAISED,
    EXTRAHEPATIC_NO_LIMIT,
)
