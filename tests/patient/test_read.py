"""The door as a whole: header, sections, misspelt keys, many faults at once, nothing of the patient in a message."""

from datetime import date, timedelta

import pytest

from seldinger.patient import ChartError, examples, load_record, read_record
from tests.patient.charts import faults, record, tree


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"schema": "seldinger/chart/2"}, 'schema: saw "seldinger/chart/2"; expected "seldinger/chart/1"; write'),
        ({"id": "a b"}, 'id: saw "a b"; expected up to 64 letters, digits, dots, hyphens or underscores'),
        ({"id": "../x"}, 'id: saw "../x"; expected'),
        ({"as_of": "today"}, 'as_of: saw "today"; expected a date such as 2026-10-02'),
        ({"label": "real"}, 'label: saw "real"; expected published, synthetic or patient'),
        ({"intent": "cure"}, 'intent: saw "cure"; expected palliative, curative or symptom; use one of these words'),
        (
            {"lab": {}},
            "lab: saw a key that is not known; expected a key of the chart; correct or remove it; did you mean",
        ),
        (
            {"labs": {"bilirubine": 1}},
            "labs.bilirubine: saw a key that is not known; expected a key of the labs; correct or",
        ),
        (
            {"labs": {"ecog": 1}},
            "labs.ecog: saw a key that is not known; expected a key of the labs; correct or remove it; did you mean"
            " fitness.ecog?",
        ),
        ({"labs.inr": 1.0}, '"labs.inr": saw a key that is not known; expected a key of the chart; correct'),
        ({"markers": {"confounders.ppi": True}}, 'markers."confounders.ppi": saw a key that is not known'),
        ({"labs": 3}, "labs: saw 3; expected a table, [labs]; write its members inside the table"),
        ({"markers": {"confounders": True}}, "markers.confounders: saw true; expected a table, [markers.confounders]"),
        ({"imaging": {"done": "ct"}}, 'imaging.done: saw "ct"; expected a list of tables'),
        ({"la\nbs": {}}, '"la\\nbs": saw a key that is not known'),
    ],
)
def test_a_fault_of_the_frame_is_one_line(change: dict, line: str) -> None:
    (found,) = faults(tree() | change)
    assert found.startswith(f"t.toml: {line}"), found


@pytest.mark.parametrize("key", ["schema", "id", "as_of"])
def test_what_must_be_there_is_asked_for(key: str) -> None:
    chart = tree()
    del chart[key]
    (found,) = faults(chart)
    assert found.startswith(f"t.toml: {key}: saw nothing; expected ")


def test_every_fault_is_named_at_once_and_the_chart_yields_nothing() -> None:
    chart = tree(labs__bilirubin=1.1, labs__albumine=4, syndrome__carcinoid="no", specimen=[{"site": "x"}])
    assert [line.split(": ")[1] for line in faults(chart)] == [
        "labs.bilirubin",
        "labs.albumine",
        "syndrome.carcinoid",
        "specimen[0].site",
    ]


def test_a_list_of_faults_ends() -> None:
    lines = faults(tree(labs={f"x{n}": 1 for n in range(10_000)}))
    assert len(lines) == 51
    assert "50 faults, the rest is not listed" in lines[-1]


def test_a_message_never_shows_another_value_of_the_patient() -> None:
    secret = "Anna Beispiel"
    chart = tree(
        question=secret,
        fitness__other_mortality_risk={"value": secret, "by": secret, "source": secret, "extra": 1},
        labs__inr={"value": "x", "source": secret},
        specimen=[{"site": "x", "histology": secret, "source": secret}],
        session=[{"date": "2026-01-01", "modality": secret[:3], "endpoint": secret}],
    )
    found = faults(chart)
    assert len(found) == 4
    assert not any(secret in line for line in found)


def test_an_error_carries_its_faults() -> None:
    with pytest.raises(ChartError) as error:
        read_record(tree(labs__bilirubin=1.1), file="anna.toml")
    (fault,) = error.value.faults
    assert (fault.file, fault.path, fault.seen) == ("anna.toml", "labs.bilirubin", "no unit")
    assert fault.remedy.startswith('add unit = "mg/dL"')


def test_facts_stand_in_the_order_of_the_catalogue_whatever_the_order_of_the_file() -> None:
    one = record(labs__inr=1.0, person__sex="female")
    other = record(person__sex="female", labs__inr=1.0)
    assert list(one.facts) == list(other.facts) == ["person.sex", "labs.inr"]


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_example_is_read(name: str) -> None:
    assert load_record(examples()[name]).id == name


def test_the_longest_series_and_tables_are_read_and_longer_ones_refused() -> None:
    day = date(1980, 1, 1)
    series = [{"value": n % 2 == 0, "date": day + timedelta(days=n)} for n in range(1000)]
    other = [{"value": n % 2 == 1, "date": day + timedelta(days=n)} for n in range(1000)]
    chart = tree(symptoms={"present": series, "hormonal": other, "bulk": other, "pain": other})
    assert faults(chart)[0].startswith("t.toml: symptoms.present")
    assert "at most 1000 facts" in faults(tree(labs__inr=[1.0] * 1001))[0]
    assert "at most 1000 rows" in faults(tree(specimen=[{}] * 200_000))[0]
    assert "more than 500 faults" in faults(tree(specimen=[{"x": 1}] * 1000))[0]
