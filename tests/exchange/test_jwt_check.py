"""The token matrix: everything but a fresh token by a configured key for this address is the same 401."""

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from seldinger.exchange import Replay, Site, Trusted, UnauthorizedError, handle
from seldinger.exchange.jwt_check import check
from tests.exchange.requests import ON, request

URL, NOW, ISSUER = "https://board.example/cds-services/seldinger-work-up", 1_800_000_000.0, "https://hospital.example"
EC_KEY, OTHER_EC = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(key, kid):
    """Return the public JWK of a private key."""
    algorithm = (
        jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
    )
    return json.loads(algorithm.to_jwk(key.public_key())) | {"kid": kid}


KEYS = {"keys": [jwk(EC_KEY, "one"), jwk(RSA_KEY, "two")]}
TRUSTED = Trusted(issuers={ISSUER: KEYS})


def token(key=EC_KEY, alg="ES384", kid="one", **changes):
    """Return a bearer token; a claim that is None is left out."""
    claims = {"iss": ISSUER, "aud": URL, "iat": NOW, "exp": NOW + 300, "jti": "t1"} | changes
    return "Bearer " + jwt.encode(
        {name: each for name, each in claims.items() if each is not None},
        key,
        algorithm=alg,
        headers={"kid": kid, "jku": "https://evil.example"},
    )


@pytest.mark.parametrize(("key", "alg", "kid"), [(EC_KEY, "ES384", "one"), (RSA_KEY, "RS384", "two")])
def test_a_fresh_token_by_a_configured_key_may_pass_once(key, alg, kid):
    replay = Replay()
    assert check(token(key, alg, kid), url=URL, trusted=TRUSTED, replay=replay, now=NOW) == ISSUER
    with pytest.raises(UnauthorizedError):
        check(token(key, alg, kid), url=URL, trusted=TRUSTED, replay=replay, now=NOW)


UNSIGNED = "Bearer " + jwt.encode(
    {"iss": ISSUER, "aud": URL, "iat": NOW, "exp": NOW + 300, "jti": "t"},
    None,
    algorithm="none",
    headers={"kid": "one"},
)
SECRET = b"a secret of both sides, long enough for the library"
REFUSED = {
    "nothing": None,
    "another scheme": "Basic YTpi",
    "no token": "Bearer ",
    "no JWT": "Bearer abc",
    "three empty parts": "Bearer ..",
    "unsigned": UNSIGNED,
    "a shared secret": token(SECRET, "HS384"),
    "another algorithm": token(ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "RS256": token(RSA_KEY, "RS256", "two"),
    "a foreign key": token(OTHER_EC),
    "an unknown kid": token(kid="three"),
    "the kid of a key of another kind": token(kid="two"),
    "expired": token(iat=NOW - 700, exp=NOW - 100),
    "not yet issued": token(iat=NOW + 100, exp=NOW + 200),
    "valid for a day": token(exp=NOW + 86400),
    "expiry before issue": token(exp=NOW - 1),
    "for another service": token(aud="https://board.example/cds-services/other"),
    "for nobody": token(aud=None),
    "from an unknown issuer": token(iss="https://evil.example"),
    "from nobody": token(iss=None),
    "without an expiry": token(exp=None),
    "without an issue": token(iat=None),
    "without an id": token(jti=None),
    "with an empty id": token(jti=""),
    "too long": token(pad="x" * 9000),
}


def raw(*parts):
    """Return a token of parts that no library would write."""
    return "Bearer " + ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)


CRITICAL = jwt.encode(
    {"iss": ISSUER, "aud": URL, "iat": NOW, "exp": NOW + 300, "jti": "t"},
    EC_KEY,
    algorithm="ES384",
    headers={"kid": "one", "crit": ["odd"], "odd": True},
)
HEADER = b'{"alg":"ES384","kid":"one"}'
REFUSED |= {
    "not valid yet (RFC 7519, 4.1.5)": token(nbf=NOW + 100),
    "valid from a time that is none": token(nbf="soon"),
    "times that no clock holds": token(iat=10**400, exp=10**400 + 100),
    "a critical header that nobody understands (RFC 7515, 4.1.11)": f"Bearer {CRITICAL}",
    "a header nested without end": raw(b"[" * 5900, b"{}", b"x"),
    "claims nested without end": raw(HEADER, b"[" * 5900, b"x"),
    "an algorithm that is a list": raw(b'{"alg":["ES384"],"kid":"one"}', b"{}", b"x"),
    "an issuer that is a list": raw(HEADER, json.dumps({"iss": [ISSUER]}).encode(), b"x"),
    "letters of no alphabet of tokens": "Bearer \u00e9.\u00e9.\udc80",
}
REFUSED["altered"] = token()[:-4] + "AAAA"
SITE = Site(address="https://board.example", trusted=TRUSTED)


@pytest.mark.parametrize("name", REFUSED)
def test_every_other_token_is_the_same_401(name):
    headers = {} if REFUSED[name] is None else {"authorization": REFUSED[name]}
    body = json.dumps(request("synthetic-midgut")).encode()
    reply = handle("POST", "/cds-services/seldinger-work-up", headers, body, site=SITE, on=ON, now=NOW)
    assert (reply.status, reply.body) == (401, b"")
    assert reply.headers == {"vary": "Origin", "www-authenticate": "Bearer"}


def test_a_token_that_has_begun_to_be_valid_may_pass():
    sent = token(nbf=NOW + 10, jti="begun")
    assert check(sent, url=URL, trusted=TRUSTED, replay=Replay(), now=NOW) == ISSUER, "within the leeway"


def test_a_good_token_is_answered():
    body = json.dumps(request("synthetic-midgut")).encode()
    sent = {"authorization": token(jti="good")}
    reply = handle("POST", "/cds-services/seldinger-work-up", sent, body, site=SITE, on=ON, now=NOW)
    assert (reply.status, json.loads(reply.body)) == (200, {"cards": []})


def test_a_full_memory_refuses_rather_than_forgets(monkeypatch):
    monkeypatch.setattr("seldinger.exchange.jwt_check.MOST_REMEMBERED", 1)
    replay = Replay()
    check(token(jti="a"), url=URL, trusted=TRUSTED, replay=replay, now=NOW)
    with pytest.raises(UnauthorizedError):
        check(token(jti="b"), url=URL, trusted=TRUSTED, replay=replay, now=NOW)
    later = NOW + 1000
    fresh = token(jti="b", iat=later, exp=later + 100)
    assert check(fresh, url=URL, trusted=TRUSTED, replay=replay, now=later) == ISSUER


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": []},
        {"keys": [{"kty": "oct", "k": "AAAA"}]},
        {"keys": [jwk(EC_KEY, "one") | {"d": "AAAA"}]},
        {"keys": [jwk(EC_KEY, "one") | {"crv": "P-256"}]},
        {"keys": [jwk(RSA_KEY, "two") | {"n": "x" * 171}]},  # 1,024 bits; RFC 7518 3.3 asks for 2,048
        {"keys": [jwk(EC_KEY, "one") | {"use": "enc"}]},  # RFC 7517 4.2: not a key to verify with
        {"keys": ["key"]},
    ],
)
def test_a_key_set_that_could_not_protect_is_refused(keys):
    with pytest.raises(ValueError, match="expected"):
        Trusted(issuers={ISSUER: keys})
