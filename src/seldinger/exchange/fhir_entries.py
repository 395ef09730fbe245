"""The resources of a FHIR document, one after the other: a Bundle of any type, a list, one resource, or NDJSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seldinger.patient import ChartError, Fault

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 4  # of Bundles inside Bundles: the answer to a batch is one level deep
SNIFFED = 65536
Entry = tuple[str, Any]  # reference, resource


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
            return [json.loads(line) for line in content.splitlines() if line.strip()]
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
        yield from _bundled(_entry(document), place, depth)
    elif isinstance(document, list | tuple):
        for index, each in enumerate(document):
            yield from entries(each, f"{place}[{index}]", depth + 1)
    else:
        yield _reference(document, None, place), document


def _entry(bundle: Mapping[str, Any]) -> Iterable[Any]:
    found = bundle.get("entry")
    return found if isinstance(found, list | tuple) else ()


def _bundled(found: Iterable[Any], place: str, depth: int) -> Iterator[Entry]:
    for index, entry in enumerate(found):
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
    if isinstance(resource, Mapping) and isinstance(resource.get("id"), str):
        return f"{resource.get('resourceType')}/{resource['id']}"
    return full_url if isinstance(full_url, str) else place or "document"


def patient_names(document: Any, depth: int = 0) -> Iterator[frozenset[str]]:
    """Yield the names by which other entries may refer to each Patient of a document: its id and its address."""
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
    return frozenset(tail(each) for each in (patient.get("id"), full_url) if isinstance(each, str))


def tail(reference: str) -> str:
    """Return the part of a reference that names the resource, whatever address stands before it.

    >>> tail("https://ehr.example/fhir/Patient/7"), tail("urn:uuid:1f2e"), tail("Patient/7")
    ('7', '1f2e', '7')
    """
    return reference.rpartition("/")[2].rpartition(":")[2]


def newest(found: Iterable[Entry]) -> list[Entry]:
    """Return the resources with only the newest version of each, in the order of the document.

    Versions are told by `meta.versionId` and `meta.lastUpdated`; without either the later one in the document counts.
    """
    latest: dict[str, tuple[tuple[str, int, int], Entry]] = {}
    for order, (reference, resource) in enumerate(found):
        rank = (*_version(resource), order)
        if reference not in latest or rank > latest[reference][0]:
            latest[reference] = (rank, (reference, resource))
    return [entry for _, entry in latest.values()]


def _version(resource: Any) -> tuple[str, int]:
    meta = resource.get("meta") if isinstance(resource, Mapping) else None
    if not isinstance(meta, Mapping):
        return "", 0
    updated, number = meta.get("lastUpdated"), meta.get("versionId")
    return (
        updated if isinstance(updated, str) else "",
        int(number) if isinstance(number, str) and number.isdecimal() else 0,
    )


def pages_left(document: Any) -> bool:
    """Return whether a Bundle names a next page, which was not read."""
    links = document.get("link") if isinstance(document, Mapping) else None
    every = links if isinstance(links, list | tuple) else ()
    return any(isinstance(each, Mapping) and each.get("relation") == "next" for each in every)
