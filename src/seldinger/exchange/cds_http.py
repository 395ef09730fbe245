"""The CDS services over HTTP, without a framework: a request in, a reply out. A web server only passes bytes through."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from seldinger.exchange.cds import BAD, OK, UNKNOWN, Options, discovery, service
from seldinger.exchange.cds_feedback import FeedbackError, append, feedback, shown
from seldinger.exchange.fhir_entries import parse
from seldinger.exchange.jwt_check import Replay, Trusted, UnauthorizedError, check
from seldinger.patient import ChartError

PREFIX = "/cds-services"
UNAUTHORIZED, NOT_ALLOWED, TOO_LARGE = 401, 405, 413
MOST_BYTES = 8 * 1024 * 1024
_PREFLIGHT_SECONDS = "600"


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """How a centre offers the services.

    ``address`` is what clients call, without the path; a token's audience must be that address with the path called.
    ``trusted`` None asks for no token, which only a server that listens on its own machine alone may do.
    """

    address: str
    options: Options = field(default_factory=Options)
    trusted: Trusted | None = None
    replay: Replay = field(default_factory=Replay)
    origins: frozenset[str] = frozenset()  # of browsers that may call; nobody's when empty
    log: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What to send back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def handle(
    method: str, path: str, headers: Mapping[str, str], body: bytes, *, site: Site, on: date, now: float
) -> Reply:
    """Return the reply to one request below /cds-services; header names in small letters, ``now`` in seconds since 1970."""
    shared = _cross_origin(headers.get("origin"), site)
    if method == "OPTIONS":
        return Reply(status=204, headers=shared, body=b"")
    try:
        if site.trusted is not None:
            url = site.address.rstrip("/") + path
            check(headers.get("authorization"), url=url, trusted=site.trusted, replay=site.replay, now=now)
    except UnauthorizedError:
        return Reply(status=UNAUTHORIZED, headers={**shared, "www-authenticate": "Bearer"}, body=b"")
    if len(body) > MOST_BYTES:
        return _json(TOO_LARGE, {"message": f"at most {MOST_BYTES} bytes"}, shared)
    status, answer = _routed(method, path.removeprefix(PREFIX).strip("/").split("/"), body, site, on)
    return _json(status, answer, shared)


def _routed(method: str, steps: list[str], body: bytes, site: Site, on: date) -> tuple[int, Any]:
    if steps == [""]:
        return (OK, discovery(site.options)) if method == "GET" else (NOT_ALLOWED, {"message": "GET"})
    if method != "POST":
        return NOT_ALLOWED, {"message": "POST"}
    try:
        request = parse(body, "request")
    except ChartError:
        return BAD, {"message": "the request must be JSON in UTF-8"}
    match steps:
        case [name]:
            answered = service(name, request, on=on, options=site.options)
            if site.log is not None and answered.status == OK:
                append(site.log, shown(name, answered.body["cards"]))
            return answered.status, answered.body
        case [name, "feedback"]:
            return _fed_back(name, request, site)
    return UNKNOWN, {"message": "no such service; discovery lists them"}


def _fed_back(name: str, request: Any, site: Site) -> tuple[int, Any]:
    if name not in {each["id"] for each in discovery(site.options)["services"]}:
        return UNKNOWN, {"message": "no such service; discovery lists them"}
    try:
        lines = feedback(name, request)
    except FeedbackError as fault:
        return BAD, {"message": str(fault)}
    if site.log is not None:
        append(site.log, lines)
    return OK, None


def _cross_origin(origin: str | None, site: Site) -> dict[str, str]:
    """Return the headers that let a configured origin call from a browser; none for anybody else."""
    if origin is None or origin not in site.origins:
        return {"vary": "Origin"}
    return {
        "vary": "Origin",
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": "Authorization, Content-Type",
        "access-control-max-age": _PREFLIGHT_SECONDS,
    }


def _json(status: int, answer: Any, headers: Mapping[str, str]) -> Reply:
    body = b"" if answer is None else json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    return Reply(status=status, headers={**headers, "content-type": "application/json"}, body=body)
