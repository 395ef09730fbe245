"""Rows of tables inside an extension: whatever the chart's own types allow comes back as it was."""

import json

from hypothesis import given
from hypothesis import strategies as st

from seldinger.exchange.fhir_detail import lists, packed, unpacked

TEXT = st.text(min_size=1, max_size=8)
LESION = st.fixed_dictionaries(
    {"id": TEXT},
    optional={"territory": st.sampled_from(["right", "4a"]), "longest_mm": st.floats(0, 500), "new": st.booleans()},
)
AGENT = st.fixed_dictionaries(
    {"kind": TEXT}, optional={"size_um": st.lists(st.integers(0, 900), min_size=2, max_size=2)}
)
EVENT = st.fixed_dictionaries({"term": TEXT}, optional={"resolved": st.just(False) | TEXT})
ROWS = {
    "session": st.fixed_dictionaries(
        {"date": TEXT},
        optional={
            "territory": st.lists(TEXT),
            "agent": AGENT,
            "events": st.lists(EVENT, max_size=2),
            "planned": st.booleans(),
        },
    ),
    "study": st.fixed_dictionaries({"date": TEXT}, optional={"lesions": st.lists(LESION, max_size=3)}),
}


@given(st.sampled_from(sorted(ROWS)).flatmap(lambda table: st.tuples(st.just(table), ROWS[table])))
def test_a_row_comes_back_as_it_was(drawn):
    table, row = drawn
    resource = json.loads(json.dumps({"extension": [{"url": "urn:other"}, packed(table, row)]}))
    assert unpacked(table, resource) == row


def test_the_same_name_may_hold_several_values_in_one_place_and_one_in_another():
    """Read in the chart's types by hand: a session's territory is a list, a lesion's is not."""
    assert {("session", "territory"), ("session", "events"), ("study", "lesions"), ("agent", "size_um")} <= lists()
    assert ("lesions", "territory") not in lists()
    assert ("therapy", "drug") not in lists()


def test_a_resource_without_the_extension_carries_no_row():
    assert unpacked("session", {"extension": [packed("study", {"date": "2026-01-01"})]}) is None
    assert unpacked("session", {}) is None
