"""The same facts as TOML and as a Bundle give the same report; an independent parser holds the Bundle for valid R4."""

import json
import warnings

import pytest

from seldinger.exchange import chart_bundle, read_bundle
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from tests.exchange.requests import resources

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
