"""The guard: headers byte for byte, and who is turned away with which status before anything is read."""

import asyncio

import pytest
from starlette.testclient import TestClient

from seldinger.web import Settings, create_app
from seldinger.web.guard import HEADERS
from tests.web.conftest import BASE, TODAY, sign_in, visit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = ("/", "/rules", "/static/web.css", "/static/live.js", "/rules.json", "/no-such-page", "/examples/out-of-scope")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(visitor, path):
    headers = visitor.client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_refusals_carry_them_too(stranger):
    assert stranger.client.get("/").status_code == 401
    assert stranger.client.get("/").headers["content-security-policy"] == POLICY
    assert {name for name, _ in HEADERS} <= {name for name, _ in stranger.client.get("/").headers.raw}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8484", ""])
def test_a_foreign_host_is_turned_away(visitor, host):
    """A name that an attacker points at 127.0.0.1 (rebinding) still says its own name here."""
    assert visitor.client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8484", "localhost:8484", "[::1]:8484"])
def test_our_own_names_are_answered(visitor, host):
    assert visitor.client.get("/static/web.css", headers={"host": host}).status_code == 200


ORIGINS = """
    site        | origin                 | status | why
    ------------+------------------------+--------+---------------------------------------------
    -           | -                      | 200    | a program; the token is still asked for
    same-origin | http://127.0.0.1:8484  | 200    | our own form
    none        | -                      | 200    | typed or reloaded by the user
    cross-site  | -                      | 403    | a form on another site
    same-site   | http://127.0.0.1:8484  | 403    | another port of this machine
    -           | https://evil.example   | 403    | an older browser that sends no fetch metadata
    -           | null                   | 403    | a sandboxed frame
    -           | http://127.0.0.1:9999  | 403    | another program on this machine
    same-origin | http://evil.example    | 403    | the two must agree
"""


def rows(table):
    lines = [line.split("|") for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line] for line in lines[2:]]


@pytest.mark.parametrize(("site", "origin", "status", "why"), rows(ORIGINS))
def test_origin(visitor, site, origin, status, why):
    given = {"sec-fetch-site": site, "origin": origin}
    headers = {name: value for name, value in given.items() if value != "-"}
    assert visitor.post("/chart", {"blank": "yes"}, headers=headers).status_code == int(status), why


@pytest.mark.parametrize("token", ["", "0" * 64, "not hex", "ü"])
def test_a_wrong_token_is_turned_away(visitor, token):
    assert visitor.client.post("/chart", data={"token": token, "blank": "yes"}).status_code == 403
    files = [("charts", ("a.toml", b""))]
    assert visitor.client.post("/upload", data={"token": token}, files=files).status_code == 403


def test_the_token_of_another_session_is_turned_away(visitor):
    other = sign_in(visit())
    assert visitor.client.post("/chart", data={"token": other.token, "blank": "yes"}).status_code == 403


def test_json_is_taken_as_json_only(visitor):
    """A form of another site cannot send application/json without asking first, and nobody answers that question."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        reply = visitor.client.post("/api/report", content=b'{"chart": {}}', headers={"content-type": kind})
        assert reply.status_code == 415, kind
    assert visitor.client.options("/api/report").status_code in (403, 405)


def small():
    settings = Settings(today=lambda: TODAY, most_bytes=2000, body_seconds=0.3)
    return settings, create_app(settings, announce=lambda _: None, complain=lambda _: None)


def asked(app, chunks, *, length=None, slow=0.0):
    """Send one request chunk by chunk, as a client that does not say how much will come."""
    sent, waiting = [], list(chunks)
    headers = [(b"host", b"127.0.0.1:8484"), (b"cookie", f"{app.door.cookie}={app.session}".encode())]
    if length is not None:
        headers.append((b"content-length", length))
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/chart",
        "raw_path": b"/chart",
        "query_string": b"",
        "headers": headers,
    }
    taken = []

    async def receive():
        await asyncio.sleep(slow)
        part = waiting.pop(0)
        taken.append(len(part))
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], sum(taken)


@pytest.fixture
def narrow():
    _, app = small()
    app.session = app.door.sign_in(app.door.link.partition("key=")[2])
    return app


def test_the_body_is_counted_as_it_comes(narrow):
    """No Content-Length, or a false one: the bytes count, and no more is read than the limit and one chunk."""
    status, taken = asked(narrow, [b"x" * 600] * 1000)
    assert (status, taken) == (413, 2400)
    status, taken = asked(narrow, [b"x" * 600] * 1000, length=b"10")
    assert (status, taken) == (413, 2400)


def test_a_body_that_says_it_is_too_large_is_not_read(narrow):
    assert asked(narrow, [b"x"], length=b"2001") == (413, 0)
    assert asked(narrow, [b"x"], length=b"9" * 5000) == (413, 0)


def test_a_body_that_never_ends_is_given_up(narrow):
    assert asked(narrow, [b"x"] * 50, slow=0.1)[0] == 408


def test_a_fault_of_ours_says_nothing(monkeypatch):
    """Type and place reach stderr; the message, which may hold a value, reaches nobody."""
    visitor = sign_in(visit())

    def broken(*_, **__):
        raise ValueError("Canary Patient 1957")

    monkeypatch.setattr("seldinger.web.chart_pages.chart_page", broken)
    for path in ("/chart",):
        reply = visitor.post(path, {"blank": "yes"})
        assert reply.status_code == 500
        assert "Canary" not in reply.text
        assert "Traceback" not in reply.text
        assert reply.headers["content-security-policy"] == POLICY
    assert len(visitor.faults) == 1
    assert visitor.faults[0].startswith("ValueError at ")
    assert "Canary" not in visitor.faults[0]


def test_a_websocket_is_closed(visitor):
    from starlette.websockets import WebSocketDisconnect

    client = TestClient(visitor.client.app, base_url=BASE)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
        pass
