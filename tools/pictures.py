"""The pictures of README and docs: the sheet of shipped charts, on paper and on screen, made anew by `python -m tools.pictures`.

Needs pdftoppm (poppler-utils) and chromium; neither is needed for anything else of the sheet.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.report import counts, figures, write_report
from tools.tree import ROOT

PICTURES = ROOT / "docs/pictures"
CHARTS = ("synthetic-midgut", "synthetic-hazards", "published-case-1")
DPI, GREY_DPI, SMALL_DPI = "100", "100", "50"
SCREEN = "900,1250"
BROWSER = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def main() -> int:
    """Write every picture; say what is missing and stop with 1 when a tool is."""
    missing = [tool for tool in ("pdftoppm", "chromium") if shutil.which(tool) is None]
    if missing:
        print(f"pictures: {', '.join(missing)} not found: apt-get install poppler-utils chromium", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in CHARTS:
            report = consult(load_record(examples()[name])).report
            page, paper = Path(folder) / f"{name}.html", Path(folder) / f"{name}.pdf"
            write_report(report, html=page, pdf=paper)
            rasterize(paper, PICTURES / f"{name}-page-one", "1", DPI)
            photograph(page, PICTURES / f"{name}-screen.png")
            if name == CHARTS[0]:
                rasterize(paper, PICTURES / f"{name}-page-two", "2", DPI)
                rasterize(paper, PICTURES / f"{name}-grey", "1", GREY_DPI, "-gray")
                rasterize(paper, PICTURES / f"{name}-half", "1", SMALL_DPI)
    (PICTURES / "forest.svg").write_text(forest(), encoding="utf-8")
    (PICTURES / "icons.svg").write_text(counts.icons(0.66, (0.5, 0.79), title="Example: 66 of 100"), encoding="utf-8")
    return 0


def rasterize(paper: Path, target: Path, page: str, dpi: str, *more: str) -> None:
    """Write one page of a PDF as PNG."""
    subprocess.run(
        ["pdftoppm", "-singlefile", "-png", "-r", dpi, "-f", page, *more, str(paper), str(target)], check=True
    )


def photograph(page: Path, target: Path) -> None:
    """Write what a browser shows of a page as PNG."""
    command = ["chromium", *BROWSER, f"--window-size={SCREEN}", f"--screenshot={target}", page.as_uri()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def forest() -> str:
    """Return the forest of tumour response from the report of a chart in which every treatment is open."""
    expected = consult(load_record(examples()[CHARTS[0]])).report["expect"]
    rows = [
        figures.Row(
            label=each["scope_says"],
            estimate=each["estimate"],
            ci=tuple(each["ci"]),
            prediction=tuple(each["prediction"]),
        )
        for part in expected.values()
        for each in part
        if each["outcome"].startswith("objective_response") and each["estimate"] is not None
    ]
    return figures.forest(list(dict.fromkeys(rows)), title="Tumour response, of 100")


if __name__ == "__main__":
    sys.exit(main())
