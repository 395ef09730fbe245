"""Names that may not be committed. The offending words are put together here so that this file does not hold them."""

from pathlib import Path

import pytest

from tools.tidy import MOST_LINES, forbidden_names, long_files

REFUSED = [
    "see /" + "root/x",
    "see /" + "home/anna/x",
    "read .." + "/shared/design",
    "as the dos" + "sier says",
    "https:" + "//files.pyp" + "i.example/simple",
    "-" + "-index-url x",
    "# TO" + "DO",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_forbidden_name_is_found_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(f"first\n{text}\n", encoding="utf-8")
    (fault,) = forbidden_names(tmp_path)
    assert fault.startswith("a.md:2: ")


def test_a_lock_names_no_address_at_all(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("numpy @ file://x\n", encoding="utf-8")
    assert len(forbidden_names(tmp_path)) == 1


def test_ordinary_text_and_binary_files_pass(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("https://doi.org/10.1186/1756-9966-33-43 at home/abroad\n", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\xff\xfe")
    assert forbidden_names(tmp_path) == []


def test_a_long_file_is_named_at_one_line_too_many(tmp_path: Path) -> None:
    room = tmp_path / "src/seldinger/logic"
    room.mkdir(parents=True)
    (room / "full.py").write_text("x = 1\n" * MOST_LINES)
    (room / "over.py").write_text("x = 1\n" * (MOST_LINES + 1))
    assert long_files(tmp_path) == [f"src/seldinger/logic/over.py: {MOST_LINES + 1} lines, at most {MOST_LINES}"]
