"""The tables of a chart as fields: shapes derive from the types, rows survive, and "none" is not "not asked"."""

import pytest

from seldinger.patient.course import TABLES, Session, Specimen, Study, Therapy
from seldinger.web.rows import read, shapes, write

SHAPES = [
    (Specimen, "site", "choice", False),
    (Specimen, "ki67_percent", "span", True),
    (Specimen, "mitoses", "row", True),
    (Specimen, "necrosis", "flag", True),
    (Therapy, "stop", "date_or_no", True),
    (Therapy, "cycles", "number", True),
    (Session, "date", "date", False),
    (Session, "territory", "words", True),
    (Session, "agent", "row", True),
    (Session, "events", "rows", True),
    (Study, "lesions", "rows", True),
]


@pytest.mark.parametrize(("row", "member", "kind", "optional"), SHAPES)
def test_shapes(row, member, kind, optional):
    found = shapes(row)[member]
    assert (found.kind, found.optional) == (kind, optional)


@pytest.mark.parametrize("row", TABLES.values())
def test_every_member_of_every_table_has_a_shape(row):
    assert all(shape.kind for shape in shapes(row).values())


def of(raw, row):
    faults = []
    fields = {name.partition("/")[2]: given for name, given in write(row, raw, "t")}
    return read(row, fields, "t", faults), faults


ROWS = [
    (Specimen, [{"site": "liver", "ki67_percent": {"low": 2, "high": 5}, "mitoses": {"value": 3, "per": "2 mm2"}}]),
    (
        Session,
        [
            {
                "date": "2026-01-01",
                "modality": "tae",
                "territory": ["6", "7"],
                "agent": {"kind": "pva", "size_um": [100, 300]},
            }
        ],
    ),
    (Session, [{"date": "2026-01-01", "modality": "tae", "events": []}]),
    (
        Therapy,
        [{"kind": "ssa", "start": "2020-01-01", "stop": False}, {"kind": "prrt", "stop": "2021-01-01", "cycles": 4}],
    ),
    (
        Study,
        [{"date": "2026-01-01", "kind": "ct", "lesions": [{"id": "a", "new": True}, {"id": "b", "longest_mm": 12.5}]}],
    ),
]


@pytest.mark.parametrize(("row", "raw"), ROWS, ids=range(len(ROWS)))
def test_rows_survive(row, raw):
    assert of(raw, row) == (raw, [])


def test_none_is_not_the_same_as_not_asked():
    assert of([], Specimen) == ([], [])
    assert read(Specimen, {}, "t", []) is None
    assert read(Specimen, {"0/site": [""], "0/date": [" "]}, "t", []) is None


FAULTS = [
    (Specimen, {"0/ki67_percent": ["a few"]}, "t[0].ki67_percent"),
    (Specimen, {"0/ki67_percent": ["<3"]}, "t[0].ki67_percent"),
    (Therapy, {"3/cycles": ["2 to 4"]}, "t[3].cycles"),
    (Session, {"0/agent/size_um": ["100"]}, "t[0].agent.size_um"),
    (Session, {"0/events/none": ["none"], "0/events/0/term": ["x"]}, "t[0].events"),
    (Study, {"0/lesions/2/longest_mm": ["big"]}, "t[0].lesions[2].longest_mm"),
]


@pytest.mark.parametrize(("row", "fields", "path"), FAULTS)
def test_what_cannot_be_read_is_named_at_its_place(row, fields, path):
    faults = []
    read(row, fields, "t", faults)
    assert [fault.path for fault in faults] == [path]
