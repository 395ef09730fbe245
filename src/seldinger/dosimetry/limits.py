"""From dose per GBq and limits to an activity: which limit binds, every dose, and three-valued checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from seldinger.cite import Threshold, cite, threshold
from seldinger.dosimetry.basis import Basis, NotComputable, product_id
from seldinger.dosimetry.compartments import CompartmentDose, Doses, Role, Split
from seldinger.dosimetry.nuclide import Activity, activity, gbq
from seldinger.dosimetry.shunt import fraction

Over = Literal["session", "all sessions"]
State = Literal["within", "exceeds", "not computable"]
CUMULATIVE_ROLES = frozenset({"lung", "whole_normal"})  # other compartments change from session to session
ROUNDING = 1e-9  # relative; an activity taken from a limit must count as within that limit
LSF_BOUND_CITE = cite("thomas2026", at="definition of the bound")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A dose that a compartment must not exceed, in one session or over all of them."""

    on: Role
    source: Threshold
    over: Over = "session"
    product: str | None = None  # the product it was printed for; None when it holds for any

    def __post_init__(self) -> None:
        """Refuse limits that are no dose, and sums over compartments that are not the same each time."""
        if self.source.unit != "Gy" or not self.source.value > 0:
            raise ValueError(f"{self.source.id} is not a dose limit: {self.source.value!r} {self.source.unit}")
        if self.over == "all sessions" and self.on not in CUMULATIVE_ROLES:
            raise ValueError(f"doses to {self.on} do not add up over sessions; limit lung or whole normal liver")

    @property
    def gy(self) -> float:
        """Return the limit [Gy]."""
        return self.source.value


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierSession:
    """What an earlier session gave; None where nobody computed it."""

    on: date
    product: str
    lung_gy: float | None = None
    whole_normal_gy: float | None = None

    def __post_init__(self) -> None:
        """Refuse negative doses."""
        if any(gy is not None and not gy >= 0 for gy in (self.lung_gy, self.whole_normal_gy)):
            raise ValueError(f"session of {self.on}: a dose given must not be negative")


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One limit held against one compartment: within, exceeds, or not computable and what to ask for."""

    limit: Limit
    compartment: str
    state: State
    gy: float | None  # dose held against the limit, earlier sessions included where they count
    before_gy: float | None  # part of it given earlier
    ask: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the check as report.json holds it."""
        return {
            "limit": self.limit.source.id,
            "limit_gy": self.limit.gy,
            "over": self.limit.over,
            "compartment": self.compartment,
            "state": self.state,
            "gy": self.gy,
            "before_gy": self.before_gy,
            "ask": list(self.ask),
            "cites": [each.as_json() for each in self.limit.source.cites],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """An activity, the limit or target that set it, and what it does to every compartment.

    ``delivered`` is not computable as long as one limit is; ``at_most`` then is the bound by the limits that could be
    held. ``prepared`` is what must be in the vial for that, once the expected residual is known.
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
            "doses": None if self.doses is None else self.doses.as_json()["doses"],
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


def lung_limits() -> tuple[Limit, Limit]:
    """Return the lung limits, per session and over all sessions; they hold for either product."""
    once, ever = threshold("shunts.lung_dose_session"), threshold("shunts.lung_dose_cumulative")
    return Limit(on="lung", source=once), Limit(on="lung", source=ever, over="all sessions")


def normal_liver_limits(product: str) -> tuple[Limit, ...]:
    """Return the published limits on normal liver for one product; none is in print here for glass in these tumours."""
    if product_id(product) != "resin":
        return ()
    return (Limit(on="normal", source=threshold("y90.resin_any_normal_liver_max"), product="resin"),)


def check(doses: Doses, limits: Iterable[Limit], *, given: tuple[EarlierSession, ...] | None) -> tuple[Check, ...]:
    """Return each limit held against each compartment it names.

    ``given`` is every earlier session, () when there was none, None when nobody looked: then limits over all sessions
    are not computable. Raises ValueError when a limit was printed for another product.
    """
    return tuple(_check(row, limit, doses.basis.product, given) for limit in limits for row in _rows(doses, limit))


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
    return Plan(
        delivered=at_most,
        at_most=at_most,
        prepared=prepared(at_most, residual),
        binding=binding,
        doses=unit.at(at_most),
        checks=check(unit.at(at_most), limits, given=given),
        basis=basis,
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


def lung_shunt_bound(split: Split, *, lung_gy: float, normal_gy: float) -> float:
    """Return the lung shunt fraction above which the lung, not the normal liver, limits the activity.

    LSF* = a / (1 + a), a = D_L m_L / (D_N (m_N + sum TN_i m_i)). Earlier sessions are ignored.

    Source: thomas2026.

    >>> from seldinger.dosimetry.compartments import Part
    >>> one = Split(parts=(Part(name="n", role="normal", kg=1.5),), shunt=None, lung_kg=1.0)
    >>> round(lung_shunt_bound(one, lung_gy=30, normal_gy=40), 3)
    0.333
    """
    if not (lung_gy > 0 and normal_gy > 0):
        raise ValueError(f"limits must be positive, got {lung_gy!r} and {normal_gy!r} Gy")
    a = lung_gy * split.lung_mass_kg / (normal_gy * split.weighted_kg)
    return a / (1 + a)


def _rows(doses: Doses, limit: Limit) -> tuple[CompartmentDose, ...]:
    found = doses.role(limit.on)
    if found:
        return found
    missing = NotComputable(what=f"dose to {limit.on}", ask=(f"mass of {limit.on.replace('_', ' ')} liver apart",))
    return (CompartmentDose(name=limit.on, role=limit.on, gy=missing),)


def _check(row: CompartmentDose, limit: Limit, product: str | None, given: tuple[EarlierSession, ...] | None) -> Check:
    if limit.product is not None and limit.product != product:
        raise ValueError(
            f"{limit.source.id} was printed for {limit.product}, the plan is for {product}; "
            "gray of two products are not interchangeable"
        )
    before = _before(limit, product, given)
    ask = tuple(datum for part in (row.gy, before) if isinstance(part, NotComputable) for datum in part.ask)
    if isinstance(row.gy, NotComputable) or isinstance(before, NotComputable):
        return Check(limit=limit, compartment=row.name, state="not computable", gy=None, before_gy=None, ask=ask)
    total = row.gy + before
    state: State = "within" if total <= limit.gy * (1 + ROUNDING) else "exceeds"
    return Check(limit=limit, compartment=row.name, state=state, gy=total, before_gy=before)


def _before(limit: Limit, product: str | None, given: tuple[EarlierSession, ...] | None) -> float | NotComputable:
    """Return the dose given earlier that counts for this limit [Gy]."""
    if limit.over == "session":
        return 0.0
    what = f"{limit.on.replace('_', ' ')} dose of earlier sessions"
    if given is None:
        return NotComputable(what=what, ask=("earlier radioembolizations (none, or each with its doses)",))
    if limit.on == "lung":
        doses = [(each, each.lung_gy) for each in given]
    else:
        doses = [(each, each.whole_normal_gy if each.product == product else None) for each in given]
    ask = tuple(
        f"{limit.on.replace('_', ' ')} dose of the {each.product} session of {each.on}"
        for each, gy in doses
        if gy is None
    )
    return NotComputable(what=what, ask=ask) if ask else sum(gy for _, gy in doses if gy is not None)


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
