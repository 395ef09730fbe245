"""Canaries: names planted in every place a chart can hold text must not reach addresses, logs, files, headers or errors."""

import json
import logging
import os
import tempfile
from pathlib import Path

import pytest

from seldinger.patient import chart, examples, load_record
from tests.web.browser import fields_of, links_of
from tests.web.conftest import sign_in, visit

CANARY = "Zebedäus Canaryfeld"
PARTS = ("Zebed", "Canaryfeld")


def planted():
    """Return an example with the canary in every free text."""
    tree = chart(load_record(examples()["synthetic-midgut"]))
    tree["question"] = f"{CANARY}: which treatment?"

    def walk(value):
        if isinstance(value, dict):
            return {k: CANARY if k in ("source", "by", "finding", "drug", "why") else walk(v) for k, v in value.items()}
        return [walk(each) for each in value] if isinstance(value, list) else value

    return walk(tree)


def leaks(text):
    return [part for part in PARTS if part in text]


@pytest.fixture
def own():
    return sign_in(visit())


def test_the_canary_is_planted(own):
    """The test can fail: the page that the user asked for does show what the user entered."""
    page = own.post("/sheet", {"chart": json.dumps(planted())}).text
    assert leaks(page)


PATHS = (
    "/chart",
    "/chart/answer",
    "/profiles",
    "/what-if",
    "/plan",
    "/follow-up",
    "/sheet",
    "/sheet.pdf",
    "/report.json",
)


def test_no_address_header_or_log_holds_it(own, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    text = json.dumps(planted())
    for path in (*PATHS, "/chart.toml", "/meeting.pdf", "/plan.json", "/follow-up.json", "/what-if.json"):
        fields = {"chart": text, "charts": json.dumps([text]), "variable": "labs.bilirubin"}
        reply = own.post(path, fields)
        assert reply.status_code == 200, path
        assert not leaks(str(reply.headers)), path
        assert (
            not any(leaks(link) for link in links_of(reply.text)) if "html" in reply.headers["content-type"] else True
        )
    out, err = capfd.readouterr()
    assert not leaks(caplog.text + out + err)
    assert own.faults == []


def test_no_file_name_holds_the_patient(own):
    text = json.dumps(planted() | {"id": "Canaryfeld-1957"})
    for path, name in (
        ("/sheet.pdf", "board-sheet.pdf"),
        ("/report.json", "report.json"),
        ("/chart.toml", "chart.toml"),
    ):
        said = own.post(path, {"chart": text}).headers["content-disposition"]
        assert said == f'attachment; filename="{name}"'


def test_metadata_of_the_pdf_hold_no_free_text(own):
    from io import BytesIO

    from pypdf import PdfReader

    pdf = own.post("/sheet.pdf", {"chart": json.dumps(planted())}).content
    reader = PdfReader(BytesIO(pdf))
    assert not leaks(str(reader.metadata) + str(reader.xmp_metadata and reader.xmp_metadata.dc_title))
    assert "Canaryfeld" in "".join(page.extract_text() for page in reader.pages), "the sheet itself shows its question"


def faulty():
    """Yield charts that cannot be used, each with the canary where the fault is."""
    whole = planted()
    yield whole | {CANARY: 1}
    yield whole | {"labs": {"bilirubin": CANARY}}
    yield whole | {"labs": {"bilirubin": {"value": CANARY, "unit": "mg/dL"}}}
    yield whole | {"labs": {"bilirubin": {"value": 1, "unit": CANARY}}}
    yield whole | {"labs": {CANARY: 1}}
    yield whole | {"as_of": CANARY}
    yield whole | {"id": CANARY}
    yield whole | {"schema": CANARY}
    yield whole | {"specimen": [{"site": CANARY}]}
    yield whole | {"specimen": [{"site": "liver", CANARY: CANARY}]}
    yield whole | {"person": {"sex": CANARY}}
    yield whole | {"session": [{"date": CANARY, "modality": CANARY}]}
    yield whole | {"study": [{"date": "2026-01-01", "kind": "ct", "lesions": [{"id": CANARY, "longest_mm": CANARY}]}]}


@pytest.mark.parametrize("tree", list(faulty()), ids=range(len(list(faulty()))))
def test_errors_do_not_repeat_what_was_seen(own, tree):
    for reply in (
        own.client.post("/api/report", json={"chart": tree}),
        own.post("/report.json", {"chart": json.dumps(tree)}),
        own.post("/upload", files=[("charts", (f"{CANARY}.json", json.dumps(tree).encode()))]),
    ):
        assert reply.status_code == 422
        assert not leaks(reply.text), reply.text[:600]
        assert reply.headers["content-type"].startswith("text/html") or reply.json()["faults"]


@pytest.mark.parametrize(
    "content",
    [
        CANARY.encode(),
        f'"{CANARY}"'.encode(),
        f"a = {CANARY}".encode(),
        CANARY.encode("latin-1"),
        b'{"a": ' + CANARY.encode(),
    ],
)
def test_syntax_errors_do_not_either(own, content):
    for name in ("x.toml", "x.json", f"{CANARY}.txt"):
        reply = own.post("/upload", files=[("charts", (name, content))])
        assert reply.status_code == 422
        assert not leaks(reply.text)


def test_other_routes_do_not_echo(own):
    for path in (
        f"/sources/{CANARY}",
        f"/examples/{CANARY}",
        f"/{CANARY}",
        f"/rules?modality={CANARY}",
        f"/evidence?outcome={CANARY}",
    ):
        reply = own.client.get(path)
        assert reply.status_code in (404, 422)
        assert not leaks(reply.text)
    assert not leaks(own.client.get("/evidence?patients=Canaryfeld").text)


def test_a_wrong_value_stays_in_its_field(own):
    """What cannot be read is shown to the person who typed it, in the field, and nowhere else on the page."""
    fields = fields_of(own.post("/chart", {"blank": "yes"}).text) | {"labs.bilirubin/0/value": [CANARY]}
    page = own.client.post("/chart", data=fields).text
    assert page.count("Canaryfeld") == 1
    assert f'value="{CANARY}"' in page
    assert "Canaryfeld" not in own.client.post("/chart/answer", data=fields).text


def test_nothing_is_left_on_disk(own, monkeypatch, tmp_path):
    """An upload larger than the spool of the parser, and a PDF: no temporary file is made, not even a nameless one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *more, **kw: opened.append(str(path)) or real(path, *more, **kw))
    tree = planted()
    tree["question"] = CANARY
    big = json.dumps(tree).encode() + b" " * (1_500_000)
    assert own.post("/upload", files=[("charts", ("a.json", big))]).status_code == 200
    assert own.post("/sheet.pdf", {"chart": json.dumps(tree)}).status_code == 200
    assert not [path for path in opened if Path(path).is_relative_to(tmp_path)]
    assert list(tmp_path.iterdir()) == []
