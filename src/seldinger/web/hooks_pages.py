"""CDS Hooks over the same port: bytes are passed to the exchange room, which answers and checks the caller's token."""

import time
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from seldinger.exchange import handle
from seldinger.web.posted import settings_of
from seldinger.web.replies import Refusal

router = APIRouter()
PREFIX = "/cds-services"
SAYS = {
    400: "The request is not as the specification asks.",
    401: "The bearer token is missing or not accepted; no reason is given.",
    403: "A page of another site asked, and no token is configured.",
    404: "No such service.",
    408: "The request took too long to arrive.",
    412: "The patient cannot be had.",
    413: "The request is too large.",
    500: "A fault of the program.",
}
ANSWERS: dict[int | str, dict[str, Any]] = {code: {"description": says} for code, says in SAYS.items()}
JSON_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


async def _handled(request: Request) -> Response:
    settings = settings_of(request)
    if settings.hooks is None:
        raise Refusal(404)
    headers = {name.lower(): value for name, value in request.headers.items()}
    reply = handle(
        request.method,
        request.url.path,
        headers,
        await request.body(),
        site=settings.hooks,
        on=settings.today(),
        now=time.time(),
    )
    return Response(reply.body, reply.status, dict(reply.headers))


@router.get(PREFIX, responses=ANSWERS, response_class=Response)
async def services(request: Request) -> Response:
    """The services that are offered (CDS Hooks 2.0 discovery)."""
    return await _handled(request)


@router.post(f"{PREFIX}/{{service}}", responses=ANSWERS, response_class=Response, openapi_extra=JSON_BODY)
async def service(request: Request, service: str) -> Response:
    """The cards of one service for one patient."""
    return await _handled(request)


@router.post(f"{PREFIX}/{{service}}/feedback", responses=ANSWERS, response_class=Response, openapi_extra=JSON_BODY)
async def feedback(request: Request, service: str) -> Response:
    """What clinicians did with the cards."""
    return await _handled(request)


@router.options(PREFIX, include_in_schema=False)
@router.options(f"{PREFIX}/{{service}}", include_in_schema=False)
@router.options(f"{PREFIX}/{{service}}/feedback", include_in_schema=False)
async def preflight(request: Request) -> Response:
    """Whether a browser of another origin may ask."""
    return await _handled(request)
