"""A study file is read whole or refused with file, path, what was seen, what was expected and what to do."""

import pytest

from seldinger.evidence.reading import StudyError, library, load_studies, load_study, read_study
from seldinger.evidence.validators import refuse_broken
from tests.evidence.studies import row, study, text

BROKEN = [
    # change, path, part of what is expected, why
    (("tumour = ", "tumor = "), "arm[all].tumor", "tumour", "a key that is not known names the nearest one"),
    (('unit = "patient"', 'unit = "patients"'), "outcome[r].unit", "patient", "a unit of the closed list"),
    (('modality = "tae"', 'modality = "tea"'), "scope.modality", "tae", "a modality of the closed list"),
    (("events = 9", "events = 41"), "outcome[r].denominator", "no more events", "41 of 40 cannot be"),
    (("events = 9", 'events = "9"'), "outcome[r].events", "whole number", "a count is a number"),
    (("events = 9", "events = -1"), "outcome[r].events", "zero or more", "a count is not negative"),
    (("value = 40", "value = 0"), "denominator.value", "positive", "nothing is out of nobody"),
    (('arm = "all"', 'arm = "al"'), "outcome[r].arm", "all", "rows belong to an arm of the file"),
    (('source = "t"', 'source = "u"'), "outcome[r].source", "t", "rows belong to a source of the file"),
    (("schema = 1", "schema = 2"), "schema", "1", "another schema is another reader"),
    (('key = "delprete2014"', 'key = "delprete2041"'), "source[t].key", "resolves", "citation keys resolve"),
    (('at = "Table 1"', 'at = " "'), "source[t].key", "locator", "every citation has a locator"),
    (("as_of = 2026-01-01", 'as_of = "2026"'), "as_of", "date", "dates are dates"),
    (('level = "review"', 'level = "revue"'), "source[t].level", "review", "a level of the closed list"),
    (("[[arm]]", "[arm]"), "arm", "[[arm]]", "arms are a list"),
]


@pytest.mark.parametrize(("change", "path", "expected", "why"), BROKEN, ids=[why for *_, why in BROKEN])
def test_a_fault_is_named_with_its_place(change: tuple[str, str], path: str, expected: str, why: str) -> None:
    good = text(row(9, 40))
    read_study(good, "good.toml")
    broken = good.replace(change[0], change[1], 1)
    assert broken != good
    with pytest.raises(StudyError) as fault:
        read_study(broken, "broken.toml")
    assert fault.value.file == "broken.toml"
    assert path in fault.value.path
    assert expected in str(fault.value), why
    assert fault.value.remedy


def test_a_row_id_stands_once() -> None:
    with pytest.raises(StudyError, match="stands once"):
        study(row(9, 40), row(8, 40))


def test_a_median_is_in_months() -> None:
    bad = """
[[outcome]]
id = "os"
arm = "all"
outcome = "survival"
measure = "OS"
statistic = "median"
unit = "patient"
window = "unstated"
source = "t"
printed = "400 days"
quantity = { value = 400, unit = "d" }
"""
    with pytest.raises(StudyError, match="mo for a median time"):
        study(bad)


def test_invalid_toml_is_refused_by_name() -> None:
    with pytest.raises(StudyError, match=r"x\.toml: whole file"):
        read_study("schema = ", "x.toml")


def test_a_missing_file_is_refused_by_name(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(StudyError, match="readable file"):
        load_study(Path(str(tmp_path)) / "none.toml")


def test_a_file_is_named_after_its_key(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "other.toml").write_text(text(row(9, 40)))
    with pytest.raises(StudyError, match=r"loewe2003\.toml"):
        load_studies(folder)


def test_a_broken_total_is_refused() -> None:
    broken = study(
        row(30, 40, id="cr", category="CR"), row(8, 40, id="pr", category="PR"), row(9, 40, id="pd", category="PD")
    )
    with pytest.raises(StudyError, match="add up to 47"):
        refuse_broken(broken, "x.toml")
    whole = study(
        row(30, 40, id="cr", category="CR"), row(8, 40, id="pr", category="PR"), row(2, 40, id="pd", category="PD")
    )
    assert refuse_broken(whole, "x.toml") is whole


def test_the_library_holds_every_study_of_both_reviews() -> None:
    keys = {s.key for s in library()}
    tables = "loewe2003 gupta2003 carrasco1986 strosberg2006 hanssen1989 wangberg1996 eriksson1998 brown1999"
    tables += " chamberlain2000 ruutiainen2007 ho2007 kamat2008 pitt2008 sward2009 fiore2014"
    by_name = "debaere2008 guiu2012 bhagat2013 yang2012 cholapranee2015"
    by_number = " ".join(f"transarterial-review:ref{n}" for n in (10, 14, 16, 22, 27, 28, 31))
    assert set(f"{tables} {by_name} {by_number}".split()) <= keys


def test_the_tables_give_at_least_120_rows() -> None:
    rows = [(s, r) for s in library() for r in s.rows if s.source(r.source).key == "delprete2014"]
    assert len([r for s, r in rows if s.source(r.source).at.startswith("Table")]) >= 120


def test_two_strosbergs_are_two_studies() -> None:
    from seldinger import cite

    names = {cite.reference(key)["author"][0]["given"] for key in ("strosberg2006", "strosberg2018")}
    assert names == {"J", "D"}
