"""The same facts by form, by file and by JSON give the same bytes of report.json: a number must not depend on the door."""

import json

import pytest

from seldinger.exchange import chart_bundle
from seldinger.pathway import consult
from seldinger.patient import chart, examples, load_record, to_toml
from seldinger.web.draft import from_fhir
from tests.web.browser import fields_of

NAMES = sorted(examples())


def on_the_command_line(name):
    return consult(load_record(examples()[name])).to_json().encode()


@pytest.mark.parametrize("name", NAMES)
def test_the_rendered_form_posts_the_same_report(visitor, name):
    """Oracle: a reader of HTML that knows nothing of our fields sends what a browser would."""
    page = visitor.client.get(f"/examples/{name}").text
    reply = visitor.client.post("/report.json", data=fields_of(page))
    assert reply.status_code == 200, reply.text[:500]
    assert reply.content == on_the_command_line(name)


@pytest.mark.parametrize("name", NAMES)
def test_file_and_json_give_the_same_report(visitor, name):
    record = load_record(examples()[name])
    files = [("charts", ("a.toml", to_toml(record).encode()))]
    page = visitor.post("/upload", files=files).text
    by_file = visitor.client.post("/report.json", data=fields_of(page)).content
    by_text = visitor.post("/report.json", {"chart": visitor.example(name)}).content
    by_json = visitor.client.post("/api/report", json={"chart": chart(record)}).content
    assert by_file == by_text == by_json == on_the_command_line(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_chart_says_the_same(visitor, name):
    kept = visitor.post("/chart.toml", {"chart": visitor.example(name)}).content
    files = [("charts", ("kept.toml", kept))]
    page = visitor.post("/upload", files=files).text
    assert visitor.client.post("/report.json", data=fields_of(page)).content == on_the_command_line(name)


def resources(name):
    """Return an example chart as a hospital's resources, each the way a server writes it that sorts its members."""
    entries = chart_bundle(load_record(examples()[name]))["entry"]
    text = json.dumps(entries).replace(entries[0]["fullUrl"], f"Patient/{entries[0]['resource']['id']}")
    return [each["resource"] for each in json.loads(text)]


def test_lines_and_bundles_are_read_by_what_they_hold(visitor):
    name = "synthetic-midgut"
    sent = resources(name)
    lines = "\n".join(json.dumps(each) for each in sent).encode()
    photo = {"photo": [{"contentType": "image/png", "data": "A" * 8000}]}
    late = {
        "entry": [{"resource": photo | sent[0]}, *({"resource": each} for each in sent[1:])],
        "resourceType": "Bundle",
    }
    for file, content in (("bulk.ndjson", lines), ("sorted.json", json.dumps(late, sort_keys=True).encode())):
        page = visitor.post("/upload", files=[("charts", (file, content))]).text
        assert visitor.client.post("/report.json", data=fields_of(page)).content == on_the_command_line(name), file


def test_every_reason_for_what_was_not_used_is_told_or_counted():
    odd = [{"resourceType": f"Odd{'x' * n}", "id": str(n)} for n in range(50)]
    odd += [{"resourceType": f"Even{'x' * n}", "id": str(n)} for n in range(50)]
    notes = from_fhir(json.dumps([*resources("synthetic-midgut"), *odd]).encode()).notes
    assert len(notes) == 1 + 60 + 1
    assert notes[-1] == "and 40 further reasons"


def test_a_chart_entered_by_hand_is_the_chart_written_by_hand(visitor):
    page = visitor.post("/chart", {"blank": "yes"}).text
    typed = fields_of(page) | {
        "id": ["by-hand"],
        "as_of": ["2026-11-02"],
        "person.age_years/0/value": ["61"],
        "scope.neuroendocrine/0/value": ["yes"],
        "symptoms.hormonal/0/value": ["moderate"],
        "liver.burden_percent/0/value": ["30 to 50"],
        "liver.lobes/0/listed": ["left", "right"],
        "labs.bilirubin/0/value": ["34.2"],
        "labs.bilirubin/0/unit": ["umol/L"],
        "labs.bilirubin/0/date": ["2026-10-30"],
        "markers.five_hiaa/0/value": ["below 2"],
        "markers.five_hiaa/0/unit": ["mg/(24.h)"],
        "fitness.allergies/none": ["none"],
        "shunt.lung_shunt_fraction/0/state": ["not_done"],
        "shunt.lung_shunt_fraction/0/why": ["mapping planned"],
    }
    written = {
        "schema": "seldinger/chart/1",
        "id": "by-hand",
        "as_of": "2026-11-02",
        "person": {"age_years": 61},
        "scope": {"neuroendocrine": True},
        "symptoms": {"hormonal": "moderate"},
        "liver": {"burden_percent": {"low": 30, "high": 50}, "lobes": ["left", "right"]},
        "labs": {"bilirubin": {"value": 34.2, "unit": "umol/L", "date": "2026-10-30"}},
        "markers": {"five_hiaa": {"below": 2, "unit": "mg/(24.h)"}},
        "fitness": {"allergies": []},
        "shunt": {"lung_shunt_fraction": {"not_done": True, "why": "mapping planned"}},
    }
    by_json = visitor.client.post("/api/report", json={"chart": written})
    assert by_json.status_code == 200, by_json.text
    assert visitor.client.post("/report.json", data=typed).content == by_json.content


def test_an_empty_form_knows_nothing(visitor):
    """Every preset is "not known": an untouched form is an empty chart, never a chart full of noes."""
    fields = fields_of(visitor.post("/chart", {"blank": "yes"}).text)
    kept = visitor.client.post("/chart.toml", data=fields)
    said = [line for line in kept.text.splitlines() if line.strip()]
    assert said == ['schema = "seldinger/chart/1"', 'id = "draft"', "as_of = 2026-11-10"]


def test_profile_and_day_travel_with_the_chart(visitor):
    text = visitor.example("synthetic-midgut")
    asked = {"chart": text, "profile": "delprete2014", "on": "2026-11-05"}
    about = visitor.post("/report.json", asked).json()["about"]
    assert (about["profile"], about["on"]) == ("delprete2014", "2026-11-05")
    by_json = {"chart": json.loads(text), "profile": "delprete2014", "on": "2026-11-05"}
    assert visitor.client.post("/api/report", json=by_json).json()["about"] == about


@pytest.mark.parametrize("name", ["synthetic-midgut", "published-case-1"])
def test_a_bundle_of_the_hospital_opens_as_a_chart(visitor, name):
    """Oracle: the exchange room's own reading of the same bundle, and what it says it could not use."""
    from seldinger.exchange import chart_bundle, read_bundle

    bundle = chart_bundle(load_record(examples()[name]))
    page = visitor.post("/upload", files=[("charts", ("x.json", json.dumps(bundle).encode()))]).text
    found = read_bundle(bundle)
    assert found.account.summary in page.replace("&#39;", "'")
    posted = visitor.client.post("/report.json", data=fields_of(page)).content
    assert posted == consult(found.record).to_json().encode()


def test_a_broken_bundle_is_refused(visitor):
    for content in (
        b'{"resourceType": "Bundle"',
        b'{"resourceType": "Bundle", "entry": 1}',
        b'{"resourceType": "Patient"}',
    ):
        reply = visitor.post("/upload", files=[("charts", ("x.json", content))])
        assert reply.status_code == 422
    assert visitor.faults == []
