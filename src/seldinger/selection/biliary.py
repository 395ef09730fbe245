"""Rules on the bile ducts, and on the beads that injure them."""

from seldinger.logic import everything
from seldinger.selection.rule import EVERY, C, D, G, R, Rule, T, a
from seldinger.selection.variables import biliary_state
from seldinger.terms import Group, Kind, Strength

SPECIAL_A = "Special considerations"
CHEMOEMBOLIZATION_A = "Transarterial chemoembolization"

INCOMPETENT_SPHINCTER = Rule(
    id="biliary.incompetent_sphincter",
    brief="sphincter of Oddi not competent",
    topic="bile ducts",
    kind=Kind.MODIFIES,
    when=biliary_state.is_("anastomosis", "stent", "sphincterotomy"),
    says="The sphincter of Oddi is not competent: liver abscess is a marked risk.",
    requires="Native bile ducts",
    group=Group.HISTORY,
    sources=(
        a("A69", SPECIAL_A, Strength.SUPPORTING, *EVERY),
        a("A73", SPECIAL_A, Strength.SUPPORTING, T, C, D),
        a("A71", SPECIAL_A, Strength.SUPPORTING, G, R),
    ),
    changes="antibiotic cover against liver abscess",
)

TRIAL_ONLY = Rule(
    id="deb.trial_only",
    topic="drug-eluting beads",
    kind=Kind.MODIFIES,
    when=everything(),
    says="Drug-eluting beads: a higher rate of biliary complications is reported, a phase 2 trial was interrupted. That "
    "they are kept to trials is a condition of this software.",
    requires="Treatment within a clinical trial",
    group=Group.JUDGEMENT,
    sources=(
        a("A40", CHEMOEMBOLIZATION_A, Strength.SUPPORTING, D),
        a("A42", CHEMOEMBOLIZATION_A, Strength.SUPPORTING, D),
        a("A43", CHEMOEMBOLIZATION_A, Strength.SUPPORTING, D),
        a("A44", CHEMOEMBOLIZATION_A, Strength.SUPPORTING, D),
    ),
    changes="only within a clinical trial",
)

RULES = (INCOMPETENT_SPHINCTER, TRIAL_ONLY)
