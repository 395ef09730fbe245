"""Canonical units, a UCUM subset and molar masses: the one place for every conversion.

A quantity is never guessed: an unknown unit, or a mass-to-mole conversion without a known molar mass, raises.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType

SIGNIFICANT_FIGURES = 3  # converted values are compared at this precision, values in the native unit never rounded

# Usual printed forms -> UCUM spelling.
_PRINTED = MappingProxyType(
    {
        "µmol/L": "umol/L",
        "μmol/L": "umol/L",
        "µg/L": "ug/L",
        "μg/L": "ug/L",
        "µkat/L": "ukat/L",
        "μkat/L": "ukat/L",
        "µm": "um",
        "μm": "um",
        "mg/24h": "mg/(24.h)",
        "mg/24 h": "mg/(24.h)",
        "mg/d": "mg/(24.h)",
        "umol/24h": "umol/(24.h)",
        "µmol/24h": "umol/(24.h)",
        "μmol/24h": "umol/(24.h)",
        "umol/24 h": "umol/(24.h)",
        "umol/d": "umol/(24.h)",
        "IU/L": "U/L",
        "[iU]/L": "U/L",
        "10^9/L": "10*9/L",
        "10*3/uL": "10*9/L",
        "10^3/uL": "10*9/L",
        "10*3/µL": "10*9/L",
        "G/L": "10*9/L",
        "/µL": "/uL",
        "x ULN": "xULN",
        "×ULN": "xULN",
        "°C": "Cel",
        "C": "Cel",
        "degC": "Cel",
        "ml": "mL",
        "mL/min/1.73m2": "mL/min/{1.73_m2}",
        "mL/min/1.73 m2": "mL/min/{1.73_m2}",
        "mL/min/{1.73m2}": "mL/min/{1.73_m2}",
        "": "1",
        "{INR}": "1",
        "{score}": "1",
        "years": "a",
        "months": "mo",
    }
)

# unit -> (dimension, factor to the dimension's base unit). Amounts of substance and mass are two dimensions.
_UNITS: dict[str, tuple[str, float]] = {
    "1": ("1", 1.0),
    "%": ("1", 0.01),
    "xULN": ("xULN", 1.0),
    "mg/dL": ("mass/volume", 1e-2),
    "g/dL": ("mass/volume", 10.0),
    "g/L": ("mass/volume", 1.0),
    "mg/L": ("mass/volume", 1e-3),
    "ug/L": ("mass/volume", 1e-6),
    "ng/mL": ("mass/volume", 1e-6),
    "ng/L": ("mass/volume", 1e-9),
    "pg/mL": ("mass/volume", 1e-9),
    "mol/L": ("amount/volume", 1.0),
    "mmol/L": ("amount/volume", 1e-3),
    "umol/L": ("amount/volume", 1e-6),
    "nmol/L": ("amount/volume", 1e-9),
    "pmol/L": ("amount/volume", 1e-12),
    "meq/L": ("amount/volume", 1e-3),  # monovalent ions only (sodium)
    "mU/L": ("activity/volume", 1e-3),
    "U/L": ("activity/volume", 1.0),
    "ukat/L": ("activity/volume", 60.0),
    "mg/(24.h)": ("mass/day", 1e-3),
    "g/(24.h)": ("mass/day", 1.0),
    "umol/(24.h)": ("amount/day", 1e-6),
    "mmol/(24.h)": ("amount/day", 1e-3),
    "mg/m2": ("mass/area", 1.0),
    "10*9/L": ("count/volume", 1.0),
    "/uL": ("count/volume", 1e-3),
    "mL/min/{1.73_m2}": ("clearance", 1.0),
    "mL/min": ("clearance-absolute", 1.0),
    "Cel": ("temperature", 1.0),
    "mm": ("length", 1e-3),
    "cm": ("length", 1e-2),
    "m": ("length", 1.0),
    "um": ("length", 1e-6),
    "mL": ("volume", 1e-3),
    "L": ("volume", 1.0),
    "kg": ("mass", 1.0),
    "g": ("mass", 1e-3),
    "mg": ("mass", 1e-6),
    "Gy": ("dose", 1.0),
    "cGy": ("dose", 0.01),
    "GBq": ("radioactivity", 1.0),
    "MBq": ("radioactivity", 1e-3),
    "mCi": ("radioactivity", 0.037),
    "a": ("time", 365.25),
    "mo": ("time", 30.4375),
    "wk": ("time", 7.0),
    "d": ("time", 1.0),
    "h": ("time", 1 / 24),
}

# UCUM writes the litre l or L; both are read, whatever stands before it.
_LITRE = {
    each.replace("L", "l"): _PRINTED.get(each, each)
    for each in (*_UNITS, *_PRINTED)
    if "L" in each.replace("ULN", "") and each.replace("L", "l") not in {*_UNITS, *_PRINTED}
}
SPELLINGS = MappingProxyType({**_PRINTED, **_LITRE})

# g/mol, standard atomic weights of the compounds the charts carry.
MOLAR_MASS = MappingProxyType(
    {"bilirubin": 584.66, "creatinine": 113.12, "five_hiaa": 191.18, "sodium": 22.99, "glucagon": 3482.8}
)


class UnitError(ValueError):
    """A unit that is not known, or two units that cannot be turned into each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """A value in the asked unit; ``exact`` is False when it was converted and rounded."""

    value: float
    unit: str
    exact: bool


def spell(unit: str) -> str:
    """Return the UCUM spelling of a printed unit; raises UnitError when it is not one of ours."""
    text = unit.strip()
    ucum = SPELLINGS.get(text, text)
    if ucum not in _UNITS:
        raise UnitError(f"unit {unit!r} is not known; use one of {', '.join(sorted(_UNITS))}")
    return ucum


def known_units() -> tuple[str, ...]:
    """Return every UCUM spelling that can be read, sorted."""
    return tuple(sorted(_UNITS))


def compatible(unit: str, other: str, *, substance: str | None = None) -> bool:
    """Return whether a value in one unit can be turned into the other for this substance."""
    try:
        _factor(spell(unit), spell(other), substance)
    except UnitError:
        return False
    return True


def convert(value: float, unit: str, to: str, *, substance: str | None = None) -> float:
    """Return the value in another unit, unrounded.

    Mass and amount of substance are exchanged only when the substance's molar mass is known; raises UnitError otherwise.

    >>> round(convert(34.2, "umol/L", "mg/dL", substance="bilirubin"), 4)
    1.9995
    """
    return value * _factor(spell(unit), spell(to), substance)


def to_canonical(value: float, unit: str, to: str, *, substance: str | None = None) -> Converted:
    """Return the value as rules compare it: native values untouched, converted ones at three significant figures.

    34.2 umol/L of bilirubin is 1.9995 mg/dL and must count as 2.00, since the limit was printed as 2 mg/dL (= 34.2).

    >>> to_canonical(34.2, "umol/L", "mg/dL", substance="bilirubin").value
    2.0
    """
    source, target = spell(unit), spell(to)
    if source == target:
        return Converted(value=value, unit=target, exact=True)
    factor = _factor(source, target, substance)
    if factor == 1.0:
        return Converted(value=value, unit=target, exact=True)
    return Converted(value=significant(value * factor), unit=target, exact=False)


def significant(value: float, figures: int = SIGNIFICANT_FIGURES) -> float:
    """Return the value rounded to significant figures; zero and non-finite values come back as they are."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, figures - 1 - math.floor(math.log10(abs(value))))


def _factor(unit: str, to: str, substance: str | None) -> float:
    if unit == to:
        return 1.0
    (dimension, scale), (wanted, to_scale) = _UNITS[unit], _UNITS[to]
    if dimension == wanted:
        return scale / to_scale
    molar = MOLAR_MASS.get(substance or "")
    exchange = {("amount/volume", "mass/volume"), ("amount/day", "mass/day")}
    if molar is not None and (dimension, wanted) in exchange:
        return scale * molar / to_scale
    if molar is not None and (wanted, dimension) in exchange:
        return scale / molar / to_scale
    raise UnitError(f"{unit} cannot be turned into {to}" + (f" for {substance}" if substance else ""))
