"""A cohort's columns as the rules read them: one column a chart key, linked facts joined, contradicted judgements open.

What `answers` does for one chart, for many rows at once and alike on every engine: nothing is written twice, since both
engines are asked through the few operations of `Engine`. A cohort has no dates: every value counts as of the row's own
day, and a judgement that a measurement contradicts is unknown, because nobody is named who repeated it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from seldinger.logic import Compare, Condition, anything
from seldinger.patient import variable
from seldinger.patient.variable import NO_NAMES, SEVERITIES
from seldinger.selection.judgements import PROXIES, Finding, Proxy
from seldinger.selection.variables import flag, level, quantity, symptomatic

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import polars as pl

KINDS = ("symptoms.hormonal", "symptoms.bulk", "symptoms.pain")
RISK, COURSE, ON_SSA = "fitness.other_mortality_risk", "disease.course", "disease.course.on_ssa"
SEX, PREGNANT = "person.sex", "person.pregnant"
LESIONS, METASTASES = "liver.lesions", "liver.metastases"
SPLIT = "__course_open"  # slow progression of which nobody says whether it happened on an analogue


def _written(*words: str) -> tuple[str, ...]:
    """Return words as they are written: small, with a capital, in capitals."""
    return tuple(dict.fromkeys(each for word in words for each in (word, word.capitalize(), word.upper())))


PRESENT, ABSENT = _written(*SEVERITIES, "yes", "true"), _written("none", "no", "false")
NONE = _written("none")
# What stands in a cell where a name was asked for and names nothing; the single word "none" is the clinician's no.
UNNAMED = (
    "",
    " ",
    *_written("nan", "null", "false", "0", "1", *sorted({w + end for w in NO_NAMES for end in ("", ".")} - {"none"})),
)


def inside(key: str) -> str:
    """Return the name of the column that the rules read in place of a chart key's own."""
    return f"__read {key}"


class Engine(Protocol):
    """The few things a derivation asks of an engine; expressions of both engines understand & | ~ and comparisons."""

    def has(self, name: str) -> bool:
        """Return whether the cohort has a column."""

    def text(self, name: str) -> bool:
        """Return whether a column holds text."""

    def column(self, name: str, kind: str) -> Any:
        """Return a column, or nulls of a kind (boolean, string, float64) where the cohort has none."""

    def among(self, value: Any, words: tuple[str, ...]) -> Any:
        """Return whether a value is one of some words."""

    def where(self, condition: Any, value: Any) -> Any:
        """Return the value where the condition is true, null elsewhere."""

    def first(self, *values: Any) -> Any:
        """Return the first value that is not null."""

    def missing(self, value: Any) -> Any:
        """Return whether a value is null."""


@dataclass(frozen=True)
class Polars:
    """The engine on polars expressions."""

    schema: Mapping[str, Any]

    def has(self, name: str) -> bool:
        return name in self.schema

    def text(self, name: str) -> bool:
        import polars as pl

        return self.has(name) and self.schema[name] in (pl.String, pl.Categorical, pl.Enum)

    def column(self, name: str, kind: str) -> "pl.Expr":
        import polars as pl

        kinds: dict[str, Any] = {"boolean": pl.Boolean, "string": pl.String, "float64": pl.Float64}
        if not self.has(name):
            return pl.lit(None, dtype=kinds[kind])
        return pl.col(name).cast(pl.String) if self.text(name) else pl.col(name)

    def among(self, value: "pl.Expr", words: tuple[str, ...]) -> "pl.Expr":
        return value.is_in(words)

    def where(self, condition: "pl.Expr", value: Any) -> "pl.Expr":
        import polars as pl

        return pl.when(condition).then(value if isinstance(value, pl.Expr) else pl.lit(value))

    def first(self, *values: "pl.Expr") -> "pl.Expr":
        import polars as pl

        return pl.coalesce(*values)

    def missing(self, value: "pl.Expr") -> "pl.Expr":
        return value.is_null()


@dataclass(frozen=True)
class Ibis:
    """The engine on the expressions of an Ibis table."""

    table: "ir.Table"

    def has(self, name: str) -> bool:
        return name in self.table.columns

    def text(self, name: str) -> bool:
        return self.has(name) and self.table[name].type().is_string()

    def column(self, name: str, kind: str) -> "ir.Column":
        import ibis

        return self.table[name] if self.has(name) else ibis.literal(None, type=kind)

    def among(self, value: "ir.Value", words: tuple[str, ...]) -> "ir.BooleanValue":
        return value.isin(words)

    def where(self, condition: "ir.BooleanValue", value: Any) -> "ir.Value":
        import ibis

        return ibis.cases((condition, value))

    def first(self, *values: "ir.Value") -> "ir.Value":
        import ibis

        return ibis.coalesce(*values)

    def missing(self, value: "ir.Value") -> "ir.Value":
        return value.isnull()


def plain(engine: Engine) -> dict[str, Any]:
    """Return, for the facts that a chart may write in more than one way, one yes-or-no column each."""
    return {inside(key): _severity(engine, key) for key in KINDS} | {inside(RISK): _named_risk(engine)}


def _severity(engine: Engine, key: str) -> Any:
    """A severity or a yes counts as present, "none" or a no as absent; any other word is unknown."""
    if not engine.text(key):
        return engine.column(key, "boolean")
    word = engine.column(key, "string")
    return engine.where(engine.among(word, (*PRESENT, *ABSENT)), engine.among(word, PRESENT))


def _named_risk(engine: Engine) -> Any:
    """Any named risk counts, "none" is the clinician's no; a cell that names nothing, as "n/a" does, is unknown."""
    if not engine.text(RISK):
        return engine.column(RISK, "boolean")
    word = engine.column(RISK, "string")
    return engine.where(~engine.among(word, UNNAMED), ~engine.among(word, NONE))


def conditions() -> dict[str, Condition]:
    """Return the conditions on charted values that the derivations below ask about, by the column they fill."""
    found: dict[str, Condition] = {"__kinds": anything(*(flag(key).yes for key in KINDS)), "__stated": symptomatic.yes}
    for name, proxies in PROXIES.items():
        found[f"__against {name}"] = anything(*map(_against, proxies))
        found[f"__judged {name}"] = flag(name).yes
    return found


def _against(proxy: Proxy) -> Condition:
    if isinstance(proxy, Finding):
        return level(proxy.variable).is_(*proxy.values)
    return Compare(quantity(proxy.variable), proxy.side, proxy.limit)


def derived(engine: Engine) -> dict[str, Any]:
    """Return the columns that the rules read in place of the charted ones, once `conditions` stand beside them."""
    kinds, stated = engine.column("__kinds", "boolean"), engine.column("__stated", "boolean")
    found = {inside(symptomatic.name): engine.first(engine.where(kinds, True), stated, kinds)}
    found |= {inside(name): _judged(engine, name) for name in PROXIES}
    return found | _course(engine) | _scope(engine)


def _judged(engine: Engine, name: str) -> Any:
    """A "no" that a measurement speaks against is unknown."""
    against, judged = engine.column(f"__against {name}", "boolean"), engine.column(f"__judged {name}", "boolean")
    return engine.where(~(against.fill_null(False) & ~judged), judged)


def _course(engine: Engine) -> dict[str, Any]:
    """Slow progression splits on the analogue; where nobody says, the course is unknown here and marked as split."""
    course, on_ssa = engine.column(COURSE, "string"), engine.column(ON_SSA, "boolean")
    slow = course == "slow"
    split = (slow & engine.missing(on_ssa)).fill_null(False)
    return {
        inside(COURSE): engine.first(engine.where(slow & on_ssa, "slow_on_ssa"), engine.where(~split, course)),
        SPLIT: split,
    }


def _scope(engine: Engine) -> dict[str, Any]:
    """Pregnancy is not asked of men; counted lesions are metastases."""
    sex, lesions = engine.column(SEX, "string"), engine.column(LESIONS, "float64")
    most = variable(LESIONS).high
    return {
        inside(PREGNANT): engine.first(engine.where(sex == "male", False), engine.column(PREGNANT, "boolean")),
        inside(METASTASES): engine.first(
            engine.column(METASTASES, "boolean"), engine.where((lesions > 0) & (lesions <= most), True)
        ),
    }
