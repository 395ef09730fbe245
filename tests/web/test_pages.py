"""Every page answers, links only to pages that exist, and shows only numbers that stand in report.json."""

import json
import re

import pytest

from seldinger.patient import examples
from seldinger.report.place import resolve
from seldinger.web.render import environment
from tests.web.browser import fields_of, links_of

OPEN = ("/", "/rules", "/rules?modality=y90_resin", "/sources", "/sources/delprete2014", "/evidence", "/y90")
OPEN += (
    "/evidence?outcome=abscess&scope=y90_glass",
    "/evidence/studies",
    "/evidence/studies?modality=tae&tumour=carcinoid",
)
VIEWS = ("/chart", "/profiles", "/what-if", "/plan", "/follow-up", "/sheet")


@pytest.mark.parametrize("path", OPEN)
def test_pages_without_a_patient(visitor, path):
    reply = visitor.client.get(path)
    assert reply.status_code == 200
    assert "Research and education software, not a medical device" in reply.text


def test_every_link_leads_somewhere(visitor):
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = visitor.client.get(path)
        assert reply.status_code == 200, path
        if reply.headers["content-type"].startswith("text/html"):
            found = [link.partition("#")[0] for link in links_of(reply.text) if link.startswith("/")]
            waiting += [link for link in found if link and link not in seen]
    assert {"/rules", "/sources/delprete2014", "/evidence/studies.csv", "/examples/synthetic-midgut"} <= seen


def test_every_sentence_of_the_rules_is_one_click_from_its_source(visitor):
    """Each rule lists links, and the page behind each link names the rule and the place in the work."""
    page = visitor.client.get("/rules").text
    rules = re.findall(r'<article class="rule" id="([^"]+)">(.*?)</article>', page, re.S)
    assert len(rules) > 30
    works = {}
    for rule, body in rules:
        links = [link for link in links_of(body) if link.startswith("/sources/")]
        assert links, rule
        for link in links:
            works.setdefault(link, visitor.client.get(link).text)
            assert f'href="/rules#{rule}"' in works[link], (rule, link)


@pytest.mark.parametrize("name", ["synthetic-midgut", "synthetic-hazards", "published-case-1", "out-of-scope"])
@pytest.mark.parametrize("view", VIEWS)
def test_views_of_a_chart(visitor, view, name):
    reply = visitor.post(view, {"chart": visitor.example(name)})
    assert reply.status_code == 200
    report = json.loads(visitor.post("/report.json", {"chart": visitor.example(name)}).text)
    for pointer in re.findall(r'data-pointer="([^"]*)"', reply.text):
        resolve(report, pointer)  # raises where report.json has no such place


def test_the_answer_says_what_the_report_says(visitor):
    text = visitor.example("synthetic-hazards")
    page = visitor.post("/chart/answer", {"chart": text}).text
    report = visitor.post("/report.json", {"chart": text}).json()
    for one in report["modalities"].values():
        assert one["headline"]["says"] in page.replace("&#39;", "'")
        assert one["title"] in page


def test_the_answer_follows_what_is_entered(visitor):
    """A bilirubin of 3 mg/dL bars TAE; nothing else on the form is touched."""
    fields = fields_of(visitor.client.get("/examples/synthetic-midgut").text)
    before = visitor.client.post("/chart/answer", data=fields).text
    after = visitor.client.post("/chart/answer", data=fields | {"labs.bilirubin/0/value": ["3"]}).text
    assert "bilirubin" not in before
    assert "bilirubin" in after
    assert "contraindicated" in after


def test_a_fault_is_named_at_its_field(visitor):
    fields = fields_of(visitor.client.get("/examples/synthetic-midgut").text) | {"labs.bilirubin/0/unit": [""]}
    page = visitor.client.post("/chart", data=fields).text
    assert 'href="#f-labs.bilirubin"' in page
    assert re.search(r'id="f-labs\.bilirubin" class="control[^"]* wrong"', page)
    for view in ("/sheet", "/plan", "/profiles", "/what-if", "/follow-up", "/sheet.pdf", "/chart.toml"):
        reply = visitor.client.post(view, data=fields)
        assert reply.status_code == 422, view
        assert 'href="#f-labs.bilirubin"' in reply.text, "the form comes back with what was typed"


def test_one_more_entry_is_offered(visitor):
    fields = fields_of(visitor.client.get("/examples/synthetic-midgut").text)
    page = visitor.client.post("/chart", data=fields | {"add": ["labs.bilirubin"]}).text
    assert {"labs.bilirubin/0/value", "labs.bilirubin/1/value"} <= set(fields_of(page))
    page = visitor.client.post("/chart", data=fields | {"add": ["specimen"]}).text
    assert {"specimen/0/site", "specimen/1/site"} <= set(fields_of(page))
    page = visitor.client.post("/chart", data=fields_of(page) | {"specimen/1/site": ["primary"], "add": ["study"]}).text
    page = visitor.client.post("/chart", data=fields_of(page) | {"add": ["study/0/lesions"]}).text
    assert "study/0/lesions/0/longest_mm" in fields_of(page)


def test_what_if_shows_what_turns(visitor):
    text = visitor.example("synthetic-midgut")
    tried = {
        "chart": text,
        "variable": "vessels.portal_vein",
        "try": "yes",
        "vessels.portal_vein/0/value": "main_occlusion",
    }
    told = visitor.post("/what-if.json", tried).json()
    turned = {row["title"]: (row["before"]["word"], row["after"]["word"]) for row in told["turns"]}
    assert turned["TAE"] == ("eligible", "contraindicated")
    assert turned["Y-90 glass"] == ("eligible", "undetermined"), "thrombosis reopens the judgement, it does not bar"
    assert told["flips"]
    page = visitor.post("/what-if", tried).text
    assert "main occlusion" in page
    chart = json.loads(re.search(r'name="chart" value="([^"]*)"', page)[1].replace("&#34;", '"'))
    assert chart["vessels"]["portal_vein"]["main"] == "patent", "the chart itself stays as it was"


def test_profiles_show_dissent(visitor):
    rows = visitor.post("/profiles.json", {"chart": visitor.example("synthetic-hazards")}).json()
    assert [row["name"] for row in rows] == ["strictest", "weighed", "transarterial-review", "delprete2014"]
    page = visitor.post("/profiles", {"chart": visitor.example("synthetic-hazards")}).text
    assert 'id="dissent"' in page


def test_a_meeting(visitor):
    """Each patient with what is missing; a file that cannot be used is named by its place, and the rest goes on."""
    names = ["published-case-1", "synthetic-midgut", "out-of-scope"]
    files = [("charts", (f"{name}.toml", examples()[name].read_bytes())) for name in names]
    files.insert(1, ("charts", ("broken.toml", b"schema =")))
    page = visitor.post("/upload", files=files).text
    assert "Chart 2" in page
    assert page.count('formaction="/meeting/open"') == 3
    fields = fields_of(page)
    rows = visitor.client.post("/meeting.json", data=fields).json()
    assert [row.get("id") for row in rows] == [names[0], None, *names[1:]]
    assert rows[0]["open"] > 10
    assert rows[2]["open"] == 0
    opened = visitor.client.post("/meeting/open", data=fields | {"place": ["3"]}).text
    assert fields_of(opened)["id"] == ["synthetic-midgut"]
    pdf = visitor.client.post("/meeting.pdf", data=fields)
    assert pdf.content.startswith(b"%PDF")


def test_all_sheets_stand_in_one_pdf(visitor):
    """Oracle: pypdf reads the text back."""
    from io import BytesIO

    from pypdf import PdfReader

    texts = [visitor.example(name) for name in ("published-case-1", "synthetic-midgut")]
    pdf = visitor.post("/meeting.pdf", {"charts": json.dumps(texts)}).content
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    firsts = [text for text in pages if "board sheet" in text]
    assert len(firsts) == 2
    assert "published-case-1" in firsts[0]
    assert "synthetic-midgut" in firsts[1]


def test_the_calculator_agrees_with_the_plan(visitor):
    """The same figures of a chart, entered in the calculator, give the activities of the chart's own plan."""
    text = visitor.example("synthetic-midgut")
    plan = visitor.post("/plan.json", {"chart": text}).json()
    page = visitor.client.get("/examples/synthetic-midgut").text
    from seldinger.web.y90 import INPUTS

    mine = {k: v for k, v in fields_of(page).items() if k.partition("/")[0] in INPUTS}
    told = visitor.client.post("/y90.json", data={"token": visitor.token, **mine}).json()
    for product in ("y90_glass", "y90_resin"):
        assert told[product]["activity"]["methods"] == plan[product]["activity"]["methods"]


def test_the_calculator_by_hand(visitor):
    """0.9 GBq in 0.9 kg: 49.67 Gy. 857.14 mL at 1.05 g/mL are 0.9 kg; without shunt 49.67 Gy takes 0.9 GBq."""
    fields = {
        "y90.perfused_volume_ml/0/value": "857.142857",
        "y90.target_perfused_gy/0/value": "49.67",
        "shunt.lung_shunt_fraction/0/value": "0",
        "shunt.lung_dose_gy_before/0/value": "0",
    }
    told = visitor.post("/y90.json", fields).json()["y90_glass"]["activity"]["methods"][0]
    assert told["method"] == "mono-compartment"
    assert told["plan"]["at_most_gbq"] == pytest.approx(0.9, rel=1e-4)


def test_pages_escape_what_was_entered(visitor):
    evil = '<script>alert(1)</script>"onmouseover="x'
    chart = json.loads(visitor.example("synthetic-midgut"))
    chart["question"] = evil
    chart["labs"]["bilirubin"]["source"] = evil
    for view in VIEWS:
        page = visitor.post(view, {"chart": json.dumps(chart)}).text
        assert "<script>alert" not in page, view
        assert '"onmouseover="' not in page, view
    assert environment().autoescape


def test_no_page_has_style_or_script_of_its_own(visitor):
    """The policy forbids both; a page that tried would only look broken, so no page tries."""
    pages = [visitor.client.get(path).text for path in OPEN]
    pages += [visitor.post(view, {"chart": visitor.example("synthetic-hazards")}).text for view in VIEWS]
    for page in pages:
        assert not re.search(r"<[^>]+\sstyle=", page)
        assert not re.search(r"<[^>]+\son[a-z]+=", page)
        assert "<style" not in page
        assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/live.js" defer>']


def test_the_script_is_ours_and_short(visitor):
    script = visitor.client.get("/static/live.js").text
    assert len(script.splitlines()) <= 60


def test_every_variable_has_its_field(visitor):
    """The form derives from the declarations: a new variable appears without anybody writing a field."""
    from seldinger.patient import variables
    from seldinger.patient.course import TABLES

    page = visitor.post("/chart", {"blank": "yes"}).text
    names = {name.partition("/")[0] for name in fields_of(page)}
    assert set(variables()) - set(TABLES) <= names
    for key in TABLES:
        assert f'value="{key}">Add' in page


@pytest.mark.parametrize("odd", [{"on": "2026-13-01"}, {"on": "tomorrow"}, {"profile": "lenient"}])
@pytest.mark.parametrize(
    "path", ["/sheet", "/sheet.pdf", "/report.json", "/plan.json", "/profiles", "/what-if", "/chart.toml"]
)
def test_a_chart_is_never_answered_for_another_day_or_profile_than_asked(visitor, path, odd):
    assert visitor.post(path, {"chart": visitor.example("synthetic-midgut"), **odd}).status_code == 422
    page = visitor.post("/chart", {"chart": visitor.example("synthetic-midgut"), **odd})
    assert page.status_code == 200
    assert "to correct" in page.text
    assert "eligible" not in page.text


def test_a_chart_that_cannot_be_used_stays_in_the_list_of_its_meeting(visitor):
    """A patient who was brought to the meeting is not lost from it by asking again."""
    good = visitor.example("synthetic-midgut").encode()
    files = [("charts", (f"{n}.json", content)) for n, content in enumerate((good, b"{}", good))]
    page = visitor.post("/upload", files=files).text
    charts = fields_of(page)["charts"]
    assert "Sheets of 2 of 3 charts" in page
    again = visitor.post("/meeting", {"charts": charts, "profile": "strictest"})
    assert '<th scope="row">Chart 2</th>' in again.text
    assert "Sheets of 2 of 3 charts" in again.text
    rows = visitor.post("/meeting.json", {"charts": charts}).json()
    assert [bool(row["problems"]) for row in rows] == [False, True, False]
    assert visitor.post("/meeting.pdf", {"charts": charts}).status_code == 200
    assert "synthetic-midgut" in visitor.post("/meeting/open", {"charts": charts, "place": "3"}).text
    assert visitor.post("/meeting.pdf", {"charts": json.dumps([""])}).status_code == 422


@pytest.mark.parametrize(
    "tried",
    [
        {"variable": "labs.bilirubin", "try": "yes", "labs.bilirubin/0/value": "3"},
        {"variable": "labs.bilirubin", "try": "yes", "labs.bilirubin/0/value": "three"},
        {"variable": "labs.bilirubn"},
    ],
    ids=["no unit", "no number", "no such variable"],
)
def test_what_could_not_be_tried_is_not_said_to_turn_nothing(visitor, tried):
    assert visitor.post("/what-if.json", {"chart": visitor.example("synthetic-midgut"), **tried}).status_code == 422
