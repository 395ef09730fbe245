"""The Y-90 tables of the page: a figure that nobody has read at its source never stands there without the word."""

import re

import pytest

from seldinger.web import y90


def test_each_row_says_what_its_figure_rests_on(visitor):
    """The plan in JSON is the oracle: the standing of each method is printed in its row unless it was read."""
    chart = visitor.example("synthetic-midgut")
    plan = visitor.post("/plan.json", {"chart": chart}).json()
    page = visitor.post("/plan", {"chart": chart}).text
    found = set()
    for product in ("y90_glass", "y90_resin"):
        for i, method in enumerate(plan[product]["activity"]["methods"]):
            standing = ((method["plan"] or {}).get("basis") or {}).get("standing")
            row = re.search(rf'<tr data-pointer="[^"]*{product}/activity/methods/{i}">.*?</tr>', page, re.S)
            assert row is not None
            if standing and standing not in ("read", "local"):
                assert standing in row.group()
                found.add(standing)
            else:
                assert "unverified" not in row.group() and "secondary" not in row.group()
    assert found == {"secondary", "unverified, not for use"}


@pytest.mark.parametrize(("standing", "words"), [("read", ""), ("local", ""), (None, ""), ("secondary", "secondary")])
def test_what_was_read_needs_no_word(standing, words):
    assert y90._standing(standing) == words
