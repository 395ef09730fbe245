"""Decision diagrams with many-valued variables in one fixed order; equal functions are one node.

Nodes are whole numbers: 0 is false, 1 is true, then the other leaves, then the inner nodes, each made after its
children, so that a loop upwards meets children first.
"""

from collections.abc import Callable, Iterable, Sequence

FALSE, TRUE = 0, 1
GUARD = 50_000  # nodes; a table of this subject needs some tens


class TooManyNodesError(ValueError):
    """A diagram that grew beyond the guard."""


class Graph:
    """A growing set of nodes over variables of the given widths (number of cells), with `leaves` leaves of its own."""

    __slots__ = ("_memo", "_unique", "kids", "level")

    def __init__(self, depth: int, leaves: int = 0) -> None:
        self.level: list[int] = [depth] * (2 + leaves)  # place of the node's variable in the order; leaves come last
        self.kids: list[tuple[int, ...]] = [()] * (2 + leaves)
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._memo: dict[tuple[int, int, int], int] = {}

    def node(self, level: int, kids: tuple[int, ...]) -> int:
        """Return the node that tests a variable and goes on to one child for each cell."""
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        found = self._unique.get((level, kids))
        if found is None:
            found = self._unique[level, kids] = len(self.kids)
            if found > GUARD:
                raise TooManyNodesError(f"more than {GUARD} nodes")
            self.level.append(level)
            self.kids.append(kids)
        return found

    def choose(self, test: int, then: int, other: int) -> int:
        """Return the node that equals `then` wherever `test` is true and `other` wherever it is false."""
        if test == TRUE or then == other:
            return then
        if test == FALSE:
            return other
        key = (test, then, other)
        found = self._memo.get(key)
        if found is None:
            level = min(self.level[test], self.level[then], self.level[other])
            wide = next(self.kids[each] for each in key if self.level[each] == level)
            kids = tuple(
                self.choose(*(self.kids[each][cell] if self.level[each] == level else each for each in key))
                for cell in range(len(wide))
            )
            found = self._memo[key] = self.node(level, kids)
        return found

    def below(self, roots: Iterable[int]) -> list[int]:
        """Return the inner nodes that stand at or under the roots, children first."""
        seen: set[int] = set()
        waiting = [root for root in roots if self.kids[root]]
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += [kid for kid in self.kids[each] if self.kids[kid] and kid not in seen]
        return sorted(seen)


def reached(graph: Graph, root: int, allowed: Sequence[Sequence[int]]) -> set[int]:
    """Return the nodes, leaves among them, to which the allowed cells lead from a root, the root included."""
    level, kids = graph.level, graph.kids
    seen, waiting = {root}, [root] if kids[root] else []
    while waiting:
        each = waiting.pop()
        row = kids[each]
        for cell in allowed[level[each]]:
            kid = row[cell]
            if kid not in seen:
                seen.add(kid)
                if kids[kid]:
                    waiting.append(kid)
    return seen


def restrict(graph: Graph, nodes: Sequence[int], allowed: Sequence[Sequence[int]], into: Graph) -> Callable[[int], int]:
    """Return, as a function, the node of `into` for each leaf and each of `nodes` when only some cells are allowed.

    A variable with one allowed cell disappears, and so does every test that no longer tells anything apart: what is
    left under a root are the variables that still decide. Leaves keep their numbers; cells are renumbered.
    """
    made = list(range(len(into.kids)))
    of = dict(enumerate(made))
    for each in nodes:
        kids, cells = graph.kids[each], allowed[graph.level[each]]
        if len(cells) == 1:
            of[each] = of[kids[cells[0]]]
        else:
            of[each] = into.node(graph.level[each], tuple([of[kids[cell]] for cell in cells]))
    return of.__getitem__


def reachable_leaves(
    graph: Graph, nodes: Sequence[int], root: int, allowed: Sequence[Sequence[int]], depth: int
) -> list[list[int]]:
    """Return, for each variable and each of its cells, the leaves (as bits) reached when it alone is moved there.

    All other variables stay within their allowed cells. One pass up and one pass down: paths that never test the
    variable count for each of its cells. A variable that no path tests gets an empty list.
    """
    level, kids = graph.level, graph.kids
    down = {leaf: 1 << leaf for leaf in range(len(kids)) if not kids[leaf]}
    for each in nodes:
        bits, row = 0, kids[each]
        for cell in allowed[level[each]]:
            bits |= down[row[cell]]
        down[each] = bits
    past = [0] * depth
    cells: list[list[int]] = [[] for _ in range(depth)]
    for above in range(level[root]):
        past[above] |= down[root]
    seen = {root}
    for each in reversed(nodes):
        if each not in seen:
            continue
        here, row = level[each], kids[each]
        cells[here] = [bits | down[kid] for bits, kid in zip(cells[here] or [0] * len(row), row, strict=True)]
        for cell in allowed[here]:
            kid = row[cell]
            seen.add(kid)
            for between in range(here + 1, level[kid]):
                past[between] |= down[kid]
    return [[bits | by_pass for bits in row] for row, by_pass in zip(cells, past, strict=True)]
