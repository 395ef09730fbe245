"""The CDS services, held to schemas written from the CDS Hooks 2.0 specification, under generated requests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.exchange import Options, discovery, service, unfilled
from seldinger.exchange.cds_prefetch import asked, received, templates
from seldinger.pathway import consult
from seldinger.patient import codes, examples, load_record
from tests.exchange.requests import DISCOVERY, INSTANCE, ON, RESPONSE, order, prefetched, request, searchset

LOUD = Options(quiet=False)
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}


def answered(sent, options=LOUD, on=ON, name="seldinger-work-up"):
    """Return the cards of a response that keeps to the specification."""
    found = service(name, sent, on=on, options=options)
    assert found.status == 200, found.body
    RESPONSE.validate(found.body)
    assert not any(each["indicator"] == "critical" for each in found.body["cards"])
    return found.body["cards"]


def test_discovery_offers_order_sign_only_when_switched_on():
    for switched in (False, True):
        found = discovery(Options(order_sign=switched))
        DISCOVERY.validate(found)
        assert [each["hook"] for each in found["services"]] == ["patient-view", *(["order-sign"] if switched else [])]
    assert "ot clinically validated" in found["services"][1]["description"]


def test_every_code_of_every_variable_is_asked_for():
    text = " ".join(templates().values())
    for key in asked():
        for code in codes(key):
            assert f"{code.system}|{code.code}" in text, key


def test_every_variable_can_be_answered_by_an_observation():
    """A diagnosis code alone would leave no way to answer "looked for, absent"."""
    observed = templates()["results"] + templates()["findings"]
    for key in asked():
        assert any(f"|{each}" in observed for each in (key, *(code.code for code in codes(key)))), key


def test_templates_keep_to_the_recommended_searches():
    for text in templates().values():
        kind, _, query = text.partition("?")
        names = {each.partition("=")[0] for each in query.split("&") if query}
        assert names <= {"patient", "code", "_sort", "_count"}
        assert kind == "Patient/{{context.patientId}}" or "patient={{context.patientId}}" in query


@pytest.mark.parametrize("name", [name for name in examples() if name != "out-of-scope"])
def test_the_card_carries_the_verdicts_of_consult(name):
    record = load_record(examples()[name])
    (card,) = answered(request(name), on=record.as_of)
    expected = {key: part["possible"] for key, part in consult(record).report["modalities"].items()}
    assert card["extension"]["seldinger"]["verdicts"] == expected
    assert card["indicator"] == "info"


def test_silent_where_nothing_is_to_be_said():
    assert answered(request("out-of-scope")) == []
    assert answered(request("synthetic-midgut"), Options()) == []
    nobody = {"patient": {"resourceType": "Patient", "id": "x", "birthDate": "1960-01-01"}}
    assert answered(request("synthetic-midgut", context={"patientId": "x"}, prefetch=nobody)) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("null", "which holds nothing"),
        ("absent", "not sent"),
        ("outcome", "could not fetch"),
        ("page", "further pages"),
        ("outcome inside", "could not fetch"),
        ("warning inside", "which holds nothing"),
        ("odd links", "which holds nothing"),
    ],
)
def test_null_absent_failed_and_paged_are_told_apart_and_all_unknown(sent, said):
    prefetch = prefetched("synthetic-midgut")
    findings = prefetch.pop("findings")
    kept = [e for e in findings["entry"] if "bilirubin" not in str(e) and "creatinine" not in str(e)]
    prefetch["findings"] = {**findings, "entry": kept}
    one = {
        "null": None,
        "outcome": OUTCOME,
        "page": {**searchset([]), "link": [{"relation": "next", "url": "https://x"}]},
        "outcome inside": searchset([OUTCOME]),
        "warning inside": searchset([{"resourceType": "OperationOutcome", "issue": [{"severity": "warning"}]}]),
        "odd links": {**searchset([]), "link": 3},
    }
    if sent == "absent":
        prefetch.pop("results")
    else:
        prefetch["results"] = one[sent]
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch))
    assert said in card["detail"]
    assert card["extension"]["seldinger"]["verdicts"]["tae"] == ["contraindicated", "eligible"]


@pytest.mark.parametrize(
    "value",
    [
        {"value": 1.0, "unit": "furlong"},
        {"value": 1.0},
        {"value": "1.0", "unit": "mg/dL"},
        {"value": 900.0, "unit": "mg/dL"},
        {"value": -1.0, "unit": "mg/dL"},
    ],
)
def test_a_value_that_cannot_be_trusted_is_unknown(value):
    prefetch = prefetched("synthetic-midgut")
    for entry in prefetch["findings"]["entry"]:
        if "labs.bilirubin" in str(entry["resource"]["code"]):
            entry["resource"]["valueQuantity"] = value
            entry["resource"].pop("referenceRange", None)
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch))
    assert card["extension"]["seldinger"]["verdicts"]["tae"] == ["contraindicated", "eligible"]
    assert "Serum bilirubin" in card["detail"]


NEWER = [
    ({"valueQuantity": {"value": 4.0, "unit": "furlong"}}, "expected", "a unit that nobody knows"),
    ({"valueQuantity": {"value": 4.0}}, "no unit", "no unit"),
    ({"valueString": "4.0, haemolysed"}, "no number", "words"),
    (
        {"effectiveDateTime": "2026-11-03T01:00:00Z"},
        "after the day",
        "the evening of this day, where clocks run behind",
    ),
]


@pytest.mark.parametrize(("change", "said", "why"), NEWER, ids=[row[2] for row in NEWER])
def test_a_newer_value_that_cannot_be_used_is_never_passed_over(change, said, why):
    """An older value decides, within its days; that a newer one came must be seen (FHIR says nothing of either)."""
    prefetch = prefetched("synthetic-midgut")
    assert answered(request("synthetic-midgut"), Options()) == [], "nothing is open"
    newer = {"resourceType": "Observation", "id": "newer", "status": "final", "effectiveDateTime": "2026-11-02"}
    newer |= {"code": {"coding": [{"system": "http://loinc.org", "code": "1975-2"}]}, **change}
    newer.setdefault("valueQuantity", {"value": 4.0, "unit": "mg/dL"}) if "valueString" not in change else None
    prefetch["results"] = searchset([newer])
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch), Options())
    assert "newer" in card["summary"]
    (line,) = [each for each in card["detail"].splitlines() if "newer" in each.lower() and "bilirubin" in each]
    assert said in line
    older = searchset([newer | {"effectiveDateTime": "2026-01-02"}])
    if "effectiveDateTime" not in change:
        assert answered(request("synthetic-midgut", prefetch=prefetch | {"results": older}), Options()) == []


def test_412_only_when_the_patient_is_not_there():
    for change in (
        {},
        {"patient": None},
        {"patient": OUTCOME},
        {"patient": {"resourceType": "Patient", "id": "another"}},
    ):
        prefetch = {key: value for key, value in prefetched("synthetic-midgut").items() if key != "patient"} | change
        found = service("seldinger-work-up", request("synthetic-midgut", prefetch=prefetch), on=ON, options=LOUD)
        assert found.status == 412


@pytest.mark.parametrize(
    "change",
    [
        {"hook": "order-select"},
        {"hookInstance": "1"},
        {"hookInstance": None},
        {"context": {}},
        {"context": None},
        {"prefetch": []},
        {"fhirAuthorization": {}},
    ],
)
def test_400_says_what_is_wrong(change):
    found = service("seldinger-work-up", request("synthetic-midgut", **change), on=ON, options=LOUD)
    assert found.status == 400
    assert found.body["message"]


def test_404_for_a_service_that_is_off():
    assert service("seldinger-order", request("synthetic-midgut", "order-sign"), on=ON, options=LOUD).status == 404


ON_ORDERS = Options(order_sign=True)


@pytest.mark.parametrize(
    ("name", "code", "system", "warned", "why"),
    [
        ("synthetic-hazards", "tae", "urn:seldinger:session", ["TAE"], "certainly barred"),
        ("synthetic-hazards", "y90_glass", "urn:seldinger:session", [], "still open: a warning would be a guess"),
        ("synthetic-midgut", "tae", "urn:seldinger:session", [], "eligible"),
        (
            "synthetic-hazards",
            "57238002",
            "http://snomed.info/sct",
            ["TAE", "cTACE", "DEB-TACE"],
            "a group, each barred",
        ),
        ("synthetic-hazards", "440252007", "http://snomed.info/sct", [], "a group, still open"),
        ("synthetic-moribund", "440252007", "http://snomed.info/sct", ["Y-90 glass", "Y-90 resin"], "each barred"),
        ("synthetic-hazards", "71388002", "http://snomed.info/sct", [], "another procedure"),
        ("out-of-scope", "tae", "urn:seldinger:session", [], "no verdict"),
    ],
)
def test_order_sign_warns_only_of_what_is_certainly_barred(name, code, system, warned, why):
    sent = request(name, "order-sign")
    sent["context"]["draftOrders"] = order(code, system)
    cards = answered(sent, ON_ORDERS, name="seldinger-order")
    assert [each["summary"].partition(". ")[2].partition(" ordered")[0] for each in cards] == warned, why
    for each in cards:
        assert each["indicator"] == "warning"
        assert each["summary"].startswith("Not clinically validated")
        assert "Not clinically validated" in each["detail"]
        assert each["source"]["label"]


def test_an_order_not_to_do_it_is_not_warned_of():
    sent = request("synthetic-hazards", "order-sign")
    draft = order("tae")
    draft["entry"][0]["resource"]["doNotPerform"] = True  # R4 ServiceRequest.doNotPerform, a modifier
    sent["context"]["draftOrders"] = draft
    assert answered(sent, ON_ORDERS, name="seldinger-order") == []


def test_findings_of_another_patient_never_pass_behind_a_patient_that_cannot_be_read():
    prefetch = prefetched("synthetic-midgut")
    prefetch["patient"]["modifierExtension"] = [{"url": "urn:odd"}]
    for entry in prefetch["findings"]["entry"]:
        entry["resource"]["subject"] = {"reference": "Patient/another"}
    for key in ("procedures", "medications", "allergies"):
        prefetch[key] = None
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch))
    assert "cannot be used" in card["summary"]


def test_a_record_that_contradicts_itself_is_said_to():
    prefetch = prefetched("synthetic-midgut")
    pregnant = {"system": "urn:seldinger", "code": "person.pregnant"}
    male = {"system": "urn:seldinger", "code": "person.sex"}
    common = {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-11-01"}
    words = {"coding": [{"system": "urn:seldinger:answers", "code": "male"}]}
    kept = [e for e in prefetch["findings"]["entry"] if "person." not in str(e["resource"]["code"])]
    kept.append({"resource": common | {"id": "p", "code": {"coding": [pregnant]}, "valueBoolean": True}})
    kept.append({"resource": common | {"id": "s", "code": {"coding": [male]}, "valueCodeableConcept": words}})
    prefetch["findings"]["entry"] = kept
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch))
    assert "cannot be used" in card["summary"]


def test_free_text_of_the_chart_never_reaches_a_card():
    prefetch = prefetched("ecog4-judged-fine")
    for entry in prefetch["findings"]["entry"]:
        entry["resource"]["note"] = [{"text": "<script>alert(1)</script> CANARY"}]
        entry["resource"]["performer"] = [{"display": "[CANARY](https://evil.example)"}]
    (card,) = answered(request("ecog4-judged-fine", prefetch=prefetch))
    assert "CANARY" not in str(card)


@pytest.mark.parametrize(
    "change",
    [
        {"valueQuantity": {"value": 4.0, "unit": "CANARY", "comparator": "<="}},
        {"valueQuantity": {"value": 4.0, "unit": "mg/dL", "comparator": "CANARY"}},
        {"valueString": "CANARY"},
        {"dataAbsentReason": {"coding": [{"code": "Mrs CANARY", "system": ABSENT}]}},
        {"effectiveDateTime": "2026-11-01TCANARY", "valueQuantity": {"value": 4.0, "unit": "CANARY"}},
    ],
)
def test_nor_does_the_free_text_of_a_value_that_cannot_be_used(change):
    prefetch = prefetched("synthetic-midgut")
    newer = {"resourceType": "Observation", "id": "newer", "status": "final", "effectiveDateTime": "2026-11-02"}
    newer |= {"code": {"coding": [{"system": "http://loinc.org", "code": "1975-2"}]}, **change}
    (card,) = answered(request("synthetic-midgut", prefetch=prefetch | {"results": searchset([newer])}))
    assert "newer" in card["summary"]
    assert "CANARY" not in str(card)


def test_what_was_left_out_can_be_fetched_by_a_caller():
    sent = request("synthetic-midgut", prefetch={"patient": None, "results": None})
    assert set(unfilled(sent)) == set(templates()) - {"patient", "results"}
    assert not any("{{" in each for each in unfilled(sent).values())


SYSTEMS = st.sampled_from(["http://loinc.org", "urn:seldinger", "http://snomed.info/sct", ""])
CODES = st.sampled_from([each.code for key in asked() for each in codes(key)] + ["", "x"])
SCALARS = st.none() | st.booleans() | st.integers(-5, 500) | st.floats(allow_nan=False, width=32) | st.text(max_size=6)
QUANTITY = st.fixed_dictionaries(
    {},
    optional={
        "value": SCALARS,
        "unit": st.sampled_from(["mg/dL", "umol/L", "%", "cm", "kg", "?"]),
        "code": st.sampled_from(["mg/dL", "umol/L", "%", "1", "?"]),
        "system": st.sampled_from(["http://unitsofmeasure.org", "x"]),
        "comparator": st.sampled_from(["<", ">", "<=", ">=", "ad", "~"]),
    },
)
CONCEPT = st.builds(lambda s, c: {"coding": [{"system": s, "code": c}]}, SYSTEMS, CODES)
DATES = st.sampled_from(["2026-11-01", "2026-10", "2026", "2027-01-01", "2026-11-01T10:00:00Z", "soon", 7, None])
OBSERVATION = st.fixed_dictionaries(
    {"resourceType": st.sampled_from(["Observation", "Condition", "Procedure", "AdverseEvent", "Basic", 3, [1]])},
    optional={
        "id": st.text(max_size=3),
        "status": st.sampled_from(["final", "amended", "entered-in-error", "preliminary", "odd", None]),
        "code": CONCEPT | SCALARS,
        "subject": st.just({"reference": "Patient/synthetic-midgut"}) | SCALARS,
        "effectiveDateTime": DATES,
        "onsetDateTime": DATES,
        "valueQuantity": QUANTITY | SCALARS,
        "valueBoolean": SCALARS,
        "valueCodeableConcept": CONCEPT | SCALARS,
        "verificationStatus": CONCEPT | SCALARS,
        "component": st.lists(st.fixed_dictionaries({"code": CONCEPT, "valueQuantity": QUANTITY}), max_size=2)
        | SCALARS,
        "referenceRange": st.lists(st.fixed_dictionaries({"high": QUANTITY}), max_size=2) | SCALARS,
        "extension": st.lists(
            st.fixed_dictionaries({"url": st.just("urn:seldinger:therapy"), "extension": SCALARS}), max_size=1
        )
        | SCALARS,
    },
)
ANSWER = st.one_of(
    st.none(),
    st.just(OUTCOME),
    SCALARS,
    st.lists(OBSERVATION, max_size=4).map(searchset),
    st.lists(OBSERVATION, max_size=2).map(
        lambda found: {**searchset(found), "link": [{"relation": "next", "url": "https://x"}]}
    ),
)


@given(
    st.dictionaries(
        st.sampled_from(["results", "findings", "diagnoses", "procedures", "medications", "allergies"]), ANSWER
    )
)
def test_whatever_a_hospital_sends_the_response_keeps_to_the_specification(changes):
    prefetch = prefetched("synthetic-midgut") | changes
    for card in answered(request("synthetic-midgut", prefetch=prefetch)):
        assert set(card) >= {"uuid", "summary", "indicator", "source", "detail"}


@given(
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    )
)
def test_whatever_is_asked_the_answer_is_a_status_of_the_specification(sent):
    assert service("seldinger-work-up", sent, on=ON, options=LOUD).status == 400


def test_nothing_sent_is_never_read_as_absent():
    nothing = received({"patient": {"resourceType": "Patient", "id": "x"}}, "x")
    assert nothing.why("fitness.sepsis") == "not sent by the record system"
    asked_for = received({"patient": {"resourceType": "Patient", "id": "x"}, "findings": None}, "x")
    assert "holds nothing" in asked_for.why("fitness.sepsis")


def test_uuid_of_a_card_differs_by_instance():
    other = INSTANCE.replace("d", "e")
    assert (
        answered(request("ecog4-judged-fine"))[0]["uuid"]
        != answered(request("ecog4-judged-fine", hookInstance=other))[0]["uuid"]
    )
