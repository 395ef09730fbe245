"""Check: rows that never decide, against brute force and by hand."""

from hypothesis import given

from seldinger.logic import Flag, Row, Shadowed, Table, check
from tests.logic.oracle import completions, holds, limit, mass, possible_and_missing, tables, wet


def deciding(table, case):
    return next((row.id for row in table.rows if holds(row.when, case)), None)


@given(tables())
def test_findings_agree_with_brute_force(drawn):
    table, variables, _ = drawn
    cases = list(completions(variables, {}))
    first = [deciding(table, case) for case in cases]
    found = check(table)
    assert [each.row for each in found.shadowed] == [row.id for row in table.rows if row.id not in first]
    for each in found.shadowed:
        when = next(row.when for row in table.rows if row.id == each.row)
        assert set(each.by) == {by for by, case in zip(first, cases, strict=True) if holds(when, case)}
    assert found.gaps is (None in first)
    used = possible_and_missing(table, variables, {})[1]
    assert set(found.unused) == {variable.name for variable in table.variables} - used


def test_a_stricter_row_below_a_wider_one_is_shadowed_by_name():
    table = Table(
        "mass",
        (
            Row("not_below", mass >= limit(2), "bar"),
            Row("above", mass > limit(2), "bar"),
            Row("never", wet.yes & wet.no, "no"),
            Row("wet", wet.yes, "wait"),
        ),
        "go",
    )
    found = check(table)
    assert found.shadowed == (Shadowed(row="above", by=("not_below",)), Shadowed(row="never", by=()))
    assert found.gaps
    assert found.unused == ()


def test_a_table_without_gap_and_a_variable_without_effect():
    idle = Flag("idle", "Idle")
    table = Table("all", (Row("wet", wet.yes & (idle.yes | idle.no), "bar"), Row("dry", wet.no, "wait")), "go")
    assert (check(table).gaps, check(table).unused) == (False, ("idle",))
