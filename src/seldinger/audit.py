"""The audit trail: what stands behind each of the reviews' statements, and where each of their sentences went.

Nothing is counted because it is written somewhere: only what the program has loaded and acts on or prints counts.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from seldinger import evidence
from seldinger.cite import Citation, knowledge, thresholds
from seldinger.dosimetry import HALF_LIVES, MEAN_RANGE
from seldinger.followup import sources as followed
from seldinger.planning import sources as planned
from seldinger.selection import alternatives, conflicts, distinguishes, governance, grading, hazards, workup
from seldinger.selection.definitions import definitions
from seldinger.selection.modalities import EVERY_RULE, EVIDENCE_LEVEL
from seldinger.selection.rule import INHERITANCE, WAY_ROUND, Basis


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One row of the checklist of what the two reviews say."""

    id: str
    kind: str
    source: str  # A, B, or both
    section: str
    says: str
    modality: str
    determinacy: str
    conflict: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Artefact:
    """Something loaded that realises a statement: a rule, a threshold, a work-up item, a row of evidence and so on."""

    statement: str
    kind: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rests:
    """Something loaded and one citation that it rests on."""

    kind: str
    name: str
    cites: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence of a review by its number in its section: the statements it went into, or why it went into none."""

    review: str
    section: str
    number: int
    statements: tuple[str, ...]
    reason: str


@cache
def statements() -> Mapping[str, Statement]:
    """Return every statement by id, in the order of the checklist."""
    rows = csv.DictReader(knowledge().joinpath("statements.csv").read_text(encoding="utf-8").splitlines())
    return {
        row["id"]: Statement(
            id=row["id"],
            kind=row["kind"],
            source=row["doc"],
            section=row["section"],
            says=row["statement"],
            modality=row["modality"],
            determinacy=row["determinacy"],
            conflict=row["conflict_group"],
        )
        for row in rows
    }


@cache
def artefacts() -> tuple[Artefact, ...]:
    """Return everything loaded that realises a statement, room by room."""
    cited = ((each.kind, each.name, each.cites.statement) for each in resting())
    own = (("disagreement", each.id, each.id) for each in conflicts.CONFLICTS)
    found = dict.fromkeys((kind, name, of) for kind, name, of in (*cited, *own, *_evidence()) if of)
    return tuple(Artefact(statement=of, kind=kind, name=name) for kind, name, of in found)


@cache
def resting() -> tuple[Rests, ...]:
    """Return everything loaded with each citation that it rests on; study files cite by their own key."""
    found = (*_selection(), *_numbers(), *_rooms())
    return tuple(Rests(kind=kind, name=name, cites=each) for kind, name, cites in found for each in cites)


def rests_on(key: str) -> tuple[Rests, ...]:
    """Return everything loaded that cites a work, or was read in it; study files by their sources."""
    studies = (
        Rests(kind="study file", name=study.key, cites=Citation(key=source.key, at=source.at, via=None))
        for study in evidence.library()
        for source in study.sources
    )
    return tuple(each for each in (*resting(), *studies) if key in (each.cites.key, each.cites.via))


Found = tuple[str, str, Iterable[Citation]]


def _selection() -> Iterator[Found]:
    sources = [source for rule in EVERY_RULE for source in rule.sources]
    for rule in EVERY_RULE:
        yield "rule", rule.id, [source.cites for source in rule.sources]
    if any(source.basis is Basis.INHERITED for source in sources):
        yield "inheritance", "hazards of TAE carried over to TACE", [INHERITANCE]
    if any(source.exit for source in sources):
        yield "way round", "less aggressive, staged TAE", [WAY_ROUND]
    yield from (("grading", edition, cites) for edition, cites in grading.CITES.items())
    yield from (("level of evidence", modality.label, cites) for modality, (_, cites) in EVIDENCE_LEVEL.items())
    yield from (("hazard", each.id, each.cites) for each in (*hazards.HAZARDS, hazards.ABSCESS_UNKNOWN))
    yield from (("distinguishing statement", each.id, each.cites) for each in distinguishes.DISTINGUISHES)
    yield from (("work-up", name, cites) for name, cites in workup.CITES.items())
    yield from (("alternative", name, cites) for name, cites in alternatives.CITES.items())
    yield from (("governance", says, cites) for says, cites in governance.GOVERNANCE)
    yield from (("disagreement", each.id, [c for s in each.stances for c in s.cites]) for each in conflicts.CONFLICTS)


def _numbers() -> Iterator[Found]:
    yield from (("threshold", each.id, each.cites) for each in thresholds().values())
    yield from (("definition", each.word, each.cites) for each in definitions())
    yield from (("constant", f"Y-90, {each.name}", each.cites) for each in (*HALF_LIVES, MEAN_RANGE))


def _rooms() -> Iterator[Found]:
    yield "plan", "steps of the plan", planned.of(*sorted(planned.realised()))
    for kind, module in (("plan", planned), ("follow-up", followed)):
        for name, value in vars(module).items():
            if isinstance(value, Citation):
                yield kind, name.lower().replace("_", " "), [value]


def _evidence() -> Iterator[tuple[str, str, str]]:
    for study in evidence.library():
        for part in ("rows", "figures", "contrasts"):
            for each in getattr(study, part):
                yield from ((f"evidence {part}", study.key, name) for name in each.statement)


def realised() -> frozenset[str]:
    """Return the ids of the statements behind which something loaded stands."""
    return frozenset(each.statement for each in artefacts())


@cache
def exempted() -> Mapping[str, str]:
    """Return the statements left out on purpose, each with its reason in writing."""
    return dict(tomllib.loads(knowledge().joinpath("exemptions.toml").read_text(encoding="utf-8")))


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of the two reviews by number, in reading order."""
    rows = csv.DictReader(knowledge().joinpath("seed_sentences.csv").read_text(encoding="utf-8").splitlines())
    return tuple(
        Sentence(
            review=row["review"],
            section=row["section"],
            number=int(row["number"]),
            statements=tuple(row["statements"].split()),
            reason=row["reason"],
        )
        for row in rows
    )
