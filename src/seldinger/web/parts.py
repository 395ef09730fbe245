"""Parts of the board sheet by name, printed by the report's own printer."""

from typing import Any

from seldinger.report import sheet
from seldinger.report.blocks import Block
from seldinger.report.html import block


def blocks(report: dict[str, Any], *names: str) -> str:
    """Return the parts of these names as sections, in the sheet's order; the fuller one where a part stands twice."""
    made = sheet(report, paged=False)
    found: dict[str, Block] = {}
    for each in (*made.front.blocks, *made.back):
        if each.id in names:
            found[each.id] = each
    return "".join(block(each) for each in found.values())


def names(report: dict[str, Any]) -> list[str]:
    """Return the names of all parts."""
    made = sheet(report, paged=False)
    return [each.id for each in (*made.front.blocks, *made.back)]
