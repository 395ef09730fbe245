"""Every step of the certainty prints its rule; series start low; nobody's judgement is invented."""

import pytest

from seldinger.evidence.certainty import Step, grade, imprecision
from seldinger.evidence.forecast import forecast
from seldinger.evidence.outcomes import definition
from seldinger.evidence.pool import pool
from seldinger.evidence.reading import library
from seldinger.terms import Certainty
from tests.evidence.studies import row, study

KEYED = {s.key: s for s in library()}
STEPS = [
    # events, n, interval, change, why
    (50, 200, (0.20, 0.32), 0, "enough events, narrow"),
    (50, 200, (0.10, 0.41), -1, "31 points wide"),
    (9, 200, (0.02, 0.08), -1, "nine events"),
    (191, 200, (0.92, 0.98), -1, "nine without"),
    (50, 200, (0.10, 0.61), -2, "51 points wide"),
    (2, 40, (0.01, 0.17), -1, "two events, yet within 17 %"),
]


@pytest.mark.parametrize(("events", "n", "ci", "change", "why"), STEPS)
def test_imprecision(events: int, n: int, ci: tuple[float, float], change: int, why: str) -> None:
    step = imprecision(events, n, ci)
    assert step.change == change, why
    assert step.says


def test_five_domains_each_with_a_rule() -> None:
    steps = forecast("objective_response", "tae").grade.steps
    domains = ["imprecision", "inconsistency", "indirectness", "risk of bias", "publication bias"]
    assert [s.domain for s in steps] == domains
    assert all(isinstance(s, Step) and s.says for s in steps)


def test_series_start_low_and_randomised_studies_high() -> None:
    key = definition("objective_response", "tae")
    many = study(row(60, 200).replace("40", "200"))
    assert grade(pool([many], key), {many.key: many}, (0.24, 0.37), (0.2, 0.4)).certainty is Certainty.LOW
    from dataclasses import replace

    trial = replace(many, design="randomised")
    assert grade(pool([trial], key), {trial.key: trial}, (0.24, 0.37), (0.2, 0.4)).certainty is Certainty.HIGH


def test_a_wide_prediction_lowers_it_only_with_two_studies() -> None:
    key = definition("objective_response", "tae")
    one, two = study(row(60, 200), key="gupta2003"), study(row(60, 200), key="brown1999")
    both = {s.key: s for s in (one, two)}
    assert grade(pool([one], key), both, (0.24, 0.37), (0.05, 0.9)).certainty is Certainty.LOW
    assert grade(pool([one, two], key), both, (0.24, 0.37), (0.05, 0.9)).certainty is Certainty.VERY_LOW


def test_a_harm_is_held_to_a_narrower_prediction() -> None:
    """One death in a hundred at one centre and one in four at another is not agreement, though 50 points apart it is not."""
    pooled = pool(library(), definition("death", "tae"))
    found = {
        high: {s.domain: s for s in grade(pooled, KEYED, (0.02, 0.06), (0.01, high)).steps} for high in (0.2, 0.24)
    }
    assert [found[high]["inconsistency"].change for high in (0.2, 0.24)] == [0, -1]
    assert "20 points" in found[0.2]["inconsistency"].says


def test_treatments_that_are_not_told_apart_are_indirect() -> None:
    mixed = {s.domain: s.change for s in forecast("objective_response", "embolization").grade.steps}
    alone = {s.domain: s.change for s in forecast("objective_response", "tae").grade.steps}
    assert (mixed["indirectness"], alone["indirectness"]) == (-1, 0)


def test_nobody_has_judged_the_studies_and_it_says_so() -> None:
    assert all(s.risk_of_bias is None or s.risk_of_bias.by is None for s in library())
    said = {s.domain: s.says for s in forecast("objective_response", "tae").grade.steps}
    assert said["risk of bias"].startswith("nobody has judged")
