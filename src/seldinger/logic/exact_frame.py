"""The exact set of possible outcomes for many rows at once: one step for each node of the diagram, in NumPy."""

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from seldinger.logic.cells import Axis
from seldinger.logic.diagram import FIRST_LEAF, Diagram, build
from seldinger.logic.frame import Columns, doors_of, inside, order_of, screen
from seldinger.logic.tables import Table
from seldinger.logic.variables import Flag, Quantity

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

_CHUNK = 65_536  # rows at a time, so that the arrays of one step stay in the processor's cache


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
    values = frame.filter(open_rows).select(**doors_of(table.variables, frame.schema, columns or {}))
    found = quick.to_numpy().copy()
    found[open_rows.to_numpy()] = _exactly(build(table), values, order)
    return frame.with_columns(pl.Series(into, found, dtype=pl.UInt32))


def _exactly(diagram: Diagram, values: "pl.DataFrame", order: Sequence[str]) -> "np.ndarray":
    """Return the bits of each row, in chunks."""
    import numpy as np

    leaves = {place: np.uint32(1 << order.index(name)) for place, name in enumerate(diagram.leaves, FIRST_LEAF)}
    cells = [_cells(axis, values[inside(axis.variable.name)]) for axis in diagram.axes]
    found = np.empty(values.height, dtype=np.uint32)
    for start in range(0, values.height, _CHUNK):
        part = slice(start, start + _CHUNK)
        found[part] = _walk(
            diagram, leaves, [_masks(axis, each[part]) for axis, each in zip(diagram.axes, cells, strict=True)]
        )
    return found


def _walk(
    diagram: Diagram, leaves: "Mapping[int, np.uint32]", masks: "Sequence[Sequence[np.ndarray]]"
) -> "np.ndarray | np.uint32":
    """Return the bits at the root: at each node, children first, those of every child whose cell the row may lie in."""
    found: dict[int, np.ndarray | np.uint32] = dict(leaves)
    for node in diagram.nodes:
        ways = zip(diagram.graph.kids[node], masks[diagram.graph.level[node]], strict=True)
        found[node] = reduce(operator.or_, (found[kid] & mask for kid, mask in ways))
    return found[diagram.root]


def _masks(axis: Axis, cells: "np.ndarray") -> "list[np.ndarray]":
    """Return, for each cell, all bits set in the rows that may lie in it, none in the others."""
    import numpy as np

    return [-((cells == cell) | (cells == axis.width)).astype(np.uint32) for cell in range(axis.width)]


def _cells(axis: Axis, column: "pl.Series") -> "np.ndarray":
    """Return the cell of each value of a variable; unknown is one past the last."""
    import numpy as np
    import polars as pl

    if isinstance(axis.variable, Quantity):
        numbers = column.to_numpy()  # null becomes NaN
        closed = np.array([start for start, above in axis.starts if not above])
        open_ = np.array([start for start, above in axis.starts if above])
        cell = np.searchsorted(closed, numbers, side="right") + np.searchsorted(open_, numbers, side="left") - 1
        return np.where(np.isnan(numbers), axis.width, cell)
    if isinstance(axis.variable, Flag):
        return (~column).cast(pl.Int64).fill_null(axis.width).to_numpy()  # yes is cell 0, no is cell 1
    return column.cast(pl.Int64).fill_null(axis.width).to_numpy()
