"""Dose per compartment: partition model with any number of tumours; the MIRD mono-compartment is its special case.

All formulas are linear in the activity, so dose per GBq is computed once and everything else is a division.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from seldinger.cite import cite, threshold
from seldinger.dosimetry.basis import Basis, Method, NotComputable, product_id
from seldinger.dosimetry.nuclide import HALF_LIFE, K_49_67, Activity, DoseFactor, HalfLife, activity, gbq
from seldinger.dosimetry.shunt import SHUNT_CITES, LungShunt
from seldinger.terms import Status

Role = Literal["tumour", "normal", "perfused", "whole_normal", "lung"]
LUNG, WHOLE_NORMAL = "lung", "whole normal liver"
SHUNT_DATUM = "lung shunt fraction (MAA scan)"
LABEL_SHUNT = "shunts.lung_fraction_resin"
BARRED = "above the limit of the resin label, which bars treatment"
MAX_KG = 20.0  # no liver or lung is heavier; grams given as kilograms show here
LIVER_KG_PER_L = 1.05  # 1.03 to 1.06 in print (taranis); volumes are turned into masses here and nowhere else

PARTITION = Method(
    name="partition model",
    says="D_N = k A (1 - LSF) / (m_N + sum TN_i m_i); D_i = TN_i D_N; D_L = k A LSF / m_L",
    status=Status.READ,
    cites=(
        cite("vanroekel-thesis", at="chapter 2, partition model"),
        cite("kao2013", at="partition model"),
        cite("chiesa2021", at="activity planning"),
        *SHUNT_CITES,
    ),
)
MONO = Method(
    name="MIRD mono-compartment",
    says="A = D m / (k (1 - LSF) (1 - R)); m is the perfused liver, tumour included",
    status=Status.READ,
    cites=(cite("therasphere-insert12", at="dose calculation"), *SHUNT_CITES),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcentrationRatio:
    """Tumour-to-normal ratio of concentrations, (A_T/m_T) / (A_N/m_N), with its 95 % interval if known."""

    value: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse a ratio that is not positive, or an interval that does not hold it."""
        if not 0 < self.value < float("inf"):
            raise ValueError(f"a concentration ratio must be positive and finite, got {self.value!r}")
        if (self.low is None) != (self.high is None):
            raise ValueError("a ratio's interval needs both ends, low and high")
        if self.low is not None and self.high is not None and not 0 < self.low <= self.value <= self.high:
            raise ValueError(f"ratio {self.value!r} lies outside its interval {self.low!r} to {self.high!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityRatio:
    """The other ratio in print: activity in tumour over activity in normal liver, A_T / A_N."""

    value: float

    def concentrations(self, *, tumour_kg: float, normal_kg: float) -> ConcentrationRatio:
        """Return the ratio of concentrations, for these masses.

        >>> round(ActivityRatio(value=0.6).concentrations(tumour_kg=0.2, normal_kg=1.0).value, 9)
        3.0
        """
        return ConcentrationRatio(
            value=self.value * positive_kg(normal_kg, "normal liver") / positive_kg(tumour_kg, "tumour")
        )


EQUAL = ConcentrationRatio(value=1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of perfused liver: a tumour with its uptake, the normal liver around it, or all of it in one."""

    name: str
    role: Literal["tumour", "normal", "perfused"]
    kg: float
    uptake: ConcentrationRatio = EQUAL
    kg_rel_sd: float | None = None  # relative standard deviation of the mass, if known

    def __post_init__(self) -> None:
        """Refuse impossible masses, bare ratios and an uptake where the definition fixes it at 1."""
        positive_kg(self.kg, self.name)
        if not isinstance(self.uptake, ConcentrationRatio):
            raise TypeError(
                f"{self.name}: uptake {self.uptake!r} does not say which ratio it is; "
                "use ConcentrationRatio(value=…) or ActivityRatio(value=…).concentrations(…)"
            )
        if self.role != "tumour" and self.uptake.value != 1:
            raise ValueError(f"{self.name}: only a tumour has an uptake ratio; {self.role} liver is the unit, 1")
        if self.kg_rel_sd is not None and not 0 <= self.kg_rel_sd < 1:
            raise ValueError(f"{self.name}: kg_rel_sd is a fraction, got {self.kg_rel_sd!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class CompartmentDose:
    """Mean dose of one compartment [Gy], or why it cannot be told."""

    name: str
    role: Role
    gy: float | NotComputable
    kg: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Doses:
    """Mean dose to every compartment for one delivered activity."""

    activity: Activity
    rows: tuple[CompartmentDose, ...]
    basis: Basis

    def of(self, name: str) -> float | NotComputable:
        """Return the dose of one compartment [Gy] by name; raises KeyError naming those there are."""
        for row in self.rows:
            if row.name == name:
                return row.gy
        raise KeyError(f"no compartment {name!r}; there are {', '.join(row.name for row in self.rows)}")

    def role(self, role: Role) -> tuple[CompartmentDose, ...]:
        """Return the compartments of one role."""
        return tuple(row for row in self.rows if row.role == role)

    def at(self, amount: Activity) -> "Doses":
        """Return the same table for another delivered activity; dose is linear in activity."""
        factor = activity(amount).over(self.activity)
        if amount.gbq == self.activity.gbq:
            return self
        rows = tuple(
            row
            if isinstance(row.gy, NotComputable)
            else CompartmentDose(name=row.name, role=row.role, gy=row.gy * factor, kg=row.kg)
            for row in self.rows
        )
        return Doses(activity=amount, rows=rows, basis=self.basis)

    def as_json(self) -> dict[str, Any]:
        """Return the table as report.json holds it."""
        return {"activity_gbq": self.activity.gbq, "doses": self.rows_json(), "basis": self.basis.as_json()}

    def rows_json(self) -> list[dict[str, Any]]:
        """Return its rows alone; a dose that cannot be told is null beside what to ask for."""
        return [
            {"name": r.name, "role": r.role, "kg": r.kg, "gy": None, "ask": list(r.gy.ask)}
            if isinstance(r.gy, NotComputable)
            else {"name": r.name, "role": r.role, "kg": r.kg, "gy": r.gy, "ask": []}
            for r in self.rows
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """How one infusion divides between lung and perfused liver.

    ``shunt`` None: nobody measured it; nothing is then computable. ``lung_kg`` None: the usual 1.0 kg, said so.
    ``untreated_kg``: normal liver outside the territory; 0 when all is treated, None when nobody measured it.
    """

    parts: tuple[Part, ...]
    shunt: LungShunt | None
    lung_kg: float | None = None
    untreated_kg: float | None = None
    product: str | None = None

    def __post_init__(self) -> None:
        """Refuse splits that hold no liver, name a part twice, or mix the two models."""
        names = [part.name for part in self.parts]
        if not names:
            raise ValueError("a split needs at least one part of perfused liver")
        if len(set(names)) != len(names) or {LUNG, WHOLE_NORMAL} & set(names):
            raise ValueError(f"part names must differ and not be {LUNG!r} or {WHOLE_NORMAL!r}; got {names}")
        if sum(part.role == "normal" for part in self.parts) > 1:
            raise ValueError("a territory has one normal liver; add its masses up")
        if len(names) > 1 and any(part.role == "perfused" for part in self.parts):
            raise ValueError("'perfused' liver already holds tumour and normal liver; give it alone, or give the parts")
        if self.shunt is not None and not isinstance(self.shunt, LungShunt):
            raise TypeError(f"shunt {self.shunt!r} does not say which shunt it is; use LungShunt(fraction=…, method=…)")
        if self.product is not None:
            product_id(self.product)
        if self.lung_kg is not None:
            positive_kg(self.lung_kg, LUNG)
        if self.untreated_kg is not None and not 0 <= self.untreated_kg <= MAX_KG:
            raise ValueError(f"untreated_kg must lie in 0 to {MAX_KG} kg, got {self.untreated_kg!r}")

    @property
    def method(self) -> Method:
        """Return which printed model this is."""
        return MONO if self.parts[0].role == "perfused" else PARTITION

    @property
    def lung_mass_kg(self) -> float:
        """Return the lung mass [kg], the usual one when none is given."""
        return threshold("y90.lung_mass").value if self.lung_kg is None else self.lung_kg

    @property
    def weighted_kg(self) -> float:
        """Return the mass of all parts, each weighted by its uptake [kg]."""
        return sum(part.kg * part.uptake.value for part in self.parts)

    def dose_per_gbq(self, *, k: DoseFactor = K_49_67, half_life: HalfLife = HALF_LIFE) -> Doses:
        """Return the mean dose of every compartment per GBq delivered [Gy/GBq].

        All activity decays where it lodges. A missing shunt makes every row not computable.

        Source: vanroekel-thesis, chapter 2; kao2013.

        >>> tumour = Part(name="t", role="tumour", kg=0.2, uptake=ConcentrationRatio(value=3.0))
        >>> normal = Part(name="n", role="normal", kg=1.0)
        >>> shunt = LungShunt(fraction=0.04, method="as_given")
        >>> round(Split(parts=(tumour, normal), shunt=shunt).dose_per_gbq().of("t"), 2)
        89.41
        """
        return Doses(activity=gbq(1), rows=tuple(self._rows(k)), basis=self._basis(k, half_life))

    def _rows(self, k: DoseFactor) -> Iterable[CompartmentDose]:
        lsf = None if self.shunt is None else self.shunt.fraction
        unit = None if lsf is None else k.value * (1 - lsf) / self.weighted_kg
        for part in self.parts:
            gy = _needs_shunt(part.name) if unit is None else unit * part.uptake.value
            yield CompartmentDose(name=part.name, role=part.role, kg=part.kg, gy=gy)
        yield self._whole_normal(unit)
        lung = _needs_shunt(LUNG) if lsf is None else k.value * lsf / self.lung_mass_kg
        yield CompartmentDose(name=LUNG, role="lung", kg=self.lung_mass_kg, gy=lung)

    def _whole_normal(self, unit: float | None) -> CompartmentDose:
        """Return the mean over treated and untreated normal liver; the untreated part gets nothing."""
        ask = [] if unit is not None else [SHUNT_DATUM]
        if self.parts[0].role == "perfused":
            ask.append("masses of tumour and normal liver apart")
        if self.untreated_kg is None:
            ask.append("mass of normal liver outside the territory (0 when all is treated)")
        treated = sum(part.kg for part in self.parts if part.role == "normal")
        whole = treated + (self.untreated_kg or 0.0)
        if not ask and whole == 0:
            ask.append("mass of normal liver: none is given, treated or untreated")
        if ask or unit is None:
            lacking = NotComputable(what=f"dose to {WHOLE_NORMAL}", ask=tuple(ask))
            return CompartmentDose(name=WHOLE_NORMAL, role="whole_normal", gy=lacking)
        return CompartmentDose(name=WHOLE_NORMAL, role="whole_normal", kg=whole, gy=unit * treated / whole)

    def _basis(self, k: DoseFactor, half_life: HalfLife) -> Basis:
        basis = Basis(method=self.method, k=k, half_life=half_life, product=self.product)
        if self.lung_kg is None:
            usual = threshold("y90.lung_mass")
            basis = basis.adding(
                thresholds=(usual,), assumptions=(f"lung mass {usual.value:g} kg assumed, not measured",)
            )
        if self.method is MONO and self.product == "resin":
            basis = basis.adding(assumptions=("the mono-compartment formula is printed for glass",))
        bar = threshold(LABEL_SHUNT)
        if self.product == "resin" and self.shunt is not None and self.shunt.fraction > bar.value:
            basis = basis.adding(thresholds=(bar,), assumptions=(f"lung shunt {BARRED}",))
        if self.shunt is not None and self.shunt.caution:
            basis = basis.adding(assumptions=(self.shunt.caution,))
        return basis


def positive_kg(value: float, name: str) -> float:
    """Return the mass if it is one in kilogram; raises ValueError otherwise."""
    if not 0 < value <= MAX_KG:
        raise ValueError(
            f"{name}: mass must lie in 0 to {MAX_KG:g} kg, got {value!r}; is it in grams or mL, or the mask empty?"
        )
    return value


def mass_kg(volume_l: float, *, density: float = LIVER_KG_PER_L) -> float:
    """Return the mass [kg] of a liver volume [L].

    >>> mass_kg(1.0)
    1.05
    """
    return positive_kg(volume_l * density, "volume")


def _needs_shunt(name: str) -> NotComputable:
    return NotComputable(what=f"dose to {name}", ask=(SHUNT_DATUM,))
