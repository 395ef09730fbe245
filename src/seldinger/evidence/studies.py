"""Study results as data: one file per study, every cell as printed, beside what it is taken to mean and why.

A cell keeps its printed words for ever. What it counts, per what unit, in what window and by what definition stands
beside it in fields of closed vocabularies, so that two cells can be compared only when their definitions agree.
"""

from dataclasses import dataclass
from datetime import date

MODALITIES = ("tae", "ctace", "tace", "deb_tace", "y90_glass", "y90_resin", "y90", "other")
KINDS = ("series", "review", "meta")
LEVELS = ("primary", "abstract", "review", "secondary")
OUTCOMES = (
    "abscess",
    "biliary_injury",
    "biloma",
    "biochemical_response",
    "complication",
    "crisis",
    "death",
    "late_liver_disease",
    "post_embolization",
    "recurrence",
    "reild",
    "survival",
    "symptom_any",
    "symptom_aspecific",
    "symptom_endocrine",
    "toxicity",
    "tumour_response",
    "ulcer",
)
CATEGORIES = ("CR", "PR", "MR", "SD", "PD", "NE", ">=PR", ">=SD", "response", "no response")
UNITS = ("patient", "procedure", "lesion", "unclear")
BASES = ("printed", "row", "inferred")
STATUSES = (
    "as_printed",
    "corrected",
    "derived",
    "duplicate_of",
    "excluded",
    "partition",
    "percent_only",
    "quantity",
    "silent",
    "unresolvable",
)
READS_AS = ("patients", "procedures")
DECISIONS = ("keep printed", "unresolved", "use this")
QUANTITY_UNITS = ("mo", "%", "d")
MEASURES = ("OS", "PFS", "TTLP", "TTP", "TTUP", "hPFS", "mean_fall", "response_duration")
STATISTICS = ("median", "rate")
TESTS = {
    "floor": (("low",), (2,)),
    "median": (("value",), (1,)),
    "most": (("low", "high"), (1, 2)),
    "percent": (("value",), (1,)),
    "pool": (("value",), (2,)),
    "range": (("low", "high"), (1, 2)),
    "share": (("value",), (2,)),
    "total": (("value",), (1,)),
}
"""What a review's figure can be held against: the keys it needs, and how many words say what it is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a cell was read: the work, the place in it, and how much of the study that is."""

    id: str
    level: str
    key: str
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """One modality within an arm, with how many patients or procedures had it, where that is printed."""

    modality: str
    n: int | None = None
    name: str | None = None  # what "other" stands for


@dataclass(frozen=True, kw_only=True, slots=True)
class Patients:
    """Patient numbers of an arm: listed, treated and evaluable are three different integers."""

    printed: str
    enrolled: int | None = None
    treated: int | None = None
    evaluable: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatments:
    """The treatment column of a row, which may hold procedures or, unsaid, patients."""

    printed: str
    reads_as: str
    reason: str
    tae: int | None = None
    tace: int | None = None
    total: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Arm:
    """A group of patients treated alike, or the whole study."""

    id: str
    scope: tuple[Share, ...]
    tumour: str
    patients: Patients | None = None
    treatments: Treatments | None = None
    part_of: str | None = None
    setting: str | None = None  # what sets these patients apart, e.g. treated after PRRT
    neuroendocrine: bool = True  # False when other tumours are counted in
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Denominator:
    """The number an event count is out of, and where that number came from."""

    value: int
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A figure that is no share of a group: a median time, a mean fall."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """What a cell is taken to mean: the admissible counts, their denominator, a status and the reason."""

    status: str
    reason: str
    events: tuple[int, ...] = ()
    denominator: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One printed cell: an outcome of one arm, in the source's words and in fields."""

    id: str
    arm: str
    outcome: str
    unit: str
    window: str
    source: str
    printed: str
    category: str | None = None
    event: str | None = None
    measure: str | None = None
    statistic: str | None = None
    at_months: float | None = None
    cause: str | None = None
    criterion: str | None = None
    grade: str | None = None
    marker: str | None = None
    stratum: str | None = None
    time_origin: str | None = None
    events: int | None = None
    percent: str | None = None
    denominator: Denominator | None = None
    quantity: Quantity | None = None
    silent: bool = False
    resolved: Resolved | None = None
    uncertain: str | None = None
    statement: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure or claim of the prose: a total, a range, a rate, a finding in words."""

    id: str
    says: str
    source: str
    low: float | None = None
    high: float | None = None
    value: float | None = None
    unit: str | None = None
    statement: tuple[str, ...] = ()
    about: str | None = None  # what rows should reproduce, e.g. "total:patients" or "range:tumour_response:PR"
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contrast:
    """A comparison the source itself printed: hazard or odds ratio between two groups."""

    id: str
    outcome: str
    measure: str
    groups: tuple[str, str]
    estimate: float
    source: str
    printed: str
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted: str | None = None
    note: str | None = None
    statement: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A second source that says something else of one cell, and the decision taken."""

    outcome: str
    source: str
    printed: str
    decision: str
    reason: str
    events: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cohort:
    """Where and when patients were treated, and the group of studies that may share them."""

    overlap_group: str | None = None
    basis: str | None = None
    centres: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    parent: str | None = None  # the meta-analysis that already contains this series


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskOfBias:
    """A judgement by hand, with who judged and when; nobody judged until both are there."""

    tool: str
    items: tuple[tuple[str, str], ...] = ()
    by: str | None = None
    on: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Study:
    """One study, review or meta-analysis, as its file states it."""

    key: str
    kind: str
    design: str
    as_of: date
    sources: tuple[Source, ...]
    arms: tuple[Arm, ...] = ()
    rows: tuple[Row, ...] = ()
    figures: tuple[Figure, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    cohort: Cohort = Cohort()
    risk_of_bias: RiskOfBias | None = None
    doi: str | None = None
    note: str | None = None
    identity: str | None = None  # the work this is taken to be, an inference from content
    reference_numbers: tuple[tuple[str, int], ...] = ()  # bracket numbers by place, kept only to check citations

    def arm(self, name: str) -> Arm:
        """Return one arm by id."""
        return next(arm for arm in self.arms if arm.id == name)

    def row(self, name: str) -> Row:
        """Return one row by id."""
        return next(row for row in self.rows if row.id == name)

    def source(self, name: str) -> Source:
        """Return one source by id."""
        return next(source for source in self.sources if source.id == name)

    def level(self, row: Row) -> str:
        """Return how much of the study was read for this row: primary, abstract, review or secondary."""
        return self.source(row.source).level


def modalities(arm: Arm) -> frozenset[str]:
    """Return the modalities within an arm."""
    return frozenset(share.modality for share in arm.scope)
