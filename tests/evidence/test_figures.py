"""Coordinates only: every row of the pool is a mark, every row left out a grey one."""

import pytest
from scipy.stats import beta

from seldinger.evidence.figures import cumulative, forest, funnel, icons, next_patients
from seldinger.evidence.forecast import forecast

LINE = forecast("objective_response", "embolization")
EXACT = 1e-9


def test_a_forest_shows_rows_used_and_left_out() -> None:
    plot = forest(LINE)
    used, grey = [m for m in plot.marks if m.used], [m for m in plot.marks if not m.used]
    assert len(used) == LINE.pooled.k and sum(m.weight for m in used) == pytest.approx(1, abs=EXACT)
    assert len(grey) == len(LINE.pooled.left_out) and all(m.why and m.estimate is None for m in grey)
    assert plot.prediction[0] < plot.ci[0] < plot.estimate < plot.ci[1] < plot.prediction[1]


def test_marks_carry_exact_intervals() -> None:
    mark = next(m for m in forest(LINE).marks if m.label == "ho2007")
    assert (mark.events, mark.n) == (7, 33)
    assert mark.ci == pytest.approx((beta.ppf(0.025, 7, 27), beta.ppf(0.975, 8, 26)), abs=EXACT)


def test_a_funnel_has_one_point_a_study_against_its_size() -> None:
    assert {(p.label, p.y) for p in funnel(LINE.pooled)} == {(c.study, float(c.n)) for c in LINE.pooled.used}


def test_a_cumulative_plot_ends_at_the_pool_and_runs_by_year() -> None:
    points = cumulative(LINE.pooled)
    assert [p.y for p in points] == sorted(p.y for p in points)
    assert points[-1].x == pytest.approx(LINE.estimate, abs=1e-6)


def test_the_next_patients_are_a_law() -> None:
    bars = next_patients(LINE)
    assert len(bars) == 21 and sum(b.probability for b in bars) == pytest.approx(1, abs=1e-9)
    assert sum(b.probability for b in bars if b.inside) >= 0.9


def test_icons_are_of_a_hundred() -> None:
    array = icons(LINE)
    assert 0 <= array.low <= array.middle <= array.high <= array.of == 100
