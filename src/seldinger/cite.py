"""Citations, thresholds and references: every number carries where it came from, and every key resolves."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from seldinger.terms import Status, Strength
from seldinger.units import spell


class KnowledgeError(ValueError):
    """A knowledge file that cannot be used; says file, entry, what was seen and what was expected."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where something stands: work, place in it, the statement it realises, and how strongly the work puts it."""

    key: str
    at: str
    statement: str | None = None  # id of a row of statements.csv; never shown on a physician's sheet
    strength: Strength | None = None
    status: Status = Status.READ
    via: str | None = None  # the work in which it was read, when that is another one

    def as_json(self) -> dict[str, Any]:
        """Return the citation as report.json holds it; members without a value are left out."""
        found: dict[str, Any] = {"key": self.key, "at": self.at}
        if self.statement is not None:
            found["statement"] = self.statement
        if self.strength is not None:
            found["strength"] = self.strength
        found["status"] = self.status
        if self.via is not None:
            found["via"] = self.via
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """A cut-off on which two good centres may disagree: value, unit, the words it was printed in, who says so."""

    id: str
    value: float
    unit: str
    says: str
    status: Status
    review_due: date
    cites: tuple[Citation, ...]

    @property
    def decides(self) -> bool:
        """Return whether a rule on this value may decide: read or local, or two independent secondary sources."""
        return self.status.decides or (
            self.status is Status.SECONDARY and len({c.via or c.key for c in self.cites}) > 1
        )


def cite(
    key: str,
    *,
    at: str,
    statement: str | None = None,
    strength: Strength | None = None,
    status: Status = Status.READ,
    via: str | None = None,
) -> Citation:
    """Return a citation whose keys resolve; raises KnowledgeError when one does not."""
    for name in (key, via):
        if name is not None:
            reference(name)
    if not at.strip():
        raise KnowledgeError(f"citation of {key!r} has no locator; name a table, section or equation")
    return Citation(key=key, at=at, statement=statement, strength=strength, status=status, via=via)


def knowledge() -> Traversable:
    """Return the folder of knowledge files inside the installed package."""
    return resources.files("seldinger.knowledge")


@cache
def references() -> Mapping[str, Mapping[str, Any]]:
    """Return every reference as CSL-JSON by key; raises KnowledgeError on a key that stands twice."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in _sorted(knowledge().joinpath("references").iterdir(), ".json"):
        for item in json.loads(file.read_text(encoding="utf-8")):
            if item["id"] in found:
                raise KnowledgeError(f"references/{file.name}: key {item['id']!r} stands twice")
            found[item["id"]] = item
    return found


def reference(key: str) -> Mapping[str, Any]:
    """Return one reference as CSL-JSON; raises KnowledgeError when the key does not resolve."""
    try:
        return references()[key]
    except KeyError:
        raise KnowledgeError(
            f"citation key {key!r} is not in knowledge/references; add the work or mend the key"
        ) from None


def short_name(key: str) -> str:
    """Return the name a physician's sheet prints for a work, e.g. "Del Prete 2014"."""
    item = reference(key)
    if "title-short" in item:
        return str(item["title-short"])
    author = item.get("author", [{}])[0]
    year = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    return f"{author.get('family') or author.get('literal') or key} {year}".strip()


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Return every threshold by id ("liver.bilirubin_max" is key bilirubin_max of thresholds/liver.toml)."""
    found: dict[str, Threshold] = {}
    for file in _sorted(knowledge().joinpath("thresholds").iterdir(), ".toml"):
        room = file.name.removesuffix(".toml")
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[f"{room}.{name}"] = read_threshold(f"{room}.{name}", entry)
    return found


def threshold(name: str) -> Threshold:
    """Return one threshold; raises KnowledgeError when there is none of that id."""
    try:
        return thresholds()[name]
    except KeyError:
        raise KnowledgeError(f"threshold {name!r} is not in knowledge/thresholds") from None


_THRESHOLD_KEYS = {"value", "unit", "says", "status", "review_due", "cites"}
_SAYS_WORDS = 20


def read_threshold(name: str, entry: Mapping[str, Any]) -> Threshold:
    """Return the threshold of one TOML table; raises KnowledgeError naming the entry and the fault."""
    if set(entry) != _THRESHOLD_KEYS:
        odd = sorted(set(entry) ^ _THRESHOLD_KEYS)
        raise KnowledgeError(
            f"threshold {name}: keys {odd} are missing or not known; expected {sorted(_THRESHOLD_KEYS)}"
        )
    if len(str(entry["says"]).split()) > _SAYS_WORDS:
        raise KnowledgeError(f"threshold {name}: says is longer than {_SAYS_WORDS} words")
    status = Status(entry["status"])
    cites = tuple(_read_citation(name, each, status) for each in entry["cites"])
    if not cites:
        raise KnowledgeError(f"threshold {name}: no citation")
    return Threshold(
        id=name,
        value=float(entry["value"]),
        unit=spell(entry["unit"]),
        says=entry["says"],
        status=status,
        review_due=entry["review_due"],
        cites=cites,
    )


def _read_citation(name: str, entry: Mapping[str, Any], status: Status) -> Citation:
    try:
        return cite(entry["key"], at=entry["at"], statement=entry.get("statement"), via=entry.get("via"), status=status)
    except KeyError as missing:
        raise KnowledgeError(f"threshold {name}: citation without {missing}") from None


@cache
def knowledge_hash() -> str:
    """Return the SHA-256 of every knowledge file, names included, so that two reports can be told apart."""
    digest = hashlib.sha256()
    for path, text in sorted(_files(knowledge(), "")):
        digest.update(path.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


@cache
def file_hashes() -> Mapping[str, str]:
    """Return the first 12 hexadecimal digits of the SHA-256 of each knowledge file, by its path, sorted."""
    return {path: hashlib.sha256(text).hexdigest()[:12] for path, text in sorted(_files(knowledge(), ""))}


def _files(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".json", ".toml", ".csv")):
            yield f"{prefix}{entry.name}", entry.read_bytes()


def _sorted(entries: Iterable[Traversable], ending: str) -> list[Traversable]:
    return sorted((entry for entry in entries if entry.name.endswith(ending)), key=lambda entry: entry.name)
