"""Whatever arrives as FHIR, the reader gives a record with an account, or refuses it with a reason."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.exchange import chart_bundle, read_bundle
from seldinger.patient import ChartError, examples, load_record
from seldinger.selection.select import VARIABLES

ON = date(2026, 11, 2)
ODD = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.text(max_size=5)
    | st.lists(st.integers(), max_size=2)
    | st.just({"x": []})
)
BUNDLE = json.dumps(chart_bundle(load_record(examples()["synthetic-midgut"])))


def places(tree, path=()):
    """Return the path of every value in a tree."""
    if isinstance(tree, dict | list):
        for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from places(each, (*path, key))
    yield path


PLACES = [path for path in places(json.loads(BUNDLE)) if path]


def changed(path, value):
    """Return the bundle with one value put in place of another."""
    tree = json.loads(BUNDLE)
    inner = tree
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return tree


@given(st.sampled_from(PLACES), ODD, st.sampled_from([ON, None]))
def test_one_odd_value_is_used_ignored_malformed_or_refused(path, value, as_of):
    try:
        found = read_bundle(changed(path, value), as_of=as_of)
    except ChartError as error:
        assert error.faults
        return
    assert all(note.why for note in (*found.account.ignored, *found.account.malformed))


WHOLE = read_bundle(json.loads(BUNDLE), as_of=ON).record


@pytest.mark.parametrize("number", range(1, 107, 7))
def test_an_entry_less_never_turns_unknown_into_known(number):
    """A law: leaving out an entry may lose a fact, never make one."""
    tree = json.loads(BUNDLE)
    del tree["entry"][number]
    found = read_bundle(tree, as_of=ON).record
    for name in VARIABLES:
        ours = found.reading(name, ON) if name in found.facts else None
        assert ours is None or ours.value == WHOLE.reading(name, ON).value


@given(
    st.recursive(
        ODD,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["resourceType", "entry", "resource", "id"]), inner)
        ),
    )
)
def test_no_document_makes_it_crash(document):
    assert read_bundle(document, as_of=ON).record.as_of == ON
