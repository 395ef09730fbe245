"""Rows that nobody can yet rule out: what would have to be known false for their outcomes not to arise."""

from seldinger.logic.conditions import Knowns, leaves_of
from seldinger.logic.diagram import Diagram, build
from seldinger.logic.graph import FALSE, TRUE, Graph, restrict
from seldinger.logic.tables import Row, Table


class RowAnswers:
    """The conditions of all rows of a table under what is known, each exact over every completion."""

    def __init__(self, diagram: Diagram, known: Knowns) -> None:
        self._graph = Graph(len(diagram.axes))
        new = restrict(diagram.graph, diagram.row_nodes, diagram.allowed(known), self._graph)
        self._nodes = {name: new(node) for name, node in diagram.rows.items()}

    def answer(self, row: str) -> bool | None:
        """Return whether a row's condition holds in every completion (True), in none (False) or in some (None)."""
        return {TRUE: True, FALSE: False}.get(self._nodes[row])

    def implies(self, row: str, other: str) -> bool:
        """Return whether `other` holds in every completion in which `row` holds."""
        return self._graph.choose(self._nodes[row], self._nodes[other], TRUE) == TRUE


def undecided(table: Table, known: Knowns, outcomes: frozenset[str]) -> tuple[Row, ...]:
    """Return the rows with one of these outcomes that may or may not hold, in the table's order.

    Left out are rows below one that certainly holds, and rows that imply another one of the list: once the wider row is
    known not to hold, neither does the narrower. Of equivalent rows the first is kept.
    """
    rows = RowAnswers(build(table), known)
    open_rows: list[Row] = []
    for row in table.rows:
        answer = rows.answer(row.id)
        if answer:
            break
        if answer is None and row.outcome in outcomes:
            open_rows.append(row)
    speaks_of = {row.id: frozenset(leaf.variable.name for leaf in leaves_of(row.when)) for row in open_rows}
    return tuple(
        row
        for row in open_rows
        if not any(
            _covers(rows, other, row, open_rows)
            for other in open_rows
            if not speaks_of[other.id].isdisjoint(
                speaks_of[row.id]
            )  # open rows without a common variable imply nothing
        )
    )


def _covers(rows: RowAnswers, other: Row, row: Row, order: list[Row]) -> bool:
    if other is row or not rows.implies(row.id, other.id):
        return False
    return not rows.implies(other.id, row.id) or order.index(other) < order.index(row)
