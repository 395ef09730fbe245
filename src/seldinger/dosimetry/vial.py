"""Which vial, which slot: activity and spheres at the time of treatment, and how long the dose window stays open."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seldinger.cite import cite
from seldinger.dosimetry.basis import Basis, Method, NotComputable
from seldinger.dosimetry.clock import calibrations, hours_between, moment
from seldinger.dosimetry.compartments import Doses
from seldinger.dosimetry.nuclide import BQ_PER_GBQ, HALF_LIFE, K_49_67, Activity, HalfLife, activity, decayed
from seldinger.dosimetry.products import CalibrationRule, Product
from seldinger.dosimetry.shunt import fraction
from seldinger.terms import Status

DECAY = Method(
    name="decay from calibration",
    says="A(t) = A0 2^(-t/T), t counted in UTC",
    status=Status.READ,
    cites=(cite("icrp107", at="Y-90"),),
)
NO_RESIDUAL = NotComputable(what="delivered activity", ask=("expected residual fraction of this product and activity",))
NOT_VALIDATED = "Not clinically validated; for comparison with the centre's own vial calculation only."


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The activities at treatment that are acceptable, around the one wanted."""

    low: Activity
    wanted: Activity
    high: Activity

    def __post_init__(self) -> None:
        """Refuse a window that does not hold what is wanted."""
        if not (activity(self.low).gbq > 0 and self.low <= activity(self.wanted) <= activity(self.high)):
            raise ValueError(f"a window needs 0 < low <= wanted <= high, got {self.low}, {self.wanted}, {self.high}")


def window(wanted: Activity, *, minus: float, plus: float) -> Window:
    """Return the window of a dose tolerance; dose is linear in activity, so their fractions are the same."""
    low, high = activity(wanted).times(1 - fraction(minus, "minus")), wanted.times(1 + fraction(plus, "plus"))
    return Window(low=low, wanted=wanted, high=high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vial:
    """A vial as labelled: its activity at its calibration time."""

    product: Product
    labelled: Activity
    calibrated: datetime
    by_rule: CalibrationRule | None = None  # the weekly rule the time was taken from; None when it was given

    def __post_init__(self) -> None:
        """Refuse a bare number and a time without zone."""
        activity(self.labelled)
        moment(self.calibrated, "calibration time")

    def at(self, when: datetime, *, half_life: HalfLife = HALF_LIFE) -> Activity:
        """Return the activity in the vial at some moment, before or after calibration."""
        return decayed(self.labelled, hours=hours_between(self.calibrated, when), half_life=half_life)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One vial given at one time: what it holds then, and for how long it stays in the window."""

    vial: Vial
    treated: datetime
    elapsed_h: float
    at_treatment: Activity  # in the whole vial
    used: Activity  # what of it is given: all of it, or what is drawn where the dose is drawn on site
    off_target: float  # relative: -0.03 is 3 % below what is wanted
    earlier_h: float | None  # so many hours earlier the vial would have been too strong; None: less is drawn then
    later_h: float  # so many hours later it will be too weak
    spheres: float
    delivered: Activity | NotComputable  # what reaches the patient once the expected residual is taken off
    doses: Doses | NotComputable | None  # of the delivered activity; None when no split was given
    cautions: tuple[str, ...]
    basis: Basis
    note: str = NOT_VALIDATED

    @property
    def statuses(self) -> dict[str, Status]:
        """Return the status of each field of the product record that went in."""
        used = ("sphere_activity", "vial_sizes", "shelf", *(() if self.vial.by_rule is None else ("calibration",)))
        return {name: status for name, status in self.vial.product.statuses.items() if name in used}

    def as_json(self) -> dict[str, Any]:
        """Return the slot as report.json holds it."""
        return {
            "product": self.vial.product.id,
            "edition": self.vial.product.edition,
            "labelled_gbq": self.vial.labelled.gbq,
            "calibrated": self.vial.calibrated.isoformat(),
            "treated": self.treated.isoformat(),
            "elapsed_h": self.elapsed_h,
            "at_treatment_gbq": self.at_treatment.gbq,
            "used_gbq": self.used.gbq,
            "off_target": self.off_target,
            "earlier_h": self.earlier_h,
            "later_h": self.later_h,
            "spheres": self.spheres,
            "delivered_gbq": self.delivered.gbq if isinstance(self.delivered, Activity) else None,
            "doses": self.doses.rows_json() if isinstance(self.doses, Doses) else None,
            "cautions": list(self.cautions),
            "product_statuses": {name: str(status) for name, status in self.statuses.items()},
            "basis": self.basis.as_json(),
            "note": self.note,
        }


def weekly_vials(product: Product, *, first: datetime, last: datetime) -> tuple[Vial, ...] | NotComputable:
    """Return every size at every weekly calibration between two moments, by the rule of the product record.

    Not computable for a product whose record holds no rule: the calibration time must then be asked of the maker.
    """
    if product.calibration is None:
        return NotComputable(
            what=f"calibration times of {product.name}", ask=("calibration time confirmed by the maker",)
        )
    rule = product.calibration
    return tuple(
        Vial(product=product, labelled=Activity(gbq=size), calibrated=when, by_rule=rule)
        for when in calibrations(rule, first=first, last=last)
        for size in product.vial_sizes.gbq
    )


def slots(
    vials: Iterable[Vial],
    times: Iterable[datetime],
    wanted: Window,
    *,
    residual: float | None = None,
    per_gbq: Doses | None = None,
    half_life: HalfLife = HALF_LIFE,
) -> tuple[Slot, ...]:
    """Return every vial and time whose activity lies in the window, nearest to the wanted activity first.

    Vials not yet calibrated count: they are stronger than labelled. Vials beyond the printed shelf life are left out.
    With an expected ``residual`` fraction the window is held against what reaches the patient, without one against what
    is in the vial, and no dose is told. Where the dose is drawn on site, what is wanted is drawn from a vial that holds
    enough. Ties go to the earlier time. Raises ValueError when the doses were computed for another product or with another
    half-life.

    >>> slots((), (), window(Activity(gbq=1), minus=0.1, plus=0.1))
    ()
    """
    moments, found = tuple(times), []
    passes = 1.0 if residual is None else 1 - fraction(residual, "residual")
    for vial in vials:
        _same(vial, per_gbq, half_life)
        for when in moments:
            reaches = _reaches(vial, vial.at(when, half_life=half_life).times(passes), wanted)
            if wanted.low <= reaches <= wanted.high and not _too_old(vial, when):
                delivered = NO_RESIDUAL if residual is None else reaches
                found.append(_slot(vial, when, reaches, passes, delivered, wanted, per_gbq, half_life))
    return tuple(sorted(found, key=lambda each: (abs(each.off_target), moment(each.treated, "slot"))))


def sphere_activity_bq(product: Product, *, hours: float, half_life: HalfLife = HALF_LIFE) -> float:
    """Return the activity of one sphere some hours after calibration [Bq].

    >>> from seldinger.dosimetry.products import product
    >>> [round(sphere_activity_bq(product("glass"), hours=24 * day)) for day in (4, 8, 12)]
    [885, 314, 111]
    """
    return product.sphere_activity.value * math.exp2(-hours / half_life.hours)


def spheres(amount: Activity, product: Product, *, hours: float, half_life: HalfLife = HALF_LIFE) -> float:
    """Return how many spheres carry this activity so many hours after calibration.

    The count rests on the activity per sphere *at that time*; with the figure of calibration it would come out too low.

    >>> from seldinger.dosimetry.nuclide import gbq
    >>> from seldinger.dosimetry.products import product
    >>> round(spheres(gbq(3), product("glass"), hours=0))
    1200000
    """
    return activity(amount).gbq * BQ_PER_GBQ / sphere_activity_bq(product, hours=hours, half_life=half_life)


def _same(vial: Vial, per_gbq: Doses | None, half_life: HalfLife) -> None:
    if per_gbq is None:
        return
    if per_gbq.basis.product != vial.product.id:
        raise ValueError(f"the doses are for {per_gbq.basis.product}, the vial is {vial.product.id}")
    if per_gbq.basis.half_life != half_life:
        raise ValueError(f"the doses name a half-life of {per_gbq.basis.half_life.name}, the vial {half_life.name}")


def _reaches(vial: Vial, most: Activity, wanted: Window) -> Activity:
    """Return what reaches the patient: all that the vial can give, or what is wanted of it where the dose is drawn on site."""
    return min(most, wanted.wanted) if vial.product.drawn_on_site else most


def _too_old(vial: Vial, when: datetime) -> bool:
    shelf = vial.product.shelf
    return shelf is not None and hours_between(vial.calibrated, when) > shelf.value * 24


def _slot(
    vial: Vial,
    when: datetime,
    reaches: Activity,
    passes: float,
    delivered: Activity | NotComputable,
    wanted: Window,
    per_gbq: Doses | None,
    half_life: HalfLife,
) -> Slot:
    elapsed = hours_between(vial.calibrated, when)
    in_vial = vial.at(when, half_life=half_life)
    drawn = vial.product.drawn_on_site
    used = reaches.times(1 / passes) if drawn else in_vial
    doses = None if per_gbq is None else delivered if isinstance(delivered, NotComputable) else per_gbq.at(delivered)
    return Slot(
        vial=vial,
        treated=when,
        elapsed_h=elapsed,
        at_treatment=in_vial,
        used=used,
        off_target=reaches.over(wanted.wanted) - 1,
        earlier_h=None if drawn else half_life.hours * math.log2(wanted.high.over(reaches)),
        later_h=half_life.hours * math.log2(in_vial.times(passes).over(wanted.low)),
        spheres=spheres(used, vial.product, hours=elapsed, half_life=half_life),
        delivered=delivered,
        doses=doses,
        cautions=_cautions(vial, elapsed),
        basis=Basis(
            method=DECAY,
            k=K_49_67 if per_gbq is None else per_gbq.basis.k,
            half_life=half_life,
            product=vial.product.id,
        ),
    )


def _cautions(vial: Vial, elapsed: float) -> tuple[str, ...]:
    product, found = vial.product, []
    if vial.by_rule is not None and vial.by_rule.status is Status.UNVERIFIED:
        found.append("calibration time from a weekly rule that is unverified; confirm it with the maker")
    if elapsed < 0:
        found.append("treatment before calibration: the vial is stronger than labelled")
    if vial.labelled.gbq not in product.vial_sizes.gbq:
        found.append(f"{vial.labelled.gbq:g} GBq is not a printed size of {product.name}")
    if product.shelf is None:
        found.append("no shelf life in the product record; ask the maker")
    elif product.shelf.status is Status.UNVERIFIED:
        found.append(f"shelf life of {product.shelf.value:g} days is unverified")
    if product.sphere_activity.says:
        found.append(
            f"sphere count from {product.sphere_activity.value:g} Bq per sphere, {product.sphere_activity.says}"
        )
    return tuple(found)
