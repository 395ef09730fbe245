"""Page one is one page: the estimate of heights is never less than what typst measures, and not wasteful."""

import json
from pathlib import Path

import pytest

from seldinger.report import fit, pdf, sheet
from seldinger.report.place import say
from tests.report.generated import report, shipped

typst = pytest.importorskip("typst")
TOO_LITTLE_MM, TOO_MUCH = (
    0.6,
    0.12,
)  # the estimate may fall short by that much for a block, and exceed by that share in all


def test_the_estimate_of_heights_agrees_with_typst(tmp_path: Path) -> None:
    source = Path(pdf.template()).read_text(encoding="utf-8")
    measure = "#context [#metadata(made.blocks.map(one => measure(width: one.widths.sum() * 1mm, block-of(one, 1.0)).height / 1mm)) <m>]"
    (tmp_path / "m.typ").write_text(
        source[: source.index("#set page(")] + "#set page(width: 210mm)\n" + measure, encoding="utf-8"
    )
    for made in [*shipped()[::4], *(report(seed) for seed in range(6))]:
        blocks = [block for block in sheet(made).front.blocks if block.rows or block.note]
        data = json.dumps({"title": "x", "blocks": [pdf._block(block) for block in blocks]})
        heights = json.loads(
            typst.query(
                tmp_path / "m.typ", "<m>", field="value", one=True, sys_inputs={"sheet": data}, ignore_system_fonts=True
            )
        )
        estimates = [fit.measured(block).mm - fit.GAP_MM for block in blocks]
        for block, measured, estimate in zip(blocks, heights, estimates, strict=True):
            assert estimate > measured - TOO_LITTLE_MM, block.id
        assert sum(estimates) < sum(heights) * (1 + TOO_MUCH)


def test_the_widths_of_letters_are_those_that_typst_measures(tmp_path: Path) -> None:
    text = (
        '#set text(font: "Libertinus Serif")\n#context [#metadata(range(32, 127).map(i => '
        "measure(text(size: 100pt, str.from-unicode(i) + str.from-unicode(i))).width / 0.2pt)) <w>]"
    )
    (tmp_path / "w.typ").write_text(text, encoding="utf-8")
    measured = json.loads(typst.query(tmp_path / "w.typ", "<w>", field="value", one=True, ignore_system_fonts=True))
    assert [round(each) for each in measured] == pytest.approx(list(fit.WIDTHS), abs=1)


def test_a_longer_line_never_takes_fewer_lines() -> None:
    words = ["portal", "vein", "thrombosis", "of", "the", "right", "branch", "seen", "on", "computed", "tomography"]
    taken = [fit.cell_lines((say(" ".join(words[:n])),), 30, 8) for n in range(1, len(words) + 1)]
    assert taken == sorted(taken) and taken[0] == 1 and taken[-1] > 3
