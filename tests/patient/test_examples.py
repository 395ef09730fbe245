"""The charts that ship: what their names promise, checked against the issue's words and not against their files."""

from datetime import date

import pytest

from seldinger.patient import Record, examples, load_record

PUBLISHED = ("published-case-1", "published-case-2", "published-case-3")


def example(name: str) -> Record:
    return load_record(examples()[name])


def value(record: Record, key: str) -> object:
    return record.reading(key, record.as_of).value


def test_every_promised_chart_ships() -> None:
    promised = {
        *PUBLISHED,
        *(f"{name}-after" for name in PUBLISHED),
        "synthetic-midgut",
        "synthetic-hazards",
        "synthetic-moribund",
        "out-of-scope",
        "asymptomatic-indolent",
        "sepsis-unknown-reason",
        "contrast-allergy",
        "ecog4-judged-fine",
    }
    assert set(examples()) == promised


@pytest.mark.parametrize("name", sorted(examples()))
def test_a_chart_says_whether_it_was_published_or_made_up(name: str) -> None:
    assert example(name).label == ("published" if name.startswith("published") else "synthetic")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_case_holds_no_laboratory_value_no_measure_and_no_judgement(name: str) -> None:
    record = example(name)
    assert not [key for key in record.facts if key.startswith(("labs.", "markers.", "fitness.", "vessels.", "shunt."))]
    assert record.sessions == ()
    assert value(record, "disease.resectable") is False


def test_case_1_after_treatment() -> None:
    record = example("published-case-1-after")
    first, second = record.sessions
    assert (first.modality, first.agent and first.agent.size_um) == ("tae", (100.0, 300.0))
    assert second.territory == ("left",)
    before, after = record.studies
    assert (after.date.year * 12 + after.date.month) - (before.date.year * 12 + before.date.month) == 6
    assert [lesion.id for lesion in after.lesions if lesion.new] == ["left"]
    assert not any(lesion.longest_mm for study in record.studies for lesion in study.lesions), "none is printed"
    assert value(record, "symptoms.present") is False


def test_case_2_after_treatment() -> None:
    record = example("published-case-2-after")
    assert record.sessions[0].modality == "ctace"
    assert record.studies[-1].date == date(2026, 2, 1), "one month after"
    assert record.studies[-1].lesions[0].oil_uptake == "homogeneous"


def test_case_3_after_treatment() -> None:
    record = example("published-case-3-after")
    assert [session.modality for session in record.sessions] == ["y90", "y90"], "the device is not stated"
    assert [lesion.change for lesion in record.studies[-1].lesions] == ["smaller", "smaller"]


def test_the_midgut_chart_is_complete_and_good() -> None:
    record = example("synthetic-midgut")
    expected = {
        "primary.site": "ileum",
        "syndrome.carcinoid": True,
        "liver.lesions": 12,
        "liver.largest_cm": 5.4,
        "liver.burden_percent": 38.0,
        "vessels.portal_vein": "patent",
        "biliary.state": "native",
        "fitness.ecog": 1,
        "shunt.lung_shunt_fraction": 0.042,
        "fitness.carcinoid_heart_disease": "none",
    }
    assert {key: value(record, key) for key in expected} == expected
    assert record.specimens[0].ki67_percent == 6
    by_lobe = record.reading("liver.burden_by_lobe_ml", record.as_of).fact
    assert by_lobe is not None
    assert by_lobe.extra["right"] > by_lobe.extra["left"], "right lobe bulkier"
    total, volume = value(record, "liver.burden_by_lobe_ml"), value(record, "liver.volume_ml")
    assert total / volume == pytest.approx(0.38, abs=0.001), "burden and volumes agree"
    for fact in (fact for facts in record.facts.values() for fact in facts if fact.variable.startswith("labs.")):
        assert fact.uln is None or fact.value <= fact.uln
        assert fact.lln is None or fact.value >= fact.lln


def test_the_hazards_chart_leaves_two_judgements_open() -> None:
    record = example("synthetic-hazards")
    expected = {
        "biliary.state": "anastomosis",
        "vessels.portal_vein": "branch_thrombosis",
        "labs.bilirubin": 2.0,
        "liver.burden_percent": 78.0,
        "fitness.ecog": 2,
        "history.prrt": True,
        "fitness.carcinoid_heart_disease": "mild",
        "shunt.lung_shunt_fraction": 0.22,
        "fitness.allergies": frozenset({"penicillin"}),
        "liver.function_judged_poor": None,
        "shunt.judged_significant": None,
    }
    assert {key: value(record, key) for key in expected} == expected
    assert [therapy.cycles for therapy in record.therapies if therapy.kind == "prrt"] == [4]


def test_the_moribund_chart_holds_every_bar() -> None:
    record = example("synthetic-moribund")
    expected = {
        "labs.bilirubin": 6.0,
        "liver.function_judged_poor": True,
        "fitness.judged_poor": True,
        "liver.burden_percent": 85.0,
        "vessels.portal_vein": "main_occlusion",
        "fitness.sepsis": True,
        "fitness.carcinoid_heart_disease": "severe",
    }
    assert {key: value(record, key) for key in expected} == expected


def test_the_judgement_of_the_ecog_4_chart_is_older_than_the_measurement() -> None:
    record = example("ecog4-judged-fine")
    measured, judged = (record.reading(key, record.as_of) for key in ("fitness.ecog", "fitness.judged_poor"))
    assert (measured.value, judged.value) == (4, False)
    assert measured.fact is not None
    assert judged.fact is not None
    assert judged.fact.date < measured.fact.date
    assert judged.fact.by


def test_the_sepsis_chart_knows_no_reason() -> None:
    record = example("sepsis-unknown-reason")
    reasons = (
        "symptoms.present",
        "symptoms.hormonal",
        "symptoms.bulk",
        "symptoms.pain",
        "disease.course",
        "syndrome.carcinoid",
    )
    assert [value(record, key) for key in reasons] == [None] * len(reasons)
    assert value(record, "fitness.sepsis") is True


def test_the_tumour_out_of_scope_is_not_neuroendocrine() -> None:
    assert value(example("out-of-scope"), "scope.neuroendocrine") is False
