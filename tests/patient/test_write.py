"""Writing back loses nothing: JSON and TOML of a record read to an equal record."""

import json
import tomllib

import pytest

from seldinger.patient import chart, examples, load_record, read_record, to_toml
from tests.patient.charts import record
from tests.patient.test_scalars import FORMS
from tests.patient.test_tables import OK


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_example_survives_both_ways(name: str) -> None:
    read = load_record(examples()[name])
    assert read_record(json.loads(json.dumps(chart(read))), file="t.json") == read
    assert read_record(tomllib.loads(to_toml(read)), file="t.toml") == read
    assert chart(read_record(chart(read), file="t.json")) == chart(read), "canonical"


@pytest.mark.parametrize(("key", "raw"), [(row[0], row[1]) for row in FORMS])
def test_every_form_survives_both_ways(key: str, raw: object) -> None:
    section, name = key.split(".")
    read = record(**{f"{section}__{name}": raw})
    assert read_record(json.loads(json.dumps(chart(read))), file="t.json") == read
    assert read_record(tomllib.loads(to_toml(read)), file="t.toml") == read


@pytest.mark.parametrize("table", sorted(OK))
def test_every_table_survives_both_ways(table: str) -> None:
    read = record(**{table: [OK[table]]})
    assert read_record(json.loads(json.dumps(chart(read))), file="t.json") == read
    assert read_record(tomllib.loads(to_toml(read)), file="t.toml") == read


@pytest.mark.parametrize("raw", [{"not_done": True, "why": "x"}, {"refused": True}, []])
def test_allergies_survive_in_every_state(raw: object) -> None:
    read = record(fitness__allergies=raw)
    assert read_record(chart(read), file="t.json") == read


@pytest.mark.parametrize("text", ['"quoted"', "back\\slash", "two\nlines", "tab\t", "µ → ∞", "no\u00a0break", "𝄞"])
def test_any_text_survives_toml(text: str) -> None:
    read = record(question=text, fitness__other_mortality_risk=text)
    assert read_record(tomllib.loads(to_toml(read)), file="t.toml") == read
