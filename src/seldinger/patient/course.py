"""The course: specimens, therapies, sessions, studies and events, one frozen type for each table of the chart.

These types are the chart's own declaration of its tables: the door validates against them and the schema is made from
them. A member that is None was not recorded.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le, Len

from seldinger.patient.variable import names_nothing

Day = date  # several types below have a member of that name
Percent = Annotated[float, Ge(0), Le(100)]
Millimetres = Annotated[float, Ge(0), Le(500)]
Amount = Annotated[float, Ge(0), Le(1e6)]
Text = Annotated[str, Len(1, 2000)]
Territory = Literal["right", "left", "caudate", "1", "2", "3", "4", "4a", "4b", "5", "6", "7", "8"]
ImagingKind = Literal["ct", "mri", "ceus", "sstr_pet", "octreoscan", "fdg_pet", "angiography"]
SessionModality = Literal["tae", "ctace", "deb_tace", "y90_glass", "y90_resin", "y90"]  # y90: device not stated
AgentKind = Literal["lipiodol", "gelatin_foam", "pva", "microspheres", "drug_eluting_beads", "y90_glass", "y90_resin"]
TherapyKind = Literal[
    "ssa",
    "chemotherapy",
    "everolimus",
    "sunitinib",
    "interferon",
    "prrt",
    "resection",
    "ablation",
    "transplant",
    "radiotherapy_liver",
    "antiangiogenic",
]


class Strict:
    """What every table of the chart shares: members that are not declared, and values of another type, are refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, object]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Span(Strict):
    """A number of a table known only to lie between two bounds, both included."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse bounds in the wrong order."""
        if self.low > self.high:
            raise ValueError("low not above high")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mitoses(Strict):
    """A mitotic count with the area it was counted in, which is never converted."""

    value: Annotated[float, Ge(0), Le(1000)] | Span
    per: Literal["10 HPF", "2 mm2"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Specimen(Strict):
    """What the pathologist reported of one specimen."""

    site: Literal["primary", "liver", "other"]
    date: Day | None = None
    histology: Text | None = None  # neuroendocrine, mixed, other, or free text, which never decides
    differentiation: Literal["well", "poor"] | None = None
    ki67_percent: Percent | Span | None = None
    mitoses: Mitoses | None = None
    necrosis: bool | None = None
    vascular_invasion: bool | None = None
    neural_invasion: bool | None = None
    source: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Therapy(Strict):
    """One treatment other than a transarterial session."""

    kind: TherapyKind
    drug: Text | None = None
    procedure: Text | None = None
    start: Day | None = None
    stop: Day | Literal[False] | None = None  # False: still going on
    response: Literal["CR", "PR", "MR", "SD", "PD", "NE", "refractory"] | None = None
    cycles: Annotated[int, Ge(0), Le(500)] | None = None
    dose_gy: Annotated[float, Ge(0), Le(1000)] | None = None
    cumulative_mg_m2: Amount | None = None
    source: Text | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.start and self.stop and self.stop < self.start:
            raise ValueError("stop not before start")


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent(Strict):
    """What was injected in a session."""

    kind: AgentKind
    size_um: Annotated[tuple[Annotated[float, Ge(0), Le(5000)], ...], Len(2, 2)] | None = None  # from, to
    drug: Text | None = None
    mg: Amount | None = None
    lipiodol_ml: Annotated[float, Ge(0), Le(100)] | None = None
    activity_gbq: Annotated[float, Ge(0), Le(100)] | None = None

    def __post_init__(self) -> None:
        """Refuse sizes in the wrong order."""
        if self.size_um and self.size_um[0] > self.size_um[-1]:
            raise ValueError("the smaller size first")


@dataclass(frozen=True, kw_only=True, slots=True)
class EventGrade(Strict):
    """A grade on a named scale; without the scale and its edition a grade says nothing."""

    scale: Text
    value: Annotated[int, Ge(0), Le(6)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event(Strict):
    """Something untoward that happened."""

    term: Text
    date: Day
    grade: EventGrade | None = None
    resolved: Day | Literal[False] | None = None  # False: still present
    attribution: Literal["procedure", "disease", "other", "unknown"] | None = None
    source: Text | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the beginning."""
        if self.resolved and self.resolved < self.date:
            raise ValueError("resolved not before date")


@dataclass(frozen=True, kw_only=True, slots=True)
class VitalSigns(Strict):
    """One reading during or after a session; minutes count from one start, such as the puncture."""

    minute: Annotated[float, Ge(-1440), Le(10080)]
    systolic_mmhg: Annotated[float, Ge(0), Le(400)] | None = None
    pulse_per_minute: Annotated[float, Ge(0), Le(400)] | None = None
    confusion: bool | None = None
    bronchospasm: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Session(Strict):
    """One transarterial treatment, done or planned."""

    date: Day
    modality: SessionModality
    territory: tuple[Territory, ...] = ()  # lobes or Couinaud segments; empty: not stated
    planned: bool = False
    agent: Agent | None = None
    endpoint: Text | None = None
    events: tuple[Event, ...] | None = None  # None: not recorded; empty: none occurred
    vitals: tuple[VitalSigns, ...] | None = None
    source: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesion(Strict):
    """One lesion in one study. Diameters in mm; an enhancing diameter of 0 is a lesion without viable enhancement."""

    id: Text
    site: Literal["liver", "node", "other"] = "liver"
    territory: Territory | None = None
    longest_mm: Millimetres | None = None
    short_mm: Millimetres | None = None  # perpendicular to the longest; of a node, its short axis
    enhancing_mm: Millimetres | None = None
    enhancing_short_mm: Millimetres | None = None
    attenuation_hu: Annotated[float, Ge(-1100), Le(3100)] | None = None
    change: Literal["smaller", "unchanged", "larger"] | None = None  # as read, when nothing was measured
    enhancement: Literal["none", "present"] | None = None  # as read, when nothing was measured
    necrosis: bool | None = None
    oil_uptake: Literal["none", "partial", "homogeneous"] | None = None
    new: bool | None = None
    progressed: bool | None = None  # unequivocal progression of a non-target, as the reader judged it
    target: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Study(Strict):
    """One imaging study with the lesions measured in it."""

    date: Day
    kind: ImagingKind
    phase: Text | None = None
    lesions: tuple[Lesion, ...] = ()
    finding: Text | None = None
    source: Text | None = None

    def __post_init__(self) -> None:
        """Refuse two lesions of one name."""
        names = [lesion.id for lesion in self.lesions]
        if len(names) != len(set(names)):
            raise ValueError("each lesion id once in a study")


@dataclass(frozen=True, kw_only=True, slots=True)
class Examination(Strict):
    """That an imaging study was done, without measurements (`imaging.done`)."""

    kind: ImagingKind
    date: Day | None = None
    finding: Text | None = None
    source: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Allergy(Strict):
    """An allergy other than to contrast medium (`fitness.allergies`)."""

    substance: Text
    reaction: Text | None = None

    def __post_init__(self) -> None:
        """Refuse what names no substance: it would be listed as an allergy."""
        if names_nothing(self.substance):
            raise ValueError("a substance; [] says that there is none")


TABLES: dict[str, type[Strict]] = {
    "specimen": Specimen,
    "therapy": Therapy,
    "session": Session,
    "study": Study,
    "event": Event,
    "imaging.done": Examination,
    "fitness.allergies": Allergy,
}
