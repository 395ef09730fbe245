"""The command line as a stranger meets it: results on stdout, one line a fault on stderr, an exit status for each."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from seldinger.cli import main
from seldinger.patient import examples

MIDGUT = str(examples()["synthetic-midgut"])


@dataclass(frozen=True)
class Done:
    """What a run of the program left: exit status and both streams."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Done:
    """Run the program in this process, as its console script would."""
    out, err, argv = StringIO(), StringIO(), sys.argv
    sys.argv = ["seldinger", *arguments]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main()
                status = 0
            except SystemExit as stopped:
                status = stopped.code if isinstance(stopped.code, int) else 0
    finally:
        sys.argv = argv
    return Done(status, out.getvalue(), err.getvalue())


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from seldinger.cli.app import app\n"
        "import seldinger.cli.commands\n"
        "heavy = {'numpy', 'scipy', 'fastapi', 'typst', 'polars', 'pydicom', 'sqlalchemy', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_version_and_help_answer() -> None:
    assert run("--version").stdout.startswith("seldinger ")
    assert "consult" in run("--help").stdout


def test_consult_prints_the_report_as_json() -> None:
    done = run("consult", MIDGUT, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["modalities"]["tae"]["verdict"] == "eligible"


def test_several_charts_print_one_document_a_line_and_a_bad_one_is_skipped(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("id = 3\n")
    done = run("consult", MIDGUT, str(bad), str(examples()["out-of-scope"]), "--json")
    assert done.returncode == 3
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["patient"]["id"] for document in documents] == ["synthetic-midgut", "out-of-scope"]
    assert "bad.toml" in done.stderr
    assert "Traceback" not in done.stderr


FAULTS = {
    "missing file": None,
    "empty": b"",
    "half-written": b'schema = "seldinger/chart/1"\nid = "x"\n[labs]\nbilirubin = { value = 1.1, unit = "mg',
    "not text": bytes(range(256)),
    "no unit": b'schema = "seldinger/chart/1"\nid = "x"\nas_of = 2026-11-02\n[labs]\nbilirubin = { value = 1.1 }\n',
    "misspelt key": b'schema = "seldinger/chart/1"\nid = "x"\nas_of = 2026-11-02\n[labs]\nbillirubin = 1\n',
    "wrong type": b'schema = "seldinger/chart/1"\nid = "x"\nas_of = 2026-11-02\n[person]\nage_years = "old"\n',
    "out of range": b'schema = "seldinger/chart/1"\nid = "x"\nas_of = 2026-11-02\n[person]\nage_years = 400\n',
    "future date": b'schema = "seldinger/chart/1"\nid = "x"\nas_of = 2026-11-02\n[labs]\n'
    b'bilirubin = { value = 1, unit = "mg/dL", date = 2027-01-01 }\n',
    "deep": b"a = " + b"[" * 400 + b"]" * 400,
    "huge": b"#" * (3 << 20),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_chart_that_cannot_be_used_exits_with_3_and_says_where(name: str, tmp_path: Path) -> None:
    chart = tmp_path / "chart.toml"
    if FAULTS[name] is not None:
        chart.write_bytes(FAULTS[name])
    page = tmp_path / "page.html"
    done = run("consult", str(chart), "--html", str(page))
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert "chart.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) in (["chart.toml"], [])


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("consult",), 2),
        (("consult", MIDGUT, "--on", "yesterday"), 2),
        (("consult", MIDGUT, "--profile", "bold"), 3),
        (("explain", MIDGUT, "--modality", "surgery"), 2),
        (("evidence", "pool"), 2),
        (("evidence", "pool", "--outcome", "happiness"), 2),
        (("unknown-verb",), 2),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], status: int) -> None:
    done = run(*arguments)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_template_is_a_chart() -> None:
    done = run("consult", "--template")
    assert done.returncode == 0
    assert "schema = " in done.stdout


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = run("consult", MIDGUT, "--html", str(blocked / "page.html"))
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_same_chart_same_bytes_in_two_processes_and_time_zones() -> None:
    texts = set()
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        done = subprocess.run(
            [sys.executable, "-c", "from seldinger.cli import main; main()", "consult", MIDGUT, "--json"],
            capture_output=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": "random"},
            check=True,
        )
        texts.add(done.stdout)
    assert len(texts) == 1
