"""The transarterial review: pooled response and control of resin Y-90 from the twelve series behind them; close only."""

import pytest

from seldinger.evidence.headlines import META_POLICY, headlines, series_of
from seldinger.evidence.reading import library
from seldinger.evidence.within import comparisons

PARENT = "transarterial-review:ref27"
RESPONSE, CONTROL = 1.5, 1.0  # percent points
FOUND = {h.figure.split("/")[1]: h for h in headlines() if h.figure.startswith(PARENT)}


def by_hand(least: str) -> float:
    """Return the DerSimonian-Laird logit pool in percent, written out here."""
    from math import exp, log

    rows = [(c.low, c.n) for c in series_of(library(), PARENT, least)]
    cells = [(y + 0.5, n + 1) if y in (0, n) else (float(y), n) for y, n in rows]
    t = [log(y / (n - y)) for y, n in cells]
    v = [1 / y + 1 / (n - y) for y, n in cells]
    w = [1 / x for x in v]
    mean = sum(a * b for a, b in zip(w, t, strict=True)) / sum(w)
    q = sum(a * (b - mean) ** 2 for a, b in zip(w, t, strict=True))
    tau2 = max(0.0, (q - len(t) + 1) / (sum(w) - sum(a * a for a in w) / sum(w)))
    w = [1 / (x + tau2) for x in v]
    theta = sum(a * b for a, b in zip(w, t, strict=True)) / sum(w)
    return 100 / (1 + exp(-theta))


@pytest.mark.parametrize(("least", "printed", "limit"), [("PR", 50.0, RESPONSE), ("SD", 86.0, CONTROL)])
def test_the_original_policy_lands_close(least: str, printed: float, limit: float) -> None:
    assert abs(by_hand(least) - printed) <= limit


def test_the_explanation_is_the_hand_computation_and_claims_no_more_than_close() -> None:
    for name, least in (("orr", "PR"), ("dcr", "SD")):
        said = FOUND[name]
        assert said.verdict == "close" and said.needs == META_POLICY
        assert f"{by_hand(least):.1f} % from 12 series and 435 procedures" in said.found
        assert not any("exact match" in note or "reproduced" in note for note in said.notes)


def test_the_crude_share_lies_several_points_above_the_headline() -> None:
    rows = series_of(library(), PARENT, "PR")
    assert 100 * sum(c.low for c in rows) / sum(c.n for c in rows) > 53


def test_twelve_series_each_closes() -> None:
    rows = series_of(library(), PARENT, "PR")
    assert len(rows) == 12 and sum(c.n for c in rows) == 435
    assert all(c.exact and c.unit == "procedure" for c in rows)


def test_zero_of_sixteen_and_three_of_thirteen() -> None:
    """Printed as counts; Fisher's exact p is 0.078: weak."""
    (one,) = [c for c in comparisons() if c.study == "cholapranee2015"]
    assert [s.events for s in one.sides] == [0, 3]
    assert one.p == pytest.approx(0.078, abs=5e-4)
