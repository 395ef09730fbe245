"""Variables: the names a condition may speak about, with the values each may take."""

import math
from dataclasses import dataclass
from typing import TypeAlias

from seldinger.cite import Threshold
from seldinger.logic.conditions import Compare, Is


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in one unit, between low and high (both included); a count when `integer`.

    Comparing it with a threshold gives a condition; with anything else it raises TypeError, and so does a threshold in
    another unit.
    """

    name: str
    title: str
    unit: str
    low: float = 0.0
    high: float = math.inf
    integer: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"{self.name}: low {self.low:g} must lie below high {self.high:g}")
        if self.integer and not math.isfinite(self.low):
            raise ValueError(f"{self.name}: a count needs a lowest value, got {self.low:g}")

    def __ge__(self, limit: Threshold) -> Compare:
        return self._compare(">=", limit)

    def __gt__(self, limit: Threshold) -> Compare:
        return self._compare(">", limit)

    def __le__(self, limit: Threshold) -> Compare:
        return self._compare("<=", limit)

    def __lt__(self, limit: Threshold) -> Compare:
        return self._compare("<", limit)

    def _compare(self, op: str, limit: object) -> Compare:
        if not isinstance(limit, Threshold):
            raise TypeError(f"{self.name} {op} {limit!r}: compare with a Threshold, such as threshold('file.key')")
        if limit.unit != self.unit:
            raise TypeError(
                f"{self.name} is in {self.unit}, threshold {limit.id} in {limit.unit}; state it in {self.unit}"
            )
        return Compare(self, op, limit)


@dataclass(frozen=True, slots=True)
class Flag:
    """A fact that holds or does not."""

    name: str
    title: str

    @property
    def values(self) -> tuple[bool, ...]:
        """Return the two values, yes first."""
        return (True, False)

    @property
    def yes(self) -> Is:
        """Return the condition that it holds."""
        return Is(self, (True,))

    @property
    def no(self) -> Is:
        """Return the condition that it is known not to hold."""
        return Is(self, (False,))


@dataclass(frozen=True, slots=True)
class Level:
    """One of several words in rising order."""

    name: str
    title: str
    levels: tuple[str, ...]

    def __post_init__(self) -> None:
        _distinct(self.name, self.levels)

    @property
    def values(self) -> tuple[str, ...]:
        """Return the levels, lowest first."""
        return self.levels

    def at_least(self, level: str) -> Is:
        """Return the condition that the level is this one or a higher one."""
        if level not in self.levels:
            raise ValueError(f"{self.name}: {level!r} is not one of {', '.join(self.levels)}")
        return Is(self, self.levels[self.levels.index(level) :])

    def is_(self, *levels: str) -> Is:
        """Return the condition that the level is one of these."""
        return Is(self, levels)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words without an order."""

    name: str
    title: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        _distinct(self.name, self.values)

    def is_(self, *values: str) -> Is:
        """Return the condition that the value is one of these."""
        return Is(self, values)


def _distinct(name: str, words: tuple[str, ...]) -> None:
    if len(words) < 2 or len(set(words)) < len(words):
        raise ValueError(f"{name}: needs two or more different words, got {words!r}")


Variable: TypeAlias = Quantity | Flag | Level | Choice
