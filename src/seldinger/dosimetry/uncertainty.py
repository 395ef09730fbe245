"""How sure is a dose: masses, lung shunt and uptake ratios drawn from their intervals and sent through the model."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from seldinger.dosimetry.basis import Basis, NotComputable
from seldinger.dosimetry.compartments import LUNG, SHUNT_DATUM, WHOLE_NORMAL, Doses, Role, Split
from seldinger.dosimetry.limits import Limit
from seldinger.dosimetry.nuclide import HALF_LIFE, K_49_67, Activity, DoseFactor, HalfLife, activity
from seldinger.dosimetry.shunt import Z_95, LungShunt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DRAWS = 100_000
SEED = 90
KEPT_DRAWS, KEPT = 5000, 32  # small sets of draws are kept, one for each input: at most 1.3 MB
FEWEST_DRAWS = 1000  # 25 draws beyond either end of a 95 % interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """One compartment's dose [Gy]: the point result, and median and 95 % interval of the draws."""

    name: str
    role: Role
    point: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Odds:
    """How often the draws exceed a limit."""

    limit: Limit
    compartment: str
    exceeds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """Spreads of all compartments for one activity, and what was drawn to get them."""

    activity: Activity
    spreads: tuple[Spread, ...]
    odds: tuple[Odds, ...]
    drawn: tuple[str, ...]  # inputs that varied
    held: tuple[str, ...]  # inputs without an interval, held at their value: the spread leaves them out
    draws: int
    seed: int
    basis: Basis

    def of(self, name: str) -> Spread:
        """Return the spread of one compartment; raises KeyError naming those there are."""
        for each in self.spreads:
            if each.name == name:
                return each
        raise KeyError(f"no compartment {name!r}; there are {', '.join(each.name for each in self.spreads)}")

    def as_json(self) -> dict[str, Any]:
        """Return the spreads as report.json holds them."""
        return {
            "activity_gbq": self.activity.gbq,
            "spreads": [
                {"name": s.name, "role": s.role, "gy": s.point, "median": s.median, "low": s.low, "high": s.high}
                for s in self.spreads
            ],
            "odds": [
                {"limit": o.limit.source.id, "compartment": o.compartment, "exceeds": o.exceeds} for o in self.odds
            ],
            "drawn": list(self.drawn),
            "held": list(self.held),
            "draws": self.draws,
            "seed": self.seed,
            "basis": self.basis.as_json(),
        }


def propagate(
    split: Split,
    amount: Activity,
    *,
    limits: Iterable[Limit] = (),
    lung_kg_rel_sd: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    k: DoseFactor = K_49_67,
    half_life: HalfLife = HALF_LIFE,
) -> Uncertain | NotComputable:
    """Return the spread of every dose under the stated uncertainties of the inputs.

    Masses and uptake ratios are log-normal, the shunt logit-normal, each with its value as median and its 95 % interval
    as spread; inputs are independent. Earlier sessions are ignored, so ``limits`` are held per session. The same seed
    gives the same numbers. A missing shunt is not computable.

    Source: the printed formulas of the partition model; the choice of distributions is this software's own.
    """
    if draws < FEWEST_DRAWS:
        raise ValueError(f"draws must be at least {FEWEST_DRAWS} for a 95 % interval, got {draws!r}")
    if split.shunt is None:
        return NotComputable(what="spread of the doses", ask=(SHUNT_DATUM,))
    inputs = _Inputs(normals=_normals(seed, draws))
    per_gbq = split.dose_per_gbq(k=k, half_life=half_life)
    ordered = _sorted(_doses(split, split.shunt, inputs, activity(amount).gbq * k.value, lung_kg_rel_sd), draws)
    return Uncertain(
        activity=amount,
        spreads=tuple(_spreads(per_gbq.at(amount), ordered)),
        odds=tuple(_odds(per_gbq, ordered, limits)),
        drawn=tuple(inputs.drawn),
        held=tuple(inputs.held),
        draws=draws,
        seed=seed,
        basis=per_gbq.basis,
    )


class _Inputs:
    """Draws inputs one after the other, and notes which had an interval."""

    def __init__(self, *, normals: "Iterator[Array]") -> None:
        self.normals = normals
        self.drawn: list[str] = []
        self.held: list[str] = []

    def lognormal(self, name: str, value: float, log_sd: float | None) -> "Array | float":
        """Return draws around a positive value, or the value itself when nothing is known of its spread."""
        if not log_sd:
            self.held.append(name)
            return value
        import numpy as np

        self.drawn.append(name)
        return value * np.exp(log_sd * next(self.normals))

    def shunt(self, shunt: LungShunt) -> "Array | float":
        """Return draws of the lung shunt fraction, or the value itself when it has no interval above zero."""
        if shunt.low is None or shunt.high is None or not 0 < shunt.low < shunt.high:
            self.held.append("lung shunt")
            return shunt.fraction
        import numpy as np

        self.drawn.append("lung shunt")
        sd = (_logit(shunt.high) - _logit(shunt.low)) / (2 * Z_95)
        with np.errstate(over="ignore"):  # exp runs to infinity where the fraction is 0
            return 1 / (1 + np.exp(-(_logit(shunt.fraction) + sd * next(self.normals))))


def _normals(seed: int, draws: int) -> "Iterator[Array]":
    """Yield the standard normal draws of a seed, one input after the other."""
    if draws <= KEPT_DRAWS:
        for place in count():
            yield _kept(seed, draws, place)
    import numpy as np

    rng = np.random.default_rng(seed)
    while True:
        yield rng.standard_normal(draws)


@lru_cache(maxsize=KEPT)
def _kept(seed: int, draws: int, place: int) -> "Array":
    """Return the draws of one input, kept since the same seed gives the same numbers again and again."""
    import numpy as np

    rng = np.random.default_rng(seed)
    rng.standard_normal(draws * place)
    found = rng.standard_normal(draws)
    found.setflags(write=False)
    return found


def _doses(
    split: Split, shunt: LungShunt, inputs: _Inputs, gy_kg: float, lung_rel_sd: float | None
) -> Mapping[str, Any]:
    """Return the doses of all draws by compartment name [Gy]; a plain number where nothing varies."""
    lsf = inputs.shunt(shunt)
    kg = {part.name: inputs.lognormal(f"mass of {part.name}", part.kg, _log_sd(part.kg_rel_sd)) for part in split.parts}
    uptake = {
        part.name: inputs.lognormal(
            f"uptake of {part.name}", part.uptake.value, _interval_sd(part.uptake.low, part.uptake.high)
        )
        if part.role == "tumour"
        else 1.0
        for part in split.parts
    }
    unit = gy_kg * (1 - lsf) / sum(kg[name] * uptake[name] for name in kg)
    found = {name: unit * uptake[name] for name in kg}
    normal = [part.name for part in split.parts if part.role == "normal"]
    if split.untreated_kg is not None and normal:
        treated = kg[normal[0]]
        found[WHOLE_NORMAL] = unit * treated / (treated + split.untreated_kg)
    found[LUNG] = gy_kg * lsf / inputs.lognormal("lung mass", split.lung_mass_kg, _log_sd(lung_rel_sd))
    return found


def _sorted(samples: Mapping[str, Any], draws: int) -> Mapping[str, "Array"]:
    """Return the draws of each compartment in ascending order; one sort serves quantiles and odds alike."""
    import numpy as np

    return {name: np.sort(np.broadcast_to(values, draws)) for name, values in samples.items()}


def _spreads(doses: Doses, ordered: Mapping[str, "Array"]) -> Iterable[Spread]:
    for row in doses.rows:
        if row.name in ordered and not isinstance(row.gy, NotComputable):
            low, median, high = (_quantile(ordered[row.name], p) for p in (0.025, 0.5, 0.975))
            yield Spread(name=row.name, role=row.role, point=row.gy, median=median, low=low, high=high)


def _quantile(ordered: "Array", p: float) -> float:
    """Return a quantile of sorted draws, linear between neighbours (numpy's default)."""
    place = p * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def _odds(doses: Doses, ordered: Mapping[str, "Array"], limits: Iterable[Limit]) -> Iterable[Odds]:
    import numpy as np

    for limit in limits:
        for row in doses.role(limit.on):
            if row.name in ordered:
                within = int(np.searchsorted(ordered[row.name], limit.gy, side="right"))
                yield Odds(limit=limit, compartment=row.name, exceeds=1 - within / len(ordered[row.name]))


def _log_sd(rel_sd: float | None) -> float | None:
    return None if rel_sd is None else math.sqrt(math.log1p(rel_sd**2))


def _interval_sd(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else math.log(high / low) / (2 * Z_95)


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
