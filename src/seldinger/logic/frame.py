"""Tables over many rows at once with polars: a quick answer by three-valued logic, never too narrow.

Outcomes travel as bits: bit n stands for outcome n of the table (or of the order the caller gives), so that sets of
outcomes fit into one whole number a row; `names_of` reads them back.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Not, variables_of
from seldinger.logic.tables import OTHERWISE, Table
from seldinger.logic.variables import Flag, Quantity, Variable

if TYPE_CHECKING:
    import polars as pl

_BYTE = 8  # binary digits
_JUDGED = "__judged"
Columns = Mapping[str, str]  # variable name -> column; a variable left out is looked for under its own name


def names_of(bits: int, outcomes: Sequence[str]) -> frozenset[str]:
    """Return the outcomes that a number of bits stands for.

    >>> sorted(names_of(5, ("bar", "wait", "go")))
    ['bar', 'go']
    """
    return frozenset(name for place, name in enumerate(outcomes) if bits >> place & 1)


def screen(
    table: Table,
    frame: "pl.LazyFrame",
    *,
    columns: Columns | None = None,
    outcomes: Sequence[str] | None = None,
    into: tuple[str, str] = ("possible_at_most", "deciding_row"),
) -> "pl.LazyFrame":
    """Return the frame with two more columns: the outcomes possible at most (bits), and the row that certainly decides.

    The bits hold every outcome that is possible, and sometimes one that is not, because each part of a condition is
    judged alone (see `exact`). The deciding row is null while an earlier row is undecided. A null, a NaN, a number
    outside its domain and a word not declared count as unknown (`unreadable` counts them); so does a variable without a
    column. Raises KeyError when a column named in `columns` is not there, TypeError when one has the wrong type.
    """
    return screen_all({into: table}, frame, columns=columns, outcomes=order_of(table, outcomes))


def screen_all(
    tables: Mapping[tuple[str, str], Table],
    frame: "pl.LazyFrame",
    *,
    columns: Columns | None = None,
    outcomes: Sequence[str],
    only: "pl.Expr | None" = None,
) -> "pl.LazyFrame":
    """Return the frame with two more columns for each table, named by its key; as `screen`, in one pass over the rows.

    A variable is read once and a condition judged once, however many tables speak of it. Rows in which `only` is false
    (it must not be null) are not judged: no bits, no deciding row.
    """
    import polars as pl

    doors = doors_of(variables_of_all(tables.values()), frame.collect_schema(), columns or {})
    truths: dict[str, pl.Expr] = {}
    number: dict[Condition, int] = {}
    for row in (row for table in tables.values() for row in table.rows):
        if row.when not in number:
            n = number[row.when] = len(number)
            truth = _truth(row.when, _column)
            truths[_may(n)], truths[_must(n)] = truth.fill_null(True), truth.fill_null(False)
    answers = [
        answer
        for into, table in tables.items()
        for places in [[number[row.when] for row in table.rows]]
        for answer in (
            _bits(table, order_of(table, outcomes), places).alias(into[0]),
            _deciding(table, places).alias(into[1]),
        )
    ]
    judged = (pl.lit(True) if only is None else only).alias(_JUDGED)
    marked = frame.with_columns(**doors).with_columns(judged, **truths).with_columns(answers)
    return marked.select(pl.exclude([_JUDGED, *doors, *truths]))


def truths(
    conditions: Mapping[str, Condition], frame: "pl.LazyFrame", *, columns: Columns | None = None
) -> "pl.LazyFrame":
    """Return the frame with the three-valued truth of each condition in a column of its name; as `screen` reads values."""
    import polars as pl

    spoken = dict.fromkeys(variable for each in conditions.values() for variable in variables_of(each))
    doors = doors_of(tuple(spoken), frame.collect_schema(), columns or {})
    found = {name: _truth(each, _column) for name, each in conditions.items()}
    return frame.with_columns(**doors).with_columns(**found).select(pl.exclude(list(doors)))


def variables_of_all(tables: Iterable[Table]) -> tuple[Variable, ...]:
    """Return the variables of several tables, each once; raises ValueError on one name declared in two ways."""
    found: dict[str, Variable] = {}
    for table in tables:
        for variable in table.variables:
            if found.setdefault(variable.name, variable) != variable:
                raise ValueError(f"table {table.name}: {variable.name} is declared in two ways")
    return tuple(found.values())


def unreadable(table: Table, frame: "pl.LazyFrame", *, columns: Columns | None = None) -> dict[str, int]:
    """Return how many values of each variable are given but unusable: NaN, outside the domain, another word."""
    import polars as pl

    schema = frame.collect_schema()
    doors = doors_of(table.variables, schema, columns or {})
    given = {variable.name: (columns or {}).get(variable.name, variable.name) for variable in table.variables}
    counts = {
        name: (pl.col(column).is_not_null() & doors[inside(name)].is_null()).sum()
        for name, column in given.items()
        if column in schema
    }
    found: dict[str, int] = frame.select(**counts).collect().row(0, named=True) if counts else {}
    return {name: count for name, count in found.items() if count}


def order_of(table: Table, outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """Return the outcomes in the order of their bits; raises ValueError when one of the table's is not among them."""
    order = tuple(outcomes or table.outcomes)
    odd = [name for name in table.outcomes if name not in order]
    if odd:
        raise ValueError(f"table {table.name}: outcomes {odd} are not among {order}")
    return order


def inside(name: str) -> str:
    return f"__{name}"


def _may(row: int) -> str:
    return f"__may{row}"  # not known false


def _must(row: int) -> str:
    return f"__must{row}"  # known true


def _column(variable: Variable) -> "pl.Expr":
    import polars as pl

    return pl.col(inside(variable.name))


def doors_of(variables: Sequence[Variable], schema: "pl.Schema", columns: Columns) -> "dict[str, pl.Expr]":
    """Return one expression for each variable: its usable values (the place of a word), everything else null."""
    import polars as pl

    doors = {}
    for variable in variables:
        column = columns.get(variable.name, variable.name)
        if column in schema:
            doors[inside(variable.name)] = _door(variable, column, schema[column])
        elif variable.name in columns:
            raise KeyError(f"{variable.name}: there is no column {column!r}")
        else:
            doors[inside(variable.name)] = pl.lit(None, dtype=_kind(variable))
    return doors


def _door(variable: Variable, column: str, kind: "pl.DataType") -> "pl.Expr":
    import polars as pl

    value = pl.col(column)
    if isinstance(variable, Quantity) and (kind.is_numeric() or kind == pl.Null):
        # a single-precision 0.2 means the decimal that was written, not the binary fraction above it
        number = (value.cast(pl.String) if kind == pl.Float32 else value).cast(pl.Float64)
        usable = number.is_finite() & number.is_between(variable.low, variable.high)
        return pl.when(usable & (number == number.floor()) if variable.integer else usable).then(number)
    if isinstance(variable, Flag) and kind in (pl.Boolean, pl.Null):
        return value.cast(pl.Boolean)
    if not isinstance(variable, (Quantity, Flag)) and (kind in (pl.String, pl.Categorical, pl.Null) or kind == pl.Enum):
        word, place = value.cast(pl.String), pl.lit(None, dtype=pl.UInt8)
        for n, each in enumerate(variable.values):
            place = pl.when(word == each).then(pl.lit(n, dtype=pl.UInt8)).otherwise(place)
        return place
    needed = "numbers" if isinstance(variable, Quantity) else "true and false" if isinstance(variable, Flag) else "text"
    raise TypeError(f"{variable.name}: column {column!r} holds {kind}, expected {needed}")


def _kind(variable: Variable) -> "type[pl.DataType]":
    import polars as pl

    return pl.Float64 if isinstance(variable, Quantity) else pl.Boolean if isinstance(variable, Flag) else pl.UInt8


def _truth(condition: Condition, column_of: "Callable[[Variable], pl.Expr]") -> "pl.Expr":
    """Return the three-valued truth of a condition; & and | of polars are three-valued already."""
    import polars as pl

    match condition:
        case Compare(variable, op, limit):
            column = column_of(variable)
            return {">=": column.ge, ">": column.gt, "<=": column.le, "<": column.lt}[op](limit.value)
        case Is(variable, values):
            column = column_of(variable)
            if isinstance(variable, Flag):
                return column | ~column if len(values) > 1 else column if values[0] else ~column
            return column.is_in([variable.values.index(value) for value in values])
        case Not(of):
            return ~_truth(of, column_of)
        case All(of):
            return reduce(operator.and_, (_truth(each, column_of) for each in of), pl.lit(True))
        case Any(of):
            return reduce(operator.or_, (_truth(each, column_of) for each in of), pl.lit(False))
    raise TypeError(f"not a condition of this room: {condition!r}")


def _bits(table: Table, order: Sequence[str], places: Sequence[int]) -> "pl.Expr":
    """Return the bits of the outcomes of all rows that are not known false and have no certain row above them."""
    import polars as pl

    found = {n: _reached(table, outcome, places) for n, outcome in enumerate(order) if outcome in table.outcomes}
    return _number(found, len(order)).cast(pl.UInt32)


def _number(digits: "Mapping[int, pl.Expr]", most: int) -> "pl.Expr":
    """Return the whole number with these binary digits, counted in as few bytes as `most` digits need: that is quicker."""
    import polars as pl

    kind = pl.UInt8 if most <= _BYTE else pl.UInt32
    total = pl.lit(0, dtype=kind)
    for place, digit in digits.items():
        total = total + digit.cast(kind) * pl.lit(1 << place, dtype=kind)
    return total


def _reached(table: Table, outcome: str, places: Sequence[int]) -> "pl.Expr":
    import polars as pl

    reached = pl.lit(table.otherwise == outcome)
    for n, row in reversed(list(zip(places, table.rows, strict=True))):
        reached = reached & ~pl.col(_must(n))
        if row.outcome == outcome:
            reached = reached | pl.col(_may(n))
    return reached & pl.col(_JUDGED)


def _deciding(table: Table, places: Sequence[int]) -> "pl.Expr":
    """Return the first row that is not known false, if it is known true."""
    import polars as pl

    names = [*(row.id for row in table.rows), OTHERWISE]
    settled, digits = pl.lit(True), {}
    open_row = len(names)  # its name is null
    for n in reversed(places):
        settled = pl.col(_must(n)) | (~pl.col(_may(n)) & settled)
    for bit in range(len(table.rows).bit_length()):  # the row's number, one binary digit at a time: truth is cheap
        digit = pl.lit(bool(len(table.rows) >> bit & 1))
        for row, n in reversed(list(enumerate(places))):
            digit = (pl.col(_may(n)) | digit) if row >> bit & 1 else (~pl.col(_may(n)) & digit)
        digits[bit] = digit
    place = _number(digits, open_row.bit_length())
    chosen = (
        pl.when(settled & pl.col(_JUDGED))
        .then(place)
        .otherwise(pl.lit(open_row, dtype=pl.UInt8 if open_row.bit_length() <= _BYTE else pl.UInt32))
    )
    return pl.lit(pl.Series([*names, None], dtype=pl.Enum(names))).gather(chosen.cast(pl.UInt32))
