"""The door: a chart in TOML or JSON becomes a valid record, or every fault in it is named."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from re import compile as pattern
from typing import Any

from seldinger.patient.catalogue import nearest, variable, variables
from seldinger.patient.contradictions import contradictions
from seldinger.patient.course import TABLES, Allergy
from seldinger.patient.door import check_tree, read_tree
from seldinger.patient.faults import Faults, Refusal, listed, member, shown
from seldinger.patient.record import Fact, Record
from seldinger.patient.scalars import read_facts
from seldinger.patient.tables import read_rows
from seldinger.patient.values import choice, day, text

SCHEMA = "seldinger/chart/1"
LABELS = ("published", "synthetic", "patient")
INTENTS = ("palliative", "curative", "symptom")
HEADER = ("schema", "id", "as_of", "label", "question", "intent")
NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
FIELDS = {
    "specimen": "specimens",
    "therapy": "therapies",
    "session": "sessions",
    "study": "studies",
    "event": "events",
    "imaging.done": "imaging",
    "fitness.allergies": "allergies",
}


def load_record(path: Path | str) -> Record:
    """Return the record of a chart file that ends in .toml or .json; raises ChartError with one fault a line."""
    place = Path(path)
    return read_record(read_tree(place), file=place.name)


def read_record(chart: Mapping[str, Any], *, file: str) -> Record:
    """Return the record of a parsed chart; `file` names it in faults. Raises ChartError with every fault found."""
    faults = Faults(file)
    for refusal in check_tree(dict(chart)):
        faults.add(refusal)
    faults.settle()
    header = _header(chart, faults)
    faults.settle()
    reader = _Reader(header["as_of"], faults)
    reader.section("", {key: value for key, value in chart.items() if key not in HEADER})
    faults.settle()
    record = Record(**header, facts=_in_order(reader.facts), **reader.rows)
    for refusal in contradictions(record):
        faults.add(refusal)
    faults.settle()
    return record


def _in_order(facts: Mapping[str, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    return {key: facts[key] for key in variables() if key in facts}


def _header(chart: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    readers: dict[str, Callable[[Any, str], Any]] = {
        "id": _id,
        "as_of": lambda raw, path: day(raw, path, None),
        "label": lambda raw, path: choice(raw, LABELS, path),
        "question": text,
        "intent": lambda raw, path: choice(raw, INTENTS, path),
    }
    header: dict[str, Any] = {}
    try:
        _schema(chart)
    except Refusal as refusal:
        faults.add(refusal)
    for key, read in readers.items():
        try:
            if key in chart:
                header[key] = read(chart[key], key)
            elif key in ("id", "as_of"):
                raise Refusal(key, "nothing", _WANTED[key], "add it at the top of the chart")
        except Refusal as refusal:
            faults.add(refusal)
    return header


_WANTED = {"id": "the name of the chart", "as_of": "the day for which the chart speaks, such as 2026-10-02"}


def _schema(chart: Mapping[str, Any]) -> None:
    if chart.get("schema") != SCHEMA:
        raise Refusal("schema", shown(chart.get("schema")), f'"{SCHEMA}"', f'write schema = "{SCHEMA}" at the top')


def _id(raw: Any, path: str) -> str:
    if not isinstance(raw, str) or not NAME.fullmatch(raw):
        expected = "up to 64 letters, digits, dots, hyphens or underscores"
        raise Refusal(path, shown(raw), expected, "choose a name that can also name a file")
    return raw


@cache
def _prefixes() -> Mapping[str, tuple[str, ...]]:
    """Return the names that stand directly inside each table of the chart ("" is the chart itself)."""
    inside: dict[str, dict[str, None]] = {}
    for key in (*variables(), *TABLES):
        steps = key.split(".")
        for depth, step in enumerate(steps):
            inside.setdefault(".".join(steps[:depth]), {})[step] = None
    return {prefix: tuple(names) for prefix, names in inside.items()}


class _Reader:
    """Walks the sections of one chart and collects facts, rows and faults."""

    def __init__(self, as_of: date, faults: Faults) -> None:
        self.as_of, self.faults = as_of, faults
        self.facts: dict[str, tuple[Fact, ...]] = {}
        self.rows: dict[str, Any] = {}

    def section(self, prefix: str, tree: Mapping[str, Any]) -> None:
        """Read every member of a table of the chart."""
        for name, raw in tree.items():
            try:
                if "." in name:  # never one key for another's place: labs.x is x inside labs
                    raise _unknown_key(name, member(prefix, name), prefix)
                self._member(f"{prefix}.{name}" if prefix else name, member(prefix, name), raw, prefix)
            except Refusal as refusal:
                self.faults.add(refusal)

    def _member(self, key: str, path: str, raw: Any, prefix: str) -> None:
        if key in TABLES and isinstance(raw, list | tuple):
            self._table(key, raw)
        elif key in variables():
            self.facts[key] = self._facts(key, path, raw)
        elif key in TABLES:
            self._table(key, raw)
        elif key not in _prefixes():
            raise _unknown_key(key, path, prefix)
        elif not isinstance(raw, dict):
            raise Refusal(path, shown(raw), f"a table, [{key}]", "write its members inside the table")
        else:
            self.section(key, raw)

    def _facts(self, key: str, path: str, raw: Any) -> tuple[Fact, ...]:
        if key in TABLES and not (isinstance(raw, dict) and {"not_done", "refused"} & set(raw)):
            raise Refusal(path, shown(raw), "a list of tables", "write it in square brackets, [] for none")
        return read_facts(variable(key), raw, path, self.as_of)

    def _table(self, key: str, raw: Any) -> None:
        rows = read_rows(key, raw, self.as_of)
        if isinstance(rows, list):
            for refusal in rows:
                self.faults.add(refusal)
            return
        self.rows[FIELDS[key]] = rows
        if key == "fitness.allergies":
            self.facts[key] = (_allergies(rows, self.as_of),)


def _allergies(rows: Iterable[Any], as_of: date) -> Fact:
    """Return the list of allergies as one fact, so that it can be read like any other; free text never decides."""
    listed_rows = [row for row in rows if isinstance(row, Allergy)]
    words = [f"{row.substance} ({row.reaction})" if row.reaction else row.substance for row in listed_rows]
    return Fact(
        variable="fitness.allergies",
        value=frozenset(row.substance for row in listed_rows),
        unit=None,
        printed=", ".join(words) or "none",
        state="recorded",
        date=as_of,
        dated=False,
    )


def _unknown_key(key: str, path: str, prefix: str) -> Refusal:
    inside = _prefixes()[prefix] + (HEADER if not prefix else ())
    name = key.removeprefix(f"{prefix}.")
    elsewhere = [each for each in variables() if each.rpartition(".")[2] == name]
    hint = f"; did you mean {listed(elsewhere)}?" if elsewhere else nearest(name, inside)
    return Refusal(path, "a key that is not known", f"a key of the {prefix or 'chart'}", f"correct or remove it{hint}")
