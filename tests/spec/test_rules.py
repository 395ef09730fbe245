"""Every rule answers at its boundaries as its table says, and every rule has a table."""

import pytest

from seldinger.selection.modalities import EVERY_RULE
from tests.spec.spec import ANSWERS, check, columns, named, rows
from tests.spec.tables import SPECS


@pytest.mark.parametrize("rule_id", [rule.id for rule in EVERY_RULE])
def test_rule_answers_as_its_table_says(rule_id: str) -> None:
    check(rule_id, SPECS[rule_id])


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_table_has_each_answer_the_rule_can_give(rule: object) -> None:
    table = SPECS[rule.id]  # type: ignore[attr-defined]
    assert set(columns(table)) == named(rule)  # type: ignore[arg-type]
    if rule.id == "deb.trial_only":  # type: ignore[attr-defined]
        return
    assert {row.fires for row in rows(table)} == set(ANSWERS.values())


def test_there_is_no_table_without_a_rule() -> None:
    assert set(SPECS) == {rule.id for rule in EVERY_RULE}
