"""What the reader makes of FHIR: one table a topic, each row with the reason. The sample bundles were written by others."""

import json
from datetime import date
from pathlib import Path

import pytest

from seldinger.exchange import is_fhir, load_bundle, read_bundle
from seldinger.patient import ChartError, Interval

SAMPLES = Path(__file__).parents[1] / "data" / "fhir"
ON = date(2026, 11, 2)
BILIRUBIN, OWN = {"coding": [{"system": "http://loinc.org", "code": "1975-2"}]}, "urn:seldinger"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
SUBJECT = {"reference": "Patient/p"}


def own(key):
    """Return the code of this software for a variable."""
    return {"coding": [{"system": OWN, "code": key}]}


def lab(**changes):
    """Return a bilirubin of 1.1 mg/dL of 30 October; a member that is None is left out."""
    found = {
        "resourceType": "Observation",
        "id": "b",
        "status": "final",
        "code": BILIRUBIN,
        "subject": SUBJECT,
        "effectiveDateTime": "2026-10-30",
        "valueQuantity": {"value": 1.1, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"},
    } | changes
    return {name: each for name, each in found.items() if each is not None}


def condition(code="C78.7", verified="confirmed", clinical="active", **changes):
    """Return a Condition by its ICD-10-CM code."""
    return {
        "resourceType": "Condition",
        "id": "c",
        "subject": SUBJECT,
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]},
        "verificationStatus": {"coding": [{"system": VERIFIED, "code": verified}]},
        "clinicalStatus": {"coding": [{"system": CLINICAL, "code": clinical}]},
        "recordedDate": "2026-10-01",
    } | changes


def reading(*resources, key="labs.bilirubin", on=ON):
    """Return what is known of a variable, and the account."""
    found = read_bundle(list(resources), as_of=on)
    return found.record.reading(key, on), found.account


QUANTITIES = [
    ({"value": 1.1, "unit": "mg/dL"}, 1.1, "a printed unit that is known"),
    (
        {"value": 34.2, "system": "http://unitsofmeasure.org", "code": "umol/L", "unit": "micromol"},
        2.0,
        "the coded unit counts",
    ),
    ({"value": 34.2, "unit": "µmol/L"}, 2.0, "a usual spelling"),
    (
        {"value": 34.2, "system": "http://unitsofmeasure.org", "code": "umol/l", "unit": "umol/L"},
        2.0,
        "UCUM has two codes for the litre, l and L",
    ),
    ({"value": 0.1, "unit": "mg/dL", "comparator": "<"}, Interval(low=0, high=0.1, high_open=True), "below detection"),
    ({"value": 3, "unit": "mg/dL", "comparator": ">"}, Interval(low=3, high=60, low_open=True), "above"),
    ({"value": 2, "unit": "mg/dL", "comparator": "<="}, Interval(low=0, high=2), "at most: 2 itself is possible"),
    ({"value": 2, "unit": "mg/dL", "comparator": ">="}, Interval(low=2, high=60), "at least"),
    ({"value": 1.1}, None, "no unit is never guessed"),
    ({"value": 1.1, "unit": "mg"}, None, "another dimension"),
    ({"value": 1.1, "unit": "furlong"}, None, "an unknown unit"),
    ({"value": 1.1, "code": "mg/dL", "system": "urn:other"}, None, "a code of another system is no unit"),
    ({"value": 110, "unit": "mg/dL"}, None, "out of what an analyser can report"),
    ({"value": "1.1", "unit": "mg/dL"}, None, "digits in a text are no number"),
    ({"value": True, "unit": "mg/dL"}, None, "true is no number"),
    ({"unit": "mg/dL"}, None, "no value"),
    ({"value": 1.1, "unit": "mg/dL", "comparator": "ad"}, None, "a comparator of R5"),
    ({"value": 10**400, "unit": "mg/dL"}, None, "a number that no float holds"),
    ({"value": 10**400, "unit": "umol/L"}, None, "the same, to be converted"),
    ({"value": float("nan"), "unit": "mg/dL"}, None, "not a number"),
    (
        {"value": 1.1, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "umol/L"},
        None,
        "printed and coded unit differ: neither is guessed",
    ),
]


@pytest.mark.parametrize(("quantity", "expected", "why"), QUANTITIES, ids=[row[2] for row in QUANTITIES])
def test_quantities(quantity, expected, why):
    found, account = reading(lab(valueQuantity=quantity))
    assert found.value == expected, why
    assert len(account.used) == (expected is not None)
    assert bool(account.ignored or account.malformed) == (expected is None)


TIMES = [
    ({"effectiveDateTime": "2026-10-30T09:00:00+02:00"}, "2026-10-30", "an instant"),
    (
        {"effectiveDateTime": None, "effectivePeriod": {"start": "2026-10-28", "end": "2026-10-30"}},
        "2026-10-30",
        "a period, by its end",
    ),
    ({"effectiveDateTime": None, "issued": "2026-10-29T10:00:00Z"}, "2026-10-29", "only the day of the report"),
    ({"effectiveDateTime": "2026-10"}, None, "only a month: its first day, too old to count"),
    ({"effectiveDateTime": None}, None, "no date: how old it is cannot be known"),
    (
        {"effectiveDateTime": None, "valueQuantity": {"value": 2, "unit": "mg/dL", "comparator": "<"}},
        None,
        "no date, a limit",
    ),
    ({"effectiveDateTime": "2026-11-03"}, None, "after the day asked about"),
    ({"effectiveDateTime": "yesterday"}, None, "no date of FHIR"),
    ({"effectiveDateTime": "2026-02-30"}, None, "no day of the calendar"),
]


@pytest.mark.parametrize(("changes", "expected", "why"), TIMES, ids=[row[2] for row in TIMES])
def test_times(changes, expected, why):
    found, _ = reading(lab(**changes))
    assert (found.fact.date.isoformat() if found.known else None) == expected, why


STATUSES = [
    ("final", True, "a result"),
    ("amended", True, "a result, amended"),
    ("corrected", True, "a result, corrected"),
    ("preliminary", False, "may still change"),
    ("registered", False, "not there yet"),
    ("cancelled", False, "never made"),
    ("entered-in-error", False, "withdrawn"),
    ("unknown", False, "nobody vouches for it"),
]


@pytest.mark.parametrize(("status", "used", "why"), STATUSES)
def test_statuses(status, used, why):
    found, account = reading(lab(status=status))
    assert found.known is used, why
    assert not account.malformed


def test_a_status_that_r4_does_not_have_is_malformed():
    _, account = reading(lab(status="done"))
    assert account.counts == (0, 0, 1)


def test_the_newest_version_of_a_resource_counts():
    old, new = lab(meta={"versionId": "1"}), lab(meta={"versionId": "2"}, status="amended")
    new["valueQuantity"] = new["valueQuantity"] | {"value": 3.0}
    for order in ([old, new], [new, old]):
        found, account = reading(*order)
        assert (found.value, account.counts) == (3.0, (1, 0, 0))


def test_a_result_withdrawn_later_is_gone():
    found, _ = reading(lab(meta={"versionId": "1"}), lab(meta={"versionId": "2"}, status="entered-in-error"))
    assert not found.known


def test_of_two_results_on_one_day_the_later_hour_counts():
    early = lab(id="1", effectiveDateTime="2026-10-30T23:30:00+02:00")
    late = lab(id="2", effectiveDateTime="2026-10-30T22:00:00Z")
    late["valueQuantity"] = late["valueQuantity"] | {"value": 2.5}
    assert reading(late, early)[0].value == reading(early, late)[0].value == 2.5


def absent(code):
    """Return an Observation without a value and the reason."""
    reason = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": code}]}
    return lab(valueQuantity=None, dataAbsentReason=reason)


ABSENT = [
    ("not-performed", "not done", "said to be not done"),
    ("asked-declined", "refused", "the patient declined"),
    ("unknown", "nobody looked", "the record does not know: neither do we"),
    ("error", "nobody looked", "a failed measurement is no finding"),
    ("masked", "nobody looked", "withheld"),
]


@pytest.mark.parametrize(("code", "unknown", "why"), ABSENT)
def test_reasons_for_absent_data_never_become_a_no(code, unknown, why):
    found, _ = reading(absent(code))
    assert (found.value, found.unknown) == (None, unknown), why


CONDITIONS = [
    (condition(), True, "confirmed and active"),
    (condition(verified="refuted"), None, "refuted: another code may still hold (test_fhir_standing.py)"),
    (condition(verified="unconfirmed"), None, "not confirmed"),
    (condition(verified="provisional"), None, "not confirmed"),
    (condition(verified="differential"), None, "one of several"),
    (condition(verified="entered-in-error"), None, "withdrawn"),
    (condition(clinical="resolved", abatementDateTime="2026-10-20"), None, "this one is over, not each"),
    (condition(clinical="remission"), None, "past, and since when is not said"),
    (condition("C7B.02", verified="refuted"), None, "which half of 'carcinoid of the liver' is refuted is not said"),
    (condition("C7B.02"), True, "carcinoid metastasis of the liver"),
    (condition("C22.0"), None, "a code without a meaning for this chart"),
]


@pytest.mark.parametrize(("resource", "expected", "why"), CONDITIONS)
def test_conditions(resource, expected, why):
    assert reading(resource, key="liver.metastases")[0].value is expected, why


def test_no_condition_at_all_is_unknown_not_absent():
    assert reading(lab(), key="liver.metastases")[0].unknown == "nobody looked"


def flag(key, **value):
    """Return an Observation by a code of ours."""
    return {
        "resourceType": "Observation",
        "id": key,
        "status": "final",
        "code": own(key),
        "effectiveDateTime": "2026-11-01",
    } | value


YES = {"coding": [{"system": "http://snomed.info/sct", "code": "373066001"}]}
NO = {"coding": [{"system": "http://loinc.org", "code": "LA32-8"}]}
BOTH = {"coding": [*YES["coding"], *NO["coding"]]}
FLAGS = [
    ({"valueBoolean": True}, True, "present"),
    ({"valueBoolean": False}, False, "looked for, absent"),
    ({"valueCodeableConcept": YES}, True, "yes in SNOMED CT"),
    ({"valueCodeableConcept": NO}, False, "no in LOINC"),
    ({"valueCodeableConcept": BOTH}, None, "yes and no at once"),
    ({"valueCodeableConcept": {"text": "no"}}, None, "free text never decides"),
    ({"valueString": "false"}, None, "free text never decides"),
    ({"valueInteger": 0}, None, "a number is no answer"),
    ({}, None, "no value"),
]


@pytest.mark.parametrize(("value", "expected", "why"), FLAGS)
def test_yes_no_and_neither(value, expected, why):
    assert reading(flag("fitness.sepsis", **value), key="fitness.sepsis")[0].value is expected, why


def test_a_level_is_one_of_the_words_of_the_chart():
    words = {"coding": [{"system": "urn:seldinger:answers", "code": "branch_thrombosis"}]}
    odd = {"coding": [{"system": "urn:seldinger:answers", "code": "thrombosed"}]}
    assert (
        reading(flag("vessels.portal_vein", valueCodeableConcept=words), key="vessels.portal_vein")[0].value
        == "branch_thrombosis"
    )
    assert not reading(flag("vessels.portal_vein", valueCodeableConcept=odd), key="vessels.portal_vein")[0].known


ANSWERS = "urn:seldinger:answers"
SITES = [
    ([(ANSWERS, "bone")], frozenset({"bone"}), "one site"),
    ([(ANSWERS, "bone"), (ANSWERS, "lung")], frozenset({"bone", "lung"}), "two"),
    (
        [(ANSWERS, "bone"), ("http://snomed.info/sct", "272673000")],
        frozenset({"bone"}),
        "the same in another system too",
    ),
    ([(ANSWERS, "none")], frozenset(), "looked for, absent"),
    ([(ANSWERS, "none"), (ANSWERS, "bone")], None, "none, and one"),
    ([("http://snomed.info/sct", "272673000")], None, "a bone, in a system that is not read: never none"),
    ([], None, "words alone: never none"),
]


@pytest.mark.parametrize(("codings", "expected", "why"), SITES, ids=[row[2] for row in SITES])
def test_a_list_is_empty_only_when_it_is_said_to_be(codings, expected, why):
    concept = {"coding": [{"system": system, "code": code} for system, code in codings], "text": "bone metastases"}
    found, account = reading(flag("extrahepatic.sites", valueCodeableConcept=concept), key="extrahepatic.sites")
    assert found.value == expected, why
    assert bool(account.ignored) == (expected is None)


def test_entries_inside_an_entry_are_said_not_to_be_read():
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "contained": [lab()]}
    found, account = reading(report, lab(id="2", contained=[{"resourceType": "Organization", "id": "lab"}]))
    assert found.known
    assert [note.reference for note in account.ignored if "inside" in note.why] == ["DiagnosticReport/r"]


def test_a_panel_is_read_by_its_components():
    part = {"code": BILIRUBIN, "valueQuantity": {"value": 1.4, "unit": "mg/dL"}}
    panel = lab(
        code={"coding": [{"system": "http://loinc.org", "code": "24325-3"}]}, valueQuantity=None, component=[part]
    )
    assert reading(panel)[0].value == 1.4


def test_the_range_of_normal_in_the_same_unit_is_kept():
    same = lab(referenceRange=[{"high": {"value": 1.2, "unit": "mg/dL"}}])
    other = lab(referenceRange=[{"high": {"value": 20, "unit": "umol/L"}}])
    assert reading(same)[0].fact.uln == 1.2
    assert reading(other)[0].fact.uln is None


def test_a_range_that_is_not_of_health_is_no_limit_of_normal():
    meaning = {"system": "http://terminology.hl7.org/CodeSystem/referencerange-meaning", "code": "therapeutic"}
    high = {"value": 3, "unit": "mg/dL"}
    other = lab(referenceRange=[{"high": high, "type": {"coding": [meaning]}}])
    normal = lab(referenceRange=[{"high": high, "type": {"coding": [meaning | {"code": "normal"}]}}])
    assert reading(other)[0].fact.uln is None
    assert reading(normal)[0].fact.uln == 3


@pytest.mark.parametrize("ends", [{"high": 0}, {"low": 3, "high": 1}])
def test_a_range_that_cannot_be_does_not_cost_the_value(ends):
    quantities = {end: {"value": number, "unit": "mg/dL"} for end, number in ends.items()}
    found, _ = reading(lab(referenceRange=[quantities]))
    assert (found.value, found.fact.uln, found.fact.lln) == (1.1, None, None)


WITHOUT_UNIT = [
    ("person.weight_kg", "29463-7", {"valueQuantity": {"value": 180}}, "pounds, it may be"),
    ("fitness.temperature_c", "8310-5", {"valueQuantity": {"value": 40, "unit": ""}}, "an empty unit is none"),
    ("liver.largest_cm", "33728-7", {"valueQuantity": {"value": 25, "code": "mm"}}, "a code without its system"),
    ("liver.largest_cm", "33728-7", {"valueInteger": 25}, "a bare number"),
]


@pytest.mark.parametrize(("key", "code", "value", "why"), WITHOUT_UNIT)
def test_the_unit_of_a_key_is_not_that_of_a_code(key, code, value, why):
    """A person who types `largest_cm = 5` has read the unit; a laboratory that sends a LOINC code has not."""
    sent = lab(valueQuantity=None, code={"coding": [{"system": "http://loinc.org", "code": code}]}, bodySite=LIVER)
    found, account = reading(sent | value, key=key)
    assert not found.known, why
    assert account.counts == (0, 1, 0)


@pytest.mark.parametrize(
    ("key", "code", "quantity", "expected"),
    [
        ("labs.inr", "6301-6", {"value": 40, "unit": "%"}, None),  # Quick's 40 %, an INR of about 1.8
        (
            "labs.inr",
            "6301-6",
            {"value": 1.1, "unit": "INR", "system": "http://unitsofmeasure.org", "code": "{INR}"},
            1.1,
        ),
        ("fitness.ecog", "89247-1", {"value": 1, "unit": "{score}"}, 1),  # a UCUM annotation: no unit
        ("fitness.karnofsky", "89243-0", {"value": 90, "unit": "%"}, 90),
    ],
)
def test_numbers_without_a_unit_and_percents(key, code, quantity, expected):
    sent = lab(code={"coding": [{"system": "http://loinc.org", "code": code}]}, valueQuantity=quantity)
    assert reading(sent, key=key)[0].value == expected


def test_a_size_in_a_component_is_that_of_the_liver_only_when_it_says_so():
    """mCODE writes every tumour's size as 21889-1 with the longest dimension as a component (TumorSize)."""
    longest = {"coding": [{"system": "http://loinc.org", "code": "33728-7"}]}
    part = {"code": longest, "valueQuantity": {"value": 54, "unit": "mm"}}
    size = lab(
        valueQuantity=None, code={"coding": [{"system": "http://loinc.org", "code": "21889-1"}]}, component=[part]
    )
    assert not reading(size, key="liver.largest_cm")[0].known
    assert reading(size | {"bodySite": LUNG}, key="liver.largest_cm")[1].counts == (0, 1, 0)
    assert reading(size | {"bodySite": LIVER}, key="liver.largest_cm")[0].value == 5.4


def test_of_several_lesions_of_a_day_the_largest_is_the_largest():
    """LOINC 33728-7 is the size of one tumour (mCODE: one Observation a tumour); the chart wants that of the largest."""
    code = {"coding": [{"system": "http://loinc.org", "code": "33728-7"}]}

    def lesion(name, millimetres, day="2026-10-30"):
        size = {"value": millimetres, "unit": "mm"}
        return lab(id=name, code=code, valueQuantity=size, bodySite=LIVER, effectiveDateTime=day)

    lesions = [lesion("a", 21), lesion("b", 54), lesion("c", 9), lesion("d", 80, "2026-09-30")]
    for order in (lesions, lesions[::-1]):
        assert reading(*order, key="liver.largest_cm")[0].value == 5.4
    own_code = flag("liver.largest_cm", valueQuantity={"value": 3, "unit": "cm"}, effectiveDateTime="2026-10-31")
    assert reading(*lesions, own_code, key="liver.largest_cm")[0].value == 3, "said to be the largest, and newer"


def test_one_component_that_cannot_be_used_does_not_take_the_others_with_it():
    bad = {"code": {"coding": [{"system": "http://loinc.org", "code": "1751-7"}]}, "valueString": "see note"}
    good = {"code": BILIRUBIN, "valueQuantity": {"value": 1.4, "unit": "mg/dL"}}
    panel = {"coding": [{"system": "http://loinc.org", "code": "24325-3"}]}
    for parts in ([bad, good], [good, bad]):
        found, account = reading(lab(code=panel, valueQuantity=None, component=parts))
        assert (found.value, len(account.ignored)) == (1.4, 1)
    beside = lab(component=[bad | {"valueQuantity": {"value": 3.5, "unit": "g/dL"}}])
    beside["component"][0].pop("valueString")
    assert reading(beside, key="labs.albumin")[0].value == 3.5, "beside the value of the whole"


def test_parts_are_never_of_two_units():
    def part(name, quantity):
        return {"code": own(f"liver.burden_by_lobe_ml.{name}"), "valueQuantity": quantity}

    for right in ({"value": 700, "unit": "mL"}, {"value": 700}):
        parts = [part("left", {"value": 0.5, "unit": "L"}), part("right", right)]
        found, _ = reading(flag("liver.burden_by_lobe_ml", component=parts), key="liver.burden_by_lobe_ml")
        assert not found.known


WORDS = [
    ({"note": [{"text": "x" * 3000}]}, "longer than a chart takes: cut short"),
    ({"note": [{"text": "haemolysed\x07"}]}, "a bell: left out"),
    ({"performer": [{"display": "Dr \ud800"}]}, "half a character: left out"),
]


@pytest.mark.parametrize(("changes", "why"), WORDS)
def test_words_beside_a_value_never_cost_the_value(changes, why):
    assert reading(lab(**changes))[0].value == 1.1, why


def test_a_row_that_no_chart_takes_costs_itself_alone():
    bell = {"resourceType": "AllergyIntolerance", "id": "a", "patient": SUBJECT, "code": {"text": "peni\x07"}}
    found, account = reading(bell, lab())
    assert (found.value, account.counts) == (1.1, (1, 1, 0))


@pytest.mark.parametrize("grade", ["9" * 5000, "²", "12", ""])
def test_an_odd_grade_of_an_event_is_no_grade(grade):
    url = "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade"
    concept = {"coding": [{"system": "urn:any", "code": grade}]}
    event = {"resourceType": "AdverseEvent", "id": "e", "subject": SUBJECT, "actuality": "actual", "date": "2026-10-01"}
    event |= {"event": {"text": "abscess"}, "extension": [{"url": url, "valueCodeableConcept": concept}]}
    assert [each.grade for each in read_bundle([event], as_of=ON).record.events] == [None]


def test_a_therapy_that_is_to_end_later_still_goes_on_that_day():
    octreotide = {"coding": [{"system": "http://www.whocc.no/atc", "code": "H01CB02"}]}
    statement = {"resourceType": "MedicationStatement", "id": "m", "status": "active", "subject": SUBJECT}
    statement |= {"medicationCodeableConcept": octreotide}
    for end, expected in (("2027-01-01", False), ("2026-10-01", date(2026, 10, 1))):
        period = {"effectivePeriod": {"start": "2025-01-02", "end": end}}
        (therapy,) = read_bundle([statement | period], as_of=ON).record.therapies
        assert therapy.stop == expected
        assert (therapy.stop is False) == (expected is False)


def test_a_medication_by_reference_is_said_not_to_be_read():
    by_reference = {"resourceType": "MedicationStatement", "id": "m", "status": "active", "subject": SUBJECT}
    _, account = reading(by_reference | {"medicationReference": {"reference": "Medication/1"}})
    assert "medicationReference" in account.ignored[0].why


PERSONS = [
    ({"birthDate": "1968-11-02"}, 58, "birthday today"),
    ({"birthDate": "1968-11-03"}, 57, "birthday tomorrow"),
    ({"birthDate": "1968"}, Interval(low=57, high=58), "only the year"),
    ({"birthDate": "1968-11"}, Interval(low=57, high=58), "only the month, and it is this one"),
    ({"birthDate": "1968-03"}, 58, "only the month, and it is past"),
    ({"birthDate": "2027-01-01"}, None, "not born yet"),
    ({}, None, "no birth date"),
]


@pytest.mark.parametrize(("about", "expected", "why"), PERSONS)
def test_age(about, expected, why):
    patient = {"resourceType": "Patient", "id": "p", "gender": "female"} | about
    assert reading(patient, lab(), key="person.age_years")[0].value == expected, why


def test_a_finding_counts_before_what_the_patient_says():
    age = flag("person.age_years", valueQuantity={"value": 60, "unit": "a"})
    patient = {"resourceType": "Patient", "id": "p", "birthDate": "1990-01-01"}
    assert reading(patient, age, key="person.age_years")[0].value == 60


def test_therapies_allergies_events_and_specimens():
    octreotide = {"coding": [{"system": "http://www.whocc.no/atc", "code": "H01CB02"}], "text": "octreotide LAR"}
    found = read_bundle(
        [
            {"resourceType": "MedicationStatement", "id": "m", "status": "active", "subject": SUBJECT}
            | {"medicationCodeableConcept": octreotide, "effectivePeriod": {"start": "2025-01-02"}},
            {"resourceType": "MedicationRequest", "id": "r", "status": "active", "subject": SUBJECT}
            | {"medicationCodeableConcept": octreotide},
            {"resourceType": "AllergyIntolerance", "id": "a", "patient": SUBJECT, "code": {"text": "penicillin"}},
            {
                "resourceType": "AdverseEvent",
                "id": "e",
                "subject": SUBJECT,
                "actuality": "potential",
                "date": "2026-10-01",
            },
            lab(
                code={"coding": [{"system": "http://loinc.org", "code": "29593-1"}]},
                valueQuantity={"value": 6, "unit": "%", "code": "%"},
                bodySite={"coding": [{"system": "http://snomed.info/sct", "code": "10200004"}]},
            ),
        ],
        as_of=ON,
    )
    (therapy,), (specimen,) = found.record.therapies, found.record.specimens
    assert (therapy.kind, therapy.drug, therapy.start) == ("ssa", "octreotide LAR", date(2025, 1, 2))
    assert (specimen.site, specimen.ki67_percent) == ("liver", 6)
    assert [each.substance for each in found.record.allergies] == ["penicillin"]
    assert found.account.counts == (3, 2, 0)


def test_no_known_allergy_is_not_the_same_as_none_recorded():
    code = {"coding": [{"system": "http://snomed.info/sct", "code": "716186003"}]}
    none = {"resourceType": "AllergyIntolerance", "id": "a", "patient": SUBJECT, "code": code}
    assert read_bundle([none], as_of=ON).record.allergies == ()
    assert read_bundle([lab()], as_of=ON).record.allergies is None


VERSIONS = [
    ({"resourceType": "CapabilityStatement", "fhirVersion": "3.0.2"}, "STU3"),
    ({"resourceType": "Conformance", "fhirVersion": "1.0.2"}, "DSTU2"),
    ({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}, "R5"),
    ([{"resourceType": "MedicationOrder"}], "DSTU2"),
    ([{"resourceType": "ProcedureRequest"}], "STU3"),
    ([{"resourceType": "ImagingSelection"}], "R5"),
    ([lab(comments="x"), lab(id="2", comments="x")], "DSTU2"),
    ([lab(context={}), lab(id="2", context={}), lab(id="3")], "STU3"),
    ([{"resourceType": "Procedure", "id": n, "occurrenceDateTime": "2026-01-01"} for n in "ab"], "R5"),
]


@pytest.mark.parametrize(("document", "version"), VERSIONS)
def test_other_versions_are_refused_by_name_with_a_way_out(document, version):
    with pytest.raises(ChartError, match=f"saw FHIR {version}.*expected FHIR R4.*convert"):
        read_bundle(document, as_of=ON)


def test_one_resource_of_another_version_is_a_fault_of_that_resource():
    found, account = reading(lab(), lab(id="2", comments="x"), lab(id="3"))
    assert found.known
    assert account.counts == (2, 0, 1)


def test_several_patients_are_refused():
    with pytest.raises(ChartError, match="2 patients"):
        read_bundle([lab(), lab(id="2", subject={"reference": "Patient/q"})], as_of=ON)


def test_findings_of_another_patient_are_refused():
    patient = {"resourceType": "Patient", "id": "q"}
    with pytest.raises(ChartError, match="another patient"):
        read_bundle([patient, lab()], as_of=ON)


LIVER = {"coding": [{"system": "http://snomed.info/sct", "code": "10200004"}]}
LUNG = {"coding": [{"system": "http://snomed.info/sct", "code": "39607008"}]}


@pytest.mark.parametrize(("site", "expected"), [(LIVER, 5.4), (LUNG, None), (None, None)])
def test_the_size_of_a_tumour_is_that_of_the_liver_only_when_it_says_so(site, expected):
    size = {"coding": [{"system": "http://loinc.org", "code": "33728-7"}]}
    found = lab(code=size, valueQuantity={"value": 54, "unit": "mm"}, bodySite=site)
    assert reading(found, key="liver.largest_cm")[0].value == expected


@pytest.mark.parametrize(("site", "expected"), [([LIVER], 30.0), ([LUNG], None), ([], None)])
def test_radiotherapy_counts_for_the_liver_only_and_its_dose_is_in_centigray(site, expected):
    dose = {"url": "totalDoseDelivered", "valueQuantity": {"value": 3000, "code": "cGy"}}
    mcode = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"
    course = {"resourceType": "Procedure", "id": "r", "status": "completed", "subject": SUBJECT, "bodySite": site}
    course |= {"code": {"coding": [{"system": "http://snomed.info/sct", "code": "1217123003"}]}}
    course |= {
        "extension": [{"url": mcode, "extension": [dose]}],
        "performedPeriod": {"start": "2024-02-01", "end": "2024-02-20"},
    }
    therapies = read_bundle([course], as_of=ON).record.therapies
    assert [each.dose_gy for each in therapies] == ([] if expected is None else [expected])


def test_references_by_address_and_by_uuid_are_one_patient():
    uuid = "83e3ea53-34bf-46c3-94c1-6b3ad9addb3b"
    subjects = (f"urn:uuid:{uuid}", f"Patient/{uuid}", f"https://ehr.example/fhir/Patient/{uuid}")
    resources = [lab(id=str(n), subject={"reference": each}) for n, each in enumerate(subjects)]
    assert read_bundle(resources, as_of=ON).account.counts == (3, 0, 0)


def test_the_day_is_that_of_the_newest_fact_and_is_stated():
    account = read_bundle([lab(), lab(id="2", effectiveDateTime="2026-10-31")]).account
    assert (account.as_of, account.as_of_from) == (date(2026, 10, 31), "newest fact: Observation/2")


def test_a_day_of_no_calendar_of_patients_does_not_set_the_day():
    found = read_bundle([lab(), lab(id="2", effectiveDateTime="9999-12-31")])
    assert (found.account.as_of, found.account.counts) == (date(2026, 10, 30), (1, 1, 0))


@pytest.mark.parametrize("kind", ["searchset", "collection", "transaction", "history", "batch-response", "document"])
def test_a_bundle_of_any_type(kind):
    bundle = {"resourceType": "Bundle", "type": kind, "entry": [{"resource": lab()}, {"request": {"method": "DELETE"}}]}
    outer = {"resourceType": "Bundle", "type": "batch-response", "entry": [{"resource": bundle}]}
    assert reading(bundle)[0].value == reading(outer)[0].value == 1.1


def test_a_next_page_is_said_to_be_missing():
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": lab()}],
        "link": [{"relation": "next"}],
    }
    assert "not read" in read_bundle(bundle).account.summary


def test_local_and_unverified_codes_are_named():
    umol = lab(code={"coding": [{"system": "http://loinc.org", "code": "14631-6"}]})
    account = read_bundle([umol, flag("fitness.sepsis", valueBoolean=False)], as_of=ON).account
    assert account.local == ("fitness.sepsis",)
    assert account.unverified == ("http://loinc.org|14631-6",)


COUNTS = {
    "mef-csv-cancer-disease-status-bundle.json": (0, 1, 0),
    "mef-csv-condition-bundle.json": (0, 0, 1),
    "mef-csv-ctc-adverse-event-bundle.json": (1, 0, 0),
    "mef-csv-medication-administration-bundle.json": (0, 0, 1),
    "mef-csv-observation-bundle.json": (0, 1, 0),
    "mef-csv-procedure-bundle.json": (0, 1, 0),
    "mef-csv-staging-bundle.json": (0, 4, 0),
    "mef-csv-treatment-plan-change-bundle.json": (0, 1, 0),
    "mef-extended-patient-bundle.json": (1, 0, 0),
    "mef-secondary-cancer-condition.json": (0, 0, 1),
    "mef-surgical-radiation-procedure-bundle.json": (0, 2, 0),
    "pathways-T0-synthea-r4.json": (1, 329, 0),
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_samples_are_read_with_their_counts(name):
    assert is_fhir(SAMPLES / name)
    found = load_bundle(SAMPLES / name, as_of=date(2026, 1, 1))
    assert found.account.counts == COUNTS[name]
    assert all(note.why for note in (*found.account.ignored, *found.account.malformed))


def test_the_samples_that_break_r4_are_those_that_fhir_resources_refuses():
    from fhir.resources.R4B import get_fhir_model_class

    for name, counts in COUNTS.items():
        document = json.loads((SAMPLES / name).read_text())
        entries = [each["resource"] for each in document["entry"]] if "entry" in document else [document]
        refused = 0
        for each in entries[:20]:
            try:
                get_fhir_model_class(each["resourceType"]).model_validate(each)
            except ValueError:
                refused += each["resourceType"] in ("Condition", "MedicationAdministration")
        assert refused == counts[2], name


def test_ndjson(tmp_path):
    path = tmp_path / "bulk.ndjson"
    path.write_text("\n".join(json.dumps(each) for each in (lab(), lab(id="2"))) + "\n\n")
    assert is_fhir(path)
    assert load_bundle(path).account.counts == (2, 0, 0)


def test_a_number_that_is_none_is_missing_in_ndjson_as_in_json(tmp_path):
    path = tmp_path / "bulk.ndjson"
    path.write_text(
        json.dumps(lab(valueQuantity={"value": float("nan"), "unit": "mg/dL"})) + "\n" + json.dumps(lab(id="2"))
    )
    assert load_bundle(path, as_of=ON).account.counts == (1, 1, 0)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"3"])
def test_a_file_that_holds_no_fhir_is_a_fault_not_a_crash(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ChartError):
        load_bundle(path)


BELL = "\x1b]0;x\x07" + "y" * 5000


@pytest.mark.parametrize(
    "resource",
    [
        lab(id=BELL),
        {"resourceType": BELL, "id": "1"},
        lab(subject={"reference": "Patient/p", "type": BELL}),
        lab(focus=[{"type": BELL}]),
        lab(focus=[{"type": "y" * 5000}]),
        {"entry": [{"fullUrl": BELL, "resource": {"resourceType": "Basic"}}], "resourceType": "Bundle"},
    ],
    ids=["id", "type", "type of the subject", "type of a focus", "long type", "address"],
)
def test_the_account_is_fit_for_a_terminal(resource):
    """What a document holds never reaches a screen as it is: escape sequences move the cursor, long words hide the rest."""
    account = read_bundle([resource, lab(id="2", effectiveDateTime="2026-10-01")]).account
    told = [
        account.summary,
        *account.used,
        *(text for n in (*account.ignored, *account.malformed) for text in (n.reference, n.why)),
    ]
    assert all(text.isprintable() and len(text) < 300 for text in told)


@pytest.mark.parametrize("about", [{"fhirVersion": BELL}, {"meta": {"profile": [f"https://x/STU3/{BELL}"]}}])
def test_so_is_a_refusal(about):
    with pytest.raises(ChartError) as refused:
        read_bundle({"resourceType": "CapabilityStatement", **about})
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400
