"""How long a sheet takes: HTML and PDF of every shipped chart and a figure, against a physical floor in the same run.

The floor of the page is copying its bytes through the escaper of the standard library; the floor of the PDF is typst setting
one empty page. Warm means that template and fonts are loaded. A page is the lower quartile of 20, by the processor's time,
since the machine may be shared; a PDF is each chart's first, since typst would remember the second, by the clock, since
typst works on several threads.
"""

import gc
import statistics
import time
from collections.abc import Callable
from html import escape

from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.report import counts, figures, page, paper

REPEATS = 20
HTML_TARGET_MS, PDF_TARGET_MS, FIGURE_TARGET_MS = 10.0, 100.0, 2.0


def milliseconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long some work takes by a clock [ms]."""
    start = clock()
    work()
    return 1000 * (clock() - start)


def usual(work: Callable[[], object]) -> float:
    """Return the lower quartile of the processor's time over the repeats [ms]."""
    return sorted(milliseconds(work) for _ in range(REPEATS))[REPEATS // 4]


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
    gc.freeze()  # as the server does
    pdf = [milliseconds(lambda made=made: paper(made), time.perf_counter) for made in reports[1:]]
    first = [milliseconds(lambda made=made: page(made)) for made in reports]
    html = [usual(lambda made=made: page(made)) for made in reports]
    pages = [page(made) for made in reports]
    floor = statistics.median(usual(lambda text=text: escape(text)) for text in pages)
    same = usual(lambda: paper(reports[0]))
    rows = [figures.Row(label=f"study {i}", estimate=0.5, ci=(0.3, 0.7), prediction=(0.1, 0.9)) for i in range(20)]
    forest = usual(lambda: figures.forest(rows, title="x"))
    icons = usual(lambda: counts.icons(0.6, (0.4, 0.8), title="x"))
    middle, middle_pdf = statistics.median(html), statistics.median(pdf)
    print(
        f"HTML, median of the charts  {middle:8.1f} ms  {min(html):.1f} to {max(html):.1f}  (target {HTML_TARGET_MS:.0f})"
    )
    print(f"  each chart's first time   {statistics.median(first):8.1f} ms")
    print(f"  ratio to escaping its text {middle / floor:7.1f}")
    print(
        f"PDF, median of the charts   {middle_pdf:8.1f} ms  {min(pdf):.1f} to {max(pdf):.1f}  (target {PDF_TARGET_MS:.0f})"
    )
    print(f"  same chart again          {same:8.1f} ms")
    print(f"  ratio to an empty page     {middle_pdf / typst_floor():7.1f}")
    print(f"forest of 20 rows           {forest:8.2f} ms  icon array {icons:.2f} ms  (target {FIGURE_TARGET_MS:.0f})")


if __name__ == "__main__":
    main()
