"""The page: read back by the parser of the standard library, walked element by element."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from seldinger.patient import examples
from seldinger.report import fragment, page, stylesheet
from seldinger.report.forms import show
from seldinger.report.place import resolve
from seldinger.report.text import visible
from tests.report.generated import HOSTILE, example, hostile, report, some
from tests.report.walking import tokens

VOID = {"meta", "link", "col", "br", "img", "hr", "input"}


class Walk(HTMLParser):
    """Collects, for each element with a pointer, its words; and all other words with the classes they stand under."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.pointed: list[tuple[str, str, str]] = []
        self.free: list[tuple[str, set[str]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()
        assert not self.stack, "elements left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        here = self.stack[-1][1] if self.stack else {}
        if here.get("data-pointer") is not None:
            self.pointed.append((str(here["data-pointer"]), str(here["data-form"]), data))
        else:
            names = {name for tag, attrs in self.stack for name in (tag, *(attrs.get("class") or "").split())}
            self.free.append((data, names))


def faults(made: dict[str, Any], markup: str) -> list[str]:
    walk = Walk(markup)
    found = []
    for at, form, words in walk.pointed:
        full = show(form, resolve(made, at), at)
        if words != full and not (words.endswith("…") and full.startswith(words[:-1])):
            found.append(f"{at}: {words!r}, expected {full!r}")
    drawn = {"style", "svg", "layout", "title"}
    return found + [
        f"number of its own: {words!r}" for words, names in walk.free if tokens(words) and not names & drawn
    ]


def test_every_number_on_the_page_points_to_its_value() -> None:
    assert [fault for made in some() for fault in faults(made, page(made))] == []


def test_the_walk_finds_a_changed_number_and_one_without_a_pointer() -> None:
    made = example("synthetic-midgut")
    markup = page(made)
    assert faults(made, markup.replace(">66 of 100<", ">67 of 100<")) != []
    assert faults(made, markup.replace("Hazards, and what to do", "17 hazards")) != []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words_on_the_page(words: str) -> None:
    made = hostile(words)
    markup = page(made)
    walk = Walk(markup)
    assert faults(made, markup) == []
    assert visible(words) in {text for _, _, text in walk.pointed}
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "main",
        "article",
        "header",
        "footer",
        "section",
    }
    allowed |= {
        "div",
        "h1",
        "h2",
        "p",
        "span",
        "table",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "figure",
    }
    allowed |= {"svg", "desc", "text", "line", "rect", "circle", "polygon", "polyline"}
    assert {tag for tag, _ in walk.tags} <= allowed
    assert not any(name.startswith("on") or name in ("src", "action") for _, attrs in walk.tags for name in attrs)


def test_the_page_needs_nothing_from_outside() -> None:
    for made in some():
        walk = Walk(page(made))
        links = [attrs.get("href") for _, attrs in walk.tags if attrs.get("href")]
        assert links == ["data:,"]
        assert not any(tag in ("script", "iframe", "img", "object") for tag, _ in walk.tags)
    assert "url(" not in stylesheet() and "@import" not in stylesheet()


def test_every_view_says_what_it_is() -> None:
    for made in some():
        markup = page(made)
        assert markup.count(made["about"]["disclaimer"]) >= 2, "once for each page"
        assert 'lang="en"' in markup and '<h1 class="question">' in markup


def test_headers_and_rows_of_every_table_are_marked() -> None:
    walk = Walk(page(example("synthetic-hazards")))
    assert all(attrs.get("scope") in ("col", "row", "colgroup") for tag, attrs in walk.tags if tag == "th")
    ids = [attrs["id"] for _, attrs in walk.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_the_fragment_has_no_style_of_its_own() -> None:
    """The web page forbids inline scripts; column widths are the only inline style, and the fragment carries no sheet."""
    assert "<style" not in fragment(example("synthetic-midgut")) and "<html" not in fragment(
        example("synthetic-midgut")
    )


def test_two_processes_in_two_time_zones_write_the_same_bytes() -> None:
    code = (
        "import hashlib, sys; from seldinger.pathway import consult; from seldinger.patient import examples, load_record\n"
        "from seldinger.report import page, paper, terminal\n"
        "r = consult(load_record(examples()['synthetic-hazards'])); h = hashlib.sha256\n"
        "print(h(r.to_json().encode()).hexdigest(), h(page(r.report).encode()).hexdigest(), h(paper(r.report)).hexdigest(),"
        " h(terminal(r.report).encode()).hexdigest())"
    )
    seen = set()
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Anchorage", "2")):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        seen.add(done.stdout)
    assert len(seen) == 1 and re.fullmatch(r"(\w{64} ?){4}\n", seen.pop())


def test_generated_charts_walk_too() -> None:
    for seed in range(8, 20):
        assert faults(report(seed), page(report(seed))) == []


@pytest.mark.parametrize("name", sorted(examples()))
def test_no_two_sections_of_a_page_have_one_title(name: str) -> None:
    """A screen reader lists sections by title; two alike cannot be told apart."""
    titles = re.findall(r'<h2 id="[^"]*-title"[^>]*>(.*?)</h2>', page(example(name)))
    assert titles
    assert len(titles) == len(set(titles))
