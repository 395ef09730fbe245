"""A posted form as a draft: content type, size of the form and token are settled before a field is read."""

from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from seldinger.exchange.fhir_entries import SNIFFED
from seldinger.web.draft import ENDINGS, Draft, from_bytes, from_fhir, from_form
from seldinger.web.form import Values
from seldinger.web.replies import Refusal
from seldinger.web.session import Door
from seldinger.web.settings import Settings

MOST_FIELDS = 20_000
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def settings_of(request: Request) -> Settings:
    """Return the settings of the application."""
    found: Settings = request.app.state.settings
    return found


def token_of(request: Request) -> str:
    """Return the token that forms on this page carry."""
    door: Door = request.app.state.door
    return door.token(request.state.person)


def check_token(request: Request, token: str) -> None:
    """Refuse a form that was not made by this program for this person."""
    door: Door = request.app.state.door
    if not door.right_token(request.state.person, token):
        raise Refusal(403)


def content_type(request: Request) -> str:
    """Return the content type without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def posted_form(request: Request) -> Values:
    """Return the fields of an urlencoded form whose token is right."""
    if content_type(request) != FORM:
        raise Refusal(415)
    try:
        body = (await request.body()).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refusal(400) from None
    fields: Values = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    check_token(request, fields.pop("token", [""])[-1])
    return fields


async def posted_draft(request: Request) -> tuple[Draft, Values]:
    """Return the draft of a posted form, and its fields."""
    fields = await posted_form(request)
    return from_form(fields, settings_of(request).profiles), fields


async def uploaded(request: Request) -> list[Draft]:
    """Return a draft for each uploaded chart, in the order sent; names of files are not kept."""
    if content_type(request) != MULTIPART:
        raise Refusal(415)
    settings = settings_of(request)
    parser = _InMemory(request.headers, request.stream(), max_files=settings.most_charts, max_fields=4)
    try:
        form = await parser.parse()
        check_token(request, str(form.get("token", "")))
        files = [each for each in form.getlist("charts") if isinstance(each, UploadFile)]
        return [await _draft(each) for each in files if each.filename or each.size]
    except (MultiPartException, ValueError, LookupError):
        raise Refusal(400) from None
    finally:
        parser.forget()


class _InMemory(MultiPartParser):
    """A parser that never writes a part to disk; the guard has bounded the whole body."""

    spool_max_size = 1 << 30

    def forget(self) -> None:
        """Let go of every part, also of one that was cut short."""
        for file in self._files_to_close_on_error:
            file.close()


async def _draft(file: UploadFile) -> Draft:
    content, name = await file.read(), (file.filename or "").lower()
    if b'"resourceType"' in content[:SNIFFED]:
        return from_fhir(content, lines=name.endswith(".ndjson"))
    return from_bytes(content, ending=next((each for each in ENDINGS if name.endswith(each)), guessed(content)))


def guessed(content: bytes) -> str:
    """Return the ending that content without a telling name should have."""
    return ".json" if content.lstrip()[:1] in (b"{", b"[") else ".toml"


def form_body(*names: str) -> dict[str, Any]:
    """Return how OpenAPI describes a form with these fields; fields of the chart may stand beside them."""
    properties = {name: {"type": "string"} for name in ("token", "chart", "profile", "on", *names)}
    schema = {
        "type": "object",
        "properties": properties,
        "required": ["token"],
        "additionalProperties": {"type": "string"},
    }
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}


def upload_body() -> dict[str, Any]:
    """Return how OpenAPI describes an upload of charts."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    properties = {"token": {"type": "string"}, "charts": files}
    schema = {"type": "object", "properties": properties, "required": ["token"]}
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": schema}}}}
