"""Tables where the data live: the same three-valued answer as `screen`, as an expression for a database, or as its SQL.

Only what engines agree on is used: comparison, membership, CASE, COALESCE, and three-valued AND, OR and NOT. A number
must lie within finite bounds, which no NaN does in any engine, whether it sorts NaN last or drops it.
"""

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING

from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Not, variables_of
from seldinger.logic.frame import Columns, order_of
from seldinger.logic.tables import OTHERWISE, Table
from seldinger.logic.variables import Flag, Quantity, Variable

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LARGEST = 1e15  # bound where a domain has none: beyond any quantity, and whole numbers are still exact


def screen_relation(
    table: Table,
    relation: "ir.Table",
    *,
    columns: Columns | None = None,
    outcomes: Sequence[str] | None = None,
    into: tuple[str, str] = ("possible_at_most", "deciding_row"),
) -> "ir.Table":
    """Return an Ibis table with two more columns, to run on whatever engine holds it; as `screen` for polars.

    Raises KeyError when a column named in `columns` is not there, TypeError when one has the wrong type.
    """
    order = order_of(table, outcomes)
    doors = {f"__v{n}": _door(each, relation, columns or {}) for n, each in enumerate(table.variables)}
    inner = relation.mutate(**doors)
    places = {each.name: inner[f"__v{n}"] for n, each in enumerate(table.variables)}
    truths = {}
    for n, row in enumerate(table.rows):
        truth = _truth(row.when, places)
        truths[f"__may{n}"], truths[f"__must{n}"] = truth.fill_null(True), truth.fill_null(False)
    outer = inner.mutate(**truths)
    answers = {into[0]: _bits(table, order, outer), into[1]: _deciding(table, outer)}
    return outer.select(*relation.columns, **answers)


def truths_relation(
    conditions: Mapping[str, Condition], relation: "ir.Table", *, columns: Columns | None = None
) -> "ir.Table":
    """Return an Ibis table with the three-valued truth of each condition in a column of its name; as `truths`."""
    spoken = dict.fromkeys(variable for each in conditions.values() for variable in variables_of(each))
    doors = {f"__v{n}": _door(each, relation, columns or {}) for n, each in enumerate(spoken)}
    inner = relation.mutate(**doors)
    places = {each.name: inner[f"__v{n}"] for n, each in enumerate(spoken)}
    found = {name: _truth(each, places) for name, each in conditions.items()}
    return inner.mutate(**found).select(*relation.columns, *found)


def sql(
    table: Table,
    dialect: str,
    *,
    source: str = "cohort",
    key: str = "id",
    columns: Columns | None = None,
    outcomes: Sequence[str] | None = None,
) -> str:
    """Return the query that screens a database table called `source`, in the dialect of an engine.

    The query gives back `key` (text), the variables and the answers. Dialects are those Ibis knows, such as "duckdb" or
    "postgres"; "pyspark" needs the pyspark package. Variables stand in columns of their own names unless `columns` says
    otherwise.
    """
    import ibis

    kinds = {(columns or {}).get(each.name, each.name): _kind(each) for each in table.variables}
    relation = ibis.table({key: "string", **kinds}, name=source)
    if dialect == "pyspark":
        import_module("ibis.backends.pyspark")  # registers the options its printer reads
    return str(ibis.to_sql(screen_relation(table, relation, columns=columns, outcomes=outcomes), dialect=dialect))


def _kind(variable: Variable) -> str:
    return "float64" if isinstance(variable, Quantity) else "boolean" if isinstance(variable, Flag) else "string"


def _door(variable: Variable, relation: "ir.Table", columns: Columns) -> "ir.Column":
    """Return the usable values of a variable, everything else null."""
    import ibis

    name = columns.get(variable.name, variable.name)
    if name not in relation.columns:
        if variable.name in columns:
            raise KeyError(f"{variable.name}: there is no column {name!r}")
        return ibis.literal(None, type=_kind(variable))
    column = relation[name]
    if isinstance(variable, Quantity) and column.type().is_numeric():
        return _number(variable, column)
    if isinstance(variable, Flag) and column.type().is_boolean():
        return column
    if not isinstance(variable, (Quantity, Flag)) and column.type().is_string():
        return ibis.cases((column.isin(variable.values), column))
    needed = "numbers" if isinstance(variable, Quantity) else "true and false" if isinstance(variable, Flag) else "text"
    raise TypeError(f"{variable.name}: column {name!r} holds {column.type()}, expected {needed}")


def _number(variable: Quantity, column: "ir.Column") -> "ir.Column":
    import ibis

    if column.type().is_float32():  # the decimal that was written, as in `frame`
        column = column.cast("string").cast("float64")
    low, high = max(variable.low, -_LARGEST), min(variable.high, _LARGEST)
    inside = ibis.cases(((column >= low) & (column <= high), column))
    if not variable.integer or column.type().is_integer():
        return inside
    return ibis.cases((inside.cast("int64") == inside, inside))


def _truth(condition: Condition, places: "dict[str, ir.Column]") -> "ir.BooleanColumn":
    import ibis

    match condition:
        case Compare(variable, op, limit):
            return {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}[op](
                places[variable.name], limit.value
            )
        case Is(variable, values):
            column = places[variable.name]
            if isinstance(variable, Flag):
                return column | ~column if len(values) > 1 else column if values[0] else ~column
            return column.isin(values)
        case Not(of):
            return ~_truth(of, places)
        case All(of):
            return reduce(operator.and_, (_truth(each, places) for each in of)) if of else ibis.literal(True)
        case Any(of):
            return reduce(operator.or_, (_truth(each, places) for each in of)) if of else ibis.literal(False)
    raise TypeError(f"not a condition of this room: {condition!r}")


def _bits(table: Table, order: Sequence[str], outer: "ir.Table") -> "ir.IntegerColumn":
    """Return the bits of the outcomes of all rows that are not known false and have no certain row above them."""
    import ibis

    reached = [
        ibis.ifelse(_reached(table, outcome, outer), 1 << place, 0)
        for place, outcome in enumerate(order)
        if outcome in table.outcomes
    ]
    return reduce(operator.add, reached).cast("int64")


def _reached(table: Table, outcome: str, outer: "ir.Table") -> "ir.BooleanColumn":
    import ibis

    reached = ibis.literal(table.otherwise == outcome)
    for n, row in reversed(list(enumerate(table.rows))):
        reached = reached & ~outer[f"__must{n}"]
        if row.outcome == outcome:
            reached = reached | outer[f"__may{n}"]
    return reached


def _deciding(table: Table, outer: "ir.Table") -> "ir.StringColumn":
    """Return the first row that is not known false, if it is known true."""
    import ibis

    branches = []
    for n, row in enumerate(table.rows):
        branches += [(outer[f"__must{n}"], row.id), (outer[f"__may{n}"], ibis.literal(None, type="string"))]
    return ibis.cases(*branches, else_=OTHERWISE) if branches else ibis.literal(OTHERWISE)
