"""Reads the tables of the specifications: columns between bars, a rule under the heading, `-` for not measured."""


def rows(table):
    """Return the rows of a table as dicts of text."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip() and "--+--" not in line]
    heads = [cell.strip() for cell in lines[0].split("|")]
    found = [dict(zip(heads, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines[1:]]
    assert all(row["why"] for row in found), "every row says why"
    return found


def ids(table):
    """Return what pytest prints for each row."""
    return [row["why"] for row in rows(table)]


def number(text):
    """Return a number, or None for `-`."""
    return None if text == "-" else float(text)


def numbers(text):
    """Return the numbers of one cell: `60+30` are two lesions, `-` is one that was not measured."""
    return [number(part) for part in text.split("+")]
