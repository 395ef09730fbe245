"""Lung shunt fraction: as given, or from planar counts with its Poisson interval; two definitions, two types."""

import math
from dataclasses import dataclass
from typing import Literal

from seldinger.cite import Citation, cite

ShuntMethod = Literal["planar", "spect_ct", "as_given"]
Z_95 = 1.959963984540054  # two-sided 95 % of the normal distribution

PLANAR_OVERESTIMATES = "Planar MAA images overestimate the lung shunt."
SHUNT_CITES: tuple[Citation, ...] = (
    cite("kao2013", at="definition of the lung shunt"),
    cite("lsf-review2022", at="planar against SPECT/CT"),
)


def fraction(value: float, name: str) -> float:
    """Return the value if it is a fraction in [0, 1); raises ValueError, with the likely meaning, when it is not."""
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a number between 0 and 1, got {value!r}")
    if value < 0:
        raise ValueError(f"{name} must not be negative, got {value!r}")
    if value >= 1:
        raise ValueError(f"{name} is a fraction below 1, got {value!r}; did you mean {value / 100:g}?")
    return float(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class LungShunt:
    """Share of all activity that reaches the lung, A_lung / (A_lung + A_liver), with its 95 % interval if known."""

    fraction: float
    method: ShuntMethod
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse percentages and an interval that does not hold the value."""
        fraction(self.fraction, "lung shunt fraction")
        if (self.low is None) != (self.high is None):
            raise ValueError("a lung shunt interval needs both ends, low and high")
        if self.low is not None and self.high is not None:
            low, high = fraction(self.low, "low lung shunt"), fraction(self.high, "high lung shunt")
            if not low <= self.fraction <= high:
                raise ValueError(f"lung shunt {self.fraction!r} lies outside its interval {low!r} to {high!r}")

    @property
    def caution(self) -> str | None:
        """Return what to know of the method, or None."""
        return PLANAR_OVERESTIMATES if self.method == "planar" else None


@dataclass(frozen=True, kw_only=True, slots=True)
class TumourLungShunt:
    """The other definition in print: share of what leaves through the tumour only, A_lung / (A_tumour + A_lung)."""

    fraction: float

    def __post_init__(self) -> None:
        """Refuse percentages."""
        fraction(self.fraction, "tumour-only lung shunt")

    def of_all(self, *, tumour_share: float) -> LungShunt:
        """Return the shunt of all activity, given the tumour's share of the activity that stays in the liver.

        >>> round(TumourLungShunt(fraction=0.10).of_all(tumour_share=0.5).fraction, 4)
        0.0526
        """
        if not 0 < tumour_share <= 1:
            raise ValueError(f"the tumour's share of liver activity must lie in (0, 1], got {tumour_share!r}")
        lung = self.fraction * tumour_share
        return LungShunt(fraction=lung / (lung + 1 - self.fraction), method="as_given")


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """Counts of one region in one projection, and of its background region, with both sizes in pixels."""

    counts: float
    pixels: int
    background_counts: float = 0.0
    background_pixels: int = 1

    def __post_init__(self) -> None:
        """Refuse negative counts and empty regions."""
        if not (self.counts >= 0 and self.background_counts >= 0):
            raise ValueError(f"counts must not be negative, got {self.counts!r} and {self.background_counts!r}")
        if not (self.pixels > 0 and self.background_pixels > 0):
            raise ValueError("a region has no pixel; was it drawn?")

    @property
    def net(self) -> float:
        """Return the counts after subtraction of background scaled to the region's size."""
        return self.counts - self.background_counts * self.pixels / self.background_pixels

    @property
    def variance(self) -> float:
        """Return the Poisson variance of the net counts."""
        return self.counts + self.background_counts * (self.pixels / self.background_pixels) ** 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """One organ seen from the front and from the back."""

    anterior: View
    posterior: View


def geometric_mean(region: Region) -> float:
    """Return the geometric mean of the net counts of both views; zero when either view is not above background."""
    a, p = max(region.anterior.net, 0.0), max(region.posterior.net, 0.0)
    return math.sqrt(a * p)


def planar_shunt(*, lung: Region, liver: Region) -> LungShunt:
    """Return the lung shunt fraction of planar images, with a 95 % Poisson interval.

    Net counts of both views enter as their geometric mean, LSF = lung / (lung + liver). The interval is taken on the
    logit, by first-order propagation. Where the lung does not rise above background the fraction is 0 and the interval
    runs up to what 95 % of the noise could hide. Attenuation, scatter and free technetium are ignored.

    Raises
    ------
    ValueError
        If the liver does not rise above background: then nothing can be told.

    Source: kao2013; lsf-review2022.
    """
    in_liver, in_lung = geometric_mean(liver), geometric_mean(lung)
    if not in_liver > 0:
        raise ValueError(
            "liver counts do not rise above background; are the regions swapped, or the background too large?"
        )
    if in_lung == 0:
        most = math.sqrt(_most(lung.anterior) * _most(lung.posterior))
        return LungShunt(fraction=0.0, method="planar", low=0.0, high=most / (most + in_liver))
    logit = math.log(in_lung / in_liver)
    half = Z_95 * math.sqrt(_relative_variance(lung) + _relative_variance(liver))
    return LungShunt(fraction=_expit(logit), method="planar", low=_expit(logit - half), high=_expit(logit + half))


def _relative_variance(region: Region) -> float:
    """Return the relative variance of the geometric mean: a quarter of the sum of both views' relative variances."""
    return sum(view.variance / view.net**2 for view in (region.anterior, region.posterior)) / 4


def _most(view: View) -> float:
    return max(view.net, 0.0) + Z_95 * math.sqrt(max(view.variance, 1.0))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))
