"""What every criterion promises, whatever the numbers: laws of the method, and what a reader is told beside a category."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.followup import Criterion, assess, assess_all
from seldinger.followup.lesions import grid
from seldinger.patient import Lesion, Study
from seldinger.terms import Response

START = date(2026, 1, 5)
BEST_FIRST = [Response.CR, Response.PR, Response.MR, Response.SD, Response.PD]
tenths = st.integers(0, 1500).map(lambda n: n / 10)
criteria = st.sampled_from(list(Criterion))


@st.composite
def courses(draw, missing=False):
    """A course of two to five scans of one to five lesions; every baseline lesion is measured and large enough."""
    lesions, scans = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    size = st.one_of(st.none(), tenths) if missing else tenths

    def lesion(name, row):
        pick = st.integers(150, 1500).map(lambda n: n / 10) if row == 0 else size
        longest = draw(pick)
        viable = draw(pick)
        return Lesion(
            id=name,
            longest_mm=longest,
            short_mm=None if longest is None else longest * 0.5,
            enhancing_mm=viable,
            enhancing_short_mm=None if viable is None else viable * 0.5,
            attenuation_hu=float(draw(st.integers(10, 200))),
            target=True,
        )

    return [
        Study(
            date=START + timedelta(days=50 * row),
            kind="ct",
            lesions=tuple(lesion(f"l{i}", row) for i in range(lesions)),
        )
        for row in range(scans)
    ]


def last(course, criterion):
    return assess(course, criterion).calls[-1]


def span(call):
    ranks = [BEST_FIRST.index(name) for name in call.possible]
    return min(ranks), max(ranks)


def with_last(course, lesions):
    return [*course[:-1], replace(course[-1], lesions=tuple(lesions))]


@given(courses(), criteria, st.data())
def test_shrinking_a_target_never_worsens_the_response(course, criterion, data):
    index = data.draw(st.integers(0, len(course[-1].lesions) - 1))
    kept = data.draw(st.integers(0, 10)) / 10
    shrunk = [
        replace(
            x,
            longest_mm=x.longest_mm * kept,
            short_mm=x.short_mm * kept,
            enhancing_mm=x.enhancing_mm * kept,
            enhancing_short_mm=x.enhancing_short_mm * kept,
        )
        if i == index
        else x
        for i, x in enumerate(course[-1].lesions)
    ]
    before, after = span(last(course, criterion)), span(last(with_last(course, shrunk), criterion))
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@given(courses(missing=True), criteria)
def test_a_new_lesion_is_progression_and_never_improves(course, criterion):
    new = Lesion(id="new", longest_mm=11.0, short_mm=9.0, enhancing_mm=11.0, enhancing_short_mm=9.0, new=True)
    call = last(with_last(course, [*course[-1].lesions, new]), criterion)
    assert call.category is Response.PD
    assert call.possible == {Response.PD}


@given(courses(missing=True), criteria, st.randoms())
def test_order_of_lesions_changes_nothing(course, criterion, random):
    def shuffled(study):
        lesions = list(study.lesions)
        random.shuffle(lesions)
        return replace(study, lesions=tuple(lesions))

    one, other = assess(course, criterion), assess([shuffled(study) for study in course], criterion)
    assert [(c.category, c.possible, c.sum) for c in one.calls] == [
        (c.category, c.possible, c.sum) for c in other.calls
    ]


@given(courses(), criteria)
def test_unit_of_measurement_changes_nothing(course, criterion):
    """Centimetres typed and turned into millimetres carry binary dust; the answer must not."""

    def dusty(value):
        return value / 10 * 10.0

    other = [
        replace(
            study,
            lesions=tuple(
                replace(
                    x,
                    longest_mm=dusty(x.longest_mm),
                    short_mm=dusty(x.short_mm),
                    enhancing_mm=dusty(x.enhancing_mm),
                    enhancing_short_mm=dusty(x.enhancing_short_mm),
                )
                for x in study.lesions
            ),
        )
        for study in course
    ]
    assert assess(course, criterion).calls == assess(other, criterion).calls


@given(courses(), criteria, st.data())
def test_a_missing_measurement_leaves_a_set_that_holds_the_truth(course, criterion, data):
    index = data.draw(st.integers(0, len(course[-1].lesions) - 1))
    blank = [Lesion(id=x.id, target=True) if i == index else x for i, x in enumerate(course[-1].lesions)]
    whole, part = last(course, criterion), last(with_last(course, blank), criterion)
    assert whole.possible <= part.possible
    assert part.category is Response.NE or part.possible == {part.category}


@given(courses(missing=True), criteria)
def test_removing_the_last_scan_never_changes_earlier_ones(course, criterion):
    if len(course) > 2:
        assert assess(course, criterion).calls[:-1] == assess(course[:-1], criterion).calls


@given(courses(missing=True), criteria)
def test_the_category_is_among_the_possible_ones(course, criterion):
    for call in assess(course, criterion).calls:
        assert call.category is Response.NE or call.category in call.possible
        assert call.possible
        assert (call.sum is None) == bool(call.missing)


@given(courses(), st.sampled_from([Criterion.RECIST, Criterion.MRECIST]))
def test_the_distance_to_the_next_category_is_one_that_changes_it(course, criterion):
    call = last(course, criterion)
    if call.category is Response.SD:
        assert call.to_response > 0
        assert call.to_progression > 0
    if call.category is Response.PR:
        assert call.to_response == 0
    if call.category is Response.PD:
        assert call.to_progression == 0


def study(day, *lesions):
    return Study(date=START + timedelta(days=day), kind="ct", lesions=lesions)


def test_distances_are_those_a_reader_computes():
    course = [study(0, Lesion(id="a", longest_mm=100.0, target=True)), study(60, Lesion(id="a", longest_mm=80.0))]
    call = last(course, Criterion.RECIST)
    assert (call.sum, call.nadir, call.to_response, call.to_progression) == (80.0, 100.0, 10.0, 40.0)


def test_targets_are_frozen_at_baseline():
    course = [
        study(0, Lesion(id="a", longest_mm=50.0, target=True), Lesion(id="b", longest_mm=40.0)),
        study(60, Lesion(id="a", longest_mm=50.0), Lesion(id="b", longest_mm=40.0, target=True)),
    ]
    assert assess(course, Criterion.RECIST).targets == ("a",)


def test_two_largest_are_followed_when_none_was_marked():
    course = [
        study(
            0, *(Lesion(id=name, longest_mm=size) for name, size in [("a", 9.9), ("b", 20.0), ("c", 31.0), ("d", 25.0)])
        ),
        study(60, *(Lesion(id=name, longest_mm=10.0) for name in "abcd")),
    ]
    assert assess(course, Criterion.RECIST).targets == ("c", "d")


def test_a_target_too_small_to_measure_is_followed_as_another_lesion():
    course = [
        study(0, Lesion(id="a", longest_mm=50.0, target=True), Lesion(id="b", longest_mm=9.9, target=True)),
        study(60, Lesion(id="a", longest_mm=0.0), Lesion(id="b", longest_mm=5.0)),
    ]
    found = assess(course, Criterion.RECIST)
    assert found.targets == ("a",)
    assert found.calls[0].category is Response.PR  # the small one is still there


def test_what_was_read_without_measuring_narrows_the_first_scan_only():
    def seen(change):
        return study(60, Lesion(id="a", change=change))

    start = study(0, Lesion(id="a", target=True))
    assert last([start, seen("smaller")], Criterion.RECIST).possible == {Response.PR, Response.SD}
    assert last([start, seen("larger")], Criterion.RECIST).possible == {Response.SD, Response.PD}
    assert last([start, seen("unchanged")], Criterion.RECIST).possible == {Response.PR, Response.SD, Response.PD}
    later = [start, seen("smaller"), study(120, Lesion(id="a", change="smaller"))]
    assert last(later, Criterion.RECIST).possible == {Response.PR, Response.SD, Response.PD}  # smaller than when?


def test_enhancement_read_as_absent_is_a_finding_not_a_complete_response():
    course = [
        study(0, Lesion(id="a", enhancement="present", target=True)),
        study(60, Lesion(id="a", enhancement="none", change="smaller")),
    ]
    assert last(course, Criterion.MRECIST).category is Response.NE


def test_infinite_and_nan_sizes_are_not_measured():
    table = grid([study(0, Lesion(id="a", longest_mm=float("nan"), short_mm=float("inf")))])
    assert table.longest[0, 0] != table.longest[0, 0]
    assert table.short[0, 0] != table.short[0, 0]


@pytest.mark.parametrize(
    ("course", "words"),
    [
        ([], "no study at all"),
        ([study(0), study(0)], "share a day"),
        ([study(10), study(0)], "not in order"),
        ([study(0, Lesion(id="a", longest_mm=-1.0))], "negative size"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(course, words):
    with pytest.raises(ValueError, match=words):
        grid(course)


def test_each_criterion_stands_apart_and_names_its_unit_and_source():
    course = [study(0, Lesion(id="a", longest_mm=50.0)), study(60, Lesion(id="a", longest_mm=50.0))]
    found = assess_all(course)
    assert list(found) == list(Criterion)
    assert {criterion: a.unit for criterion, a in found.items()}[Criterion.WHO] == "mm2"
    assert found[Criterion.REVIEW].as_json()["status"] == "unverified"
    assert found[Criterion.RECIST].as_json()["status"] == "read"


@pytest.mark.parametrize("criterion", [Criterion.MRECIST, Criterion.EASL])
def test_what_never_enhanced_is_no_complete_response_of_enhancement(criterion):
    dark = Lesion(id="a", longest_mm=50.0, short_mm=40.0, enhancing_mm=0.0, target=True)
    lit = replace(dark, enhancing_mm=20.0, enhancing_short_mm=10.0)
    assert last([study(0, dark), study(60, dark)], criterion).category is Response.NE
    assert "Nothing to follow" in assess([study(0, dark), study(60, dark)], criterion).notes[0].says
    later = last([study(0, dark), study(60, lit)], criterion)
    assert (later.category, later.new) == (Response.NE, "unknown")
    assert Response.PD in later.possible


@pytest.mark.parametrize("criterion", list(Criterion))
def test_nothing_at_baseline_and_nothing_later_is_no_response(criterion):
    none = Lesion(id="a", longest_mm=0.0, target=True)
    assert last([study(0, none), study(60, none)], criterion).category is Response.NE
    assert (
        last([study(0, none), study(60, Lesion(id="b", longest_mm=9.0, new=True))], criterion).category is Response.PD
    )


def test_a_target_that_is_gone_enters_the_attenuation_and_the_reader_is_told():
    first = [Lesion(id=name, longest_mm=50.0, attenuation_hu=100.0, target=True) for name in "ab"]
    then = [replace(first[0], longest_mm=0.0, attenuation_hu=None), replace(first[1], longest_mm=100.0)]
    found = assess([study(0, *first), study(60, *then)], Criterion.CHOI)
    assert found.calls[0].category is Response.PR  # by 0 and 100 HU: half of before
    assert found.notes[-1].as_json()["status"] == "unverified"
