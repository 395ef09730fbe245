"""Selection as report.json holds it: plain dictionaries in a fixed order, every rule with its citations."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from seldinger.cite import Citation
from seldinger.logic import Compare, leaves_of
from seldinger.patient import variable
from seldinger.selection.answers import Answer
from seldinger.selection.dissent import Stance
from seldinger.selection.headline import headline
from seldinger.selection.modalities import COVERAGE, EVIDENCE_LEVEL
from seldinger.selection.profiles import Departure
from seldinger.selection.rule import Rule
from seldinger.selection.scope import Gate, Scope
from seldinger.selection.select import Missing, Outcome, Reason, Selection
from seldinger.terms import Group, Modality, Verdict

Json = dict[str, Any]


def modalities(selection: Selection) -> Json:
    """Return the modalities part of the report, in fixed order.

    What the chart answers to a rule is the same for every modality, and so is the dictionary, which nobody changes.
    """
    reasons = {reason.rule.id: reason for outcome in selection.outcomes.values() for reason in outcome.because}
    answered = {name: _answered(reason) for name, reason in reasons.items()}
    return {str(m): _modality(outcome, selection.scope, answered) for m, outcome in selection.outcomes.items()}


def _modality(outcome: Outcome, scope: Scope, answered: Mapping[str, Json]) -> Json:
    says, cites = EVIDENCE_LEVEL[outcome.modality]
    m = outcome.modality
    return {
        "title": m.label,
        "verdict": outcome.verdict,
        "possible": verdicts(outcome.possible),
        "exact": True,
        "headline": headline(outcome, scope),
        "provided_that": [
            *(_gate(gate) for gate in scope.open),
            *(_open(r, m) for r in _grouped(outcome.provided_that)),
        ],
        "would_modify": [_open(rule, m) for rule in _grouped(outcome.would_modify)],
        "bars": [{**_rule(rule, m), "correctable": rule.correctable} for rule in outcome.bars],
        "modifications": [{"rule": r.id, "says": text, "cites": cited(r, m)} for r, text in outcome.modifications],
        "because": [{**_rule(r.rule, m), **answered[r.rule.id]} for r in outcome.because],
        "missing": [_missing(missing) for missing in outcome.missing],
        "flips": [{"variable": f.variable, "if": f.if_, "possible": verdicts(f.possible)} for f in outcome.flips],
        "dissent": [_stance(stance) for stance in outcome.dissent],
        "coverage": COVERAGE[m],
        "evidence_level": {"says": says, "cites": citations(cites)},
    }


def verdicts(possible: frozenset[str]) -> list[str]:
    """Return verdicts in order of precedence."""
    return list(_in_order(possible))


@cache
def _in_order(possible: frozenset[str]) -> tuple[str, ...]:
    return tuple(str(verdict) for verdict in Verdict if verdict in possible)


def citations(cites: Iterable[Citation]) -> list[Json]:
    """Return citations as the contract holds them."""
    return [each.as_json() for each in cites]


@cache
def cited(rule: Rule, m: Modality) -> list[Json]:
    """Return the citations of a rule that speak for a modality, with the basis of those that are not its own words."""
    return [{**s.cites.as_json(), "basis": str(s.basis)} for s in rule.speaks(m)]


def _grouped(rules: tuple[Rule, ...]) -> list[Rule]:
    order = list(Group)
    return sorted(rules, key=lambda rule: order.index(rule.group))


@cache
def _rule(rule: Rule, m: Modality) -> Json:
    """Return the words of a rule; the dictionary is shared between reports, which nobody changes."""
    return {
        "rule": rule.id,
        "topic": rule.topic,
        "group": str(rule.group),
        "says": rule.sentence,
        "requires": rule.condition_words,
        "cites": cited(rule, m),
    }


def _open(rule: Rule, m: Modality) -> Json:
    return {**_rule(rule, m), "says": rule.condition_words, "variables": list(rule.variables)}


def _gate(gate: Gate) -> Json:
    return {
        "rule": gate.id,
        "topic": "scope",
        "group": str(Group.SCOPE),
        "says": gate.requires,
        "requires": gate.requires,
        "cites": [],
        "variables": [gate.variable],
    }


def _answered(reason: Reason) -> Json:
    return {
        "kind": str(reason.rule.kind),
        "answer": {True: "yes", False: "no", None: "unknown"}[reason.fires],
        "limit": limits(reason.rule),
        "seen": seen(next((a for a in reason.seen if a.known is not None), reason.seen[0])) if reason.seen else None,
        "also_seen": [seen(answer) for answer in reason.seen] if len(reason.seen) > 1 else [],
    }


@cache
def limits(rule: Rule) -> list[Json]:
    """Return the thresholds a rule compares with."""
    return [
        {
            "threshold": leaf.limit.id,
            "op": leaf.op,
            "value": leaf.limit.value,
            "unit": leaf.limit.unit,
            "status": str(leaf.limit.status),
        }
        for leaf in leaves_of(rule.when)
        if isinstance(leaf, Compare)
    ]


def seen(answer: Answer) -> Json:
    """Return what the chart says of a variable: the value compared, as charted, its date and source, or why unknown."""
    fact = answer.fact
    unit = None if fact is None or answer.known is None else fact.unit
    return {
        "variable": answer.variable,
        "title": variable(answer.variable).title,
        "value": _plain(answer.known),
        "unit": unit,
        "printed": None if fact is None or answer.known is None else fact.printed,
        "date": None if fact is None else fact.date.isoformat(),
        "dated": None if fact is None else fact.dated,
        "source": None if fact is None else fact.source,
        "by": None if fact is None else fact.by,
        "unknown": None if answer.known is not None else answer.why,
    }


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case frozenset():
            return sorted(str(each) for each in value)
        case _:
            return {name: getattr(value, name) for name in ("low", "high", "low_open", "high_open")}


def _missing(missing: Missing) -> Json:
    declared = variable(missing.variable)
    return {
        "variable": missing.variable,
        "title": declared.title,
        "unit": declared.unit,
        "rank": missing.rank,
        "group": str(declared.group),
        "who": declared.who,
        "why": missing.why,
        "could_become": {branch.label: verdicts(branch.possible) for branch in missing.branches},
    }


def _stance(stance: Stance) -> Json:
    return {
        "source": stance.source,
        "stance": stance.stance,
        "possible": verdicts(stance.possible),
        "statements": list(dict.fromkeys(stance.statements)),
        "topics": [{"topic": topic.topic, "stance": topic.stance} for topic in stance.topics],
    }


def scope_json(scope: Scope) -> Json:
    """Return the scope part of the report."""
    if scope.inside is False:
        return {"in": False, "why": " ".join(scope.why)}
    return {"in": True, "open": [{"id": g.id, "requires": g.requires, "variable": g.variable} for g in scope.open]}


def departure(each: Departure) -> Json:
    """Return one departure of a centre's overlay from its base profile."""
    return {
        "name": each.name,
        "reason": each.reason,
        "rule": each.rule,
        "modalities": [str(m) for m in each.modalities] if each.rule else None,
        "verdict": None if each.verdict is None else str(each.verdict),
        "threshold": None if each.threshold is None else each.threshold.id,
        "value": None if each.threshold is None else each.threshold.value,
        "unit": None if each.threshold is None else each.threshold.unit,
    }
