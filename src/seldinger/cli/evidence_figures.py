"""One outcome as a drawing: coordinates from the evidence, ink from the report."""

from seldinger import evidence
from seldinger.cite import short_name
from seldinger.evidence import Expectation
from seldinger.evidence.outcomes import SCOPE_SAYS
from seldinger.report import counts, figures

Z_95 = 1.959964


def forest(line: Expectation) -> str:
    """Return the forest plot: rows used, rows left out in grey with the reason, diamond and prediction interval."""
    drawn = evidence.forest(line)
    rows = [
        figures.Row(
            label=short_name(mark.label),
            estimate=mark.estimate,
            ci=mark.ci,
            weight=mark.weight,
            excluded="" if mark.used else mark.why,
        )
        for mark in drawn.marks
    ]
    whole = figures.Row(label="Pooled", estimate=drawn.estimate, ci=drawn.ci, prediction=drawn.prediction, pooled=True)
    return figures.forest([*rows, whole], title=_title(line))


def cumulative(line: Expectation) -> str:
    """Return the pooled share after each further study, by year."""
    rows = [
        figures.Row(
            label=short_name(p.label), estimate=p.x, ci=None if p.low is None or p.high is None else (p.low, p.high)
        )
        for p in evidence.cumulative(line.pooled)
    ]
    return figures.cumulative(rows, title=f"{_title(line)}, by year")


def funnel(line: Expectation) -> str:
    """Return each share against its standard error, were the pooled share its own: the error of a share depends on it."""
    p = min(max(line.estimate, 0.5 / line.pooled.n), 1 - 0.5 / line.pooled.n)
    points = [
        figures.Point(label=short_name(dot.label), estimate=dot.x, se=(p * (1 - p) / dot.y) ** 0.5)
        for dot in evidence.funnel(line.pooled)
    ]
    widest = max(point.se for point in points)
    limits = [(se, p - Z_95 * se, p + Z_95 * se) for se in (0.0, widest)]
    return figures.funnel(points, estimate=p, limits=limits, title=_title(line), label="share")


def next_patients(line: Expectation) -> str:
    """Return how likely each number of events is among the next patients of a new centre."""
    title = f"{_title(line)}: next {line.forecast.patients} patients"
    return counts.next_patients(line.forecast.counts, title=title, label=line.pooled.key.says)


def icons(line: Expectation) -> str:
    """Return a hundred patients with the pooled share and its confidence interval."""
    return counts.icons(line.estimate, line.ci, title=_title(line))


def _title(line: Expectation) -> str:
    return f"{line.pooled.key.says}, {SCOPE_SAYS[line.pooled.key.scope]}"


KINDS = {"forest": forest, "funnel": funnel, "cumulative": cumulative, "next": next_patients, "icons": icons}
