"""The twenty-eight disagreements of the two reviews, in the order of the checklist."""

from seldinger.cite import threshold
from seldinger.selection.disagreements import Disagreement, Says
from seldinger.selection.rule import REVIEW_A, REVIEW_B
from seldinger.selection.statements import (
    CHEMOEMBOLIZATION,
    CONCLUSION,
    CONCLUSIONS,
    EFFICACY,
    EMBOLIZATION,
    INTRODUCTION,
    PROCEDURES,
    RADIOEMBOLIZATION,
    SPECIAL,
    from_a,
    from_b,
)
from seldinger.selection.variables import (
    bilirubin,
    burden,
    carcinoid_heart_disease,
    course,
    extrahepatic,
    liver_function_poor,
    portal_vein,
    sepsis,
    symptomatic,
)

CASE_1, CASE_3 = "Case 1", "Case 3"


def a(says: str, *statements: str, at: str) -> Says:
    """Return what the transarterial review says."""
    return Says(source=REVIEW_A, says=says, cites=from_a(*statements, at=at))


def b(says: str, *statements: str, at: str) -> Says:
    """Return what Del Prete 2014 says."""
    return Says(source=REVIEW_B, says=says, cites=from_b(*statements, at=at))


CONFLICTS = (
    Disagreement(
        id="C1",
        topic="extrahepatic disease",
        says="Presence alone never bars; predominance is no indication. Both readings stand beside the verdict.",
        stances=(
            a("Predominantly extrahepatic tumour is a contraindication.", "A22", at=EMBOLIZATION),
            b(
                "Eligible is liver-predominant disease; several sites ask for systemic treatment.",
                "B20",
                "B26",
                at=INTRODUCTION,
            ),
            b("Extrahepatic metastases should not limit TAE.", "B111", at=CONCLUSIONS),
        ),
        when=extrahepatic.at_least("present"),
    ),
    Disagreement(
        id="C2",
        topic="portal vein",
        says="Any thrombosis bars TAE and TACE where the transarterial review is heard; only main occlusion where Del Prete 2014 "
        "is heard alone. Y-90 is not barred.",
        stances=(
            a(
                "Any portal vein thrombosis counts against TAE and TACE, none against Y-90.",
                "A60",
                at=RADIOEMBOLIZATION,
            ),
            b(
                "Occlusion of the main portal vein is an absolute contraindication; a branch is not mentioned.",
                "B51",
                at=PROCEDURES,
            ),
            b("Patency is confirmed at angiography before embolizing.", "B63", at=PROCEDURES),
        ),
        when=portal_vein.at_least("branch_thrombosis"),
    ),
    Disagreement(
        id="C3",
        topic="liver function",
        says="Exactly 2.0 mg/dL is not below 2 and therefore not eligible; poor function is the clinician's own judgement.",
        stances=(
            a("Hepatic dysfunction is a contraindication, without a number.", "A24", at=EMBOLIZATION),
            b(
                "Bilirubin below 2 mg/dL is required; above 2 is among the other contraindications; 2.0 is in neither.",
                "B49",
                "B53",
                at=PROCEDURES,
            ),
            b("Poor liver function is an absolute contraindication.", "B52", at=PROCEDURES),
            b("Severely compromised function is on the avoid list, which has a way round.", "BT6", at="Table 4"),
        ),
        when=(bilirubin >= threshold("liver.bilirubin_max")) | liver_function_poor.yes,
    ),
    Disagreement(
        id="C4",
        topic="tumour burden",
        says="The profile “strictest” bars above the limit; “weighed” allows a less aggressive, staged TAE, never TACE.",
        stances=(
            a("More than 75 % of the liver replaced is a contraindication.", "A21", at=EMBOLIZATION),
            b("More than 75 % is among the other contraindications.", "B54", at=PROCEDURES),
            b("Massive burden is on the avoid list.", "BT5", at="Table 4"),
            b(
                "Less aggressive TAE is possible all the same, and TAE suits a higher load.",
                "B107",
                "B114",
                at=CONCLUSIONS,
            ),
        ),
        when=burden > threshold("liver.burden_max"),
    ),
    Disagreement(
        id="C5",
        topic="asymptomatic patients",
        says="Non-functioning is not asymptomatic. Not indicated only when there is no symptom and no printed progression.",
        stances=(
            a("Asymptomatic indolent tumours are a contraindication.", "A23", at=EMBOLIZATION),
            b("Functioning or not is listed among the indications.", "BT1", at="Table 4"),
            b("Indications are symptoms, hormone excess or rapid progression.", "B46", at=PROCEDURES),
        ),
        when=symptomatic.no,
    ),
    Disagreement(
        id="C6",
        topic="number and size",
        says="A supporting remark, never necessary.",
        stances=(
            Says(source=REVIEW_A, says="Gives no number and no size.", cites=()),
            b("More than 3 metastases, or larger than 3 cm, is listed among the indications.", "BT3", at="Table 4"),
        ),
    ),
    Disagreement(
        id="C7",
        topic="size of the embolic",
        says="Both sizes are offered with their source; the centre chooses.",
        stances=(
            a("Spheres of 100 to 300 um in the case shown.", "A30", at=CASE_1),
            b("Embolizing agents of 75 to 150 um.", "B24", "B25", at=INTRODUCTION),
        ),
    ),
    Disagreement(
        id="C8",
        topic="stay in hospital",
        says="At least one night after embolization and until liver enzymes have peaked; Y-90 as an outpatient.",
        stances=(
            a("Typically an overnight stay after TAE.", "A18", at=EMBOLIZATION),
            a("Y-90 as an outpatient.", "A55", at=RADIOEMBOLIZATION),
            b("Admission before, discharge after liver enzymes have peaked.", "B60", "B67", at=PROCEDURES),
        ),
    ),
    Disagreement(
        id="C9",
        topic="antibiotics",
        says="Both are printed in the plan; without a competent sphincter the transarterial review's regimens lead.",
        stances=(
            a(
                "Without a competent sphincter: moxifloxacin for 21 days, or antibiotics with bowel preparation.",
                "A72",
                "A73",
                at=SPECIAL,
            ),
            b("One week for every patient.", "B68", at=PROCEDURES),
        ),
    ),
    Disagreement(
        id="C10",
        topic="crisis prophylaxis",
        says="Required in every plan.",
        stances=(
            a(
                "At risk even without an earlier carcinoid syndrome; a short-acting analogue can prevent most crises.",
                "A67",
                "A68",
                at=SPECIAL,
            ),
            Says(source=REVIEW_B, says="Says nothing of crisis prophylaxis.", cites=()),
        ),
    ),
    Disagreement(
        id="C11",
        topic="chemotherapy added to embolization",
        says="No ranking; both are shown.",
        stances=(
            a("No demonstrated benefit and no added toxicity.", "A38", "A39", at=CHEMOEMBOLIZATION),
            b("Debatable benefit, above all in selective embolization.", "B27", at=INTRODUCTION),
            b("Deaths are often associated with the drugs of TACE.", "B109", at=CONCLUSIONS),
        ),
    ),
    Disagreement(
        id="C12",
        topic="how often the liver is involved",
        says="Both figures keep their source; they are never averaged.",
        stances=(
            a("About 40 of 100 over the course of the disease.", "A09", at=INTRODUCTION),
            b("46 to 93 of 100.", "B05", at=INTRODUCTION),
        ),
    ),
    Disagreement(
        id="C13",
        topic="how many can have surgery",
        says="Different denominators: curative only, and curative or palliative.",
        stances=(
            a("About 10 of 100 are candidates for curative resection.", "A12", at=INTRODUCTION),
            b("10 to 20 of 100 are eligible for palliative or curative surgery.", "B17", at=INTRODUCTION),
        ),
    ),
    Disagreement(
        id="C14",
        topic="carcinoid heart disease",
        says="The profile “strictest” bars embolization; “weighed” allows a less aggressive, staged TAE. Unknown asks "
        "for echocardiography.",
        stances=(
            Says(source=REVIEW_A, says="Does not mention carcinoid heart disease.", cites=()),
            b("Carcinoid heart disease is on the list of patients to avoid.", "BT9", at="Table 4"),
            b("One series reported more cardiovascular deaths.", "B105", at="Table 3"),
        ),
        when=carcinoid_heart_disease.at_least("mild"),
    ),
    Disagreement(
        id="C15",
        topic="how far to advance the catheter",
        says="No rule; the level reached is recorded.",
        stances=(
            b("TAE is defined as segmental or subsegmental.", "B23", at=INTRODUCTION),
            b("Proximal embolization of the feeding arteries is said to be more effective.", "B71", at=PROCEDURES),
        ),
    ),
    Disagreement(
        id="C16",
        topic="order of the lobes",
        says="They agree on staging; order and interval come from Del Prete 2014.",
        stances=(
            a("Sequential lobar Y-90 in bulky bilobar disease.", "A64", at=CASE_3),
            b("The lobe with the bulkiest disease first, about 4 weeks apart.", "B66", "B72", at=PROCEDURES),
        ),
    ),
    Disagreement(
        id="C17",
        topic="grading",
        says="The grade is printed in each edition; NET G3 of WHO 2019 is in neither review.",
        stances=(
            a("Most poorly differentiated tumours are high grade; no numbers.", "A01", at=INTRODUCTION),
            b("WHO 2010 with numbers; G3 is a poorly differentiated carcinoma.", "B01", "B02", "B03", at=INTRODUCTION),
        ),
    ),
    Disagreement(
        id="C18",
        topic="what TAE is made of",
        says="Iodised oil is an attribute of the protocol, not another modality.",
        stances=(
            a("Particles only; oil belongs to conventional TACE.", "A34", at=CHEMOEMBOLIZATION),
            b("Iodised oil, then particles, without a drug.", "B25", at=INTRODUCTION),
        ),
    ),
    Disagreement(
        id="C19",
        topic="benefit of TAE",
        says="A benefit (response or stable disease) below the response is impossible: recomputed from the tables.",
        stances=(
            b("Response about 50 of 100, response or stabilization about 40 of 100.", "B79", "B80", at=EFFICACY),
            b("Response or stabilization in 80 of 100 or more in later studies.", "B85", at=EFFICACY),
        ),
    ),
    Disagreement(
        id="C20",
        topic="what must have failed before",
        says="Either reason is enough; both are cited.",
        stances=(
            a(
                "Hormonal symptoms, or progression on a long-acting analogue; the embolized series was refractory.",
                "A14",
                at=INTRODUCTION,
            ),
            a("Symptomatic, refractory, unresectable patients.", "A29", at=EMBOLIZATION),
            b("Symptoms or rapid progression, without asking for an analogue first.", "B46", at=PROCEDURES),
        ),
        when=symptomatic.yes | course.is_("slow", "slow_on_ssa", "rapid"),
    ),
    Disagreement(
        id="C21",
        topic="which options are listed",
        says="The union is listed.",
        stances=(
            a("TAE, TACE and Y-90.", "A16", at=INTRODUCTION),
            b("TAE, TACE and ablation; transplantation and interferon.", "B18", "B21", "B22", at=INTRODUCTION),
            b("PRRT among the choices of the board.", "B115", at=CONCLUSIONS),
        ),
    ),
    Disagreement(
        id="C22",
        topic="grade as a reason",
        says="A high grade lowers the strength of the reason and never bars.",
        stances=(
            a("Especially low-grade tumours.", "A14", at=INTRODUCTION),
            Says(source=REVIEW_B, says="Gives no grade for TAE.", cites=()),
        ),
    ),
    Disagreement(
        id="C23",
        topic="reference numbers",
        says="Studies are cited by author and year, never by number.",
        stances=(b("Tables and text number the same studies differently.", "C23", at="Tables 1 to 3; Efficacy"),),
    ),
    Disagreement(
        id="C24",
        topic="pain as the only reason",
        says="Pain is a reason; its relief may be shorter.",
        stances=(
            a("Every patient treated for pain responded in one series.", "A26", at=EMBOLIZATION),
            b("Response was shorter when pain alone was the reason.", "B96", at=EFFICACY),
        ),
        when=symptomatic.yes,
    ),
    Disagreement(
        id="C25",
        topic="who decides and who treats",
        says="Board and experienced centre are both asked for.",
        stances=(
            a("A multidisciplinary approach by extent and biology.", "A75", at=CONCLUSION),
            b(
                "A multidisciplinary setting, an experienced centre and a specialized team.",
                "B110",
                "B115",
                at=CONCLUSIONS,
            ),
        ),
    ),
    Disagreement(
        id="C26",
        topic="sepsis",
        says="Sepsis always defers: the way round for the avoid list is not applied to it.",
        stances=(
            b("Fever or sepsis is among the other contraindications.", "B56", at=PROCEDURES),
            b("Sepsis is on the avoid list.", "BT8", at="Table 4"),
            b("For the patients of that list a less aggressive TAE is allowed.", "B114", at=CONCLUSIONS),
        ),
        when=sepsis.yes,
    ),
    Disagreement(
        id="C27",
        topic="the first series",
        says="Recomputed from counts; two patients stay unlabelled.",
        stances=(
            b(
                "The text says 95 of 100 responded, the table 20 of 23 with 1 progressing.",
                "B84",
                at="Efficacy; Table 1",
            ),
        ),
    ),
    Disagreement(
        id="C28",
        topic="carcinoid against pancreatic tumours",
        says="Prognosis only, never a rule of eligibility.",
        stances=(
            b("Longer survival and more response in carcinoids (Eriksson, Gupta).", "B92", "B93", at=EFFICACY),
            b("No difference (Ho).", "B94", at=EFFICACY),
            b("Response and survival appear better in carcinoids.", "B108", at=CONCLUSIONS),
        ),
    ),
)
