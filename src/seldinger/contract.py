"""The shape of report.json, the one contract between the pathway and every view. Its JSON Schema is made from here.

Sets of verdicts are lists in order of precedence, days are ISO dates, proportions are fractions, and a part that a
release does not have is null.
"""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

VerdictWord = Literal["contraindicated", "not_indicated", "defer", "modified", "eligible"]
ModalityWord = Literal["tae", "ctace", "deb_tace", "y90_glass", "y90_resin"]
StatusWord = Literal["read", "secondary", "unverified", "local"]


class Cite(TypedDict):
    """Where something stands."""

    key: str
    at: str
    status: StatusWord
    statement: NotRequired[str]
    strength: NotRequired[Literal["absolute", "other", "eligibility", "unlabelled", "supporting"]]
    via: NotRequired[str]
    basis: NotRequired[Literal["own", "inherited", "floor"]]


class Seen(TypedDict):
    """What the chart says of one variable; ``unknown`` carries the reason when it says nothing that counts."""

    variable: str
    title: str
    value: Any
    unit: str | None
    printed: str | None
    date: str | None
    dated: bool | None
    source: str | None
    by: str | None
    unknown: str | None


class Limit(TypedDict):
    """A threshold a rule compares with."""

    threshold: str
    op: Literal[">=", ">", "<=", "<"]
    value: float
    unit: str
    status: StatusWord


class RuleWords(TypedDict):
    """A rule as a list names it."""

    rule: str
    topic: str
    group: str
    says: str
    requires: str
    cites: list[Cite]


class Open(RuleWords):
    """An undecided rule: what must hold instead, and which variables would answer."""

    variables: list[str]


class Bar(RuleWords):
    """A rule that has fired and bars."""

    correctable: bool


class Modification(TypedDict):
    """What going ahead changes."""

    rule: str
    says: str
    cites: list[Cite]


class Because(RuleWords):
    """One rule with its answer for this patient."""

    kind: Literal["hazard", "no_benefit", "temporary", "modifies", "caution", "support"]
    answer: Literal["yes", "no", "unknown"]
    limit: list[Limit]
    seen: Seen | None
    also_seen: list[Seen]


class Headline(TypedDict):
    """What a board reads first."""

    best: VerdictWord | None
    fired: VerdictWord | None
    open: dict[str, int]
    says: str


class Missing(TypedDict):
    """A variable that could still change the verdict."""

    variable: str
    title: str
    unit: str | None
    rank: int
    group: str
    who: str
    why: str | None
    could_become: dict[str, list[VerdictWord]]


Flip = TypedDict("Flip", {"variable": str, "if": str, "possible": list[VerdictWord]})


class Topic(TypedDict):
    """What a source does about one topic."""

    topic: str
    stance: Literal["bars", "modifies", "defers", "does_not_bar", "silent"]


class Stance(TypedDict):
    """One source alone."""

    source: str
    stance: Literal["verdict", "silent"]
    possible: list[VerdictWord]
    statements: list[str]
    topics: list[Topic]


class Cited(TypedDict):
    """A sentence with its sources."""

    says: str
    cites: list[Cite]


class Modality(TypedDict):
    """One modality."""

    title: str
    verdict: Literal["eligible", "modified", "defer", "contraindicated", "not_indicated", "undetermined", "silent"]
    possible: list[VerdictWord]
    exact: bool
    headline: Headline
    provided_that: list[Open]
    would_modify: list[Open]
    bars: list[Bar]
    modifications: list[Modification]
    because: list[Because]
    missing: list[Missing]
    flips: list[Flip]
    dissent: list[Stance]
    coverage: Literal["full", "partial"]
    evidence_level: Cited


class Departure(TypedDict):
    """A place in which a centre's overlay leaves its base profile."""

    name: str
    reason: str
    rule: str | None
    modalities: list[ModalityWord] | None
    verdict: VerdictWord | None
    threshold: str | None
    value: float | None
    unit: str | None


class About(TypedDict):
    """Which software, knowledge, profile and day this report answers for."""

    software: str
    knowledge: str
    profile: str
    profile_title: str
    departures: list[Departure]
    as_of: str
    on: str
    disclaimer: str
    review_due: list[dict[str, str]]
    basis: dict[str, str]  # each piece of knowledge by kind and name, for recheck


Scope = TypedDict("Scope", {"in": bool, "why": NotRequired[str], "open": NotRequired[list[dict[str, str]]]})
Graded = TypedDict(
    "Graded",
    {
        "edition": str,
        "possible": list[str],
        "from": dict[str, Any],
        "basis": list[str],
        "uncounted": list[str],
        "cites": list[Cite],
    },
)


class Patient(TypedDict):
    """Who, the question, and the disease as charted."""

    id: str
    label: str | None
    age_years: float | None
    sex: str | None
    question: str | None
    intent: str | None
    disease: dict[str, Seen]
    grade: list[Graded]
    traditional_label: Literal["carcinoid", "pancreatic NET"] | None  # how old series count this primary


class WorkupItem(TypedDict):
    """One item of the work-up."""

    item: str
    status: Literal["done", "missing", "stale", "not_applicable"]
    why: str
    who: str
    cites: list[Cite]


class Distinguishing(Cited):
    """A statement that separates the options, without ranking them."""

    id: str
    speaks_for: list[ModalityWord]
    speaks_against: list[ModalityWord]


class Says(TypedDict):
    """What one source says in a disagreement."""

    source: str
    says: str
    cites: list[Cite]


class Disagreement(TypedDict):
    """A disagreement between or within the sources."""

    id: str
    topic: str
    says: str
    stances: list[Says]


class Hazard(TypedDict):
    """A hazard with its mitigation."""

    id: str
    hazard: str
    why: str
    mitigation: str
    modalities: list[ModalityWord]
    cites: list[Cite]


class Alternative(TypedDict):
    """Another option."""

    option: str
    why: str
    cites: list[Cite]


class Report(TypedDict):
    """report.json. Out of scope nothing below the patient is present but the references."""

    schema: Literal["seldinger/report/1"]
    about: About
    scope: Scope
    patient: Patient
    workup: NotRequired[list[WorkupItem] | None]
    modalities: NotRequired[dict[ModalityWord, Modality]]
    distinguishes: NotRequired[list[Distinguishing] | None]
    disagreements: NotRequired[list[Disagreement] | None]
    expect: NotRequired[dict[str, Any] | None]
    comparisons: NotRequired[list[dict[str, Any]] | None]
    hazards: NotRequired[list[Hazard] | None]
    alternatives: NotRequired[list[Alternative] | None]
    governance: NotRequired[list[Cited] | None]
    plan: NotRequired[dict[str, Any] | None]
    followup: NotRequired[dict[str, Any] | None]
    references: dict[str, dict[str, Any]]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of report.json; members that are not named here are refused."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Report).json_schema()
    for each in (schema, *schema.get("$defs", {}).values()):
        if each.get("type") == "object" and "properties" in each:
            each["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "seldinger/report/1-draft",
        "title": "Seldinger report",
        **schema,
    }
