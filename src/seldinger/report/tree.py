"""A decision tree for the documentation: questions with their answers, leaves with a sign and a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from seldinger.report import svg
from seldinger.report.palette import INK, QUIET

STEP_X, STEP_Y, TOP, BOX = 228.0, 26.0, 34.0, 202.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A question with answers, each leading to a node; without answers it is a leaf."""

    says: str
    answers: Sequence[tuple[str, "Node"]] = ()


def tree(root: Node, *, title: str) -> str:
    """Return the tree from left to right, one leaf a line."""
    drawn: list[str] = []
    words: list[str] = []
    leaves, deep = _draw(root, 0, 0, drawn, words)
    body = svg.text(0, 11, title, bold=True) + "".join(drawn)
    return svg.drawing((deep + 1) * STEP_X, TOP + leaves * STEP_Y, title, "; ".join(words), body)


def _draw(node: Node, depth: int, leaf: int, drawn: list[str], words: list[str]) -> tuple[int, int]:
    """Draw a node and all below it; return how many leaves it took and how deep it went."""
    x, y = depth * STEP_X, TOP + leaf * STEP_Y
    drawn.append(
        svg.tag("rect", x=x + 0.5, y=y - 11, width=BOX, height=17, fill="none", stroke=QUIET, stroke_width=0.6)
    )
    drawn.append(svg.text(x + 5, y + 1, node.says, fill=INK, size=8, bold=not node.answers))
    taken, deepest = 0, depth
    for answer, below in node.answers:
        y_below = TOP + (leaf + taken) * STEP_Y
        drawn.append(svg.line(x + BOX, y - 2, x + STEP_X, y_below - 2, stroke=QUIET, width=0.6))
        drawn.append(svg.text(x + STEP_X - 3, y_below - 5, answer, anchor="end", fill=QUIET, size=7))
        words.append(f"{node.says} {answer}: {below.says}")
        more, deep = _draw(below, depth + 1, leaf + taken, drawn, words)
        taken, deepest = taken + more, max(deepest, deep)
    return max(1, taken), deepest
