"""Hazards on every page, each with its mitigation: crisis, abscess, biloma, ischaemia, radiation."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from seldinger.cite import cite
from seldinger.logic import Known
from seldinger.selection.rule import FLOOR
from seldinger.selection.statements import (
    CHEMOEMBOLIZATION,
    CONCLUSIONS,
    EMBOLIZATION,
    RADIOEMBOLIZATION,
    SAFETY,
    SPECIAL,
    Statement,
    cited,
    from_a,
    from_b,
    later,
    shown,
)
from seldinger.selection.variables import (
    biliary_state,
    carcinoid_heart_disease,
    cirrhosis,
    portal_vein,
)
from seldinger.terms import EMBOLIC, RADIOEMBOLIC, Modality

EMBOLIC_ORDER = tuple(m for m in Modality if m in EMBOLIC)
RADIOEMBOLIC_ORDER = tuple(m for m in Modality if m in RADIOEMBOLIC)
CHEMO = (Modality.CTACE, Modality.DEB_TACE)
HOUSE = cite(FLOOR, at="safety floor")
NOT_NATIVE = biliary_state.is_("anastomosis", "stent", "sphincterotomy")

HAZARDS = (
    Statement(
        id="hazard.crisis",
        says="Carcinoid crisis",
        why="It can occur during or after embolization, even without an earlier carcinoid syndrome; surgery and general "
        "anaesthesia are known triggers. Radioembolization is held to the same here.",
        mitigation="A short-acting somatostatin analogue around the procedure can prevent it in most cases; the local "
        "protocol sets drug and dose.",
        cites=(*from_a("A66", "A67", "A68", at=SPECIAL),),
    ),
    Statement(
        id="hazard.abscess",
        says="Liver abscess",
        why="The sphincter of Oddi is not competent. With a bilioenteric anastomosis 33 to 86 of 100 had an abscess "
        "after embolization in spite of antibiotics. One retrospective comparison: 0 of 16 after radioembolization "
        "(one-sided 95 % upper bound 17 of 100), 3 of 13 after cTACE; Fisher two-sided p = 0.078, weak.",
        mitigation="Antibiotic cover. Oral moxifloxacin for 21 days from 3 days before: no abscess in 10 patients and 25 "
        "embolizations (one-sided 95 % upper bounds 26 of 100 patients, 11 of 100 embolizations).",
        when=NOT_NATIVE,
        cites=from_a("A69", "A70", "A71", "A72", "A73", at=SPECIAL),
    ),
    Statement(
        id="hazard.biloma",
        says="Biloma and liver infarct",
        why="Drug-eluting beads and neuroendocrine metastases were independent risk factors; a phase 2 trial was "
        "interrupted after a biloma in 54 of 100 patients.",
        mitigation="Drug-eluting beads only within a clinical trial: a condition of this software, the review sets none.",
        modalities=(Modality.DEB_TACE,),
        cites=(*from_a("A42", "A43", "A44", at=CHEMOEMBOLIZATION), HOUSE),
    ),
    Statement(
        id="hazard.biliary_without_cirrhosis",
        says="Bile duct injury",
        why="A liver without cirrhosis lacks the enlarged peribiliary plexus that is thought to protect bile ducts.",
        mitigation="This liver is charted without cirrhosis: weigh drug-eluting beads accordingly.",
        when=cirrhosis.no,
        modalities=CHEMO,
        cites=from_a("A45", at=CHEMOEMBOLIZATION),
    ),
    Statement(
        id="hazard.ischaemic_hepatitis",
        says="Ischaemic hepatitis",
        why="The liver survives arterial occlusion because the portal vein perfuses it; this portal vein is thrombosed.",
        mitigation="The transarterial review does not bar radioembolization, only minimally embolic, for the thrombosis; the "
        "United States label of resin microspheres does.",
        when=portal_vein.at_least("branch_thrombosis"),
        modalities=EMBOLIC_ORDER,
        cites=(
            *from_a("A17", at=EMBOLIZATION),
            *from_a("A60", at=RADIOEMBOLIZATION),
            *later("sirspheres-label", at="Contraindications"),
        ),
    ),
    Statement(
        id="hazard.heart",
        says="Cardiovascular death",
        why="One series reported more cardiovascular deaths after embolization; carcinoid heart disease is on the "
        "list of patients in whom TAE should be avoided.",
        mitigation="Echocardiography (ENETS 2022) and a cardiologist's view before any session.",
        when=carcinoid_heart_disease.at_least("mild"),
        if_unknown=True,
        cites=(
            *from_b("B105", at="Table 3"),
            *from_b("BT9", at="Table 4"),
            *later("enets2022-carcinoid", at="recommendations on carcinoid heart disease"),
        ),
    ),
    Statement(
        id="hazard.radiation_liver",
        says="Radiation-induced liver disease",
        why="Radiosensitivity of the liver limits the dose; no number is printed in the reviews.",
        mitigation="Compute the dose to the normal liver before prescribing, over all sessions.",
        modalities=RADIOEMBOLIC_ORDER,
        cites=from_a("A49", at=RADIOEMBOLIZATION),
    ),
    Statement(
        id="hazard.late_liver_toxicity",
        says="Late liver toxicity after radioembolization",
        why="More than 2 years after glass microspheres 22 of 39 patients with whole-liver and 4 of 15 with one-lobe "
        "treatment had a cirrhosis-like liver (Su 2017). The transarterial review, older, calls Y-90 safe and says nothing "
        "of it; Del Prete 2014 does not speak of Y-90.",
        mitigation="Stage the lobes; follow liver function for life: conclusions of this software.",
        modalities=RADIOEMBOLIC_ORDER,
        cites=(*later("su2017", at="abstract"), HOUSE),
    ),
    Statement(
        id="hazard.nontarget_radiation",
        says="Radiation pneumonitis and gut ulcer",
        why="Microspheres that leave the liver irradiate lung or gut.",
        mitigation="Mapping angiography, shunt study, closure of every communication to the gut.",
        modalities=RADIOEMBOLIC_ORDER,
        cites=from_a("A58", "A59", at=RADIOEMBOLIZATION),
    ),
    Statement(
        id="hazard.syndrome",
        says="Post-embolization syndrome",
        why="Pain, fever and nausea are expected and pass by themselves; raised liver enzymes generally come down within a "
        "few days to 2 to 3 weeks. Less is expected after radioembolization.",
        mitigation="Hydration and supportive care; admission for embolization.",
        modalities=EMBOLIC_ORDER,
        cites=(
            *from_a("A18", at=EMBOLIZATION),
            *from_a("A55", at=RADIOEMBOLIZATION),
            *from_b("B101", "B103", at=SAFETY),
        ),
    ),
    Statement(
        id="hazard.chemotherapy_deaths",
        says="Toxicity of the drug in TACE",
        why="Del Prete 2014 says that deaths are often associated with the drugs of TACE; the transarterial review found no "
        "added toxicity. Both are shown, neither is ranked.",
        mitigation="Drug, dose and lifetime dose stand in the plan.",
        modalities=CHEMO,
        cites=(*from_b("B109", at=CONCLUSIONS), *from_a("A38", "A39", at=CHEMOEMBOLIZATION)),
    ),
)

# Shown only while nobody has recorded the bile ducts: a hazard is not hidden by ignorance.
ABSCESS_UNKNOWN = Statement(
    id="hazard.abscess_unknown",
    says="Liver abscess: bile ducts not recorded",
    why="An anastomosis, a stent or a sphincterotomy markedly raises the risk; nobody has recorded the bile ducts.",
    mitigation="Ask for earlier surgery and endoscopy of the bile ducts before any session.",
    cites=from_a("A69", at=SPECIAL),
)


# The same hazard while nobody has said whether the liver is cirrhotic: then there is something to ask.
CIRRHOSIS_UNKNOWN = Statement(
    id="hazard.cirrhosis_unknown",
    says="Bile duct injury: cirrhosis not recorded",
    why="A liver without cirrhosis lacks the enlarged peribiliary plexus that is thought to protect bile ducts.",
    mitigation="Ask whether the liver is cirrhotic; weigh drug-eluting beads accordingly.",
    modalities=CHEMO,
    cites=from_a("A45", at=CHEMOEMBOLIZATION),
)

UNRECORDED = ((biliary_state.name, ABSCESS_UNKNOWN), (cirrhosis.name, CIRRHOSIS_UNKNOWN))


def hazards(known: Mapping[str, Known]) -> list[dict[str, Any]]:
    """Return the hazards that matter for this patient, with mitigation and sources."""
    open_questions = [each for name, each in UNRECORDED if name not in known]
    return [_told(each) for each in (*shown(HAZARDS, known), *open_questions)]


@cache
def _told(each: Statement) -> dict[str, Any]:
    """Return the words of a hazard; the dictionary is shared between reports, which nobody changes."""
    return {
        "id": each.id,
        "hazard": each.says,
        "why": each.why,
        "mitigation": each.mitigation,
        "modalities": [str(m) for m in each.modalities],
        "cites": cited(each),
    }
