"""The same facts as TOML and as a Bundle give the same report; an independent parser holds the Bundle for valid R4."""

import json
import warnings

import pytest

from seldinger.exchange import chart_bundle, read_bundle
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from tests.exchange.requests import resources
from tests.patient.charts import AS_OF
from tests.patient.charts import record as charted

EXAMPLES = examples()


def bundle_of(name):
    """Return the chart's bundle as it comes back from a file."""
    return json.loads(json.dumps(chart_bundle(load_record(EXAMPLES[name]))))


@pytest.mark.parametrize("name", EXAMPLES)
def test_same_facts_same_report(name):
    back = read_bundle(bundle_of(name))
    assert not back.account.ignored
    assert not back.account.malformed
    assert consult(back.record).report == consult(load_record(EXAMPLES[name])).report


@pytest.mark.parametrize("name", EXAMPLES)
def test_as_lines_and_as_a_list_it_says_the_same(name):
    assert read_bundle(resources(name)).record == read_bundle(bundle_of(name)).record


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_bundle_is_r4_to_fhir_resources(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs
        from fhir.resources.R4B.bundle import Bundle
    assert Bundle.model_validate(bundle_of(name)).get_resource_type() == "Bundle"


STATES = [
    ("ssa", {"stop": False}, "MedicationStatement", "active", "still going on"),
    ("ssa", {"stop": "2026-01-02"}, "MedicationStatement", "completed", "ended"),
    ("ssa", {}, "MedicationStatement", "unknown", "whether it goes on was not recorded: nobody says that it ended"),
    ("prrt", {"stop": False}, "Procedure", "in-progress", "cycles are still to come"),
    ("resection", {}, "Procedure", "completed", "done"),
]


@pytest.mark.parametrize(("kind", "end", "resource", "status", "why"), STATES, ids=[row[4] for row in STATES])
def test_a_therapy_is_not_said_to_have_ended_unless_it_did(kind, end, resource, status, why):
    """The words are those of R4: MedicationStatement.status and Procedure.status."""
    record = charted(therapy=[{"kind": kind, "start": "2025-01-02", **end}])
    bundle = chart_bundle(record)
    found = [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == resource]
    assert [each["status"] for each in found] == [status], why
    assert read_bundle(bundle).record.therapies == record.therapies


@pytest.mark.parametrize("rows", [[], [{"substance": "penicillin"}]])
def test_an_allergy_has_a_clinical_status(rows):
    """R4 AllergyIntolerance ait-1."""
    record = charted(fitness__allergies=rows)
    bundle = chart_bundle(record)
    (found,) = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "AllergyIntolerance"]
    assert found["clinicalStatus"]["coding"][0]["code"] == "active"
    assert read_bundle(bundle).record.allergies == record.allergies


def test_a_therapy_of_another_system_that_nobody_vouches_for_is_not_read():
    code = {"coding": [{"system": "http://www.whocc.no/atc", "code": "H01CB02"}]}
    other = {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": "unknown",
        "subject": {"reference": "Patient/t"},
    }
    assert read_bundle([other | {"medicationCodeableConcept": code}], as_of=AS_OF).record.therapies == ()
