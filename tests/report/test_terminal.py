"""The terminal: every number it prints is one the sheet has, and nothing in it steers the terminal."""

import pytest

from seldinger.report import course, explanation, sheet, terminal, verdict_table
from seldinger.terms import Modality
from tests.report.generated import HOSTILE, example, hostile, some
from tests.report.walking import tokens


def test_every_number_in_the_terminal_is_one_of_the_sheet() -> None:
    """The runs of the sheet are proved against the report elsewhere; a narrow column may break a word, never a number."""
    for made in some():
        known = {token for run in sheet(made, paged=False).runs() for token in tokens(run.text)}
        assert tokens(terminal(made)) <= known
        assert tokens(terminal(made, width=200)) <= known


def test_page_one_is_whole_in_the_terminal() -> None:
    for made in some():
        squeezed = "".join(terminal(made).split())
        for modality in (made.get("modalities") or {}).values():
            assert "".join(modality["title"].split()) in squeezed
        assert "overleaf" not in terminal(made)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_cannot_steer_the_terminal(words: str) -> None:
    for colour in (False, True):
        out = terminal(hostile(words), colour=colour)
        steering = {
            letter
            for letter in out
            if ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 or letter in "\u202e\u202d\u2066\u200f\ufeff"
        }
        assert steering <= ({"\n", "\x1b"} if colour else {"\n"})


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    made = example("synthetic-hazards")
    assert "\x1b[" in terminal(made, colour=True)
    assert "\x1b[" not in terminal(made)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert "\x1b[" not in terminal(made)


@pytest.mark.parametrize("modality", list(Modality))
def test_an_explanation_says_verdict_reasons_and_what_is_missing(modality: Modality) -> None:
    made = example("published-case-1")
    words = " ".join(explanation(made, modality).split())
    part = made["modalities"][modality]
    assert part["headline"]["says"] in words
    assert part["missing"][0]["title"] in words
    known = {token for run in sheet(made, paged=False).runs() for token in tokens(run.text)}
    assert tokens(words) <= known


def test_an_explanation_outside_the_scope_gives_the_reason() -> None:
    made = example("out-of-scope")
    assert made["scope"]["why"] in " ".join(explanation(made, "tae").split())


def test_the_verdict_table_has_a_line_per_chart() -> None:
    reports = {name: example(name) for name in ("synthetic-midgut", "synthetic-hazards", "out-of-scope")}
    lines = verdict_table(reports).splitlines()
    assert len(lines) == 4
    assert "contraindicated" in lines[2] and "out of scope" in lines[3] and "eligible" in lines[1]


@pytest.mark.parametrize("name", ["published-case-1-after", "published-case-2-after", "published-case-3-after"])
def test_the_course_is_printed_with_every_sentence_and_no_number_of_its_own(name: str) -> None:
    made = example(name)
    squeezed = "".join(course(made, width=200).split())
    for step in made["followup"]["course"]["next_steps"]:
        assert "".join(step["says"].split()) in squeezed
    printed = sheet(made, paged=False)
    figures = " ".join(figure.says for block in printed.back for figure in block.figures)
    known = {token for run in printed.runs() for token in tokens(run.text)} | tokens(figures)
    assert tokens(course(made, width=200)) <= known


def test_a_course_outside_the_scope_gives_the_reason() -> None:
    assert "No answer" in course(example("out-of-scope"))
