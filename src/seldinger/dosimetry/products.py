"""Product records: what is printed of each microsphere, per edition of its label, with status and source per field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from seldinger.cite import Citation, KnowledgeError, cite, knowledge
from seldinger.dosimetry.basis import product_id
from seldinger.terms import Status

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A printed figure or span; ``low`` and ``high`` are equal when one figure is printed."""

    low: float
    high: float
    unit: str
    says: str
    status: Status
    cites: tuple[Citation, ...]

    @property
    def value(self) -> float:
        """Return the figure; raises ValueError when a span is printed, since its middle is nobody's figure."""
        if self.low != self.high:
            raise ValueError(f"print gives a span, {self.low:g} to {self.high:g} {self.unit}, not one figure")
        return self.low


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """The vial sizes that can be ordered [GBq at calibration]."""

    gbq: tuple[float, ...]
    says: str
    status: Status
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrationRule:
    """When vials are calibrated, week by week, in the maker's own time zone."""

    weekday: int  # Monday is 0
    time: time
    zone: ZoneInfo
    status: Status
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """One product in one edition of its label; a field that nobody has found in print is None."""

    id: str
    name: str
    maker: str
    edition: str
    cites: tuple[Citation, ...]
    review_due: date
    diameter: Field
    density: Field
    sphere_activity: Field
    spheres_in_3_gbq: Field
    vial_sizes: Sizes
    residual_median: Field
    residual_max: Field
    vial_volume: Field
    sphere_activity_nominal: Field | None = None
    spheres_per_mg: Field | None = None
    label_tolerance: Field | None = None
    shelf: Field | None = None
    calibration: CalibrationRule | None = None
    drawn_on_site: bool = False  # the dose is drawn from the vial; otherwise the whole vial is given

    @property
    def statuses(self) -> dict[str, Status]:
        """Return the status of every field there is."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {n: f.status for n, f in found.items() if isinstance(f, Field | Sizes | CalibrationRule)}


@cache
def product(name: str) -> Product:
    """Return the record of one product, "glass" or "resin".

    >>> product("glass").vial_sizes.gbq
    (3.0, 5.0, 7.0, 10.0, 15.0, 20.0)
    """
    file = knowledge().joinpath("devices", f"{product_id(name)}.toml")
    return read_product(name, tomllib.loads(file.read_text(encoding="utf-8")))


def read_product(name: str, table: Mapping[str, Any]) -> Product:
    """Return the product of one parsed file; raises KnowledgeError naming file, field and fault."""
    known = set(Product.__dataclass_fields__)
    if set(table) - known:
        raise KnowledgeError(f"devices/{name}.toml: fields {sorted(set(table) - known)} are not known")
    try:
        return Product(**{key: _field(key, value) for key, value in table.items()})
    except (KeyError, TypeError, ValueError) as fault:
        raise KnowledgeError(f"devices/{name}.toml: {fault}") from fault


def _field(key: str, value: Any) -> Any:
    if key == "cites":
        return _cites(value, Status.READ)
    if not isinstance(value, dict):
        return value
    status = Status(value["status"])
    cites, says = _cites(value["cites"], status), value.get("says", "")
    if not cites:
        raise ValueError(f"{key} has no citation")
    if key == "calibration":
        return CalibrationRule(
            weekday=WEEKDAYS.index(value["weekday"]),
            time=time.fromisoformat(value["time"]),
            zone=ZoneInfo(value["zone"]),
            status=status,
            cites=cites,
        )
    if key == "vial_sizes":
        return Sizes(gbq=tuple(map(float, value["values"])), says=says, status=status, cites=cites)
    low, high = (value["value"],) * 2 if "value" in value else (value["low"], value["high"])
    return Field(low=float(low), high=float(high), unit=value["unit"], says=says, status=status, cites=cites)


def _cites(entries: list[dict[str, str]], status: Status) -> tuple[Citation, ...]:
    return tuple(cite(e["key"], at=e["at"], statement=e.get("statement"), status=status) for e in entries)
