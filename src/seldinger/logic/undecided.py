"""Rows that nobody can yet rule out: what would have to be known false for their outcomes not to arise."""

from collections.abc import Mapping

from seldinger.logic.diagram import View
from seldinger.logic.graph import FALSE, TRUE, Graph, restrict
from seldinger.logic.tables import Row, Table

_TRUTH = {TRUE: True, FALSE: False}


class RowAnswers:
    """The conditions of all rows of a table under what is known, each exact over every completion."""

    def __init__(self, view: View) -> None:
        diagram = view.diagram
        self.table: Table = diagram.table
        self._graph = Graph(len(diagram.axes))
        new = restrict(diagram.graph, diagram.row_nodes, view.allowed, self._graph)
        self._nodes = {name: new(node) for name, node in diagram.rows.items()}

    def answer(self, row: str) -> bool | None:
        """Return whether a row's condition holds in every completion (True), in none (False) or in some (None)."""
        return _TRUTH.get(self._nodes[row])

    def implies(self, row: str, other: str) -> bool:
        """Return whether `other` holds in every completion in which `row` holds."""
        return self._graph.choose(self._nodes[row], self._nodes[other], TRUE) == TRUE


def undecided(rows: RowAnswers, outcomes: frozenset[str]) -> tuple[Row, ...]:
    """Return the rows with one of these outcomes that may or may not hold, in the table's order.

    Left out are rows below one that certainly holds, and rows that imply another one of the list: once the wider row is
    known not to hold, neither does the narrower. Of equivalent rows the first is kept.
    """
    open_rows: list[Row] = []
    for row in rows.table.rows:
        answer = rows.answer(row.id)
        if answer:
            break
        if answer is None and row.outcome in outcomes:
            open_rows.append(row)
    place = {row.id: number for number, row in enumerate(open_rows)}
    akin = rows.table.akin  # open rows without a common variable imply nothing
    return tuple(
        row for row in open_rows if not any(_covers(rows, each, row.id, place) for each in akin[row.id] & place.keys())
    )


def _covers(rows: RowAnswers, other: str, row: str, place: Mapping[str, int]) -> bool:
    if not rows.implies(row, other):
        return False
    return not rows.implies(other, row) or place[other] < place[row]
