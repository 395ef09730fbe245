"""Files that are no chart: unreadable, half-written, huge, deep, doubled, not text. One line, never a traceback."""

import json
from pathlib import Path

import pytest

from seldinger.patient import ChartError, load_record, read_record
from tests.patient.charts import faults, tree

HEAD = 'schema = "seldinger/chart/1"\nid = "t"\nas_of = 2026-11-02\n'
JSON_HEAD = '{"schema": "seldinger/chart/1", "id": "t", "as_of": "2026-11-02"'


def refused(path: Path) -> str:
    with pytest.raises(ChartError) as error:
        load_record(path)
    (fault,) = error.value.faults
    return str(fault)


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("c.toml", b"\xff\xfe", "c.toml: saw a byte that is not UTF-8 at position 0; expected text in UTF-8; save"),
        ("c.toml", HEAD.encode() + b"[labs]\nbilirubin = {", "c.toml: saw "),
        ("c.toml", HEAD.encode() + b"[labs]\n[labs]\n", "c.toml: saw "),
        ("c.toml", HEAD.encode() + b"x = " + b"[" * 5000, "c.toml: saw "),
        ("c.toml", b"#" * (2 * 1024 * 1024 + 1), "c.toml: saw more than 2 MiB; expected a chart of at most 2 MiB"),
        ("c.toml", HEAD.encode() + b"x = nan", "c.toml: x: saw nan; expected a finite number"),
        ("c.toml", HEAD.encode() + b"x = -inf", "c.toml: x: saw -inf; expected a finite number"),
        ("c.toml", HEAD.encode() + b"x = 0x" + b"f" * 9000, "c.toml: x: saw a number of more than 15 digits"),
        ("c.toml", HEAD.encode() + b"x = 12:00:00", "c.toml: x: saw a time of day; expected a date such as 2026-10-02"),
        ("c.json", b"[1]", "c.json: saw a list of 1; expected one object at the top of the file"),
        ("c.json", b'{"schema": "x", ', "c.json: saw "),
        ("c.json", JSON_HEAD.encode() + b', "x": NaN}', "c.json: saw NaN; expected numbers that are finite"),
        ("c.json", JSON_HEAD.encode() + b', "x": 1e999}', "c.json: x: saw inf; expected a finite number"),
        ("c.json", JSON_HEAD.encode() + b', "id": "u"}', "c.json: id: saw the same key twice; expected each key once"),
        ("c.json", JSON_HEAD.encode() + b', "x": ' + b"[" * 100000, "c.json: saw more than 12 levels of nesting"),
        (
            "c.json",
            JSON_HEAD.encode() + b', "x": "\\ud800"}',
            "c.json: x: saw characters that are no text; expected plain text",
        ),
        ("c.json", JSON_HEAD.encode() + b', "x": "\\u0000"}', "c.json: x: saw characters that are no text"),
        ("c.json", JSON_HEAD.encode() + b', "x": null}', "c.json: x: saw null; expected a value; leave the key out"),
        ("c.json", JSON_HEAD.encode() + b', "x": ' + b"9" * 5000 + b"}", "c.json: saw "),
        ("c.yaml", b"id: t", 'c.yaml: saw the ending ".yaml"; expected a file that ends in .toml or .json'),
    ],
)
def test_what_is_no_chart_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, line: str) -> None:
    (tmp_path / name).write_bytes(content)
    said = refused(tmp_path / name)
    assert said.startswith(line), said
    assert "\n" not in said
    assert str(tmp_path) not in said, "the folder may name the patient"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "c.toml").startswith(
        "c.toml: saw No such file or directory; expected a chart that can be read"
    )
    assert refused(tmp_path).startswith(f"{tmp_path.name}: saw Is a directory")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert load_record(tmp_path / "c.toml").id == "t"


def test_toml_and_json_of_one_chart_are_one_record(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(HEAD + "[fitness]\necog = 1\nechocardiography = 2026-09-08\n")
    fitness = {"ecog": 1, "echocardiography": "2026-09-08"}
    (tmp_path / "c.json").write_text(json.dumps(tree(fitness=fitness) | {"as_of": "2026-11-02"}))
    assert load_record(tmp_path / "c.toml") == load_record(tmp_path / "c.json")


def test_nesting_is_counted() -> None:
    deep: object = 1
    for _ in range(12):
        deep = {"x": deep}
    (line,) = faults(tree(labs=deep))
    assert "saw more than 12 levels of nesting; expected a flat chart" in line


def test_a_value_of_another_kind_is_refused_when_a_program_calls() -> None:
    with pytest.raises(ChartError, match="saw a set; expected text, number, true, false or date"):
        read_record(tree(liver__lobes={"left"}), file="t")
