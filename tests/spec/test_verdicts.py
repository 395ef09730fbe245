"""One finding in an otherwise clear patient: the verdict of every modality under every profile, written by hand.

c contraindicated, n not indicated, d defer, m modified, e eligible, - the profile is silent, e/m and so on a set.
Columns: strictest, weighed, the transarterial review alone (A), Del Prete 2014 alone (B); in each TAE, cTACE, DEB-TACE,
Y-90 glass, Y-90 resin. DEB-TACE is never better than modified (only within a trial).
"""

from collections.abc import Mapping

import pytest

from seldinger.logic import Known, build
from seldinger.selection import PROFILES
from seldinger.selection.profiles import silent, table
from seldinger.terms import Modality
from tests.spec.spec import read

CLEAR: Mapping[str, Known] = {
    "symptoms.present": True,
    "syndrome.carcinoid": True,
    "disease.course": "rapid",
    "disease.resectable": False,
    "extrahepatic.extent": "none",
    "liver.function_judged_poor": False,
    "labs.bilirubin": 0.8,
    "liver.burden_percent": 38.0,
    "liver.ascites": "none",
    "vessels.portal_vein": "patent",
    "vessels.peripheral_vascular_disease": False,
    "vessels.hepatoenteric_communication": "none",
    "shunt.judged_significant": False,
    "biliary.state": "native",
    "fitness.judged_poor": False,
    "labs.creatinine": 0.9,
    "fitness.renal_insufficiency_judged": False,
    "fitness.coagulopathy_judged": False,
    "fitness.contrast_allergy": "none",
    "fitness.carcinoid_heart_disease": "none",
    "fitness.other_mortality_risk": False,
    "fitness.sepsis": False,
    "fitness.fever": False,
    "history.prrt": False,
    "history.liver_radiation": False,
}
LETTERS = {"c": "contraindicated", "n": "not_indicated", "d": "defer", "m": "modified", "e": "eligible"}
COLUMNS = ("strictest", "weighed", "transarterial-review", "delprete2014")

TABLE = """
finding                                    | strictest | weighed   | A         | B         | why
nothing                                    | e e m e e | e e m e e | e e m e e | e e - - - | DEB-TACE only within a trial
vessels.portal_vein=branch_thrombosis      | c c c e e | c c c e e | c c c e e | e e - - - | C2: any thrombosis (A60); B names only the main vein; Y-90 not barred
vessels.portal_vein=main_occlusion         | c c c e e | c c c e e | c c c e e | c c - - - | C2: absolute in B51, A60; Y-90 not barred
labs.bilirubin=1.99                        | e e m e e | e e m e e | e e m e e | e e - - - | C3: just below
labs.bilirubin=2.0                         | c c c e e | c c c e e | e e m e e | c c - - - | C3: not below 2 (B49); A prints no number
labs.bilirubin=2.01                        | c c c e e | c c c e e | e e m e e | c c - - - | C3: B49 and B53
liver.function_judged_poor=yes             | c c c c c | c c c c c | c c c c c | c c - - - | C3: B52 absolute, A24; floor for Y-90
liver.burden_percent=75                    | e e m e e | e e m e e | e e m e e | e e - - - | C4: more than 75 is asked
liver.burden_percent=75.1                  | c c c e e | m c c e e | c c c e e | m c - - - | C4: way round for TAE only (B114)
extrahepatic.extent=present                | e e m e e | e e m e e | e e m e e | e e - - - | C1: presence never limits (B111)
extrahepatic.extent=predominant            | n n n n n | n n n n n | n n n n n | n n - - - | C1: A22, B26, floor
fitness.carcinoid_heart_disease=mild       | c c c m m | m c c m m | e e m m m | m e - - - | C14: BT9 with its way round; A silent; floor asks before Y-90
fitness.sepsis=yes                         | d d d d d | d d d d d | d d d d d | d d - - - | C26: sepsis always defers
fitness.fever=yes                          | d d d d d | d d d d d | d d d d d | d d - - - | B56, floor
disease.resectable=yes                     | n n n n n | n n n n n | n n n n n | n n - - - | surgery first (A11, B26)
labs.creatinine=1.99                       | e e m e e | e e m e e | e e m e e | e e - - - | just below
labs.creatinine=2.0                        | c c c e e | c c c e e | e e m e e | c c - - - | B50: less than 2 asked
fitness.renal_insufficiency_judged=yes     | c c c m m | c c c m m | e e m m m | c c - - - | B57; floor changes Y-90
fitness.contrast_allergy=mild              | c c c m m | m m m m m | e e m m m | c c - - - | B55; weighed names a remedy; floor changes Y-90
fitness.contrast_allergy=severe            | c c c m m | m m m m m | e e m m m | c c - - - | B55 does not grade the allergy
vessels.peripheral_vascular_disease=yes    | c c c e e | m m m e e | e e m e e | c c - - - | B58; weighed: another access
fitness.coagulopathy_judged=yes            | c c c c c | m m m m m | e e c c c | c c - - - | B59; floor for DEB-TACE and Y-90
fitness.judged_poor=yes                    | c c c c c | c c c c c | c c c c c | c c - - - | floor in every modality, BT7
fitness.other_mortality_risk=yes           | c c c c c | c c c c c | c c c c c | c c - - - | floor in every modality, BT10
shunt.judged_significant=yes               | e e m c c | e e m c c | e e m c c | e e - - - | A58
vessels.hepatoenteric_communication=uncorrectable | e e m c c | e e m c c | e e m c c | e e - - - | A59
vessels.hepatoenteric_communication=correctable   | e e m m m | e e m m m | e e m m m | e e - - - | close it first
vessels.hepatoenteric_communication=corrected     | e e m e e | e e m e e | e e m e e | e e - - - | closed
biliary.state=anastomosis                  | m m m m m | m m m m m | m m m m m | e e - - - | A69, A73; B does not mention it
biliary.state=stent                        | m m m m m | m m m m m | m m m m m | e e - - - | no competent sphincter
liver.ascites=mild                         | e e m m m | e e m m m | e e m m m | e e - - - | floor asks before radiation
history.prrt=yes                           | e e m m m | e e m m m | e e m m m | e e - - - | floor asks before radiation
history.liver_radiation=yes                | e e m m m | e e m m m | e e m m m | e e - - - | floor asks before radiation
"""
# C5 and C20: what counts as a reason to treat. Symptoms, syndrome and course together.
REASONS = """
present carcinoid course            | strictest | weighed   | A         | B         | why
no no none                          | n n n n n | n n n n n | n n n n n | n n - - - | C5: asymptomatic and indolent, no reason
no no slow                          | n n n n n | n n n n n | n n n n n | n n - - - | slow progression off an analogue is no printed reason
no no slow_on_ssa                   | e e m e e | e e m e e | e e m e e | e e - - - | C20: progression on an analogue (A14)
no no rapid                         | e e m e e | e e m e e | e e m e e | e e - - - | C20: rapid progression (B46)
yes no none                         | e e m e e | e e m e e | e e m e e | e e - - - | C5: symptoms without hormones are a reason
no yes none                         | e e m e e | e e m e e | e e m e e | e e - - - | C5: a carcinoid syndrome is a reason even while controlled
- no none                           | e/n e/n m/n e/n e/n | e/n e/n m/n e/n e/n | e/n e/n m/n e/n e/n | e/n e/n - - - | symptoms open
"""


def lines(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()[1:]]


def expect(known: Mapping[str, Known], cells: list[str]) -> None:
    for profile_name, cell in zip(COLUMNS, cells, strict=True):
        profile = PROFILES[profile_name]
        for modality, letters in zip(Modality, cell.split(), strict=True):
            if letters == "-":
                assert silent(modality, profile), f"{modality} should be silent under {profile_name}"
                continue
            assert not silent(modality, profile)
            possible = build(table(modality, profile)).restrict(known).possible
            assert possible == {LETTERS[each] for each in letters.split("/")}, f"{modality} under {profile_name}"


@pytest.mark.parametrize("line", lines(TABLE), ids=lambda line: line[0])
def test_one_finding(line: list[str]) -> None:
    finding, *cells, _why = line
    known = dict(CLEAR)
    if finding != "nothing":
        name, value = finding.split("=")
        known[name] = read(value)  # type: ignore[assignment]
    expect(known, cells)


@pytest.mark.parametrize("line", lines(REASONS), ids=lambda line: line[0])
def test_reason_to_treat(line: list[str]) -> None:
    facts, *cells, _why = line
    names = ("symptoms.present", "syndrome.carcinoid", "disease.course")
    known = {name: value for name, value in CLEAR.items() if name not in names}
    known |= {name: value for name, cell in zip(names, facts.split(), strict=True) if (value := read(cell)) is not None}
    expect(known, cells)


def test_two_items_to_avoid_bar_although_each_has_a_way_round() -> None:
    known = {**CLEAR, "liver.burden_percent": 80.0, "fitness.carcinoid_heart_disease": "mild"}
    expect(known, ["c c c m m", "c c c m m", "c c c m m", "c c - - -"])


def test_lasting_hazard_precedes_absent_reason_precedes_deferral() -> None:
    known = {**CLEAR, "fitness.sepsis": True, "extrahepatic.extent": "predominant"}
    expect(known, ["n n n n n", "n n n n n", "n n n n n", "n n - - -"])
    expect({**known, "liver.function_judged_poor": True}, ["c c c c c", "c c c c c", "c c c c c", "c c - - -"])
