"""Coordinates of the figures of a pooled outcome; nothing is drawn here, and every mark keeps its row."""

from dataclasses import dataclass

from seldinger import stats
from seldinger.evidence.forecast import Expectation
from seldinger.evidence.pool import Pool

PERCENT = 100.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One row of a forest plot: its share with the exact interval; `weight` is the share of all patients [0-1]."""

    row: str
    label: str
    events: int | None
    n: int | None
    estimate: float | None
    ci: tuple[float, float] | None  # Clopper-Pearson, 95 %, two-sided
    weight: float
    status: str
    used: bool
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Forest:
    """A forest plot: rows used, rows left out in grey, the diamond and the prediction bar, all as fractions."""

    title: str
    scope: str
    marks: tuple[Mark, ...]
    estimate: float
    ci: tuple[float, float]
    prediction: tuple[float, float]
    convention: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One dot of a funnel or cumulative plot."""

    label: str
    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """How likely so many events are among the next patients."""

    events: int
    probability: float
    inside: bool  # within the 90 % interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Icons:
    """A hundred patients: so many with the event for sure of the interval's low end, so many more by its high end."""

    low: int
    middle: int
    high: int
    of: int = 100


def forest(line: Expectation) -> Forest:
    """Return the coordinates of the forest plot of one expectation, rows left out included."""
    pooled = line.pooled
    used = tuple(_mark(c.id, c.study, c.low, c.n, c.status, c.reason, pooled.n) for c in pooled.used)
    grey = tuple(
        Mark(
            row=row,
            label=row.partition("/")[0],
            events=None,
            n=None,
            estimate=None,
            ci=None,
            weight=0.0,
            status="left out",
            used=False,
            why=why,
        )
        for row, why in pooled.left_out
    )
    return Forest(
        title=pooled.key.says,
        scope=pooled.key.scope,
        marks=used + grey,
        estimate=line.estimate,
        ci=line.ci,
        prediction=line.forecast.interval(),
        convention="new centre, hierarchical predictive, 95 %",
    )


def _mark(row: str, label: str, events: int, n: int, status: str, why: str, total: int) -> Mark:
    low, high = stats.clopper_pearson(events, n)
    return Mark(
        row=row,
        label=label,
        events=events,
        n=n,
        estimate=events / n,
        ci=(float(low), float(high)),
        weight=n / total,
        status=status,
        used=True,
        why=why,
    )


def funnel(pooled: Pool) -> tuple[Point, ...]:
    """Return share against size of each row; size, not standard error, since the error of a share depends on it."""
    return tuple(Point(label=c.study, x=c.low / c.n, y=float(c.n)) for c in pooled.used)


def cumulative(pooled: Pool) -> tuple[Point, ...]:
    """Return the pooled share after each study, by year; y is the year, the interval that of the model."""
    rows = sorted(pooled.used, key=lambda c: (c.study[-4:], c.study))
    found = []
    for end in range(1, len(rows) + 1):
        part = rows[:end]
        fit = stats.fit_binomial_normal([c.low for c in part], [c.n for c in part])
        year = part[-1].study[-4:]
        if fit.estimate is not None and year.isdigit():
            low, high = fit.ci if fit.ci else (None, None)
            found.append(Point(label=part[-1].study, x=fit.estimate, y=float(year), low=low, high=high))
    return tuple(found)


def next_patients(line: Expectation) -> tuple[Bar, ...]:
    """Return the probability of each number of events among the next patients of a new centre."""
    low, high = line.forecast.counts_interval
    return tuple(Bar(events=j, probability=p, inside=low <= j <= high) for j, p in enumerate(line.forecast.counts))


def icons(line: Expectation) -> Icons:
    """Return the icon array of a hundred patients: ends of the prediction interval, rate of the median centre."""
    low, high = line.forecast.interval()
    return Icons(low=round(PERCENT * low), middle=round(PERCENT * line.estimate), high=round(PERCENT * high))
