"""What would change the answer: one known variable moved elsewhere, all others as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from seldinger.logic.cells import Axis
from seldinger.logic.conditions import Known, as_interval
from seldinger.logic.diagram import View, grouped
from seldinger.logic.variables import Level, Quantity


@dataclass(frozen=True, slots=True)
class Flip:
    """A known variable, the other value in words, and the outcomes possible if it had that value."""

    variable: str
    if_: str
    possible: frozenset[str]


def flips(view: View, *, most: int = 5) -> tuple[Flip, ...]:
    """Return the single changes of a known value that change which outcomes are possible, the nearest first.

    Near means: for a quantity the distance to the limit as a fraction of the limit, for a level the number of steps,
    for anything else one; equally near changes keep the diagram's order.
    """
    diagram = view.diagram
    found: list[tuple[float, Axis, tuple[int, ...], int]] = []
    for axis, cells, row in zip(diagram.axes, view.allowed, view.moved, strict=True):
        value = view.known.get(axis.variable.name)
        if value is None or not row:
            continue
        now = 0
        for cell in cells:
            now |= row[cell]
        others = [(cell, bits) for cell, bits in enumerate(row) if cell not in cells and bits != now]
        found += [(_distance(axis, value, cells, group), axis, group, bits) for group, bits in grouped(axis, others)]
    nearest = sorted(found, key=lambda each: each[0])[:most]
    return tuple(
        Flip(axis.variable.name, axis.label(group), diagram.outcomes(bits)) for _, axis, group, bits in nearest
    )


def _distance(axis: Axis, value: Known, cells: Sequence[int], group: Sequence[int]) -> float:
    if isinstance(axis.variable, Quantity):
        interval = as_interval(axis.variable, value)
        upward = group[0] > cells[-1]
        limit = axis.starts[group[0] if upward else group[-1] + 1][0]
        gap = abs(limit - (interval.high if upward else interval.low))
        return gap / abs(limit) if limit else gap
    if isinstance(axis.variable, Level):
        return min(abs(cell - other) for cell in cells for other in group)
    return 1.0
