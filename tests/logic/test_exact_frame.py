"""The exact set for many rows against the diagram of each row."""

import random

from seldinger.logic import build, exact, names_of, screen
from tests.logic.oracle import OUTCOMES, random_table
from tests.logic.test_frame import BODY, frame_of, random_cohort, rows_of


def test_exact_agrees_with_the_diagram_of_each_row():
    draw = random.Random(8)
    narrower = 0
    for _ in range(50):
        table, _ = random_table(draw)
        cohort = random_cohort(draw, 25)
        found = exact(table, screen(table, frame_of(cohort).lazy()).collect(), outcomes=OUTCOMES)
        for known, bits in zip(rows_of(cohort), found["possible"], strict=True):
            assert names_of(bits, OUTCOMES) == build(table).restrict(known).possible, (table, known)
        quick = screen(table, frame_of(cohort).lazy(), outcomes=OUTCOMES).collect()["possible_at_most"]
        assert ((found["possible"] & quick) == found["possible"]).all()
        narrower += (found["possible"] != quick).sum()
    assert narrower > 0  # or the test has not seen what it is for


def test_more_rows_than_one_chunk(monkeypatch):
    monkeypatch.setattr("seldinger.logic.exact_frame._CHUNK", 3)
    frame = frame_of({"mass": [1.0, 3.0, None, 1.0, 2.0, None, 3.0], "wet": [True, None] * 3 + [False]})
    expected = [build(BODY).restrict(known).possible for known in frame.to_dicts()]
    assert [names_of(bits, BODY.outcomes) for bits in exact(BODY, frame)["possible"]] == expected
