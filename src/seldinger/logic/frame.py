"""Tables over many rows at once with polars: a quick superset by three-valued logic, and the exact set by diagram.

Outcomes travel as bits: bit n stands for outcome n of the table (or of the order the caller gives), so that sets of
outcomes fit into one whole number a row; `names_of` reads them back.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Not
from seldinger.logic.diagram import FIRST_LEAF, Diagram, build
from seldinger.logic.tables import OTHERWISE, Table
from seldinger.logic.variables import Flag, Quantity, Variable

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

Columns = Mapping[str, str]  # variable name -> column; a variable left out is looked for under its own name
_CHUNK = 65_536  # rows at a time, so that the arrays of one step stay in the processor's cache


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
    import polars as pl

    order = order_of(table, outcomes)
    doors = _doors(table, frame.collect_schema(), columns or {})
    truths = {}
    for n, row in enumerate(table.rows):
        truth = _truth(row.when, _column)
        truths[_may(n)], truths[_must(n)] = truth.fill_null(True), truth.fill_null(False)
    answers = [_bits(table, order).alias(into[0]), _deciding(table).alias(into[1])]
    marked = frame.with_columns(**doors).with_columns(**truths).with_columns(answers)
    return marked.select(pl.exclude([*doors, *truths]))


def unreadable(table: Table, frame: "pl.LazyFrame", *, columns: Columns | None = None) -> dict[str, int]:
    """Return how many values of each variable are given but unusable: NaN, outside the domain, another word."""
    import polars as pl

    schema = frame.collect_schema()
    doors = _doors(table, schema, columns or {})
    given = {variable.name: (columns or {}).get(variable.name, variable.name) for variable in table.variables}
    counts = {
        name: (pl.col(column).is_not_null() & doors[_inside(name)].is_null()).sum()
        for name, column in given.items()
        if column in schema
    }
    found: dict[str, int] = frame.select(**counts).collect().row(0, named=True) if counts else {}
    return {name: count for name, count in found.items() if count}


def exact(
    table: Table,
    frame: "pl.DataFrame",
    *,
    columns: Columns | None = None,
    outcomes: Sequence[str] | None = None,
    into: str = "possible",
) -> "pl.DataFrame":
    """Return the frame with the exact set of possible outcomes (bits): over all completions of the unknown in a row.

    Raises as `screen` does. Rows that three-valued logic has decided are not computed again.
    """
    import polars as pl

    order = order_of(table, outcomes)
    quick = screen(table, frame.lazy(), columns=columns, outcomes=order, into=(into, "__row")).collect()[into]
    open_rows = quick.bitwise_count_ones() > 1
    values = frame.filter(open_rows).select(**_doors(table, frame.schema, columns or {}))
    found = quick.to_numpy().copy()
    found[open_rows.to_numpy()] = _exactly(build(table), values, order)
    return frame.with_columns(pl.Series(into, found, dtype=pl.UInt32))


def order_of(table: Table, outcomes: Sequence[str] | None) -> tuple[str, ...]:
    """Return the outcomes in the order of their bits; raises ValueError when one of the table's is not among them."""
    order = tuple(outcomes or table.outcomes)
    odd = [name for name in table.outcomes if name not in order]
    if odd:
        raise ValueError(f"table {table.name}: outcomes {odd} are not among {order}")
    return order


def _inside(name: str) -> str:
    return f"__{name}"


def _may(row: int) -> str:
    return f"__may{row}"  # not known false


def _must(row: int) -> str:
    return f"__must{row}"  # known true


def _column(variable: Variable) -> "pl.Expr":
    import polars as pl

    return pl.col(_inside(variable.name))


def _doors(table: Table, schema: "pl.Schema", columns: Columns) -> "dict[str, pl.Expr]":
    """Return one expression for each variable: its usable values (the place of a word), everything else null."""
    import polars as pl

    doors = {}
    for variable in table.variables:
        column = columns.get(variable.name, variable.name)
        if column in schema:
            doors[_inside(variable.name)] = _door(variable, column, schema[column])
        elif variable.name in columns:
            raise KeyError(f"{variable.name}: there is no column {column!r}")
        else:
            doors[_inside(variable.name)] = pl.lit(None, dtype=_kind(variable))
    return doors


def _door(variable: Variable, column: str, kind: "pl.DataType") -> "pl.Expr":
    import polars as pl

    value = pl.col(column)
    if isinstance(variable, Quantity) and (kind.is_numeric() or kind == pl.Null):
        number = value.cast(pl.Float64)
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


def _bits(table: Table, order: Sequence[str]) -> "pl.Expr":
    """Return the bits of the outcomes of all rows that are not known false and have no certain row above them."""
    import polars as pl

    total = pl.lit(0, dtype=pl.UInt32)
    for place, outcome in enumerate(order):
        if outcome in table.outcomes:
            total = total + _reached(table, outcome).cast(pl.UInt32) * (1 << place)
    return total


def _reached(table: Table, outcome: str) -> "pl.Expr":
    import polars as pl

    reached = pl.lit(table.otherwise == outcome)
    for n, row in reversed(list(enumerate(table.rows))):
        reached = reached & ~pl.col(_must(n))
        if row.outcome == outcome:
            reached = reached | pl.col(_may(n))
    return reached


def _deciding(table: Table) -> "pl.Expr":
    """Return the first row that is not known false, if it is known true."""
    import polars as pl

    rows = pl.Enum([*(row.id for row in table.rows), OTHERWISE])
    first, settled = pl.lit(OTHERWISE, dtype=rows), pl.lit(True)
    for n, row in reversed(list(enumerate(table.rows))):
        first = pl.when(pl.col(_may(n))).then(pl.lit(row.id, dtype=rows)).otherwise(first)
        settled = pl.when(pl.col(_may(n))).then(pl.col(_must(n))).otherwise(settled)
    return pl.when(settled).then(first)


def _exactly(diagram: Diagram, values: "pl.DataFrame", order: Sequence[str]) -> "np.ndarray":
    """Return the bits of each row: one look-up for each node, children first, in chunks."""
    import numpy as np

    places = {place: 1 << order.index(name) for place, name in enumerate(diagram.leaves, FIRST_LEAF)}
    cells = [_cells(diagram, place, values) for place in range(len(diagram.axes))]
    parts = [
        _walk(diagram, places, [each[start : start + _CHUNK] for each in cells], min(_CHUNK, values.height - start))
        for start in range(0, values.height, _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


def _walk(diagram: Diagram, leaves: Mapping[int, int], cells: "Sequence[np.ndarray]", height: int) -> "np.ndarray":
    import numpy as np

    every = np.arange(height)
    found: dict[int, np.ndarray] = {leaf: np.full(height, bits, dtype=np.uint32) for leaf, bits in leaves.items()}
    for node in diagram.nodes:
        kids = np.stack([found[kid] for kid in diagram.graph.kids[node]])
        either = np.bitwise_or.reduce(kids, axis=0)  # when the variable is unknown
        found[node] = np.vstack([kids, either])[cells[diagram.graph.level[node]], every]
    return found[diagram.root]


def _cells(diagram: Diagram, place: int, values: "pl.DataFrame") -> "np.ndarray":
    """Return the cell of each value of a variable; unknown is one past the last."""
    import numpy as np
    import polars as pl

    axis = diagram.axes[place]
    column = values[_inside(axis.variable.name)]
    if isinstance(axis.variable, Quantity):
        numbers = column.to_numpy()  # null becomes NaN
        closed = np.array([start for start, above in axis.starts if not above])
        open_ = np.array([start for start, above in axis.starts if above])
        cell = np.searchsorted(closed, numbers, side="right") + np.searchsorted(open_, numbers, side="left") - 1
        return np.where(np.isnan(numbers), axis.width, cell)
    if isinstance(axis.variable, Flag):
        return (~column).cast(pl.Int64).fill_null(axis.width).to_numpy()  # yes is cell 0, no is cell 1
    return column.cast(pl.Int64).fill_null(axis.width).to_numpy()
