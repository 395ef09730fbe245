"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from seldinger.report import page, paper, write_report
from tests.report.generated import example


def test_what_is_asked_for_is_written(tmp_path: Path) -> None:
    made = example("synthetic-midgut")
    written = write_report(made, html=tmp_path / "new/a.html", pdf=tmp_path / "a.pdf")
    assert written == [tmp_path / "new/a.html", tmp_path / "a.pdf"]
    assert (tmp_path / "new/a.html").read_text(encoding="utf-8") == page(made)
    assert (tmp_path / "a.pdf").read_bytes() == paper(made)
    assert write_report(made) == []


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.html"
    target.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("seldinger.report.write.os.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_report(example("synthetic-midgut"), html=target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.html"]
