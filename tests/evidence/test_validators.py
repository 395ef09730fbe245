"""One table per class of finding: a clean file, a broken one, a borderline one. Then the false alarms of the library."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from seldinger.evidence import validators_cells as in_cell
from seldinger.evidence import validators_library as between
from seldinger.evidence import validators_prose as prose
from seldinger.evidence import validators_rows as in_study
from seldinger.evidence.issues import Issue
from seldinger.evidence.reading import library, read_study
from seldinger.evidence.studies import Cohort, Figure, Study
from seldinger.evidence.validators import CHECKS, acknowledged, check, open_issues
from tests.evidence.studies import row, study, text

Check = Callable[[Sequence[Study]], tuple[Issue, ...]]
SYMPTOM = "symptom_endocrine"


def symptoms(*counts: int, n: int) -> list[str]:
    names = ("flushing", "diarrhoea", "pain", "other")
    return [
        row(e, n, id=f"s{i}", outcome=SYMPTOM, category="CR", criterion=None, more=f'event = "{names[i]}"')
        for i, e in enumerate(counts)
    ]


def response(**cells: int) -> list[str]:
    return [row(e, 40, id=name.lower(), category=name) for name, e in cells.items()]


def survival(months: float, percent: str, at: int) -> str:
    head = '\n[[outcome]]\nid = "{i}"\narm = "all"\noutcome = "survival"\nmeasure = "OS"\nunit = "patient"\n'
    tail = 'window = "unstated"\nsource = "t"\n'
    median = (
        head.format(i="m") + f'statistic = "median"\nprinted = "x"\nquantity = {{ value = {months}, unit = "mo" }}\n'
    )
    rate = head.format(i="r") + f'statistic = "rate"\nat_months = {at}\nprinted = "{percent}%"\npercent = "{percent}"\n'
    return median + tail + rate + tail


def time(measure: str, months: float) -> str:
    return (
        f'\n[[outcome]]\nid = "{measure}"\narm = "all"\noutcome = "survival"\nmeasure = "{measure}"\n'
        f'statistic = "median"\nunit = "patient"\nwindow = "unstated"\nsource = "t"\nprinted = "x"\n'
        f'quantity = {{ value = {months}, unit = "mo" }}\n'
    )


def patients(**numbers: int) -> str:
    said = ", ".join(f"{name} = {value}" for name, value in numbers.items())
    return text(row(9, 40)).replace("enrolled = 40", said)


TABLE: list[tuple[Check, str, str, bool, str]] = [
    # check, file, kind, found, why
    (in_cell.check_percent, text(row(9, 40, percent="22")), "percent", False, "22.5 cut"),
    (in_cell.check_percent, text(row(9, 40, percent="23")), "percent", False, "22.5 rounded"),
    (in_cell.check_percent, text(row(9, 40, percent="32")), "percent", True, "22.5 is not 32"),
    (in_cell.check_integer, text(row(9, 19, percent="64")).replace("events = 9\n", ""), "integer", True, "12.16 of 19"),
    (in_cell.check_integer, text(row(9, 19, percent="63")).replace("events = 9\n", ""), "integer", False, "12 of 19"),
    (in_cell.check_denominator, text(row(9, 41)), "capacity", True, "41 of the 40 patients"),
    (in_cell.check_denominator, text(row(9, 41, unit="procedure")), "capacity", False, "procedures may exceed patients"),
    (in_cell.check_of, text(row(9, 40, printed="9 of 44")), "text", True, "the printed group is 44"),
    (in_cell.check_of, text(row(9, 40)), "text", False, "as printed"),
    (in_cell.check_unit, text(row(9, 40, unit="procedure")), "mixed_unit", True, "as many procedures as patients"),
    (in_cell.check_unit, text(row(9, 80, unit="procedure")), "mixed_unit", False, "80 of the 90 procedures"),
    (in_cell.check_printed, text(row(9, 40, printed="8 of 40")), "text", True, "9 does not stand in the words"),
    (in_cell.check_censored_median, text(survival(48, "50", 60)), "censored_median", True, "half alive after the median"),
    (in_cell.check_censored_median, text(survival(48, "40", 60)), "censored_median", False, "fewer than half by then"),
    (in_cell.check_censored_median, text(survival(48, "40", 36)), "censored_median", True, "fewer than half before it"),
    (in_study.check_sum, text(*response(CR=20, PD=20)), "sum", False, "all 40 have a category"),
    (in_study.check_sum, text(*response(CR=20, PD=21)), "sum", True, "41 of 40"),
    (in_study.check_sum, text(*response(CR=20, PD=1)), "sum", True, "19 carry none"),
    (in_study.check_sum, text(*response(CR=20)), "sum", False, "responders alone may be printed"),
    (in_study.check_partition, text(*symptoms(21, 11, 3, 9, n=44)), "partition", True, "they add up to the group"),
    (in_study.check_partition, text(*symptoms(21, 11, 3, 8, n=44)), "partition", False, "one patient short"),
    (in_study.check_duplicate, text(row(20, 40), row(20, 40, id="s", outcome=SYMPTOM, criterion=None)), "duplicate", True, "20 twice"),
    (in_study.check_duplicate, text(row(7, 40), row(7, 40, id="s", outcome=SYMPTOM, criterion=None)), "duplicate", False, "small counts meet by chance"),
    (in_study.check_capacity, patients(enrolled=40, evaluable=41), "capacity", True, "more evaluable than listed"),
    (in_study.check_capacity, patients(enrolled=91, evaluable=40), "capacity", True, "90 treatments for 91 patients"),
    (in_study.check_capacity, patients(enrolled=40, evaluable=39), "capacity", False, "as it should be"),
    (in_study.check_window_origin, text(time("OS", 11) + time("response_duration", 11)), "window_origin", True, "one time, two meanings"),
    (in_study.check_window_origin, text(time("OS", 36) + time("response_duration", 11)), "window_origin", False, "two times"),
    (in_study.check_superset, text(row(20, 40, category=">=PR"), row(16, 40, id="c", category=">=SD")), "superset", True, "control below response"),
    (in_study.check_superset, text(row(16, 40, category=">=PR"), row(20, 40, id="c", category=">=SD")), "superset", False, "control above response"),
    (between.check_row_vs_row, text(row(9, 40), row(8, 40, id="again")), "row_vs_row", True, "one cell, two counts"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "file", "kind", "found", "why"), TABLE, ids=[f"{t[2]}: {t[4]}" for t in TABLE])
def test_classes_within_a_study(one: Check, file: str, kind: str, found: bool, why: str) -> None:
    issues = [i for i in one((read_study(file, "x.toml"),)) if i.severity != "note"]
    assert bool(issues) is found, why
    assert all(i.kind == kind and i.saw and i.expected and i.next_step for i in issues)


def test_a_nudge_of_less_than_a_point_is_a_note() -> None:
    (issue,) = in_cell.check_percent((study(row(5, 13, percent="39")),))
    assert issue.severity == "note"


def test_a_changed_denominator_within_one_table_is_found() -> None:
    rows = text(
        row(9, 40).replace('"printed" }', '"row" }'),
        row(5, 90, id="d", unit="procedure").replace('"printed" }', '"row" }'),
    )
    (issue,) = in_study.check_unit_switch((read_study(rows, "x.toml"),))
    assert "9" not in issue.saw.split(" and ")[0] or "40" in issue.saw


def test_arms_that_do_not_add_up_are_found() -> None:
    arm = '\n[[arm]]\nid = "{i}"\nscope = [{{ modality = "tae" }}]\ntumour = "x"\npart_of = "all"\n'
    arm += 'patients = {{ printed = "{n}", enrolled = {n} }}\n'
    assert not in_study.check_arms((study(row(9, 40) + arm.format(i="a", n=25) + arm.format(i="b", n=15)),))
    (issue,) = in_study.check_arms((study(row(9, 40) + arm.format(i="a", n=25) + arm.format(i="b", n=16)),))
    assert (issue.kind, issue.expected) == ("sum", "40 patients")


def review(*figures: Figure) -> Study:
    return replace(study(row(9, 40)), key="delprete2014", kind="review", rows=(), arms=(), figures=figures)


def figure(about: str, **values: float) -> Figure:
    return Figure(id="f", says="x", source="t", unit="%", about=about, **values)


PROSE: list[tuple[Check, Figure, bool, str]] = [
    (prose.check_headline_total, figure("total:patients", value=80), False, "two studies of 40"),
    (prose.check_headline_total, figure("total:patients", value=79), True, "one patient short"),
    (prose.check_headline_rate, figure("share:tumour_response:PR", value=35), False, "28 of 80"),
    (prose.check_headline_rate, figure("share:tumour_response:PR", value=60), True, "no average comes near"),
    (prose.check_range, figure("range:tumour_response:PR", low=20, high=50), False, "8 and 20 of 40"),
    (prose.check_range, figure("range:tumour_response:PR", low=2, high=50), True, "no cell of 2 %"),
    (prose.check_range, figure("range:PFS", low=2, high=50), True, "no such cell at all"),
    (prose.check_claim, figure("floor:tumour_response:PR", low=20), False, "both at or above"),
    (prose.check_claim, figure("floor:tumour_response:PR", low=21), True, "one below"),
    (prose.check_missing, figure("median:response_duration", value=36), True, "no table has durations"),
]


@pytest.mark.parametrize(("one", "said", "found", "why"), PROSE, ids=[p[3] for p in PROSE])
def test_classes_of_prose_against_rows(one: Check, said: Figure, found: bool, why: str) -> None:
    members = (study(*response(CR=8, PD=32), key="gupta2003"), study(*response(PR=20, PD=20), key="brown1999"))
    assert bool(one((*members, review(said)))) is found, why


def test_control_below_response_in_prose_is_found() -> None:
    both = review(
        replace(figure("share:tumour_response:PR", value=50), id="a"),
        replace(figure("share:tumour_response:SD", value=40), id="b"),
    )
    assert [i.where for i in prose.check_superset_prose((both,))] == ["delprete2014/b"]


def test_bracket_numbers_that_drift_are_found() -> None:
    drifting = replace(study(row(9, 40)), reference_numbers=(("prose", 21), ("tables", 18)))
    assert prose.check_citation((drifting,))
    assert not prose.check_citation((replace(drifting, reference_numbers=(("prose", 18), ("tables", 18))),))


def test_patients_treated_after_the_report_are_found() -> None:
    late = replace(study(row(9, 40)), cohort=Cohort(start=2001, end=2005))
    assert between.check_identity((late,))
    assert not between.check_identity((replace(late, cohort=Cohort(start=1998, end=2002)),))


EXPECTED = [
    # kind, place: what a careful reader of the two reviews finds
    ("headline_total", "delprete2014/patients"), ("headline_total", "delprete2014/complications"),
    ("mixed_unit", "delprete2014/procedures"), ("silence", "delprete2014/complications_percent"),
    ("range", "delprete2014/median_survival"), ("range", "delprete2014/deaths_range"),
    ("range", "delprete2014/response_range"), ("range", "delprete2014/clinical_range"),
    ("range", "delprete2014/major_5hiaa"), ("missing", "delprete2014/pfs"), ("missing", "delprete2014/duration"),
    ("superset", "delprete2014/benefit"), ("claim", "delprete2014/always_80"), ("claim", "delprete2014/most_survival"),
    ("claim", "delprete2014/biochemical"), ("headline_rate", "delprete2014/clinical"),
    ("sum", "carrasco1986/response.cr"), ("row_vs_prose", "carrasco1986/response.text"),
    ("window_origin", "carrasco1986/survival.os"), ("duplicate", "carrasco1986/symptom.aspecific"),
    ("unit_switch", "carrasco1986/biochemical.cr"), ("partition", "loewe2003/symptom.endocrine.abdominal_pain"),
    ("partition", "strosberg2006/symptom.endocrine.flushing_diarrhea"), ("label", "loewe2003/all"),
    ("unit_switch", "loewe2003/complication.weight_loss"), ("unit_switch", "eriksson1998/complication.any"),
    ("sum", "eriksson1998/response.pancreas.sd"), ("definition", "eriksson1998/death"),
    ("definition", "kamat2008/death"), ("capacity", "hanssen1989/all"), ("capacity", "wangberg1996/all"),
    ("capacity", "chamberlain2000/all"), ("duplicate", "chamberlain2000/symptom.aspecific"),
    ("sum", "chamberlain2000/response.sd"), ("duplicate", "wangberg1996/symptom.aspecific"),
    ("duplicate", "sward2009/symptom.aspecific"), ("percent", "pitt2008/symptom.aspecific.ctace"),
    ("missing", "pitt2008/complication.tae"), ("integer", "fiore2014/symptom.aspecific"),
    ("partition", "fiore2014/pes.tae"), ("definition", "fiore2014/pes.tae"),
    ("missing", "ruutiainen2007/response.first_line"), ("missing", "ruutiainen2007/death"),
    ("mixed_unit", "brown1999/symptom.aspecific"), ("scope", "gupta2003/response.carcinoid.pr"),
    ("cross_source", "fiore2014/pes.tae.own"), ("missing", "wangberg1996/death"),
    *(("citation", f"{key}/reference_numbers") for key in ("gupta2003", "carrasco1986", "eriksson1998", "ho2007", "fiore2014")),
]  # fmt: skip


def test_the_inconsistencies_of_the_reviews_are_found_by_themselves() -> None:
    found = {(i.kind, i.where) for i in check(library())}
    assert [e for e in EXPECTED if e not in found] == []


def test_every_known_finding_has_a_reason_and_still_stands() -> None:
    found = {(i.kind, i.where) for i in check(library())}
    assert all(acknowledged().values())
    assert sorted(set(acknowledged()) - found) == []


def test_nothing_in_the_library_is_open() -> None:
    assert [i.line() for i in open_issues(library())] == []


def test_files_of_abstracts_raise_no_alarm_beyond_missing_groups() -> None:
    """The false alarms: none of the files made from abstracts is called wrong, one printed pair of times apart."""
    reviews = {s.key for s in library() if any(x.key == "delprete2014" for x in s.sources)} | {"delprete2014"}
    alarms = {
        (i.kind, i.where) for i in check(library()) if i.severity == "error" and i.where.split("/")[0] not in reviews
    }
    assert alarms == set()


def test_one_event_under_two_outcomes_is_found() -> None:
    event = 'event = "liver abscess"'
    twice = study(
        row(4, 40, outcome="abscess", category=None, criterion=None, more=event),
        row(4, 40, id="c", outcome="complication", category=None, criterion=None, more=event),
    )
    assert [i.kind for i in in_study.check_double_count((twice,))] == ["double_count"]


def test_a_reading_that_the_print_does_not_admit_is_found() -> None:
    reading = 'resolved = { events = [7], denominator = 40, status = "derived", reason = "a guess" }'
    assert in_cell.check_resolution((study(row(9, 40, more=reading)),))
    right = reading.replace("[7]", "[9]")
    assert not in_cell.check_resolution((study(row(9, 40, more=right)),))


def test_deaths_that_read_like_follow_up_are_found() -> None:
    many = study(row(13, 40, outcome="death", category=None, criterion=None, percent="32"))
    few = study(row(2, 40, outcome="death", category=None, criterion=None, percent="5"))
    assert in_study.check_definition((many,)) and not in_study.check_definition((few,))


def test_a_new_file_is_checked_beside_the_library(tmp_path: Path) -> None:
    from seldinger.evidence.validators import check_files

    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(text(row(9, 40, percent="22"), key="jia2017"), encoding="utf-8")
    bad.write_text(text(row(9, 40, percent="42"), key="jia2017"), encoding="utf-8")
    assert [i for i in check_files([good]) if i.severity == "error"] == []
    assert {i.kind for i in check_files([bad])} >= {"percent"}


def test_every_validator_stands_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS)
