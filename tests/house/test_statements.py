"""The count of statements is a partition: nothing is counted twice, nothing is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seldinger import audit
from tools import statements
from tools.statements import count, counted
from tools.tree import ROOT

IDS = st.sets(st.sampled_from([f"A{n:02}" for n in range(1, 9)]))


@given(listed=IDS, realised=IDS, exempted=IDS)
def test_each_listed_statement_is_in_exactly_one_state(
    listed: set[str], realised: set[str], exempted: set[str]
) -> None:
    found = count(listed, realised, dict.fromkeys(exempted, "a reason"))
    states = [found.realised, found.exempted, found.not_reached]
    assert sum(map(len, states)) == len(listed)
    assert frozenset().union(*states) == listed
    assert found.strays == (realised | exempted) - listed


def test_a_statement_that_is_cited_but_not_listed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = tmp_path / "src/seldinger/knowledge"
    knowledge.mkdir(parents=True)
    (knowledge / "statements.csv").write_text("id,kind\nA01,grading\nB49,eligibility\nBT7,caution\nA99,caution\n")
    monkeypatch.setattr(audit, "realised", lambda: frozenset({"A01", "B49", "B98"}))
    monkeypatch.setattr(audit, "exempted", lambda: {"BT7": "history only"})
    found = counted(tmp_path)
    assert found is not None
    assert (found.realised, found.exempted, found.not_reached) == ({"A01", "B49"}, {"BT7"}, {"A99"})
    assert statements.faults(tmp_path) == ["statement 'B98' is cited but is not in statements.csv"]


def test_every_statement_of_this_tree_is_realised_or_exempted() -> None:
    found = counted(ROOT)
    assert found is not None
    assert (found.not_reached, found.strays) == (frozenset(), frozenset())
