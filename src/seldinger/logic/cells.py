"""Cells: the parts of a variable's range inside which no condition of a table changes its answer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, isfinite, isinf

from seldinger.logic.conditions import Between, Compare, Is, Known, as_interval, as_values, outside
from seldinger.logic.variables import Choice, Flag, Quantity, Variable

# Where a cell begins: (value, 0) at the value itself, (value, 1) just above it. Tuples sort as the number line does.
Start = tuple[float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A variable with its cells, numbered from zero: by their starts for a quantity, else one for each value."""

    variable: Variable
    starts: tuple[Start, ...]  # of a quantity's cells; empty for the other kinds
    width: int  # number of cells
    place: Mapping[bool | str, tuple[int, ...]]  # cell of each value; empty for a quantity

    def holds(self, leaf: Compare | Is) -> tuple[bool, ...]:
        """Return the answer of a condition on this variable in each cell."""
        if isinstance(leaf, Is):
            return tuple(value in leaf.values for value in leaf.variable.values)
        cut = cut_of(leaf)
        upward = leaf.op in (">=", ">")
        return tuple((start >= cut) is upward for start in self.starts)

    def where(self, value: Known) -> tuple[int, ...]:
        """Return the cells a known value, interval or set of values may lie in, in order.

        Raises TypeError or ValueError when the variable cannot have that value, or when it lies outside its domain.
        """
        if not isinstance(self.variable, Quantity):
            if isinstance(value, (bool, str)) and type(value) is type(self.variable.values[0]) and value in self.place:
                return self.place[value]
            return tuple(sorted(self.place[each][0] for each in as_values(self.variable, value)))
        variable = self.variable
        if type(value) is float and not variable.integer and variable.low <= value <= variable.high and isfinite(value):
            return (bisect_right(self.starts, (value, 0)) - 1,)
        return self._span(variable, as_interval(variable, value))

    def _span(self, variable: Quantity, known: Between) -> tuple[int, ...]:
        low, high = max(known.low, variable.low), min(known.high, variable.high)
        low_open, high_open = known.low_open and low == known.low, known.high_open and high == known.high
        if variable.integer:
            low, low_open = (floor(low) + 1 if low_open else ceil(low)), False
            high, high_open = (high if isinf(high) else ceil(high) - 1 if high_open else floor(high)), False
        if low > high or (low == high and (low_open or high_open)):
            raise outside(variable, known)
        first = bisect_right(self.starts, (low, int(low_open))) - 1
        end = (bisect_left if high_open else bisect_right)(self.starts, (high, 0))
        return tuple(range(first, end))

    def joins(self, cell: int, other: int) -> bool:
        """Return whether two cells may stand in one answer: neighbours, or any two of a choice."""
        return other == cell + 1 or isinstance(self.variable, Choice)

    def label(self, cells: tuple[int, ...]) -> str:
        """Return the words for one or more cells, such as "below 2 mg/dL", "yes" or "mild or severe"."""
        if isinstance(self.variable, Quantity):
            return _range(self.variable, self.starts, cells[0], cells[-1])
        words = ("yes", "no") if isinstance(self.variable, Flag) else self.variable.values
        return " or ".join(words[cell] for cell in cells)


def axis_of(variable: Variable, leaves: Iterable[Compare | Is]) -> Axis:
    """Return the cells of a variable under these conditions; parts that are empty in its domain do not arise."""
    if not isinstance(variable, Quantity):
        values: tuple[bool | str, ...] = variable.values
        place = {value: (cell,) for cell, value in enumerate(values)}
        return Axis(variable=variable, starts=(), width=len(place), place=place)
    first: Start = (ceil(variable.low), 0) if variable.integer else (variable.low, 0)
    cuts = {cut_of(leaf) for leaf in leaves if isinstance(leaf, Compare)}
    starts = (first, *sorted(cut for cut in cuts if first < cut <= (variable.high, 0)))
    return Axis(variable=variable, starts=starts, width=len(starts), place={})


def cut_of(leaf: Compare) -> Start:
    """Return where the answer of a comparison changes; for a count, the first whole number on the upper side."""
    limit, above = leaf.limit.value, leaf.op in (">", "<=")
    if leaf.variable.integer:
        return (floor(limit) + 1 if above else ceil(limit), 0)
    return (limit, int(above))


def _range(variable: Quantity, starts: tuple[Start, ...], first: int, last: int) -> str:
    unit = "" if variable.unit == "1" else f" {variable.unit}"
    low = starts[first] if first else None
    high = starts[last + 1] if last + 1 < len(starts) else None
    if high is not None and variable.integer:
        high = (high[0] - 1, 1)
    match low, high:
        case None, None:
            return "any value"
        case None, (limit, 1):
            return f"{limit:.12g}{unit} or less"
        case None, (limit, _):
            return f"below {limit:.12g}{unit}"
        case (limit, 0), None:
            return f"{limit:.12g}{unit} or more"
        case (limit, _), None:
            return f"above {limit:.12g}{unit}"
        case (limit, 0), (other, 1) if limit == other:
            return f"exactly {limit:.12g}{unit}"
    assert low is not None and high is not None
    return f"{'above ' if low[1] else ''}{low[0]:.12g} to {'' if high[1] else 'below '}{high[0]:.12g}{unit}"
