"""Laboratory toxicity by both editions: every limit, at and just above it, with a normal and an abnormal baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.followup import Edition, grade
from seldinger.followup.toxicity import SCALES, Against
from tests.followup.spec_table import ids, number, rows

# Written out from the two editions, apart from the code: value, limit and baseline in one unit.
RISING = """
    laboratory | value | limit | baseline | v4  | v5  | why
    -----------+-------+-------+----------+-----+-----+-----------------------------------------------------------
    alt        | 40    | 40    | 30       | 0   | 0   | ALT at the limit
    alt        | 41    | 40    | 30       | 1   | 1   | ALT just above the limit
    alt        | 120   | 40    | 30       | 1   | 1   | ALT exactly 3 times the limit
    alt        | 121   | 40    | 30       | 2   | 2   | ALT above 3 times
    alt        | 200   | 40    | 30       | 2   | 2   | ALT exactly 5 times
    alt        | 201   | 40    | 30       | 3   | 3   | ALT above 5 times
    alt        | 800   | 40    | 30       | 3   | 3   | ALT exactly 20 times
    alt        | 801   | 40    | 30       | 4   | 4   | ALT above 20 times
    alt        | 149   | 40    | 100      | 2   | 0   | abnormal baseline: 1.49 times it is not yet grade 1 in v5
    alt        | 150   | 40    | 100      | 2   | 1   | abnormal baseline: exactly 1.5 times
    alt        | 300   | 40    | 100      | 3   | 1   | abnormal baseline: exactly 3 times
    alt        | 301   | 40    | 100      | 3   | 2   | abnormal baseline: above 3 times
    alt        | 501   | 40    | 100      | 3   | 3   | abnormal baseline: above 5 times
    alt        | 2001  | 40    | 100      | 4   | 4   | abnormal baseline: above 20 times
    alt        | 48    | 40    | 40       | 1   | 1   | a baseline at the limit is normal: 1.2 times the limit counts
    alt        | 48    | 40    | 41       | 1   | 0   | a baseline just above it is not
    alt        | 160   | 40    | -        | 2   | 0-2 | no baseline: v5 cannot tell, v4 does not ask
    alt        | 30    | 40    | -        | 0   | 0   | normal, baseline or not
    alt        | 160   | -     | 30       | 0-4 | 0-4 | no limit of normal: nothing can be told
    alt        | -     | 40    | 30       | 0-4 | 0-4 | ALT not measured
    ast        | 121   | 40    | 30       | 2   | 2   | AST as ALT
    alp        | 250   | 100   | 90       | 1   | 1   | ALP exactly 2.5 times
    alp        | 251   | 100   | 90       | 2   | 2   | ALP above 2.5 times
    alp        | 501   | 100   | 90       | 3   | 3   | ALP above 5 times
    alp        | 2001  | 100   | 90       | 4   | 4   | ALP above 20 times
    alp        | 399   | 100   | 200      | 2   | 0   | ALP abnormal baseline: below 2 times it
    alp        | 400   | 100   | 200      | 2   | 1   | ALP abnormal baseline: exactly 2 times
    ggt        | 126   | 50    | 40       | 2   | 2   | GGT above 2.5 times
    bilirubin  | 1.0   | 1.0   | 0.8      | 0   | 0   | bilirubin at the limit
    bilirubin  | 1.5   | 1.0   | 0.8      | 1   | 1   | bilirubin exactly 1.5 times
    bilirubin  | 1.51  | 1.0   | 0.8      | 2   | 2   | bilirubin above 1.5 times
    bilirubin  | 3.01  | 1.0   | 0.8      | 3   | 3   | bilirubin above 3 times
    bilirubin  | 10.01 | 1.0   | 0.8      | 4   | 4   | bilirubin above 10 times
    bilirubin  | 2.0   | 1.0   | 2.0      | 2   | 0   | bilirubin abnormal baseline, unchanged
    bilirubin  | 2.1   | 1.0   | 2.0      | 2   | 1   | bilirubin abnormal baseline: anything above it
    creatinine | 1.1   | 1.0   | 1.0      | 1   | 1   | creatinine above the limit
    creatinine | 0.9   | 1.0   | 0.5      | 2   | 2   | creatinine 1.8 times a low baseline
    creatinine | 0.7   | 1.0   | 0.5      | 1   | 0   | creatinine 1.4 times a low baseline: v4 only
    creatinine | 1.6   | 1.0   | 0.5      | 3   | 3   | creatinine above 3 times a low baseline
    creatinine | 6.1   | 1.0   | 1.0      | 4   | 4   | creatinine above 6 times the limit
    inr        | 1.2   | 1.2   | 1.0      | 0   | 0   | INR at 1.2
    inr        | 1.3   | 1.2   | 1.0      | 1   | 1   | INR above 1.2
    inr        | 1.7   | 1.2   | 1.0      | 1   | 2   | INR: v5 counts absolute values, v4 multiples
    inr        | 2.6   | 1.2   | 1.0      | 2   | 3   | INR above 2.5 absolute, 2.2 times the limit
"""
FALLING = """
    laboratory  | value | lower | grade | why
    ------------+-------+-------+-------+--------------------------------------------------
    albumin     | 3.5   | 3.5   | 0     | albumin at the limit
    albumin     | 3.4   | 3.5   | 1     | albumin below the limit
    albumin     | 3.0   | 3.5   | 1     | albumin exactly 30 g/L
    albumin     | 2.9   | 3.5   | 2     | albumin below 30 g/L
    albumin     | 1.9   | 3.5   | 3     | albumin below 20 g/L
    albumin     | 3.2   | -     | 0-1   | no lower limit of normal charted
    platelets   | 75    | 150   | 1     | platelets exactly 75
    platelets   | 74    | 150   | 2     | platelets below 75
    platelets   | 49    | 150   | 3     | platelets below 50
    platelets   | 24    | 150   | 4     | platelets below 25
    platelets   | 24    | -     | 4     | an absolute limit needs no limit of normal
    lymphocytes | 0.8   | 1.0   | 1     | lymphocytes exactly 0.8
    lymphocytes | 0.7   | 1.0   | 2     | lymphocytes below 0.8
    lymphocytes | 0.4   | 1.0   | 3     | lymphocytes below 0.5
    lymphocytes | 0.1   | 1.0   | 4     | lymphocytes below 0.2
    leucocytes  | 2.9   | 4.0   | 2     | leucocytes below 3
    haemoglobin | 7.9   | 12.0  | 3     | haemoglobin below 80 g/L
"""


def possible(text):
    low, _, high = text.partition("-")
    return tuple(range(int(low), int(high or low) + 1))


@pytest.mark.parametrize("row", rows(RISING), ids=ids(RISING))
def test_rising_values(row):
    for edition, wanted in ((Edition.V4, row["v4"]), (Edition.V5, row["v5"])):
        found = grade(
            row["laboratory"],
            number(row["value"]),
            edition=edition,
            uln=number(row["limit"]),
            baseline=number(row["baseline"]),
        )
        assert found.possible == possible(wanted), edition
        assert found.edition is edition


@pytest.mark.parametrize("row", rows(FALLING), ids=ids(FALLING))
def test_falling_values(row):
    for edition in Edition:
        found = grade(row["laboratory"], number(row["value"]), edition=edition, lln=number(row["lower"]))
        assert found.possible == possible(row["grade"])


RISERS = sorted(name for name, scale in SCALES[Edition.V5].items() if scale.against is not Against.FALLING)
steps = st.integers(1, 4000).map(lambda n: n / 100)


@given(st.sampled_from(RISERS), st.sampled_from(list(Edition)), steps, steps, steps)
def test_a_grade_never_falls_when_the_value_rises(name, edition, one, other, baseline):
    low, high = (grade(name, v, edition=edition, uln=1.0, baseline=baseline).grade for v in sorted((one, other)))
    assert low <= high


@given(st.sampled_from(["alt", "ast", "alp", "ggt", "bilirubin"]), steps, steps)
def test_the_later_edition_never_grades_higher(name, value, baseline):
    """An abnormal baseline can only lower what is counted; a normal one changes nothing."""
    later = grade(name, value, edition=Edition.V5, uln=1.0, baseline=baseline).grade
    assert later <= grade(name, value, edition=Edition.V4, uln=1.0, baseline=baseline).grade


@given(st.sampled_from(RISERS), steps, steps)
def test_without_a_baseline_the_set_holds_the_grade(name, value, baseline):
    known = grade(name, value, edition=Edition.V5, uln=1.0, baseline=baseline).grade
    assert known in grade(name, value, edition=Edition.V5, uln=1.0).possible


def test_what_nobody_has_read_is_labelled():
    assert grade("alt", 50.0, edition=Edition.V5, uln=40.0, baseline=30.0).as_json()["status"] == "read"
    assert grade("platelets", 50.0, edition=Edition.V5).as_json()["status"] == "unverified"
