"""Graphs by hand: one node for one function, children before parents, tests that tell nothing apart disappear."""

import pytest

from seldinger.logic.graph import FALSE, TRUE, Graph, TooManyNodesError, reachable_leaves, reached, restrict


def test_equal_functions_are_one_node_however_they_are_made():
    graph = Graph(2)
    x, y = graph.node(0, (FALSE, TRUE)), graph.node(1, (FALSE, TRUE))
    both = graph.choose(x, y, FALSE)
    assert both == graph.choose(y, x, FALSE) == graph.node(0, (FALSE, y))
    neither = graph.choose(graph.choose(x, TRUE, y), FALSE, TRUE)
    assert neither == graph.choose(x, FALSE, graph.choose(y, FALSE, TRUE))
    assert graph.node(0, (y, y)) == y
    assert graph.below([both]) == sorted([y, both])


def test_restricting_forgets_variables_that_no_longer_decide():
    """x ? (y ? 1 : 0) : (y ? 0 : 1): with y known, x alone decides; with x known, y alone; with both, nothing."""
    graph = Graph(2)
    same = graph.node(0, (graph.node(1, (TRUE, FALSE)), graph.node(1, (FALSE, TRUE))))
    for allowed, levels in (
        ([(0, 1), (1,)], [0]),
        ([(0,), (0, 1)], [1]),
        ([(1,), (1,)], []),
        ([(0, 1), (0, 1)], [1, 1, 0]),
    ):
        into = Graph(2)
        root = restrict(graph, graph.below([same]), allowed, into)(same)
        assert [into.level[node] for node in into.below([root])] == levels


def test_leaves_reached_by_moving_one_variable():
    """Leaf 2 when x is 0; else leaf 3 or 4 by y. Known: x = 0, y = 0. Moving y changes nothing, moving x gives leaf 3."""
    graph = Graph(2, 3)
    root = graph.node(0, (2, graph.node(1, (3, 4))))
    found = reachable_leaves(graph, graph.below([root]), root, [(0,), (0,)], 2)
    assert found == [[1 << 2, 1 << 3], []]
    found = reachable_leaves(graph, graph.below([root]), root, [(0, 1), (0,)], 2)
    assert found == [[1 << 2, 1 << 3], [1 << 2 | 1 << 3, 1 << 2 | 1 << 4]]


def test_nodes_reached_within_the_allowed_cells():
    """The same graph: x = 0 leads to leaf 2 alone, x = 1 to y and, there, to the leaf of the allowed cell."""
    graph = Graph(2, 3)
    inner = graph.node(1, (3, 4))
    root = graph.node(0, (2, inner))
    assert reached(graph, root, [(0,), (0, 1)]) == {root, 2}
    assert reached(graph, root, [(1,), (1,)]) == {root, inner, 4}
    assert reached(graph, root, [(0, 1), (0, 1)]) == {root, inner, 2, 3, 4}
    assert reached(graph, 3, [(0,), (0,)]) == {3}


def test_the_guard_stops_a_graph(monkeypatch):
    monkeypatch.setattr("seldinger.logic.graph.GUARD", 2)
    graph = Graph(2)
    graph.node(0, (FALSE, TRUE))
    with pytest.raises(TooManyNodesError, match="more than 2 nodes"):
        graph.node(1, (FALSE, TRUE))
