"""The gate before any rule, at its limits: an adult with neuroendocrine liver metastases, not pregnant, no emergency."""

from datetime import date

import pytest

from seldinger.patient import read_record
from seldinger.selection import scope

INSIDE = {
    "scope": {"neuroendocrine": True, "emergency": False},
    "liver": {"metastases": True},
    "person": {"age_years": 58, "sex": "male"},
}

# section.key | value | inside | why
TABLE = """
person.age_years     | 18   | yes  | an adult on the birthday
person.age_years     | 17.9 | no   | a child until then
person.age_years     | 17.99 | no  | on the eve as well
person.age_years     | -    | open | nobody wrote the age
scope.neuroendocrine | no   | no   | another tumour
scope.neuroendocrine | -    | open | nobody wrote the histology
scope.emergency      | yes  | no   | bleeding or crisis is no elective question
scope.emergency      | -    | open | nobody said so
liver.metastases     | no   | no   | nothing to treat in the liver
liver.metastases     | -    | open | nobody looked
"""
WORDS = {"yes": True, "no": False, "open": None}
LINES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def inside(tree: dict) -> bool | None:
    chart = {"schema": "seldinger/chart/1", "id": "x", "as_of": date(2026, 11, 2), "label": "synthetic", **tree}
    return scope(read_record(chart, file="x.toml"), date(2026, 11, 2)).inside


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[1]}")
def test_the_gate(line: list[str]) -> None:
    key, value, wanted, why = line
    section, name = key.split(".")
    tree = {part: dict(members) for part, members in INSIDE.items()}
    if value == "-":
        del tree[section][name]
    else:
        tree[section][name] = WORDS[value] if value in WORDS else float(value)
    assert inside(tree) is WORDS[wanted], why


@pytest.mark.parametrize(("pregnant", "wanted"), [(True, False), (False, True), (None, None)])
def test_pregnancy_is_asked_of_women(pregnant: bool | None, wanted: bool | None) -> None:
    person = {"age_years": 30, "sex": "female"} | ({} if pregnant is None else {"pregnant": pregnant})
    assert inside({**INSIDE, "person": person}) is wanted


def test_pregnancy_is_not_asked_of_men() -> None:
    assert inside(INSIDE) is True
