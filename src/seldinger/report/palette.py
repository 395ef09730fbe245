"""The colours of every view, and how far apart they are: text at least 4.5 to 1 from its ground, marks at least 3 to 1."""

INK, QUIET, HAIR, PAPER = "#1b2230", "#56607a", "#c9cfdb", "#ffffff"
BAR, DEFER, ALTER, OPEN, CLEAR = "#8f1d1d", "#7a3b00", "#6b4a00", "#2c4285", "#1e5b3c"
DEFER_TINT, ALTER_TINT, OPEN_TINT = "#f3cfa8", "#f5e3b0", "#e8edfa"
MARK, SOFT = "#2c4285", "#7d8bb3"

# Letters on a ground, marks on a ground: every pair that a view uses.
TEXT_PAIRS = (
    *((colour, PAPER) for colour in (INK, QUIET, BAR, DEFER, ALTER, OPEN, CLEAR)),
    (PAPER, BAR),
    (DEFER, DEFER_TINT),
    (ALTER, ALTER_TINT),
    (OPEN, OPEN_TINT),
)
MARK_PAIRS = ((MARK, PAPER), (SOFT, PAPER), (QUIET, PAPER))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
