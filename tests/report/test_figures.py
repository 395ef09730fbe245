"""Drawings: well formed, bounded, escaped, with every number in words; colours far enough apart."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.report import counts, figures, palette, svg, timeline, tree
from tests.report.generated import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

ROWS = [
    figures.Row(label="Eriksson 1998", estimate=0.5, ci=(0.3, 0.7), weight=0.4),
    figures.Row(label="Ho 2007", estimate=0.9, ci=(0.6, 1.0), excluded="another definition"),
    figures.Row(label="none", estimate=None),
    figures.Row(label="pooled", estimate=0.66, ci=(0.5, 0.79), prediction=(0.2, 0.95), pooled=True),
]
COURSE = {
    "start": "2026-01-01",
    "end": "2026-12-31",
    "lanes": [
        {"name": "cga", "unit": "xULN", "marks": [{"date": "2026-01-01", "x": 0.0, "y": 1.0, "label": "8.2"}, {"date": "2026-06-01", "x": 0.4, "y": 0.3, "label": "2.4"}]},
        {"name": "toxicity", "marks": [{"date": "2026-02-01", "x": 0.1, "x_until": 0.3, "label": "grade 2"}]},
        {"name": "odd", "marks": [{"date": None, "x": None, "label": None}]},
    ],
}  # fmt: skip
CHANCES = [0.01, 0.1, 0.3, 0.4, 0.19]
LEAF = tree.Node(says="eligible")
TREE = tree.Node(says="portal vein", answers=[("patent", LEAF), ("closed", tree.Node(says="contraindicated"))])


def drawings(words: str = "title") -> dict[str, str]:
    """Return one drawing of each sort, with these words wherever words go."""
    rows = [*ROWS, figures.Row(label=words, estimate=0.1, ci=(0.0, 0.2))]
    points = [figures.Point(label=words, estimate=0.2, se=0.1), figures.Point(label="b", estimate=-0.4, se=0.3)]
    lanes = {
        **COURSE,
        "lanes": [*COURSE["lanes"], {"name": words, "unit": words, "marks": [{"x": 0.5, "y": 0.5, "label": words}]}],
    }
    return {
        "forest": figures.forest(rows, title=words),
        "cumulative": figures.cumulative(rows, title=words),
        "funnel": figures.funnel(
            points, estimate=0.1, limits=[(0.0, 0.1, 0.1), (0.3, -0.5, 0.7)], title=words, label=words
        ),
        "icons": counts.icons(0.61, (0.43, 0.77), title=words),
        "next": counts.next_patients(CHANCES, title=words, label=words),
        "timeline": timeline.timeline(lanes, title=words),
        "tree": tree.tree(tree.Node(says=words, answers=[(words, LEAF)]), title=words),
    }


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


@pytest.mark.parametrize("words", ["title", *HOSTILE])
def test_every_drawing_is_well_formed_and_says_what_it_shows(words: str) -> None:
    for name, drawing in drawings(words).items():
        root = parsed(drawing)
        assert root.get("role") == "img", name
        assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None, name
        tags = {each.tag.removeprefix(SVG) for each in root.iter()}
        assert tags <= {"svg", "title", "desc", "text", "line", "rect", "circle", "polygon", "polyline"}, name
        for each in root.iter():
            assert "style" not in each.attrib and not any(key.startswith("on") for key in each.attrib), name


def test_every_label_is_of_bounded_length() -> None:
    for name, drawing in drawings("y" * 10_000).items():
        assert max(len(each.text or "") for each in parsed(drawing).iter(f"{SVG}text")) <= 2 * svg.LABEL_MOST, name


def test_no_coordinate_is_minus_nought_and_none_leaves_the_drawing() -> None:
    for name, drawing in drawings().items():
        assert not re.search(r'"-0(\.0+)?"|[ ,"]-0[ ,"]', drawing), name
        root = parsed(drawing)
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for each in root.iter():
            for key, most in (
                ("x", width),
                ("x1", width),
                ("x2", width),
                ("cx", width),
                ("y1", height),
                ("y2", height),
                ("cy", height),
            ):
                if key in each.attrib:
                    assert -1 <= float(each.attrib[key]) <= most + 1, (name, key)


def test_the_description_lists_the_numbers() -> None:
    said = parsed(figures.forest(ROWS, title="x")).findtext(f"{SVG}desc") or ""
    assert "Eriksson 1998: 50 of 100, confidence interval 30 to 70" in said
    assert "left out: another definition" in said and "none: no data" in said
    assert "pooled: 66 of 100, confidence interval 50 to 79, prediction interval 20 to 95" in said
    assert "8.2" in (parsed(timeline.timeline(COURSE, title="x")).findtext(f"{SVG}desc") or "")
    assert "portal vein closed: contraindicated" in (parsed(tree.tree(TREE, title="x")).findtext(f"{SVG}desc") or "")


def test_icons_are_solid_to_the_lower_bound_and_hatched_to_the_upper() -> None:
    squares = list(parsed(counts.icons(0.61, (0.43, 0.77), title="x")).iter(f"{SVG}rect"))
    assert len(squares) == 100
    assert sum(each.get("fill") == palette.MARK for each in squares) == 43
    assert sum(each.get("stroke") == palette.MARK for each in squares) == 77


def test_a_count_of_none_is_drawn_with_its_upper_bound() -> None:
    said = parsed(counts.icons(0.0, (0.0, 0.113), title="x")).findtext(f"{SVG}desc") or ""
    assert said == "0 of 100, confidence interval up to 11"


@pytest.mark.parametrize(
    "drawing",
    [
        figures.forest([], title="x"),
        counts.icons(None, None, title="x"),
        counts.next_patients([], title="x", label="y"),
        timeline.timeline({}, title="x"),
    ],
)
def test_nothing_to_draw_is_said(drawing: str) -> None:
    words = " ".join(each.text or "" for each in parsed(drawing).iter(f"{SVG}text"))
    assert "no data" in words or "nothing" in words


def test_letters_and_marks_are_far_enough_from_their_ground() -> None:
    assert all(palette.contrast(*pair) >= TEXT_CONTRAST for pair in palette.TEXT_PAIRS)
    assert all(palette.contrast(*pair) >= MARK_CONTRAST for pair in palette.MARK_PAIRS)


def test_the_style_sheet_and_the_template_use_the_palette_and_no_other_colour() -> None:
    from importlib import resources

    known = {
        getattr(palette, name)
        for name in dir(palette)
        if isinstance(getattr(palette, name), str) and str(getattr(palette, name)).startswith("#")
    }
    for name in ("sheet.css", "sheet.typ"):
        text = resources.files("seldinger.report").joinpath(name).read_text(encoding="utf-8")
        assert set(re.findall(r"#[0-9a-f]{6}\b", text)) <= known | {"#eceef2"}, name


def test_the_four_states_differ_in_grey() -> None:
    """Without colour the bar is dark and the others are light; sign and word tell those apart."""
    grey = {
        tint: palette.contrast(tint, palette.PAPER)
        for tint in (palette.BAR, palette.DEFER_TINT, palette.ALTER_TINT, palette.OPEN_TINT)
    }
    assert grey[palette.BAR] > 3 > max(grey[each] for each in grey if each != palette.BAR)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_on_the_axis_in_order(low: float, span: float) -> None:
    scale = svg.Scale(low=low, high=low + span, start=0, end=100)
    ticks = scale.ticks()
    assert ticks == sorted(ticks) and len(ticks) <= 12
    assert all(-1 <= scale.at(tick) <= 101 for tick in ticks)


def test_the_same_drawing_twice() -> None:
    first: dict[str, Any] = drawings()
    assert first == drawings()
