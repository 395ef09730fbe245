"""Explaining one condition: the tree of answers."""

from seldinger.logic import explain
from tests.logic.oracle import limit, mass, old, wet


def test_the_tree_shows_each_part_with_its_variable_and_limit():
    trace = explain((mass >= limit(2)) & ~(wet.yes | old.yes), {"mass": 3, "wet": False})
    assert trace.answer is None
    first, neither = trace.children
    assert (first.answer, first.variable, first.limit) == (True, mass, limit(2))
    assert (neither.answer, neither.variable) == (None, None)
    dry, young = neither.children[0].children
    assert [(leaf.answer, leaf.variable, leaf.limit) for leaf in (dry, young)] == [
        (False, wet, None),
        (None, old, None),
    ]


def test_a_whole_may_be_certain_although_its_parts_are_not():
    trace = explain((mass < limit(2)) | (mass >= limit(2)), {})
    assert (trace.answer, [part.answer for part in trace.children]) == (True, [None, None])
