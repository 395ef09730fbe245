"""Every rule at its boundary, just below, just above, unknown and known-absent: the answers, written by hand.

They are tested here and become the pages of the rules in docs/rules.
"""


def flag(name: str, yes: str, no: str) -> str:
    """Return the table of a rule that is one yes-or-no question."""
    return f"""
    {name} | fires | why
    -------+-------+----
    yes | yes | {yes}
    no | no | {no}
    - | unknown | nobody has answered
    """


SPECS = {
    "disease.resectable": flag("resectable", "surgery comes first", "judged not resectable"),
    "disease.extrahepatic_predominant": """
    extent | fires | why
    -------+-------+----
    none | no | looked for, absent
    present | no | presence alone never limits (B111)
    predominant | yes | A22
    none/present | no | either way not predominant
    present/predominant | unknown | the extent is open
    - | unknown | nobody looked
    """,
    "disease.asymptomatic_indolent": """
    present | carcinoid | course | fires | why
    --------+-----------+--------+-------+----
    no | no | none | yes | no symptom, no syndrome, no progression
    no | no | slow | no | progression is not indolence
    no | no | slow_on_ssa | no | progression on an analogue is a reason (A14)
    no | no | rapid | no | rapid progression is a reason (B46)
    no | yes | none | no | a carcinoid syndrome is not asymptomatic
    yes | no | none | no | symptoms are a reason
    yes | - | - | no | symptoms settle it whatever else
    no | no | - | unknown | the course is open
    - | no | none | unknown | symptoms are open
    no | - | none | unknown | the syndrome is open
    - | - | rapid | no | the course settles it
    - | - | - | unknown | nobody looked
    """,
    "disease.no_printed_reason": """
    present | carcinoid | course | fires | why
    --------+-----------+--------+-------+----
    no | no | none | yes | every printed reason is known absent
    no | no | slow | yes | slow progression off an analogue is no printed reason
    no | no | slow_on_ssa | no | progression on a long-acting analogue (A14)
    no | no | rapid | no | rapid progression (B46)
    yes | no | none | no | symptoms (B46, BT4)
    no | yes | none | no | carcinoid syndrome (BT4)
    no | no | slow/slow_on_ssa | unknown | whether on an analogue is not said
    no | no | - | unknown | the course is open
    no | - | none | unknown | the syndrome is open
    - | no | none | unknown | symptoms are open
    - | - | - | unknown | nobody looked
    yes | - | - | no | one reason is enough
    """,
    "disease.hypervascular": flag("hypervascular", "arterial supply", "not hypervascular"),
    "disease.number_or_size": """
    lesions | largest_cm | fires | why
    --------+------------+-------+----
    3 | 3.0 | no | neither more than 3 nor larger than 3 cm
    4 | 3.0 | yes | more than 3
    3 | 3.1 | yes | larger than 3 cm
    3 | 3.01 | yes | one hundredth is larger
    2 | 2.9 | no | below both
    4 | - | yes | one is enough ("and/or")
    - | 3.1 | yes | one is enough
    3 | - | unknown | the size is open
    - | 3.0 | unknown | the number is open
    - | - | unknown | nobody looked
    3..5 | 1.0 | unknown | an interval across the limit
    """,
    "disease.symptomatic": """
    present | carcinoid | fires | why
    --------+-----------+-------+----
    yes | - | yes | symptoms
    - | yes | yes | carcinoid syndrome
    no | no | no | neither
    no | - | unknown | the syndrome is open
    - | no | unknown | symptoms are open
    """,
    "disease.progressing": """
    course | fires | why
    -------+-------+----
    none | no | stable
    slow | no | slow, off an analogue
    slow_on_ssa | yes | A14
    rapid | yes | B46
    slow/slow_on_ssa | unknown | whether on an analogue is not said
    - | unknown | nobody looked
    """,
    "disease.function_not_required": """
    carcinoid | fires | why
    ----------+-------+----
    no | yes | BT1: functioning or not
    yes | no | the remark is for tumours without a syndrome
    - | unknown | nobody looked
    """,
    "disease.high_load_praised": """
    burden_percent | fires | why
    ---------------+-------+----
    75 | no | not above the limit
    75.1 | yes | above the limit: B107 stands beside B54
    - | unknown | nobody measured
    """,
    "disease.extrahepatic_does_not_limit": """
    extent | fires | why
    -------+-------+----
    none | no | nothing outside the liver
    present | yes | B111
    predominant | yes | B111 says nothing of predominance
    - | unknown | nobody looked
    """,
    "liver.function_poor": flag("function_judged_poor", "B52, A24, BT6", "judged not poor"),
    "liver.bilirubin_not_below_limit": """
    bilirubin | fires | why
    ----------+-------+----
    1.99 | no | just below the limit
    2.0 | yes | the source asks for less than 2
    2.01 | yes | above
    1.8..1.9 | no | the whole interval lies below
    1.9..2.0 | unknown | an interval that touches the limit
    - | unknown | nobody measured it
    """,
    "liver.bilirubin_above_limit": """
    bilirubin | fires | why
    ----------+-------+----
    1.99 | no | below
    2.0 | no | exactly 2.0 is not above 2
    2.01 | yes | just above
    - | unknown | nobody measured it
    """,
    "liver.burden_above_limit": """
    burden_percent | fires | why
    ---------------+-------+----
    74.9 | no | below
    75 | no | more than 75 is asked, 75 is not more
    75.1 | yes | just above
    70..80 | unknown | an interval across the limit
    - | unknown | nobody measured it
    """,
    "liver.ascites_radioembolization": """
    ascites | fires | why
    --------+-------+----
    none | no | looked for, absent
    mild | yes | any ascites
    tense | yes | any ascites
    - | unknown | nobody looked
    """,
    "liver.prior_prrt_radioembolization": flag("prrt", "earlier PRRT", "none"),
    "liver.prior_radiation_radioembolization": flag("liver_radiation", "earlier radiation", "none"),
    "vessels.main_portal_vein_occluded": """
    portal_vein | fires | why
    ------------+-------+----
    patent | no | open
    branch_thrombosis | no | a branch is not the main vein (B51)
    main_occlusion | yes | B51
    branch_thrombosis/main_occlusion | unknown | thrombosed, extent open
    - | unknown | nobody looked
    """,
    "vessels.portal_vein_thrombosis": """
    portal_vein | fires | why
    ------------+-------+----
    patent | no | open
    branch_thrombosis | yes | A60 says any thrombosis
    main_occlusion | yes | worse than a branch
    branch_thrombosis/main_occlusion | yes | thrombosed either way
    - | unknown | nobody looked
    """,
    "vessels.portal_vein_thrombosis_radioembolization": """
    portal_vein | fires | why
    ------------+-------+----
    patent | no | nothing to say
    branch_thrombosis | yes | A60: no bar to Y-90
    main_occlusion | yes | A60: no bar to Y-90
    - | unknown | nobody looked
    """,
    "vessels.peripheral_vascular_disease": flag("peripheral_vascular_disease", "B58", "absent"),
    "shunts.lung_shunt_significant": flag("judged_significant", "A58", "judged not significant"),
    "shunts.gut_deposition_uncorrectable": """
    hepatoenteric_communication | fires | why
    ----------------------------+-------+----
    none | no | mapped, absent
    correctable | no | it can be closed
    corrected | no | it has been closed
    uncorrectable | yes | A59
    - | unknown | not mapped yet
    """,
    "shunts.gut_communication_correctable": """
    hepatoenteric_communication | fires | why
    ----------------------------+-------+----
    none | no | nothing to close
    correctable | yes | close it first
    corrected | no | closed already
    uncorrectable | no | that is a bar, not a change
    - | unknown | not mapped yet
    """,
    "biliary.incompetent_sphincter": """
    state | fires | why
    ------+-------+----
    native | no | competent sphincter
    anastomosis | yes | A69
    stent | yes | no competent sphincter
    sphincterotomy | yes | no competent sphincter
    - | unknown | nobody asked
    """,
    "deb.trial_only": """
    fires | why
    ------+----
    yes | always, whatever is known
    """,
    "fitness.sepsis": flag("sepsis", "BT8, B56", "absent"),
    "fitness.fever": flag("fever", "B56", "absent"),
    "fitness.creatinine_not_below_limit": """
    creatinine | fires | why
    -----------+-------+----
    1.99 | no | just below
    2.0 | yes | the source asks for less than 2
    2.01 | yes | above
    - | unknown | nobody measured it
    """,
    "fitness.renal_insufficiency": flag("renal_insufficiency_judged", "B57", "judged sufficient"),
    "fitness.renal_insufficiency_radioembolization": flag("renal_insufficiency_judged", "floor", "judged sufficient"),
    "fitness.contrast_allergy": """
    contrast_allergy | fires | why
    -----------------+-------+----
    none | no | asked, none
    mild | yes | B55 grades no allergy
    severe | yes | B55
    mild/severe | yes | an allergy of unstated severity
    - | unknown | nobody asked
    """,
    "fitness.contrast_allergy_radioembolization": """
    contrast_allergy | fires | why
    -----------------+-------+----
    none | no | asked, none
    mild | yes | floor
    severe | yes | floor
    - | unknown | nobody asked
    """,
    "fitness.coagulopathy": flag("coagulopathy_judged", "B59", "judged sufficient"),
    "fitness.performance_poor": flag("judged_poor", "BT7", "judged not poor"),
    "fitness.carcinoid_heart_disease": """
    carcinoid_heart_disease | fires | why
    ------------------------+-------+----
    none | no | echocardiography without it
    mild | yes | BT9 grades none
    severe | yes | BT9
    - | unknown | no echocardiography
    """,
    "fitness.carcinoid_heart_disease_radioembolization": """
    carcinoid_heart_disease | fires | why
    ------------------------+-------+----
    none | no | echocardiography without it
    mild | yes | floor
    severe | yes | floor
    - | unknown | no echocardiography
    """,
    "fitness.other_mortality_risk": flag("other_mortality_risk", "BT10", "the clinician says none"),
}
