"""Markdown tables for the generated pages."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; a bar inside a cell is escaped, a line break becomes a space.

    >>> print(table(["a", "b"], [(1, "x|y")]), end="")
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    cells = [[" ".join(str(cell).replace("|", "\\|").split()) for cell in row] for row in rows]
    spaced = ["| " + " | ".join(row) + " |" for row in (list(head), *cells)]
    return "\n".join([spaced[0], "|" + "---|" * len(head), *spaced[1:]]) + "\n"


def page(title: str, intro: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a page with one table."""
    return f"# {title}\n\n{intro}\n\n{table(head, rows)}"
