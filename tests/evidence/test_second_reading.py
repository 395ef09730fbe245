"""Tables 1 to 3 of Del Prete 2014 read twice, independently: every cell agrees, or one of the readings calls its place uncertain."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from seldinger.evidence.reading import library
from seldinger.evidence.studies import Study

CELLS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("second_reading.json").read_text("utf-8"))
STUDIES = {study.key: study for study in library()}
OUTCOMES = {
    "tumour response": ("tumour_response",),
    "biochemical": ("biochemical_response",),
    "endocrine": ("symptom_endocrine",),
    "aspecific": ("symptom_aspecific",),
    "complications": ("complication", "abscess", "post_embolization"),
    "death": ("death",),
}
SAME_SAID_OTHERWISE = {("fiore2014", "death")}  # 0 % printed without a count: read once as none, once as 0 of all


def ours(study: Study, table: int, column: str) -> list[tuple[int | None, str | None]]:
    """Return our cells of one column as (events, percent)."""
    at = f"Table {table}"
    rows = [r for r in study.rows if r.outcome in OUTCOMES[column] and study.source(r.source).at == at]
    return sorted(((r.events, r.percent) for r in rows if r.events is not None or r.percent), key=str)


def cells(kind: str) -> list[dict[str, Any]]:
    return [cell for cell in CELLS if (cell["column"] in OUTCOMES) == (kind == "outcome")]


@pytest.mark.parametrize("cell", cells("outcome"), ids=lambda c: f"{c['study']}-{c['table']}-{c['column']}")
def test_counts_and_percents_agree(cell: dict[str, Any]) -> None:
    theirs = sorted(((e, p) for e, p, _ in cell["cells"]), key=str)
    mine = ours(STUDIES[cell["study"]], cell["table"], cell["column"])
    if (cell["study"], cell["column"]) in SAME_SAID_OTHERWISE:
        assert [p for _, p in mine] == [p for _, p in theirs]
    else:
        assert mine == theirs


@pytest.mark.parametrize("cell", [c for c in CELLS if c["column"] == "survival"], ids=lambda c: c["study"])
def test_survival_times_agree(cell: dict[str, Any]) -> None:
    rows = [r for r in STUDIES[cell["study"]].rows if r.measure == "OS" and r.source == "t1" and r.quantity]
    assert sorted(r.quantity.value for r in rows if r.quantity) == sorted(cell["numbers"])


@pytest.mark.parametrize(
    "cell", [c for c in CELLS if c["column"] == "treatments" and c["table"] == 1], ids=lambda c: c["study"]
)
def test_treatment_columns_agree(cell: dict[str, Any]) -> None:
    found: list[int] = []
    for arm in STUDIES[cell["study"]].arms:
        if arm.treatments:
            found += [int(n) for n in re.findall(r"\d+", arm.treatments.printed)]
    assert sorted(n for n in found if n != 48) == sorted(
        n for n in cell["numbers"] if n != 48
    )  # 48: evaluable, Table 2


@pytest.mark.parametrize(
    "cell", [c for c in CELLS if c["column"] == "patients" and c["table"] == 1], ids=lambda c: c["study"]
)
def test_patient_columns_agree(cell: dict[str, Any]) -> None:
    wholes = [arm for arm in STUDIES[cell["study"]].arms if arm.part_of is None and arm.patients]
    printed = {int(n) for arm in wholes for n in re.findall(r"\d+", arm.patients.printed if arm.patients else "")}
    assert set(cell["numbers"]) <= printed


def test_every_cell_that_the_second_reader_left_open_is_marked_or_the_same_either_way() -> None:
    """The second reader called these places not forced; ours are marked too wherever the reading could change a count."""
    opened = {(c["study"], c["column"]) for c in CELLS if c.get("open") and c["column"] in OUTCOMES}
    marked = {
        (s.key, name)
        for s in STUDIES.values()
        for name, outcomes in OUTCOMES.items()
        for r in s.rows
        if r.outcome in outcomes
        and (r.uncertain or (r.resolved is not None and r.resolved.reason) or r.silent or r.note)
    }
    by_order_only = {("brown1999", "tumour response")}
    assert opened - marked - by_order_only <= {
        ("eriksson1998", "aspecific"),  # the dashes before it fix the column
        ("sward2009", "complications"),  # two equal figures: an exchange changes nothing
        ("chamberlain2000", "endocrine"),  # one figure in both columns
    }
