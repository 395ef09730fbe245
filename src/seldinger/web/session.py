"""Who is there: a sign-in link that works once, a session that dies with the process, a token for every form."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping

from starlette.requests import cookie_parser

from seldinger.web.settings import Settings

PROXY_HEADER = "x-seldinger-proxy"


class Door:
    """The one thing the server remembers: the unused sign-in key and the sessions opened with earlier ones."""

    def __init__(self, settings: Settings, *, announce: Callable[[str], None]) -> None:
        """Make the first key; ``announce`` is told each new sign-in link, to print it where only the user looks."""
        self._settings, self._announce = settings, announce
        self._secret = secrets.token_bytes(32)
        self._sessions: set[str] = set()
        self._key = ""

    @property
    def cookie(self) -> str:
        """Return the name of the cookie; browsers share cookies between ports, so that the port is part of it."""
        return f"seldinger-{self._settings.port}"

    def open(self) -> None:
        """Make a new one-time key and announce its link."""
        self._key = secrets.token_urlsafe(32)
        self._announce(self.link)

    @property
    def link(self) -> str:
        """Return the sign-in link, which works once."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        return f"http://{host}:{self._settings.port}/sign-in?key={self._key}"

    def sign_in(self, key: str) -> str | None:
        """Return a new session for the right key, which is used up by that; None for any other."""
        if self._settings.sign_on is not None or not self._key or not _same(key, self._key):
            return None
        session = secrets.token_urlsafe(32)
        self._sessions.add(_digest(session))
        self.open()
        return session

    def person(self, headers: Mapping[str, str]) -> str | None:
        """Return who asks, as a name of this process only, or None when nobody has signed on."""
        sign_on = self._settings.sign_on
        if sign_on is None:
            session = _cookie(headers.get("cookie", ""), self.cookie)
            return session if session and _digest(session) in self._sessions else None
        if not _same(headers.get(PROXY_HEADER, ""), sign_on.secret):
            return None
        return headers.get(sign_on.user_header) or None

    def token(self, person: str) -> str:
        """Return the token that this person's forms carry."""
        return hmac.new(self._secret, person.encode(), hashlib.sha256).hexdigest()

    def right_token(self, person: str, token: str) -> bool:
        """Return whether a form was made for this person by this process."""
        return _same(token, self.token(person))


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode("utf-8", "replace")).hexdigest()


def _cookie(header: str, name: str) -> str | None:
    """Return a cookie by its name; what other programs of this machine have set beside it does not matter."""
    return cookie_parser(header).get(name)
