"""The sheet a tumour board reads: report.json as page, paper and terminal text. No clinical number is computed here."""

from seldinger.report.html import fragment, page, stylesheet
from seldinger.report.sheet import sheet
from seldinger.report.terminal import explanation, terminal, verdict_table

__all__ = ["explanation", "fragment", "page", "sheet", "stylesheet", "terminal", "verdict_table"]
