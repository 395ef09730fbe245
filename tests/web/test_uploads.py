"""Mutated charts at every door: an answer or a named fault, never a fault of ours, and memory that stays where it was.

10,000 of them in the profile "night" and in ./dev test all; fewer while writing.
"""

import json
import os
import random
import resource

import pytest

from seldinger.exchange import chart_bundle
from seldinger.patient import chart, examples, load_record, to_toml
from tests.web.conftest import sign_in, visit

NIGHT = os.environ.get("SELDINGER_HYPOTHESIS") == "night" or os.environ.get("SELDINGER_MUTANTS")
MUTANTS = 10_000 if NIGHT else 200
ALLOWED = {200, 400, 413, 422}
MOST_GROWTH_MB = 150  # caches of rules and figures fill once; a leak of whole reports would pass this in 300 uploads
ODD = (b"\x00", b"\xff\xfe", b"1e999", b"NaN", b"[[[[", b"{{", b'"', b"'''", b"=", b"\n[x]\n", b"99999999999999999999")
ODD += (
    b"null",
    b"-0",
    b"1979-13-32",
    b"\xf0\x9f\x92\x89",
    b"true",
    b"{ not_done = true }",
    b"\xe2\x80\xae",
    b"\\u0000",
)


def seeds():
    for path in examples().values():
        yield path.read_bytes(), ".toml"
        record = load_record(path)
        yield to_toml(record).encode(), ".toml"
        yield json.dumps(chart(record)).encode(), ".json"
        yield json.dumps(chart_bundle(record)).encode(), ".json"


def nudged(content, dice):
    """Return content with one digit or letter turned into another: often still a chart, with another meaning."""
    places = [i for i, byte in enumerate(content) if chr(byte).isalnum() and byte < 128]
    at = dice.choice(places)
    other = b"0123456789" if chr(content[at]).isdigit() else b"abcdefghijklmnopqrstuvwxyz"
    return content[:at] + bytes([dice.choice(other)]) + content[at + 1 :]


def mutated(content, dice):
    """Return content with one digit nudged, or one to four edits: bytes changed, cut, doubled, or something odd put in."""
    if dice.random() < 0.5:
        return nudged(content, dice)
    for _ in range(dice.randint(1, 4)):
        at, to = sorted(dice.randrange(len(content) + 1) for _ in range(2))
        match dice.randrange(6):
            case 0:
                content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
            case 1:
                content = content[:at] + content[min(to, at + 40) :]
            case 2:
                content = content[:at] + dice.choice(ODD) + content[at:]
            case 3:
                content = content[:to] + content[at:to][:400] + content[to:]
            case 4:
                content = content[:at]
            case _:
                content = content[:at] + dice.choice(ODD) + content[min(to, at + 12) :]
    return content


PUT_IN = (1, None, "x", [], {}, [1], {"a": 1}, True, -1.5, "2026-13-40", [[]], [None], {"value": []}, 1e300)


def places(tree):
    """Yield every member of a tree as container and key."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


def test_bundles_with_members_of_another_shape():
    """JSON stays JSON, but one to four members anywhere are of another kind than the specification says."""
    dice, own = random.Random(8), sign_in(visit())
    bundles = [json.dumps(chart_bundle(load_record(path))) for path in examples().values()]
    for number in range(MUTANTS // 4):
        tree = json.loads(dice.choice(bundles))
        for _ in range(dice.randint(1, 4)):
            inside, key = dice.choice(list(places(tree)))
            inside[key] = dice.choice(PUT_IN)
        reply = own.post("/upload", files=[("charts", ("a.json", json.dumps(tree).encode()))])
        assert reply.status_code in ALLOWED, number
        assert own.faults == [], (number, own.faults)


def grown_mb(since):
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - since) / 1024


def test_mutated_uploads():
    dice, own, sources = random.Random(20261124), sign_in(visit()), list(seeds())
    seen = {}
    start = None
    for number in range(MUTANTS):
        content, ending = dice.choice(sources)
        content = mutated(content, dice)
        reply = own.post("/upload", files=[("charts", (f"a{ending}", content))])
        seen[reply.status_code] = seen.get(reply.status_code, 0) + 1
        assert reply.status_code in ALLOWED, (number, reply.status_code)
        assert "Traceback" not in reply.text
        assert own.faults == [], (number, own.faults)
        if number == MUTANTS // 4:
            start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert grown_mb(start) < MOST_GROWTH_MB
    assert min(seen.get(200, 0), seen.get(422, 0)) > MUTANTS / 50, "mutants that all fail alike would prove little"


HOSTILE = {
    "deep JSON": (b"[" * 100_000, ".json"),
    "deep JSON objects": (b'{"a":' * 50_000, ".json"),
    "deep TOML arrays": (b"a = " + b"[" * 20_000, ".toml"),
    "deep TOML tables": (b"a = " + b"{ b = " * 5_000, ".toml"),
    "long TOML key": (b".".join([b"a"] * 5_000) + b" = 1", ".toml"),
    "long number": (b'{"a": ' + b"9" * 500_000 + b"}", ".json"),
    "many keys": (b"{" + b",".join(b'"k%d": 1' % i for i in range(60_000)) + b"}", ".json"),
    "many facts": (
        b'{"schema": "seldinger/chart/1", "id": "a", "as_of": "2026-01-01", "labs": {"inr": [' + b"1," * 5000 + b"1]}}",
        ".json",
    ),
    "many rows": (
        b'{"schema": "seldinger/chart/1", "id": "a", "as_of": "2026-01-01", "event": [' + b"{}," * 50_000 + b"{}]}",
        ".json",
    ),
    "three MiB": (b"#" * (3 * 1024 * 1024), ".toml"),
    "nothing": (b"", ".toml"),
    "byte order mark": (b"\xef\xbb\xbf", ".json"),
    "lone surrogate": (rb'{"schema": "\ud800"}', ".json"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_uploads(name):
    content, ending = HOSTILE[name]
    own = sign_in(visit())
    own.post("/upload", files=[("charts", ("a.toml", b"x"))])  # what is loaded once is loaded before we look
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reply = own.post("/upload", files=[("charts", (f"a{ending}", content))])
    assert reply.status_code == 422
    assert grown_mb(start) < MOST_GROWTH_MB
    for path, body in (("/api/report", b'{"chart": ' + content + b"}"),):
        assert own.client.post(path, content=body, headers={"content-type": "application/json"}).status_code in (
            400,
            413,
            422,
        )
    assert own.faults == []


MULTIPART = {
    "no boundary": (b"x", "multipart/form-data"),
    "wrong boundary": (b"--a\r\n\r\n--a--", "multipart/form-data; boundary=b"),
    "cut short": (
        b'--a\r\nContent-Disposition: form-data; name="charts"; filename="x"\r\n\r\nab',
        "multipart/form-data; boundary=a",
    ),
    "no name": (b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--\r\n", "multipart/form-data; boundary=a"),
    "odd charset": (
        b'--a\r\nContent-Disposition: form-data; name="token"\r\n\r\nx\r\n--a--\r\n',
        "multipart/form-data; boundary=a; charset=no-such",
    ),
    "headers without end": (b"--a\r\n" + b"x" * 100_000, "multipart/form-data; boundary=a"),
}


@pytest.mark.parametrize("name", MULTIPART)
def test_broken_multipart(visitor, name):
    body, kind = MULTIPART[name]
    reply = visitor.client.post("/upload", content=body, headers={"content-type": kind})
    assert reply.status_code in (400, 403)
    assert visitor.faults == []


def test_too_many_files_and_fields(visitor):
    files = [("charts", ("a.toml", b""))] * 61
    assert visitor.post("/upload", files=files).status_code == 400
    body = "&".join(f"f{i}=" for i in range(20_001))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/chart", content=body, headers=kind).status_code == 400
    assert visitor.client.post("/chart", content=b"a=%ff%fe", headers=kind).status_code == 400


def test_no_file_at_all(visitor):
    assert visitor.post("/upload", files=[("charts", ("", b""))]).status_code == 422
    assert "no chart was chosen" in visitor.post("/upload", files=[("other", ("a.toml", b"x"))]).text
