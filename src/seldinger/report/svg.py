"""Drawing without a library: tags with presentation attributes only, every text escaped, the same bytes every time."""

import math
from dataclasses import dataclass
from html import escape

from seldinger.report.palette import HAIR, INK, QUIET
from seldinger.report.text import clip, visible

FONT = "Libertinus Serif, Times New Roman, Georgia, serif"
SIZE = 9.0  # of the letters, in the units of the drawing (points)
LABEL_MOST = 46


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """A straight axis: values from ``low`` to ``high`` onto coordinates from ``start`` to ``end``; beyond is clamped."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the coordinate of a value."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Return round values for an axis, from low to high.

        >>> Scale(low=0, high=100, start=0, end=1).ticks()
        [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
        """
        span = (self.high - self.low) or 1.0
        rough = span / about
        unit = 10.0 ** math.floor(math.log10(rough))
        step = unit * next(factor for factor in (1, 2, 5, 10) if factor * unit >= rough * (1 - 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        return [round(i * step, 10) + 0.0 for i in range(first, math.floor(self.high / step + 1e-9) + 1)]


def num(value: float) -> str:
    """Return a coordinate on a tenth of a point, never "-0".

    >>> num(-0.01), num(12.34), num(3.0)
    ('0', '12.3', '3')
    """
    text = f"{round(value, 1) + 0.0:.1f}"
    return text[:-2] if text.endswith(".0") else text


def tag(name: str, body: str = "", **attributes: str | float) -> str:
    """Return an element; underscores in names are hyphens, numbers are written by ``num``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    size: float = SIZE,
    bold: bool = False,
    most: int = LABEL_MOST,
) -> str:
    """Return words at a place, escaped and of bounded length."""
    weight = {"font_weight": "bold"} if bold else {}
    shown = escape(clip(visible(words), most))
    return tag(
        "text", shown or " ", x=x, y=y, text_anchor=anchor, fill=fill, font_size=size, font_family=FONT, **weight
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1.0, dash: str = "") -> str:
    """Return a straight line."""
    dashed = {"stroke_dasharray": dash} if dash else {}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **dashed)


def axis(scale: Scale, y: float, *, label: str, factor: float = 1.0) -> str:
    """Return a horizontal axis with ticks and its label; ``factor`` turns fractions into counts of 100."""
    marks = [line(scale.start, y, scale.end, y, stroke=QUIET, width=0.6)]
    for value in scale.ticks():
        x = scale.at(value)
        marks += [line(x, y, x, y + 3, stroke=QUIET, width=0.6)]
        marks += [text(x, y + 12, f"{value * factor:g}", anchor="middle", fill=QUIET, size=8)]
    return "".join(marks) + text(
        (scale.start + scale.end) / 2, y + 23, label, anchor="middle", fill=QUIET, size=8, most=2 * LABEL_MOST
    )


def grid(scale: Scale, top: float, bottom: float) -> str:
    """Return hair lines at the ticks of an axis."""
    return "".join(line(scale.at(v), top, scale.at(v), bottom, stroke=HAIR, width=0.4) for v in scale.ticks())


def drawing(width: float, height: float, title: str, says: str, body: str) -> str:
    """Return a whole drawing; title and description are what a screen reader reads, the description lists the numbers."""
    head = tag("title", escape(visible(title)) or " ") + tag("desc", escape(visible(says)) or " ")
    box = f"0 0 {num(width)} {num(height)}"
    return tag(
        "svg", head + body, xmlns="http://www.w3.org/2000/svg", viewBox=box, width=width, height=height, role="img"
    )
