"""The exact truth of one condition for what is known, and the tree that shows how it comes about."""

from dataclasses import dataclass
from functools import lru_cache

from seldinger.cite import Threshold
from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Knowns, Not, kleene
from seldinger.logic.diagram import Diagram, build
from seldinger.logic.identity import Same
from seldinger.logic.tables import Row, Table
from seldinger.logic.variables import Variable

_YES, _NO = "yes", "no"


def exactly(condition: Condition, known: Knowns) -> bool | None:
    """Return whether a condition holds in every completion of the unknown (True), in none (False) or in some (None).

    Raises TypeError or ValueError on a value its variable cannot have.
    """
    answer = kleene(condition, known)
    if answer is not None:
        return answer
    possible = _alone(Same(condition)).restrict(known).possible
    return None if len(possible) > 1 else _YES in possible


@lru_cache(maxsize=4096)
def _alone(key: Same[Condition]) -> Diagram:
    return build(Table("one condition", (Row("it", key.it, _YES),), _NO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A condition with its exact answer and those of its parts; a leaf names its variable and limit."""

    condition: Condition
    answer: bool | None
    children: "tuple[Trace, ...]" = ()
    variable: Variable | None = None
    limit: Threshold | None = None


def explain(condition: Condition, known: Knowns) -> Trace:
    """Return a condition as a tree of exact answers; a whole may be certain although its parts are not."""
    answer = exactly(condition, known)
    match condition:
        case Compare(variable, _, limit):
            return Trace(condition=condition, answer=answer, variable=variable, limit=limit)
        case Is(variable, _):
            return Trace(condition=condition, answer=answer, variable=variable)
        case Not(of):
            return Trace(condition=condition, answer=answer, children=(explain(of, known),))
        case All(of) | Any(of):
            return Trace(condition=condition, answer=answer, children=tuple(explain(each, known) for each in of))
    raise TypeError(f"not a condition of this room: {condition!r}")
