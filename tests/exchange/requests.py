"""CDS Hooks requests for tests: the hospital's part, written from the specification."""

import json
from datetime import date

from jsonschema import Draft202012Validator

from seldinger.exchange import chart_bundle, discovery_schema, response_schema
from seldinger.patient import examples, load_record

ON = date(2026, 11, 2)
RESPONSE, DISCOVERY = Draft202012Validator(response_schema()), Draft202012Validator(discovery_schema())
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def resources(name):
    """Return the resources of an example chart, the Patient first, with references as a hospital stores them."""
    entries = chart_bundle(load_record(examples()[name]))["entry"]
    patient = entries[0]
    text = json.dumps(entries).replace(patient["fullUrl"], f"Patient/{patient['resource']['id']}")
    return [entry["resource"] for entry in json.loads(text)]


def searchset(found):
    """Return the answer to a search."""
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in found]}


def prefetched(name):
    """Return the prefetch that holds all of an example chart."""
    patient, *rest = resources(name)
    kinds = {
        "procedures": ("Procedure",),
        "medications": ("MedicationStatement",),
        "allergies": ("AllergyIntolerance",),
    }
    found = {key: searchset([each for each in rest if each["resourceType"] in kind]) for key, kind in kinds.items()}
    others = [each for each in rest if each["resourceType"] == "Observation"]
    return {"patient": patient, "results": None, "findings": searchset(others), "diagnoses": None} | found


def request(name, hook="patient-view", **changes):
    """Return a request that carries an example chart."""
    prefetch = prefetched(name)
    context = {"userId": "Practitioner/1", "patientId": prefetch["patient"]["id"]}
    return {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": prefetch} | changes


def order(code, system="urn:seldinger:session"):
    """Return the draft orders of an order-sign hook."""
    draft = {"resourceType": "ServiceRequest", "code": {"coding": [{"system": system, "code": code}]}}
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": draft}]}
