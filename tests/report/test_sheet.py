"""The sheet as a value: every number points into the report, nothing is dropped, what is not there is said."""

from typing import Any

import pytest

from seldinger.report import front
from seldinger.report.forms import show
from seldinger.report.place import Run
from seldinger.report.sheet import sheet
from tests.report.generated import HOSTILE, MANY, bare, example, hostile, report, shipped, some
from tests.report.walking import faults


def test_every_number_of_the_examples_stands_in_the_report() -> None:
    assert [fault for each in shipped() for fault in faults(each, sheet(each).runs())] == []


@pytest.mark.parametrize("seed", range(MANY))
def test_every_number_of_a_generated_chart_stands_in_the_report(seed: int) -> None:
    made = report(seed)
    assert faults(made, sheet(made).runs()) == []
    assert faults(made, sheet(made, paged=False).runs()) == []


def test_a_number_that_is_not_in_the_report_is_found() -> None:
    made = sheet(example("synthetic-midgut"))
    run = next(each for each in made.runs() if each.at and each.form == "of_100")
    assert faults(example("synthetic-midgut"), [run._replace(text="99 of 100")]) != []
    assert faults(example("synthetic-midgut"), [run._replace(key="nothing")]) != []
    assert faults(example("synthetic-midgut"), [run._replace(inside=None, text="17 patients")]) != []


def test_what_page_one_cuts_or_moves_stands_later() -> None:
    for made in some():
        _nothing_is_dropped(made)


def _nothing_is_dropped(made: dict[str, Any]) -> None:
    """Whatever page one would show on paper without end stands somewhere on the sheet, and uncut."""
    paged, endless = sheet(made), sheet(made, paged=False)
    places = {_place(run) for run in paged.runs()}
    assert {_place(run) for block in endless.front.blocks for run in block.runs()} - places == set()
    uncut = {(run.at, run.text) for run in paged.runs()}
    for run in paged.runs():
        if run.text.endswith("…"):
            assert (run.at, show(run.form, run.raw, str(run.at))) in uncut


def _place(run: Run) -> object:
    """Return where a run stands; an expectation that two treatments share (mixed series) is printed once, by its value."""
    shared = run.at is not None and run.at.startswith("/expect/")
    return (run.at.rpartition("/")[2], repr(run.raw)) if shared and run.at else run.at


def test_a_part_that_is_missing_is_said_and_breaks_nothing() -> None:
    for made in bare():
        shown = sheet(made)
        assert faults(made, shown.runs()) == []
        for block in shown.front.blocks:
            assert block.rows or block.note or block.boxes or not block.title, block.id


@pytest.mark.parametrize("name", ["expect", "plan", "followup", "hazards", "distinguishes", "alternatives", "workup"])
def test_a_part_not_built_has_its_own_sentence(name: str) -> None:
    shown = sheet({**example("synthetic-midgut"), name: None})
    assert front.NOT_BUILT in {run.text for run in shown.runs()}


def test_outside_the_scope_there_is_no_verdict_and_a_reason() -> None:
    made = example("out-of-scope")
    words = " ".join(run.text for run in sheet(made).runs())
    assert made["scope"]["why"] in words
    assert "eligible" not in words and "contraindicated" not in words


def test_the_notice_the_versions_and_the_day_stand_on_every_sheet() -> None:
    for made in some():
        shown = sheet(made)
        foot = " ".join(run.text for line in shown.foot for run in line)
        about = made["about"]
        assert all(
            each in foot for each in (about["disclaimer"], about["software"], about["knowledge"][:12], about["profile"])
        )
        assert any(run.at == "/about/on" for run in shown.day)


def test_overdue_knowledge_is_counted_in_the_foot() -> None:
    made = example("synthetic-midgut")
    due = [{"id": "liver.bilirubin_max", "review_due": "2026-01-01"}] * 3
    foot = " ".join(
        run.text for line in sheet({**made, "about": {**made["about"], "review_due": due}}).foot for run in line
    )
    assert "3 pieces of knowledge overdue" in foot.replace("3  ", "3 ")


def test_the_decision_box_is_blank() -> None:
    for made in (*shipped(), report(1)):
        boxes = [block for block in sheet(made).front.blocks if block.boxes]
        assert len(boxes) == 1
        assert not boxes[0].rows and not boxes[0].note


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    made = hostile(words)
    assert faults(made, sheet(made).runs()) == []


def test_the_matrix_has_each_criterion_once() -> None:
    for made in shipped():
        for block in sheet(made, paged=False).front.blocks:
            if block.id == "criteria":
                named = [row.cells[0][0].text for row in block.rows if not row.section]
                assert len(named) == len(set(named))


def test_a_bar_shows_in_exactly_the_columns_it_bars() -> None:
    made = example("synthetic-hazards")
    block = next(b for b in sheet(made, paged=False).front.blocks if b.id == "criteria")
    rows = {row.cells[0][0].text: [cell[0].text for cell in row.cells[3:]] for row in block.rows if not row.section}
    for i, modality in enumerate(made["modalities"].values()):
        barred = {bar["requires"] for bar in modality["bars"]}
        assert {name for name, cells in rows.items() if cells[i] in ("✗ bars", "◐ not now")} == barred
