"""Forest, funnel and cumulative plots: coordinates come in computed, a drawing with its numbers in words goes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from seldinger.report import svg
from seldinger.report.numbers import interval, interval_100, number, of_100
from seldinger.report.palette import INK, MARK, QUIET, SOFT

WIDTH, LABELS, ROW, TOP, FOOT = 520.0, 190.0, 16.0, 22.0, 32.0
Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a forest: estimate with confidence and prediction interval; an excluded one is shown in grey."""

    label: str
    estimate: float | None
    ci: Interval | None = None
    prediction: Interval | None = None
    weight: float = 1.0  # area of the mark, 0 to 1
    excluded: str = ""  # why it does not count
    pooled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One study of a funnel: its estimate and standard error, on the scale on which it was pooled."""

    label: str
    estimate: float
    se: float


def forest(
    rows: Sequence[Row], *, title: str, label: str = "of 100", low: float = 0.0, high: float = 1.0, share: bool = True
) -> str:
    """Return a forest plot: thick line confidence interval, thin line prediction interval, both named below."""
    scale = svg.Scale(low=low, high=high, start=LABELS, end=WIDTH - 14)
    bottom = TOP + ROW * max(1, len(rows))
    body = svg.text(0, 11, title, bold=True) + svg.grid(scale, TOP, bottom)
    body += "".join(_row(row, scale, TOP + ROW * (i + 0.5)) for i, row in enumerate(rows))
    if not rows:
        body += svg.text(LABELS, TOP + 11, "no data", fill=QUIET)
    body += svg.axis(
        scale,
        bottom,
        label=f"{label}; thick: confidence interval, thin: prediction interval",
        factor=100 if share else 1,
    )
    says = "; ".join(row_words(row, share=share) for row in rows) or "no data"
    return svg.drawing(WIDTH, bottom + FOOT, title, says, body)


def cumulative(rows: Sequence[Row], *, title: str, label: str = "of 100", low: float = 0.0, high: float = 1.0) -> str:
    """Return a cumulative plot: the pooled estimate after each further study, in the order given."""
    return forest(rows, title=title, label=label, low=low, high=high)


def row_words(row: Row, *, share: bool = True) -> str:
    """Return the numbers of a row in words.

    >>> row_words(Row(label="TAE", estimate=0.66, ci=(0.5, 0.79), prediction=(0.2, 0.95)))
    'TAE: 66 of 100, confidence interval 50 to 79, prediction interval 20 to 95'
    """
    if row.estimate is None:
        return f"{row.label}: no data"
    one, span = (of_100, interval_100) if share else (number, interval)
    ci = f", confidence interval {span(row.ci)}" if row.ci else ", no confidence interval"
    pi = f", prediction interval {span(row.prediction)}" if row.prediction else ""
    out = f", left out: {row.excluded}" if row.excluded else ""
    return f"{row.label}: {one(row.estimate)}{ci}{pi}{out}"


def _row(row: Row, scale: svg.Scale, y: float) -> str:
    ink, mark = (QUIET, QUIET) if row.excluded else (INK, MARK)
    parts = [svg.text(0, y + 3, row.label + (" (left out)" if row.excluded else ""), fill=ink, bold=row.pooled)]
    if row.estimate is None:
        return "".join([*parts, svg.text(scale.start + 4, y + 3, "no data", fill=QUIET)])
    if row.prediction:
        parts.append(svg.line(scale.at(row.prediction[0]), y, scale.at(row.prediction[1]), y, stroke=SOFT, width=1))
    if row.ci:
        dash = "3 2" if row.excluded else ""
        parts.append(svg.line(scale.at(row.ci[0]), y, scale.at(row.ci[1]), y, stroke=mark, width=2.6, dash=dash))
    x = scale.at(row.estimate)
    if row.pooled and row.ci:
        left, right = scale.at(row.ci[0]), scale.at(row.ci[1])
        corners = ((left, y), (x, y - 5), (right, y), (x, y + 5))
        return "".join(
            [*parts, svg.tag("polygon", points=" ".join(f"{svg.num(a)},{svg.num(b)}" for a, b in corners), fill=mark)]
        )
    half = 2.2 + 2.6 * min(1.0, max(0.0, row.weight)) ** 0.5
    return "".join([*parts, svg.tag("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, fill=mark)])


def funnel(
    points: Sequence[Point], *, estimate: float, limits: Sequence[tuple[float, float, float]], title: str, label: str
) -> str:
    """Return a funnel plot: standard error downwards; ``limits`` are (standard error, low, high) of the expected range."""
    values = [estimate, *(p.estimate for p in points), *(edge for _, a, b in limits for edge in (a, b))]
    x = svg.Scale(low=min(values), high=max(values), start=30, end=WIDTH - 14)
    y = svg.Scale(
        low=0, high=max([p.se for p in points] + [se for se, _, _ in limits] + [1e-9]), start=TOP + 4, end=TOP + 180
    )
    body = svg.text(0, 11, title, bold=True) + svg.line(
        x.at(estimate), y.start, x.at(estimate), y.end, stroke=QUIET, dash="3 2"
    )
    for side in (1, 2):
        corners = " ".join(f"{svg.num(x.at(edge[side]))},{svg.num(y.at(edge[0]))}" for edge in limits)
        body += svg.tag("polyline", points=corners, fill="none", stroke=SOFT, stroke_width=1) if limits else ""
    body += "".join(svg.tag("circle", cx=x.at(p.estimate), cy=y.at(p.se), r=3, fill=MARK) for p in points)
    body += svg.axis(x, y.end, label=f"{label}; upwards: larger studies")
    says = "; ".join(f"{p.label}: {number(p.estimate)}, standard error {number(p.se)}" for p in points) or "no data"
    return svg.drawing(WIDTH, y.end + FOOT, title, f"pooled {number(estimate)}; {says}", body)
