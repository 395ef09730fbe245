"""CDS Hooks over the port of the page: the exchange room answers, the guard keeps foreign pages out."""

import json

import pytest
from starlette.testclient import TestClient

from seldinger.exchange.cds import Options, discovery
from seldinger.web import Settings, SettingsError, SignOn, create_app, read_hooks
from tests.exchange.requests import request

EVIL = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}


def test_discovery_needs_no_session_on_this_machine(stranger):
    reply = stranger.client.get("/cds-services")
    assert reply.status_code == 200
    assert reply.json() == json.loads(json.dumps(discovery(Options())))


def test_a_service_answers_or_says_what_is_lacking(stranger):
    service = stranger.client.get("/cds-services").json()["services"][0]
    reply = stranger.client.post(f"/cds-services/{service['id']}", json=request("published-case-1"))
    assert reply.status_code == 200
    assert len(reply.json()["cards"]) == 1, "the work-up of this chart is incomplete"
    assert reply.headers["cache-control"] == "no-store"
    assert stranger.client.post("/cds-services/none", json={}).status_code == 404
    assert stranger.client.post(f"/cds-services/{service['id']}", content=b"{").status_code == 400


def test_a_foreign_page_may_not_ask(stranger):
    assert stranger.client.post("/cds-services/x", json={}, headers=EVIL).status_code == 403
    assert stranger.client.get("/cds-services", headers=EVIL).status_code == 403
    headers = stranger.client.options("/cds-services", headers=EVIL).headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/cds-services-and-more", "/cds-servicesx", "/chart/cds-services"])
def test_only_that_path_is_open(stranger, path):
    assert stranger.client.get(path).status_code == 401


SIGN_ON = SignOn(origin="https://board.example", user_header="x-user", secret="s" * 40)


def test_behind_a_sign_on_the_service_is_off_until_keys_are_named():
    settings = Settings(host="0.0.0.0", sign_on=SIGN_ON)
    client = TestClient(create_app(settings, announce=pytest.fail), base_url="https://board.example")
    assert client.get("/cds-services").status_code == 404
    open_site = Settings().hooks
    with pytest.raises(SettingsError, match="keys of the callers"):
        Settings(host="0.0.0.0", sign_on=SIGN_ON, hooks=open_site)


def test_with_keys_every_call_needs_a_token(tmp_path):
    """All refusals are alike: a plain 401 without a body."""
    key = {"kty": "EC", "crv": "P-384", "kid": "a", "x": "eA", "y": "eQ"}
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [key]}))
    (tmp_path / "hooks.toml").write_text('address = "https://board.example"\n[issuers]\n"https://ehr" = "keys.json"\n')
    settings = Settings(host="0.0.0.0", sign_on=SIGN_ON, hooks=read_hooks(tmp_path / "hooks.toml"))
    client = TestClient(create_app(settings, announce=pytest.fail), base_url="https://board.example")
    for given in (
        {},
        {"authorization": "Bearer x"},
        {"authorization": "Bearer a.b.c"},
        {"x-seldinger-proxy": "s" * 40},
    ):
        reply = client.get("/cds-services", headers=given)
        assert (reply.status_code, reply.content) == (401, b"")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "address = 1",
        'address = "a"\nissuers = 1',
        'address = "a"\n[issuers]\nx = "none.json"',
        "=",
        'address = "https://a"\norigins = "https://ehr.example"\n[issuers]\n"https://ehr" = "keys.json"',
        'address = "https://a"\norder_sign = "false"\n[issuers]\n"https://ehr" = "keys.json"',
        'address = 1\n[issuers]\n"https://ehr" = "keys.json"',
    ],
)
def test_half_configured_hooks_are_refused(tmp_path, text):
    key = {"kty": "EC", "crv": "P-384", "kid": "a", "x": "eA", "y": "eQ"}
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [key]}))
    (tmp_path / "hooks.toml").write_text(text)
    with pytest.raises(SettingsError):
        read_hooks(tmp_path / "hooks.toml")
