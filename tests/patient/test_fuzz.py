"""Mutated charts: whatever is done to a chart, it is read or refused in whole lines; nothing else is ever raised."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seldinger.patient import ChartError, chart, chart_schema, examples, load_record, read_record, to_toml

BASES = [chart(load_record(path)) for path in examples().values()]
TEXTS = [to_toml(load_record(path)).encode() for path in examples().values()]
VALIDATOR = Draft202012Validator(chart_schema())
A_BATCH = 25  # charts tried in one example: 100 examples are 2,500 charts
SECRET = "Anna Beispiel"


def _deep(levels: int) -> Any:
    made: Any = 1
    for level in range(levels):
        made = [made] if level % 2 else {"value": made}
    return made


NASTY: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**20,
    1e308,
    -1e-320,
    float("nan"),
    float("-inf"),
    "",
    " ",
    "none",
    "mg/dL",
    "umol/L",
    "xULN",
    "2026-10-02",
    "2027-01-01",
    "2026-02-30",
    "0000-01-01",
    "\ud800",
    "x" * 3000,
    "a\nb",
    [],
    {},
    [[]],
    [{}],
    [None],
    {"value": None},
    {"value": {"value": 1}},
    {"not_done": True},
    {"refused": True, "value": 1},
    {"low": 1, "high": 0},
    {"low": 0, "high": 1},
    {"below": 1},
    {"above": 1, "unit": "%"},
    {"value": 1, "unit": "mg/dL", "date": "2026-10-02"},
    _deep(5),
    _deep(11),
    _deep(40),
]


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a tree."""
    pairs = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    return [place for key, value in pairs for place in [(tree, key), *_places(value)]]


def _replace(place: Any, key: Any, nasty: Any) -> None:
    place[key] = copy.deepcopy(nasty)


def _delete(place: Any, key: Any, _: Any) -> None:
    del place[key]


def _misspell(place: Any, key: Any, nasty: Any) -> None:
    if isinstance(place, dict):
        place[f"{key}{str(nasty)[:2]}"] = place.pop(key)


def _double(place: Any, key: Any, _: Any) -> None:
    place[key] = [copy.deepcopy(place[key]), copy.deepcopy(place[key])]


def _wrap(place: Any, key: Any, _: Any) -> None:
    place[key] = {"value": place[key]}


def _add(place: Any, _: Any, nasty: Any) -> None:
    if isinstance(place, dict):
        place["unit"] = copy.deepcopy(nasty)


CHANGES: list[Callable[[Any, Any, Any], None]] = [
    _replace,
    _replace,
    _replace,
    _delete,
    _misspell,
    _double,
    _wrap,
    _add,
]
MUTATION = st.tuples(
    st.integers(0, len(BASES) - 1), st.integers(0, 10**6), st.sampled_from(CHANGES), st.sampled_from(NASTY)
)


def _check_faults(error: ChartError) -> None:
    assert error.faults
    assert len(str(error).splitlines()) == len(error.faults), "one line a fault"
    for fault in error.faults:
        assert fault.seen
        assert fault.expected
        assert fault.remedy
        assert len(str(fault)) < 2000
        assert str(fault).encode("utf-8").decode().isprintable()


@given(st.lists(MUTATION, min_size=A_BATCH, max_size=A_BATCH))
def test_a_mutated_chart_is_read_or_refused(mutations: list[Any]) -> None:
    for index, (base, spot, change, nasty) in enumerate(mutations):
        made = copy.deepcopy(BASES[base])
        made["question"] = SECRET
        places = [place for place in _places(made) if place[1] != "question"]
        change(*places[spot % len(places)], nasty)
        try:
            read = read_record(made, file="t.json")
        except ChartError as error:
            _check_faults(error)
            assert SECRET not in str(error)
        else:
            assert read_record(json.loads(json.dumps(chart(read))), file="t.json") == read
            if index == 0:
                assert VALIDATOR.is_valid(made), "what is read is valid by the schema too"


@given(
    st.integers(0, len(TEXTS) - 1),
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 30)), min_size=1, max_size=3),
)
def test_a_file_with_damaged_bytes_is_read_or_refused(base: int, cuts: list[Any]) -> None:
    content = TEXTS[base]
    for at, put, gone in cuts:
        spot = at % (len(content) + 1)
        content = content[:spot] + put + content[spot + gone :]
    _load(content)


@given(st.integers(0, len(TEXTS) - 1), st.integers(0, 10**6))
def test_a_half_written_file_is_read_or_refused(base: int, at: int) -> None:
    _load(TEXTS[base][: at % len(TEXTS[base])])


def _load(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.toml"
        path.write_bytes(content)
        try:
            load_record(path)
        except ChartError as error:
            _check_faults(error)
