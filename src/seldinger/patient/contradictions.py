"""Facts of one chart that cannot both be true. Such a chart is refused: no rule may choose which half to believe."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from seldinger.patient.faults import Refusal
from seldinger.patient.record import Fact, Interval, Record, Value, spoken

Says = Callable[[Value | None], bool]
Pair = tuple[str, Says, str, Says, str]  # key, what it says, other key, what speaks against it, what holds instead
RADIOEMBOLIZATION = ("y90", "y90_glass", "y90_resin")


def contradictions(record: Record) -> Iterator[Refusal]:
    """Yield what contradicts itself, on any day on which something was recorded; how old a fact is does not matter."""
    pairs = [pair for pair in PAIRS if pair[0] in record.facts and pair[2] in record.facts]
    seen: set[str] = set()
    involved = {*MEASURES, *(key for pair in pairs for key in (pair[0], pair[2]))}
    for on in sorted({fact.date for key in involved for fact in record.facts.get(key, ())}):
        for refusal in (*_between(pairs, record, on), *_measures(record, on)):
            if refusal.path not in seen:
                seen.add(refusal.path)
                yield refusal
    yield from _against_tables(record)


MEASURES = ("status.died_on", "status.alive_on", "liver.volume_ml", "liver.burden_by_lobe_ml")


def _between(pairs: Iterable[Pair], record: Record, on: date) -> Iterator[Refusal]:
    for key, said, other, against, meaning in pairs:
        first, second = _latest(record, key, on), _latest(record, other, on)
        if first and second and said(first.value) and against(second.value):
            yield _refusal(first, second, meaning)


def _measures(record: Record, on: date) -> Iterator[Refusal]:
    died, alive, volume, tumour = (_latest(record, key, on) for key in MEASURES)
    if died and alive and isinstance(died.value, date) and isinstance(alive.value, date) and alive.value > died.value:
        yield _refusal(alive, died, "nobody is seen alive after death")
    if volume and tumour and _least(tumour.value) > _most(volume.value):
        yield _refusal(tumour, volume, "the tumour cannot be larger than the liver that holds it")


def _latest(record: Record, key: str, on: date) -> Fact | None:
    facts = record.facts.get(key, ())
    known = facts[: bisect_right(facts, on, key=lambda fact: fact.date)]
    return next((fact for fact in reversed(known) if fact.state == "recorded"), None)


def _refusal(first: Fact, second: Fact, meaning: str) -> Refusal:
    seen = f"{first.printed} while {second.variable} is {second.printed}"
    remedy = f"correct one of them, or date both (latest: {spoken(first.date)} and {spoken(second.date)})"
    return Refusal(first.variable, seen, meaning, remedy)


def _is(wanted: object) -> Says:
    return lambda value: value == wanted and type(value) is type(wanted)


def _present(value: Value | None) -> bool:
    return value is True or isinstance(value, str)


def _some(value: Value | None) -> bool:
    return _least(value) > 0


def _any(value: Value | None) -> bool:
    return bool(value)


def _least(value: Value | None) -> float:
    match value:
        case Interval():
            return value.high if value.low_open else value.low
        case int() | float():
            return float(value)
        case _:
            return 0.0


def _most(value: Value | None) -> float:
    return value.high if isinstance(value, Interval) else _least(value)


SYMPTOM = "no kind of symptom when there are none"
NO_METASTASES = "no lesions when there are no liver metastases"
MALE = "neither in a man"
NOT_FUNCTIONING = "no syndrome when the tumour does not function"
PAIRS: tuple[Pair, ...] = (
    ("symptoms.present", _is(False), "symptoms.hormonal", _present, SYMPTOM),
    ("symptoms.present", _is(False), "symptoms.bulk", _present, SYMPTOM),
    ("symptoms.present", _is(False), "symptoms.pain", _present, SYMPTOM),
    ("liver.metastases", _is(False), "liver.lesions", _some, NO_METASTASES),
    ("liver.metastases", _is(False), "liver.largest_cm", _some, NO_METASTASES),
    ("liver.metastases", _is(False), "liver.burden_percent", _some, NO_METASTASES),
    ("liver.metastases", _is(False), "liver.burden_by_lobe_ml", _some, NO_METASTASES),
    ("liver.metastases", _is(False), "liver.lobes", _any, NO_METASTASES),
    (
        "liver.metastases",
        _is(True),
        "liver.lesions",
        lambda value: _most(value) == 0 and value is not None,
        "at least one lesion",
    ),
    (
        "extrahepatic.extent",
        _is("none"),
        "extrahepatic.sites",
        _any,
        "no sites when there is nothing outside the liver",
    ),
    ("person.sex", _is("male"), "person.pregnant", _is(True), MALE),
    ("person.sex", _is("male"), "person.breastfeeding", _is(True), MALE),
    ("syndrome.functioning", _is(False), "syndrome.carcinoid", _is(True), NOT_FUNCTIONING),
    ("syndrome.functioning", _is(False), "syndrome.hormone", _present, NOT_FUNCTIONING),
    ("primary.site", _is("unknown"), "primary.resected", _is(True), "a site, when the primary was resected"),
)


def _against_tables(record: Record) -> Iterator[Refusal]:
    prrt = [therapy.start for therapy in record.therapies if therapy.kind == "prrt"]
    radiation: list[date | None] = [
        *(therapy.start for therapy in record.therapies if therapy.kind == "radiotherapy_liver"),
        *(each.date for each in record.sessions if each.modality in RADIOEMBOLIZATION and not each.planned),
    ]
    histologies = {specimen.histology for specimen in record.specimens}
    yield from _denied(record, "history.prrt", prrt, "true, since such a therapy is listed")
    yield from _denied(record, "history.liver_radiation", radiation, "true, since radiation to the liver is listed")
    found = [None for each in histologies if each in ("neuroendocrine", "mixed")]
    yield from _denied(record, "scope.neuroendocrine", found, "true, since a specimen says so")
    if histologies == {"other"} and _last(record, "scope.neuroendocrine") is True:
        yield Refusal(
            "scope.neuroendocrine", "true", "false, since every specimen says otherwise", "correct one of them"
        )


def _denied(record: Record, key: str, began: Iterable[date | None], expected: str) -> Iterator[Refusal]:
    """Yield a fact that denies what is listed; not one that was asked before that began, which only came to change."""
    fact = _latest(record, key, record.as_of)
    if fact and fact.value is False and any(start is None or start <= fact.date for start in began):
        yield Refusal(key, "false", expected, "correct one of them")


def _last(record: Record, key: str) -> Value | None:
    fact = _latest(record, key, record.as_of)
    return None if fact is None else fact.value
