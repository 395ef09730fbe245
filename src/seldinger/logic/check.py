"""What a table says about itself: rows that can never decide, and variables that never matter."""

from dataclasses import dataclass

from seldinger.logic.diagram import FIRST_LEAF, Diagram, build, build_with
from seldinger.logic.graph import FALSE
from seldinger.logic.tables import OTHERWISE, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadowed:
    """A row that never decides, and the rows above it that decide whenever it holds; none when it never holds."""

    row: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The findings on one table; nothing here is an error by itself."""

    shadowed: tuple[Shadowed, ...]
    gaps: bool  # some case reaches no row and takes `otherwise`
    unused: tuple[str, ...]  # variables named by rows on which the outcome never depends


def check(table: Table) -> Check:
    """Return which rows never decide (and which rows above them do), whether `otherwise` is reached, what is unused."""
    by_row = build_with(table, lambda row: row.id, OTHERWISE)
    deciding = by_row.restrict({}).possible
    shadowed = tuple(Shadowed(row=row.id, by=_deciders(by_row, row.id)) for row in table.rows if row.id not in deciding)
    decisive = build(table).restrict({}).missing
    unused = tuple(variable.name for variable in table.variables if variable.name not in decisive)
    return Check(shadowed=shadowed, gaps=OTHERWISE in deciding, unused=unused)


def _deciders(diagram: Diagram, row: str) -> tuple[str, ...]:
    """Return the rows that decide when this one holds, in the table's order."""
    graph = diagram.graph
    root = graph.choose(diagram.rows[row], diagram.root, FALSE)
    reached = {kid for each in graph.below([root]) for kid in graph.kids[each] if not graph.kids[kid]} or {root}
    return tuple(name for place, name in enumerate(diagram.leaves, FIRST_LEAF) if place in reached)
