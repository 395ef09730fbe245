"""What separates the options for this patient, as statements with sources: no ranking, no score."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from seldinger.logic import Known
from seldinger.selection.statements import (
    CHEMOEMBOLIZATION,
    EMBOLIZATION,
    PROCEDURES,
    RADIOEMBOLIZATION,
    SPECIAL,
    Statement,
    cited,
    from_a,
    from_b,
    later,
    shown,
)
from seldinger.selection.variables import biliary_state, cirrhosis, portal_vein, prior_prrt
from seldinger.terms import Modality, Status

T, C, D = Modality.TAE, Modality.CTACE, Modality.DEB_TACE
G, R = Modality.Y90_GLASS, Modality.Y90_RESIN

DISTINGUISHES = (
    Statement(
        id="distinguishes.no_superiority",
        says="No intra-arterial technique has been superior in a randomized trial; response, symptom relief and survival "
        "of TAE, TACE and Y-90 appeared comparable, side effects differ, major complication rates did not.",
        cites=(*from_a("A77", at="Conclusion"), *from_a("A62", "A63", at=RADIOEMBOLIZATION)),
    ),
    Statement(
        id="distinguishes.principle",
        says="TAE and TACE occlude the artery; TACE adds a drug, at a higher concentration in the tumour and for longer than "
        "if given systemically. Y-90 delivers high-dose radiation from inside the tumour and does not aim at occlusion.",
        cites=(
            *from_a("A33", at=CHEMOEMBOLIZATION),
            *from_a("A48", "A53", at=RADIOEMBOLIZATION),
        ),
    ),
    Statement(
        id="distinguishes.portal_vein",
        says="The portal vein is thrombosed: this speaks against occluding the artery and does not bar Y-90.",
        when=portal_vein.at_least("branch_thrombosis"),
        speaks_for=(G, R),
        speaks_against=(T, C, D),
        cites=(*from_a("A60", at=RADIOEMBOLIZATION), *from_b("B51", at=PROCEDURES)),
    ),
    Statement(
        id="distinguishes.resin_label_portal_vein",
        says="The United States label of resin microspheres lists portal vein thrombosis among its contraindications; "
        "the transarterial review does not.",
        when=portal_vein.at_least("branch_thrombosis"),
        speaks_against=(R,),
        cites=later("sirspheres-label", at="Contraindications"),
    ),
    Statement(
        id="distinguishes.biliary",
        says="Bile ducts without a competent sphincter: with the same antibiotics, abscess was seen in 0 of 16 patients after "
        "Y-90 and 3 of 13 after cTACE in one retrospective series (Fisher two-sided p = 0.078, computed here: weak).",
        when=biliary_state.is_("anastomosis", "stent", "sphincterotomy"),
        speaks_for=(G, R),
        speaks_against=(T, C, D),
        cites=from_a("A71", at=SPECIAL),
    ),
    Statement(
        id="distinguishes.beads",
        says="The transarterial review reports more biliary complications with drug-eluting beads; a later trial (RETNET) "
        "closed its bead arm on the advice of its safety board.",
        speaks_against=(D,),
        cites=(*from_a("A42", "A43", "A44", at=CHEMOEMBOLIZATION), *later("retnet", at="bead arm")),
    ),
    Statement(
        id="distinguishes.cirrhosis",
        says="A cirrhotic liver has the enlarged peribiliary plexus that is thought to protect bile ducts.",
        when=cirrhosis.yes,
        cites=from_a("A45", at=CHEMOEMBOLIZATION),
    ),
    Statement(
        id="distinguishes.no_cirrhosis",
        says="A liver without cirrhosis lacks the peribiliary plexus that is thought to protect bile ducts.",
        when=cirrhosis.no,
        speaks_against=(C, D),
        cites=from_a("A45", at=CHEMOEMBOLIZATION),
    ),
    Statement(
        id="distinguishes.prrt",
        says="A later series (Braat 2019) gave resin Y-90 after PRRT to 44 patients: response in 16 of 100, one death of "
        "radioembolization-induced liver disease.",
        when=prior_prrt.yes,
        speaks_against=(G, R),
        cites=later("braat2019-prrt", at="abstract"),
    ),
    Statement(
        id="distinguishes.tae_or_ctace",
        says="Adding chemotherapy to embolization has shown no benefit in symptoms or survival and, in the transarterial "
        "review, no added toxicity; Del Prete 2014 says deaths are often associated with the drugs.",
        cites=(
            *from_a("A38", "A39", at=CHEMOEMBOLIZATION),
            *from_b("B27", at="Introduction"),
            *from_b("B109", at="Conclusions"),
        ),
    ),
    Statement(
        id="distinguishes.glass_or_resin",
        says="Response rates of glass and resin microspheres appear equivalent in these tumours.",
        cites=from_a("A52", at=RADIOEMBOLIZATION),
    ),
    Statement(
        id="distinguishes.setting",
        says="TAE is typically followed by a night in hospital, in Del Prete 2014 until liver enzymes have peaked; Y-90 is "
        "given as an outpatient treatment with limited post-embolization syndrome.",
        speaks_for=(G, R),
        cites=(
            *from_a("A18", at=EMBOLIZATION),
            *from_a("A55", at=RADIOEMBOLIZATION),
            *from_b("B60", "B67", at=PROCEDURES),
        ),
    ),
    Statement(
        id="distinguishes.late_toxicity",
        says="A later series (Su 2017) saw a cirrhosis-like liver, more than 2 years after glass Y-90, in 22 of 39 patients "
        "treated in the whole liver and 4 of 15 in one lobe.",
        speaks_against=(G, R),
        cites=later("su2017", at="abstract"),
    ),
    Statement(
        id="distinguishes.grade_preference",
        says="A later guideline (ENETS 2022, as quoted by NICE) prefers bland embolization in G1 intestinal tumours with "
        "carcinoid syndrome, and TACE or Y-90 in G2 or non-intestinal ones. It is not a ranking of this software.",
        cites=later(
            "enets2022-carcinoid", at="liver-directed treatment, as quoted", status=Status.SECONDARY, via="nice-ipg786"
        ),
    ),
)


def distinguishes(known: Mapping[str, Known]) -> list[dict[str, Any]]:
    """Return what separates the options for this patient."""
    return [_told(each) for each in shown(DISTINGUISHES, known)]


@cache
def _told(each: Statement) -> dict[str, Any]:
    """Return the words of a statement; the dictionary is shared between reports, which nobody changes."""
    return {
        "id": each.id,
        "says": each.says,
        "speaks_for": [str(m) for m in each.speaks_for],
        "speaks_against": [str(m) for m in each.speaks_against],
        "cites": cited(each),
    }
