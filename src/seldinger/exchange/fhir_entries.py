"""The resources of a FHIR document, one after the other: a Bundle of any type, a list, one resource, or NDJSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seldinger.exchange.fhir_values import moment
from seldinger.patient import ChartError, Fault

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 4  # of Bundles inside Bundles: the answer to a batch is one level deep
SNIFFED = 65536
MOST_LETTERS = 64  # of the name of a type of resource
MOST_NAME = 200  # characters of an id or address that are printed
MOST_DIGITS = 19  # of the number of a version
Entry = tuple[str, Any]  # reference, resource
_WEB = ("http://", "https://")


def is_fhir(path: Path) -> bool:
    """Return whether a file holds FHIR resources rather than a chart; False when it cannot be read."""
    suffix = path.suffix.lower()
    if suffix != ".json":
        return suffix == ".ndjson"
    try:
        with path.open("rb") as stream:
            return b'"resourceType"' in stream.read(SNIFFED)
    except OSError:
        return False


def load(path: Path) -> Any:
    """Return the document of a .json or .ndjson file, the lines of the latter as a list.

    Raises ChartError on a file that cannot be read or parsed.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _fault(path.name, error.strerror or "a path that cannot be opened", "check the path") from None
    if len(content) > MOST_BYTES:
        raise _fault(path.name, "more than 64 MiB", "ask the server for this patient alone")
    return parse(content, path.name, lines=path.suffix.lower() == ".ndjson")


def parse(content: bytes | str, file: str, *, lines: bool = False) -> Any:
    """Return the document in a text; raises ChartError when it is no JSON."""
    try:
        if lines:
            return [json.loads(line, parse_constant=_no_number) for line in content.splitlines() if line.strip()]
        return json.loads(content, parse_constant=_no_number)
    except RecursionError:
        raise _fault(file, "too many levels of nesting", "ask the server for a plain Bundle") from None
    except ValueError as error:
        where = f"no JSON at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "no JSON in UTF-8"
        raise _fault(file, where, "save the answer of the server unchanged") from None


def _no_number(name: str) -> None:
    return None  # NaN is missing from here on


def _fault(file: str, seen: str, remedy: str) -> ChartError:
    return ChartError([Fault(file=file, path="", seen=seen, expected="FHIR R4 as JSON or NDJSON", remedy=remedy)])


def entries(document: Any, place: str = "", depth: int = 0) -> Iterator[Entry]:
    """Yield each resource with the reference by which the document knows it; whatever is no resource comes as it is."""
    if isinstance(document, Mapping) and document.get("resourceType") == "Bundle" and depth < MOST_DEPTH:
        every = _entry(document)
        yield from _bundled(_current(every) if document.get("type") == "history" else enumerate(every), place, depth)
    elif isinstance(document, list | tuple):
        for index, each in enumerate(document):
            yield from entries(each, f"{place}[{index}]", depth + 1)
    else:
        yield _reference(document, None, place), document


def _entry(bundle: Mapping[str, Any]) -> Iterable[Any]:
    found = bundle.get("entry")
    return found if isinstance(found, list | tuple) else ()


def _current(found: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Yield of a history, newest first, the first version of each resource; none of one that was deleted last."""
    seen: set[str] = set()
    for index, entry in enumerate(found):
        if not isinstance(entry, Mapping):
            yield index, entry
            continue
        name = _name_in_history(entry)
        if name is None or name not in seen:
            yield index, entry  # without a resource when it is a deletion
        seen |= {name} if name else set()


def _name_in_history(entry: Mapping[str, Any]) -> str | None:
    resource, request, full_url = entry.get("resource"), entry.get("request"), entry.get("fullUrl")
    if isinstance(resource, Mapping) and isinstance(resource.get("id"), str):
        return f"{resource.get('resourceType')}/{resource['id']}"
    url = request.get("url") if isinstance(request, Mapping) else None
    told = [each for each in (full_url, url) if isinstance(each, str)]
    kind, name = named({"reference": told[0]}) if told else (None, None)
    return f"{kind}/{name}" if name else None


def _bundled(found: Iterable[tuple[int, Any]], place: str, depth: int) -> Iterator[Entry]:
    for index, entry in found:
        here = f"{place}entry[{index}]"
        if not isinstance(entry, Mapping):
            yield here, entry
        elif (resource := entry.get("resource")) is None:
            continue  # a deletion, or the answer to a request without content
        elif isinstance(resource, Mapping) and resource.get("resourceType") == "Bundle":
            yield from entries(resource, f"{here}.", depth + 1)
        else:
            yield _reference(resource, entry.get("fullUrl"), here), resource


def _reference(resource: Any, full_url: Any, place: str) -> str:
    """Return the name of an entry in the account: its own, or its place when its own is not fit to be printed."""
    name = _own_name(resource, full_url)
    return name if name and name.isprintable() and len(name) <= MOST_NAME else place or "document"


def _own_name(resource: Any, full_url: Any) -> str | None:
    if isinstance(resource, Mapping) and isinstance(resource.get("id"), str):
        short = f"{resource.get('resourceType')}/{resource['id']}"
        on_a_server = isinstance(full_url, str) and full_url.startswith(_WEB) and full_url.endswith(f"/{short}")
        return str(full_url) if on_a_server else short
    return full_url if isinstance(full_url, str) else None


def patient_names(document: Any, depth: int = 0) -> Iterator[frozenset[str]]:
    """Yield the names by which other entries may refer to each Patient: its id, its address, its identifiers."""
    if isinstance(document, list | tuple) and depth < MOST_DEPTH:
        for each in document:
            yield from patient_names(each, depth + 1)
    elif isinstance(document, Mapping) and document.get("resourceType") == "Bundle" and depth < MOST_DEPTH:
        for entry in _entry(document):
            resource = entry.get("resource") if isinstance(entry, Mapping) else None
            if isinstance(resource, Mapping) and resource.get("resourceType") == "Patient":
                yield _names(resource, entry.get("fullUrl"))
            else:
                yield from patient_names(resource, depth + 1)
    elif isinstance(document, Mapping) and document.get("resourceType") == "Patient":
        yield _names(document, None)


def _names(patient: Mapping[str, Any], full_url: Any) -> frozenset[str]:
    references = [each for each in (patient.get("id"), full_url) if isinstance(each, str)]
    every = patient.get("identifier")
    known = (identified(each) for each in (every if isinstance(every, list) else ()))
    return frozenset((*(str(named({"reference": each})[1]) for each in references), *(each for each in known if each)))


def named(reference: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the type and the name of what a Reference names, whatever address or version stands beside it.

    >>> named({"reference": "https://ehr.example/fhir/Patient/7/_history/2"}), named({"reference": "urn:uuid:1f2e"})
    (('Patient', '7'), (None, '1f2e'))
    """
    kind, text = reference.get("type"), reference.get("reference")
    kind = kind if isinstance(kind, str) and is_type(kind) else None
    if not isinstance(text, str):
        return kind, identified(reference.get("identifier"))
    before, _, name = text.partition("/_history/")[0].rpartition("/")
    told = before.rpartition("/")[2]
    return (told if is_type(told) else kind), name.rpartition(":")[2]


def is_type(word: str) -> bool:
    """Return whether a word can name a type of resource."""
    return word.isascii() and word.isalpha() and len(word) <= MOST_LETTERS


def identified(identifier: Any) -> str | None:
    """Return an identifier as one name, or None when it holds no value."""
    value = identifier.get("value") if isinstance(identifier, Mapping) else None
    return f"{identifier.get('system')}|{value}" if isinstance(value, str) and value else None


def newest(found: Iterable[Entry]) -> list[Entry]:
    """Return the resources with only the newest version of each, in the order of the document.

    Versions are told by `meta.versionId` and `meta.lastUpdated`; without either the later one in the document counts.
    One number on two servers is two resources.
    """
    every = list(found)
    servers: dict[str, set[str]] = {}
    for reference, _ in every:
        servers.setdefault(_short(reference), set()).add(reference.removesuffix(_short(reference)))
    latest: dict[str, Entry] = {}
    for reference, resource in every:
        short = _short(reference)
        name = short if len(servers[short] - {""}) < 2 else reference
        if name not in latest or _version(resource) >= _version(latest[name][1]):
            latest[name] = (name, resource)
    return list(latest.values())


def _short(reference: str) -> str:
    """Return type and id of a resource that a server of the web names."""
    return "/".join(reference.rsplit("/", 2)[-2:]) if reference.startswith(_WEB) else reference


def _version(resource: Any) -> tuple[str, int]:
    meta = resource.get("meta") if isinstance(resource, Mapping) else None
    if not isinstance(meta, Mapping):
        return "", 0
    number = meta.get("versionId")
    known = isinstance(number, str) and number.isdecimal() and len(number) < MOST_DIGITS
    return moment(meta.get("lastUpdated"), int(str(number)) if known else 0)


def pages_left(document: Any) -> bool:
    """Return whether a Bundle names a next page, which was not read."""
    links = document.get("link") if isinstance(document, Mapping) else None
    every = links if isinstance(links, list | tuple) else ()
    return any(isinstance(each, Mapping) and each.get("relation") == "next" for each in every)
