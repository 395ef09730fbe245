"""The list tables: strict types, dates, and faults that name row and member."""

from datetime import date
from typing import Any, get_args

import pytest

from seldinger.patient import Mitoses, Span, Specimen
from seldinger.patient.course import AgentKind, SessionModality
from seldinger.terms import EMBOLIC_AGENTS, Modality
from tests.patient.charts import faults, record, tree

OK: dict[str, dict[str, Any]] = {
    "specimen": {
        "site": "liver",
        "date": date(2024, 4, 18),
        "ki67_percent": 6,
        "mitoses": {"value": 3, "per": "2 mm2"},
    },
    "therapy": {"kind": "ssa", "drug": "lanreotide", "start": date(2024, 5, 14), "stop": False, "response": "PD"},
    "session": {"date": date(2026, 1, 1), "modality": "tae", "territory": ["6", "7"], "events": []},
    "study": {"date": date(2026, 7, 1), "kind": "ct", "lesions": [{"id": "1", "longest_mm": 34, "new": False}]},
    "event": {"date": date(2026, 1, 2), "term": "fever", "grade": {"scale": "CTCAE 5", "value": 2}, "resolved": False},
}


def test_rows_become_frozen_values() -> None:
    (specimen,) = record(specimen=[OK["specimen"]]).specimens
    assert specimen == Specimen(
        site="liver", date=date(2024, 4, 18), ki67_percent=6.0, mitoses=Mitoses(value=3.0, per="2 mm2")
    )
    (open_value,) = record(specimen=[{"site": "liver", "ki67_percent": {"low": 3, "high": 5}}]).specimens
    assert open_value.ki67_percent == Span(low=3.0, high=5.0)


def test_none_occurred_is_not_the_same_as_not_recorded() -> None:
    (with_list,) = record(session=[OK["session"]]).sessions
    (without,) = record(session=[{"date": date(2026, 1, 1), "modality": "tae"}]).sessions
    assert (with_list.events, without.events) == ((), None)


def test_a_running_therapy_is_not_one_whose_end_is_unknown() -> None:
    (running,) = record(therapy=[OK["therapy"]]).therapies
    (unknown,) = record(therapy=[{"kind": "ssa"}]).therapies
    assert (running.stop, unknown.stop) == (False, None)


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("specimen", {"site": "lung"}, "specimen[0].site: saw \"lung\"; expected 'primary', 'liver' or 'other'"),
    ("specimen", {"site": None}, "specimen[0].site: saw null; expected a value"),
    ("specimen", {"ki67_percent": "6"}, 'specimen[0].ki67_percent: saw "6"; expected number'),
    ("specimen", {"ki67_percent": True}, "specimen[0].ki67_percent: saw true; expected number"),
    ("specimen", {"ki67_percent": 101}, "specimen[0].ki67_percent: saw 101; expected less than or equal to 100"),
    ("specimen", {"ki67_percent": {"low": 5, "high": 3}}, "specimen[0].ki67_percent: saw a table of 2; expected"),
    ("specimen", {"ki_67": 6}, "specimen[0].ki_67: saw a member that is not known; expected site, date"),
    ("specimen", {"mitoses": {"value": 3}}, "specimen[0].mitoses.per: saw nothing; expected a value; add it"),
    ("specimen", {"mitoses": {"value": 3, "per": "2 mm2", "pre": 1}}, "specimen[0].mitoses.pre: saw a member"),
    ("specimen", {"necrosis": 1}, "specimen[0].necrosis: saw 1; expected boolean"),
    ("specimen", {"date": date(2026, 11, 3)}, "specimen[0].date: saw 2026-11-03; expected a date not after as_of"),
    ("specimen", {"date": "18.4.2024"}, 'specimen[0].date: saw "18.4.2024"; expected date'),
    ("therapy", {"stop": date(2024, 1, 1)}, "therapy[0]: saw a table of 5; expected stop not before start"),
    ("therapy", {"kind": "aspirin"}, 'therapy[0].kind: saw "aspirin"; expected'),
    ("session", {"modality": "tace"}, 'session[0].modality: saw "tace"; expected'),
    ("session", {"date": date(2026, 12, 1)}, "session[0].date: saw 2026-12-01; expected a date not after as_of"),
    ("session", {"agent": {"kind": "pva", "size_um": [100]}}, "session[0].agent.size_um: saw a list of 1"),
    ("session", {"events": [{"term": "x"}]}, "session[0].events[0].date: saw nothing; expected a value; add it"),
    ("session", {"vitals": [{"systolic_mmhg": 90}]}, "session[0].vitals[0].minute: saw nothing; expected a value"),
    (
        "session",
        {"vitals": [{"minute": 0, "systolic_mmhg": -1}]},
        "session[0].vitals[0].systolic_mmhg: saw -1; expected",
    ),
    ("session", {"vitals": [{"minute": 0, "pulse": 90}]}, "session[0].vitals[0].pulse: saw a member that is not known"),
    ("study", {"lesions": [{"id": "1"}, {"id": "1"}]}, "study[0]: saw a table of 3; expected each lesion id once"),
    ("study", {"lesions": [{"id": "1", "longest_mm": -1}]}, "study[0].lesions[0].longest_mm: saw -1; expected"),
    (
        "specimen",
        {"ki67_percent": {"low": 5, "high": 200}},
        "specimen[0].ki67_percent: saw 5 to 200; expected 0 to 100",
    ),
    (
        "specimen",
        {"ki67_percent": {"low": -5, "high": 20}},
        "specimen[0].ki67_percent: saw -5 to 20; expected 0 to 100",
    ),
    (
        "specimen",
        {"mitoses": {"value": {"low": -1, "high": 2}, "per": "2 mm2"}},
        "specimen[0].mitoses.value: saw -1 to 2; expected 0 to 1000",
    ),
    ("session", {"agent": {"kind": "pva", "size_um": [300, 100]}}, "session[0].agent: saw a table of 2; expected"),
    ("therapy", {"start": date(1026, 1, 1)}, "therapy[0].start: saw 1026-01-01; expected a year from 1900 to 2199"),
    (
        "session",
        {"date": date(9999, 12, 31), "planned": True},
        "session[0].date: saw 9999-12-31; expected a year from 1900 to 2199",
    ),
    ("therapy", {"drug": " "}, 'therapy[0].drug: saw " "; expected a text'),
    ("event", {"resolved": date(2026, 1, 1)}, "event[0]: saw a table of 4; expected resolved not before date"),
    ("event", {"resolved": True}, "event[0].resolved: saw true; expected"),
    ("event", {"grade": {"value": 2}}, "event[0].grade.scale: saw nothing; expected a value"),
]


@pytest.mark.parametrize(("table", "change", "line"), FAULTS)
def test_a_fault_names_row_and_member(table: str, change: dict[str, Any], line: str) -> None:
    (found,) = faults(tree(**{table: [OK[table] | change]}))
    assert found.startswith(f"t.toml: {line}"), found


def test_only_a_planned_session_may_lie_ahead() -> None:
    assert faults(tree(session=[OK["session"] | {"date": date(2026, 12, 1), "planned": True}])) == []


@pytest.mark.parametrize("word", ["none", "No known allergies", "NKDA", "nil", " "])
def test_a_negation_is_no_substance(word: str) -> None:
    (found,) = faults(tree(fitness__allergies=[{"substance": word}]))
    assert "expected a substance; [] says that there is none" in found


def test_a_table_is_a_list() -> None:
    (found,) = faults(tree(specimen=OK["specimen"]))
    assert found.startswith("t.toml: specimen: saw a table of 4; expected a list of tables, [[specimen]]")


def test_the_words_of_sessions_are_those_of_the_house() -> None:
    assert set(get_args(AgentKind)) == set(EMBOLIC_AGENTS)
    assert set(get_args(SessionModality)) == {*Modality, "y90"}
