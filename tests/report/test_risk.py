"""How risk is told: rules of risk communication, each held on what is rendered.

Grounds: natural frequencies with one denominator help patients and professionals alike (Akl 2011, Cochrane); relative
measures alone persuade (Akl 2011); a mean without its spread misleads where series print 2 to 100 of 100 (Del Prete 2014).
"""

import re
from typing import Any

from seldinger.report import expect, page, sheet
from seldinger.report.blocks import Block
from seldinger.terms import BARS
from tests.report.generated import example, report, some

RELATIVE = re.compile(r"\b(odds|risk|hazard|rate) ratio\b|\brelative risk\b|\btimes (more|less|as)\b", re.I)


def _block(made: dict[str, Any], name: str) -> Block:
    return next(each for each in sheet(made).back if each.id == name)


def _words(cells: object) -> str:
    return "".join(run.text for cell in cells for run in cell)  # type: ignore[attr-defined]


def test_every_share_is_told_on_one_hundred() -> None:
    for made in some():
        for run in sheet(made).runs():
            if (
                run.at
                and re.fullmatch(r"/expect/\w+/\d+/estimate", run.at)
                and run.form not in ("number", "not_of_100")
            ):
                assert run.text.endswith("of 100")


def test_both_intervals_stand_beside_every_estimate_by_name_with_a_time() -> None:
    rows = [_words(row.cells) for row in _block(example("synthetic-midgut"), "expect-full").rows if not row.section]
    shares = [words for words in rows if "of 100" in words]
    assert len(shares) > 12
    for words in shares:
        assert re.search(r"; confidence interval (up to )?\d.*; prediction interval \d", words), words
        assert ";" in words.partition(": ")[0], "the time stands beside the outcome"
        assert "not in" in words, "did and did not"
        assert re.search(r"; studies \d+: (\d{4}|years not stated)", words), "studies and their years"
        assert "certainty" in words


def test_every_treatment_still_open_has_its_expectations_and_no_other_stands_among_them() -> None:
    """Series of two treatments are never set beside each other: under a treatment every row is one of its own."""
    made = example("synthetic-hazards")
    still = [name for name, part in made["modalities"].items() if set(part["possible"]) - {str(each) for each in BARS}]
    block = _block(made, "expect-full")
    titles = [_words(row.cells) for row in block.rows if row.section]
    assert titles == [made["modalities"][name]["title"] for name in still]
    under: list[set[str]] = []
    for row in block.rows:
        places = [
            run.at.split("/")[2] for cell in row.cells for run in cell if run.at and run.at.startswith("/expect/")
        ]
        if row.section:
            under.append(set())
        else:
            under[-1] |= set(places)
    assert [{name} for name in still] == under


def test_when_every_treatment_is_barred_all_expectations_stand_overleaf() -> None:
    made = example("synthetic-moribund")
    assert len([row for row in _block(made, "expect-full").rows if row.section]) == len(made["modalities"])


def test_only_what_a_study_compared_itself_stands_side_by_side_with_both_counts() -> None:
    made = example("synthetic-midgut")
    block = next(each for each in sheet(made, paged=False).back if each.id == "comparisons")
    counted = [c for c in made["comparisons"] if all(s["events"] is not None and s["n"] for s in c["sides"])]
    assert len(block.rows) == len(counted) > 5
    assert f"{len(made['comparisons']) - len(counted)} more" in "".join(run.text for run in block.note)
    for words in (_words(row.cells) for row in block.rows):
        counts, _, ratio = words.partition("; odds ratio ")
        assert len(re.findall(r"\d+ of \d+", counts)) == 2
        assert re.match(r"[\d.]+, confidence interval [\d.]+ to", ratio), words


def test_page_one_names_both_intervals_in_its_head() -> None:
    block = next(each for each in sheet(example("synthetic-midgut")).front.blocks if each.id == "expect")
    head = _words(block.head)
    assert "confidence interval" in head and "prediction interval" in head


def test_benefit_never_stands_on_page_one_without_harm() -> None:
    for made in [*some(), *(report(seed) for seed in range(8, 30))]:
        for block in sheet(made).front.blocks:
            if block.id == "expect" and block.rows:
                sections = [_words(row.cells) for row in block.rows if row.section]
                assert sections and all(re.search(r"\w", words) for words in sections)
                _benefit_with_harm(block)


def _benefit_with_harm(block: Block) -> None:
    """Each treatment shows all four families: a row, or its name among those without data."""
    parts: list[list[str]] = []
    for row in block.rows:
        if row.section:
            parts.append([_words(row.cells)])
        else:
            parts[-1].append(_words([row.cells[0]]))
    for title, *rows in parts:
        missing = title.partition("no data: ")[2]
        assert len(rows) + len([name for name in expect.FAMILIES if name.lower() in missing]) == len(expect.FAMILIES)


def test_no_data_is_said_and_no_cell_is_empty() -> None:
    made = example("synthetic-midgut")
    made = {
        **made,
        "expect": {
            **made["expect"],
            "tae": [{**made["expect"]["tae"][0], "estimate": None, "ci": None, "prediction": None}],
        },
    }
    words = " ".join(_words(row.cells) for row in _block(made, "expect-full").rows)
    assert expect.NO_DATA in words
    for block in sheet(made).front.blocks:
        if block.id == "expect":
            assert all(cell for row in block.rows if not row.section for cell in row.cells[:4])


def test_a_count_of_none_shows_how_many_it_may_still_be() -> None:
    made = example("synthetic-midgut")
    zero = [each for part in made["expect"].values() for each in part if each["estimate"] == 0]
    assert zero, "the shipped evidence has counts of none"
    for row in (row for row in _block(made, "expect-full").rows if not row.section):
        if ": 0 of 100" in _words(row.cells):
            assert "confidence interval up to" in _words(row.cells)


def test_no_ratio_stands_without_its_counts() -> None:
    """The software prints no relative measure at all; a source's sentence with one must carry both counts."""
    for made in some():
        for run in sheet(made).runs():
            if RELATIVE.search(run.text):
                assert len(re.findall(r"\d+ of \d+", run.text)) >= 2, run.text


def test_what_is_not_read_is_flagged_beside_its_value() -> None:
    made = example("synthetic-midgut")
    for row in (row for row in _block(made, "expect-full").rows if not row.section):
        places = [run.at for cell in row.cells for run in cell if run.at]
        first = next(at for at in places if at.startswith("/expect/"))
        _, _, modality, i, *_ = first.split("/")
        statuses = {cite.get("status") for cite in made["expect"][modality][int(i)]["cites"]}
        flagged = {run.text for cell in row.cells for run in cell if run.tone == "flag"}
        assert statuses - {"read", "local"} <= {word.split(" ")[0] for word in flagged}


def test_a_threshold_that_nobody_has_read_is_flagged_on_page_one() -> None:
    made = example("synthetic-hazards")
    reasons = made["modalities"]["tae"]["because"]
    for reason in reasons:
        for limit in reason["limit"]:
            limit["status"] = "unverified"
    try:
        block = next(each for each in sheet(made, paged=False).front.blocks if each.id == "criteria")
        assert any(run.tone == "flag" and run.text == "unverified" for run in block.runs())
    finally:
        for reason in reasons:
            for limit in reason["limit"]:
                limit["status"] = "read"


def test_three_states_have_a_sign_a_word_and_a_tint() -> None:
    block = next(b for b in sheet(example("synthetic-hazards"), paged=False).front.blocks if b.id == "criteria")
    seen = {
        (cell[0].text, tone)
        for row in block.rows
        if not row.section
        for cell, tone in zip(row.cells[3:], row.tones[3:], strict=True)
    }
    assert {("✗ bars", "bar"), ("! alters", "alter"), ("? may bar", "open")} <= seen
    assert all(text == "–" or re.fullmatch(r"\S \w[\w ]+", text) for text, _ in seen)


def test_nothing_is_ranked_and_nothing_is_scored() -> None:
    for made in some():
        words = page(made).lower()
        assert "best option" not in words and "recommended treatment" not in words and "first choice" not in words
