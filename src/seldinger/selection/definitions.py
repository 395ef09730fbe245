"""What the reviews' vague words and value sets mean here: who answers, which limits reopen the answer, who says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from seldinger.cite import Citation, KnowledgeError, Threshold, cite, knowledge, threshold
from seldinger.patient import variable
from seldinger.terms import Status

KEYS = {"word", "says", "status", "held_by", "variables", "thresholds", "cites"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """One word of the reviews, what it means here, and the object ("module:name") that acts on it."""

    id: str
    word: str
    says: str
    status: Status
    held_by: str
    variables: tuple[str, ...]  # chart keys that answer it
    thresholds: tuple[Threshold, ...]  # limits it rests on
    cites: tuple[Citation, ...]


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every definition in the order of its file; raises KnowledgeError naming the entry and the fault."""
    text = knowledge().joinpath("definitions.toml").read_text(encoding="utf-8")
    return tuple(read_definition(name, entry) for name, entry in tomllib.loads(text).items())


def read_definition(name: str, entry: Mapping[str, Any]) -> Definition:
    """Return the definition of one TOML table; raises KnowledgeError on a key that is not known or does not resolve."""
    odd = sorted(set(entry) - KEYS) + sorted(KEYS - {"variables", "thresholds"} - set(entry))
    if odd or not entry.get("cites"):
        raise KnowledgeError(
            f"definition {name}: keys {odd or ['cites']} are missing or not known; expected {sorted(KEYS)}"
        )
    for key in entry.get("variables", ()):
        try:
            variable(key)
        except KeyError:
            raise KnowledgeError(f"definition {name}: {key!r} is not a key of the chart") from None
    status = Status(entry["status"])
    return Definition(
        id=name,
        word=entry["word"],
        says=entry["says"],
        status=status,
        held_by=entry["held_by"],
        variables=tuple(entry.get("variables", ())),
        thresholds=tuple(threshold(each) for each in entry.get("thresholds", ())),
        cites=tuple(cite(each["key"], at=each["at"], statement=each.get("statement")) for each in entry["cites"]),
    )
