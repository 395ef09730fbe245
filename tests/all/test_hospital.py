"""A FHIR server of others is the hospital: it resolves our searches, and the card says what consult says.

Peer: npm @medplum/fhir-router. The templates are resolved there once by GET and once by POST …/_search, as the public
CDS Hooks client does.
"""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from seldinger.exchange import Options, Site, answer_bundle, chart_bundle, handle, read_bundle, unfilled
from seldinger.pathway import consult
from seldinger.patient import examples, load_record

NPM = Path(__file__).with_name("npm")
NAMES = [name for name in examples() if name != "out-of-scope"]
SITE = Site(address="http://localhost", options=Options(quiet=False))
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def stored(name):
    """Return the resources of an example as a hospital stores them: ids of its own, references by type and id."""
    bundle = json.loads(json.dumps(chart_bundle(load_record(examples()[name]))))
    text = json.dumps(bundle["entry"]).replace(bundle["entry"][0]["fullUrl"], f"Patient/{name}")
    resources = [entry["resource"] for entry in json.loads(text)]
    return [
        each | {"id": name if each["resourceType"] == "Patient" else f"{n}-{name}"[:64]}
        for n, each in enumerate(resources)
    ]


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    """Return the address of a hospital that knows every example."""
    if shutil.which("node") is None:
        pytest.fail("no node: the hospital needs Node 20 or newer")
    path = tmp_path_factory.mktemp("hospital") / "resources.ndjson"
    path.write_text("".join(json.dumps(each) + "\n" for name in NAMES for each in stored(name)))
    server = subprocess.Popen(["node", str(NPM / "hospital.mjs"), str(path)], stdout=subprocess.PIPE, text=True)
    port = server.stdout.readline().strip()
    assert port, "the hospital did not start"
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=30)
    server.stdout.close()


def fetched(address, search, post):
    """Return what the hospital answers to a search, by GET or by POST."""
    kind, _, query = search.partition("?")
    if post and query:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        request = Request(f"{address}/{kind}/_search", data=query.encode(), headers=headers)
    else:
        request = Request(f"{address}/{search}")
    try:
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except HTTPError as refused:
        with refused:
            return json.load(refused)


def called(sent, on):
    """Return the cards for a request."""
    reply = handle("POST", "/cds-services/seldinger-work-up", {}, json.dumps(sent).encode(), site=SITE, on=on, now=0.0)
    assert reply.status == 200, reply.body
    return json.loads(reply.body)["cards"]


ASKED = [(name, False) for name in NAMES] + [("synthetic-hazards", True), ("published-case-3-after", True)]


@pytest.mark.parametrize(("name", "post"), ASKED, ids=[f"{name}-{'POST' if post else 'GET'}" for name, post in ASKED])
def test_the_card_says_what_consult_says(hospital, name, post):
    record = load_record(examples()[name])
    sent = {
        "hook": "patient-view",
        "hookInstance": INSTANCE,
        "context": {"userId": "Practitioner/1", "patientId": name},
    }
    sent["prefetch"] = {key: fetched(hospital, search, post) for key, search in unfilled(sent).items()}
    (card,) = called(sent, record.as_of)
    modalities = consult(record).report["modalities"]
    assert card["extension"]["seldinger"]["verdicts"] == {key: part["possible"] for key, part in modalities.items()}
    missing = {each["variable"] for part in modalities.values() for each in part["missing"]}
    assert card["detail"].count("\n1. ") == bool(missing)


def test_what_the_answer_lacks_is_found_where_its_data_requirements_say(hospital):
    """The GuidanceResponse of a chart without laboratory values names the searches that complete it."""
    name, on = "synthetic-midgut", date(2026, 11, 2)
    sent = {"context": {"patientId": name}}
    documents = [fetched(hospital, search, False) for key, search in unfilled(sent).items() if key != "results"]
    answer = answer_bundle(consult(read_bundle(documents, as_of=on).record, on=on).report)
    guidance = [each["resource"] for each in answer["entry"] if each["resource"]["resourceType"] == "GuidanceResponse"]
    needs = [need for each in guidance for need in each.get("dataRequirement", ())]
    codes = {f"{each['system']}|{each['code']}" for need in needs for each in need["codeFilter"][0]["code"]}
    assert "http://loinc.org|1975-2" in codes
    found = fetched(hospital, f"Observation?patient={name}&code={','.join(sorted(codes))}", False)
    completed = consult(read_bundle([*documents, found], as_of=on).record, on=on).report["modalities"]
    expected = consult(load_record(examples()[name])).report["modalities"]
    assert {key: part["possible"] for key, part in completed.items()} == {k: p["possible"] for k, p in expected.items()}


def test_a_patient_the_hospital_does_not_know(hospital):
    sent = {
        "hook": "patient-view",
        "hookInstance": INSTANCE,
        "context": {"userId": "Practitioner/1", "patientId": "nobody"},
    }
    sent["prefetch"] = {key: fetched(hospital, search, False) for key, search in unfilled(sent).items()}
    assert sent["prefetch"]["patient"]["resourceType"] == "OperationOutcome"
    reply = handle(
        "POST",
        "/cds-services/seldinger-work-up",
        {},
        json.dumps(sent).encode(),
        site=SITE,
        on=date(2026, 11, 2),
        now=0.0,
    )
    assert reply.status == 412
