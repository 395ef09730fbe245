"""The hospital record on the command line: bundles as charts, rules exported, CDS requests from a file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seldinger.cli.app import app
from seldinger.cli.say import INPUT, USAGE, Exit
from seldinger.exchange import chart_bundle
from seldinger.patient import examples, load_record
from tests.exchange.requests import RESPONSE, request

SAMPLES = Path(__file__).parents[1] / "data" / "fhir"
RUN = CliRunner()


def ran(*words, sent=None):
    """Return the result of a command."""
    import seldinger.cli.commands  # noqa: F401

    return RUN.invoke(app, [str(each) for each in words], input=sent)


def status(result):
    """Return the status a command stops with."""
    return result.exception.status if isinstance(result.exception, Exit) else result.exit_code


def test_consult_takes_a_bundle_and_says_how_it_was_read(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(chart_bundle(load_record(examples()["synthetic-hazards"]))))
    ours, theirs = ran("consult", path, "--json"), ran("consult", examples()["synthetic-hazards"], "--json")
    assert ours.stdout == theirs.stdout
    assert "89 entries used, 0 ignored, 0 malformed; as of 2026-11-02" in ours.stderr


def test_what_fhir_writes_fhir_reads(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(ran("fhir", "write", examples()["synthetic-midgut"]).stdout)
    chart = tmp_path / "chart.toml"
    chart.write_text(ran("fhir", "read", path).stdout)
    assert load_record(chart).as_of == load_record(examples()["synthetic-midgut"]).as_of
    assert ran("fhir", "read", path, "--json").stdout.startswith("{")


def test_the_account_names_every_reason():
    result = ran("fhir", "read", SAMPLES / "pathways-T0-synthea-r4.json", "--account")
    assert "1 entries used, 329 ignored, 0 malformed" in result.stdout
    assert "82  Claim states no fact of the chart" in result.stdout
    told = json.loads(ran("fhir", "read", SAMPLES / "pathways-T0-synthea-r4.json", "--account", "--json").stdout)
    assert len(told["ignored"]) == 329


def test_another_version_of_fhir_is_input_that_cannot_be_used(tmp_path):
    path = tmp_path / "old.json"
    path.write_text('{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "MedicationOrder"}}]}')
    result = ran("consult", path)
    assert status(result) == INPUT
    assert "DSTU2" in result.stderr


def test_cds_answers_a_request_from_stdin():
    result = ran("cds", "--on", "2026-11-02", sent=json.dumps(request("ecog4-judged-fine")))
    RESPONSE.validate(json.loads(result.stdout))
    assert "work-up incomplete" in result.stdout
    assert [each["hook"] for each in json.loads(ran("cds", "--discovery").stdout)["services"]] == ["patient-view"]


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("{", INPUT),
        ("[]", USAGE),
        (json.dumps(request("synthetic-midgut", "order-sign")), USAGE),
        (json.dumps(request("synthetic-midgut", prefetch={})), INPUT),
    ],
)
def test_cds_says_why_it_does_not_answer(sent, wanted):
    result = ran("cds", sent=sent)
    assert status(result) == wanted
    assert result.stderr


def test_rules_are_exported_as_cql_and_as_fhir():
    assert 'library "Seldinger"' in ran("rules", "--export", "cql").stdout
    kinds = [each["resource"]["resourceType"] for each in json.loads(ran("rules", "--export", "fhir").stdout)["entry"]]
    assert kinds == ["Library", *["PlanDefinition"] * 5]


def test_consult_writes_the_answer_as_fhir(tmp_path):
    path = tmp_path / "answer.json"
    ran("consult", examples()["published-case-3"], "--fhir", path)
    assert json.loads(path.read_text())["resourceType"] == "Bundle"
