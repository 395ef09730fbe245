"""Each choice that had to be made, the other way round."""

import pytest

from seldinger import stats
from seldinger.evidence.outcomes import definition
from seldinger.evidence.pool import pool
from seldinger.evidence.reading import library
from seldinger.evidence.sensitivity import sensitivity


def choices(outcome: str, scope: str) -> dict[str, object]:
    return {c.choice: c for c in sensitivity(pool(library(), definition(outcome, scope)), library())}


def test_another_member_of_a_cohort() -> None:
    found = choices("objective_response_per_procedure", "y90_resin")
    assert "saxena2010 instead of cao2010" in found


def test_a_cell_with_several_readings_at_both_ends() -> None:
    found = choices("objective_response", "tae")
    least = found["carrasco1986 at the least count its print admits"]
    most = found["carrasco1986 at the greatest count its print admits"]
    assert least.estimate < most.estimate and least.k == 5  # type: ignore[attr-defined]


def test_each_study_left_out_is_the_fit_of_the_others() -> None:
    pooled = pool(library(), definition("biochemical_response", "tae"))
    found = {c.choice: c for c in sensitivity(pooled, library())}
    rest = [c for c in pooled.used if c.study != "strosberg2006"]
    direct = stats.fit_binomial_normal([c.low for c in rest], [c.n for c in rest])
    one = found["without strosberg2006"]
    assert one.estimate == pytest.approx(direct.estimate)
    assert pooled.fit is not None and one.change == pytest.approx((direct.estimate or 0) - (pooled.fit.estimate or 0))
