"""A study file is read whole or refused with file, path, what was seen, what was expected and what to do."""

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seldinger import cite
from seldinger.evidence.reading import StudyError, _Reader, library, load_studies, load_study, read_study
from seldinger.evidence.validators import check, refuse_broken
from tests.evidence.studies import row, study, text

BROKEN = [
    # change, path, part of what is expected, why
    (("tumour = ", "tumor = "), "arm[all].tumor", "tumour", "a key that is not known names the nearest one"),
    (('unit = "patient"', 'unit = "patients"'), "outcome[r].unit", "patient", "a unit of the closed list"),
    (('modality = "tae"', 'modality = "tea"'), "scope.modality", "tae", "a modality of the closed list"),
    (("events = 9", "events = 41"), "outcome[r].denominator", "no more events", "41 of 40 cannot be"),
    (("events = 9", 'events = "9"'), "outcome[r].events", "whole number", "a count is a number"),
    (("events = 9", "events = -1"), "outcome[r].events", "from 0 to", "a count is not negative"),
    (("value = 40", "value = 0"), "denominator.value", "positive", "nothing is out of nobody"),
    (('arm = "all"', 'arm = "al"'), "outcome[r].arm", "all", "rows belong to an arm of the file"),
    (('source = "t"', 'source = "u"'), "outcome[r].source", "t", "rows belong to a source of the file"),
    (("schema = 1", "schema = 2"), "schema", "1", "another schema is another reader"),
    (('key = "delprete2014"', 'key = "delprete2041"'), "source[t].key", "resolves", "citation keys resolve"),
    (('at = "Table 1"', 'at = " "'), "source[t].at", "text", "every citation has a locator"),
    (("events = 9", "events = 1" + 30 * "0"), "outcome[r].events", "from 0 to", "more than there are people"),
    (("events = 9", "events = true"), "outcome[r].events", "whole number", "yes is no count"),
    (("events = 9", "events = nan"), "outcome[r].events", "whole number", "a missing number is left out"),
    (("value = 40", "value = 40.0"), "denominator.value", "whole number", "half patients are not counted"),
    (('window = "', 'percent = "²3"\nwindow = "'), "outcome[r].percent", "digits", "a digit that is no number"),
    (('window = "', 'statement = "B79"\nwindow = "'), "outcome[r].statement", "list", "ids stand in a list"),
    (('tumour = "', 'part_of = "al"\ntumour = "'), "arm[all].part_of", "one of", "an arm is part of one in the file"),
    (("schema = 1", "schema = 1\ncohort = 5"), "cohort", "a table", "a cohort has fields"),
    (("schema = 1", "schema = 1\nreference_numbers = { text = 5 }"), "reference_numbers", "prose", "closed names"),
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


SLIPS = (None, "", 0, -1, 10**30, 1.5, float("nan"), True, [], {}, [1], [[]], [{}], {"a": 1}, "²", "..")


@settings(max_examples=60)
@given(st.data())
def test_no_slip_anywhere_in_a_file_gets_past_the_reader(data: st.DataObject) -> None:
    """Any value of any file of the library put out of form: a named refusal, or findings; never another error."""
    name = data.draw(st.sampled_from([study.key.replace(":", "-") for study in library()]))
    raw = tomllib.loads(cite.knowledge().joinpath(f"studies/{name}.toml").read_text(encoding="utf-8"))
    *way, last = data.draw(st.sampled_from(list(places(raw))))
    at = raw
    for step in way:
        at = at[step]
    at[last] = data.draw(st.sampled_from(SLIPS))
    try:
        check((_Reader("slip.toml").study(raw),))
    except StudyError as fault:
        assert fault.remedy


def places(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    for name, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*way, name)
        yield from places(one, (*way, name))


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
