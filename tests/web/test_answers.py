"""What stands beside the form: each question once, in the order worth asking; flips and changes as report.json has them."""

from datetime import date

import pytest

from seldinger.patient import examples, load_record, read_record
from seldinger.selection import PROFILES
from seldinger.web import answers

STRICTEST = PROFILES["strictest"]


def report(name):
    record = load_record(examples()[name])
    return answers.answer(record, record.as_of, STRICTEST)


def test_each_question_stands_once_scope_first():
    found = answers.asked(report("published-case-1"))
    names = [each["variable"] for each in found]
    assert len(names) == len(set(names))
    groups = [each["group"] for each in found]
    assert groups[: groups.count("scope")] == ["scope"] * groups.count("scope")
    ranks = [each["rank"] for each in found]
    assert ranks == sorted(ranks)


def test_a_complete_chart_asks_nothing():
    assert answers.asked(report("synthetic-midgut")) == []


def test_treatments_with_one_answer_stand_together():
    found = answers.headlines(report("synthetic-midgut"))
    assert [each["titles"] for each in found] == [["TAE", "cTACE"], ["DEB-TACE"], ["Y-90 glass", "Y-90 resin"]]


def test_out_of_scope_has_no_answers():
    outside = report("out-of-scope")
    assert answers.headlines(outside) == answers.asked(outside) == answers.flips(outside) == []


WORDS = [
    (["eligible"], "✓", "eligible"),
    (["contraindicated"], "✗", "contraindicated"),
    (["not_indicated", "contraindicated"], "✗", "barred: not indicated or contraindicated"),
    (["modified", "eligible"], "?", "still open"),
    (["contraindicated", "eligible"], "?", "still open"),
]


@pytest.mark.parametrize(("possible", "sign", "word"), WORDS)
def test_sets_of_verdicts_in_words(possible, sign, word):
    found = answers.becomes(possible)
    assert (found["sign"], found["word"]) == (sign, word)


def test_a_change_is_shown_for_every_treatment():
    rows = answers.compared(report("synthetic-midgut"), report("synthetic-moribund"))
    assert [row["title"] for row in rows] == ["TAE", "cTACE", "DEB-TACE", "Y-90 glass", "Y-90 resin"]
    assert all(row["after"]["tone"] == "bar" for row in rows)
    into = answers.compared(report("synthetic-midgut"), report("out-of-scope"))
    assert {row["after"]["word"] for row in into} == {"out of scope"}


def test_a_silent_source_says_nothing():
    record = read_record({"schema": "seldinger/chart/1", "id": "a", "as_of": "2026-01-01"}, file="x")
    found = answers.by_profile(record, date(2026, 1, 1), PROFILES)
    alone = next(each for each in found if each["name"] == "delprete2014")
    assert [cell["word"] for cell in alone["cells"]][3:] == ["silent", "silent"]
    assert [cell["sign"] for cell in alone["cells"]][3:] == ["–", "–"]
