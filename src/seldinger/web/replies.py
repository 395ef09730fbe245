"""Answers on the wire: pages, JSON, files; and what each may refuse, for the description of the interface."""

from typing import Any

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Scope

from seldinger.web.draft import Problem
from seldinger.web.guard import SAYS
from seldinger.web.render import canonical, html

JSON_TYPE = "application/json"
TITLES = {401: "Sign in", 404: "Not found", 500: "A fault of the program"}


class Refusal(Exception):
    """Stop with a status; what is wrong has no patient data."""

    def __init__(self, status: int, problems: tuple[Problem, ...] = ()) -> None:
        """Keep status and problems."""
        self.status, self.problems = status, problems
        super().__init__(status)


def json_reply(text: str, *, status: int = 200, name: str | None = None) -> Response:
    """Return JSON that is already text; with a name, a file to keep."""
    return Response(text, status, _file(name), JSON_TYPE)


def file_reply(content: bytes | str, kind: str, name: str) -> Response:
    """Return a file to keep; its name never says whose it is."""
    return Response(content, 200, _file(name), kind)


def _file(name: str | None) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'} if name else {}


def as_program(path: str) -> bool:
    """Return whether a path is asked by programs, which are refused in JSON."""
    return path.endswith(".json") or path.startswith(("/api/", "/cds-services"))


def refusal(path: str, status: int, problems: tuple[Problem, ...] = ()) -> Response:
    """Return the answer of a refusal: a page for people, JSON for programs."""
    says = SAYS.get(status, "This cannot be done.")
    if as_program(path):
        body: dict[str, Any] = {"error": says, "faults": [each.as_json() for each in problems]}
        return json_reply(canonical(body), status=status)
    title = TITLES.get(status, "Not possible")
    return HTMLResponse(html("message.html", title=title, says=says, here=path), status)


def refuse(scope: Scope, status: int) -> ASGIApp:
    """Return the answer of the guard."""
    return refusal(scope["path"], status)


def refused(*statuses: int, program: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return the refusals of a route, those of the guard included, as OpenAPI lists them."""
    kind = "application/json" if program else "text/html"
    schema = {"$ref": "#/components/schemas/Refusal"} if program else {"type": "string"}
    every = sorted({400, 401, 403, 408, 413, 422, 500, *statuses})
    return {code: {"description": SAYS[code], "content": {kind: {"schema": schema}}} for code in every}
