"""The first page, the example charts, charts brought as files, and the interface for programs."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from seldinger.patient import ChartError, examples, load_record
from seldinger.patient.door import MOST_BYTES, parse_tree
from seldinger.report import fragment
from seldinger.web.chart_pages import chart_page, consulted, patient_page, pdf
from seldinger.web.draft import Draft, Problem, from_record, from_tree, with_options
from seldinger.web.meeting import meeting_page
from seldinger.web.posted import content_type, settings_of, token_of, upload_body, uploaded
from seldinger.web.render import canonical, html
from seldinger.web.replies import JSON_TYPE, Refusal, json_reply, refused

router = APIRouter()
NO_FILE = Problem(path="", key=None, says="no chart was chosen; choose one or more files that end in .toml or .json")
CHART_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON_TYPE: {
                "schema": {
                    "type": "object",
                    "required": ["chart"],
                    "additionalProperties": False,
                    "properties": {
                        "chart": {"type": "object"},
                        "profile": {"type": "string"},
                        "on": {"type": "string", "format": "date"},
                    },
                }
            }
        },
    }
}


def start_page(request: Request, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
    """Return the first page: enter a chart, bring charts, look at an example."""
    page = html("start.html", here="/", token=token_of(request), examples=list(examples()), problems=problems)
    return HTMLResponse(page, status)


@router.get("/", response_class=HTMLResponse, responses=refused())
async def start(request: Request) -> Response:
    """The first page."""
    return start_page(request)


@router.post("/upload", response_class=HTMLResponse, responses=refused(415), openapi_extra=upload_body())
async def upload(request: Request) -> Response:
    """Charts as files: one opens as a chart, several as a meeting."""
    drafts = await uploaded(request)
    if not drafts:
        return start_page(request, (NO_FILE,), 422)
    profile = next(iter(settings_of(request).profiles.values()))
    drafts = [with_options(each, profile, None) for each in drafts]
    if len(drafts) > 1:
        return meeting_page(request, drafts)
    if drafts[0].record is None:
        return start_page(request, drafts[0].problems, 422)
    return chart_page(request, drafts[0])


@router.get("/examples.json", responses=refused(program=True))
async def example_list() -> Response:
    """The names of the example charts."""
    return json_reply(canonical(list(examples())))


@router.get("/examples/{name}", response_class=HTMLResponse, responses=refused(404))
async def example(request: Request, name: str) -> Response:
    """An example chart; with ".json" its report.json, with ".pdf" its board sheet."""
    stem, dot, ending = name.partition(".")
    draft = _example(stem, request)
    if not dot:
        return chart_page(request, draft)
    if ending == "json":
        return json_reply(consulted(draft).to_json())
    if ending == "pdf":
        return await pdf([consulted(draft).report])
    raise Refusal(404)


@router.get("/examples/{name}/sheet", response_class=HTMLResponse, responses=refused(404))
async def example_sheet(request: Request, name: str) -> Response:
    """The board sheet of an example chart."""
    draft = _example(name, request)
    return patient_page("sheet.html", request, draft, "/sheet", article=Markup(fragment(consulted(draft).report)))


def _example(name: str, request: Request) -> Draft:
    if name not in examples():
        raise Refusal(404)
    profile = next(iter(settings_of(request).profiles.values()))
    return with_options(from_record(load_record(examples()[name])), profile, None)


@router.post("/api/report", responses=refused(415, program=True), openapi_extra=CHART_BODY)
async def api_report(request: Request) -> Response:
    """report.json of a chart in JSON; the same bytes as by form, by file and on the command line."""
    if content_type(request) != JSON_TYPE:
        raise Refusal(415)
    return json_reply(consulted(_asked(await request.body(), request)).to_json())


def _asked(body: bytes, request: Request) -> Draft:
    """Return the draft of a request in JSON; raises Refusal on anything else than its three members."""
    if len(body) > MOST_BYTES:
        raise Refusal(413)
    try:
        asked = parse_tree(body, ending=".json", file="request")
    except ChartError:
        raise Refusal(400) from None
    if not {"chart"} <= set(asked) <= {"chart", "profile", "on"} or not isinstance(asked["chart"], dict):
        raise Refusal(422)
    draft = from_tree(asked["chart"])
    profiles = settings_of(request).profiles
    name, on = asked.get("profile", next(iter(profiles))), asked.get("on")
    if not isinstance(name, str) or name not in profiles:
        raise Refusal(422)
    return with_options(draft, profiles[name], _day(on))


def _day(on: Any) -> date | None:
    try:
        return None if on is None else date.fromisoformat(on)
    except (TypeError, ValueError):
        raise Refusal(422) from None
