"""What each review alone says of a patient: by verdict, and by topic when they agree for different reasons."""

from collections.abc import Mapping

import pytest

from seldinger.logic import Known
from seldinger.selection.dissent import dissent, printed_truth
from seldinger.terms import Modality
from tests.spec.test_verdicts import CLEAR

A, B = "transarterial-review", "delprete2014"

# finding | treatment | topic | stance of the transarterial review | stance of Del Prete 2014
TABLE = """
vessels.portal_vein=branch_thrombosis  | tae       | portal vein         | bars         | silent
vessels.portal_vein=branch_thrombosis  | y90_glass | portal vein         | does_not_bar | silent
vessels.portal_vein=main_occlusion     | tae       | portal vein         | bars         | bars
liver.burden_percent=80.0              | tae       | tumour burden       | bars         | modifies
liver.burden_percent=80.0              | ctace     | tumour burden       | bars         | bars
labs.bilirubin=2.0                     | tae       | liver function      | silent       | bars
fitness.carcinoid_heart_disease=mild   | tae       | heart               | silent       | modifies
fitness.sepsis=yes                     | tae       | infection           | silent       | defers
extrahepatic.extent=present            | tae       | extrahepatic disease | silent      | does_not_bar
extrahepatic.extent=predominant        | tae       | extrahepatic disease | bars        | bars
biliary.state=stent                    | ctace     | bile ducts          | modifies     | silent
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def known(finding: str) -> Mapping[str, Known]:
    name, value = finding.split("=")
    read: Known = True if value == "yes" else float(value) if value[0].isdigit() else value
    return {**CLEAR, name: read}


def stances(finding: str, modality: str) -> dict[str, dict[str, str]]:
    facts = known(finding)
    found = dissent(Modality(modality), facts, printed_truth(facts))
    return {each.source: {topic.topic: topic.stance for topic in each.topics} for each in found}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[1]}")
def test_each_review_has_its_stance_on_a_topic(line: list[str]) -> None:
    finding, modality, topic, first, second = line
    found = stances(finding, modality)
    assert (found[A][topic], found[B][topic]) == (first, second)


def test_a_source_that_says_nothing_of_a_treatment_is_silent_and_has_no_verdict() -> None:
    (second,) = [each for each in dissent(Modality.Y90_RESIN, CLEAR, printed_truth(CLEAR)) if each.source == B]
    assert (second.stance, second.possible) == ("silent", frozenset())


def test_the_statements_a_stance_rests_on_are_named() -> None:
    facts = known("liver.burden_percent=80.0")
    found = {each.source: set(each.statements) for each in dissent(Modality.TAE, facts, printed_truth(facts))}
    assert "A21" in found[A] and {"B54", "BT5", "B107"} <= found[B]
