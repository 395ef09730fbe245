"""Dose limits, per session and over all of them, and three-valued checks: within, exceeds, not computable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from seldinger.cite import Threshold, threshold
from seldinger.dosimetry.basis import NotComputable, cited, product_id
from seldinger.dosimetry.compartments import CompartmentDose, Doses, Role

Over = Literal["session", "all sessions"]
State = Literal["within", "exceeds", "not computable"]
CUMULATIVE_ROLES = frozenset({"lung", "whole_normal"})  # other compartments change from session to session
ROUNDING = 1e-9  # relative; an activity taken from a limit must count as within that limit


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
            "status": str(self.limit.source.status),
            "cites": cited(self.limit.source.cites),
        }


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
    before = 0.0 if limit.over == "session" else _before(limit, product, given)
    if isinstance(row.gy, NotComputable) or isinstance(before, NotComputable):
        ask = tuple(datum for part in (row.gy, before) if isinstance(part, NotComputable) for datum in part.ask)
        return Check(limit=limit, compartment=row.name, state="not computable", gy=None, before_gy=None, ask=ask)
    total = row.gy + before
    state: State = "within" if total <= limit.gy * (1 + ROUNDING) else "exceeds"
    return Check(limit=limit, compartment=row.name, state=state, gy=total, before_gy=before)


def _before(limit: Limit, product: str | None, given: tuple[EarlierSession, ...] | None) -> float | NotComputable:
    """Return the dose given earlier that counts for this limit [Gy]."""
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
