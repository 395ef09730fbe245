"""Who decides, and where: what both reviews ask of board and centre."""

from functools import cache
from typing import Any

from seldinger.selection.as_json import citations
from seldinger.selection.statements import CONCLUSION, CONCLUSIONS, from_a, from_b, later

GOVERNANCE = (
    ("The decision is the multidisciplinary board's; this sheet informs it.", from_a("A75", at=CONCLUSION)),
    (
        "The choice between TAE, TACE, PRRT, chemotherapy and biotherapy belongs to a board in an experienced centre.",
        from_b("B115", at=CONCLUSIONS),
    ),
    (
        "Only a highly qualified, specialized team in an experienced centre should treat; the reviews give no number, so "
        "the centre declares it.",
        from_b("B110", at=CONCLUSIONS),
    ),
    (
        "Radioembolization of neuroendocrine metastases belongs to an expert centre that enters every patient in a registry.",
        later("nice-ipg786", at="recommendations"),
    ),
)


@cache
def governance() -> list[dict[str, Any]]:
    """Return the statements on who decides and who treats, the same for every report, which nobody changes."""
    return [{"says": says, "cites": citations(cites)} for says, cites in GOVERNANCE]
