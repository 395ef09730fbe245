"""What the chart answers to each variable on the day: a value, part of one, or the reason why it is unknown.

Facts that are linked in the chart become one variable here, and a clinician's judgement that a later measurement
contradicts is unknown again until it is repeated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from seldinger.logic import Between, Known
from seldinger.patient import Fact, Interval, Record
from seldinger.selection.judgements import PROXIES, contradiction

NOBODY_LOOKED = "nobody looked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One variable on the day of asking; ``known`` None means unknown and ``why`` then says why."""

    variable: str
    known: Known | None
    fact: Fact | None = None
    why: str | None = None

    @property
    def text(self) -> str | None:
        """Return the value as charted, for a view."""
        return None if self.fact is None or self.known is None else self.fact.printed


def answers(record: Record, on: date, names: tuple[str, ...]) -> Mapping[str, Answer]:
    """Return the chart's answer to each named variable on that day."""
    return {name: answer(record, on, name) for name in names}


def answer(record: Record, on: date, name: str) -> Answer:
    """Return the chart's answer to one variable on that day."""
    read = _DERIVED.get(name)
    found = read(record, on) if read else _plain(record, on, name)
    if found.known is False and name in PROXIES:
        against = contradiction(record, on, name, found.fact)
        if against is not None:
            return Answer(variable=name, known=None, fact=found.fact, why=against)
    return found


def _plain(record: Record, on: date, name: str) -> Answer:
    reading = record.reading(name, on)
    if reading.fact is None or reading.unknown is not None:
        return Answer(variable=name, known=None, fact=reading.fact, why=reading.unknown or NOBODY_LOOKED)
    return Answer(variable=name, known=_known(reading.value), fact=reading.fact)


def _known(value: object) -> Known | None:
    match value:
        case Interval():
            return Between(value.low, value.high, low_open=value.low_open, high_open=value.high_open)
        case bool() | str() | frozenset():
            return value
        case int() | float():
            return float(value)
        case _:
            return None


def _symptomatic(record: Record, on: date) -> Answer:
    """Symptoms of hormones, bulk or pain count alike; a kind that is present answers, all absent answers no."""
    kinds = [_plain(record, on, f"symptoms.{kind}") for kind in ("hormonal", "bulk", "pain")]
    for kind in kinds:
        if kind.known is not None and kind.known is not False:
            return Answer(variable="symptoms.present", known=True, fact=kind.fact)
    stated = _plain(record, on, "symptoms.present")
    if stated.known is None and all(kind.known is False for kind in kinds):
        return Answer(variable="symptoms.present", known=False, fact=kinds[0].fact)
    return stated


def _course(record: Record, on: date) -> Answer:
    """Slow progression splits on whether it happened on a long-acting somatostatin analogue (A14)."""
    charted = _plain(record, on, "disease.course")
    if charted.known != "slow" or charted.fact is None:
        return charted
    on_ssa = charted.fact.extra.get("on_ssa")
    split: Known = frozenset({"slow", "slow_on_ssa"}) if on_ssa is None else ("slow_on_ssa" if on_ssa else "slow")
    return Answer(variable="disease.course", known=split, fact=charted.fact)


def _neuroendocrine(record: Record, on: date) -> Answer:
    stated = _plain(record, on, "scope.neuroendocrine")
    if stated.known is not None:
        return stated
    histologies = {s.histology for s in record.specimens if s.date is None or s.date <= on} - {None}
    if histologies & {"neuroendocrine", "mixed"}:
        return Answer(variable="scope.neuroendocrine", known=True)
    if histologies == {"other"}:
        return Answer(variable="scope.neuroendocrine", known=False)
    return stated


def _metastases(record: Record, on: date) -> Answer:
    stated = _plain(record, on, "liver.metastases")
    if stated.known is not None:
        return stated
    counted = _plain(record, on, "liver.lesions")
    low = counted.known.low if isinstance(counted.known, Between) else counted.known
    if isinstance(low, float) and low > 0:
        return Answer(variable="liver.metastases", known=True, fact=counted.fact)
    return stated


def _pregnant(record: Record, on: date) -> Answer:
    """Pregnancy is not asked of men."""
    if _plain(record, on, "person.sex").known == "male":
        return Answer(variable="person.pregnant", known=False)
    return _plain(record, on, "person.pregnant")


def _prrt(record: Record, on: date) -> Answer:
    if any(therapy.kind == "prrt" and _began(therapy.start, on) for therapy in record.therapies):
        return Answer(variable="history.prrt", known=True)
    return _plain(record, on, "history.prrt")


def _liver_radiation(record: Record, on: date) -> Answer:
    """External beam to the liver and earlier radioembolization both count."""
    beam = any(therapy.kind == "radiotherapy_liver" and _began(therapy.start, on) for therapy in record.therapies)
    spheres = any(s.modality.startswith("y90") and not s.planned and s.date < on for s in record.sessions)
    if beam or spheres:
        return Answer(variable="history.liver_radiation", known=True)
    return _plain(record, on, "history.liver_radiation")


def _began(start: date | None, on: date) -> bool:
    return start is None or start <= on


def _named_risk(record: Record, on: date) -> Answer:
    """Any named risk counts; "none" is the clinician's no."""
    charted = _plain(record, on, "fitness.other_mortality_risk")
    if isinstance(charted.known, str):
        return Answer(variable=charted.variable, known=True, fact=charted.fact)
    return charted


_DERIVED: Mapping[str, Callable[[Record, date], Answer]] = {
    "symptoms.present": _symptomatic,
    "disease.course": _course,
    "scope.neuroendocrine": _neuroendocrine,
    "liver.metastases": _metastases,
    "person.pregnant": _pregnant,
    "history.prrt": _prrt,
    "history.liver_radiation": _liver_radiation,
    "fitness.other_mortality_risk": _named_risk,
}
