"""One patient, one modality: the exact set of verdicts still possible, why, what is open and what would change it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from seldinger.logic import Answer as Branch
from seldinger.logic import Flip, Known, Row, RowAnswers, View, exactly, flips, undecided
from seldinger.patient import Record
from seldinger.selection.answers import Answer, answers
from seldinger.selection.dissent import Stance, dissent, printed_truth
from seldinger.selection.modalities import RULES
from seldinger.selection.profiles import Profile, diagram, modification, page, silent, table
from seldinger.selection.rule import Rule
from seldinger.selection.scope import Scope, scope
from seldinger.selection.variables import cirrhosis
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
class Finding:
    """What one table says of the patient, for every modality whose table reads like this."""

    possible: frozenset[Verdict]
    may_bar: tuple[Row, ...]  # rows still open that would bar; none, as below, once nothing but one bar is possible
    may_modify: tuple[Row, ...]
    missing: tuple[Missing, ...]  # in the order of asking
    flips: tuple[Flip, ...]


NOTHING = Finding(possible=frozenset(), may_bar=(), may_modify=(), missing=(), flips=())  # of a silent profile


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
    found = answers(record, on, (*VARIABLES, *SPOKEN_OF))
    if gate.inside is False:
        return Selection(scope=gate, profile=profile, answers=found, outcomes={})
    known = known_of(found)
    reasons = _reasons(profile, found, known)
    fired = {name: reason.fires for name, reason in reasons.items()}
    printed = printed_truth(known) if profile.departures else fired
    findings = _findings(profile, found, known)
    outcomes = {
        m: _outcome(m, profile, findings.get(m, NOTHING), reasons, dissent(m, known, printed)) for m in Modality
    }
    return Selection(scope=gate, profile=profile, answers=found, outcomes=outcomes)


def known_of(found: Mapping[str, Answer]) -> dict[str, Known]:
    """Return the known values by variable, ready for the logic."""
    return {name: answer.known for name, answer in found.items() if answer.known is not None}


def _reasons(profile: Profile, found: Mapping[str, Answer], known: Mapping[str, Known]) -> dict[str, Reason]:
    """Return whether each rule of the profile's pages fires, exactly; the pages share most of their rules."""
    rules = {rule.id: rule for modality in Modality for rule in page(modality, profile)}
    return {
        name: Reason(rule=rule, fires=exactly(rule.when, known), seen=tuple(found[each] for each in rule.variables))
        for name, rule in rules.items()
    }


def _outcome(
    modality: Modality,
    profile: Profile,
    finding: Finding,
    reasons: Mapping[str, Reason],
    dissenting: tuple[Stance, ...],
) -> Outcome:
    certain = [row for row in table(modality, profile).rows if reasons[row.id].fires is True]
    modifying = [reasons[row.id].rule for row in certain if row.outcome == Verdict.MODIFIED]
    return Outcome(
        modality=modality,
        possible=finding.possible,
        silent=silent(modality, profile),
        fired=Verdict(certain[0].outcome) if certain else None,
        bars=tuple(reasons[row.id].rule for row in certain if row.outcome in BARS),
        modifications=tuple((rule, modification(rule, modality, profile)) for rule in modifying),
        provided_that=tuple(reasons[row.id].rule for row in finding.may_bar),
        would_modify=tuple(reasons[row.id].rule for row in finding.may_modify),
        because=tuple(reasons[rule.id] for rule in page(modality, profile)),
        missing=finding.missing,
        flips=finding.flips,
        dissent=dissenting,
    )


def _findings(profile: Profile, found: Mapping[str, Answer], known: Mapping[str, Known]) -> dict[Modality, Finding]:
    """Return what the table of each modality says, worked out once for those that read alike; none when silent."""
    diagrams = {m: diagram(m, profile) for m in Modality if not silent(m, profile)}
    views = {each: each.restrict(known) for each in dict.fromkeys(diagrams.values())}
    rank = _rank([views[each].missing for each in diagrams.values()])
    findings = {each: _finding(view, rank, found) for each, view in views.items()}
    return {m: findings[each] for m, each in diagrams.items()}


def _finding(view: View, rank: Mapping[str, int], found: Mapping[str, Answer]) -> Finding:
    possible = frozenset(Verdict(outcome) for outcome in view.possible)
    rows = None if len(possible) == 1 and possible <= BARS else RowAnswers(view)
    asked = sorted(view.missing, key=rank.__getitem__)
    return Finding(
        possible=possible,
        may_bar=undecided(rows, BARS) if rows else (),
        may_modify=undecided(rows, MODIFIED) if rows else (),
        missing=tuple(
            Missing(variable=name, rank=rank[name], why=found[name].why, branches=view.answers(name)) for name in asked
        ),
        flips=flips(view, most=MOST_FLIPS),
    )


def _rank(missing: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return the place of each missing variable: what most modalities lack first, then in the order of asking."""
    lacking = Counter(chain.from_iterable(missing))
    order = sorted(lacking, key=lambda name: (-lacking[name], _asking(name)))
    return {name: place for place, name in enumerate(order, start=1)}


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
SPOKEN_OF = (cirrhosis.name,)  # no rule asks for it, but hazards and distinguishing statements depend on it
GROUP_OF = _groups()
