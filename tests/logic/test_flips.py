"""Flips against brute force: each single change of a known value that changes what is possible."""

from hypothesis import given

from seldinger.logic import Between, Level, Quantity, Row, Table, build, flips
from tests.logic.oracle import heat, hue, limit, mass, share, tables, values_of, wet


@given(tables())
def test_flips_agree_with_restricting_again(drawn):
    table, variables, known = drawn
    diagram = build(table)
    now = diagram.restrict(known).possible
    expected = set()
    for variable in variables:
        if known.get(variable.name) is not None and variable.name in diagram.level:
            for value in values_of(variable):
                then = diagram.restrict({**known, variable.name: value}).possible
                if (
                    diagram.axes[diagram.level[variable.name]].where(value)[0]
                    not in diagram.allowed(known)[diagram.level[variable.name]]
                    and then != now
                ):
                    expected.add((variable.name, then))
    found = flips(diagram.restrict(known), most=99)
    assert {(flip.variable, flip.possible) for flip in found} == expected
    assert now not in {flip.possible for flip in found}


TABLE = Table(
    "body",
    (
        Row("mass", mass >= limit(2), "bar"),
        Row("share", share > limit(75, "%"), "no"),
        Row("hue", hue.is_("green"), "no"),
        Row("heat", heat.at_least("hot"), "wait"),
        Row("wet", wet.yes, "wait"),
    ),
    "go",
)
WELL = {"mass": 1.9, "share": 30, "hue": "red", "heat": "cold", "wet": False}


def test_the_nearest_limit_comes_first():
    """Mass lies 0.1 of 2 away (5 %), share 45 of 75 (60 %), the rest whole steps: heat two, hue and wet one."""
    found = flips(build(TABLE).restrict(WELL))
    assert [(flip.variable, flip.if_, *flip.possible) for flip in found] == [
        ("mass", "2 mg/dL or more", "bar"),
        ("share", "above 75 %", "no"),
        ("hue", "green", "no"),
        ("wet", "yes", "wait"),
        ("heat", "hot", "wait"),
    ]
    assert [flip.variable for flip in flips(build(TABLE).restrict(WELL), most=2)] == ["mass", "share"]


def test_one_change_of_several_bars_keeps_the_others():
    found = flips(build(TABLE).restrict({**WELL, "mass": 3, "share": 80}))
    assert [(flip.variable, flip.if_, *flip.possible) for flip in found] == [("mass", "below 2 mg/dL", "no")]


def test_an_unknown_value_is_no_flip_and_stays_open():
    found = flips(build(TABLE).restrict({"mass": 3}))
    assert [(flip.variable, flip.possible) for flip in found] == [("mass", {"no", "wait", "go"})]


def test_distance_from_an_interval_and_at_zero():
    zero = Table("zero", (Row("some", mass > limit(0), "bar"), Row("hue", hue.is_("red"), "no")), "go")
    assert [flip.if_ for flip in flips(build(zero).restrict({"mass": Between(1, 3), "hue": "red"}))] == [
        "0 mg/dL or less"
    ]
    far = flips(build(TABLE).restrict({**WELL, "mass": Between(0.5, 1), "share": 74}))
    assert [flip.variable for flip in far][:2] == ["share", "mass"]


def test_words_that_lead_to_the_same_answer_are_one_flip():
    level = Level("step", "Step", ("a", "b", "c", "d"))
    length = Quantity("length", "Length", "cm")
    table = Table("steps", (Row("up", level.at_least("b"), "bar"), Row("long", length > limit(1, "cm"), "no")), "go")
    assert [flip.if_ for flip in flips(build(table).restrict({"step": "a", "length": 0.5}))] == [
        "above 1 cm",
        "b or c or d",
    ]
