"""The sheet a tumour board reads: report.json as page, paper and terminal text. No clinical number is computed here."""

from seldinger.report.html import fragment, page, part, stylesheet
from seldinger.report.pdf import paper, several
from seldinger.report.sheet import sheet
from seldinger.report.terminal import comparisons, course, explanation, terminal, verdict_table
from seldinger.report.write import write_report

__all__ = [
    "comparisons",
    "course",
    "explanation",
    "fragment",
    "page",
    "paper",
    "part",
    "several",
    "sheet",
    "stylesheet",
    "terminal",
    "verdict_table",
    "write_report",
]
