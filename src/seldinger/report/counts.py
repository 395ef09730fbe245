"""Pictures of counts: one hundred squares, and what a centre may see in its next patients."""

from collections.abc import Sequence

from seldinger.report import svg
from seldinger.report.numbers import interval_100, number, of_100
from seldinger.report.palette import MARK, QUIET, SOFT

SIDE, GAP, TOP = 12.0, 2.0, 20.0
ACROSS = 10
BARS_WIDTH, BARS_HEIGHT = 420.0, 110.0


def icons(estimate: float | None, ci: tuple[float, float] | None, *, title: str) -> str:
    """Return 10 x 10 squares: solid up to the lower bound, hatched up to the upper one, a ring at the estimate."""
    size = ACROSS * (SIDE + GAP)
    if estimate is None:
        body = svg.text(0, 11, title, bold=True) + svg.text(0, TOP + 12, "no data", fill=QUIET)
        return svg.drawing(max(size, 240), TOP + 24, title, "no data; that is not evidence of no effect", body)
    low, high = (_hundredth(ci[0]), _hundredth(ci[1])) if ci else (_hundredth(estimate),) * 2
    body = svg.text(0, 11, title, bold=True) + "".join(
        _square(i, low, high, _hundredth(estimate)) for i in range(ACROSS**2)
    )
    body += svg.text(size + 10, TOP + 14, of_100(estimate), bold=True, size=12)
    body += svg.text(size + 10, TOP + 30, f"not in {100 - _hundredth(estimate)}", fill=QUIET)
    body += svg.text(
        size + 10, TOP + 46, f"confidence interval {interval_100(ci)}" if ci else "no interval stated", fill=QUIET
    )
    says = (
        f"{of_100(estimate)}, confidence interval {interval_100(ci)}"
        if ci
        else f"{of_100(estimate)}, no interval stated"
    )
    return svg.drawing(size + 180, TOP + size, title, says, body)


def _hundredth(value: float) -> int:
    return min(100, max(0, int(100 * value + 0.5)))


def _square(i: int, low: int, high: int, estimate: int) -> str:
    x, y = (i % ACROSS) * (SIDE + GAP), TOP + (i // ACROSS) * (SIDE + GAP)
    fill = MARK if i < low else "none"
    body = svg.tag(
        "rect",
        x=x + 0.5,
        y=y + 0.5,
        width=SIDE - 1,
        height=SIDE - 1,
        fill=fill,
        stroke=MARK if i < high else SOFT,
        stroke_width=1,
    )
    if low <= i < high:
        for step in (4.0, 8.0, 12.0):
            body += svg.line(
                x + max(0.5, step - SIDE + 4),
                y + min(SIDE - 0.5, step),
                x + min(SIDE - 0.5, step),
                y + max(0.5, step - SIDE + 4),
                stroke=MARK,
                width=0.9,
            )
    if i == estimate - 1:
        body += svg.tag("circle", cx=x + SIDE / 2, cy=y + SIDE / 2, r=2.6, fill="#ffffff", stroke=MARK, stroke_width=1)
    return body


def next_patients(chances: Sequence[float], *, title: str, label: str) -> str:
    """Return a bar for each possible count among the next patients; ``chances`` run from none to all of them."""
    if not chances:
        return svg.drawing(
            BARS_WIDTH,
            TOP + 24,
            title,
            "no data",
            svg.text(0, 11, title, bold=True) + svg.text(0, TOP + 12, "no data", fill=QUIET),
        )
    most, wide = max(chances) or 1.0, BARS_WIDTH / len(chances)
    base = TOP + BARS_HEIGHT
    bars = "".join(
        svg.tag(
            "rect",
            x=i * wide + 1,
            y=base - BARS_HEIGHT * p / most,
            width=max(wide - 2, 0.5),
            height=BARS_HEIGHT * p / most,
            fill=MARK,
        )
        for i, p in enumerate(chances)
    )
    scale = svg.Scale(low=0, high=len(chances) - 1, start=wide / 2, end=BARS_WIDTH - wide / 2)
    body = svg.text(0, 11, title, bold=True) + bars + svg.axis(scale, base, label=label)
    says = "; ".join(f"{i}: {number(100 * p)} of 100" for i, p in enumerate(chances))
    return svg.drawing(BARS_WIDTH, base + 32, title, f"chance of each count: {says}", body)
