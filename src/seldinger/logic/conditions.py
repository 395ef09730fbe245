"""Conditions: typed trees over variables that read like the sentence they stand for, and their three-valued truth."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from seldinger.cite import Threshold

if TYPE_CHECKING:
    from seldinger.logic.variables import Choice, Flag, Level, Quantity, Variable


@dataclass(frozen=True, slots=True)
class Between:
    """A number known only to lie between two bounds, each included unless it is open."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"nothing lies within {self}")


# What is known of one variable: a value, an interval, or the values left. None, or no entry, means nobody looked.
Known: TypeAlias = bool | float | str | Between | frozenset[str]
Knowns: TypeAlias = Mapping[str, Known | None]


class Condition:
    """A statement about variables that is true, false or unknown; join with & and |, negate with ~."""

    __slots__ = ()

    def __and__(self, other: "Condition") -> "All":
        return everything(self, other)

    def __or__(self, other: "Condition") -> "Any":
        return anything(self, other)

    def __invert__(self) -> "Not":
        return Not(_checked(self))

    def __bool__(self) -> bool:
        raise TypeError("a condition has no truth of its own: use & | ~ (not and, or, not, nor a chained comparison)")


@dataclass(frozen=True, slots=True)
class Compare(Condition):
    """A quantity against a threshold in the same unit."""

    variable: "Quantity"
    op: str  # ">=", ">", "<=" or "<"
    limit: Threshold


@dataclass(frozen=True, slots=True)
class Is(Condition):
    """A flag, level or choice that has one of some values, kept in the order the variable declares."""

    variable: "Flag | Level | Choice"
    values: tuple[bool | str, ...]

    def __post_init__(self) -> None:
        odd = [value for value in self.values if value not in self.variable.values]
        if odd or not self.values:
            raise ValueError(f"{self.variable.name}: expected some of {self.variable.values}, got {odd or self.values}")
        object.__setattr__(self, "values", tuple(value for value in self.variable.values if value in self.values))


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The opposite of a condition; unknown stays unknown."""

    of: Condition


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every one of the conditions."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """At least one of the conditions."""

    of: tuple[Condition, ...]


def everything(*conditions: Condition) -> All:
    """Return the condition that all of these hold; none at all gives a condition that is always true."""
    return All(tuple(part for each in conditions for part in (each.of if isinstance(each, All) else (_checked(each),))))


def anything(*conditions: Condition) -> Any:
    """Return the condition that one or more of these hold; none at all gives a condition that is always false."""
    return Any(tuple(part for each in conditions for part in (each.of if isinstance(each, Any) else (_checked(each),))))


def _checked(condition: object) -> Condition:
    if not isinstance(condition, Condition):
        raise TypeError(f"expected a condition, got {condition!r}; write flag.yes, level.is_(…) or quantity >= limit")
    return condition


def leaves_of(condition: Condition) -> Iterator[Compare | Is]:
    """Yield the comparisons and memberships of a condition from left to right, repeats included."""
    match condition:
        case Compare() | Is():
            yield condition
        case Not(of):
            yield from leaves_of(of)
        case All(of) | Any(of):
            for each in of:
                yield from leaves_of(each)
        case _:
            raise TypeError(f"not a condition of this room: {condition!r}")


def variables_of(condition: Condition) -> "tuple[Variable, ...]":
    """Return the variables a condition speaks about, each once, in order of appearance."""
    return tuple(dict.fromkeys(leaf.variable for leaf in leaves_of(condition)))


def thresholds_of(condition: Condition) -> tuple[Threshold, ...]:
    """Return the thresholds a condition compares with, each once, in order of appearance."""
    return tuple(dict.fromkeys(leaf.limit for leaf in leaves_of(condition) if isinstance(leaf, Compare)))


def kleene(condition: Condition, known: Knowns) -> bool | None:
    """Return the three-valued truth of a condition; None when it cannot be told part by part.

    A part whose variable is unknown is unknown; "and" is false once one part is, "or" true once one part is. The answer
    is never wrong but may be None where `exactly` knows better (`x < 2 or x >= 2`). Raises TypeError or ValueError on a
    value the variable cannot have, NaN and infinity among them.
    """
    match condition:
        case Compare():
            return _compared(condition, known.get(condition.variable.name))
        case Is():
            return _is_among(condition, known.get(condition.variable.name))
        case Not(of):
            answer = kleene(of, known)
            return None if answer is None else not answer
        case All(of):
            return _joined(of, known, absorbing=False)
        case Any(of):
            return _joined(of, known, absorbing=True)
    raise TypeError(f"not a condition of this room: {condition!r}")


def _joined(parts: tuple[Condition, ...], known: Knowns, *, absorbing: bool) -> bool | None:
    answer: bool | None = not absorbing
    for part in parts:
        truth = kleene(part, known)
        if truth is absorbing:
            return absorbing
        if truth is None:
            answer = None
    return answer


def _compared(leaf: Compare, value: Known | None) -> bool | None:
    if value is None:
        return None
    interval = as_interval(leaf.variable, value)
    limit, strict = leaf.limit.value, leaf.op in (">", "<=")
    if (interval.low, interval.low_open) >= (limit, strict):  # all lie at or above the cut
        return leaf.op in (">=", ">")
    if interval.high < limit or (interval.high == limit and (strict or interval.high_open)):  # all below it
        return leaf.op in ("<", "<=")
    return None


def _is_among(leaf: Is, value: Known | None) -> bool | None:
    if value is None:
        return None
    left = as_values(leaf.variable, value)
    inside = [each in leaf.values for each in left]
    return True if all(inside) else None if any(inside) else False


def as_interval(variable: "Quantity", value: Known) -> Between:
    """Return what is known of a quantity as an interval.

    Raises TypeError on anything but a number or interval, ValueError on a number that is not finite or not in the domain.
    """
    if isinstance(value, Between):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{variable.name} [{variable.unit}]: expected a number or Between, got {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{variable.name} is {value}; leave it out (unknown) or give a finite number")
    if not variable.low <= value <= variable.high or (variable.integer and value != int(value)):
        raise outside(variable, value)
    return Between(value, value)


def outside(variable: "Quantity", value: Known) -> ValueError:
    """Return the error that says which domain a value does not lie in."""
    kind = "a whole number" if variable.integer else "a number"
    domain = f"{variable.low:g} to {variable.high:g} {variable.unit}"
    return ValueError(f"{variable.name}: expected {kind} from {domain}, got {value}")


def as_values(variable: "Flag | Level | Choice", value: Known) -> tuple[bool | str, ...]:
    """Return the values still possible of a flag, level or choice; raises TypeError or ValueError on any other."""
    left = tuple(value) if isinstance(value, frozenset) else (value,)
    for each in left:
        if type(each) is not type(variable.values[0]):
            raise TypeError(f"{variable.name}: expected one of {variable.values}, got {each!r}")
        if each not in variable.values:
            raise ValueError(f"{variable.name}: expected one of {variable.values}, got {each!r}")
    if not left:
        raise ValueError(f"{variable.name}: no value is left; leave it out if it is unknown")
    return left  # type: ignore[return-value]  # each was checked above
