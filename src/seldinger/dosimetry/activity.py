"""From dose per GBq and limits to an activity: which limit binds, what it does, and what must be in the vial."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from seldinger.cite import Citation, cite
from seldinger.dosimetry.basis import Basis, NotComputable
from seldinger.dosimetry.compartments import Doses, Role, Split
from seldinger.dosimetry.limits import Check, EarlierSession, Limit, check
from seldinger.dosimetry.nuclide import Activity, activity, gbq
from seldinger.dosimetry.shunt import fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """An activity, the limit or target that set it, and what it does to every compartment.

    ``delivered`` is not computable as long as one limit is; ``at_most`` then is the bound by the limits that could be
    held. ``prepared`` is what must be in the vial for that, once the expected residual is known. ``at_most`` and
    ``binding`` are None when the activity was chosen otherwise (``judge``).
    """

    delivered: Activity | NotComputable
    at_most: Activity | None
    prepared: Activity | NotComputable
    binding: str | None
    doses: Doses | None
    checks: tuple[Check, ...]
    basis: Basis

    def as_json(self) -> dict[str, Any]:
        """Return the plan as report.json holds it."""
        return {
            "delivered_gbq": _gbq(self.delivered),
            "at_most_gbq": None if self.at_most is None else self.at_most.gbq,
            "prepared_gbq": _gbq(self.prepared),
            "binding": self.binding,
            "doses": None if self.doses is None else self.doses.rows_json(),
            "doses_by": None if self.doses is None else self.doses.basis.method.name,
            "checks": [each.as_json() for each in self.checks],
            "ask": sorted({datum for check in self.checks for datum in check.ask}),
            "basis": self.basis.as_json(),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A dose that every compartment of a role should reach: the activity is set by the one that gets least per GBq."""

    on: Role
    gy: float
    says: str = "target given by the prescriber"


def activity_for(
    per_gbq: Doses,
    limits: Iterable[Limit],
    *,
    given: tuple[EarlierSession, ...] | None,
    target: Target | None = None,
    residual: float | None = None,
) -> Plan:
    """Return the largest activity within all limits, or that of the target if it is smaller, with what it does.

    Every model is linear, so each limit gives an activity by division and the least of them wins.

    Parameters
    ----------
    per_gbq
        Doses of a split, for any activity.
    limits
        Doses that must not be exceeded.
    given
        Every earlier session; () for none, None when nobody looked.
    target
        A dose to reach, if one is wanted.
    residual
        Expected fraction that stays in the vial and the lines; None when unknown.

    Raises
    ------
    ValueError
        If there is neither a limit nor a target, or a limit was printed for another product.
    """
    limits, unit = tuple(limits), per_gbq.at(gbq(1))
    if not limits and target is None:
        raise ValueError("neither a limit nor a target; nothing can set the activity")
    rows = check(unit, limits, given=given)
    candidates = [
        (_room(each) / _own(each), f"{each.limit.source.says} ({each.compartment})") for each in rows if _own(each)
    ]
    lacking = {datum for each in rows for datum in each.ask}
    if target is not None:
        reached, ask = _reach(unit, target)
        candidates += reached
        lacking |= set(ask)
    basis = per_gbq.basis.adding(thresholds=tuple(limit.source for limit in limits))
    least = min(candidates, default=None)
    at_most, binding = (None, None) if least is None else (gbq(least[0]), least[1])
    if lacking or at_most is None:
        unknown = NotComputable(
            what="activity", ask=tuple(sorted(lacking)) or ("a compartment that any limit or target speaks of",)
        )
        return Plan(
            delivered=unknown, at_most=at_most, prepared=unknown, binding=binding, doses=None, checks=rows, basis=basis
        )
    doses = unit.at(at_most)
    return Plan(
        delivered=at_most,
        at_most=at_most,
        prepared=prepared(at_most, residual),
        binding=binding,
        doses=doses,
        checks=check(doses, limits, given=given),
        basis=basis,
    )


def judge(
    amount: Activity,
    per_gbq: Doses,
    limits: Iterable[Limit],
    *,
    given: tuple[EarlierSession, ...] | None,
    basis: Basis | None = None,
    residual: float | None = None,
) -> Plan:
    """Return what an activity chosen otherwise (body surface, habit, a vial at hand) does, held against the limits.

    ``basis`` is that of the choice. Nothing binds: the activity stays as it was given, and the checks say what it does.
    Raises ValueError when the choice was made for another product.
    """
    if basis is not None and basis.product != per_gbq.basis.product:
        raise ValueError(f"the activity was chosen for {basis.product}, the doses are for {per_gbq.basis.product}")
    limits, doses = tuple(limits), per_gbq.at(amount)
    return Plan(
        delivered=activity(amount),
        at_most=None,
        prepared=prepared(amount, residual),
        binding=None,
        doses=doses,
        checks=check(doses, limits, given=given),
        basis=(basis or per_gbq.basis).adding(thresholds=tuple(limit.source for limit in limits)),
    )


def prepared(delivered: Activity, residual: float | None) -> Activity | NotComputable:
    """Return the activity to prepare so that this much is delivered, given the expected residual fraction.

    >>> round(prepared(gbq(0.98), 0.02).gbq, 3)
    1.0
    """
    if residual is None:
        return NotComputable(
            what="activity to prepare", ask=("expected residual fraction of this product and activity",)
        )
    return activity(delivered).times(1 / (1 - fraction(residual, "residual")))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShuntBound:
    """The lung shunt fraction above which the lung limits the activity, and whether this patient's lies above it."""

    fraction: float
    lung_limits: bool | None  # None: nobody measured the shunt
    cites: tuple[Citation, ...]


def lung_shunt_bound(split: Split, *, lung_gy: float, normal_gy: float) -> ShuntBound:
    """Return the lung shunt fraction above which the lung, not the normal liver, limits the activity.

    LSF* = a / (1 + a), a = D_L m_L / (D_N (m_N + sum TN_i m_i)). Earlier sessions are ignored.

    Source: thomas2026.

    >>> from seldinger.dosimetry.compartments import Part
    >>> one = Split(parts=(Part(name="n", role="normal", kg=1.5),), shunt=None, lung_kg=1.0)
    >>> round(lung_shunt_bound(one, lung_gy=30, normal_gy=40).fraction, 3)
    0.333
    """
    if not (lung_gy > 0 and normal_gy > 0):
        raise ValueError(f"limits must be positive, got {lung_gy!r} and {normal_gy!r} Gy")
    a = lung_gy * split.lung_mass_kg / (normal_gy * split.weighted_kg)
    bound = a / (1 + a)
    above = None if split.shunt is None else split.shunt.fraction > bound
    return ShuntBound(fraction=bound, lung_limits=above, cites=(cite("thomas2026", at="definition of the bound"),))


def _own(each: Check) -> float:
    """Return the dose per GBq behind a check [Gy/GBq]; 0 when it is not computable or the compartment gets nothing."""
    return 0.0 if each.gy is None or each.before_gy is None else each.gy - each.before_gy


def _room(each: Check) -> float:
    return max(0.0, each.limit.gy - (each.before_gy or 0.0))


def _reach(unit: Doses, target: Target) -> tuple[list[tuple[float, str]], tuple[str, ...]]:
    rows = unit.role(target.on)
    known = [row.gy for row in rows if not isinstance(row.gy, NotComputable)]
    ask = tuple(datum for row in rows if isinstance(row.gy, NotComputable) for datum in row.gy.ask)
    if not target.gy > 0:
        raise ValueError(f"a target dose must be positive, got {target.gy!r} Gy")
    if not rows:
        return [], (f"mass and uptake of {target.on}",)
    return ([(target.gy / min(known), target.says)] if known and not ask else []), ask


def _gbq(value: Activity | NotComputable) -> float | None:
    return None if isinstance(value, NotComputable) else value.gbq
