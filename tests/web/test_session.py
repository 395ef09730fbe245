"""Signing in: the link works once, nothing opens without it, and behind a proxy only the proxy is believed."""

import pytest

from seldinger.web import Settings, SignOn, create_app
from tests.web.conftest import BASE, sign_in, visit

SECRET = "s" * 40
BEHIND = Settings(
    host="0.0.0.0", sign_on=SignOn(origin="https://board.example", user_header="x-forwarded-user", secret=SECRET)
)


@pytest.mark.parametrize(
    "path", ["/", "/rules", "/evidence", "/examples/synthetic-midgut", "/openapi.json", "/nowhere"]
)
def test_nothing_opens_before_signing_in(stranger, path):
    assert stranger.client.get(path).status_code == 401


def test_nothing_is_taken_before_signing_in(stranger):
    assert stranger.client.post("/api/report", json={"chart": {}}).status_code == 401
    assert stranger.client.post("/chart", data={"blank": "yes"}).status_code == 401


def test_the_link_works_once(stranger):
    used = stranger.links[-1].removeprefix(BASE)
    assert stranger.client.get(used, follow_redirects=False).status_code == 303
    stranger.client.cookies.clear()
    assert stranger.client.get(used).status_code == 401
    assert len(stranger.links) == 2, "a fresh link for another browser"
    assert stranger.links[0] != stranger.links[1]


@pytest.mark.parametrize("key", ["", "x", "ü", "A" * 43])
def test_a_wrong_key_opens_nothing(stranger, key):
    assert stranger.client.get("/sign-in", params={"key": key}).status_code == 401
    assert len(stranger.links) == 1, "a wrong key does not use up the link"


def test_the_cookie_is_for_this_page_only(stranger):
    reply = stranger.client.get(stranger.links[-1].removeprefix(BASE), follow_redirects=False)
    cookie = reply.headers["set-cookie"].lower()
    assert cookie.startswith("seldinger-8484=")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert reply.headers["location"] == "/"


@pytest.mark.parametrize("cookie", ["seldinger-8484=", "seldinger-8484=forged", 'seldinger-8484="', "=;=;,", "\x00"])
def test_a_forged_cookie_opens_nothing(stranger, cookie):
    assert stranger.client.get("/", headers={"cookie": cookie}).status_code == 401


@pytest.mark.parametrize("beside", ['a={"b": [1, 2]}; ', "a; ", 'a="open; ', "=a; ", "a b=c; "])
def test_cookies_of_other_programs_of_this_machine_sign_nobody_out(stranger, beside):
    """Browsers send the cookies of every port of a host; RFC 6265 5.4 lets them hold what the grammar of 4.1 does not."""
    stranger.client.get(stranger.links[-1].removeprefix(BASE), follow_redirects=False)
    ours = "; ".join(f"{name}={value}" for name, value in stranger.client.cookies.items())
    stranger.client.cookies.clear()
    assert stranger.client.get("/", headers={"cookie": beside + ours}).status_code == 200


def test_two_processes_do_not_share_sessions():
    first, second = sign_in(visit()), visit()
    second.client.cookies = first.client.cookies
    assert second.client.get("/").status_code == 401


PROXY = """
    secret  | user    | status | why
    --------+---------+--------+--------------------------------------------
    right   | dr-a    | 200    | the proxy vouches for a person
    right   | -       | 401    | the proxy names nobody
    wrong   | dr-a    | 401    | somebody else claims to be the proxy
    -       | dr-a    | 401    | somebody reached the port past the proxy
"""


@pytest.mark.parametrize("line", PROXY.strip().splitlines()[2:])
def test_behind_a_proxy(line):
    secret, user, status, why = (cell.strip() for cell in line.split("|"))
    from starlette.testclient import TestClient

    app = create_app(BEHIND, announce=pytest.fail, complain=pytest.fail)
    client = TestClient(app, base_url="https://board.example")
    headers = {"x-seldinger-proxy": {"right": SECRET, "wrong": "t" * 40}.get(secret, ""), "x-forwarded-user": user}
    given = {name: value for name, value in headers.items() if value not in ("", "-")}
    assert client.get("/", headers=given).status_code == int(status), why
    assert client.get("/sign-in?key=", headers=given).status_code == 401, "no one-time link behind a proxy"


def test_a_form_of_one_person_is_not_taken_from_another():
    from starlette.testclient import TestClient

    app = create_app(BEHIND, announce=pytest.fail, complain=pytest.fail)
    client = TestClient(app, base_url="https://board.example")
    first, second = ({"x-seldinger-proxy": SECRET, "x-forwarded-user": name} for name in ("dr-a", "dr-b"))
    token = app.door.token("dr-a")
    assert client.post("/chart", data={"token": token, "blank": "yes"}, headers=first).status_code == 200
    assert client.post("/chart", data={"token": token, "blank": "yes"}, headers=second).status_code == 403


@pytest.mark.parametrize(
    "name", ["x-forwarded-user", "x-seldinger-proxy", "host", "origin"], ids=["user", "proxy", "host", "origin"]
)
def test_a_header_that_decides_who_asks_comes_once(name):
    """A proxy that adds its header beside the visitor's own would leave the visitor to choose a name."""
    from starlette.testclient import TestClient

    app = create_app(BEHIND, announce=pytest.fail, complain=pytest.fail)
    client = TestClient(app, base_url="https://board.example")
    good = {"x-seldinger-proxy": SECRET, "x-forwarded-user": "dr-a", "origin": "https://board.example"}
    good["host"] = "board.example"
    assert client.get("/", headers=[*good.items()]).status_code == 200
    assert client.get("/", headers=[(name, good[name]), *good.items()]).status_code == 400
