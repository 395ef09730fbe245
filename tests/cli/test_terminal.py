"""The program at a terminal: nothing written over, no output lost in silence, no fault of a file taken for one of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seldinger.pathway import SCHEMA
from tests.cli.test_doors import MIDGUT, run

SHELL = [sys.executable, "-c", "from seldinger.cli import main; main()"]


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    path = tmp_path / "chart.toml"
    path.write_bytes(Path(MIDGUT).read_bytes())
    return path


@pytest.mark.parametrize("option", ["--html", "--pdf", "--fhir"])
@pytest.mark.parametrize("name", ["chart.toml", "../{folder}/chart.toml", "link.toml"])
def test_a_chart_is_never_written_over(chart: Path, option: str, name: str) -> None:
    (chart.parent / "link.toml").symlink_to(chart)
    target = chart.parent / name.format(folder=chart.parent.name)
    done = run("consult", str(chart), option, str(target))
    assert (done.returncode, done.stdout) == (2, "")
    assert chart.read_bytes() == Path(MIDGUT).read_bytes()


def test_a_calendar_is_never_written_over_the_chart(chart: Path) -> None:
    assert run("plan", str(chart), "--ics", str(chart)).returncode == 2
    assert chart.read_bytes() == Path(MIDGUT).read_bytes()


def test_two_patients_never_share_a_page(chart: Path) -> None:
    other = chart.parent / "other" / "chart.toml"
    other.parent.mkdir()
    other.write_bytes(chart.read_bytes())
    out = chart.parent / "out"
    done = run("consult", str(chart), str(other), "--html", str(out))
    assert (done.returncode, done.stdout, out.exists()) == (2, "", False)
    assert "two answers would go there" in done.stderr


def test_two_forms_never_share_a_file(chart: Path) -> None:
    out = str(chart.parent / "out")
    assert run("consult", str(chart), "--html", out, "--fhir", out).returncode == 2


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-02-29", ""])
@pytest.mark.parametrize("command", ["consult", "explain", "follow", "plan"])
def test_a_day_that_no_chart_may_hold_is_wrong_usage(command: str, day: str) -> None:
    done = run(command, MIDGUT, "--on", day)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_first_session_that_no_calendar_holds_is_wrong_usage() -> None:
    assert run("plan", MIDGUT, "--on", "2199-12-31", "--start", "9999-12-31").returncode == 2
    assert run("plan", MIDGUT, "--on", "2199-12-31", "--start", "2199-12-31").returncode == 0


@pytest.mark.parametrize("command", ["consult", "explain", "follow", "plan"])
def test_every_answer_for_an_old_day_says_so(command: str) -> None:
    assert "more than 30 days back" in run(command, MIDGUT, "--on", "2026-01-05").stderr


@pytest.mark.parametrize("name", ["x" * 5000, "/", "a\0b"])
def test_a_profile_that_no_file_can_be_is_input(name: str) -> None:
    assert run("consult", MIDGUT, "--profile", name).returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("rules",), ("consult", "--template"), ("--version",)])
def test_a_full_disk_is_said_and_no_success(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*SHELL, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert done.stderr == "the output cannot be written (No space left on device); it is cut short\n"


def test_a_closed_output_is_no_fault_of_ours() -> None:
    code = "import os, sys; os.close(1); sys.stdout = None; from seldinger.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "consult", MIDGUT], stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        done = subprocess.run([*SHELL, "rules", "--json"], stdout=nobody, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_dialect_that_does_not_exist_is_wrong_usage() -> None:
    pytest.importorskip("ibis")
    assert run("rules", "--export", "sql", "--dialect", "klingon").returncode == 2


def test_a_test_that_does_not_exist_is_wrong_usage() -> None:
    done = run("evidence", "pool", "--outcome", "objective_response", "--test", "zz")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    "part",
    ["strictest = {tae = 5}", 'strictest = "eligible"', "shows = 3", 'shows = "x"', 'hides = "x"', "bold = {tae = []}"],
)
def test_expectations_that_cannot_be_used_are_input(chart: Path, part: str) -> None:
    (chart.parent / "expected.toml").write_text(f"[chart]\n{part}\n")
    done = run("check", str(chart.parent))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


def test_expectations_of_nothing_are_no_success(tmp_path: Path) -> None:
    (tmp_path / "expected.toml").write_text("# to be filled in\n")
    assert run("check", str(tmp_path)).returncode == 3


def test_a_report_without_a_patients_name_is_still_rechecked(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"schema": SCHEMA, "about": {"basis": {}}, "patient": {}}))
    done = run("recheck", str(path), "--json")
    assert (done.returncode, json.loads(done.stdout)["patient"]) == (1, None)


def test_a_report_with_a_number_that_is_none_is_input(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(f'{{"schema": "{SCHEMA}", "about": {{"basis": {{}}}}, "patient": {{"id": NaN}}}}')
    assert run("recheck", str(path), "--json").returncode == 3


@pytest.mark.parametrize("hook", ['["x"]', "{}", "null", "3"])
def test_a_hook_that_is_no_name_is_wrong_usage(hook: str) -> None:
    done = subprocess.run([*SHELL, "cds"], input=f'{{"hook": {hook}}}', capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_that_no_calendar_holds_is_named(moment: str) -> None:
    wanted = ["y90", "vial", "--product", "glass", "--gbq", "3", "--zone", "Europe/Berlin"]
    for done in (run(*wanted, "--at", moment), run(*wanted, "--at", "2026-11-03T10:00", "--calibrated", moment)):
        assert (done.returncode, done.stderr) == (3, f"'{moment}': expected a year from 1900 to 2199\n")
