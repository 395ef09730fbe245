"""The PDF: read back by pypdf, an independent reader."""

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typst")
from pypdf import PdfReader

from seldinger.report import paper, pdf, several, sheet
from tests.report.generated import FULL, HOSTILE, MANY, SOME, example, hostile, report, shipped
from tests.report.walking import tokens

BATCH = 20
LONG = 1000  # letters; of a text longer than that only its first pages are read back


def read(data: bytes, pages: int | None = None) -> list[str]:
    """Return the text of each page or of the first few, without the places where a long word may break."""
    return [page.extract_text().replace("\u200b", "") for page in PdfReader(io.BytesIO(data)).pages[:pages]]


def squeezed(text: str) -> str:
    """Return text without white space: a line break on paper is no difference."""
    return "".join(text.replace("\u200b", "").split())


def front_on_one_page(pages: list[str]) -> bool:
    """Return whether the second page is already the one with the sources."""
    return squeezed(pages[1]).startswith(squeezed(pdf.AGAIN))


def test_page_one_is_one_page_for_every_example() -> None:
    batch = [pdf._sheet(sheet(made)) | {"back": []} for made in shipped()]
    pages = read(pdf._print("examples", batch))
    assert len(pages) == 2 * len(batch)
    for i in range(0, len(pages), 2):
        assert front_on_one_page(pages[i : i + 2])
        assert "Decision(leftblank" in squeezed(pages[i])


@pytest.mark.parametrize("first", range(0, MANY, BATCH))
def test_page_one_is_one_page_for_generated_charts(first: int) -> None:
    """Only page one is set, many charts in one document: then each takes exactly two pages, the second one a heading."""
    batch = [pdf._sheet(sheet(report(seed))) | {"back": []} for seed in range(first, min(first + BATCH, MANY))]
    pages = read(pdf._print("many", batch))
    assert len(pages) == 2 * len(batch)
    assert all(front_on_one_page(pages[i : i + 2]) for i in range(0, len(pages), 2))


def test_the_letters_of_page_one_need_not_shrink() -> None:
    """Shrinking is the net below the estimate of heights; for shipped and generated charts the estimate is enough."""
    batch = [pdf._sheet(sheet(made)) | {"back": []} for made in [*shipped(), *(report(seed) for seed in range(12))]]
    pdf._set("many", [{**each, "letters": 1.0} for each in batch])
    assert pdf.overflowing() == []


def test_a_page_one_that_runs_over_is_set_in_smaller_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The estimate is made far too hopeful: the net holds, for the sheet that needs it and no other."""
    monkeypatch.setattr("seldinger.report.fit.PAGE_MM", 300.0)
    over = pdf._sheet(sheet(example("synthetic-midgut"))) | {"back": []}
    monkeypatch.undo()
    fine = pdf._sheet(sheet(example("synthetic-hazards"))) | {"back": []}
    pdf._set("two", [{**each, "letters": 1.0} for each in (over, fine)])
    assert pdf.overflowing() == [0]
    pages = read(pdf._print("two", [over, fine]))
    assert pdf.overflowing() == []
    assert len(pages) == 4 and all(front_on_one_page(pages[i : i + 2]) for i in (0, 2))


def test_every_number_on_paper_is_one_of_the_sheet() -> None:
    """The runs of the sheet are proved against the report elsewhere; pages number themselves."""
    for made in [*shipped()[:: 3 if FULL else 7], *(report(seed) for seed in range(SOME))]:
        shown = sheet(made)
        drawn = " ".join(figure.says + " " + figure.svg for block in shown.back for figure in block.figures)
        known = {token for run in shown.runs() for token in tokens(run.text)} | tokens(drawn)
        for text in read(paper(made)):
            assert tokens(re.sub(r"page \d+ / \d+", "", text)) <= known


def test_every_word_of_the_sheet_is_on_paper() -> None:
    for made in (example("synthetic-hazards"), *((example("published-case-1"), report(3)) if FULL else (report(3),))):
        whole = squeezed("".join(read(paper(made))))
        for block in (*sheet(made).front.blocks, *sheet(made).back):
            for run in block.runs():
                assert squeezed(pdf.printable(run.text)) in whole, run.text


def test_the_pdf_is_tagged_and_titled_and_says_no_more_than_the_title() -> None:
    made = PdfReader(io.BytesIO(paper(example("synthetic-midgut"))))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] and "/StructTreeRoot" in root
    assert made.metadata is not None and set(made.metadata) <= {"/Title", "/Creator"}
    assert b"pdfuaid" in made.xmp_metadata.stream.get_data() if made.xmp_metadata else False


def test_the_same_report_gives_the_same_bytes() -> None:
    assert paper(example("synthetic-hazards")) == paper(example("synthetic-hazards"))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words_on_paper(words: str) -> None:
    made = hostile(words, everywhere=False)
    shown = sheet(made)
    pages = read(paper(made), 2 if len(words) < LONG else 6)
    assert front_on_one_page(pages)
    assert all(squeezed(pdf.printable(run.text)) in squeezed("".join(pages)) for run in shown.question)


def test_letters_stay_on_the_paper() -> None:
    """No letter is set beyond the edge, whatever the word: x of every piece of text lies within A4."""
    for words in ("x" * 2_000, "W" * 300):
        made = example("synthetic-midgut") | {
            "patient": example("synthetic-midgut")["patient"] | {"question": words, "id": words}
        }
        seen: list[float] = []

        def visit(text: str, _cm: Any, tm: Any, _font: Any, size: float, seen: list[float] = seen) -> None:
            if text.strip():
                seen.append(tm[4] + 0.2 * size * len(text.strip()))

        pages = PdfReader(io.BytesIO(paper(made))).pages
        for page in pages[: None if FULL else 3]:
            page.extract_text(visitor_text=visit)
        assert max(seen) < float(pages[0].mediabox.width)


def test_all_that_may_be_drawn_can_be_drawn() -> None:
    """PDF/UA refuses a letter that no font has: every letter that printable() lets through is set once."""
    letters = "".join(sorted(pdf.SINGLE)) + " ".join(
        chr(code) for low, high in pdf.RANGES for code in range(low, high + 1)
    )
    made = example("out-of-scope")
    assert paper({**made, "scope": {"in": False, "why": letters}})


def test_a_meeting_is_one_document() -> None:
    reports = [example("synthetic-midgut"), example("out-of-scope"), example("synthetic-hazards")]
    pages = read(several(reports))
    firsts = [i for i, text in enumerate(pages) if "board sheet" in text]
    assert len(firsts) == 3
    with pytest.raises(ValueError, match="no report"):
        several([])


def test_the_template_reads_nothing_but_what_it_is_given() -> None:
    source = Path(pdf.template()).read_text(encoding="utf-8")
    assert "read(" not in source and "include" not in source and "import" not in source
    assert re.findall(r"eval\(", source) == []


def test_without_typst_the_missing_package_is_named() -> None:
    code = (
        "import sys; sys.modules['typst'] = None\n"
        "from seldinger.report import paper\n"
        "try: paper({})\n"
        "except ModuleNotFoundError as missing: print(missing.name)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "typst"
