"""Whole patients after treatment: three published ones with only what is printed, and thirteen invented ones."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from seldinger.followup import Answer, Criterion, Endpoint, Ready, follow
from seldinger.followup.next_steps import Option
from seldinger.followup.schedule import What
from seldinger.followup.symptoms import Relief
from seldinger.followup.toxicity import Edition
from seldinger.patient import load_record
from seldinger.terms import Response

HERE = Path(__file__).parent / "followup"


def case(name, on=None):
    record = load_record(HERE / f"{name}.toml")
    return follow(record, on or record.as_of)


def published(number, on=None):
    record = load_record(files("seldinger") / "examples" / f"published-case-{number}-after.toml")
    return follow(record, on or record.as_of)


def calls(course, criterion=Criterion.RECIST):
    return course.tumour.by(criterion).calls


def options(course):
    return {step.option for step in course.next_steps}


def time(course, endpoint):
    return next(t for t in course.times if t.endpoint is endpoint)


def words(notes):
    return " ".join(note.says for note in notes)


def test_published_case_1_new_lesion_in_untreated_lobe_leads_to_a_session():
    course = published(1, on=date(2026, 7, 1))  # the day of the CT, before the second session
    (right,) = course.tumour.areas
    assert right.assessment.calls[-1].possible == {Response.PR, Response.SD}  # no millimetre is printed
    assert calls(course)[-1].category is Response.PD  # every criterion counts the new lesion
    assert [lesion.in_treated for lesion in course.tumour.new_lesions] == [Answer.NO]
    assert "not treated before it was seen" in words(course.tumour.notes)
    assert Option.OTHER in options(course)
    assert not {Option.REPEAT, Option.SWITCH, Option.STOP} & options(course)


def test_published_case_1_afterwards():
    course = published(1)
    assert "smaller and without enhancement" in words(d.note for d in course.tumour.in_words)
    assert [r.possible for r in course.wellbeing.symptoms] == [(Relief.CR,)]
    assert {s.present for s in course.safety.syndromes} == {Answer.NO}  # "without any adverse events"
    assert course.safety.complications == ()
    assert Option.OTHER not in options(course)  # it has been treated


def test_published_case_2_oil_at_one_month_is_a_finding_of_its_own():
    course = published(2)
    assert course.tumour.assessments == ()  # no CT before treatment is printed
    assert "homogeneous oil uptake" in words(d.note for d in course.tumour.in_words)
    assert {c.criterion for c in course.tumour.cautions} == {Criterion.MRECIST, Criterion.EASL, Criterion.CHOI}
    assert "use MRI" in words(c.note for c in course.tumour.cautions)
    assert "the review gives no category" in words(d.note for d in course.tumour.in_words)
    imaging = [visit for visit in course.schedule if visit.what is What.IMAGING]
    assert min(visit.date for visit in imaging) == date(2026, 4, 1)  # the CT of 1 February is charted: not due again


def test_published_case_3_smaller_with_necrosis_at_three_months():
    course = published(3)
    for criterion in (Criterion.RECIST, Criterion.WHO):
        assert calls(course, criterion)[-1].possible == {Response.PR, Response.SD}
        assert calls(course, criterion)[-1].category is Response.NE
    assert words(d.note for d in course.tumour.in_words).count("smaller, with necrosis") == 2
    assert course.tumour.cautions == ()  # three months after the last session is not too early
    assert [r.possible for r in course.wellbeing.symptoms] == [(Relief.CR,)]
    assert any(visit.repeats == "yearly, for life" for visit in course.schedule)


def test_major_response_in_every_sense():
    course = case("major-response")
    assert calls(course)[-1].category is Response.PR
    assert calls(course)[-1].sum == 62.0
    assert {a.assessment.calls[-1].category for a in course.tumour.areas} == {Response.PR}
    assert course.wellbeing.markers[0].calls[0].major is Answer.YES
    relief = {r.symptom: r.possible for r in course.wellbeing.symptoms}
    assert relief == {"flushing_per_day": (Relief.PR,), "stools_per_day": (Relief.CR, Relief.PR)}
    assert course.wellbeing.quality[0].change == pytest.approx(16.7)
    first, second = course.safety.syndromes
    assert (first.present, first.resolved, first.complication) == (Answer.YES, date(2026, 1, 14), False)
    assert second.present is Answer.NO
    assert course.safety.complications == ()
    assert options(course) == {Option.WATCH}
    assert time(course, Endpoint.PFS).event is Answer.NO


def test_abscess_is_a_complication_and_fever_was_a_warning():
    course = case("abscess-after-stent")
    said = words(course.safety.syndromes[0].notes)
    assert "came back" in said
    assert "Fever beyond 21 days" in said
    (abscess,) = course.safety.complications
    assert (abscess.term, abscess.recorded_under, abscess.session) == (
        "liver abscess",
        "Hepatic infection",
        date(2026, 3, 1),
    )


def test_growth_soon_after_y90_is_marked_as_too_early():
    course = case("early-swelling")
    assert calls(course)[-1].category is Response.PD
    assert "60 days after Y-90" in words(c.note for c in course.tumour.cautions)
    assert options(course) == {Option.WATCH}  # swelling settles nothing
    danger = next(d for d in course.safety.dangers if d.name.startswith("radioembolization"))
    assert danger.present is Answer.UNKNOWN  # nor does it explain a failing liver away


def test_a_changed_assay_breaks_the_pair():
    course = case("changed-assay")
    (marker,) = course.wellbeing.markers
    assert "assays differ" in marker.calls[0].why
    assert "proton pump inhibitor" in words(marker.notes).lower()


def test_progression_in_treated_liver_opens_every_option_but_ranks_none():
    course = case("treated-area-progresses")
    assert [call.category for call in calls(course)] == [Response.PR, Response.PD]
    assert course.tumour.best[0][1].category is Response.PR
    assert options(course) == {Option.REPEAT, Option.SWITCH, Option.SYSTEMIC}
    assert time(course, Endpoint.HPFS).until == date(2026, 10, 10)
    assert time(course, Endpoint.TTUP).event is Answer.UNKNOWN


def test_a_documented_crisis_counts_without_a_syndrome():
    course = case("documented-crisis")
    assert course.safety.dangers[0].present is Answer.YES
    assert Option.STOP in options(course)
    assert course.safety.complications == ()  # counted as a danger, once


def test_liver_disease_after_whole_liver_y90():
    course = case("liver-disease-after-y90")
    danger = next(d for d in course.safety.dangers if d.name.startswith("radioembolization"))
    assert danger.present is Answer.YES
    assert Option.STOP in options(course)
    grades = {(g.toxicity.laboratory, g.toxicity.edition): g.toxicity.grade for g in course.safety.grades}
    assert grades[("bilirubin", Edition.V5)] == 3
    assert grades[("albumin", Edition.V5)] == 2


def test_an_abnormal_baseline_is_graded_differently_by_the_two_editions():
    course = case("abnormal-baseline")
    grades = {g.toxicity.edition: g.toxicity.grade for g in course.safety.grades}
    assert grades == {Edition.V4: 2, Edition.V5: 1}
    assert all(g.date == date(2026, 1, 20) for g in course.safety.grades)


def test_nobody_goes_home_while_one_enzyme_rises():
    course = case("enzymes-still-rising")
    assert course.safety.discharge.ready is Ready.NOT_YET
    assert dict((name, ready) for name, ready, _ in course.safety.discharge.because) == {
        "AST": Ready.PEAKED,
        "ALT": Ready.NOT_YET,
    }


def test_a_minor_response_keeps_its_name():
    course = case("minor-response")
    answers = {criterion: calls(course, criterion)[-1].category for criterion in Criterion}
    assert answers[Criterion.REVIEW] is Response.MR
    assert answers[Criterion.RECIST] is answers[Criterion.WHO] is answers[Criterion.EASL] is Response.SD


def test_a_target_outside_the_field_leaves_a_set():
    call = calls(case("lost-measurement"))[-1]
    assert (call.category, call.missing) == (Response.NE, ("R2",))
    assert call.possible == {Response.PR, Response.SD, Response.PD}
    assert time(case("lost-measurement"), Endpoint.PFS).until is None  # that scan cannot exclude progression


def test_death_without_progression():
    course = case("died-without-progression")
    assert time(course, Endpoint.OS).days == 212
    assert (time(course, Endpoint.PFS).until, time(course, Endpoint.PFS).event) == (date(2026, 8, 10), Answer.YES)
    assert (time(course, Endpoint.TTP).until, time(course, Endpoint.TTP).event) == (date(2026, 4, 10), Answer.NO)
    assert course.times[-1].origin.name == "first specimen"
    assert calls(course, Criterion.MRECIST)[-1].category is Response.CR
    assert "unreliable" in words(c.note for c in course.tumour.cautions)  # CT after oil


def test_before_the_first_session_there_is_nothing_to_judge():
    course = case("not-treated-yet")
    assert (course.tumour, course.times, course.schedule) == (None, (), ())
    assert [lane.name for lane in course.timeline.lanes] == ["5-HIAA in 24-hour urine"]


def test_what_happens_later_changes_nothing_earlier():
    record = load_record(HERE / "treated-area-progresses.toml")
    early = follow(record, date(2026, 5, 1))
    assert calls(early) == calls(follow(record, record.as_of))[:1]
    assert options(early) == {Option.WATCH}
