"""Yttrium-90: activities that cannot be confused, the dose factor and the half-life with their origin, and decay."""

import math
from dataclasses import dataclass
from functools import total_ordering

from seldinger.cite import Citation, cite
from seldinger.terms import Status

MBQ_PER_GBQ = 1000.0
GBQ_PER_MCI = 0.037  # by definition
BQ_PER_GBQ = 1e9
JOULE_PER_MEV = 1.602176634e-13  # exact since the SI of 2019
SECONDS_PER_HOUR = 3600.0


@total_ordering
@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """An amount of activity; made by ``gbq``, ``mbq`` or ``mci``, so that a number never travels without its unit."""

    gbq: float

    def __post_init__(self) -> None:
        """Refuse what no activity meter can show."""
        if not (math.isfinite(self.gbq) and self.gbq >= 0):
            raise ValueError(f"an activity must be finite and not negative, got {self.gbq!r} GBq")

    @property
    def mbq(self) -> float:
        """Return the activity [MBq]."""
        return self.gbq * MBQ_PER_GBQ

    @property
    def mci(self) -> float:
        """Return the activity [mCi]."""
        return self.gbq / GBQ_PER_MCI

    @property
    def bq(self) -> float:
        """Return the activity [Bq]."""
        return self.gbq * BQ_PER_GBQ

    def times(self, factor: float) -> "Activity":
        """Return the activity multiplied by a plain number."""
        return Activity(gbq=self.gbq * factor)

    def over(self, other: "Activity") -> float:
        """Return the plain ratio of two activities; raises ValueError when the other one is zero."""
        if not activity(other).gbq > 0:
            raise ValueError("nothing can be measured against an activity of zero")
        return self.gbq / other.gbq

    def __add__(self, other: "Activity") -> "Activity":
        """Return the sum of two activities."""
        return Activity(gbq=self.gbq + activity(other).gbq)

    def __sub__(self, other: "Activity") -> "Activity":
        """Return the difference; raises ValueError when it would be negative."""
        return Activity(gbq=self.gbq - activity(other).gbq)

    def __lt__(self, other: "Activity") -> bool:
        """Return whether this activity is the smaller one."""
        return self.gbq < activity(other).gbq


def gbq(value: float) -> Activity:
    """Return an activity given in gigabecquerel.

    >>> round(gbq(3).mci)
    81
    """
    return Activity(gbq=float(value))


def mbq(value: float) -> Activity:
    """Return an activity given in megabecquerel."""
    return Activity(gbq=value / MBQ_PER_GBQ)


def mci(value: float) -> Activity:
    """Return an activity given in millicurie.

    >>> mci(27).gbq
    0.999
    """
    return Activity(gbq=value * GBQ_PER_MCI)


def activity(value: Activity) -> Activity:
    """Return the value if it is an activity; raises TypeError on a number that has no unit."""
    if not isinstance(value, Activity):
        raise TypeError(f"an activity needs its unit, got {value!r}; write gbq({value!r}), mbq(…) or mci(…)")
    return value


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseFactor:
    """Energy released per activity once all has decayed [Gy kg/GBq = J/GBq], as a record with its origin."""

    name: str
    value: float
    says: str
    status: Status
    cites: tuple[Citation, ...]

    def __post_init__(self) -> None:
        """Refuse values outside what is in print for Y-90; a wrong unit shows here first."""
        low, high = PRINTED_FACTORS
        if not low <= self.value <= high:
            raise ValueError(
                f"dose factor {self.name!r} is {self.value!r} Gy kg/GBq; print gives {low} to {high} for Y-90. "
                "Is it in Gy/MBq, per mCi, or for another nuclide?"
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class HalfLife:
    """Physical half-life [h] with its origin."""

    name: str
    hours: float
    says: str
    status: Status
    cites: tuple[Citation, ...]

    def __post_init__(self) -> None:
        """Refuse what is not the half-life of Y-90 in hours."""
        low, high = PRINTED_HALF_LIVES
        if not low <= self.hours <= high:
            raise ValueError(
                f"half-life {self.name!r} is {self.hours!r} h; print gives {low} to {high} h. Is it in days?"
            )


PRINTED_FACTORS = (49.0, 50.5)  # [Gy kg/GBq], with some room around 49.38 to 50
PRINTED_HALF_LIVES = (63.5, 64.6)  # [h], with some room around 64.04 to 64.2

HALF_LIFE = HalfLife(
    name="64.1 h",
    hours=64.1,
    says="half-life 64.1 h",
    status=Status.READ,
    cites=(
        cite("icrp107", at="Y-90"),
        cite("therasphere-insert12", at="Description"),
        cite("transarterial-review", at="Radioembolization (Y-90)", statement="A54"),
    ),
)
HALF_LIFE_64_2 = HalfLife(
    name="64.2 h", hours=64.2, says="2.67 d", status=Status.READ, cites=(cite("weber2022", at="physical properties"),)
)
HALF_LIFE_64_04 = HalfLife(
    name="64.04 h",
    hours=64.04,
    says="2.6684 d",
    status=Status.UNVERIFIED,
    cites=(cite("ddep-y90", at="half-life", status=Status.UNVERIFIED),),
)
HALF_LIVES = (HALF_LIFE, HALF_LIFE_64_2, HALF_LIFE_64_04)

K_49_67 = DoseFactor(
    name="49.67",
    value=49.67,  # as printed; the printed E·T of 59.72 MeV h would give 49.69
    says="49.67 J/GBq, as printed; its printed energy and half-life give 49.69",
    status=Status.READ,
    cites=(cite("vanroekel-thesis", at="chapter 2, partition model"), cite("taranis", at="Y-90 constants")),
)
K_49_77 = DoseFactor(
    name="49.77 (ICRP 107)",
    value=49.77,
    says="49.77 J/GBq as quoted for ICRP 107; 0.93299 MeV per decay and 64.1 h compute to 49.76",
    status=Status.READ,
    cites=(cite("icrp107", at="Y-90, mean electron energy"),),
)
K_49_38 = DoseFactor(
    name="49.38 (insert form)",
    value=49.38,
    says="0.61 GBq in 1 kg of lung give 30 Gy",
    status=Status.READ,
    cites=(cite("therasphere-insert12", at="lung dose"),),
)
K_50 = DoseFactor(
    name="50 (manufacturers)",
    value=50.0,
    says="1 GBq per kg of tissue gives 50 Gy",
    status=Status.READ,
    cites=(cite("sirtex-dosimetry", at="paragraph 2"), cite("therasphere-insert12", at="dose calculation")),
)
DOSE_FACTORS = (K_49_67, K_49_77, K_49_38, K_50)


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A printed "range" of the beta rays in tissue [mm]; the printed ones mean different things, so each has a name."""

    name: str
    mm: float
    status: Status
    cites: tuple[Citation, ...]


MAX_RANGE = Range(
    name="maximal range", mm=11.0, status=Status.READ, cites=(cite("weber2022", at="physical properties"),)
)
MEAN_RANGE = Range(
    name="mean range",
    mm=2.5,
    status=Status.READ,
    cites=(
        cite("transarterial-review", at="Radioembolization (Y-90)", statement="A50"),
        cite("therasphere-insert12", at="Description"),
    ),
)


def dose_factor(*, energy_mev: float, half_life_h: float) -> float:
    """Return the dose factor E·T/ln 2 [Gy kg/GBq] of a mean beta energy per decay [MeV] and a half-life [h].

    All energy counts as absorbed where the atom decays; bremsstrahlung (0.5 % of it) is ignored.

    >>> round(dose_factor(energy_mev=0.93299, half_life_h=64.1), 2)
    49.76
    """
    if not (energy_mev > 0 and half_life_h > 0):
        raise ValueError(f"energy and half-life must be positive, got {energy_mev!r} MeV and {half_life_h!r} h")
    return energy_mev * JOULE_PER_MEV * BQ_PER_GBQ * half_life_h * SECONDS_PER_HOUR / math.log(2)


def decayed(amount: Activity, *, hours: float, half_life: HalfLife = HALF_LIFE) -> Activity:
    """Return the activity some hours later; negative hours look back.

    >>> round(decayed(gbq(1), hours=24).gbq, 3)
    0.771
    """
    if not math.isfinite(hours):
        raise ValueError(f"hours must be finite, got {hours!r}")
    return activity(amount).times(math.exp2(-hours / half_life.hours))


def fraction_decayed(hours: float, *, half_life: HalfLife = HALF_LIFE) -> float:
    """Return the fraction of all atoms that have decayed after some hours.

    >>> round(fraction_decayed(14 * 24), 3)
    0.974
    """
    if not hours >= 0:
        raise ValueError(f"hours must not be negative, got {hours!r}")
    return 1 - math.exp2(-hours / half_life.hours)


def hours_to_lose(fraction: float, *, half_life: HalfLife = HALF_LIFE) -> float:
    """Return the delay [h] after which this fraction of the activity is lost.

    >>> round(hours_to_lose(0.05), 2)
    4.74
    """
    if not 0 <= fraction < 1:
        raise ValueError(f"the fraction lost must lie in [0, 1), got {fraction!r}")
    return half_life.hours * math.log2(1 / (1 - fraction))
