"""The form as a chart and back: nothing is lost, nothing is guessed, an empty field says that nobody looked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger.patient import ChartError, chart, examples, load_record, read_record, variable
from seldinger.web.form import entry_of, tree_of, values_of
from seldinger.web.typed import Unreadable, number, spoken

TYPED = """
    typed      | read as                      | why
    -----------+------------------------------+----------------------------------------------------
    1.1        | {'value': 1.1}               | a number as it is
    1.0        | {'value': 1.0}               | the figures a laboratory printed stay
    12         | {'value': 12}                | whole where it was typed whole
    -3         | {'value': -3}                | the door decides whether it may be negative
    1e3        | {'value': 1000.0}            | as machines write it
    30 to 50   | {'low': 30, 'high': 50}      | an interval is a value
    30-50      | {'low': 30, 'high': 50}      | the usual spelling
    30–50      | {'low': 30, 'high': 50}      | with the dash of a typesetter
    <2         | {'below': 2}                 | below the limit of detection
    below 2.0  | {'below': 2.0}               | the same in words
    > 20       | {'above': 20}                | above
    1,1        | -                            | a comma could be a point or thousands: never guessed
    1.1 mg/dL  | -                            | the unit has its own field
    two        | -                            | no number
    nan        | -                            | no number either
    inf        | -                            | nor this
    1.         | -                            | half typed
    0x10       | -                            | not a number of medicine
    ١٢         | -                            | digits that the next reader may not read
    <          | -                            | a limit without its number
"""


def rows(table):
    lines = [line.split("|") for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line] for line in lines[2:]]


@pytest.mark.parametrize(("typed", "read", "why"), rows(TYPED))
def test_numbers_as_typed(typed, read, why):
    if read == "-":
        with pytest.raises(Unreadable):
            number(typed, "")
    else:
        assert repr(number(typed, "")) == read, why


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12))
def test_every_number_survives_the_field(value):
    assert number(spoken(value), "") == {"value": value}


@given(st.text(max_size=200))
def test_any_text_is_a_number_or_refused(text):
    try:
        found = number(text, "")
    except Unreadable:
        return
    assert set(found) in ({"value"}, {"low", "high"}, {"below"}, {"above"})


@pytest.mark.parametrize("name", sorted(examples()))
def test_a_chart_survives_its_form(name):
    record = load_record(examples()[name])
    tree, faults = tree_of(values_of(chart(record)))
    assert faults == []
    assert read_record(tree, file="x") == record


ENTRIES = """
    key                       | fields                              | read as
    --------------------------+-------------------------------------+------------------------------------------------
    labs.bilirubin            |                                     | None
    labs.bilirubin            | unit=mg/dL                          | None
    labs.bilirubin            | value=0, unit=mg/dL                 | {'value': 0, 'unit': 'mg/dL'}
    labs.bilirubin            | value=1, unit=mg/dL, uln=1.2        | {'value': 1, 'unit': 'mg/dL', 'uln': 1.2}
    labs.bilirubin            | date=2026-01-01                     | -
    labs.bilirubin            | value=1, uln=x                      | -
    labs.bilirubin            | state=not_done, why=no blood        | {'not_done': True, 'why': 'no blood'}
    labs.bilirubin            | state=lost                          | -
    labs.bilirubin            | state=not_done, value=1.1           | -
    labs.bilirubin            | state=refused, uln=1.2              | -
    labs.bilirubin            | state=not_done, unit=mg/dL          | {'not_done': True}
    labs.bilirubin            | valu=1.1                            | -
    vessels.portal_vein       | state=not_done, part.left=patent    | -
    vessels.portal_vein       | value=main_occlusion, part.left=patent | -
    vessels.portal_vein       | part.lft=main_occlusion             | -
    disease.course            | state=not_done, extra.months=9      | -
    fitness.sepsis            | value=no                            | {'value': False}
    fitness.sepsis            | value=yes                           | {'value': True}
    fitness.sepsis            | value=                              | None
    symptoms.pain             | value=mild                          | {'value': 'mild'}
    liver.lobes               | value=none                          | {'value': []}
    liver.lobes               | value=listed                        | None
    liver.lobes               | value=, listed=left                 | {'value': ['left']}
    liver.lobes               | value=none, listed=left             | -
    vessels.portal_vein       | part.left=patent                    | {'left': 'patent'}
    liver.burden_by_lobe_ml   | part.left=10, part.right=2.5        | {'left': 10, 'right': 2.5}
    disease.course            | value=slow, extra.months=9          | {'value': 'slow', 'months': 9}
    disease.course            | value=slow, extra.on_ssa=no         | {'value': 'slow', 'on_ssa': False}
    fitness.other_mortality_risk | value=none                       | {'value': 'none'}
"""


@pytest.mark.parametrize(("key", "fields", "read"), rows(ENTRIES))
def test_entries(key, fields, read):
    """Why each: zero is not empty, none is not unknown, a date without a value is a slip, a unit alone is a preset."""
    form = {
        name: [text] for name, _, text in (each.strip().partition("=") for each in fields.split(",") if each.strip())
    }
    if read == "-":
        with pytest.raises(Unreadable):
            entry_of(variable(key), form, key)
    else:
        assert repr(entry_of(variable(key), form, key)) == read


UNKNOWN = [
    {"labs.bilirubn/0/value": ["5"]},
    {"lab/0/value": ["5"]},
    {"labs.inr/10000/value": ["1"]},
    {"labs.inr/01/value": ["1"], "labs.inr/1/value": ["9"]},
    {"labs.inr/x/value": ["1"]},
    {"labs.inr/0/value": ["1", "9"]},
    {"event/0/trm": ["pain"]},
    {"event/99999/term": ["pain"]},
    {"study/0/lesions/0/longest": ["12"]},
    {"session/0/agent/siz_um": ["100 to 300"]},
]


@pytest.mark.parametrize("form", UNKNOWN)
def test_a_field_that_is_none_is_said_and_not_passed_over(form):
    """What a chart file refuses, its form refuses: a key that is not known, a value given twice."""
    assert tree_of(form)[1]


def test_more_entries_than_a_chart_takes_are_refused_not_cut():
    for name, member in (("labs.inr", "value"), ("event", "term")):
        tree, faults = tree_of({f"{name}/{place}/{member}": ["1"] for place in range(1001)} | {"id": ["x"]})
        assert not faults
        with pytest.raises(ChartError, match="at most 1000"):
            read_record(tree | {"as_of": "2026-11-02"}, file="x")


@given(
    st.dictionaries(
        st.sampled_from(
            ["labs.bilirubin/0/value", "labs.bilirubin/1/unit", "study/0/lesions/0/id", "specimen/9/site", "id"]
        )
        | st.text(max_size=30),
        st.lists(st.text(max_size=30), max_size=3),
        max_size=8,
    )
)
def test_any_form_gives_a_tree_or_faults(form):
    """Whatever is posted, the result is a tree that the patient room's own door can judge."""
    tree, faults = tree_of(form)
    assert tree["schema"] == "seldinger/chart/1"
    assert all(fault.seen == "what stands in the field" for fault in faults)
