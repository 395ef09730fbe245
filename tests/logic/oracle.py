"""An independent reading of tables by brute force: plain two-valued logic over every completion, no cells."""

import itertools
import math
import random
from datetime import date

from hypothesis import strategies as st

from seldinger.cite import Citation, Threshold
from seldinger.logic import All, Any, Between, Choice, Compare, Flag, Is, Level, Not, Quantity, Row, Table
from seldinger.terms import Status

CITED = (Citation(key="someone2000", at="Table 1"),)


def limit(value, unit="mg/dL"):
    """Return a threshold of this value."""
    return Threshold(
        id=f"test.at_{value}",
        value=float(value),
        unit=unit,
        says=f"limit {value}",
        status=Status.READ,
        review_due=date(2030, 1, 1),
        cites=CITED,
    )


mass = Quantity("mass", "Mass", "mg/dL")
share = Quantity("share", "Share", "%", high=100)
count = Quantity("count", "Count", "1", high=4, integer=True)
wet = Flag("wet", "Wet")
old = Flag("old", "Old")
heat = Level("heat", "Heat", ("cold", "warm", "hot"))
hue = Choice("hue", "Hue", ("red", "green", "blue"))
VARIABLES = (mass, share, count, wet, old, heat, hue)
LIMITS = {"mass": (0, 2, 2, 3.5), "share": (0, 50, 75, 100, 120), "count": (-1, 1.5, 2, 2.5, 3, 4)}
OUTCOMES = ("bar", "no", "wait", "go")


def holds(condition, case):
    """Return the truth of a condition when every value is known, from the meaning of each sign."""
    match condition:
        case Compare(variable, op, threshold):
            value = case[variable.name]
            if op == ">=":
                return value >= threshold.value
            if op == ">":
                return value > threshold.value
            return value <= threshold.value if op == "<=" else value < threshold.value
        case Is(variable, values):
            return case[variable.name] in values
        case Not(of):
            return not holds(of, case)
        case All(of):
            return all(holds(each, case) for each in of)
        case Any(of):
            return any(holds(each, case) for each in of)
    raise AssertionError(condition)


def outcome(table, case):
    """Return the outcome of the first row that holds."""
    return next((row.outcome for row in table.rows if holds(row.when, case)), table.otherwise)


def values_of(variable, known=None):
    """Return values of a variable that stand for all those compatible with what is known."""
    if not isinstance(variable, Quantity):
        left = known if isinstance(known, frozenset) else (known,)
        return [value for value in variable.values if known is None or value in left]
    if isinstance(known, (int, float)):
        return [known]
    if variable.integer:
        return [n for n in range(int(variable.low), int(variable.high) + 1) if within(n, known)]
    marks = {variable.low, *LIMITS[variable.name], min(variable.high, 1000.0)}
    if isinstance(known, Between):
        marks |= {known.low, min(known.high, 1000.0)}
    marks = sorted(mark for mark in marks if variable.low <= mark <= variable.high)
    points = sorted({*marks, *((a + b) / 2 for a, b in itertools.pairwise(marks))})
    return [point for point in points if within(point, known)]


def within(value, known):
    if known is None:
        return True
    above = value > known.low if known.low_open else value >= known.low
    return above and (value < known.high if known.high_open else value <= known.high)


def completions(variables, known):
    """Yield every case that agrees with what is known."""
    names = [variable.name for variable in variables]
    for values in itertools.product(*(values_of(variable, known.get(variable.name)) for variable in variables)):
        yield dict(zip(names, values, strict=True))


def possible_and_missing(table, variables, known):
    """Return the outcomes over all completions, and the variables that alone can turn one outcome into another."""
    found, groups = set(), {variable.name: {} for variable in variables}
    for case in completions(variables, known):
        answer = outcome(table, case)
        found.add(answer)
        for name, group in groups.items():
            group.setdefault(tuple(value for other, value in case.items() if other != name), set()).add(answer)
    return found, {name for name, group in groups.items() if any(len(answers) > 1 for answers in group.values())}


def random_leaf(draw, variables):
    variable = draw.choice(variables)
    if isinstance(variable, Quantity):
        return Compare(
            variable, draw.choice((">=", ">", "<=", "<")), limit(draw.choice(LIMITS[variable.name]), variable.unit)
        )
    return Is(variable, tuple(draw.sample(variable.values, draw.randint(1, len(variable.values)))))


def random_condition(draw, variables, depth=2):
    kind = draw.random()
    if depth == 0 or kind < 0.4:
        return random_leaf(draw, variables)
    if kind < 0.55:
        return Not(random_condition(draw, variables, depth - 1))
    parts = tuple(random_condition(draw, variables, depth - 1) for _ in range(draw.randint(0 if kind > 0.97 else 1, 3)))
    return All(parts) if draw.random() < 0.5 else Any(parts)


def random_table(draw, most=4):
    """Return a table over at most `most` variables, and those variables."""
    variables = draw.sample(VARIABLES, draw.randint(1, most))
    rows = tuple(
        Row(f"row{n}", random_condition(draw, variables), draw.choice(OUTCOMES)) for n in range(draw.randint(0, 6))
    )
    return Table("random", rows, draw.choice(OUTCOMES)), variables


def random_known(draw, variables, *, gaps=0.5):
    """Return what is known of some of the variables, now and then an interval or a set."""
    known = {}
    for variable in variables:
        if draw.random() < gaps:
            known[variable.name] = None
            continue
        values = values_of(variable)
        known[variable.name] = draw.choice(values)
        if draw.random() < 0.3:
            if isinstance(variable, Quantity):
                low, high = sorted(draw.sample(values, 2))
                wide = not variable.integer or high - low > 1
                low_open, high_open = draw.random() < 0.5 and wide, draw.random() < 0.5 and wide
                known[variable.name] = Between(low, high if draw.random() < 0.9 else math.inf, low_open, high_open)
            elif not isinstance(variable, Flag):
                known[variable.name] = frozenset(draw.sample(values, 2))
    return known


@st.composite
def tables(draw):
    """Draw a table, its variables and what is known of them."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    table, variables = random_table(dice)
    return table, variables, random_known(dice, variables)
