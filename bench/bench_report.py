"""How long a sheet takes: HTML and PDF of every shipped chart and a figure, against a physical floor in the same run.

The floor of the page is copying its bytes through the escaper of the standard library; the floor of the PDF is typst setting
one empty page. Warm means that fonts and template are loaded; each chart differs from the one before it.
"""

import statistics
import time
from collections.abc import Callable
from html import escape

from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.report import counts, figures, page, paper

HTML_TARGET_MS, PDF_TARGET_MS, FIGURE_TARGET_MS = 10.0, 100.0, 2.0


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes [ms]."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def typst_floor() -> float:
    """Return how long typst takes for an empty page, warm [ms]."""
    import typst

    compiler = typst.Compiler(b'#set document(title: "x")\n#set text(lang: "en")\nx', ignore_system_fonts=True)
    compiler.compile(format="pdf", pdf_standards="ua-1")
    source = b'#set document(title: "x")\n#set text(lang: "en")\ny'
    return milliseconds(lambda: typst.compile(source, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True))


def main() -> None:
    """Print times, targets and ratios to the floors."""
    reports = [consult(load_record(path)).report for path in examples().values()]
    page(reports[0])
    paper(reports[0])
    html = statistics.median(milliseconds(lambda made=made: page(made)) for made in reports)
    again = statistics.median(min(milliseconds(lambda made=made: page(made)) for _ in range(5)) for made in reports)
    pages = [page(made) for made in reports]
    floor = statistics.median(milliseconds(lambda text=text: escape(text)) for text in pages)
    pdf = statistics.median(milliseconds(lambda made=made: paper(made)) for made in reports)
    same = statistics.median(milliseconds(lambda: paper(reports[0])) for _ in range(5))
    rows = [figures.Row(label=f"study {i}", estimate=0.5, ci=(0.3, 0.7), prediction=(0.1, 0.9)) for i in range(20)]
    forest = min(milliseconds(lambda: figures.forest(rows, title="x")) for _ in range(20))
    icons = min(milliseconds(lambda: counts.icons(0.6, (0.4, 0.8), title="x")) for _ in range(20))
    print(f"HTML, each chart once       {html:8.1f} ms  best of five {again:.1f} ms  (target {HTML_TARGET_MS:.0f})")
    print(f"  ratio to escaping its text {again / floor:7.1f}")
    print(f"PDF, each chart once        {pdf:8.1f} ms  same chart again {same:.1f} ms  (target {PDF_TARGET_MS:.0f})")
    print(f"  ratio to an empty page     {pdf / typst_floor():7.1f}")
    print(f"forest of 20 rows           {forest:8.2f} ms  icon array {icons:.2f} ms  (target {FIGURE_TARGET_MS:.0f})")


if __name__ == "__main__":
    main()
