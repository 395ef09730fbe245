"""The answer as FHIR: valid R4 to an independent parser, and nothing in it that the report does not say."""

import json
import warnings
from datetime import date

import pytest

from seldinger.exchange import answer_bundle, read_bundle
from seldinger.exchange.fhir_schema import answer_schema
from seldinger.pathway import consult
from seldinger.patient import examples, load_record

REPORTS = {name: consult(load_record(path)).report for name, path in examples().items()}
BUNDLES = {name: json.loads(json.dumps(answer_bundle(report))) for name, report in REPORTS.items()}


def resources(name, kind):
    """Return the resources of a type in the answer to an example."""
    found = [entry["resource"] for entry in BUNDLES[name]["entry"]]
    return [each for each in found if each["resourceType"] == kind]


@pytest.mark.parametrize("name", BUNDLES)
def test_fhir_resources_reads_it_as_r4(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs
        from fhir.resources.R4B.bundle import Bundle
    assert Bundle.model_validate(BUNDLES[name]).get_resource_type() == "Bundle"


@pytest.mark.parametrize("name", BUNDLES)
def test_it_keeps_to_its_own_schema(name):
    from jsonschema import Draft202012Validator

    Draft202012Validator(answer_schema()).validate(BUNDLES[name])


@pytest.mark.parametrize("name", BUNDLES)
def test_every_reference_leads_to_an_entry(name):
    text = json.dumps(BUNDLES[name])
    addresses = {entry["fullUrl"] for entry in BUNDLES[name]["entry"]}
    assert len(addresses) == len(BUNDLES[name]["entry"])
    used = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    assert {each for each in used if not each.startswith("#")} <= addresses


@pytest.mark.parametrize("name", BUNDLES)
def test_it_carries_every_verdict_and_every_missing_item(name):
    modalities = REPORTS[name].get("modalities", {})
    guidance = {each["moduleUri"].split(":")[3]: each for each in resources(name, "GuidanceResponse") if modalities}
    assert list(guidance) == list(modalities)
    for modality, part in modalities.items():
        told = guidance[modality]["contained"][0]["parameter"]
        assert [each["valueCode"] for each in told if each["name"] == "possible"] == part["possible"]
        asked = [each["codeFilter"][0]["code"][-1]["code"] for each in guidance[modality].get("dataRequirement", [])]
        assert asked == [each["variable"] for each in part["missing"]]
        waits = part["verdict"] == "undetermined"
        assert guidance[modality]["status"] == ("data-required" if waits else "success")


def test_out_of_scope_gives_a_reason_and_no_plan():
    assert not resources("out-of-scope", "CarePlan")
    (refusal,) = resources("out-of-scope", "GuidanceResponse")
    assert "not a neuroendocrine neoplasm" in refusal["note"][0]["text"]


def test_only_what_is_certainly_barred_is_marked_not_to_be_done():
    for name in BUNDLES:
        for plan in resources(name, "CarePlan"):
            for each in plan["activity"]:
                code = each["detail"]["code"]["coding"][0]["code"]
                possible = set(REPORTS[name]["modalities"][code]["possible"])
                barred = bool(possible) and not possible & {"eligible", "modified"}
                assert each["detail"].get("doNotPerform", False) is barred


def test_each_issue_has_fired_and_names_its_source():
    issues = resources("synthetic-hazards", "DetectedIssue")
    assert {"liver.burden_above_limit", "vessels.portal_vein_thrombosis"} <= {
        each["code"]["coding"][0]["code"] for each in issues
    }
    for each in issues:
        assert each["extension"][0]["valueRelatedArtifact"]["citation"]
        assert "severity" not in each


def test_statement_ids_never_reach_the_record():
    assert not any(f'"{each}"' in json.dumps(BUNDLES) for each in ("A21", "A60", "B49"))


def test_what_was_computed_never_comes_back_as_a_finding():
    back = read_bundle(BUNDLES["synthetic-midgut"], as_of=date(2026, 11, 2))
    assert set(back.record.facts) == {"person.sex"}
    assert any("preliminary" in note.why for note in back.account.ignored)
