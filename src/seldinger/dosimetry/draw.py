"""What leaves the vial and what stays behind: volume to draw, residual, and planned, drawn and delivered activity."""

import math
from dataclasses import dataclass

from seldinger.dosimetry.basis import Basis, NotComputable
from seldinger.dosimetry.nuclide import HALF_LIFE, Activity, HalfLife, activity, decayed
from seldinger.dosimetry.products import Product
from seldinger.dosimetry.shunt import fraction
from seldinger.dosimetry.vial import DECAY, NOT_VALIDATED

TOUCH = 1e-9  # an assay exactly on the tolerance is within it


@dataclass(frozen=True, kw_only=True, slots=True)
class Draw:
    """How much of a vial to draw up [mL], what it takes with it and what remains."""

    ml: float
    drawn: Activity
    remaining: Activity
    note: str = NOT_VALIDATED


def volume_to_draw(prescribed: Activity, *, in_vial: Activity, vial_ml: float | None) -> Draw | NotComputable:
    """Return the volume to draw for a prescription from a well-shaken vial.

    ``in_vial`` is the activity at that moment; ``vial_ml`` the volume it is suspended in, None when not measured.
    Raises ValueError when the vial holds less than is prescribed.

    >>> from seldinger.dosimetry.nuclide import gbq
    >>> round(volume_to_draw(gbq(1.2), in_vial=gbq(3.0), vial_ml=5.0).ml, 3)
    2.0
    """
    if activity(prescribed) > activity(in_vial):
        raise ValueError(
            f"the vial holds {in_vial.gbq:.3f} GBq, {prescribed.gbq:.3f} GBq are prescribed; "
            "take a second vial or an earlier slot"
        )
    if vial_ml is None:
        return NotComputable(what="volume to draw", ask=("volume in the vial [mL]",))
    if not vial_ml > 0:
        raise ValueError(f"the volume in the vial must be positive, got {vial_ml!r} mL")
    share = prescribed.over(in_vial)
    return Draw(ml=share * vial_ml, drawn=prescribed, remaining=in_vial - prescribed)


def assay_caution(product: Product, *, labelled: Activity, assayed: Activity | None) -> str | None:
    """Return what to say when an assay, decayed to calibration, leaves the printed tolerance, or was not made."""
    if product.label_tolerance is None:
        return None
    allowed = product.label_tolerance.value
    if assayed is None:
        return f"no assay: the label alone may be off by {allowed:.0%} or more ({product.label_tolerance.says})"
    off = activity(assayed).over(labelled) - 1
    if abs(off) <= allowed + TOUCH:
        return None
    return f"assay {off:+.1%} against the label, beyond {allowed:.0%}: ask the maker before drawing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A dose-rate or count reading and its background, in the same unit, on one geometry."""

    value: float
    background: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no instrument shows."""
        if not all(math.isfinite(each) and each >= 0 for each in (self.value, self.background)):
            raise ValueError(f"readings must be finite and not negative, got {self.value!r} and {self.background!r}")

    @property
    def net(self) -> float:
        """Return the reading less its background, never below zero."""
        return max(0.0, self.value - self.background)


def residual_fraction(*, before: Reading, after: Reading, hours: float, half_life: HalfLife = HALF_LIFE) -> float:
    """Return the fraction left behind, the later reading decay-corrected to the earlier one.

    Both readings must be made on one geometry. Raises ValueError when more seems to be left than there was, or the
    first reading does not rise above background.

    >>> before, after = Reading(value=101, background=1), Reading(value=4, background=1)
    >>> round(residual_fraction(before=before, after=after, hours=2), 4)
    0.0307
    """
    if not before.net > 0:
        raise ValueError("the reading before delivery does not rise above background")
    if not hours >= 0:
        raise ValueError(f"the second reading must come after the first, got {hours!r} h between them")
    left = after.net * math.exp2(hours / half_life.hours) / before.net
    if left > 1:
        raise ValueError(
            f"more is left ({left:.2f}) than was there; were the readings swapped or the geometry changed?"
        )
    return left


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """Planned, drawn and delivered activity: three figures that are never taken for each other."""

    planned: Activity
    drawn: Activity
    delivered: Activity | NotComputable
    basis: Basis

    @property
    def dose_change(self) -> float | NotComputable:
        """Return the relative change of every dose against the plan; -0.05 is 5 % less."""
        if isinstance(self.delivered, NotComputable):
            return NotComputable(what="dose change", ask=self.delivered.ask)
        return self.delivered.over(self.planned) - 1


def delivery(
    *, planned: Activity, drawn: Activity, hours: float, residual: float | None, half_life: HalfLife = HALF_LIFE
) -> Delivery:
    """Return what reaches the patient: the drawn activity, decayed until injection, less the residual.

    A residual that nobody measured makes the delivered activity not computable.
    """
    basis = Basis(method=DECAY, half_life=half_life)
    if residual is None:
        missing = NotComputable(what="delivered activity", ask=("residual in vial, lines and catheter",))
        return Delivery(planned=activity(planned), drawn=activity(drawn), delivered=missing, basis=basis)
    left = fraction(residual, "residual")
    injected = decayed(drawn, hours=hours, half_life=half_life)
    reached = injected.times(1 - left)
    return Delivery(planned=activity(planned), drawn=activity(drawn), delivered=reached, basis=basis)
