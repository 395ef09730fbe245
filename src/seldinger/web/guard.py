"""The guard before every page: host, origin, sign-on, size of the body, headers; pure ASGI, nothing is written down.

Refusals are made here, before any parser has seen a byte of the body.
"""

import asyncio
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seldinger.web.session import PROXY_HEADER, Door
from seldinger.web.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # no-referrer would make browsers send "Origin: null" with our own forms
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
SAFE = {"GET", "HEAD"}
OPEN = {"/sign-in"}  # reached before anybody has signed on
OPEN_FOLDERS = ("/static/",)
OWN_SIGN_ON = "/cds-services"  # asked by a record system, which brings its own bearer token
SAYS = {
    400: "This address is not served here.",
    401: "Nobody is signed in. Open the sign-in link that the terminal printed; each link works once.",
    403: "This request did not come from a page of this program, or the page is older than the program. Reload it.",
    404: "There is no such page.",
    405: "This page is not asked in that way.",
    408: "The request took too long to arrive.",
    413: "The request is larger than this page takes.",
    415: "This page takes another kind of content.",
    422: "A value in the address or the form is not one of those offered.",
    500: "A fault of the program, not of what was entered. Nothing was stored.",
}
Refuse = Callable[[Scope, int], ASGIApp]


class Guard:
    """ASGI middleware. ``refuse`` makes the answer for a status; ``complain`` is told type and place of our faults."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        door: Door,
        refuse: Refuse,
        complain: Callable[[str], None],
    ) -> None:
        """Stand before an application."""
        self.app, self.door, self._settings = app, door, settings
        self._refuse, self._complain = refuse, complain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answered = _Answer(send)
        try:
            status = self._status(scope)
            body = await self._body(receive) if status is None else b""
            if isinstance(body, int):
                status = body
            app = self.app if status is None else self._refuse(scope, status)
            await app(scope, _replay(b"" if isinstance(body, int) else body, receive), answered)
        except Exception as fault:
            self._complain(f"{type(fault).__name__} at {place(fault)}")
            if not answered.started:
                await self._refuse(scope, 500)(scope, receive, answered)

    def _status(self, scope: Scope) -> int | None:
        """Return the status to refuse with, or None."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if self._said_twice(scope["headers"]):
            return 400
        scope["state"] = state = dict(scope.get("state") or {})
        if headers.get("host") not in self._settings.hosts:
            return 400
        path = scope["path"]
        if path == OWN_SIGN_ON or path.startswith(f"{OWN_SIGN_ON}/"):
            return self._hooks(scope["method"], headers)
        if scope["method"] not in SAFE and not self._same_origin(headers):
            return 403
        state["person"] = self.door.person(headers)
        if state["person"] is None and path not in OPEN and not path.startswith(OPEN_FOLDERS):
            return 401
        return self._too_large(headers)

    def _said_twice(self, headers: list[tuple[bytes, bytes]]) -> bool:
        """Return whether a header that decides who asks came more than once: one of them is not the proxy's or browser's."""
        sign_on = self._settings.sign_on
        names = [b"host", b"origin", b"authorization", PROXY_HEADER.encode()]
        names += [sign_on.user_header.encode()] if sign_on else []
        given = [name for name, _ in headers]
        return any(given.count(name) > 1 for name in names)

    def _hooks(self, method: str, headers: MutableMapping[str, str]) -> int | None:
        """Return the status to refuse a record system with; where no token is asked for, no foreign page may ask."""
        hooks = self._settings.hooks
        if hooks is not None and hooks.trusted is None and method != "OPTIONS" and not self._same_origin(headers):
            return 403
        return self._too_large(headers)

    def _same_origin(self, headers: MutableMapping[str, str]) -> bool:
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return False
        return "origin" not in headers or headers["origin"] in self._settings.origins

    def _too_large(self, headers: MutableMapping[str, str]) -> int | None:
        length = headers.get("content-length", "0")
        return 413 if length.isdecimal() and int(length[:20]) > self._settings.most_bytes else None

    async def _body(self, receive: Receive) -> bytes | int:
        """Return the whole body, or the status to refuse with once it is too large or too slow."""
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                return await _read(receive, self._settings.most_bytes)
        except TimeoutError:
            return 408


async def _read(receive: Receive, most: int) -> bytes | int:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            return 413
        parts.append(part)
        more = message["type"] == "http.request" and message.get("more_body", False)
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


class _Answer:
    """Sends an answer with our headers, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            ours = {name for name, _ in HEADERS}
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
            message = {**message, "headers": [*kept, *HEADERS]}
        await self._send(message)


def place(fault: BaseException) -> str:
    """Return file and line of a fault; never its message, which could carry a patient's values."""
    trace: Any = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown place"
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"


def on_stderr(line: str) -> None:
    """Print one line on stderr."""
    print(line, file=sys.stderr, flush=True)
