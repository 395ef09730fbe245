"""The bearer token of a CDS client: signed by a key that the centre configured, for this address, now, and only once.

Whatever is wrong, the answer is the same 401, so that a refusal teaches nothing. Tokens are neither kept nor logged. An
address of keys inside a token is never followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

ALGORITHMS = ("ES384", "RS384")
LEEWAY_SECONDS = 30.0
LONGEST_SECONDS = 600.0  # from issue to expiry; the specification advises five minutes
LAST_SECOND = 1e12  # since 1970; no clock holds more, and no float does for long
SHORTEST_RSA = 2048  # bits, of which each letter of base64url holds six
MOST_TOKEN = 8192  # characters
MOST_REMEMBERED = 100_000
_CLAIMS = ("iss", "aud", "exp", "iat", "jti")


class UnauthorizedError(Exception):
    """A call that is not allowed; it carries no reason."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trusted:
    """The clients a centre allows: for each issuer the JWK set it gave out of band."""

    issuers: Mapping[str, Mapping[str, Any]]

    def __post_init__(self) -> None:
        """Refuse a set without keys, and a key that is no public key of one of the two algorithms."""
        for issuer, jwks in self.issuers.items():
            keys = jwks.get("keys")
            if not isinstance(keys, list) or not keys:
                raise ValueError(f"issuer {issuer!r}: expected a JWK set, an object with a list of keys")
            for key in keys:
                if not isinstance(key, Mapping) or not _verifies(key):
                    raise ValueError(
                        f"issuer {issuer!r}: expected public EC (P-384) or RSA (2,048 bits) keys to verify"
                    )


def _verifies(key: Mapping[str, Any]) -> bool:
    """Return whether a JWK is a public key of one of the two algorithms, long enough, and meant for signatures."""
    kind = (key.get("kty"), key.get("crv"))
    long_enough = len(str(key.get("n", ""))) * 6 >= SHORTEST_RSA if kind[0] == "RSA" else True
    return (
        kind in (("EC", "P-384"), ("RSA", None)) and long_enough and "d" not in key and key.get("use", "sig") == "sig"
    )


@dataclass(slots=True)
class Replay:
    """The token ids seen lately; each is refused until its token has expired."""

    seen: dict[tuple[str, str], float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def first_time(self, issuer: str, jti: str, expires: float, now: float) -> bool:
        """Return whether a token id is new, and remember it; a full memory refuses rather than forgets."""
        with self._lock:
            for old in [key for key, end in self.seen.items() if end + LEEWAY_SECONDS < now]:
                del self.seen[old]
            if (issuer, jti) in self.seen or len(self.seen) >= MOST_REMEMBERED:
                return False
            self.seen[issuer, jti] = expires
            return True


def check(authorization: str | None, *, url: str, trusted: Trusted, replay: Replay, now: float) -> str:
    """Return the issuer of a call to a URL at a time [s since 1970], or raise UnauthorizedError.

    Needs the package pyjwt with its cryptography.
    """
    import jwt

    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not 0 < len(token) <= MOST_TOKEN:
        raise UnauthorizedError
    try:
        claims = _verified(token, url, trusted)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        raise UnauthorizedError from None
    issued, expires, begins = claims["iat"], claims["exp"], claims.get("nbf", claims["iat"])
    if not all(map(_a_time, (issued, expires, begins))) or not isinstance(claims["jti"], str) or not claims["jti"]:
        raise UnauthorizedError
    begun = max(issued, begins) - LEEWAY_SECONDS <= now
    in_time = begun and now < expires + LEEWAY_SECONDS and 0 < expires - issued <= LONGEST_SECONDS
    if not in_time or not replay.first_time(claims["iss"], claims["jti"], expires, now):
        raise UnauthorizedError
    return str(claims["iss"])


def _a_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LAST_SECOND


def _verified(token: str, url: str, trusted: Trusted) -> Mapping[str, Any]:
    """Return the claims of a token whose signature, issuer and audience hold; times are left to the caller's clock."""
    import jwt

    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise UnauthorizedError
    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
    named = [key for key in trusted.issuers[issuer]["keys"] if key.get("kid") == header.get("kid")]
    family = {"ES384": "EC", "RS384": "RSA"}[header["alg"]]
    (key,) = [each for each in named if each["kty"] == family]
    options: Any = {"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False}
    claims: Mapping[str, Any] = jwt.decode(
        token,
        jwt.PyJWK(key, algorithm=header["alg"]),
        algorithms=[header["alg"]],
        audience=url,
        issuer=issuer,
        options=options,
    )
    return claims
