"""The catalogue: the one declaration of every scalar fact of a chart, by its key."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from seldinger.cite import knowledge
from seldinger.patient.facts_fitness import FITNESS
from seldinger.patient.facts_labs import LABS, MARKERS
from seldinger.patient.facts_liver import BILIARY, LIVER, SHUNT, VESSELS
from seldinger.patient.facts_person import DISEASE, HISTORY, PERSON, PRIMARY, SCOPE, STATUS, SYMPTOMS, SYNDROME
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
    *FITNESS,
    *LABS,
    *MARKERS,
    *HISTORY,
    *STATUS,
)


@cache
def variables() -> Mapping[str, Variable]:
    """Return every variable by key ("labs.bilirubin"), in the order of the chart, with its codes."""
    coded = _codes()
    unused = set(coded) - {each.key for each in DECLARED}
    if unused:
        raise ValueError(f"knowledge/codes.toml: no variable is called {', '.join(sorted(unused))}")
    return MappingProxyType({each.key: replace(each, codes=_with_local(each.key, coded)) for each in DECLARED})


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


def _codes() -> Mapping[str, tuple[Code, ...]]:
    text = knowledge().joinpath("codes.toml").read_text(encoding="utf-8")
    return {key: tuple(_code(row) for row in rows) for key, rows in tomllib.loads(text).items()}


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        system=row["system"],
        code=row["code"],
        status=Status(row["status"]),
        unit=row.get("unit"),
        value=row.get("value"),
    )


def _with_local(key: str, coded: Mapping[str, tuple[Code, ...]]) -> tuple[Code, ...]:
    return coded.get(key) or (Code(system=LOCAL_SYSTEM, code=key, status=Status.LOCAL),)
