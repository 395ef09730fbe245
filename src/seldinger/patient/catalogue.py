"""The catalogue: the one declaration of every scalar fact of a chart, by its key."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from types import MappingProxyType

from seldinger.cite import KnowledgeError, knowledge
from seldinger.patient.course import TABLES
from seldinger.patient.facts_fitness import FITNESS
from seldinger.patient.facts_labs import LABS, MARKERS
from seldinger.patient.facts_liver import BILIARY, LIVER, SHUNT, VESSELS
from seldinger.patient.facts_person import DISEASE, HISTORY, PERSON, PRIMARY, SCOPE, STATUS, SYMPTOMS, SYNDROME
from seldinger.patient.facts_y90 import PLAN, Y90
from seldinger.patient.faults import listed
from seldinger.patient.variable import LOCAL_SYSTEM, Code, Variable
from seldinger.terms import Status

DECLARED = (
    *PERSON,
    *SCOPE,
    *PRIMARY,
    *SYNDROME,
    *SYMPTOMS,
    *DISEASE,
    *LIVER,
    *VESSELS,
    *SHUNT,
    *BILIARY,
    *PLAN,
    *Y90,
    *FITNESS,
    *LABS,
    *MARKERS,
    *HISTORY,
    *STATUS,
)


@cache
def variables() -> Mapping[str, Variable]:
    """Return every variable by key ("labs.bilirubin"), in the order of the chart, with its codes."""
    return MappingProxyType({each.key: replace(each, codes=codes(each.key)) for each in DECLARED})


def codes(key: str) -> tuple[Code, ...]:
    """Return the codes of a variable or of a member of a table ("specimen.ki67_percent"); its own key when none is known.

    >>> [code.code for code in codes("specimen.ki67_percent")]
    ['29593-1']
    """
    return _codes().get(key) or (Code(system=LOCAL_SYSTEM, code=key, status=Status.LOCAL),)


def variable(key: str) -> Variable:
    """Return one variable; raises KeyError naming the nearest keys when there is none of that name."""
    try:
        return variables()[key]
    except KeyError:
        raise KeyError(f"no chart variable is called {key!r}{nearest(key, variables())}") from None


def nearest(name: str, names: Iterable[str]) -> str:
    """Return "; did you mean …?" with up to two near names, or nothing when none is near.

    >>> nearest("bilirubine", ["bilirubin", "albumin"])
    '; did you mean bilirubin?'
    """
    close = difflib.get_close_matches(name, list(names), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


@cache
def _codes() -> Mapping[str, tuple[Code, ...]]:
    text = knowledge().joinpath("codes.toml").read_text(encoding="utf-8")
    found = {key: tuple(_code(row) for row in rows) for key, rows in tomllib.loads(text).items()}
    members = {f"{table}.{each.name}" for table, row in TABLES.items() for each in fields(row)}  # type: ignore[arg-type]
    declared = {each.key for each in DECLARED} | members
    if strangers := sorted(set(found) - declared):
        raise KnowledgeError(f"codes.toml: the chart has no {listed(strangers)}; correct the key")
    return found


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        system=row["system"],
        code=row["code"],
        status=Status(row["status"]),
        unit=row.get("unit"),
        value=row.get("value"),
    )
