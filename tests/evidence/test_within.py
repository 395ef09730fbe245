"""Two treatments stand side by side only where one study treated both; every number by an independent hand."""

import pytest
from scipy.stats import fisher_exact

from seldinger.evidence.reading import library
from seldinger.evidence.within import Comparison, comparisons
from seldinger.terms import Certainty
from tests.evidence.studies import row, study

P = 1e-9


def find(name: str, outcome: str) -> Comparison:
    (one,) = [c for c in comparisons() if c.study == name and c.outcome == outcome]
    return one


def test_abscess_with_an_incompetent_sphincter() -> None:
    one = find("cholapranee2015", "abscess")
    assert [(s.name, s.events, s.n) for s in one.sides] == [("Y-90", 0, 16), ("cTACE", 3, 13)]
    assert one.p == pytest.approx(0.078, abs=5e-4)
    assert one.sides[0].ci is not None and one.sides[0].ci[1] == pytest.approx(0.206, abs=5e-4)  # two-sided, not 17 %
    assert one.certainty is Certainty.VERY_LOW
    assert one.setting == "incompetent sphincter of Oddi"
    assert one.statement == ("A71",)


def test_carcinoid_against_pancreatic_tumours_within_each_study() -> None:
    """Better in one study, no difference in two: the review's general sentence rests on the first alone."""
    found = {c.study: c for c in comparisons() if c.between == "tumour" and c.outcome == "objective_response"}
    assert set(found) == {"gupta2003", "eriksson1998", "ho2007"}
    assert (found["gupta2003"].p or 1) < 0.01
    assert (found["eriksson1998"].p or 0) > 0.5 and (found["ho2007"].p or 0) > 0.5


def test_tae_against_tace_and_beads_against_ctace() -> None:
    assert {s.name for s in find("fiore2014", "post_embolization").sides} == {"TAE", "cTACE"}
    beads = find("guiu2012", "biloma")
    assert [s.name for s in beads.sides] == ["DEB-TACE", "cTACE"] and beads.estimate == 9.78
    meta = next(c for c in comparisons() if c.study == "tai2020" and c.measure == "HR")
    assert (meta.estimate, meta.ci) == (0.96, (0.73, 1.24))


@pytest.mark.parametrize("one", [c for c in comparisons() if c.sides[0].n], ids=lambda c: f"{c.study}-{c.outcome}")
def test_p_agrees_with_scipy(one: Comparison) -> None:
    (a, n1), (c, n2) = ((s.events or 0, s.n or 0) for s in one.sides)
    assert one.p == pytest.approx(fisher_exact([[a, n1 - a], [c, n2 - c]]).pvalue, abs=P)
    assert one.ci is not None and (one.estimate is None or one.ci[0] <= one.estimate)


def test_no_comparison_ever_reaches_across_two_studies() -> None:
    for one in comparisons():
        home = next(s for s in library() if s.key == one.study)
        names = {arm.id for arm in home.arms} | {g for c in home.contrasts for g in c.groups}
        assert len(one.sides) == 2 and names


def test_arms_with_different_definitions_are_not_compared() -> None:
    arm = '\n[[arm]]\nid = "b"\nscope = [{ modality = "ctace" }]\ntumour = "mixed"\n'
    other = row(5, 40, id="o", window="30 d").replace('arm = "all"', 'arm = "b"')
    assert comparisons([study(row(9, 40) + arm + other)]) == ()
    same = row(5, 40, id="o").replace('arm = "all"', 'arm = "b"')
    assert len(comparisons([study(row(9, 40) + arm + same)])) == 1


def test_they_are_plain_values() -> None:
    import json

    assert json.dumps([c.as_json() for c in comparisons()], allow_nan=False)
