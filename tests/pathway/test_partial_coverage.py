"""Radioembolization must not look safer than it is: every view says that its rules are covered only in part (H14)."""

import re

import pytest

from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.report import explanation, page, terminal
from seldinger.terms import Modality

PARTLY = "rules cover this treatment only in part"
Y90 = [Modality.Y90_GLASS, Modality.Y90_RESIN]
CHARTS = ["synthetic-midgut", "synthetic-hazards", "published-case-1"]


@pytest.mark.parametrize("name", CHARTS)
def test_page_and_terminal_say_it_beside_the_answer(name: str) -> None:
    report = consult(load_record(examples()[name])).report
    assert {m for m in Modality if report["modalities"][m]["coverage"] == "partial"} == set(Y90)
    answers = re.search(r'<section id="answers".*?</section>', page(report), re.S)
    assert answers is not None
    rows = re.findall(r"<tr>.*?</tr>", answers.group(), re.S)
    told = [row for row in rows if PARTLY in row]
    assert told and all("Y-90" in row for row in told)
    assert all(PARTLY in row for row in rows if "Y-90" in row)
    assert PARTLY in " ".join(terminal(report).split())


@pytest.mark.parametrize("modality", list(Modality))
def test_an_explanation_says_it_of_radioembolization_only(modality: Modality) -> None:
    report = consult(load_record(examples()["synthetic-midgut"])).report
    assert (PARTLY in " ".join(explanation(report, modality).split())) is (modality in Y90)
