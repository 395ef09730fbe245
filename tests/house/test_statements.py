"""The count of statements is a partition: nothing is counted twice, nothing is lost."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tools import statements
from tools.statements import count, counted

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


def test_ids_are_found_in_code_and_in_data(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(statements, "_COVERAGE", "seldinger.no_such_room")
    package = tmp_path / "src/seldinger"
    (package / "knowledge/studies").mkdir(parents=True)
    (package / "selection").mkdir()
    (package / "knowledge/statements.csv").write_text(
        "id,kind\nA01,grading\nB49,eligibility\nBT7,caution\nA99,caution\n"
    )
    (package / "knowledge/studies/one.toml").write_text('cites = [{ key = "x", at = "y", statement = "A01" }]')
    (package / "selection/a.py").write_text(
        'cite("x", at="y", statement="B49")\nfrom_b("BT7", "B98", at="Table 4", says="A99 in a sentence")\n'
    )
    found = counted(tmp_path)
    assert found is not None
    assert (found.realised, found.not_reached, found.strays) == ({"A01", "B49", "BT7"}, {"A99"}, {"B98"})
    assert statements.faults(tmp_path) == ["statement 'B98' is cited but is not in statements.csv"]
