"""The real tables against brute force: every completion of what is unknown, enumerated, on partial patients."""

import random
from itertools import pairwise

import numpy as np
import pytest

from seldinger.logic import Table, build
from seldinger.selection import PROFILES
from seldinger.selection.profiles import table
from seldinger.terms import Modality
from tests.selection.oracle import complete, decide, matters, options, outcomes, patients, verdicts

PATIENTS = 1008  # per modality under the default profile, equally many with 0, 1, … 8 unknowns
FEWER = 90  # per modality under each other profile


def agrees(rows: Table, number: int) -> set[frozenset[str]]:
    """Assert that possible and missing are those of brute force; return every set of verdicts met."""
    diagram = build(rows)
    seen: set[frozenset[str]] = set()
    for known, unknown in patients(rows, seed=20261102, number=number):
        found = outcomes(rows, verdicts(rows, known, unknown))
        view = diagram.restrict(known)
        assert view.possible == {rows.outcomes[each] for each in np.unique(found)}
        assert set(view.missing) == {name for place, name in enumerate(unknown) if matters(found, place)}
        seen.add(view.possible)
    return seen


@pytest.mark.parametrize("modality", list(Modality))
def test_possible_and_missing_equal_brute_force(modality: Modality) -> None:
    seen = agrees(table(modality, PROFILES["strictest"]), PATIENTS)
    assert len(seen) >= 8, "the patients must reach many different sets, or the test proves little"


@pytest.mark.parametrize("profile", sorted(PROFILES.keys() - {"strictest"}))
@pytest.mark.parametrize("modality", list(Modality))
def test_so_they_do_under_every_profile(modality: Modality, profile: str) -> None:
    agrees(table(modality, PROFILES[profile]), FEWER)


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("modality", list(Modality))
def test_learning_a_fact_never_adds_a_verdict(modality: Modality, profile: str) -> None:
    rows = table(modality, PROFILES[profile])
    diagram = build(rows)
    for known, unknown in patients(rows, seed=7, number=45):
        before = diagram.restrict(known).possible
        for name, values in unknown.items():
            for value in values:
                assert diagram.restrict({**known, name: value}).possible <= before


WORSE = {
    "labs.bilirubin": (0.8, 1.999999, 2.0, 2.000001, 9.0),
    "labs.creatinine": (0.9, 1.999999, 2.0, 2.000001, 9.0),
    "liver.burden_percent": (10.0, 75.0, 75.000001, 95.0),
    "vessels.portal_vein": ("patent", "branch_thrombosis", "main_occlusion"),
    "fitness.carcinoid_heart_disease": ("none", "mild", "severe"),
    "fitness.contrast_allergy": ("none", "mild", "severe"),
    "liver.ascites": ("none", "mild", "tense"),
    "liver.function_judged_poor": (False, True),
    "fitness.judged_poor": (False, True),
    "fitness.coagulopathy_judged": (False, True),
    "fitness.renal_insufficiency_judged": (False, True),
    "fitness.other_mortality_risk": (False, True),
    "vessels.peripheral_vascular_disease": (False, True),
    "shunt.judged_significant": (False, True),
    "fitness.sepsis": (False, True),
    "fitness.fever": (False, True),
    "history.prrt": (False, True),
    "history.liver_radiation": (False, True),
    "extrahepatic.extent": ("none", "present", "predominant"),
}
BEST_FIRST = ("eligible", "modified", "defer", "not_indicated", "contraindicated")


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("modality", list(Modality))
def test_a_worse_value_never_improves_a_verdict(modality: Modality, profile: str) -> None:
    rows = table(modality, PROFILES[profile])
    every = {variable.name: options(variable, rows) for variable in rows.variables}
    rng = random.Random(11)
    for _ in range(30):
        base = complete(every, rng)
        for name in sorted(WORSE.keys() & every.keys()):
            ranks = [BEST_FIRST.index(decide(rows.rows, rows.otherwise, {**base, name: v})) for v in WORSE[name]]
            assert all(low <= high for low, high in pairwise(ranks)), f"{name} worse, verdict better in {base}"
