"""Whole cohorts: for every row and treatment the verdicts possible at most, the rule that decides, and the exact set.

Columns are chart keys. Null, NaN, an empty cell, a number outside its domain and a word that is no level are unknown;
unknown never passes. The quick answer is a superset of what `select` says of the same chart; `exactly` equals it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from seldinger.logic import (
    Choice,
    Condition,
    Flag,
    Quantity,
    Row,
    Table,
    Variable,
    everything,
    exact,
    screen_all,
    screen_relation,
    truths,
    truths_relation,
    unreadable,
    variables_of,
)
from seldinger.selection.cohort import (
    COURSE,
    KINDS,
    METASTASES,
    ON_SSA,
    PREGNANT,
    RISK,
    SEX,
    SPLIT,
    Ibis,
    Polars,
    conditions,
    derived,
    inside,
    plain,
)
from seldinger.selection.judgements import PROXIES
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.profiles import Profile, silent, table
from seldinger.selection.scope import GATES
from seldinger.selection.variables import choice, symptomatic
from seldinger.terms import Modality, Verdict

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import polars as pl

ORDER = tuple(str(verdict) for verdict in Verdict)  # bit n stands for verdict n
IN_SCOPE = "in_scope"
OUT = "out of scope"
WRITTEN = (*KINDS, RISK)  # words, or yes and no
CHARTED = {key: inside(key) for key in KINDS}
READ = {key: inside(key) for key in (symptomatic.name, *PROXIES, COURSE, RISK, PREGNANT, METASTASES)}
SCOPE: Condition = everything(*(gate.when for gate in GATES))


def possible(modality: Modality) -> str:
    """Return the name of the column with the verdicts possible at most of a treatment (bits)."""
    return f"{modality}_possible_at_most"


def deciding(modality: Modality) -> str:
    """Return the name of the column with the rule that certainly decides; null while an earlier one is open."""
    return f"{modality}_deciding_rule"


def tables(profile: Profile) -> dict[Modality, Table]:
    """Return the table of every treatment on which a profile is not silent."""
    return {m: table(m, profile) for m in Modality if not silent(m, profile)}


def variables_read() -> dict[str, type[Variable]]:
    """Return every column that screening reads when a cohort has it, with the kind of variable that it is."""
    spoken = (*conditions().values(), SCOPE, *(rule.when for rule in EVERY_RULE))
    found: dict[str, type[Variable]] = {v.name: type(v) for each in spoken for v in variables_of(each)}
    return found | {ON_SSA: Flag, SEX: Choice}


def columns_read() -> tuple[str, ...]:
    """Return the names of every column that screening reads when a cohort has it, sorted."""
    return tuple(sorted(variables_read()))


def unreadable_values(frame: "pl.DataFrame") -> dict[str, int]:
    """Return how many values of each column are given but unusable: NaN, outside the domain, a word that is no level.

    Raises TypeError as `screen` does.
    """
    import polars as pl

    _checked(frame.schema)
    charted = (*conditions().values(), SCOPE, choice(SEX).is_("male"), *(rule.when for rule in EVERY_RULE))
    rows = tuple(Row(f"r{n}", when, "x") for n, when in enumerate(charted))
    written = [key for key in WRITTEN if key in frame.columns]
    words = frame.lazy().with_columns(**plain(Polars(frame.schema)))
    found = unreadable(Table("cohort", rows, "y"), words, columns={key: inside(key) for key in WRITTEN})
    unsaid = [pl.col(key).is_not_null() & pl.col(inside(key)).is_null() for key in written]
    lost = words.select(pl.len(), *(each.sum().alias(key) for key, each in zip(written, unsaid, strict=True))).collect()
    return found | {name: count for name in written if (count := lost[name].item())}


def _checked(schema: "pl.Schema") -> None:
    """Raise TypeError, naming every column that holds another type than its chart key needs."""
    import polars as pl

    text, odd = (pl.String, pl.Categorical, pl.Enum, pl.Null), []
    for name, kind in variables_read().items():
        held = schema.get(name, pl.Null())
        if kind is Quantity:
            fits, needed = held.is_numeric() or held == pl.Null, "numbers"
        elif name in WRITTEN:
            fits, needed = held in (pl.Boolean, *text), "text, or true and false"
        else:
            fits = held in ((pl.Boolean, pl.Null) if kind is Flag else text)
            needed = "true and false" if kind is Flag else "text"
        odd += [] if fits else [f"{name}: the column holds {held}, expected {needed}"]
    if odd:
        raise TypeError("; ".join(odd))


def screen(frame: "pl.LazyFrame", profile: Profile) -> "pl.LazyFrame":
    """Return the frame with `in_scope` and, for every treatment, the verdicts possible at most (bits) and the rule.

    Out of scope the bits are 0; a treatment of which the profile is silent has nulls. Raises TypeError when a column
    holds another type than its chart key needs.
    """
    import polars as pl

    of = tables(profile)
    names = {(possible(m), deciding(m)): each for m, each in of.items()}
    ready = truths({IN_SCOPE: SCOPE}, prepared(frame), columns=READ)
    found = screen_all(names, ready, columns=READ, outcomes=ORDER, only=pl.col(IN_SCOPE).fill_null(True))
    kinds = {"int64": pl.UInt32(), "string": pl.String()}
    quiet = [pl.lit(None, dtype=kinds[kind]).alias(name) for name, kind in _silent(profile)]
    return found.with_columns(quiet).select(pl.col(frame.collect_schema().names()), *map(pl.col, answered()))


def _silent(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield the columns, with their kind, of the treatments of which a profile says nothing."""
    for m in Modality:
        if silent(m, profile):
            yield from ((possible(m), "int64"), (deciding(m), "string"))


def answered() -> tuple[str, ...]:
    """Return the names of the columns that screening adds, in order."""
    return (IN_SCOPE, *(name for m in Modality for name in (possible(m), deciding(m))))


def prepared(frame: "pl.LazyFrame") -> "pl.LazyFrame":
    """Return the frame with the columns that the rules read in place of the charted ones."""
    schema = frame.collect_schema()
    _checked(schema)
    charted = frame.with_columns(**plain(Polars(schema)))
    judged = truths(conditions(), charted, columns=CHARTED)
    return judged.with_columns(**derived(Polars(judged.collect_schema())))


def screen_in_database(relation: "ir.Table", profile: Profile) -> "ir.Table":
    """Return an Ibis table with the same columns as `screen`, to run on whatever engine holds the cohort."""
    import ibis

    charted = relation.mutate(**plain(Ibis(relation)))
    judged = truths_relation(conditions(), charted, columns=CHARTED)
    found = judged.mutate(**derived(Ibis(judged)))
    found = truths_relation({IN_SCOPE: SCOPE}, found, columns=READ)
    for m, each in tables(profile).items():
        found = screen_relation(each, found, columns=READ, outcomes=ORDER, into=(possible(m), deciding(m)))
    outside = ~found[IN_SCOPE].fill_null(True)
    answers = {possible(m): ibis.ifelse(outside, 0, found[possible(m)]) for m in tables(profile)}
    answers |= {deciding(m): ibis.cases((~outside, found[deciding(m)])) for m in tables(profile)}
    answers |= {name: ibis.literal(None, type=kind) for name, kind in _silent(profile)}
    return found.mutate(**answers).select(*relation.columns, *answered())


def on_duckdb(frame: "pl.DataFrame", profile: Profile) -> "pl.DataFrame":
    """Return what `screen` returns, worked out by DuckDB, rows in their order; needs the engines extra."""
    import ibis
    import polars as pl

    _checked(frame.schema)
    kinds = {Quantity: pl.Float64, Flag: pl.Boolean}
    read = [
        pl.col(name).cast(kinds.get(kind, pl.String)) if frame.schema[name] == pl.Null else pl.col(name)
        for name, kind in variables_read().items()
        if name in frame.columns
    ]  # only these: a database takes no account of upper and lower case in the names of the others
    numbered = ibis.memtable(frame.select(pl.int_range(pl.len()).alias("__n"), *read))
    found = screen_in_database(numbered, profile).order_by("__n").to_polars().select(answered())
    return frame.hstack(found.with_columns(pl.col(possible(m)).cast(pl.UInt32) for m in Modality))


def exactly(frame: "pl.DataFrame", profile: Profile) -> "pl.DataFrame":
    """Return the frame as `screen` does, with the exact set of possible verdicts of every row in place of the superset."""
    import polars as pl

    found = screen(frame.lazy(), profile).collect()
    ready = prepared(frame.lazy()).collect()
    inside_scope = found[IN_SCOPE].fill_null(True)
    for m, each in tables(profile).items():
        bits = _exactly(each, ready)
        found = found.with_columns(pl.when(inside_scope).then(bits).otherwise(0).cast(pl.UInt32).alias(possible(m)))
    return found


def _exactly(of: Table, ready: "pl.DataFrame") -> "pl.Series":
    """Return the exact bits; where slow progression may or may not be on an analogue, those of both answers."""
    import polars as pl

    bits = exact(of, ready, columns=READ, outcomes=ORDER, into="__bits")["__bits"]
    split = ready[SPLIT]
    if not split.any():
        return bits
    both = [_with_course(of, ready.filter(split), word) for word in ("slow", "slow_on_ssa")]
    numbers = bits.to_numpy().copy()
    numbers[split.to_numpy()] = both[0] | both[1]
    return pl.Series("__bits", numbers, dtype=pl.UInt32)


def _with_course(of: Table, ready: "pl.DataFrame", word: str) -> "np.ndarray":
    import polars as pl

    known = ready.with_columns(pl.lit(word).alias(READ[COURSE]))
    return exact(of, known, columns=READ, outcomes=ORDER, into="__bits")["__bits"].to_numpy()


def in_words(frame: "pl.DataFrame", modalities: Sequence[Modality] = tuple(Modality)) -> "pl.DataFrame":
    """Return the frame with the bits in words: "defer or modified", or "out of scope"; null where the profile is silent."""
    import polars as pl

    words = [" or ".join(v for n, v in enumerate(ORDER) if bits >> n & 1) or OUT for bits in range(1 << len(ORDER))]
    lookup = pl.lit(pl.Series(words))
    return frame.with_columns(lookup.gather(pl.col(possible(m))).alias(possible(m)) for m in modalities)
