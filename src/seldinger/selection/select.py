"""One patient, one modality: the exact set of verdicts still possible, why, what is open and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from seldinger.logic import Answer as Branch
from seldinger.logic import Flip, Known, View, build, exactly, flips, undecided
from seldinger.patient import Record
from seldinger.selection.answers import Answer, answers
from seldinger.selection.dissent import Stance, dissent, printed_truth
from seldinger.selection.modalities import RULES
from seldinger.selection.profiles import Profile, modification, page, silent, table
from seldinger.selection.rule import Rule
from seldinger.selection.scope import Scope, scope
from seldinger.terms import BARS, UNDETERMINED, Group, Modality, Verdict

SILENT = "silent"  # the printed word when a single source says nothing of a modality
MOST_FLIPS = 5
MODIFIED = frozenset({Verdict.MODIFIED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One rule and what the chart answers to it; ``fires`` None means that it is still open."""

    rule: Rule
    fires: bool | None
    seen: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A variable that could still change the verdict, and what each answer would leave possible."""

    variable: str
    rank: int
    why: str | None
    branches: tuple[Branch, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What the rules say of one modality under one profile."""

    modality: Modality
    possible: frozenset[Verdict]
    silent: bool
    fired: Verdict | None  # the verdict of the first rule that has certainly fired
    bars: tuple[Rule, ...]
    modifications: tuple[tuple[Rule, str], ...]
    provided_that: tuple[Rule, ...]
    would_modify: tuple[Rule, ...]
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    flips: tuple[Flip, ...]
    dissent: tuple[Stance, ...]

    @property
    def verdict(self) -> str:
        """Return the one verdict left, "undetermined" when several are, "silent" when the profile says nothing."""
        if self.silent:
            return SILENT
        return next(iter(self.possible)) if len(self.possible) == 1 else UNDETERMINED

    @property
    def best(self) -> Verdict | None:
        """Return the best verdict still possible (the last in order of precedence)."""
        return next((verdict for verdict in reversed(Verdict) if verdict in self.possible), None)

    @property
    def barred(self) -> bool:
        """Return whether every verdict still possible bars the treatment."""
        return bool(self.possible) and self.possible <= BARS


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The scope, the chart's answers and one outcome per modality (none when out of scope)."""

    scope: Scope
    profile: Profile
    answers: Mapping[str, Answer]
    outcomes: Mapping[Modality, Outcome]


def select(record: Record, on: date, profile: Profile) -> Selection:
    """Return what the rules say of every modality for a record on a day, under a profile."""
    gate = scope(record, on)
    found = answers(record, on, VARIABLES)
    if gate.inside is False:
        return Selection(scope=gate, profile=profile, answers=found, outcomes={})
    known = known_of(found)
    truth = _truth(profile, known)
    printed = printed_truth(known) if profile.departures else truth
    drafts = {modality: _outcome(modality, profile, found, known, truth, printed) for modality in Modality}
    return Selection(scope=gate, profile=profile, answers=found, outcomes=_ranked(drafts))


def _truth(profile: Profile, known: Mapping[str, Known]) -> dict[str, bool | None]:
    """Return whether each rule of the profile's pages fires, exactly; the pages share most of their rules."""
    rules = {rule.id: rule for modality in Modality for rule in page(modality, profile)}
    return {name: exactly(rule.when, known) for name, rule in rules.items()}


def _outcome(
    modality: Modality,
    profile: Profile,
    found: Mapping[str, Answer],
    known: Mapping[str, Known],
    truth: Mapping[str, bool | None],
    printed: Mapping[str, bool | None],
) -> Outcome:
    rows, rules = table(modality, profile), {rule.id: rule for rule in page(modality, profile)}
    diagram = build(rows)
    view = diagram.restrict(known)
    quiet = silent(modality, profile)
    certain = [row for row in rows.rows if truth[row.id] is True]
    possible = frozenset() if quiet else frozenset(Verdict(outcome) for outcome in view.possible)
    decided = quiet or (len(possible) == 1 and possible <= BARS)
    to_bar, to_modify = ((), ()) if decided else (undecided(rows, known, each) for each in (BARS, MODIFIED))
    return Outcome(
        modality=modality,
        possible=possible,
        silent=quiet,
        fired=Verdict(certain[0].outcome) if certain else None,
        bars=tuple(rules[row.id] for row in certain if row.outcome in BARS),
        modifications=tuple(
            (rules[row.id], modification(rules[row.id], modality, profile))
            for row in certain
            if row.outcome == Verdict.MODIFIED
        ),
        provided_that=tuple(rules[row.id] for row in to_bar),
        would_modify=tuple(rules[row.id] for row in to_modify),
        because=tuple(_reason(rule, found, truth[rule.id]) for rule in rules.values()),
        missing=() if quiet else tuple(_missing(view, name, found) for name in view.missing),
        flips=() if quiet else flips(diagram, known, most=MOST_FLIPS),
        dissent=dissent(modality, known, printed),
    )


def _missing(view: View, name: str, found: Mapping[str, Answer]) -> Missing:
    return Missing(variable=name, rank=0, why=found[name].why, branches=view.answers(name))


def known_of(found: Mapping[str, Answer]) -> dict[str, Known]:
    """Return the known values by variable, ready for the logic."""
    return {name: answer.known for name, answer in found.items() if answer.known is not None}


def _reason(rule: Rule, found: Mapping[str, Answer], fires: bool | None) -> Reason:
    return Reason(rule=rule, fires=fires, seen=tuple(found[name] for name in rule.variables))


def _ranked(outcomes: Mapping[Modality, Outcome]) -> dict[Modality, Outcome]:
    """Return the outcomes with their missing variables ranked: most modalities first, then in the order of asking."""
    opens: dict[str, int] = {}
    for outcome in outcomes.values():
        for missing in outcome.missing:
            opens[missing.variable] = opens.get(missing.variable, 0) + 1
    order = sorted(opens, key=lambda name: (-opens[name], _asking(name)))
    rank = {name: place for place, name in enumerate(order, start=1)}
    return {
        modality: replace(
            outcome,
            missing=tuple(
                sorted(
                    (replace(missing, rank=rank[missing.variable]) for missing in outcome.missing),
                    key=lambda missing: missing.rank,
                )
            ),
        )
        for modality, outcome in outcomes.items()
    }


def _asking(name: str) -> tuple[int, str]:
    return GROUP_OF[name], name


def _every_variable() -> tuple[str, ...]:
    names: dict[str, None] = {}
    for rules in RULES.values():
        for rule in rules:
            names.update(dict.fromkeys(rule.variables))
    return tuple(names)


def _groups() -> dict[str, int]:
    order = {group: place for place, group in enumerate(Group)}
    groups: dict[str, int] = {}
    for rules in RULES.values():
        for rule in rules:
            for name in rule.variables:
                groups.setdefault(name, order[rule.group])
    return groups


VARIABLES = _every_variable()
GROUP_OF = _groups()
