"""The course as report.json holds it: plain data, the same bytes each time, every category labelled by its source."""

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest

from seldinger.followup import Lane, Mark, follow
from seldinger.followup.timeline import timeline
from seldinger.patient import examples, load_record, read_record

AFTER = "published-case-3-after"


def record(name):
    return load_record(files("seldinger") / "examples" / f"{name}.toml")


def everything(value):
    """Return every dictionary inside a document."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(part)


@pytest.mark.parametrize(
    "path", sorted((files("seldinger") / "examples").iterdir(), key=str), ids=lambda path: path.name
)
def test_every_example_can_be_followed(path):
    if not path.name.endswith(".toml"):
        pytest.skip("not a chart")
    chart = load_record(path)
    first, second = (json.dumps(follow(chart, chart.as_of).as_json(), sort_keys=True) for _ in range(2))
    assert first == second
    assert set(json.loads(first)) == {"schedule", "course"}


def test_every_statement_carries_its_sources_and_their_weakest_status():
    document = json.loads(json.dumps(follow(record(AFTER), record(AFTER).as_of).as_json()))
    order = ["read", "local", "secondary", "unverified"]
    cited = [part for part in everything(document) if "cites" in part and "status" in part]
    assert cited
    for part in cited:
        assert part["status"] == max((cite["status"] for cite in part["cites"]), key=order.index)


def test_charts_dated_later_than_the_day_are_not_looked_at():
    chart = record(AFTER)
    early = follow(chart, date(2026, 1, 15))
    assert len(early.sessions) == 1
    assert early.tumour.assessments == ()
    assert "yet" in early.tumour.notes[0].says


def test_the_timeline_spans_its_marks_and_keeps_lanes_apart():
    found = follow(record(AFTER), record(AFTER).as_of).timeline.as_json()
    marks = [mark for lane in found["lanes"] for mark in lane["marks"]]
    assert all(0 <= mark["x"] <= 1 for mark in marks)
    assert {lane["name"] for lane in found["lanes"]} >= {"sessions", "sum of target diameters", "bulk"}


def test_a_lane_is_scaled_to_itself():
    start = date(2026, 1, 1)
    marks = tuple(
        Mark(date=start + timedelta(days=10 * n), label="", value=v) for n, v in enumerate((50.0, 100.0, 25.0))
    )
    lane = Lane(name="sum", unit="mm", marks=marks)
    found = timeline([lane, Lane(name="empty", unit=None, marks=())], on=start).as_json()
    assert len(found["lanes"]) == 1
    assert [(mark["x"], mark["y"]) for mark in found["lanes"][0]["marks"]] == [(0.0, 0.5), (0.5, 1.0), (1.0, 0.25)]
    assert timeline([], on=start) is None


def test_assays_never_share_an_axis():
    chart = read_record(
        {
            "schema": "seldinger/chart/1",
            "id": "two-assays",
            "as_of": date(2026, 5, 1),
            "markers": {
                "cga": [
                    {"value": 100, "unit": "ug/L", "assay": name, "date": date(2026, month, 1)}
                    for month, name in ((1, "A"), (4, "B"))
                ]
            },
        },
        file="two-assays",
    )
    lanes = follow(chart, chart.as_of).timeline.lanes
    assert [lane.name for lane in lanes] == ["cga, assay A", "cga, assay B"]


def test_examples_ship_with_the_package():
    assert any(AFTER in str(each) for each in examples())
