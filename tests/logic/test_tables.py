"""Tables: what they refuse."""

import pytest

from seldinger.logic import Row, Table
from tests.logic.oracle import limit, mass, old, wet


def test_row_ids_must_differ():
    with pytest.raises(ValueError, match="stand twice: a"):
        Table("twice", (Row("a", wet.yes, "bar"), Row("a", old.yes, "bar")), "go")


@pytest.mark.parametrize("name", ["", "otherwise"])
def test_a_row_id_must_be_its_own(name):
    with pytest.raises(ValueError, match="empty or 'otherwise'"):
        Table("named", (Row(name, wet.yes, "bar"),), "go")


def test_outcomes_and_variables_stand_in_order_of_their_rows_once():
    rows = (Row("a", old.yes | (mass > limit(2)), "bar"), Row("b", mass > limit(3), "no"), Row("c", wet.yes, "bar"))
    assert Table("t", rows, "no").outcomes == ("bar", "no")
    assert Table("t", rows, "go").outcomes == ("bar", "no", "go")
    assert Table("t", rows, "go").variables == (old, mass, wet)
