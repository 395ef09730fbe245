"""The exact answer of a table for what is known: every outcome still possible, and the variables that still decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from seldinger.logic.cells import Axis, axis_of
from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Knowns, Not, leaves_of
from seldinger.logic.graph import FALSE, TRUE, Graph, TooManyNodesError, reachable_leaves, reached, restrict
from seldinger.logic.identity import Same
from seldinger.logic.tables import Row, Table

FIRST_LEAF = 2  # nodes 0 and 1 are false and true, the leaves of a table follow


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, in words, and the outcomes possible once it is given."""

    label: str
    possible: frozenset[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagram:
    """A table as one decision diagram, with a true-or-false diagram beside it for each row's condition."""

    table: Table
    leaves: tuple[str, ...]  # outcomes, in the order of the rows
    axes: tuple[Axis, ...]
    graph: Graph
    root: int
    rows: dict[str, int]  # row id -> node of its condition

    @cached_property
    def nodes(self) -> list[int]:
        """Return the inner nodes of the table, children first."""
        return self.graph.below([self.root])

    @cached_property
    def row_nodes(self) -> list[int]:
        """Return the inner nodes of all row conditions, children first."""
        return self.graph.below(self.rows.values())

    @cached_property
    def level(self) -> dict[str, int]:
        """Return the place of each variable in the diagram's order, by name."""
        return {axis.variable.name: place for place, axis in enumerate(self.axes)}

    @cached_property
    def _all_cells(self) -> list[tuple[int, ...]]:
        return [tuple(range(axis.width)) for axis in self.axes]

    @cached_property
    def _sets(self) -> dict[int, frozenset[str]]:
        return {}

    def allowed(self, known: Knowns) -> list[tuple[int, ...]]:
        """Return the cells each variable may lie in; names the table does not speak of are ignored.

        Raises TypeError or ValueError on a value its variable cannot have.
        """
        allowed = self._all_cells.copy()
        for place, axis in enumerate(self.axes):
            value = known.get(axis.variable.name)
            if value is not None:
                allowed[place] = axis.where(value)
        return allowed

    def outcomes(self, bits: int) -> frozenset[str]:
        """Return the outcomes of a set of leaves, given as bits."""
        found = self._sets.get(bits)
        if found is None:
            found = frozenset(name for place, name in enumerate(self.leaves, FIRST_LEAF) if bits >> place & 1)
            self._sets[bits] = found
        return found

    def restrict(self, known: Knowns) -> "View":
        """Return what is left of the table once these values are known.

        Raises TypeError or ValueError on a value its variable cannot have.
        """
        return View(diagram=self, known=known, allowed=self.allowed(known))


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A diagram under what is known; each part is worked out when it is first asked for."""

    diagram: Diagram
    known: Knowns
    allowed: list[tuple[int, ...]]  # cells each variable may lie in

    @cached_property
    def _reached(self) -> set[int]:
        return reached(self.diagram.graph, self.diagram.root, self.allowed)

    @cached_property
    def possible(self) -> frozenset[str]:
        """Return every outcome that some completion of what is unknown leads to; one alone is certain."""
        kids = self.diagram.graph.kids
        return self.diagram.outcomes(sum(1 << each for each in self._reached if not kids[each]))

    @cached_property
    def _reduced(self) -> tuple[Graph, int]:
        """Return the diagram without what is known, reduced again, and its root."""
        whole, graph = self.diagram.graph, Graph(len(self.allowed), len(self.diagram.leaves))
        inner = sorted(each for each in self._reached if whole.kids[each])
        return graph, restrict(whole, inner, self.allowed, graph)(self.diagram.root)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the variables on which the outcome still depends, in the diagram's order."""
        graph, root = self._reduced
        levels = {graph.level[each] for each in graph.below([root])}
        return tuple(axis.variable.name for place, axis in enumerate(self.diagram.axes) if place in levels)

    @cached_property
    def moved(self) -> list[list[int]]:
        """Return, for each variable and each of its cells, the leaves (as bits) possible when it alone is moved there."""
        diagram = self.diagram
        return reachable_leaves(diagram.graph, diagram.nodes, diagram.root, self.allowed, len(self.allowed))

    def answers(self, name: str) -> tuple[Answer, ...]:
        """Return the answers a missing variable may get, each with the outcomes then possible.

        Neighbouring cells with equal outcomes are one answer (for a choice, any cells). A variable on which nothing
        depends any more has no answers. Raises KeyError on a name the table does not speak of.
        """
        place = self._place(name)
        if name not in self.missing:
            return ()
        axis, sets = self.diagram.axes[place], self.moved[place]
        groups = grouped(axis, [(cell, sets[cell]) for cell in self.allowed[place]])
        return tuple(Answer(axis.label(cells), self.diagram.outcomes(bits)) for cells, bits in groups)

    def questions_left(self, name: str) -> float:
        """Return how many questions remain on average, this one included, when it is asked next.

        Answers count as equally likely, cell by cell; further questions follow the diagram's order. Zero when nothing
        depends on the variable.
        """
        place = self._place(name)
        if name not in self.missing:
            return 0.0
        whole, inner = self.diagram.graph, self.diagram.nodes
        costs = []
        for cell in self.allowed[place]:
            graph = Graph(len(self.allowed), len(self.diagram.leaves))
            new = restrict(whole, inner, [*self.allowed[:place], (cell,), *self.allowed[place + 1 :]], graph)
            costs.append(_questions(graph, new(self.diagram.root)))
        return 1 + sum(costs) / len(costs)

    def _place(self, name: str) -> int:
        try:
            return self.diagram.level[name]
        except KeyError:
            raise KeyError(f"table {self.diagram.table.name} does not speak of {name!r}") from None


def grouped(axis: Axis, cells: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, ...], int]]:
    """Return (cell, bits) pairs with neighbours of equal bits joined, and any two of a choice, which has no order."""
    found: list[tuple[tuple[int, ...], int]] = []
    for cell, bits in cells:
        near = [place for place, (group, others) in enumerate(found) if others == bits and axis.joins(group[-1], cell)]
        if near:
            found[near[0]] = ((*found[near[0]][0], cell), bits)
        else:
            found.append(((cell,), bits))
    return found


def _questions(graph: Graph, root: int) -> float:
    cost: dict[int, float] = {}
    for each in graph.below([root]):
        kids = graph.kids[each]
        cost[each] = 1 + sum(cost.get(kid, 0.0) for kid in kids) / len(kids)
    return cost.get(root, 0.0)


def build(table: Table) -> Diagram:
    """Return the diagram of a table; the same table object gets the same diagram again.

    Variables stand in the order in which the rows name them. Raises ValueError when a name is declared in two ways, or
    when the diagram grows beyond its guard.
    """
    return _built(Same(table))


@lru_cache(maxsize=1024)
def _built(key: Same[Table]) -> Diagram:
    return build_with(key.it, lambda row: row.outcome, key.it.otherwise)


def build_with(table: Table, leaf_of: Callable[[Row], str], otherwise: str) -> Diagram:
    """Return a new diagram of a table whose rows lead to leaves of the caller's choice instead of their outcomes."""
    leaves = tuple(dict.fromkeys([*(leaf_of(row) for row in table.rows), otherwise]))
    leaves_by_name: dict[str, list[Compare | Is]] = {variable.name: [] for variable in table.variables}
    for row in table.rows:
        for leaf in leaves_of(row.when):
            leaves_by_name[leaf.variable.name].append(leaf)
    axes = tuple(axis_of(variable, leaves_by_name[variable.name]) for variable in table.variables)
    graph = Graph(len(axes), len(leaves))
    level = {axis.variable.name: place for place, axis in enumerate(axes)}
    number = {name: place for place, name in enumerate(leaves, FIRST_LEAF)}
    try:
        rows = {row.id: _node(row.when, graph, axes, level) for row in table.rows}
        root = number[otherwise]
        for row in reversed(table.rows):
            root = graph.choose(rows[row.id], number[leaf_of(row)], root)
    except TooManyNodesError as error:
        widest = max(axes, key=lambda axis: axis.width).variable.name
        order = ", ".join(level)
        raise TooManyNodesError(
            f"table {table.name}: {error}, ordered {order}; widest: {widest}; put rows on the same variables together"
        ) from None
    return Diagram(table=table, leaves=leaves, axes=axes, graph=graph, root=root, rows=rows)


def _node(condition: Condition, graph: Graph, axes: tuple[Axis, ...], level: dict[str, int]) -> int:
    match condition:
        case Compare() | Is():
            place = level[condition.variable.name]
            return graph.node(place, tuple(int(holds) for holds in axes[place].holds(condition)))
        case Not(of):
            return graph.choose(_node(of, graph, axes, level), FALSE, TRUE)
        case All(of):
            node = TRUE
            for each in of:
                node = graph.choose(node, _node(each, graph, axes, level), FALSE)
            return node
        case Any(of):
            node = FALSE
            for each in of:
                node = graph.choose(node, TRUE, _node(each, graph, axes, level))
            return node
    raise TypeError(f"not a condition of this room: {condition!r}")
