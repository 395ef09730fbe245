"""Profiles: how kinds and strengths become verdicts. They never delete a rule and never lower the safety floor."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from seldinger.cite import Threshold
from seldinger.logic import Condition, Diagram, Row, Table, anything, build
from seldinger.selection.limits import with_limits
from seldinger.selection.modalities import RULES
from seldinger.selection.rule import LESS_AGGRESSIVE, REVIEW_A, REVIEW_B, Basis, Rule, Source, floor
from seldinger.terms import Group, Kind, Modality, Strength, Verdict

BY_KIND = {
    Kind.HAZARD: Verdict.CONTRAINDICATED,
    Kind.NO_BENEFIT: Verdict.NOT_INDICATED,
    Kind.TEMPORARY: Verdict.DEFER,
    Kind.MODIFIES: Verdict.MODIFIED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Departure:
    """One place in which a centre's overlay leaves its base profile: a rule's verdict, or a threshold's value."""

    name: str
    reason: str
    rule: str | None = None
    modalities: tuple[Modality, ...] = tuple(Modality)
    verdict: Verdict | None = None
    changes: str = ""
    threshold: Threshold | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChange:
    """One place in which a centre's overlay leaves the printed plan: a step reworded, left out, or added."""

    name: str
    reason: str
    step: str
    says: str = ""
    leave_out: bool = False
    modalities: tuple[Modality, ...] = tuple(Modality)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A named way of weighing the sources.

    ``sources`` names the works that are heard (the floor always is); ``exits`` lets a printed way round and a named
    remedy turn a bar into a modification.
    """

    name: str
    title: str
    sources: frozenset[str]
    exits: bool = False
    remedies: bool = False
    departures: tuple[Departure, ...] = ()
    plan: tuple[PlanChange, ...] = ()  # read by planning, never by a rule

    def hears(self, source: Source) -> bool:
        """Return whether a citation counts under this profile; an inherited one needs both reviews."""
        if source.basis is Basis.FLOOR:
            return True
        if source.basis is Basis.INHERITED:
            return {REVIEW_A, REVIEW_B} <= self.sources
        return source.cites.key in self.sources


BOTH = frozenset({REVIEW_A, REVIEW_B})
STRICTEST = Profile(name="strictest", title="strictest: any hazard that any read source names bars", sources=BOTH)
WEIGHED = Profile(
    name="weighed",
    title="weighed: a printed way round or a named remedy is used",
    sources=BOTH,
    exits=True,
    remedies=True,
)
ONLY_A = Profile(name=REVIEW_A, title="the transarterial review alone", sources=frozenset({REVIEW_A}))
ONLY_B = Profile(name=REVIEW_B, title="Del Prete 2014 alone", sources=frozenset({REVIEW_B}), exits=True)
PROFILES = {profile.name: profile for profile in (STRICTEST, WEIGHED, ONLY_A, ONLY_B)}
SINGLE = (ONLY_A, ONLY_B)


def verdict_of(rule: Rule, modality: Modality, profile: Profile) -> Verdict | None:
    """Return the verdict a rule gives when it fires, or None when it only speaks (text) or nobody heard names it."""
    heard = tuple(source for source in rule.speaks(modality) if profile.hears(source))
    if not heard or rule.kind not in BY_KIND:
        return None
    for departure in profile.departures:
        if departure.rule == rule.id and modality in departure.modalities:
            return departure.verdict
    if rule.kind is Kind.HAZARD and _may_be_modified(rule, heard, profile):
        return Verdict.MODIFIED
    return BY_KIND[rule.kind]


def _may_be_modified(rule: Rule, heard: tuple[Source, ...], profile: Profile) -> bool:
    own = tuple(source for source in heard if source.basis is not Basis.FLOOR)
    if profile.remedies and rule.changes and rule.changes != LESS_AGGRESSIVE:
        return all(source.cites.strength is Strength.OTHER for source in own)
    absolute = any(source.cites.strength is Strength.ABSOLUTE for source in heard)
    return profile.exits and len(own) == len(heard) and not absolute and any(source.exit for source in own)


@cache
def silent(modality: Modality, profile: Profile) -> bool:
    """Return whether a profile's sources name no hazard and no lack of benefit for a modality (the floor apart)."""
    kinds = (Kind.HAZARD, Kind.NO_BENEFIT)
    return not any(
        source.basis is not Basis.FLOOR and profile.hears(source)
        for rule in RULES[modality]
        if rule.kind in kinds
        for source in rule.speaks(modality)
    )


@cache
def page(modality: Modality, profile: Profile) -> tuple[Rule, ...]:
    """Return every rule that a profile reads for a modality, its thresholds as the profile sets them."""
    rules = RULES[modality]
    if profile.departures:
        rules = tuple(replace(rule, when=adjusted(rule.when, profile.departures)) for rule in rules)
    return (*rules, two_avoid_items(rules)) if profile.exits and modality is Modality.TAE else rules


@cache
def table(modality: Modality, profile: Profile) -> Table:
    """Return the first-hit table of a modality under a profile, rows in order of precedence of their verdicts."""
    rows = [
        Row(rule.id, rule.when, verdict)
        for rule in page(modality, profile)
        if (verdict := verdict_of(rule, modality, profile)) is not None
    ]
    order = list(Verdict)
    rows.sort(key=lambda row: order.index(Verdict(row.outcome)))  # stable: the page's order inside a verdict
    return Table(f"{modality} ({profile.name})", tuple(rows), Verdict.ELIGIBLE)


@cache
def diagram(modality: Modality, profile: Profile) -> Diagram:
    """Return the diagram of a treatment's table; treatments whose tables read alike share one, named after the first."""
    rows = table(modality, profile).rows
    return build(next(alike for m in Modality if (alike := table(m, profile)).rows == rows))


def two_avoid_items(rules: tuple[Rule, ...]) -> Rule:
    """Return the house rule that two printed ways round do not add up to permission."""
    listed = [rule.when for rule in rules if any(source.exit for source in rule.sources)]
    return Rule(
        id="selection.two_avoid_items",
        brief="two or more items to avoid",
        topic="several items to avoid",
        kind=Kind.HAZARD,
        when=anything(*(first & second for first, second in combinations(listed, 2))),
        says="Two or more items of the list of patients in whom TAE should be avoided: the way round no longer holds.",
        requires="At most one item of the list of patients in whom TAE should be avoided",
        group=Group.JUDGEMENT,
        sources=(floor(Modality.TAE),),
    )


def modification(rule: Rule, modality: Modality, profile: Profile) -> str:
    """Return what going ahead in spite of a fired rule changes, in words."""
    for departure in profile.departures:
        if departure.rule == rule.id and modality in departure.modalities and departure.changes:
            return departure.changes
    return rule.changes


def adjusted(condition: Condition, departures: tuple[Departure, ...]) -> Condition:
    """Return a condition with the thresholds a centre has set in place of the printed ones."""
    changed = {departure.threshold.id: departure.threshold for departure in departures if departure.threshold}
    return with_limits(condition, changed) if changed else condition
