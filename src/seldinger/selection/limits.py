"""Put other limits into a condition: the same tree, its thresholds exchanged by id."""

from collections.abc import Mapping

from seldinger.cite import Threshold
from seldinger.logic import All, Any, Compare, Condition, Not


def with_limits(condition: Condition, limits: Mapping[str, Threshold]) -> Condition:
    """Return the condition with each threshold named in ``limits`` exchanged."""
    match condition:
        case Compare(variable, op, limit) if limit.id in limits:
            return Compare(variable, op, limits[limit.id])
        case Not(of):
            return Not(with_limits(of, limits))
        case All(of):
            return All(tuple(with_limits(each, limits) for each in of))
        case Any(of):
            return Any(tuple(with_limits(each, limits) for each in of))
    return condition
