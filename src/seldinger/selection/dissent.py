"""Where the sources disagree about this patient: by verdict, and by topic when they agree for different reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from seldinger.logic import Known, exactly
from seldinger.selection.modalities import EVERY_RULE, RULES
from seldinger.selection.profiles import SINGLE, Profile, diagram, silent, verdict_of
from seldinger.selection.rule import Basis, Rule, Source
from seldinger.terms import BARS, Modality, Verdict

SILENT = "silent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What one source does about one topic for this patient."""

    topic: str
    stance: str  # bars | modifies | defers | does_not_bar | silent


@dataclass(frozen=True, kw_only=True, slots=True)
class Stance:
    """One source alone: its verdicts still possible, the statements it makes of this patient, topic by topic."""

    source: str
    stance: str  # verdict | silent
    possible: frozenset[Verdict]
    statements: tuple[str, ...]
    topics: tuple[Topic, ...]


def dissent(modality: Modality, known: Mapping[str, Known], truth: Mapping[str, bool | None]) -> tuple[Stance, ...]:
    """Return what each review alone would say of a modality, computed by running its profile.

    ``truth`` says of each rule, with its printed limits, whether it fires (see `printed_truth`). Topics are those that a
    rule of any review raises for this patient; a source without a word on one is "silent".
    """
    fired = tuple(rule for rule in RULES[modality] if truth[rule.id] is True)
    topics = tuple(dict.fromkeys(rule.topic for rule in fired if not _floor_only(rule, modality)))
    return tuple(_stance(profile, modality, known, fired, topics) for profile in SINGLE)


def printed_truth(known: Mapping[str, Known]) -> dict[str, bool | None]:
    """Return whether each rule fires, exactly, with the limits that the sources print."""
    return {rule.id: exactly(rule.when, known) for rule in EVERY_RULE}


def _stance(
    profile: Profile, modality: Modality, known: Mapping[str, Known], fired: tuple[Rule, ...], topics: tuple[str, ...]
) -> Stance:
    quiet = silent(modality, profile)
    heard = {rule: own for rule in fired if (own := _own(rule, modality, profile))}
    possible = frozenset() if quiet else diagram(modality, profile).restrict(known).possible
    return Stance(
        source=profile.name,
        stance=SILENT if quiet else "verdict",
        possible=frozenset(Verdict(verdict) for verdict in possible),
        statements=tuple(
            source.cites.statement for own in heard.values() for source in own if source.cites.statement is not None
        ),
        topics=tuple(Topic(topic=topic, stance=_on_topic(topic, profile, modality, heard)) for topic in topics),
    )


def _on_topic(topic: str, profile: Profile, modality: Modality, heard: Iterable[Rule]) -> str:
    spoken = [rule for rule in heard if rule.topic == topic]
    verdicts = {verdict for rule in spoken if (verdict := verdict_of(rule, modality, profile)) is not None}
    if verdicts & (BARS - {Verdict.DEFER}):
        return "bars"
    if Verdict.DEFER in verdicts:
        return "defers"
    if Verdict.MODIFIED in verdicts:
        return "modifies"
    return "does_not_bar" if spoken else SILENT


@cache
def _own(rule: Rule, modality: Modality, profile: Profile) -> tuple[Source, ...]:
    return tuple(s for s in rule.speaks(modality) if s.basis is not Basis.FLOOR and profile.hears(s))


def _floor_only(rule: Rule, modality: Modality) -> bool:
    return all(source.basis is Basis.FLOOR for source in rule.speaks(modality))
