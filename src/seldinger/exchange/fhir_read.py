"""The thin reader: a FHIR R4 document becomes a record, with an account of what was used, ignored or malformed.

Nothing is modelled that the chart has no place for. The record goes through the chart's own door, so that a fact from a
hospital is held to the same units, domains and words as one that was typed.
"""

from collections.abc import Mapping
from datetime import date
from itertools import takewhile
from pathlib import Path
from re import compile as pattern
from typing import Any

from seldinger.exchange.fhir_account import FromFhir, Note, Used
from seldinger.exchange.fhir_codes import HEADER, local_codes
from seldinger.exchange.fhir_entries import entries, load, newest, pages_left, patient_names
from seldinger.exchange.fhir_facts import LARGEST, Stated, person
from seldinger.exchange.fhir_gather import Gathered
from seldinger.exchange.fhir_values import Unusable, day
from seldinger.exchange.fhir_version import refuse_declared, refuse_mostly
from seldinger.patient import ChartError, Fault, Interval, read_record, variable
from seldinger.patient.door import check_tree
from seldinger.patient.faults import Refusal
from seldinger.patient.read import SCHEMA
from seldinger.patient.scalars import read_fact
from seldinger.patient.tables import read_rows
from seldinger.patient.values import possible
from seldinger.patient.variable import LOCAL_SYSTEM

_NOT_A_NAME = pattern(r"[^A-Za-z0-9._-]+")
_DAYS = ("date", "start", "stop", "resolved")  # of a row
_EMPTY = "fitness.allergies"  # the one table that may be known to be empty

Json = dict[str, Any]


def load_bundle(path: Path | str, *, as_of: date | None = None) -> FromFhir:
    """Return the record of a .json or .ndjson file of FHIR R4; raises ChartError when it cannot be used."""
    place = Path(path)
    return read_bundle(load(place), file=place.name, as_of=as_of)


def read_bundle(document: Any, *, file: str = "bundle", as_of: date | None = None) -> FromFhir:
    """Return the record of a FHIR R4 Bundle, list of resources or single resource.

    ``as_of`` is the day for which the record speaks; without it, the day of the newest fact, or of the newest entry
    when no fact has a date. Facts after that day are ignored. Raises ChartError when the document is of another version
    of FHIR, speaks of several patients, has no day at all, or contradicts itself.
    """
    for each in document if isinstance(document, list) else [document]:
        if isinstance(each, Mapping):
            refuse_declared(each, file)
    gathered = Gathered()
    for order, (reference, resource) in enumerate(newest(entries(document))):
        gathered.take(reference, resource, order)
    refuse_mostly(gathered.foreign, gathered.checked, file)
    _one_patient(gathered, document, file)
    on, origin = (as_of, "the day given") if as_of else _newest(gathered, file)
    chart: Json = _head(gathered, on)
    accepted = _Accepted(gathered, on)
    accepted.put(chart)
    record = read_record(chart, file=file)
    account = Used(
        as_of=on,
        as_of_from=origin,
        used=tuple(accepted.used),
        ignored=tuple(gathered.ignored),
        malformed=tuple(gathered.malformed),
        local=local_codes(record.facts),
        unverified=tuple(sorted(gathered.unverified)),
        pages_left=pages_left(document),
    )
    return FromFhir(record=record, account=account)


def _one_patient(gathered: Gathered, document: Any, file: str) -> None:
    """Raise ChartError when a document speaks of several patients, or its findings are not those of its Patient."""
    count = len(gathered.patients) or len(gathered.subjects)
    if count > 1:
        raise _fault(file, f"{count} patients", "one patient", "split the document by patient")
    names = frozenset[str]().union(*patient_names(document))
    if (gathered.patients or names) and not gathered.subjects <= names:
        raise _fault(file, "findings of another patient", "findings of the Patient in it", "send what belongs together")


def _fault(file: str, seen: str, expected: str, remedy: str) -> ChartError:
    return ChartError([Fault(file=file, path="", seen=seen, expected=expected, remedy=remedy)])


def _newest(gathered: Gathered, file: str) -> tuple[date, str]:
    """Return the day of the newest fact and where it stands."""
    if (stands := _a_day(gathered.header.get("as_of"))) is not None:
        return stands, "the chart's own day"
    dated = [(each.on, reference) for reference, each in gathered.stated if each.on is not None]
    for reference, _, row in gathered.rows:
        told = [_a_day(row.get(name)) for name in _DAYS] if row and not row.get("planned") else []
        dated += [(each, reference) for each in told if each is not None]
    dated = [each for each in dated if possible(each[0])]
    if found := dated or [each for each in gathered.days if possible(each[0])]:
        newest, reference = max(found)
        return newest, f"newest {'fact' if dated else 'entry'}: {reference}"
    raise _fault(file, "no dated entry", "a day for which the record speaks", "name the day to answer for")


def _a_day(raw: Any) -> date | None:
    """Return the day of a date, or None of anything else, which the door will name."""
    try:
        return day(raw, "date")
    except Unusable:
        return None


def _head(gathered: Gathered, on: date) -> Json:
    """Return the head of the chart: the patient's identifier in our system, else the id of the resource, as its name."""
    patient = next(iter(gathered.patients.values()), {})
    every = patient.get("identifier")
    named = [each for each in every if isinstance(each, Mapping)] if isinstance(every, list) else []
    ours = next((each.get("value") for each in named if each.get("system") == LOCAL_SYSTEM), None)
    name = str(ours or patient.get("id") or next(iter(gathered.subjects), "") or "patient")
    clean = _NOT_A_NAME.sub("-", name).lstrip("._-")[:64] or "patient"
    said = {each: gathered.header[each] for each in HEADER[1:] if gathered.header.get(each)}
    label = {} if "as_of" in gathered.header else {"label": "patient"}
    return {"schema": SCHEMA, "id": clean, "as_of": on.isoformat()} | label | said


class _Accepted:
    """What the chart's door takes of what was gathered; the rest is noted with the door's own reason."""

    def __init__(self, gathered: Gathered, on: date) -> None:
        """Keep both; nothing is used yet but the head of the chart."""
        self.gathered, self.on = gathered, on
        self.used: dict[str, None] = dict.fromkeys(gathered.header_references)

    def put(self, chart: Json) -> None:
        """Put every fact and row that the door takes into a chart."""
        stated = self.gathered.stated + self._person({each.key for _, each in self.gathered.stated})
        facts: dict[str, list[Json]] = {}
        dated = {each.key for _, each in stated if each.order[0]}
        names: dict[str, set[str]] = {}
        for _, each in stated:
            names.setdefault(each.key, set()).update([each.named] if each.named else [])
        for reference, each in sorted(stated, key=lambda pair: pair[1].order):
            if not each.order[0] and each.key in dated:
                self._refuse(reference, "no date, beside a finding with one", each)
            elif each.named and len(names[each.key]) > 1:
                self._refuse(reference, "diagnoses that name different answers", each)
            elif (table := self._fact(reference, each)) is not None:
                series = facts.setdefault(each.key, [])
                series.insert(_place(series, table, self.on) if each.of_one else len(series), table)
        for key, series in facts.items():
            _put(chart, key, series if len(series) > 1 and variable(key).series else series[-1])
        for reference, name, row in self.gathered.rows:
            self._row(chart, reference, name, row)

    def _person(self, told: set[str]) -> list[tuple[str, Stated]]:
        """Return what the Patient states and no finding does."""
        found: list[tuple[str, Stated]] = []
        for reference, patient in self.gathered.patients.items():
            self.used[reference] = None
            for each in person(patient, self.on):
                if isinstance(each, Unusable):
                    self.gathered.note(reference, each)
                elif each.key not in told:
                    found.append((reference, each))
        return found

    def _fact(self, reference: str, stated: Stated) -> Json | None:
        if stated.on is not None and stated.on > self.on:
            self._refuse(reference, f"after the day asked about ({self.on.isoformat()})", stated)
            return None
        table = stated.table if stated.on is None else stated.table | {"date": stated.on.isoformat()}
        try:
            for refusal in check_tree(table):
                raise refusal
            read_fact(variable(stated.key), table, stated.key, self.on)
        except Refusal as refusal:
            self._refuse(reference, _why(refusal), stated)
            return None
        self.used[reference] = None
        return table

    def _row(self, chart: Json, reference: str, name: str, row: Json | None) -> None:
        if row is not None:
            row = row | _still_going_on(row, self.on)
            read = [*check_tree(row)] or read_rows(name, [row], self.on)
            if isinstance(read, list):
                self._refuse(reference, _why(read[0]))
                return
        elif name != _EMPTY:
            return
        self.used[reference] = None
        rows = _put(chart, name, [])
        if row is not None:
            rows.append(row)

    def _refuse(self, reference: str, why: str, of: Stated | None = None) -> None:
        note = Note(reference=reference, why=why, key=of.key if of else None, on=of.on if of else None)
        self.gathered.ignored.append(note)


def _still_going_on(row: Json, on: date) -> Json:
    """Return what a row says of its end on a day: an end that lies ahead has not come."""
    end = _a_day(row.get("stop"))
    return {"stop": False} if end is not None and end > on else {}


def _place(series: list[Json], lesion: Json, on: date) -> int:
    """Return where the size of one lesion stands: of a day the last counts, so that a larger one stays behind it."""
    size = _most(lesion, on)
    same = (each.get("date") == lesion.get("date") and _most(each, on) > size for each in reversed(series))
    return len(series) - sum(1 for _ in takewhile(bool, same))


def _most(table: Json, on: date) -> float:
    value = read_fact(variable(LARGEST), table, LARGEST, on).value
    return value.high if isinstance(value, Interval) else float(value) if isinstance(value, int | float) else -1.0


def _why(refusal: Refusal) -> str:
    """Return a refusal of the door without the value it saw."""
    return f"{refusal.path}: expected {refusal.expected}"


def _put(chart: Json, key: str, value: Any) -> Any:
    """Put a value into its place in the chart unless something stands there; return what stands there."""
    *sections, name = key.split(".")
    for section in sections:
        chart = chart.setdefault(section, {})
    return chart.setdefault(name, value)
