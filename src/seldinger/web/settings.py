"""How the page is served: loopback for one person, or behind a hospital's own sign-on; nothing in between."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from seldinger.exchange import Site, Trusted
from seldinger.exchange.cds import Options
from seldinger.selection import PROFILES, Profile

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST_SECRET = 32
HTTP_PORT = 80
KEYS = {"origin", "user_header", "secret_file"}
HOOK_KEYS = {"address", "issuers", "origins", "order_sign"}


class SettingsError(ValueError):
    """Settings under which the page must not be served; the message says what is missing and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignOn:
    """A proxy in front that signs people on (OpenID Connect, SAML) and vouches for each request with a shared secret."""

    origin: str  # the address people type, https://board.hospital.example
    user_header: str  # header in which the proxy names the person, in small letters
    secret: str = field(repr=False)  # what the proxy sends in x-seldinger-proxy

    @property
    def host(self) -> str:
        """Return the host of the address people type."""
        return urlsplit(self.origin).netloc


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Where the page listens, who may come in, and what it may take."""

    host: str = "127.0.0.1"
    port: int = 8484
    sign_on: SignOn | None = None
    profiles: Mapping[str, Profile] = field(default_factory=lambda: dict(PROFILES))
    today: Callable[[], date] = date.today
    hooks: Site | None = None  # CDS Hooks; without one, offered on this machine alone and without tokens
    most_bytes: int = 8 * 1024 * 1024  # of one request
    body_seconds: float = 30.0  # in which a request must have arrived
    most_charts: int = 60  # of one meeting

    def __post_init__(self) -> None:
        """Refuse to listen beyond this machine without somebody who signs people on."""
        if self.host not in LOOPBACK and self.sign_on is None:
            raise SettingsError(
                f"host {self.host}: other machines could reach the page, and nobody would ask who is there; "
                "stay on 127.0.0.1, or name a sign-on file (--sign-on)"
            )
        if self.hooks is None and self.sign_on is None:
            object.__setattr__(self, "hooks", Site(address=f"http://127.0.0.1:{self.port}"))
        if self.hooks is not None and self.hooks.trusted is None and self.sign_on is not None:
            raise SettingsError("CDS Hooks beyond this machine need the keys of the callers (--hooks)")

    @property
    def hosts(self) -> frozenset[str]:
        """Return the Host headers that are answered; any other is a rebinding attack or a mistake."""
        if self.sign_on is not None:
            return frozenset({self.sign_on.host})
        names = ("127.0.0.1", "localhost", "[::1]")
        bare = names if self.port == HTTP_PORT else ()  # browsers leave the usual port out
        return frozenset((*(f"{name}:{self.port}" for name in names), *bare))

    @property
    def origins(self) -> frozenset[str]:
        """Return the origins whose forms are taken."""
        return frozenset({self.sign_on.origin} if self.sign_on else {f"http://{host}" for host in self.hosts})


def read_sign_on(path: Path) -> SignOn:
    """Return the sign-on of a TOML file with origin, user_header and secret_file; raises SettingsError."""
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise SettingsError(f"{path.name}: cannot be read as TOML ({type(fault).__name__})") from None
    if set(entry) != KEYS or not all(isinstance(each, str) and each for each in entry.values()):
        raise SettingsError(f"{path.name}: expected the keys {', '.join(sorted(KEYS))}, each a text")
    return _checked(entry, path)


def read_hooks(path: Path) -> Site:
    """Return the CDS Hooks site of a TOML file: address, issuers (each a file with its JWK set), origins, order_sign.

    Raises SettingsError. order_sign is off unless it is switched on: it is not clinically validated.
    """
    try:
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
        if not {"address", "issuers"} <= set(entry) <= HOOK_KEYS:
            raise SettingsError(f"{path.name}: expected address, issuers, and if wanted origins and order_sign")
        _typed(entry, path)
        sets = {name: json.loads((path.parent / file).read_text("utf-8")) for name, file in entry["issuers"].items()}
        return Site(
            address=entry["address"],
            trusted=Trusted(issuers=sets),
            origins=frozenset(entry.get("origins", ())),
            options=Options(order_sign=entry.get("order_sign", False)),
        )
    except SettingsError:
        raise
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        raise SettingsError(f"{path.name}: cannot be used ({type(fault).__name__})") from None


def _typed(entry: Mapping[str, Any], path: Path) -> None:
    """Refuse what would be read as something else: one origin as a list of letters, "false" as true."""
    origins, switched = entry.get("origins", []), entry.get("order_sign", False)
    if not isinstance(origins, list) or not all(isinstance(each, str) for each in origins):
        raise SettingsError(f"{path.name}: origins must be a list of texts")
    if not isinstance(switched, bool) or not isinstance(entry["address"], str):
        raise SettingsError(f"{path.name}: order_sign must be true or false, address a text")


def _checked(entry: Mapping[str, Any], path: Path) -> SignOn:
    parts = urlsplit(entry["origin"])
    plain = parts.netloc == parts.netloc.lower() and "@" not in parts.netloc and not parts.netloc.endswith(":443")
    if parts.scheme != "https" or not parts.netloc or parts.path or parts.query or parts.fragment or not plain:
        raise SettingsError(f"{path.name}: origin must be https:// and a host as browsers send it, without a path")
    try:
        secret = (path.parent / entry["secret_file"]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path.name}: secret_file cannot be read") from None
    if len(secret) < SHORTEST_SECRET or not secret.isascii():
        raise SettingsError(f"{path.name}: the secret needs at least {SHORTEST_SECRET} plain characters")
    return SignOn(origin=entry["origin"], user_header=entry["user_header"].lower(), secret=secret)
