"""Laboratory grades against a second reading of CTCAE 4.03 and 5.0: sentences written out, numbers as exact fractions."""

from fractions import Fraction as F

import pytest

from seldinger.followup import Edition, grade

ULN = F(40)
# Upper ends of grades 1, 2 and 3 in multiples of the upper limit of normal; above the last is grade 4.
ENDS = {
    "alt": ("3", "5", "20"),
    "ast": ("3", "5", "20"),
    "alp": ("2.5", "5", "20"),
    "ggt": ("2.5", "5", "20"),
    "bilirubin": ("1.5", "3", "10"),
}
FIRST_OF_ABNORMAL = {"alt": "1.5", "ast": "1.5", "alp": "2", "ggt": "2", "bilirubin": "1"}  # multiples of that baseline
BASELINES = {"normal": F(30), "at the limit": F(40), "abnormal": F(100)}


def wanted(name, edition, value, baseline):
    """5.0 counts an abnormal baseline instead of the limit; 4.03 never asks for the baseline."""
    unit = baseline if edition is Edition.V5 and baseline > ULN else ULN
    for worse, end in ((4, 2), (3, 1), (2, 0)):
        if value > F(ENDS[name][end]) * unit:
            return worse
    if unit is ULN:
        return 1 if value > ULN else 0
    first = F(FIRST_OF_ABNORMAL[name]) * unit
    return 1 if value > first or (value == first and first > unit) else 0


def around(name, baseline):
    """Return values on, just under and just over every limit of either edition."""
    ends = [F(1), *(F(end) for end in ENDS[name]), F(FIRST_OF_ABNORMAL[name])]
    return sorted({unit * end + step for unit in (ULN, baseline) for end in ends for step in (F(-1, 8), F(0), F(1, 8))})


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("name", ENDS)
def test_every_limit_of_either_edition(name, baseline, edition):
    start = BASELINES[baseline]
    for value in around(name, start):
        found = grade(name, float(value), edition=edition, uln=float(ULN), baseline=float(start))
        assert found.possible == (wanted(name, edition, value, start),), (float(value), edition)


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("value", [F(n, 8) for n in range(1, 60)])
@pytest.mark.parametrize("baseline", [F(1, 2), F(1), F(3, 2)])
def test_creatinine_counts_limit_and_baseline(value, baseline, edition):
    """4.03 and 5.0: 1.5 and 3 times either, 6 times the limit; only 4.03 makes any rise above baseline grade 1."""
    by_limit = sum(value > limit for limit in (1, F(3, 2), 3, 6))
    by_baseline = 3 if value > 3 * baseline else 2 if value > F(3, 2) * baseline else 0
    if edition is Edition.V4 and value > baseline:
        by_baseline = max(by_baseline, 1)
    found = grade("creatinine", float(value), edition=edition, uln=1.0, baseline=float(baseline))
    assert found.possible == (max(by_limit, by_baseline),)
