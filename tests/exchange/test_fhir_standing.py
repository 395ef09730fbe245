"""Whether an entry speaks for this patient, now, as it is written. The oracle is the text of FHIR R4, named in each row."""

import pytest

from seldinger.exchange import read_bundle
from seldinger.exchange.fhir_detail import packed
from seldinger.patient import ChartError
from tests.exchange.test_fhir_read import LIVER, ON, SUBJECT, absent, condition, flag, lab, own, reading

VERIFIED_ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"


def without(resource, name):
    """Return a resource without a member."""
    return {each: value for each, value in resource.items() if each != name}


def loinc(code):
    """Return a code of LOINC."""
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def metastases(**changes):
    """Return a Condition by our own code, which means the variable and nothing narrower."""
    return condition(**changes) | {"code": own("liver.metastases")}


ENDED = [
    (metastases(verified="refuted"), False, "our own code: what is refuted is exactly the variable"),
    (
        condition(verified="refuted"),
        None,
        "C78.7 excludes carcinoid (ICD-10-CM, Excludes1): refuting it denies only that",
    ),
    (metastases(clinical="resolved", abatementDateTime="2026-10-20"), False, "gone since a day"),
    (condition(clinical="resolved", abatementDateTime="2026-10-20"), None, "one diagnosis ended, others may not have"),
    (
        without(metastases(abatementDateTime="2026-10-20"), "clinicalStatus"),
        False,
        "R4 Condition con-4: abated is over",
    ),
    (without(metastases(abatementString="last year"), "clinicalStatus"), None, "abated, and since when is not said"),
    (
        metastases(clinical="resolved", onsetDateTime="2026-05-01", abatementDateTime="2026"),
        None,
        "ended in the year it began: whether before or after a finding of that year is not said",
    ),
    (metastases(abatementDateTime="2026-10-20"), None, "R4 Condition con-4: abated and active at once"),
]


@pytest.mark.parametrize(("resource", "expected", "why"), ENDED, ids=[row[2] for row in ENDED])
def test_what_the_end_of_a_diagnosis_says(resource, expected, why):
    found, account = reading(resource, key="liver.metastases")
    assert found.value is expected, why
    assert bool(account.ignored or account.malformed) == (expected is None)


def test_a_narrow_diagnosis_refuted_or_over_never_takes_the_patient_out_of_scope():
    liver = condition("C7B.02", id="1")
    for ended in (
        condition("C7A.1", verified="refuted", id="2", recordedDate="2026-10-05"),
        condition("C7A.012", clinical="resolved", id="2", abatementDateTime="2026-10-05"),
        condition("C7A.095", clinical="remission", id="2", abatementDateTime="2026-10-05"),
    ):
        assert reading(liver, ended, key="scope.neuroendocrine")[0].value is True
        assert reading(ended, key="scope.neuroendocrine")[0].unknown == "nobody looked"


def test_two_diagnoses_that_name_two_sites_name_none():
    """Which one is listed last is chance; whether it is the lung decides how the tumour is graded."""
    ileum, lung = condition("C7A.012", id="1"), condition("C7A.090", id="2")
    for order in ((ileum, lung), (lung, ileum)):
        found, account = reading(*order, key="primary.site")
        assert found.unknown == "nobody looked"
        assert [note.why for note in account.ignored] == ["diagnoses that name different answers"] * 2
    assert reading(ileum, condition("C7A.012", id="3"), key="primary.site")[0].value == "ileum"
    assert reading(ileum, lung, key="scope.neuroendocrine")[0].value is True


def test_the_site_of_a_resected_primary_stays_its_site():
    over = condition("C7A.012", clinical="resolved", abatementDateTime="2026-10-05")
    assert reading(over, key="primary.site")[0].value == "ileum"


MODIFIED = [
    ({"modifierExtension": [{"url": "urn:not-so", "valueBoolean": True}]}, "R4 2.1.0: must be understood or left"),
    ({"implicitRules": "urn:other-rules"}, "R4 Resource.implicitRules: must be understood or left"),
    ({"focus": [{"reference": "RelatedPerson/donor"}]}, "R4 Observation.focus: of the donor, in this one's record"),
    ({"focus": [{"reference": "Patient/child"}]}, "of the child"),
    (absent("not-performed") | {"valueQuantity": lab()["valueQuantity"]}, "R4 Observation obs-6: a value or a reason"),
    ({"valueString": "1.1"}, "R4: one value[x] alone"),
    (
        {"effectiveDateTime": None, "effectiveTiming": {"event": ["2020-01-01"]}, "issued": "2026-10-30"},
        "not of that day",
    ),
    ({"subject": {"reference": "Group/trial"}}, "of a group"),
    ({"subject": {"reference": "https://ehr.example/fhir/Device/7"}}, "of a device"),
    ({"subject": {"reference": "#me"}, "contained": [{"resourceType": "Patient", "id": "me"}]}, "R4 2.1.0.3: nobody's"),
]


@pytest.mark.parametrize(("changes", "why"), MODIFIED, ids=[row[1] for row in MODIFIED])
def test_what_is_not_plainly_of_this_patient_is_left_with_a_reason(changes, why):
    found, account = reading(lab(**changes))
    assert not found.known, why
    assert found.unknown == "nobody looked"
    assert len(account.ignored) + len(account.malformed) == 1


def test_a_focus_on_the_tumour_is_how_mcode_writes_its_size():
    size = lab(code=loinc("33728-7"), bodySite=LIVER, focus=[{"reference": "BodyStructure/t"}])
    size["valueQuantity"] = {"value": 5.4, "unit": "cm"}
    assert reading(size, key="liver.largest_cm")[0].value == 5.4


def test_two_patients_are_seen_through_every_kind_of_reference():
    kinds = (
        {"reference": "Patient/q/_history/1"},
        {"reference": "https://other.example/Patient/q"},
        {"identifier": {"system": "urn:mrn", "value": "2"}},
    )
    mine = {"reference": "Patient/p/_history/1"}
    for other in kinds:
        with pytest.raises(ChartError, match="2 patients"):
            read_bundle([lab(subject=mine), lab(id="2", subject=other)], as_of=ON)


def test_one_patient_is_known_by_id_version_address_and_identifier():
    patient = {"resourceType": "Patient", "id": "p", "identifier": [{"system": "urn:mrn", "value": "1"}]}
    address = "urn:uuid:83e3ea53-34bf-46c3-94c1-6b3ad9addb3b"
    subjects = (
        {"reference": "Patient/p/_history/3"},
        {"reference": address},
        {"identifier": {"system": "urn:mrn", "value": "1"}},
    )
    entries = [{"resource": lab(id=str(n), subject=each)} for n, each in enumerate(subjects)]
    bundle = {"resourceType": "Bundle", "entry": [{"fullUrl": address, "resource": patient}, *entries]}
    assert read_bundle(bundle, as_of=ON).account.counts == (4, 0, 0)
    stranger = lab(id="9", subject={"identifier": {"system": "urn:mrn", "value": "2"}})
    with pytest.raises(ChartError, match="another patient"):
        read_bundle([bundle, stranger], as_of=ON)


def served(server, resource):
    """Return an entry as a server sends it."""
    return {"fullUrl": f"https://{server}/fhir/{resource['resourceType']}/{resource['id']}", "resource": resource}


def test_one_number_on_two_servers_is_two_resources():
    other = lab(code=loinc("2160-0"))
    bundle = {"resourceType": "Bundle", "entry": [served("a.example", lab()), served("b.example", other)]}
    found = read_bundle(bundle, as_of=ON)
    assert [found.record.reading(key, ON).value for key in ("labs.bilirubin", "labs.creatinine")] == [1.1, 1.1]
    again = {"resourceType": "Bundle", "entry": [served("a.example", lab()), {"resource": lab()}]}
    assert read_bundle(again, as_of=ON).account.counts == (1, 0, 0)
    patients = [served(each, {"resourceType": "Patient", "id": "1"}) for each in ("a.example", "b.example")]
    with pytest.raises(ChartError, match="2 patients"):
        read_bundle({"resourceType": "Bundle", "entry": patients}, as_of=ON)


def history(*entries):
    """Return the history of resources, newest first as R4 (http.html#history) has it; no entry has a meta."""
    return {"resourceType": "Bundle", "type": "history", "entry": list(entries)}


def test_of_a_history_the_first_version_counts_and_what_was_deleted_is_gone():
    new = lab() | {"valueQuantity": {"value": 5, "unit": "mg/dL"}}
    delete = {"request": {"method": "DELETE", "url": "Observation/b"}}
    versions = [{"resource": each, "request": {"method": "PUT", "url": "Observation/b"}} for each in (new, lab())]
    assert reading(history(*versions))[0].value == 5
    assert not reading(history(delete, *versions))[0].known
    assert reading(history(versions[0], delete, versions[1]))[0].value == 5, "written anew after it was deleted"
    full = delete | {"fullUrl": "https://ehr.example/fhir/Observation/b"}
    assert not reading(history(full, *(each | {"fullUrl": full["fullUrl"]} for each in versions)))[0].known


def test_versions_are_told_by_the_moment_whatever_the_time_zone():
    early = lab(meta={"lastUpdated": "2026-10-30T10:00:00+05:00"})
    late = lab(meta={"lastUpdated": "2026-10-30T09:00:00Z"}) | {"valueQuantity": {"value": 5, "unit": "mg/dL"}}
    assert reading(early, late)[0].value == reading(late, early)[0].value == 5


def allergy(**changes):
    """Return an allergy to penicillin that this software wrote."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "patient": SUBJECT,
        "code": {"text": "penicillin"},
        "extension": [packed("fitness.allergies", {"substance": "penicillin"})],
    } | changes


def test_an_allergy_or_event_of_ours_that_was_withdrawn_elsewhere_is_gone():
    assert read_bundle([allergy()], as_of=ON).record.allergies
    withdrawn = {"coding": [{"system": VERIFIED_ALLERGY, "code": "entered-in-error"}]}
    assert read_bundle([allergy(verificationStatus=withdrawn)], as_of=ON).record.allergies is None
    event = {"resourceType": "AdverseEvent", "id": "e", "subject": SUBJECT, "date": "2026-10-01"}
    event["extension"] = [packed("event", {"term": "abscess", "date": "2026-10-01"})]
    assert read_bundle([event | {"actuality": "actual"}], as_of=ON).record.events
    assert not read_bundle([event | {"actuality": "potential"}], as_of=ON).record.events


NO_ALLERGY_TO = [
    {"coding": [{"system": "http://snomed.info/sct", "code": "409137002"}], "text": "No known drug allergy"},
    {"coding": [{"system": "http://snomed.info/sct", "code": "429625007", "display": "No known food allergy"}]},
    {"text": "No Known Allergies"},
    {"text": "NKDA"},
]


@pytest.mark.parametrize("code", NO_ALLERGY_TO)
def test_a_negation_is_no_substance(code):
    """The negation codes of the R4 value set AllergyIntolerance-code; only "no known allergy" empties the list."""
    found = read_bundle([without(allergy(code=code), "extension")], as_of=ON)
    assert found.record.allergies is None
    assert found.account.ignored


def test_of_a_patient_each_element_stands_alone_and_a_death_without_a_day_is_told():
    patient = {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "unknown", "deceasedBoolean": True}
    found, account = reading(patient, lab(), key="person.sex")
    assert found.value == "male"
    assert {note.reference for note in (*account.ignored, *account.malformed)} == {"Patient/p"}
    assert any("died" in note.why for note in account.ignored)


def test_a_flag_keeps_its_value_whatever_the_method():
    found, _ = reading(
        flag("liver.hypervascular", valueBoolean=True, method={"text": "MRI"}), key="liver.hypervascular"
    )
    assert found.value is True
