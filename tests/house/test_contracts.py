"""The fences around the rooms: each is shown to hold by walking through it in a copy of the tree."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/seldinger"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HEAVY = ("numpy", "scipy", "polars", "typst", "fastapi", "ibis", "pydicom", "nibabel", "sqlalchemy")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a small tree under the real contracts: the rooms that the contracts name, and two on one line."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ("selection", "planning", "followup", "dosimetry", "patient", "logic", "terms"):
        (tmp_path / "seldinger" / room).mkdir(parents=True)
        (tmp_path / "seldinger" / room / "__init__.py").touch()
    (tmp_path / "seldinger/__init__.py").touch()
    return tmp_path


def linted(copy: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=copy, env={"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False)


def test_a_tree_that_only_imports_downwards_passes(copy: Path) -> None:
    (copy / "seldinger/planning/a.py").write_text("import seldinger.selection\nimport seldinger.terms\n")
    said = linted(copy)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("room", "imported"),
    [
        ("selection", "seldinger.planning"),  # upwards
        ("planning", "seldinger.followup"),  # sideways
        ("dosimetry", "seldinger.patient"),  # downwards, but physics knows no patient
        ("selection", "fastapi"),  # a web framework outside the web room
        ("selection", "matplotlib.pyplot"),  # nowhere at all
    ],
)
def test_an_import_that_is_not_allowed_fails(copy: Path, room: str, imported: str) -> None:
    (copy / "seldinger" / room / "a.py").write_text(f"import {imported}\n")
    said = linted(copy)
    assert said.returncode != 0
    assert "BROKEN" in said.stdout


def test_a_room_that_no_line_names_fails(copy: Path) -> None:
    (copy / "seldinger/utils").mkdir()
    (copy / "seldinger/utils/__init__.py").touch()
    said = linted(copy)
    assert said.returncode != 0
    assert "utils" in said.stdout


@pytest.mark.parametrize(("room", "fails"), [("selection", True), ("planning", True), ("stats", False)])
def test_ruff_refuses_a_bare_number_only_in_rule_rooms(room: str, fails: bool) -> None:
    name = f"src/seldinger/{room}/made_up.py"
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--stdin-filename", name, "-"]
    source = '"""Doc."""\n\n\ndef high(bilirubin: float) -> bool:\n    """Doc."""\n    return bilirubin > 2.5\n'
    said = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True, check=False)
    assert (said.returncode != 0) == fails, said.stdout


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "src/seldinger"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    expected = {name.removeprefix("src/") for name in tracked.stdout.split() if (ROOT / name).exists()}
    if not expected:
        pytest.skip("not a clone: nothing says which files belong to the package")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert expected <= set(zipfile.ZipFile(wheel).namelist())


def distributions(lock: str) -> set[str]:
    """Return the names of a lock; each stands with an exact version and at least one hash."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in lines:
        assert re.match(r"[a-z0-9.-]+==[^ ;]+ .*--hash=sha256:[0-9a-f]{64}", line), line
    return {line.split("==")[0] for line in lines}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;~ ]", each)[0].lower() for each in requirements}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    asked += [each for extra, group in extras.items() if extra != "engines" for each in group]
    assert names(asked) <= distributions("requirements.lock")
    assert names(extras["engines"]) <= distributions("engines.lock")


def test_the_two_locks_never_ask_for_different_versions() -> None:
    def versions(lock: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", (ROOT / lock).read_text(), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        return found

    core, engines = versions("requirements.lock"), versions("engines.lock")
    assert {name: engines[name] for name in core.keys() & engines.keys()} == {
        name: core[name] for name in core.keys() & engines.keys()
    }


def loaded(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_the_package_starts_without_heavy_libraries() -> None:
    assert not loaded("import seldinger").intersection(HEAVY)


@pytest.mark.skipif(not (PACKAGE / "cli").exists(), reason="the command line is not built yet")
def test_the_command_line_starts_without_heavy_libraries() -> None:
    assert not loaded("import seldinger.cli").intersection(HEAVY)
