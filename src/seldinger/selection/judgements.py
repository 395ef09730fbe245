"""Judgements the clinician answers, and the measurements that reopen them.

The reviews name poor liver function, poor performance status, renal insufficiency, coagulopathy, fever and a
significant lung shunt without saying how they are measured. So the clinician answers; a measurement never answers in
the clinician's place. It only contradicts: a "no" that a measurement speaks against is unknown again until it is
repeated by name, on a day not before the measurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from seldinger.cite import Threshold, threshold
from seldinger.logic import Between
from seldinger.patient import Fact, Interval, Record, variable


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A measurement that speaks against a "no" when it lies beyond its threshold."""

    variable: str
    limit: Threshold
    side: str  # ">=" | ">" | "<" | "<="

    def against(self, value: object) -> bool:
        """Return whether any part of a charted value lies beyond the limit."""
        low, high = _ends(value)
        if low is None or high is None:
            return False
        return {
            ">=": high >= self.limit.value,
            ">": high > self.limit.value,
            "<": low < self.limit.value,
            "<=": low <= self.limit.value,
        }[self.side]

    @property
    def words(self) -> str:
        """Return the limit as a reason prints it."""
        unit = "" if self.limit.unit == "1" else f" {self.limit.unit}"
        flag = " (unverified limit)" if self.limit.status == "unverified" else ""
        return f"{variable(self.variable).title} {self.side} {self.limit.value:g}{unit}{flag}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A finding that speaks against a "no" when it is one of these levels."""

    variable: str
    values: tuple[str, ...]

    def against(self, value: object) -> bool:
        """Return whether the charted value is one of the levels."""
        return value in self.values

    @property
    def words(self) -> str:
        """Return the finding as a reason prints it."""
        return variable(self.variable).title


Proxy = Limit | Finding


def _limit(name: str, side: str, key: str) -> Limit:
    return Limit(variable=name, limit=threshold(key), side=side)


PROXIES: Mapping[str, tuple[Proxy, ...]] = MappingProxyType(
    {
        "liver.function_judged_poor": (
            _limit("labs.bilirubin", ">=", "liver.bilirubin_max"),
            _limit("liver.burden_percent", ">", "liver.burden_max"),
            Finding(variable="liver.ascites", values=("mild", "tense")),
            Finding(variable="liver.encephalopathy", values=("mild", "severe")),
            Finding(variable="vessels.portal_vein", values=("branch_thrombosis", "main_occlusion")),
        ),
        "fitness.judged_poor": (_limit("fitness.ecog", ">", "fitness.ecog_max"),),
        "fitness.renal_insufficiency_judged": (
            _limit("labs.creatinine", ">=", "fitness.creatinine_max"),
            _limit("labs.egfr", "<", "fitness.egfr_min"),
        ),
        "fitness.coagulopathy_judged": (
            _limit("labs.inr", ">", "fitness.inr_max"),
            _limit("labs.platelets", "<", "fitness.platelets_min"),
        ),
        "fitness.fever": (_limit("fitness.temperature_c", ">=", "fitness.fever_min"),),
        "shunt.judged_significant": (
            _limit("shunt.lung_shunt_fraction", ">", "shunts.lung_fraction_resin"),
            _limit("shunt.lung_dose_gy_planned", ">", "shunts.lung_dose_session"),
            _limit("shunt.lung_dose_gy_before", ">", "shunts.lung_dose_cumulative"),
        ),
    }
)


def contradiction(record: Record, on: date, name: str, judged: Fact | None) -> str | None:
    """Return why a "no" is open again, or None when nothing speaks against it or it was repeated by name."""
    for proxy in PROXIES[name]:
        measured = record.reading(proxy.variable, on)
        if measured.fact is None or measured.value is None or not proxy.against(measured.value):
            continue
        if judged is not None and judged.by and judged.date >= measured.fact.date:
            continue
        return f"to be judged again, with name and date: {proxy.words}"
    return None


def speaking(record: Record, on: date, name: str) -> tuple[str, ...]:
    """Return the measurements that speak for a "yes" to a judgement nobody has given yet."""
    found = ((proxy, record.reading(proxy.variable, on)) for proxy in PROXIES.get(name, ()))
    return tuple(proxy.words for proxy, reading in found if reading.value is not None and proxy.against(reading.value))


def _ends(value: object) -> tuple[float | None, float | None]:
    match value:
        case Interval() | Between():
            return value.low, value.high
        case bool():
            return None, None
        case int() | float():
            return float(value), float(value)
        case _:
            return None, None
