"""The official limits of the response criteria, as data; all six share one table of what follows from what."""

from dataclasses import dataclass
from enum import StrEnum

from seldinger.cite import Citation
from seldinger.followup import sources as s
from seldinger.terms import Response

WHOLE = 10_000  # limits are whole hundredths of a percent, so that no comparison depends on binary fractions


class Criterion(StrEnum):
    """A named way to read response; results by different criteria are never pooled together."""

    RECIST = "RECIST 1.1"
    MRECIST = "mRECIST"
    WHO = "WHO 1979"
    REVIEW = "the reviews' categories"  # WHO with the minor response of its own (B97)
    EASL = "EASL"
    CHOI = "Choi"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What a criterion adds up: one diameter of a lesion or the product of two, of all of it or of what enhances."""

    two: bool
    viable: bool


MEASURE = {
    Criterion.RECIST: Measure(two=False, viable=False),
    Criterion.MRECIST: Measure(two=False, viable=True),
    Criterion.WHO: Measure(two=True, viable=False),
    Criterion.REVIEW: Measure(two=True, viable=False),
    Criterion.EASL: Measure(two=True, viable=True),
    Criterion.CHOI: Measure(two=False, viable=False),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How far a sum must fall below baseline, or rise above its smallest value, to change the category."""

    fall: int  # of baseline, in hundredths of a percent; reached when equal
    rise: int  # of the smallest sum so far
    rise_when_equal: bool
    rise_at_least: float  # hundredths of a millimetre (or of a mm2), on top of the proportion
    unit: str
    cites: tuple[Citation, ...]


LIMITS = {
    Criterion.RECIST: Limits(
        fall=3_000, rise=2_000, rise_when_equal=True, rise_at_least=500.0, unit="mm", cites=(s.RECIST,)
    ),
    Criterion.MRECIST: Limits(
        fall=3_000, rise=2_000, rise_when_equal=True, rise_at_least=0.0, unit="mm", cites=(s.MRECIST,)
    ),
    Criterion.WHO: Limits(
        fall=5_000, rise=2_500, rise_when_equal=False, rise_at_least=0.0, unit="mm2", cites=(s.WHO1979,)
    ),
    Criterion.REVIEW: Limits(
        fall=5_000, rise=2_500, rise_when_equal=False, rise_at_least=0.0, unit="mm2", cites=(s.WHO1979, s.B97)
    ),
    Criterion.EASL: Limits(
        fall=5_000, rise=2_500, rise_when_equal=False, rise_at_least=0.0, unit="mm2", cites=(s.EASL,)
    ),
    # The original study compared two scans; with more than two, growth is counted from the smallest sum.
    Criterion.CHOI: Limits(fall=1_000, rise=1_000, rise_when_equal=True, rise_at_least=0.0, unit="mm", cites=(s.CHOI,)),
}
CHOI_ATTENUATION_FALL = 0.15  # of the mean attenuation at baseline (choi2007, table of response criteria)
TARGET_LEAST = 1_000.0  # 10 mm in hundredths, longest or longest enhancing diameter (eisenhauer2009, section 3.1)
NODE_TARGET_LEAST = 1_500.0  # 15 mm short axis
NODE_NORMAL_BELOW = 1_000.0  # a node under 10 mm short axis is no longer disease
LIVER_TARGETS_MOST = 2  # per organ

# One bit per category, so that the categories still possible are one small number per scan.
CR, PR, MR, SD, PD = 1, 2, 4, 8, 16
_NAMES = {CR: Response.CR, PR: Response.PR, MR: Response.MR, SD: Response.SD, PD: Response.PD}
SETS = tuple(
    frozenset(name for bit, name in _NAMES.items() if bits & bit) for bits in range(CR + PR + MR + SD + PD + 1)
)
SINGLE = {bit: name for bit, name in _NAMES.items()}
