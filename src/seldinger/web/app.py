"""The application: routes over the guard. Every state of a chart is asked by POST, so that no address holds a patient."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from seldinger import __version__
from seldinger.web import (
    chart_pages,
    course_pages,
    evidence_pages,
    examples_pages,
    hooks_pages,
    meeting,
    reference_pages,
)
from seldinger.web.guard import Guard, on_stderr
from seldinger.web.render import STATIC, TYPES, static
from seldinger.web.replies import Refusal, refusal, refuse, refused
from seldinger.web.session import Door
from seldinger.web.settings import Settings

ROOMS = (examples_pages, chart_pages, course_pages, meeting, evidence_pages, reference_pages, hooks_pages)
REFUSAL = {
    "type": "object",
    "required": ["error", "faults"],
    "additionalProperties": False,
    "properties": {
        "error": {"type": "string"},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "says"],
                "additionalProperties": False,
                "properties": {"path": {"type": "string"}, "says": {"type": "string"}},
            },
        },
    },
}


def create_app(
    settings: Settings | None = None,
    *,
    announce: Callable[[str], None] = on_stderr,
    complain: Callable[[str], None] = on_stderr,
) -> Guard:
    """Return the guarded application; ``announce`` is told each sign-in link, ``complain`` type and place of our faults."""
    chosen = settings or Settings()
    door = Door(chosen, announce=announce)
    app = FastAPI(title="Seldinger", version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.settings, app.state.door = chosen, door
    _faults(app)
    _common(app, door, chosen)
    for room in ROOMS:
        app.include_router(room.router)
    _describe(app)
    if chosen.sign_on is None:
        door.open()
    return Guard(app, settings=chosen, door=door, refuse=refuse, complain=complain)


def _faults(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def _refusal(request: Request, fault: Refusal) -> Response:
        return refusal(request.url.path, fault.status, fault.problems)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, fault: HTTPException) -> Response:
        reply = refusal(request.url.path, fault.status_code)
        reply.headers.update(fault.headers or {})
        return reply

    @app.exception_handler(Exception)
    async def _ours(request: Request, fault: Exception) -> Response:
        return refusal(request.url.path, 500)  # the guard hears of it too, and says type and place on stderr

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, fault: RequestValidationError) -> Response:
        return refusal(request.url.path, 422)


def _common(app: FastAPI, door: Door, settings: Settings) -> None:
    @app.get("/sign-in", include_in_schema=False)
    async def sign_in(key: str = "") -> Response:
        session = door.sign_in(key)
        if session is None:
            raise Refusal(401)
        reply = RedirectResponse("/", 303)
        reply.set_cookie(door.cookie, session, httponly=True, samesite="strict", path="/")
        return reply

    @app.get("/static/{name}", responses=refused(404), response_class=Response)
    async def files(name: str) -> Response:
        """Style and script of the pages."""
        if name not in STATIC:
            raise Refusal(404)
        return Response(static(name), media_type=TYPES[name.rpartition(".")[2]])


def _describe(app: FastAPI) -> None:
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        parts = schema.setdefault("components", {}).setdefault("schemas", {})
        parts["Refusal"] = REFUSAL
        return schema

    app.openapi = described  # type: ignore[method-assign]
