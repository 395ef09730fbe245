"""The rules as CQL and FHIR: every rule and every table is there, with its sources, and valid R4 to another parser."""

import base64
import json
import warnings

from seldinger.exchange import rules_bundle, rules_cql
from seldinger.exchange.cql_rules import every_rule, rule_tables
from seldinger.selection.modalities import EVERY_RULE
from seldinger.terms import Modality

BUNDLE = json.loads(json.dumps(rules_bundle()))


def resources(kind):
    """Return the resources of one type."""
    return [entry["resource"] for entry in BUNDLE["entry"] if entry["resource"]["resourceType"] == kind]


def test_every_rule_and_table_is_defined_once():
    text = rules_cql()
    for name in every_rule():
        assert text.count(f'define "rule {name}":') == 1
    for table in rule_tables():
        assert text.count(f'define "{table.name} possible at most":') == 1
        assert text.count(f'define "{table.name} deciding row":') == 1


def test_the_sources_stand_above_each_rule():
    text = rules_cql()
    above = text.partition('define "rule liver.bilirubin_not_below_limit":')[0].rpartition("define ")[2]
    assert "// Del Prete 2014, Embolization procedures, statement B49, eligibility (TAE, cTACE; own)" in above


def test_the_text_is_the_same_each_time():
    assert rules_cql() == rules_cql()


def test_the_bundle_is_r4_to_fhir_resources():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # theirs
        from fhir.resources.R4B.bundle import Bundle
    assert Bundle.model_validate(BUNDLE).get_resource_type() == "Bundle"


def test_the_library_holds_the_cql():
    (library,) = resources("Library")
    assert base64.b64decode(library["content"][0]["data"]).decode() == rules_cql()


def test_every_treatment_has_its_rules_as_actions_with_sources():
    plans = resources("PlanDefinition")
    assert [plan["id"] for plan in plans] == [f"selection-{m}".replace("_", "-") for m in Modality]
    for plan, modality in zip(plans, Modality, strict=True):
        assert [a["title"] for a in plan["action"]] == [r.id for r in EVERY_RULE if r.speaks(modality)]
        assert all(action["documentation"] for action in plan["action"])
