"""Nothing is pooled across definitions; what is left out is listed with the reason."""

from dataclasses import replace

import pytest

from seldinger import stats
from seldinger.evidence.outcomes import OutcomeKey, at_scope, counts, definition, definitions, whole
from seldinger.evidence.pool import EXTENDED, REVIEWS, MixedDefinitions, pool, pool_rows
from seldinger.evidence.reading import library
from seldinger.evidence.studies import Study
from tests.evidence.studies import row, study

KEY = OutcomeKey(
    id="x",
    says="response",
    outcome="tumour_response",
    unit="patient",
    at_least="PR",
    scope="tae",
    windows=("unstated",),
)
OTHER = ["gupta2003", "brown1999", "kamat2008", "sward2009", "ho2007", "pitt2008"]


def series(*rows: str, place: int = 0, **options: str) -> Study:
    return study(*rows, key=OTHER[place], **options)


GUARDS = [
    # second row, field that must be named
    (row(5, 40, unit="procedure"), "unit", "patients with procedures"),
    (row(5, 40, window="30 d"), "window", "30 days with follow-up"),
    (row(5, 40, criterion="EASL"), "criterion", "RECIST with EASL"),
    (row(5, 40, more='grade = "severe"'), "grade", "severe with any"),
    (row(5, 40, more='cause = "any"'), "cause", "one cause with another"),
]


@pytest.mark.parametrize(("second", "field", "why"), GUARDS, ids=[g[2] for g in GUARDS])
def test_rows_that_do_not_match_raise_with_the_field(second: str, field: str, why: str) -> None:
    a = counts(series(row(9, 40)), KEY)[0]
    b = counts(series(second, place=1), KEY)[0]
    with pytest.raises(MixedDefinitions) as fault:
        pool_rows([*a, *b])
    assert field in fault.value.fields
    assert "gupta2003/all" in str(fault.value) and "brown1999/all" in str(fault.value), why


SAID = {"unit": "counted per", "modality": "treated by", "scope": "treated by"}


@pytest.mark.parametrize(("second", "field", "why"), GUARDS, ids=[g[2] for g in GUARDS])
def test_pooling_by_key_filters_and_lists_them(second: str, field: str, why: str) -> None:
    pooled = pool([series(row(9, 40)), series(second, place=1)], KEY)
    assert [c.study for c in pooled.used] == ["gupta2003"]
    assert SAID.get(field, field) in dict(pooled.left_out)["brown1999/r"], why


def test_an_overlap_group_enters_once_and_twice_raises() -> None:
    group = 'cohort = { overlap_group = "g", basis = "one centre" }'
    both = [series(row(9, 40), extra=group), series(row(5, 20), place=1, extra=group)]
    pooled = pool(both, KEY)
    assert [c.study for c in pooled.used] == ["gupta2003"]
    assert "gupta2003" in dict(pooled.left_out)["brown1999/all"]
    with pytest.raises(MixedDefinitions) as fault:
        pool_rows([c for s in both for c in counts(s, KEY)[0]])
    assert fault.value.fields == ("overlap_group",)


def test_one_study_twice_raises() -> None:
    a = counts(series(row(9, 40)), KEY)[0]
    with pytest.raises(MixedDefinitions) as fault:
        pool_rows([*a, *a])
    assert "study" in fault.value.fields


def test_a_meta_analysis_never_enters_a_pool_with_its_members() -> None:
    meta = replace(series(row(20, 40), place=1), kind="meta")
    assert [c.study for c in pool([series(row(9, 40)), meta], KEY).used] == ["gupta2003"]
    with pytest.raises(MixedDefinitions) as fault:
        pool_rows([c for s in (series(row(9, 40)), meta) for c in counts(s, KEY)[0]])
    assert "kind" in fault.value.fields


def test_minor_response_is_not_partial_response_but_is_control() -> None:
    cells = [row(5, 22, id=c, category=c) for c in ("PR", "MR")] + [
        row(7, 22, id="SD", category="SD"),
        row(5, 22, id="PD", category="PD"),
    ]
    one = series(*cells)
    assert [c.low for c in counts(one, KEY)[0]] == [5]
    assert [c.low for c in counts(one, replace(KEY, at_least="SD"))[0]] == [17]


CATEGORIES = [
    # cells, low, high, why
    ({"CR": 20, "PD": 1}, 20, 22, "two of 23 carry no category and may be partial responses"),
    ({"CR": 4, "PR": 12, "PD": 7}, 16, 16, "the categories close"),
    ({"CR": 4, "PR": 12}, 16, 16, "both wanted categories are printed"),
]


@pytest.mark.parametrize(("cells", "low", "high", "why"), CATEGORIES)
def test_categories_give_a_range_when_they_do_not_close(cells: dict[str, int], low: int, high: int, why: str) -> None:
    found = counts(series(*[row(e, 23, id=c, category=c) for c, e in cells.items()]), KEY)[0]
    assert [(c.low, c.high) for c in found] == [(low, high)], why


def test_a_count_with_several_readings_stays_out_and_spans_an_envelope() -> None:
    unclear = series(row(20, 23, id="cr", category="CR"), row(1, 23, id="pd", category="PD"))
    pooled = pool([unclear, series(row(9, 40), place=1)], KEY)
    assert [c.study for c in pooled.used] == ["brown1999"]
    assert pooled.envelope() == (29 / 63, 31 / 63)
    assert "20 to 22 of 23" in dict(pooled.left_out)["gupta2003/all"]


def test_stable_disease_alone_is_no_response_of_zero() -> None:
    pooled = pool([series(row(19, 33, id="sd", category="SD"))], KEY)
    assert not pooled.used
    assert "no category at or above PR" in pooled.left_out[0][1]


def test_silent_studies_are_listed_and_not_counted() -> None:
    pooled = pool(library(), definition("objective_response", "tae"), policy=REVIEWS)
    reasons = dict(pooled.left_out)
    for silent in ("brown1999/response", "sward2009/response", "wangberg1996/response"):
        assert reasons[silent].startswith("not reported")
    assert not {"brown1999", "sward2009", "wangberg1996"} & {c.study for c in pooled.used}


def test_tae_alone_never_holds_a_row_of_both_treatments() -> None:
    for key in definitions():
        for count in pool(library(), at_scope(key, "tae")).used:
            assert count.modalities == {"tae"}, count.id


def test_no_survival_percent_ever_becomes_a_count() -> None:
    survival = OutcomeKey(id="s", says="survival", outcome="survival", unit="patient", scope="embolization")
    assert not any(counts(s, survival)[0] for s in library())


def test_patients_set_apart_and_other_tumours_stay_out() -> None:
    used = {
        c.study for k in definitions() for sc in ("embolization", "y90") for c in pool(library(), at_scope(k, sc)).used
    }
    apart = {
        "braat2020",
        "captemy902018",
        "cholapranee2015",
        "agahi2022",
        "lv2016",
        "guiu2012",
        "zhao2025",
        "evacel2019",
    }
    assert not used & apart


def test_reviews_alone_use_no_abstract() -> None:
    for key in definitions():
        for count in pool(library(), at_scope(key, "embolization"), policy=REVIEWS).used:
            assert count.level == "review"


def test_arms_of_one_study_are_added_not_counted_as_two_studies() -> None:
    gupta = next(s for s in library() if s.key == "gupta2003")
    key = definition("objective_response")
    (one,) = whole(gupta, counts(gupta, key)[0])
    assert (one.low, one.n, one.arms) == (65, 123, ("carcinoid", "pancreas"))


def test_one_arm_in_and_another_out_is_no_study() -> None:
    """Pitt's TACE cell cannot be read: its TAE cell speaks for TAE, not for both treatments together."""
    alone, both = (pool(library(), definition("symptom_aspecific", s)) for s in ("tae", "embolization"))
    assert "pitt2008" in {c.study for c in alone.used}
    assert "pitt2008" not in {c.study for c in both.used}
    assert "one in and another out" in dict(both.left_out)["pitt2008/tae"]


def test_order_of_studies_does_not_matter() -> None:
    key = definition("objective_response")
    forward, backward = pool(library(), key), pool(library()[::-1], key)
    assert {c.id for c in forward.used} == {c.id for c in backward.used}
    assert forward.fit is not None and backward.fit is not None
    assert forward.fit.estimate == pytest.approx(backward.fit.estimate, abs=1e-9)


@pytest.mark.parametrize("method", ["GLMM", "REML", "DL", "PM", "ML"])
def test_a_pool_is_the_fit_of_its_own_rows(method: str) -> None:
    pooled = pool(library(), definition("biochemical_response", "tae"), method=method)
    events, n = [c.low for c in pooled.used], [c.n for c in pooled.used]
    if method == "GLMM":
        direct = stats.fit_binomial_normal(events, n)
    else:
        direct = stats.fit_normal(stats.proportions(events, n), method=method)
    assert pooled.fit is not None and pooled.fit.estimate == direct.estimate


def test_an_unknown_method_scope_or_outcome_names_what_there_is() -> None:
    with pytest.raises(ValueError, match="GLMM"):
        pool_rows(counts(series(row(9, 40)), KEY)[0], method="magic")
    with pytest.raises(KeyError, match="deb_tace"):
        definition("objective_response", "beads")
    with pytest.raises(KeyError, match="biloma"):
        definition("happiness")
    with pytest.raises(ValueError, match="no rows"):
        pool_rows([])


def test_policies_are_named() -> None:
    assert REVIEWS.name != EXTENDED.name
