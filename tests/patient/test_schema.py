"""The JSON Schema against an independent validator (jsonschema)."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seldinger.patient import chart, chart_schema, examples, load_record
from tests.patient.charts import record, tree
from tests.patient.test_scalars import FORMS

VALIDATOR = Draft202012Validator(chart_schema())


def valid(made: Any) -> bool:
    return bool(VALIDATOR.is_valid(json.loads(json.dumps(made, default=str))))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(chart_schema())


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_example_is_valid(name: str) -> None:
    assert valid(chart(load_record(examples()[name])))


@pytest.mark.parametrize(("key", "raw"), [(row[0], row[1]) for row in FORMS])
def test_every_form_is_valid_as_written_and_as_written_back(key: str, raw: object) -> None:
    section, name = key.split(".")
    assert valid(tree(**{f"{section}__{name}": raw}))
    assert valid(chart(record(**{f"{section}__{name}": raw})))


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (tree(lab={}), "a section that is not known"),
        (tree(labs__bilirubine=1), "a key that is not known"),
        (tree(labs__bilirubin=1.1), "no unit"),
        (tree(labs__bilirubin={"value": 1, "unit": "mg"}), "a unit that does not convert"),
        (tree(labs__bilirubin={"value": 1, "below": 2, "unit": "mg/dL"}), "two forms at once"),
        (tree(labs__bilirubin=[]), "an empty series"),
        (tree(fitness__ecog=1.5), "not whole"),
        (tree(fitness__ecog=True), "true is no number"),
        (tree(syndrome__carcinoid="no"), "a word is no flag"),
        (tree(symptoms__quality_of_life=66), "no scale"),
        (tree(vessels__portal_vein={"left": "open"}), "a level that is not known"),
        (tree(specimen=[{"site": "liver", "ki67": 6}]), "a member that is not known"),
        (tree(specimen=[{"date": "2026-01-01"}]), "a required member left out"),
        (tree(specimen=[{"site": "liver", "ki67_percent": 101}]), "out of the domain"),
        ({"schema": "seldinger/chart/1", "id": "t"}, "no as_of"),
    ],
)
def test_what_the_reader_refuses_for_its_form_the_schema_refuses(made: Any, why: str) -> None:
    assert not valid(made), why
