"""The grammar of a rule: one condition, one sentence, and what each source says of it for which modality."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from seldinger.cite import Citation, cite
from seldinger.logic import Condition, thresholds_of, variables_of
from seldinger.terms import Group, Kind, Modality, Strength

REVIEW_A = "transarterial-review"
REVIEW_B = "delprete2014"
FLOOR = "house-floor"

T, C, D = Modality.TAE, Modality.CTACE, Modality.DEB_TACE
G, R = Modality.Y90_GLASS, Modality.Y90_RESIN
EVERY = tuple(Modality)

# What Del Prete 2014 allows in the patients of its Table 4 whom it would rather not embolize.
WAY_ROUND = cite(REVIEW_B, at="Conclusions", statement="B114")
LESS_AGGRESSIVE = "less aggressive, staged embolization, repeated if needed"
# The transarterial review's contraindications of TACE "parallel" those of TAE: what TAE may not be, TACE may not be.
INHERITANCE = cite(REVIEW_A, at="Transarterial chemoembolization", statement="A36")


class Basis(StrEnum):
    """Why a citation speaks for a modality."""

    OWN = "own"  # the source says so itself
    INHERITED = "inherited"  # by the transarterial review's "contraindications parallel those of TAE"; an inference
    FLOOR = "floor"  # a safety floor of this software, printed as not stated in the reviews


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One citation of a rule, the modalities it speaks for, and whether the work prints a way round it."""

    cites: Citation
    modalities: tuple[Modality, ...]
    basis: Basis = Basis.OWN
    exit: bool = False  # Del Prete 2014 allows a less aggressive, staged TAE instead (its Table 4 items only)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One sentence the board hears, as a condition on the chart. Rules are told apart by identity.

    ``says`` and ``requires`` may name "{limit}", which prints the threshold in force (a centre may have set another).
    ``says`` is printed when the rule fires, ``requires`` when it is still open (what must hold instead), ``changes``
    when a profile turns it into a modification.
    """

    id: str
    topic: str
    kind: Kind
    when: Condition
    says: str
    requires: str
    group: Group
    sources: tuple[Source, ...]
    correctable: bool = False
    changes: str = ""
    clears: bool = False  # the sources say that this does not bar (text for the dissent)
    brief: str = ""  # the finding in a few words, for a headline; else the sentence

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Return the variables the condition speaks of, in order of appearance."""
        return tuple(variable.name for variable in variables_of(self.when))

    @cached_property
    def limit_words(self) -> str:
        """Return the first limit of the condition as a sentence prints it, e.g. "2 mg/dL"."""
        limit = next(iter(thresholds_of(self.when)), None)
        return "" if limit is None else f"{limit.value:g}" + ("" if limit.unit == "1" else f" {limit.unit}")

    @cached_property
    def sentence(self) -> str:
        """Return what is printed when the rule fires."""
        return self.says.format(limit=self.limit_words)

    @cached_property
    def condition_words(self) -> str:
        """Return what is printed while the rule is open: what must hold instead."""
        return self.requires.format(limit=self.limit_words)

    @property
    def topic_says(self) -> str:
        """Return the finding as a headline names it."""
        return self.brief.format(limit=self.limit_words) or self.sentence.rstrip(".")

    def speaks(self, modality: Modality) -> tuple[Source, ...]:
        """Return the citations that speak for a modality, in the order written."""
        return tuple(source for source in self.sources if modality in source.modalities)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Return the modalities any citation speaks for, in fixed order."""
        return tuple(m for m in Modality if self.speaks(m))


def a(statement: str, at: str, strength: Strength, *modalities: Modality) -> Source:
    """Return what the transarterial review says."""
    return Source(cites=cite(REVIEW_A, at=at, statement=statement, strength=strength), modalities=modalities)


def b(statement: str, at: str, strength: Strength, *modalities: Modality, exit: bool = False) -> Source:
    """Return what Del Prete 2014 says."""
    return Source(cites=cite(REVIEW_B, at=at, statement=statement, strength=strength), modalities=modalities, exit=exit)


def inherited(statement: str, at: str, strength: Strength, *modalities: Modality) -> Source:
    """Return a hazard of Del Prete 2014 carried over to TACE by the transarterial review's parallel (A36)."""
    citation = cite(
        REVIEW_B, at=f"{at}; carried over by inference", statement=statement, strength=strength, via=REVIEW_A
    )
    return Source(cites=citation, modalities=modalities, basis=Basis.INHERITED)


def floor(*modalities: Modality) -> Source:
    """Return the safety floor of this software for these modalities."""
    return Source(
        cites=cite(FLOOR, at="safety floor", strength=Strength.UNLABELLED), modalities=modalities, basis=Basis.FLOOR
    )
