"""The text of a CQL library, line by line; that a foreign engine reads it the same is a test of tests/all."""

import pytest

from seldinger.logic import Choice, Flag, Quantity, Row, Table, cql_library
from tests.logic.oracle import count, heat, hue, limit, mass, share, wet

TABLE = Table(
    "body",
    (
        Row("mass.high", (mass >= limit(2)) & ~wet.yes, "bar"),
        Row("warm", heat.at_least("warm") | (count > limit(2.5, "1")), "wait"),
    ),
    "go",
)
TEXT = """\
library "Body" version '2026.1'

// Mass [mg/dL]
parameter "mass" Decimal
// Wet
parameter "wet" Boolean
// Heat
parameter "heat" String
// Count [1]
parameter "count" Integer

define "known mass":
  if Coalesce("mass" >= 0.0, false) then "mass" else null as Decimal

define "known wet":
  "wet"

define "known heat":
  if Coalesce("heat" = 'cold' or "heat" = 'warm' or "heat" = 'hot', false) then "heat" else null as String

define "known count":
  if Coalesce("count" >= 0 and "count" <= 4, false) then "count" else null as Integer

// The mass is not below the limit.
// Someone 2000, Table 1
define "rule mass.high":
  ("known mass" >= 2.0) and (not ("known wet"))

define "rule warm":
  (("known heat" = 'warm') or ("known heat" = 'hot')) or ("known count" >= 3)

define "body passes mass.high":
  not Coalesce("rule mass.high", false)

define "body passes warm":
  "body passes mass.high" and not Coalesce("rule warm", false)

define "body may be bar":
  (Coalesce("rule mass.high", true))

define "body may be wait":
  ("body passes mass.high" and Coalesce("rule warm", true))

define "body may be go":
  "body passes warm"

define "body outcomes or null":
  {
    if "body may be bar" then 'bar' else null,
    if "body may be wait" then 'wait' else null,
    if "body may be go" then 'go' else null
  }

define "body possible at most":
  "body outcomes or null" O where O is not null

define "body deciding row":
  case
    when "rule mass.high" is null then null as String
    when Coalesce("rule mass.high", false) then 'mass.high'
    when "rule warm" is null then null as String
    when Coalesce("rule warm", false) then 'warm'
    else 'otherwise'
  end
"""


def test_the_whole_text():
    comments = {"mass.high": "The mass is not below the limit.\nSomeone 2000, Table 1", "unheard_of": "left out"}
    assert cql_library([TABLE], library="Body", version="2026.1", comments=comments) == TEXT


def text(*rows):
    return cql_library([Table("t", rows, "go")], library="T", version="1")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (share > limit(75, "%"), '"known share" > 75.0'),
        (share > limit(0.125, "%"), '"known share" > 0.125'),
        (share < limit(50, "%"), '"known share" < 50.0'),
        (count <= limit(2, "1"), '"known count" < 3'),
        (count < limit(2, "1"), '"known count" < 2'),
        (wet.no, 'not "known wet"'),
        (hue.is_("red"), "\"known hue\" = 'red'"),
        (~(hue.is_("red", "blue")), "not ((\"known hue\" = 'red') or (\"known hue\" = 'blue'))"),
    ],
)
def test_conditions(condition, expected):
    assert f'define "rule r":\n  {expected}\n' in text(Row("r", condition, "bar"))


def test_a_row_of_two_tables_stands_once_and_must_mean_one_thing():
    other = Table("mind", (TABLE.rows[1], Row("more", wet.yes, "bar")), "go")
    both = cql_library([TABLE, other], library="Both", version="1")
    assert both.count('define "rule warm"') == both.count('parameter "wet"') == 1
    assert both.count("possible at most") == 2
    clash = Table("clash", (Row("warm", wet.yes, "bar"),), "go")
    with pytest.raises(ValueError, match="'warm' means two things"):
        cql_library([TABLE, clash], library="Both", version="1")


def test_a_variable_declared_twice_is_refused():
    with pytest.raises(ValueError, match="'mass' means two things"):
        cql_library([TABLE, Table("m", (Row("a", Flag("mass", "Mass").yes, "bar"),), "go")], library="T", version="1")


def test_a_limit_with_more_digits_than_a_decimal_holds_is_refused():
    with pytest.raises(ValueError, match="more than 8 digits"):
        text(Row("r", mass > limit(1 / 3), "bar"))


def test_quotes_in_names_are_escaped():
    odd = Choice('a"b', "Odd", ("it's", "back\\slash"))
    printed = text(Row("r", odd.is_("it's"), "bar"), Row("s", odd.is_("back\\slash"), "bar"))
    assert "\"known a\\\"b\" = 'it\\'s'" in printed
    assert "'back\\\\slash'" in printed


def test_an_open_domain_needs_no_bounds():
    free = Quantity("free", "Free", "1", low=float("-inf"))
    assert 'define "known free":\n  "free"\n' in text(Row("r", free > limit(-1, "1"), "bar"))


def test_a_table_without_rows():
    assert "define \"t deciding row\":\n  'otherwise'\n" in text()
    assert 'define "t may be go":\n  true\n' in text()


def test_conditions_that_decide_nothing_are_defined_beside_the_tables():
    text = cql_library(
        [TABLE], library="L", version="1", also={"share.any": share >= limit(0.5, "%"), "warm": TABLE.rows[1].when}
    )
    assert text.count('define "rule warm":') == 1
    assert 'parameter "share" Decimal' in text
    assert 'define "rule share.any":\n  "known share" >= 0.5' in text
