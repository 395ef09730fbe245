"""The one sentence a board reads first for a modality: what has fired leads, then the best that is still possible."""

from collections.abc import Iterable
from typing import Any

from seldinger.cite import short_name
from seldinger.selection.rule import Rule
from seldinger.selection.scope import Scope
from seldinger.selection.select import Outcome
from seldinger.terms import BARS, Group, Kind, Verdict

OPEN_WORDS = {
    Group.SCOPE: "scope",
    Group.REASON: "reason to treat",
    Group.IMAGING: "imaging",
    Group.LABORATORY: "laboratory",
    Group.HISTORY: "history",
    Group.JUDGEMENT: "for your judgement",
    Group.ANGIOGRAPHY: "at mapping or angiography",
}
MOST_NAMED = 3
LEAD = {
    Verdict.CONTRAINDICATED: "Barred",
    Verdict.NOT_INDICATED: "Not indicated",
    Verdict.DEFER: "Not now",
}


def headline(outcome: Outcome, scope: Scope) -> dict[str, Any]:
    """Return best, fired, open counts by group and the sentence, as the contract holds them."""
    counts = open_counts(outcome, scope)
    return {
        "best": None if outcome.best is None else str(outcome.best),
        "fired": None if outcome.fired is None else str(outcome.fired),
        "open": {str(group): count for group, count in counts.items()},
        "says": says(outcome, counts),
    }


def open_counts(outcome: Outcome, scope: Scope) -> dict[Group, int]:
    """Return how many bars are still open, by who can answer, in the fixed order; zero counts are left out."""
    groups = [Group.SCOPE] * len(scope.open) + [rule.group for rule in outcome.provided_that]
    return {group: groups.count(group) for group in Group if group in groups}


def says(outcome: Outcome, counts: dict[Group, int]) -> str:
    """Return the sentence. "No listed bar" never stands alone while anything is open."""
    if outcome.silent:
        return _silent(outcome)
    opened = ", ".join(f"{count} {OPEN_WORDS[group]}" for group, count in counts.items())
    if outcome.barred and len(outcome.possible) == 1:
        return _barred(outcome, next(iter(outcome.possible)))
    if outcome.barred:
        lead = _barred(outcome, outcome.fired) if outcome.fired in BARS else "Barred however the open questions end"
        return f"{lead}; {_still_open(counts)}"
    changed = (
        f" In a changed form: {'; '.join(text for _, text in outcome.modifications)}." if outcome.modifications else ""
    )
    if opened:
        return f"No listed bar so far. Open: {opened}.{changed}"
    return f"No listed bar.{changed}"


def _barred(outcome: Outcome, verdict: Verdict | None) -> str:
    bars = _distinct(outcome.bars)
    reasons = [rule.topic_says for rule in bars if verdict is not None and _lasting(rule, verdict)]
    others = len(bars) - len(reasons)
    most = len(reasons) if len(reasons) + others == MOST_NAMED + 1 else MOST_NAMED  # "1 more" takes no less room
    named, rest = reasons[:most], len(reasons[most:]) + others
    more = f" and {rest} more" if named and rest > 0 else ""
    lead = LEAD.get(verdict or Verdict.CONTRAINDICATED, "Barred")
    return f"{lead}: {', '.join(named) or 'every answer still open bars'}{more}"


def _distinct(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules without those that say the same finding again: one topic, the same variables."""
    first: dict[tuple[str, tuple[str, ...]], Rule] = {}
    for rule in rules:
        first.setdefault((rule.topic, tuple(sorted(rule.variables))), rule)
    return list(first.values())


def _lasting(rule: Rule, verdict: Verdict) -> bool:
    kinds = {
        Verdict.CONTRAINDICATED: Kind.HAZARD,
        Verdict.NOT_INDICATED: Kind.NO_BENEFIT,
        Verdict.DEFER: Kind.TEMPORARY,
    }
    return rule.kind is kinds.get(verdict)


def _still_open(counts: dict[Group, int]) -> str:
    words = [OPEN_WORDS[group] for group in counts]
    return f"{', '.join(words)} still open" if words else "other questions still open"


def _silent(outcome: Outcome) -> str:
    source = next((stance.source for stance in outcome.dissent if stance.stance == "silent"), None)
    name = short_name(source) if source else "This source"
    if outcome.bars:
        return f"{name} says nothing of this treatment. Safety floor: {outcome.bars[0].topic_says}"
    return f"{name} says nothing of this treatment: no verdict."
