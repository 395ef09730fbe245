"""What a report rests on, small enough to stand in it: so that a later version can say by name what has changed."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache

from seldinger.cite import file_hashes, thresholds
from seldinger.selection.catalogue import catalogue
from seldinger.selection.conflicts import CONFLICTS
from seldinger.selection.distinguishes import DISTINGUISHES
from seldinger.selection.hazards import ABSCESS_UNKNOWN, HAZARDS
from seldinger.selection.modalities import EVERY_RULE

# Counted one by one, as thresholds; the checklist and its sentences explain and decide nothing.
ELSEWHERE = ("thresholds/", "statements.csv", "seed_sentences.csv", "exemptions.toml", "references/")


@cache
def basis() -> Mapping[str, str]:
    """Return each piece of knowledge by kind and name, with its value (thresholds) or the hash of what it says."""
    return dict((*_thresholds(), *_rules(), *_texts(), *_files()))


def _thresholds() -> Iterator[tuple[str, str]]:
    for each in thresholds().values():
        yield f"threshold {each.id}", f"{each.value:g} {each.unit}, {each.status}"


def _rules() -> Iterator[tuple[str, str]]:
    for rule, entry in zip(EVERY_RULE, catalogue(), strict=True):
        yield f"rule {rule.id}", _digest(json.dumps(entry, sort_keys=True) + repr(rule.when))


def _texts() -> Iterator[tuple[str, str]]:
    for statement in (*HAZARDS, ABSCESS_UNKNOWN, *DISTINGUISHES):
        yield f"statement {statement.id}", _digest(repr(statement))
    for conflict in CONFLICTS:
        yield f"disagreement {conflict.id}", _digest(repr(conflict))


def _files() -> Iterator[tuple[str, str]]:
    for path, digest in file_hashes().items():
        if not path.startswith(ELSEWHERE):
            yield f"file {path}", digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
