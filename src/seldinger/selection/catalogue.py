"""The rules as a catalogue: every sentence with its limit, its sources, and the verdict under every profile."""

from typing import Any

from seldinger.cite import short_name
from seldinger.selection.as_json import cited, limits
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.profiles import PROFILES, verdict_of
from seldinger.selection.rule import Rule
from seldinger.terms import Modality


def catalogue(modality: Modality | None = None) -> list[dict[str, Any]]:
    """Return every rule (that speaks for a modality, if one is given) as plain data."""
    return [_entry(rule, modality) for rule in EVERY_RULE if modality is None or rule.speaks(modality)]


def _entry(rule: Rule, only: Modality | None) -> dict[str, Any]:
    asked = (only,) if only else rule.modalities
    return {
        "rule": rule.id,
        "topic": rule.topic,
        "kind": str(rule.kind),
        "group": str(rule.group),
        "says": rule.sentence,
        "requires": rule.condition_words,
        "variables": list(rule.variables),
        "limit": limits(rule),
        "correctable": rule.correctable,
        "changes": rule.changes or None,
        "sources": {str(m): cited(rule, m) for m in asked},
        "verdicts": {
            name: {str(m): str(verdict) for m in asked if (verdict := verdict_of(rule, m, profile)) is not None}
            for name, profile in PROFILES.items()
        },
    }


def markdown(modality: Modality | None = None) -> str:
    """Return the catalogue as a Markdown table a clinician can read."""
    head = f"# Rules for {modality.label}" if modality else "# Rules"
    lines = [
        head,
        "",
        "| rule | sentence | kind | verdict when it fires (strictest) | sources |",
        "|---|---|---|---|---|",
    ]
    for rule in EVERY_RULE:
        if modality is None or rule.speaks(modality):
            lines.append(
                f"| `{rule.id}` | {rule.sentence} | {rule.kind} | {_verdicts(rule, modality)} | {_sources(rule)} |"
            )
    return "\n".join(lines) + "\n"


def _verdicts(rule: Rule, only: Modality | None) -> str:
    by_verdict: dict[str, list[str]] = {}
    for m in (only,) if only else rule.modalities:
        verdict = verdict_of(rule, m, PROFILES["strictest"])
        by_verdict.setdefault(verdict.label if verdict else "text only", []).append(m.label)
    return "; ".join(f"{verdict}: {', '.join(names)}" for verdict, names in by_verdict.items())


def _sources(rule: Rule) -> str:
    cites = (source.cites for source in rule.sources)
    return "; ".join(dict.fromkeys(f"{short_name(c.key)}, {c.at} ({c.strength})" for c in cites))
