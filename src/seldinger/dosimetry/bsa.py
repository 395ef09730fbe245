"""Resin activities without dosimetry: body surface, its lobar form, tumour burden; and the label's shunt reduction.

They are kept for comparison with a centre's habit. The dosimetry SOP of 2021 prefers dosimetry to all of them.
"""

from dataclasses import dataclass

from seldinger.cite import Threshold, cite, threshold
from seldinger.dosimetry.basis import Basis, Method, NotComputable
from seldinger.dosimetry.compartments import SHUNT_DATUM
from seldinger.dosimetry.nuclide import Activity, gbq
from seldinger.dosimetry.shunt import LungShunt
from seldinger.terms import Status

BSA = Method(
    name="body surface area",
    says="A = BSA - 0.2 + V_T / V_liver; lobar: times V_treated / V_liver",
    status=Status.SECONDARY,
    cites=(cite("sirspheres-label", at="activity prescription", status=Status.SECONDARY, via="house-notes"),),
)
MODIFIED_BSA = Method(
    name="modified body surface area",
    says="A = (BSA - 0.2 + V_T,lobe / V_lobe) V_lobe / V_liver",
    status=Status.UNVERIFIED,
    cites=(cite("bsa-lobar", at="lobar formula", status=Status.UNVERIFIED),),
)
EMPIRICAL = Method(
    name="empirical (tumour burden)",
    says="2.0 GBq up to 25 % of the liver, 2.5 up to 50 %, 3.0 above; history only",
    status=Status.UNVERIFIED,
    cites=(cite("bsa-lobar", at="tumour burden table", status=Status.UNVERIFIED),),
)
SOP_PREFERS_DOSIMETRY = "dosimetry is preferred to this method (EANM dosimetry SOP 2021)"  # chiesa2021

# Du Bois formula with height in metres, and the offset of the resin formula: parts of the equation, not cut-offs.
DU_BOIS, HEIGHT_POWER, WEIGHT_POWER = 0.20247, 0.725, 0.425
BSA_OFFSET = 0.2
EMPIRICAL_STEPS = ((0.25, 2.0), (0.50, 2.5), (1.0, 3.0))  # tumour share up to and including -> GBq
REDUCTIONS = (1.0, 0.8, 0.6)  # below the first step, from the first, from the second
HEIGHT_M, WEIGHT_KG, LIVER_L = (0.5, 2.5), (10.0, 400.0), (0.1, 15.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prescription:
    """An activity by one of these methods, before any check of dose, with its basis."""

    activity: Activity
    basis: Basis


@dataclass(frozen=True, kw_only=True, slots=True)
class Reduction:
    """What the label takes off a resin activity for lung shunt; factor 0 means no treatment."""

    factor: float
    source: Threshold | None


def body_surface_m2(*, height_m: float, weight_kg: float) -> float:
    """Return the body surface [m2].

    >>> round(body_surface_m2(height_m=1.75, weight_kg=70), 2)
    1.85
    """
    _within("height", height_m, HEIGHT_M, "m")
    _within("weight", weight_kg, WEIGHT_KG, "kg")
    return float(DU_BOIS * height_m**HEIGHT_POWER * weight_kg**WEIGHT_POWER)


def bsa_activity(*, surface_m2: float, tumour_l: float, liver_l: float, treated_l: float | None = None) -> Prescription:
    """Return the body-surface activity for resin; ``liver_l`` is the whole liver, tumour included.

    ``treated_l`` is the volume of the treated lobe, tumour included; None treats the whole liver.

    >>> round(bsa_activity(surface_m2=1.85, tumour_l=0.3, liver_l=1.5, treated_l=0.9).activity.gbq, 2)
    1.11
    """
    share = 1.0 if treated_l is None else _share(treated_l, liver_l, "treated lobe")
    return _prescription(BSA, (surface_m2 - BSA_OFFSET + _share(tumour_l, liver_l, "tumour")) * share)


def modified_bsa_activity(*, surface_m2: float, tumour_in_lobe_l: float, lobe_l: float, liver_l: float) -> Prescription:
    """Return the lobar body-surface activity for resin, with the lobe's own tumour share.

    >>> round(modified_bsa_activity(surface_m2=1.85, tumour_in_lobe_l=0.3, lobe_l=0.9, liver_l=1.5).activity.gbq, 2)
    1.19
    """
    lobe = _share(lobe_l, liver_l, "lobe")
    return _prescription(MODIFIED_BSA, (surface_m2 - BSA_OFFSET + _share(tumour_in_lobe_l, lobe_l, "tumour")) * lobe)


def empirical_activity(*, tumour_l: float, liver_l: float) -> Prescription:
    """Return the tumour-burden activity for resin, whole liver.

    >>> empirical_activity(tumour_l=0.375, liver_l=1.5).activity.gbq
    2.0
    """
    share = _share(tumour_l, liver_l, "tumour")
    return _prescription(EMPIRICAL, next(amount for up_to, amount in EMPIRICAL_STEPS if share <= up_to))


def shunt_reduction(shunt: LungShunt | None) -> Reduction | NotComputable:
    """Return the label's reduction of a resin activity for this lung shunt; a missing shunt is not computable.

    On a boundary the larger reduction holds, except that 20 % itself is still treated.
    """
    if shunt is None:
        return NotComputable(what="resin activity reduction", ask=(SHUNT_DATUM,))
    bar = threshold("shunts.lung_fraction_resin")
    first, second = threshold("y90.resin_step1_shunt"), threshold("y90.resin_step2_shunt")
    if shunt.fraction > bar.value:
        return Reduction(factor=0.0, source=bar)
    if shunt.fraction >= second.value:
        return Reduction(factor=REDUCTIONS[2], source=second)
    if shunt.fraction >= first.value:
        return Reduction(factor=REDUCTIONS[1], source=first)
    return Reduction(factor=REDUCTIONS[0], source=None)


def reduced(prescription: Prescription, shunt: LungShunt | None) -> Prescription | NotComputable:
    """Return the prescription less the label's reduction for lung shunt, whose source joins the basis."""
    reduction = shunt_reduction(shunt)
    if isinstance(reduction, NotComputable):
        return reduction
    sources = () if reduction.source is None else (reduction.source,)
    basis = prescription.basis.adding(thresholds=sources)
    return Prescription(activity=prescription.activity.times(reduction.factor), basis=basis)


def _prescription(method: Method, amount: float) -> Prescription:
    if not amount > 0:
        raise ValueError(
            f"{method.name} gives {amount:.2f} GBq for these figures; the formula does not reach this body"
        )
    basis = Basis(method=method, product="resin", assumptions=(SOP_PREFERS_DOSIMETRY,))
    return Prescription(activity=gbq(amount), basis=basis)


def _share(part_l: float, whole_l: float, name: str) -> float:
    _within("liver or lobe volume", whole_l, LIVER_L, "L")
    if not 0 <= part_l <= whole_l:
        raise ValueError(f"{name} volume {part_l!r} L does not fit into {whole_l!r} L")
    return part_l / whole_l


def _within(name: str, value: float, span: tuple[float, float], unit: str) -> None:
    low, high = span
    if not low <= value <= high:
        raise ValueError(f"{name} {value!r} {unit} lies outside {low:g} to {high:g} {unit}; is it in another unit?")
