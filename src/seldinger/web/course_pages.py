"""Plan, follow-up, and the Y-90 calculator that needs no patient."""

from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from seldinger.report import part
from seldinger.web import y90
from seldinger.web.chart_pages import chart_page, consulted, patient_page
from seldinger.web.controls import control
from seldinger.web.draft import Draft, blank, from_form
from seldinger.web.posted import form_body, posted_draft, posted_form, settings_of, token_of
from seldinger.web.render import canonical, html
from seldinger.web.replies import Refusal, json_reply, refused
from seldinger.web.typed import Form

router = APIRouter()


@router.post("/plan", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def plan(request: Request) -> Response:
    """The plan of every open treatment; the Y-90 methods side by side."""
    draft, _ = await posted_draft(request)
    if draft.record is None:
        return chart_page(request, draft, status=422)
    report = consulted(draft).report
    told = Markup(part(report, "plan"))
    return patient_page("plan.html", request, draft, "/plan", products=y90.tables(report.get("plan") or {}), part=told)


@router.post("/plan.json", responses=refused(415, program=True), openapi_extra=form_body())
async def plan_json(request: Request) -> Response:
    """The plan part of report.json."""
    draft, _ = await posted_draft(request)
    return json_reply(canonical(consulted(draft).report.get("plan")))


@router.post("/follow-up", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def follow_up(request: Request) -> Response:
    """The course after treatment: appointments, response, markers, symptoms, toxicity over time."""
    draft, _ = await posted_draft(request)
    if draft.record is None:
        return chart_page(request, draft, status=422)
    told = Markup(part(consulted(draft).report, "follow-up"))
    return patient_page("follow.html", request, draft, "/follow-up", part=told)


@router.post("/follow-up.json", responses=refused(415, program=True), openapi_extra=form_body())
async def follow_up_json(request: Request) -> Response:
    """The followup part of report.json."""
    draft, _ = await posted_draft(request)
    return json_reply(canonical(consulted(draft).report.get("followup")))


@router.get("/y90", response_class=HTMLResponse, responses=refused())
async def calculator(request: Request) -> Response:
    """The Y-90 calculator, empty."""
    settings = settings_of(request)
    return _calculator(request, blank(settings.today(), next(iter(settings.profiles.values()))), [])


@router.post("/y90", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def calculated(request: Request) -> Response:
    """Both products by every method, from the figures given."""
    draft = _figures(request, await posted_form(request))
    if draft.record is None:
        return _calculator(request, draft, [], 422)
    return _calculator(request, draft, y90.tables(y90.calculated(draft.record, draft.profile)))


@router.post("/y90.json", responses=refused(415, program=True), openapi_extra=form_body())
async def calculated_json(request: Request) -> Response:
    """Both products by every method, as the plan of report.json holds them."""
    draft = _figures(request, await posted_form(request))
    if draft.record is None:
        raise Refusal(422, draft.problems)
    return json_reply(canonical(y90.calculated(draft.record, draft.profile)))


def _figures(request: Request, fields: Form) -> Draft:
    """Return the draft of the calculator: today's figures of nobody in particular."""
    settings = settings_of(request)
    mine = {name: given for name, given in fields.items() if name.partition("/")[0] in y90.INPUTS}
    head = {"id": ["calculation"], "as_of": [settings.today().isoformat()]}
    return from_form({**head, **mine}, settings.profiles)


def _calculator(request: Request, draft: Draft, products: list[dict[str, Any]], status: int = 200) -> Response:
    controls = [control(key, draft) for key in y90.INPUTS]
    page = html(
        "y90.html",
        here="/y90",
        token=token_of(request),
        controls=controls,
        products=products,
        problems=draft.problems,
    )
    return HTMLResponse(page, status)
