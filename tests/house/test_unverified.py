"""No unverified entry escapes its page, wherever it stands."""

from pathlib import Path

from tools.unverified import entries

DEVICE = """
product = "glass"
[sphere_diameter]
value = 25
unit = "um"
says = "mean diameter"
status = "unverified"
[density]
value = 3.3
status = "read"
[[vial]]
name = "3 GBq"
status = "unverified"
"""
CODE = """
cite("seen2001", at="Table 1")
cite("unseen2002", at="Table 2", status=Status.UNVERIFIED)
row(says="no key here", status="unverified")
"""


def test_entries_of_data_files_and_citations_in_code_are_found_and_read_ones_are_not(tmp_path: Path) -> None:
    package = tmp_path / "src/seldinger"
    (package / "knowledge/devices").mkdir(parents=True)
    (package / "knowledge/devices/glass.toml").write_text(DEVICE)
    (package / "rules.py").write_text(CODE)
    assert list(entries(tmp_path)) == [
        ("devices/glass.toml: sphere_diameter", "25 um — mean diameter"),
        ("devices/glass.toml: vial 1", "3 GBq"),
        ("rules.py: unseen2002", "at Table 2"),
        ("rules.py: row", "says no key here"),
    ]


def test_an_unverified_file_is_named_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "src/seldinger/knowledge/studies"
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text('status = "unverified"\ntitle = "A study"\n')
    assert list(entries(tmp_path)) == [("studies/one.toml: whole file", "A study")]
