"""What clinicians did with cards: checked, told by rule, and appended to a local log when a centre configures one.

A log line names cards and rules, never a patient.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from re import compile as pattern
from typing import Any

OUTCOMES = ("accepted", "overridden")
MOST_ENTRIES = 100  # of one request
MOST_TEXT = 500  # characters of a reason code or an id
_UUID = pattern(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INSTANT = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?")

Json = dict[str, Any]


class FeedbackError(ValueError):
    """Feedback that does not have the form of the specification."""


def feedback(name: str, request: Any) -> list[Json]:
    """Return one line for each card fed back to a service; raises FeedbackError with what is wrong.

    The free comment of a user is left out, since it may speak of the patient; the code of the reason is kept.
    """
    entries = request.get("feedback") if isinstance(request, Mapping) else None
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ENTRIES:
        raise FeedbackError(f"feedback must be a list of 1 to {MOST_ENTRIES} entries")
    return [_line(name, each) for each in entries]


def _line(name: str, entry: Any) -> Json:
    if not isinstance(entry, Mapping):
        raise FeedbackError("each entry of feedback must be an object")
    for member in ("card", "outcome", "outcomeTimestamp"):
        if not isinstance(entry.get(member), str) or not 0 < len(entry[member]) <= MOST_TEXT:
            raise FeedbackError(f"{member} must be a text of at most {MOST_TEXT} characters")
    if not _UUID.fullmatch(entry["card"]) or not _INSTANT.fullmatch(entry["outcomeTimestamp"]):
        raise FeedbackError("card must be the uuid of a card, and outcomeTimestamp a date with its time")
    if entry["outcome"] not in OUTCOMES:
        raise FeedbackError(f"outcome must be {' or '.join(OUTCOMES)}")
    reason = entry.get("overrideReason")
    said = reason.get("reason") if isinstance(reason, Mapping) else None
    code = said.get("code") if isinstance(said, Mapping) else None
    line: Json = {"kind": "feedback", "service": name, "card": entry["card"], "outcome": entry["outcome"]}
    line["at"] = entry["outcomeTimestamp"]
    return line | ({"reason": code} if isinstance(code, str) and len(code) <= MOST_TEXT else {})


def shown(name: str, cards: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Return one line for each card of a response, so that feedback on it can be told by rule."""
    return [
        {"kind": "card", "service": name, "card": each["uuid"], "rules": _rules(each)}
        for each in cards
        if "uuid" in each
    ]


def _rules(card: Mapping[str, Any]) -> list[str]:
    return list(card.get("extension", {}).get("seldinger", {}).get("rules", ()))


def append(log: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Append lines to a log, one JSON document each; the file is made, readable by its owner alone, when it is not there."""
    text = "".join(json.dumps(each, ensure_ascii=True, sort_keys=True) + "\n" for each in lines)
    if text:
        log.touch(mode=0o600, exist_ok=True)
        with log.open("a", encoding="ascii") as file:
            file.write(text)


def by_rule(log: Path) -> dict[str, dict[str, int]]:
    """Return how often cards of each rule were shown, accepted and overridden, from a log."""
    lines = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
    rules = {line["card"]: line["rules"] for line in lines if line["kind"] == "card"}
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        what = "shown" if line["kind"] == "card" else line["outcome"]
        for rule in rules.get(line["card"], ()):
            counts = found.setdefault(rule, {"shown": 0, "accepted": 0, "overridden": 0})
            counts[what] += 1
    return found
