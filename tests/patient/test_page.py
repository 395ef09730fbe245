"""The documentation page lists every variable and member."""

from seldinger.patient import chart_page, variables
from seldinger.patient.course import TABLES
from seldinger.patient.words import members


def test_every_variable_has_its_row_and_every_table_its_section() -> None:
    page = chart_page()
    for key in variables():
        assert page.count(f"| `{key}` |") == 1
    for key, row in TABLES.items():
        section = page.split(f"## [[{key}]]")[1]
        assert all(f"| `{each.name}` |" in section for each in members(row))


def test_what_is_not_verified_says_so() -> None:
    page = chart_page()
    assert "**unverified**" in page
    assert "LOINC 1975-2, LOINC 14631-6*" in page
