"""Brute force over the real tables: every completion of what is unknown, all at once in NumPy, no diagram anywhere."""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

import numpy as np

from seldinger.logic import All, Any, Compare, Condition, Is, Known, Not, Quantity, Row, Table, Variable, leaves_of

MOST_UNKNOWN = 8
STEP = 1e-6  # beside each limit: just below, at, just above; one value in each region a condition can tell apart
OPS = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}

Partial = tuple[dict[str, Known], dict[str, tuple[Known, ...]]]  # what is known, and the options of what is not


def options(variable: Variable, rows: Table) -> tuple[Known, ...]:
    """Return one value of every region of a variable."""
    if not isinstance(variable, Quantity):
        return variable.values
    leaves = (leaf for row in rows.rows for leaf in leaves_of(row.when))
    limits = sorted({leaf.limit.value for leaf in leaves if isinstance(leaf, Compare) and leaf.variable == variable})
    return tuple(value for limit in limits for value in (limit - STEP, limit, limit + STEP))


def verdicts(rows: Table, known: Mapping[str, Known], unknown: Mapping[str, Sequence[Known]]) -> np.ndarray:
    """Return the number of the row that decides (the last number: none does), one axis for each unknown."""
    shape = tuple(map(len, unknown.values()))
    axes = {name: (place, values) for place, (name, values) in enumerate(unknown.items())}
    deciding = np.full(shape, len(rows.rows))
    for place, row in reversed(list(enumerate(rows.rows))):
        deciding = np.where(_holds(row.when, known, axes, len(shape)), place, deciding)
    return np.broadcast_to(deciding, shape)


def outcomes(rows: Table, deciding: np.ndarray) -> np.ndarray:
    """Return the outcomes of the rows that decide, as numbers of the table's outcomes."""
    of_row = [rows.outcomes.index(row.outcome) for row in rows.rows] + [rows.outcomes.index(rows.otherwise)]
    return np.array(of_row)[deciding]


def matters(found: np.ndarray, place: int) -> bool:
    """Return whether two completions that differ only along one axis have different outcomes."""
    return bool((found != np.take(found, [0], axis=place)).any())


def _holds(condition: Condition, known: Mapping[str, Known], axes: Mapping[str, tuple], depth: int) -> np.ndarray:
    match condition:
        case Compare(variable, op, limit):
            return OPS[op](_values(variable.name, known, axes, depth), limit.value)
        case Is(variable, values):
            seen = _values(variable.name, known, axes, depth)
            return reduce(np.logical_or, (seen == value for value in values))
        case Not(of):
            return ~_holds(of, known, axes, depth)
        case All(of):
            return reduce(np.logical_and, (_holds(each, known, axes, depth) for each in of), np.True_)
        case Any(of):
            return reduce(np.logical_or, (_holds(each, known, axes, depth) for each in of), np.False_)
    raise TypeError(condition)


def _values(name: str, known: Mapping[str, Known], axes: Mapping[str, tuple], depth: int) -> np.ndarray:
    if name not in axes:
        return np.array(known[name])
    place, values = axes[name]
    return np.array(values).reshape([-1 if each == place else 1 for each in range(depth)])


def patients(rows: Table, seed: int, number: int) -> Iterator[Partial]:
    """Yield partial patients, as many with each number of unknowns; variables are drawn so that outcomes vary."""
    rng = random.Random(seed)
    every = {variable.name: options(variable, rows) for variable in rows.variables}
    for n in range(number):
        unknown = rng.sample(sorted(every), min(n % (MOST_UNKNOWN + 1), len(every)))
        clear = complete(every, rng)
        yield {n: v for n, v in clear.items() if n not in unknown}, {name: every[name] for name in sorted(unknown)}


def complete(every: Mapping[str, tuple[Known, ...]], rng: random.Random) -> dict[str, Known]:
    """Return a fully known patient, most facts harmless (so that later rows are reached too), up to three at random."""
    clear = {name: _harmless(values, rng) for name, values in every.items()}
    for name in rng.sample(sorted(every), rng.randrange(4)):
        clear[name] = rng.choice(every[name])
    return clear


def _harmless(values: tuple[Known, ...], rng: random.Random) -> Known:
    if values == (True, False):
        return rng.random() < 0.1
    return values[0] if rng.random() < 0.8 else rng.choice(values)


def decide(rows: Sequence[Row], otherwise: str, known: Mapping[str, Known]) -> str:
    """Return the outcome of a fully known patient: the first row that holds."""
    return next((row.outcome for row in rows if bool(_holds(row.when, known, {}, 0))), otherwise)
