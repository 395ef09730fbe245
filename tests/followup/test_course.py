"""The course as report.json holds it: plain data, the same bytes each time, every category labelled by its source."""

import json
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert [lane.name for lane in lanes] == ["Chromogranin A, assay A", "Chromogranin A, assay B"]


def test_examples_ship_with_the_package():
    assert any(AFTER in str(each) for each in examples())


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
maybe = st.one_of(st.none(), st.integers(0, 900).map(lambda n: n / 10))


@st.composite
def charts(draw):
    """Any mixture of sessions, studies, laboratory values, markers, symptoms and events, in any order of date."""
    places = st.sampled_from(["right", "left", "caudate", "4", "6", None])
    lesions = st.lists(st.sampled_from("abcd"), max_size=4, unique=True)

    def study():
        found = [
            {
                k: v
                for k, v in {
                    "id": name,
                    "territory": draw(places),
                    "longest_mm": draw(maybe),
                    "enhancing_mm": draw(maybe),
                    "change": draw(st.sampled_from([None, "smaller", "larger"])),
                    "new": draw(st.sampled_from([None, True, False])),
                    "target": draw(st.sampled_from([None, True])),
                }.items()
                if v is not None
            }
            for name in draw(lesions)
        ]
        return {"date": draw(days), "kind": draw(st.sampled_from(["ct", "mri", "angiography"])), "lesions": found}

    def session():
        modality = draw(st.sampled_from(["tae", "ctace", "deb_tace", "y90_glass", "y90_resin", "y90"]))
        area = [place for place in [draw(places)] if place]
        return {"date": draw(days), "modality": modality, "territory": area}

    def lab(unit, **limits):
        return {"value": draw(st.integers(5, 50)) / 10, "unit": unit, "date": draw(days), **limits}

    def event():
        term = draw(st.sampled_from(["pain", "fever", "liver abscess", "carcinoid crisis", "jaundice", "rash"]))
        return {"term": term, "date": draw(days)} | draw(st.sampled_from([{}, {"resolved": False}]))

    def several(make, most=3):
        return [make() for _ in range(draw(st.integers(0, most)))]

    return {
        "schema": "seldinger/chart/1",
        "id": "any",
        "as_of": date(2026, 12, 31),
        "session": several(session),
        "study": several(study, 4),
        "event": several(event),
        "labs": {
            "bilirubin": [lab("mg/dL", uln=1.2), *several(lambda: lab("mg/dL"))],
            "alt": [lab("U/L", uln=1.0)],
            "albumin": [lab("g/dL")],
        },
        "markers": {"five_hiaa": [{"below": 9.0, "unit": "mg/24h", "date": draw(days)}, lab("mg/24h"), lab("mg/24h")]},
        "symptoms": {"flushing_per_day": [{"value": draw(st.integers(0, 9)), "date": draw(days)} for _ in range(2)]},
    }


@given(charts(), days)
def test_no_chart_breaks_the_course_and_nothing_later_leaks_in(chart, on):
    record = read_record(chart, file="any")
    found = follow(record, on)
    text = json.dumps(found.as_json(), allow_nan=False)
    assert found.timeline is None or found.timeline.end == on
    earlier = {key: value for key, value in chart.items() if key not in ("session", "study", "event")}
    earlier |= {key: [row for row in chart[key] if row["date"] <= on] for key in ("session", "study", "event")}
    assert json.dumps(follow(read_record(earlier, file="any"), on).as_json(), allow_nan=False) == text


def test_everything_worth_reading_is_a_sentence_with_a_source():
    """Views print what `says` something: grades, markers, symptoms, syndromes, complications, scores and durations too."""
    chart = load_record(Path(__file__).parents[1] / "cases" / "followup" / "major-response.toml")
    course = follow(chart, chart.as_of).as_json()["course"]
    told = [part for part in everything(course) if "says" in part]
    assert all(part["cites"] and part["says"].endswith((".", "?")) for part in told)
    said = " ".join(part["says"] for part in told)
    for words in (
        "RECIST 1.1: Best response PR",
        "5-HIAA in 24-hour urine, 20 Jul 2026: -62%",
        "flushing per day, rated by patient, 20 Jul 2026 (endocrine symptom): relief PR",
        "pain, fever from 10 Jan 2026, gone by 14 Jan 2026; expected, no complication",
        "ALBI: lacks bilirubin, albumin",
    ):
        assert words in said


def chart(**parts):
    return read_record({"schema": "seldinger/chart/1", "id": "odd", "as_of": date(2026, 12, 31), **parts}, file="odd")


TAE = {"date": date(2026, 1, 10), "modality": "tae"}


def test_an_end_that_lies_ahead_is_not_yet_known():
    fever = {"term": "fever", "date": date(2026, 1, 12), "resolved": date(2026, 2, 20)}
    record = chart(session=[TAE | {"events": [fever]}])
    (early,) = follow(record, date(2026, 1, 15)).safety.syndromes
    (late,) = follow(record, date(2026, 3, 1)).safety.syndromes
    assert (early.present, early.resolved, early.notes) == ("yes", None, ())
    assert (late.present, "abscess" in late.notes[0].says) == ("unknown", True)


def test_an_operation_that_lies_ahead_changes_no_calendar():
    record = chart(session=[TAE], therapy=[{"kind": "resection", "start": date(2026, 10, 1)}])
    said = [[visit.says for visit in follow(record, on).schedule] for on in (date(2026, 1, 15), date(2026, 10, 2))]
    assert [any("Surveillance" in words for words in each) for each in said] == [False, True]


def test_what_was_written_down_later_says_nothing_of_an_earlier_session():
    record = chart(
        session=[TAE, TAE | {"date": date(2026, 5, 10), "events": []}],
        event=[{"term": "rash", "date": date(2026, 11, 1)}],
    )
    assert [one.present for one in follow(record, date(2026, 12, 31)).safety.syndromes] == ["unknown", "no"]


@pytest.mark.parametrize(("day", "present"), [(12, "unknown"), (13, "no")])
def test_it_is_too_early_to_say_that_there_was_no_syndrome(day, present):
    (found,) = follow(chart(session=[TAE | {"events": []}]), date(2026, 1, day)).safety.syndromes
    assert found.present == present


def test_a_crisis_is_measured_per_session():
    low = [{"minute": m, "systolic_mmhg": 70, "pulse_per_minute": 90} for m in (0, 5, 10)]
    calm = [{"minute": m, "systolic_mmhg": 120, "pulse_per_minute": 90} for m in (0, 10)]
    days = (date(2026, 1, 10), date(2026, 3, 10), date(2026, 5, 10))
    record = chart(
        session=[
            {"date": day, "modality": "tae"} | more
            for day, more in zip(days, ({"vitals": low}, {"vitals": calm}, {}), strict=True)
        ]
    )
    found = follow(record, date(2026, 12, 31)).safety.dangers
    assert [danger.present for danger in found] == ["yes", "no", "unknown"]
    assert [danger.says.split(":")[0] for danger in found] == [
        f"Carcinoid crisis, session of {day}" for day in ("10 Jan 2026", "10 Mar 2026", "10 May 2026")
    ]


def test_progression_outside_the_liver_does_not_end_the_watch_on_the_liver():
    def study(month, node, liver=50.0):
        lesions = [
            {"id": "l", "longest_mm": liver, "target": True},
            {"id": "n", "site": "node", "short_mm": node, "target": True},
        ]
        return {"date": date(2026, month, 5), "kind": "ct", "lesions": lesions}

    record = chart(session=[TAE], study=[study(1, 20.0), study(4, 40.0), study(8, 40.0)])
    found = {time.endpoint: (time.until, time.event) for time in follow(record, date(2026, 12, 31)).times}
    assert found["progression-free survival"] == (date(2026, 4, 5), "yes")
    assert found["hepatic progression-free survival"] == (date(2026, 8, 5), "no")


def test_what_has_no_pair_before_treatment_is_asked_for():
    record = chart(
        session=[TAE],
        markers={"cga": {"value": 90, "unit": "ug/L", "date": date(2026, 4, 1)}},
        symptoms={
            "hormonal": [
                {"value": "severe", "date": date(2026, 1, 1), "by": "physician"},
                {"value": "mild", "date": date(2026, 4, 1), "by": "patient"},
            ]
        },
    )
    said = " ".join(note.says for note in follow(record, date(2026, 12, 31)).wellbeing.notes)
    assert "Chromogranin A: no value before treatment" in said
    assert "hormonal, rated by patient: no entry of that rater before treatment" in said


def test_a_count_known_only_between_bounds_keeps_every_relief_it_allows():
    def relief(before, after):
        entries = [{"date": date(2026, 1, 1)} | before, {"date": date(2026, 4, 1)} | after]
        (found,) = follow(
            chart(session=[TAE], symptoms={"flushing_per_day": entries}), date(2026, 12, 31)
        ).wellbeing.symptoms
        return [str(one) for one in found.possible]

    assert relief({"low": 8, "high": 10}, {"value": 4}) == ["PR"]  # half of 8 at the most
    assert relief({"low": 8, "high": 10}, {"value": 5}) == ["PR", "MR"]
    assert relief({"low": 4, "high": 6}, {"low": 0, "high": 1}) == ["CR", "PR"]
    assert relief({"value": 4}, {"low": 3, "high": 5}) == ["MR", "none"]


def test_only_planned_sessions_are_no_course():
    record = chart(
        session=[TAE | {"date": date(2027, 1, 10), "planned": True}],
        study=[{"date": date(1920, 1, 1), "kind": "ct", "lesions": [{"id": "a", "longest_mm": 0}]}],
    )
    found = follow(record, date(2026, 12, 31))
    assert (found.sessions, found.tumour, found.safety) == ((), None, None)


def test_a_grade_that_may_be_higher_stands_beside_the_certain_one():
    alt = [
        {"value": 30, "date": date(2026, 1, 9)},
        {"value": 160, "uln": 40, "date": date(2026, 1, 12)},
        {"value": 300, "date": date(2026, 1, 13)},
    ]
    record = chart(session=[TAE], labs={"alt": [one | {"unit": "U/L"} for one in alt]})
    told = follow(record, date(2026, 12, 31)).safety.as_json()["toxicity"]
    assert [(one["scale"], one["possible"]) for one in told] == [
        ("CTCAE 4", [2]), ("CTCAE 4", [0, 1, 2, 3, 4]), ("CTCAE 5", [2]), ("CTCAE 5", [0, 1, 2, 3, 4]),
    ]  # fmt: skip


def test_what_was_put_down_to_the_disease_counts_to_no_session():
    pain = {"term": "pain", "date": date(2026, 1, 12), "attribution": "disease"}
    ileus = {"term": "ileus", "date": date(2026, 1, 20), "attribution": "other"}
    safe = follow(chart(session=[TAE], event=[pain, ileus]), date(2026, 12, 31)).safety
    assert safe.syndromes[0].present == "no"
    (told,) = safe.as_json()["complications"]
    assert (told["session"], told["attribution"], told["classes"]) == (None, "other", [])


def test_a_published_case_prints_no_dates_so_no_time_is_counted():
    chart = record(AFTER)
    found = follow(chart, chart.as_of).times
    assert {(time.days, time.event) for time in found} == {(None, "unknown")}
    assert all("prints no dates" in time.why for time in found)


def test_after_a_death_nothing_is_due_and_no_option_named():
    record = chart(session=[TAE], status={"died_on": date(2026, 6, 1)})
    before, after = follow(record, date(2026, 5, 31)), follow(record, date(2026, 6, 1))
    assert before.schedule and before.next_steps
    assert (after.schedule, after.next_steps) == ((), ())


def test_a_change_of_method_is_said():
    def study(month, kind):
        return {"date": date(2026, month, 5), "kind": kind, "lesions": [{"id": "l", "longest_mm": 50, "target": True}]}

    record = chart(session=[TAE], study=[study(1, "ct"), study(4, "ct"), study(8, "mri")])
    notes = follow(record, date(2026, 12, 31)).tumour.notes
    assert [note.says for note in notes] == ["Baseline by CT, 5 Aug 2026 by MRI: sizes may not be comparable."]
    assert notes[0].status == "unverified"
