"""The pages of one chart: entering it, what the answer is, where sources differ, what if, plan, course, sheet, files."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from seldinger.pathway import Consult, consult
from seldinger.patient import to_toml, variables
from seldinger.patient.course import TABLES
from seldinger.patient.read import INTENTS, LABELS
from seldinger.report import fragment, part, several
from seldinger.terms import Modality
from seldinger.web import answers, whatif
from seldinger.web.controls import control, sections
from seldinger.web.draft import Draft, blank
from seldinger.web.posted import form_body, posted_draft, posted_form, settings_of, token_of
from seldinger.web.render import canonical, html
from seldinger.web.replies import Refusal, file_reply, json_reply, refused
from seldinger.web.tables import tables
from seldinger.web.typed import Form, first

router = APIRouter()
STALE_DAYS = 30
HEAD = ("id", "as_of", "label", "question", "intent")
PDF_TYPE = "application/pdf"
_TYPST = Lock()  # its compiler is one object


def patient_page(template: str, request: Request, draft: Draft, view: str, status: int = 200, **given: Any) -> Response:
    """Return a page about one chart, with its tabs."""
    day = draft.day
    settings = settings_of(request)
    stale = day is not None and (settings.today() - day).days > STALE_DAYS
    page = html(
        template,
        draft=draft,
        view=view,
        here=view,
        stale=stale,
        token=token_of(request),
        profiles=settings.profiles,
        **given,
    )
    return HTMLResponse(page, status)


def chart_page(
    request: Request, draft: Draft, *, again: Mapping[str, int] | None = None, status: int = 200
) -> Response:
    """Return the form of a draft with the answer beside it."""
    shown = shown_answer(draft)
    asked = [each["variable"] for each in shown["asked"]] if draft.record or draft.problems else list(variables())
    head = {name: first(draft.values, name) for name in HEAD}
    return patient_page(
        "chart.html",
        request,
        draft,
        "/chart",
        status,
        head=head,
        labels=LABELS,
        intents=INTENTS,
        sections=sections(draft, asked, again),
        tables=tables(draft, asked, again),
        **shown,
    )


def shown_answer(draft: Draft) -> dict[str, Any]:
    """Return what the answer beside the form shows."""
    if draft.record is None or draft.day is None:
        return {"report": None, "headlines": [], "asked": []}
    report = answers.answer(draft.record, draft.day, draft.profile)
    return {"report": report, "headlines": answers.headlines(report), "asked": answers.asked(report)}


def consulted(draft: Draft) -> Consult:
    """Return the consult of a draft; refuses a chart that cannot be used."""
    if draft.record is None:
        raise Refusal(422, draft.problems)
    return consult(draft.record, on=draft.day, profile=draft.profile)


async def pdf(reports: list[dict[str, Any]]) -> Response:
    """Return sheets as one PDF."""

    def made() -> bytes:
        with _TYPST:
            return several(reports)

    return file_reply(await run_in_threadpool(made), PDF_TYPE, "board-sheet.pdf")


@router.post("/chart", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body("add", "blank"))
async def chart(request: Request) -> Response:
    """The form of a chart with its answer; "blank" begins an empty one, "add" one more entry of a variable or table."""
    fields = await posted_form(request)
    if first(fields, "blank"):
        settings = settings_of(request)
        return chart_page(request, blank(settings.today(), next(iter(settings.profiles.values()))))
    draft, _ = await posted_draft(request)
    return chart_page(request, draft, again=_again(fields))


def _again(fields: Form) -> dict[str, int]:
    name = first(fields, "add")
    known = name in variables() or name.partition("/")[0] in TABLES
    return {name: 1} if known else {}


@router.post("/chart/answer", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def live_answer(request: Request) -> Response:
    """The answer alone, to be set beside the form while it is filled in."""
    draft, _ = await posted_draft(request)
    return HTMLResponse(html("answer.html", draft=draft, **shown_answer(draft)))


@router.post("/profiles", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def profiles(request: Request) -> Response:
    """The answers under every profile, and where the sources take different stands."""
    draft, _ = await posted_draft(request)
    if draft.record is None or draft.day is None:
        return chart_page(request, draft, status=422)
    rows = answers.by_profile(draft.record, draft.day, settings_of(request).profiles)
    dissent = part(consulted(draft).report, "dissent")
    names = [m.label for m in Modality]
    return patient_page(
        "profiles.html", request, draft, "/profiles", rows=rows, modalities=names, dissent=Markup(dissent)
    )


@router.post("/profiles.json", responses=refused(415, program=True), openapi_extra=form_body())
async def profiles_json(request: Request) -> Response:
    """The answers under every profile."""
    draft, _ = await posted_draft(request)
    if draft.record is None or draft.day is None:
        raise Refusal(422, draft.problems)
    return json_reply(canonical(answers.by_profile(draft.record, draft.day, settings_of(request).profiles)))


@router.post(
    "/what-if", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body("variable", "try")
)
async def what_if(request: Request) -> Response:
    """One value changed: which answers turn; and what would turn an answer by itself."""
    draft, fields = await posted_draft(request)
    if draft.record is None or draft.day is None:
        return chart_page(request, draft, status=422)
    tried = whatif.tried(draft, fields)
    found = control(tried.key, tried.draft) if tried.key else None
    return patient_page(
        "whatif.html",
        request,
        draft,
        "/what-if",
        choices=whatif.choices(),
        chosen=tried.key,
        control=found,
        entry=found.entries[0] if found else None,
        now=tried.now,
        then=tried.then,
        wrong=tried.problems,
        rows=tried.rows,
        flips=answers.flips(answers.answer(draft.record, draft.day, draft.profile)),
    )


@router.post("/what-if.json", responses=refused(415, program=True), openapi_extra=form_body("variable", "try"))
async def what_if_json(request: Request) -> Response:
    """What turns when one value changes, and what would turn an answer by itself."""
    draft, fields = await posted_draft(request)
    if draft.record is None or draft.day is None:
        raise Refusal(422, draft.problems)
    tried = whatif.tried(draft, fields)
    if tried.problems or (first(fields, "variable") and not tried.key):
        raise Refusal(422, tried.problems)
    report = answers.answer(draft.record, draft.day, draft.profile)
    return json_reply(canonical({"variable": tried.key, "turns": tried.rows, "flips": answers.flips(report)}))


@router.post("/sheet", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body())
async def sheet(request: Request) -> Response:
    """The board sheet."""
    draft, _ = await posted_draft(request)
    if draft.record is None:
        return chart_page(request, draft, status=422)
    article = Markup(fragment(consulted(draft).report))
    return patient_page("sheet.html", request, draft, "/sheet", article=article)


@router.post("/sheet.pdf", response_class=Response, responses=refused(415), openapi_extra=form_body())
async def sheet_pdf(request: Request) -> Response:
    """The board sheet as a tagged PDF."""
    draft, _ = await posted_draft(request)
    if draft.record is None:
        return chart_page(request, draft, status=422)
    return await pdf([consulted(draft).report])


@router.post("/report.json", responses=refused(415, program=True), openapi_extra=form_body())
async def report_json(request: Request) -> Response:
    """report.json of a chart: the same bytes as on the command line."""
    draft, _ = await posted_draft(request)
    return json_reply(consulted(draft).to_json(), name="report.json")


@router.post("/chart.toml", response_class=Response, responses=refused(415), openapi_extra=form_body())
async def chart_toml(request: Request) -> Response:
    """The chart as a file of one's own."""
    draft, _ = await posted_draft(request)
    if draft.record is None:
        return chart_page(request, draft, status=422)
    return file_reply(to_toml(draft.record), "application/toml", "chart.toml")
