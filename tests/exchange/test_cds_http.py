"""The services over HTTP: methods, sizes, origins, feedback. The specification of CDS Hooks 2.0 is the oracle."""

import json

import pytest

from seldinger.exchange import Options, Site, by_rule, handle
from tests.exchange.requests import DISCOVERY, INSTANCE, ON, RESPONSE, order, request

CLIENT = "https://ehr.example"
SITE = Site(address="http://localhost:8484", origins=frozenset({CLIENT}))
WORK_UP, ORDER = "/cds-services/seldinger-work-up", "/cds-services/seldinger-order"


def called(method, path, body=b"", origin=None, site=SITE):
    """Return the reply to a call."""
    headers = {} if origin is None else {"origin": origin}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return handle(method, path, headers, sent, site=site, on=ON, now=0.0)


def test_discovery_and_answer():
    DISCOVERY.validate(json.loads(called("GET", "/cds-services").body))
    reply = called("POST", WORK_UP, request("ecog4-judged-fine"))
    assert reply.status == 200
    RESPONSE.validate(json.loads(reply.body))


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/cds-services", b"{}", 405),
        ("GET", WORK_UP, b"", 405),
        ("POST", WORK_UP, b"{", 400),
        ("POST", WORK_UP, b"\xff", 400),
        ("POST", WORK_UP, b"[" * 100_000, 400),
        ("POST", WORK_UP, b" " * (8 * 1024 * 1024 + 1), 413),
        ("POST", ORDER, b"{}", 404),
        ("POST", "/cds-services/x/y/z", b"{}", 404),
        ("POST", f"{ORDER}/feedback", b"{}", 404),
    ],
)
def test_what_is_not_offered(method, path, body, status):
    assert called(method, path, body).status == status


def test_only_a_configured_origin_may_call_from_a_browser():
    ours, theirs = called("OPTIONS", WORK_UP, origin=CLIENT), called("OPTIONS", WORK_UP, origin="https://evil.example")
    assert (ours.status, ours.headers["access-control-allow-origin"]) == (204, CLIENT)
    assert "Authorization" in ours.headers["access-control-allow-headers"]
    assert not any(name.startswith("access-control") for name in theirs.headers)
    assert called("GET", "/cds-services", origin=CLIENT).headers["access-control-allow-origin"] == CLIENT


def test_feedback_is_told_by_rule_and_names_no_patient(tmp_path):
    site = Site(address="http://localhost", options=Options(order_sign=True), log=tmp_path / "cds.log")
    sent = request("synthetic-hazards", "order-sign")
    sent["context"]["draftOrders"] = order("tae")
    (card,) = json.loads(called("POST", ORDER, sent, site=site).body)["cards"]
    entry = {"card": card["uuid"], "outcome": "overridden", "outcomeTimestamp": "2026-11-02T10:00:00Z"}
    reason = {"reason": {"code": "board", "system": "urn:x"}, "userComment": "Mrs CANARY insists"}
    assert (
        called("POST", f"{ORDER}/feedback", {"feedback": [entry | {"overrideReason": reason}]}, site=site).status == 200
    )
    log = site.log.read_text()
    assert "CANARY" not in log
    assert "synthetic-hazards" not in log
    assert site.log.stat().st_mode & 0o077 == 0
    counts = by_rule(site.log)
    assert counts["vessels.portal_vein_thrombosis"] == {"shown": 1, "accepted": 0, "overridden": 1}


def test_nothing_is_written_where_no_log_is_configured(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    entry = {"card": INSTANCE, "outcome": "accepted", "outcomeTimestamp": "2026-11-02T10:00:00Z"}
    assert called("POST", f"{WORK_UP}/feedback", {"feedback": [entry]}).status == 200
    assert not list(tmp_path.iterdir())


FED = {"card": INSTANCE, "outcome": "accepted", "outcomeTimestamp": "2026-11-02T10:00:00.123+01:00"}


def test_feedback_with_a_time_zone_is_taken():
    assert called("POST", f"{WORK_UP}/feedback", {"feedback": [FED]}).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        [],
        {},
        {"feedback": []},
        {"feedback": [1]},
        {"feedback": [{**FED, "outcome": "ignored"}]},
        {"feedback": [{**FED, "card": ""}]},
        {"feedback": [{"card": INSTANCE, "outcome": "accepted"}]},
        {"feedback": [FED] * 101},
        {"feedback": [FED | {"card": "Mrs CANARY of ward 3"}]},
        {"feedback": [FED | {"outcomeTimestamp": "Mrs CANARY at noon"}]},
    ],
)
def test_feedback_of_another_form_is_refused(sent):
    assert called("POST", f"{WORK_UP}/feedback", sent).status == 400
