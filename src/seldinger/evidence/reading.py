"""From a study file to a Study; a file that cannot be used is refused with file, path, what was seen, what to do."""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from seldinger import cite
from seldinger.evidence import studies as s
from seldinger.evidence.shapes import shapes, wrong

SCHEMA = 1
Table = Mapping[str, Any]
T = TypeVar("T")


class StudyError(ValueError):
    """A study file that cannot be used; names file and path, what was seen, what was expected and the remedy."""

    def __init__(self, file: str, path: str, saw: str, expected: str, remedy: str) -> None:
        super().__init__(f"{file}: {path}: saw {saw}; expected {expected}; {remedy}")
        self.file, self.path, self.saw, self.expected, self.remedy = file, path, saw, expected, remedy


def read_study(text: str, file: str) -> s.Study:
    """Return the study of one TOML text; raises StudyError naming the fault, never a partial study."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise StudyError(file, "whole file", str(fault), "valid TOML", "mend the line it names") from None
    return _Reader(file).study(raw)


def load_study(path: Path) -> s.Study:
    """Return the study of one file on disk; raises StudyError."""
    return read_study(read_text(path), path.name)


def read_text(path: Path | Traversable) -> str:
    """Return the text of a file; raises StudyError when it cannot be read or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise StudyError(str(path), "file", str(fault.strerror), "a readable file", "check the path") from None
    except UnicodeDecodeError as fault:
        saw = f"bytes that are no UTF-8 from place {fault.start}"
        raise StudyError(path.name, "file", saw, "text in UTF-8", "save it as UTF-8") from None


def load_studies(folder: Path | Traversable) -> tuple[s.Study, ...]:
    """Return every study of a folder by key; files starting with "_" hold no study. Raises StudyError."""
    try:
        files = [f for f in folder.iterdir() if f.name.endswith(".toml") and f.name[0] != "_"]
    except OSError as fault:
        raise StudyError(str(folder), "folder", str(fault.strerror), "a folder of study files", "check it") from None
    files.sort(key=lambda f: f.name)
    found = tuple(read_study(read_text(f), f.name) for f in files)
    for file, study in zip(files, found, strict=True):
        expected = study.key.replace(":", "-") + ".toml"
        if file.name != expected:
            raise StudyError(
                file.name, "key", repr(study.key), f"the file to be named {expected}", "rename one of the two"
            )
    return found


@cache
def library() -> tuple[s.Study, ...]:
    """Return the studies that ship with the package, sorted by key."""
    return load_studies(cite.knowledge().joinpath("studies"))


class _Reader:
    """Reads one file; every method returns one kind of record or raises with the path inside the file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, path: str, saw: object, expected: str, remedy: str) -> StudyError:
        return StudyError(self.file, path, repr(saw), expected, remedy)

    def keys(
        self, path: str, raw: Table, record: type, *, besides: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> None:
        """Check that a table has known keys only, each with a value of the form its field asks for."""
        if not isinstance(raw, dict):
            raise self.fail(path, raw, "a table", "write its keys in braces or under double brackets")
        known = {name: shape for name, shape in shapes(record).items() if name not in without}
        for key, value in raw.items():
            if key in known and (expected := wrong(value, known[key])):
                raise self.fail(f"{path}.{key}", value, expected, "write it in that form")
            if key not in known and key not in besides:
                near = difflib.get_close_matches(key, [*known, *besides], n=1) or sorted(known)
                raise self.fail(f"{path}.{key}", key, "a known key", f"did you mean {near[0]}?")

    def need(self, path: str, raw: Table, *names: str) -> None:
        for name in names:
            if name not in raw:
                raise self.fail(path, sorted(raw), f"the key {name}", f"add {name}")

    def word(self, path: str, value: Any, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            near = difflib.get_close_matches(str(value), allowed, n=1)
            raise self.fail(
                path, value, f"one of {', '.join(allowed)}", f"did you mean {near[0]}?" if near else "choose one"
            )
        return str(value)

    def study(self, raw: Table) -> s.Study:
        lists = {
            "arm": "arms",
            "outcome": "rows",
            "figure": "figures",
            "contrast": "contrasts",
            "conflict": "conflicts",
        }
        self.keys("file", raw, s.Study, besides=("schema", "source", *lists), without=("sources", *lists.values()))
        self.need("file", raw, "schema", "key", "kind", "design", "as_of", "source")
        if raw["schema"] != SCHEMA:
            raise self.fail("schema", raw["schema"], str(SCHEMA), "update the file to this schema")
        if odd := sorted(set(raw.get("reference_numbers", {})) - {"prose", "tables"}):
            raise self.fail("reference_numbers", odd, "prose and tables", "name the place so")
        sources = self.each(raw, "source", self.source)
        arms = self.each(raw, "arm", self.arm)
        names = {source.id for source in sources}
        groups = {arm.id for arm in arms}
        rows = self.each(raw, "outcome", lambda path, one: self.row(path, one, names, groups))
        self.unique("source", [x.id for x in sources])
        self.unique("arm", [x.id for x in arms])
        for arm in arms:
            if arm.part_of is not None:
                self.word(f"arm[{arm.id}].part_of", arm.part_of, tuple(sorted(groups - {arm.id})))
        self.unique("outcome", [x.id for x in rows])
        return s.Study(
            key=raw["key"],
            kind=self.word("kind", raw["kind"], s.KINDS),
            design=raw["design"],
            as_of=raw["as_of"],
            sources=sources,
            arms=arms,
            rows=rows,
            figures=self.each(raw, "figure", lambda path, one: self.figure(path, one, names)),
            contrasts=self.each(raw, "contrast", lambda path, one: self.contrast(path, one, names)),
            conflicts=self.each(
                raw, "conflict", lambda path, one: self.conflict(path, one, names, {r.id for r in rows})
            ),
            cohort=self.cohort(raw.get("cohort", {})),
            risk_of_bias=self.bias(raw["risk_of_bias"]) if "risk_of_bias" in raw else None,
            doi=raw.get("doi"),
            note=raw.get("note"),
            identity=raw.get("identity"),
            reference_numbers=tuple(sorted(raw.get("reference_numbers", {}).items())),
        )

    def each(self, raw: Table, name: str, read: Callable[[str, Table], T]) -> tuple[T, ...]:
        found = raw.get(name, [])
        if not (isinstance(found, list) and all(isinstance(one, dict) for one in found)):
            raise self.fail(name, found, f"a list of tables [[{name}]]", "write double brackets")
        return tuple(read(f"{name}[{one.get('id', place)}]", one) for place, one in enumerate(found))

    def unique(self, name: str, ids: list[str]) -> None:
        for one in ids:
            if ids.count(one) > 1:
                raise self.fail(f"{name}[{one}]", one, "an id that stands once", "rename one of the two")

    def source(self, path: str, raw: Table) -> s.Source:
        self.keys(path, raw, s.Source)
        self.need(path, raw, "id", "level", "key", "at")
        self.word(f"{path}.level", raw["level"], s.LEVELS)
        try:
            cite.cite(raw["key"], at=raw["at"])
        except cite.KnowledgeError as fault:
            raise self.fail(
                f"{path}.key", raw["key"], "a reference that resolves, with a locator", str(fault)
            ) from None
        return s.Source(**raw)

    def arm(self, path: str, raw: Table) -> s.Arm:
        self.keys(path, raw, s.Arm)
        self.need(path, raw, "id", "scope", "tumour")
        shares = []
        if not isinstance(raw["scope"], list):
            raise self.fail(f"{path}.scope", raw["scope"], "a list of modalities", "write a list of tables")
        for share in raw["scope"]:
            self.keys(f"{path}.scope", share, s.Share)
            self.word(f"{path}.scope.modality", share.get("modality"), s.MODALITIES)
            shares.append(s.Share(**share))
        if not shares:
            raise self.fail(f"{path}.scope", raw["scope"], "at least one modality", "name it, or use other")
        rest = {k: v for k, v in raw.items() if k not in ("scope", "patients", "treatments")}
        return s.Arm(
            scope=tuple(shares), patients=self.patients(path, raw), treatments=self.treatments(path, raw), **rest
        )

    def patients(self, path: str, raw: Table) -> s.Patients | None:
        if "patients" not in raw:
            return None
        path, one = f"{path}.patients", raw["patients"]
        self.keys(path, one, s.Patients)
        self.need(path, one, "printed")
        return s.Patients(**one)

    def treatments(self, path: str, raw: Table) -> s.Treatments | None:
        if "treatments" not in raw:
            return None
        path, one = f"{path}.treatments", raw["treatments"]
        self.keys(path, one, s.Treatments)
        self.need(path, one, "printed", "reads_as", "reason")
        self.word(f"{path}.reads_as", one["reads_as"], s.READS_AS)
        return s.Treatments(**one)

    def row(self, path: str, raw: Table, sources: set[str], arms: set[str]) -> s.Row:
        self.keys(path, raw, s.Row)
        self.need(path, raw, "id", "arm", "outcome", "unit", "window", "source", "printed")
        for name, allowed in (("outcome", s.OUTCOMES), ("unit", s.UNITS), ("source", tuple(sorted(sources)))):
            self.word(f"{path}.{name}", raw[name], allowed)
        self.word(f"{path}.arm", raw["arm"], tuple(sorted(arms)))
        for name, allowed in (("category", s.CATEGORIES), ("measure", s.MEASURES), ("statistic", s.STATISTICS)):
            if name in raw:
                self.word(f"{path}.{name}", raw[name], allowed)
        if "percent" in raw and not _number(raw["percent"]):
            raise self.fail(
                f"{path}.percent", raw["percent"], 'the digits as printed, e.g. "8.5"', "drop the sign and the words"
            )
        plain = {k: v for k, v in raw.items() if k not in ("denominator", "quantity", "resolved", "statement")}
        return s.Row(
            **plain,
            denominator=self.denominator(path, raw),
            quantity=self.quantity(path, raw),
            resolved=self.resolved(path, raw),
            statement=tuple(raw.get("statement", ())),
        )

    def denominator(self, path: str, raw: Table) -> s.Denominator | None:
        if "denominator" not in raw:
            return None
        path, one = f"{path}.denominator", raw["denominator"]
        self.keys(path, one, s.Denominator)
        self.need(path, one, "value", "basis")
        self.word(f"{path}.basis", one["basis"], s.BASES)
        if one["value"] == 0:
            raise self.fail(f"{path}.value", 0, "a positive count", "leave the denominator out when none is known")
        if raw.get("events", 0) > one["value"]:
            raise self.fail(
                path, f"{raw['events']} of {one['value']}", "no more events than the denominator", "mend the cell"
            )
        return s.Denominator(**one)

    def quantity(self, path: str, raw: Table) -> s.Quantity | None:
        if "quantity" not in raw:
            return None
        path, one = f"{path}.quantity", raw["quantity"]
        self.keys(path, one, s.Quantity)
        self.need(path, one, "value", "unit")
        self.word(f"{path}.unit", one["unit"], s.QUANTITY_UNITS)
        if raw["outcome"] == "survival" and raw.get("statistic") == "median" and one["unit"] != "mo":
            raise self.fail(
                f"{path}.unit", one["unit"], "mo for a median time", "convert it and keep the printed words"
            )
        if not one.get("low", one["value"]) <= one["value"] <= one.get("high", one["value"]):
            raise self.fail(path, dict(one), "low <= value <= high", "mend the interval")
        return s.Quantity(**one)

    def resolved(self, path: str, raw: Table) -> s.Resolved | None:
        if "resolved" not in raw:
            return None
        path, one = f"{path}.resolved", raw["resolved"]
        self.keys(path, one, s.Resolved)
        self.need(path, one, "status", "reason")
        self.word(f"{path}.status", one["status"], s.STATUSES)
        if not str(one["reason"]).strip():
            raise self.fail(f"{path}.reason", one["reason"], "a reason in words", "say why the cell reads so")
        events, total = tuple(one.get("events", ())), one.get("denominator")
        if events and total is not None and max(events) > total:
            raise self.fail(path, f"{max(events)} of {total}", "no more events than the denominator", "mend the cell")
        return s.Resolved(status=one["status"], reason=one["reason"], events=events, denominator=total)

    def figure(self, path: str, raw: Table, sources: set[str]) -> s.Figure:
        self.keys(path, raw, s.Figure)
        self.need(path, raw, "id", "says", "source")
        self.word(f"{path}.source", raw["source"], tuple(sorted(sources)))
        if "about" in raw:
            test, *subject = raw["about"].split(":")
            needs, parts = s.TESTS[self.word(f"{path}.about", test, tuple(s.TESTS))]
            self.need(path, raw, "unit", *needs)
            if len(subject) not in parts or not all(subject):
                raise self.fail(f"{path}.about", raw["about"], "a test and what it is about", "see other figures")
        return s.Figure(**{**raw, "statement": tuple(raw.get("statement", ()))})

    def contrast(self, path: str, raw: Table, sources: set[str]) -> s.Contrast:
        self.keys(path, raw, s.Contrast)
        self.need(path, raw, "id", "outcome", "measure", "groups", "estimate", "source", "printed")
        self.word(f"{path}.source", raw["source"], tuple(sorted(sources)))
        self.word(f"{path}.measure", raw["measure"], ("HR", "OR", "RR"))
        return s.Contrast(**{**raw, "groups": tuple(raw["groups"]), "statement": tuple(raw.get("statement", ()))})

    def conflict(self, path: str, raw: Table, sources: set[str], rows: set[str]) -> s.Conflict:
        self.keys(path, {k: v for k, v in raw.items() if k != "says"}, s.Conflict, without=("events", "denominator"))
        self.need(path, raw, "outcome", "says", "decision", "reason")
        self.keys(f"{path}.says", raw["says"], s.Conflict, without=("outcome", "decision", "reason"))
        self.need(f"{path}.says", raw["says"], "source", "printed")
        self.word(f"{path}.outcome", raw["outcome"], tuple(sorted(rows)))
        self.word(f"{path}.decision", raw["decision"], s.DECISIONS)
        self.word(f"{path}.says.source", raw["says"]["source"], tuple(sorted(sources)))
        return s.Conflict(outcome=raw["outcome"], decision=raw["decision"], reason=raw["reason"], **raw["says"])

    def cohort(self, raw: Table) -> s.Cohort:
        self.keys("cohort", raw, s.Cohort)
        return s.Cohort(**{**raw, "centres": tuple(raw.get("centres", ()))})

    def bias(self, raw: Table) -> s.RiskOfBias:
        self.keys("risk_of_bias", raw, s.RiskOfBias)
        self.need("risk_of_bias", raw, "tool")
        return s.RiskOfBias(**{**raw, "items": tuple(sorted(raw.get("items", {}).items()))})


def _number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()
