"""Several patients for one meeting: a list with what each still misses, and all sheets in one PDF."""

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from seldinger.web import answers
from seldinger.web.chart_pages import chart_page, consulted, pdf
from seldinger.web.draft import Draft, Problem, from_bytes, with_options
from seldinger.web.posted import form_body, posted_form, settings_of, token_of
from seldinger.web.render import canonical, html
from seldinger.web.replies import Refusal, json_reply, refused
from seldinger.web.typed import Form, first

router = APIRouter()
FIRST_ASKED = 4  # open questions named in the list
UNUSABLE = Problem(
    path="", key=None, says="this chart could not be used when it was brought; correct its file and bring it again"
)


def meeting_page(request: Request, drafts: list[Draft], status: int = 200) -> Response:
    """Return the list of a meeting."""
    rows = [_row(place, each) for place, each in enumerate(drafts, start=1)]
    page = html(
        "meeting.html",
        here="/meeting",
        token=token_of(request),
        rows=rows,
        charts=json.dumps([each.text for each in drafts], ensure_ascii=False),  # "" keeps the place of an unusable one
        usable=sum(each.record is not None for each in drafts),
        profiles=settings_of(request).profiles,
        profile=drafts[0].profile.name if drafts else "",
    )
    return HTMLResponse(page, status)


def _row(place: int, draft: Draft) -> dict[str, Any]:
    """Return one patient of the list: who, the answers, what is missing."""
    if draft.record is None or draft.day is None:
        return {"place": place, "problems": draft.problems}
    report = answers.answer(draft.record, draft.day, draft.profile)
    asked = answers.asked(report)
    return {
        "place": place,
        "problems": (),
        "id": draft.record.id,
        "question": draft.record.question,
        "scope": report["scope"],
        "headlines": answers.headlines(report),
        "asked": [{"title": each["title"], "who": each["who"]} for each in asked[:FIRST_ASKED]],
        "open": len(asked),
        "chart": draft.text,
    }


async def _posted(request: Request) -> list[Draft]:
    """Return the drafts of a posted meeting; refuses a list that is none."""
    fields = await posted_form(request)
    settings = settings_of(request)
    profile = settings.profiles.get(first(fields, "profile") or next(iter(settings.profiles)))
    if profile is None:
        raise Refusal(422)
    texts = _texts(fields, settings.most_charts)
    return [with_options(_draft(each), profile, None) for each in texts]


def _draft(text: str) -> Draft:
    if not text:
        return Draft(values={}, record=None, problems=(UNUSABLE,))
    return from_bytes(text.encode("utf-8", "replace"), ending=".json")


def _texts(fields: Form, most: int) -> list[str]:
    try:
        texts = json.loads(first(fields, "charts"))
    except (ValueError, RecursionError):
        raise Refusal(422) from None
    if not isinstance(texts, list) or not 0 < len(texts) <= most or not all(isinstance(each, str) for each in texts):
        raise Refusal(422)
    return texts


@router.post("/meeting", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body("charts"))
async def meeting(request: Request) -> Response:
    """The list of a meeting, under another profile."""
    return meeting_page(request, await _posted(request))


@router.post("/meeting.json", responses=refused(415, program=True), openapi_extra=form_body("charts"))
async def meeting_json(request: Request) -> Response:
    """The list of a meeting."""
    rows = [_row(place, each) for place, each in enumerate(await _posted(request), start=1)]
    return json_reply(canonical([{**row, "problems": [each.as_json() for each in row["problems"]]} for row in rows]))


@router.post("/meeting.pdf", response_class=Response, responses=refused(415), openapi_extra=form_body("charts"))
async def meeting_pdf(request: Request) -> Response:
    """The sheets of every patient of a meeting whose chart can be used, in one PDF."""
    usable = [each for each in await _posted(request) if each.record is not None]
    if not usable:
        raise Refusal(422, (UNUSABLE,))
    return await pdf([consulted(each).report for each in usable])


@router.post("/meeting/open", response_class=HTMLResponse, responses=refused(415), openapi_extra=form_body("charts"))
async def meeting_open(request: Request) -> Response:
    """One patient of the list."""
    fields = await posted_form(request)
    profiles = settings_of(request).profiles
    profile = profiles.get(first(fields, "profile") or next(iter(profiles)))
    if profile is None:
        raise Refusal(422)
    texts = _texts(fields, settings_of(request).most_charts)
    place = first(fields, "place")
    if not place.isdecimal() or not 0 < int(place[:4]) <= len(texts):
        raise Refusal(422)
    return chart_page(request, with_options(_draft(texts[int(place) - 1]), profile, None))
