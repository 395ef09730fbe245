"""What every result carries: method, constants, product, what was assumed, who says so, and for what use."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seldinger.cite import Citation, Threshold
from seldinger.dosimetry.nuclide import HALF_LIFE, K_49_67, DoseFactor, HalfLife
from seldinger.terms import Status

RESEARCH_USE = (
    "Research and education use only; not a medical device. A medical physicist must check activity and dose "
    "independently before anything is ordered or given."
)
NOT_FOR_USE = "unverified, not for use"
PRODUCTS = ("glass", "resin")  # ids of the product records


def product_id(value: str) -> str:
    """Return the value if it names a product record; raises ValueError otherwise."""
    if value not in PRODUCTS:
        raise ValueError(f"product {value!r} is not known; use one of {', '.join(PRODUCTS)}")
    return value


@lru_cache(maxsize=256)
def cited(cites: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Return citations, each once, as report.json holds them; the list is shared between results, which nobody changes."""
    return [each.as_json() for each in dict.fromkeys(cites)]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotComputable:
    """The answer when a datum is missing: what cannot be told, and what to ask for. It is never zero."""

    what: str
    ask: tuple[str, ...]

    def __str__(self) -> str:
        """Return the sentence a view prints."""
        return f"{self.what} is not computable; ask for: {', '.join(self.ask)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """A way to choose or to compute an activity, with the work that prints it."""

    name: str
    says: str
    status: Status
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """The birth certificate of a result; it travels with the number into every view."""

    method: Method
    k: DoseFactor = K_49_67
    half_life: HalfLife = HALF_LIFE
    product: str | None = None  # id of a product record, e.g. "glass"; None when the caller did not name one
    thresholds: tuple[Threshold, ...] = ()
    assumptions: tuple[str, ...] = ()
    note: str = RESEARCH_USE

    @property
    def statuses(self) -> dict[str, Status]:
        """Return the status of the method, of each constant and of each threshold that went in."""
        found = {self.method.name: self.method.status, f"k {self.k.name}": self.k.status}
        found[f"half-life {self.half_life.name}"] = self.half_life.status
        return found | {each.id: each.status for each in self.thresholds}

    @property
    def standing(self) -> str:
        """Return the weakest status that went in, as the words that stand beside the number."""
        found = set(self.statuses.values())
        if Status.UNVERIFIED in found:
            return NOT_FOR_USE
        return next((str(each) for each in (Status.SECONDARY, Status.LOCAL) if each in found), str(Status.READ))

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Return every citation once, method first."""
        return tuple(dict.fromkeys(self.method.cites + self.k.cites + self.half_life.cites + self._printed))

    @property
    def _printed(self) -> tuple[Citation, ...]:
        return tuple(each for limit in self.thresholds for each in limit.cites)

    def adding(self, *, thresholds: tuple[Threshold, ...] = (), assumptions: tuple[str, ...] = ()) -> "Basis":
        """Return the basis with more thresholds and assumptions, each once."""
        if not (thresholds or assumptions):
            return self
        return Basis(
            method=self.method,
            k=self.k,
            half_life=self.half_life,
            product=self.product,
            note=self.note,
            thresholds=tuple({each.id: each for each in (*self.thresholds, *thresholds)}.values()),
            assumptions=tuple(dict.fromkeys((*self.assumptions, *assumptions))),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the basis as report.json holds it."""
        return {
            "method": self.method.name,
            "k_gy_kg_per_gbq": self.k.value,
            "k_says": self.k.says,
            "half_life_h": self.half_life.hours,
            "product": self.product,
            "assumptions": list(self.assumptions),
            "statuses": {name: str(status) for name, status in self.statuses.items()},
            "standing": self.standing,
            "note": self.note,
            "cites": cited(self.method.cites + self.k.cites + self.half_life.cites + self._printed),
        }
