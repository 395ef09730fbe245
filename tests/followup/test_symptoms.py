"""Symptoms: hormonal and mass apart, raters apart, counts as counts, words as words."""

from datetime import date

import pytest

from seldinger.followup.symptoms import Complaint, Family, Relief, eased, remarks, symptomatic
from tests.followup.spec_table import ids, rows

TREATED = date(2026, 1, 10)
BEFORE, AFTER = date(2026, 1, 8), date(2026, 3, 8)

RELIEF = """
    symptom          | before   | after    | relief      | why
    -----------------+----------+----------+-------------+----------------------------------------------------
    flushing_per_day | 10       | 0        | CR          | none left
    flushing_per_day | 10       | 5        | PR          | exactly half
    flushing_per_day | 10       | 6        | MR          | less, but more than half
    flushing_per_day | 10       | 10       | none        | unchanged count
    flushing_per_day | 10       | 14       | none        | more often
    stools_per_day   | 8        | 2        | CR PR       | a healthy count is not nothing: CR or PR
    stools_per_day   | 8        | 5        | MR          | fewer stools, not half
    pain             | severe   | no       | CR          | gone
    pain             | severe   | mild     | PR MR       | milder: the reviews print no limit
    pain             | mild     | mild     | none        | the same word
    pain             | mild     | severe   | none        | worse
    bulk             | yes      | no       | CR          | gone, severity never stated
    bulk             | yes      | mild     | PR MR none  | severity before not stated
    hormonal         | moderate | yes      | PR MR none  | severity after not stated
"""


def value(text):
    if text in ("yes", "no"):
        return text == "yes"
    return float(text) if text.isdigit() else text


@pytest.mark.parametrize("row", rows(RELIEF), ids=ids(RELIEF))
def test_relief(row):
    entries = [
        Complaint(date=BEFORE, symptom=row["symptom"], value=value(row["before"])),
        Complaint(date=AFTER, symptom=row["symptom"], value=value(row["after"])),
    ]
    assert " ".join(symptomatic(entries, treated_on=TREATED)[0].possible) == row["relief"]


def test_a_symptom_absent_before_has_no_response():
    entries = [
        Complaint(date=BEFORE, symptom="pain", value=False),
        Complaint(date=AFTER, symptom="pain", value="mild"),
    ]
    assert symptomatic(entries, treated_on=TREATED) == ()


def test_raters_are_never_compared_with_each_other():
    entries = [
        Complaint(date=BEFORE, symptom="hormonal", value="severe", by="patient"),
        Complaint(date=AFTER, symptom="hormonal", value="mild", by="physician"),
    ]
    assert symptomatic(entries, treated_on=TREATED) == ()
    both = [*entries, Complaint(date=AFTER, symptom="hormonal", value="severe", by="patient")]
    found = symptomatic(both, treated_on=TREATED)
    assert [(r.by, r.possible) for r in found] == [("patient", (Relief.NONE,))]
    assert any("do not track" in note.says for note in remarks(both, treated_on=TREATED))


def test_families_are_kept_apart():
    entries = [
        Complaint(date=day, symptom=name, value=v)
        for name in ("hormonal", "bulk")
        for day, v in ((BEFORE, "severe"), (AFTER, False))
    ]
    assert [r.family for r in symptomatic(entries, treated_on=TREATED)] == [Family.ENDOCRINE, Family.MASS]


def test_relief_lasts_from_first_relief_to_its_loss():
    counts = [(BEFORE, 10.0), (date(2026, 2, 8), 4.0), (AFTER, 2.0), (date(2026, 9, 8), 12.0)]
    entries = [Complaint(date=day, symptom="flushing_per_day", value=v) for day, v in counts]
    (lasting,) = eased(symptomatic(entries, treated_on=TREATED))
    assert (lasting.since, lasting.until, lasting.ended) == (date(2026, 2, 8), date(2026, 9, 8), True)
    (held,) = eased(symptomatic(entries[:3], treated_on=TREATED))
    assert (held.until, held.ended) == (AFTER, False)
    assert eased(symptomatic([entries[0], entries[3]], treated_on=TREATED)) == ()


def test_pain_alone_is_told_to_last_shorter():
    pain = Complaint(date=BEFORE, symptom="pain", value="severe")
    flush = Complaint(date=BEFORE, symptom="flushing_per_day", value=8.0)
    (note,) = remarks([pain], treated_on=TREATED)
    assert "shorter" in note.says
    assert {cite.key for cite in note.cites} == {"transarterial-review", "delprete2014"}
    assert remarks([pain, flush], treated_on=TREATED) == ()
