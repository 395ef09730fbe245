"""`./dev` in a folder with spaces, under dash where there is one, with a Python that only writes down what it gets."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL = shutil.which("dash") or "/bin/sh"
PROGRAMS = ("dirname", "cat", "cksum", "mkdir", "cp", "chmod")
NEW_PYTHON = '#!/bin/sh\necho "$@" >>"$LOG"\n'
OLD_PYTHON = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with spaces that holds ./dev, its locks, and a PATH of its own (no uv, no real Python)."""
    folder = tmp_path / "a clone"
    (folder / "path").mkdir(parents=True)
    for name in ("dev", "requirements.lock", "engines.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name in PROGRAMS:
        (folder / "path" / name).symlink_to(shutil.which(name) or name)
    return folder


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def dev(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(folder / "path"), "LOG": str(folder / "log")}
    command = [SHELL, str(folder / "dev"), *arguments]
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)


def asked(folder: Path) -> list[str]:
    return (folder / "log").read_text().splitlines()


def test_without_a_verb_it_lists_the_verbs(clone: Path) -> None:
    said = dev(clone)
    assert said.returncode == 0
    for verb in ("demo", "test", "all", "check", "bench", "docs"):
        assert verb in said.stderr


def test_an_unknown_verb_is_wrong_usage(clone: Path) -> None:
    assert dev(clone, "tset").returncode == 2


def test_without_a_new_enough_python_it_says_what_to_install(clone: Path) -> None:
    script(clone / "path/python3", OLD_PYTHON)
    said = dev(clone, "check")
    assert said.returncode == 1
    assert "3.11" in said.stderr and "apt-get install" in said.stderr
    assert not (clone / ".venv").exists()


def test_a_python_that_cannot_make_environments_is_named_with_the_package(clone: Path) -> None:
    script(clone / "path/python3", '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n')
    said = dev(clone, "check")
    assert said.returncode == 1
    assert "python3-venv" in said.stderr


def test_it_installs_once_with_hashes_and_then_needs_no_index(clone: Path) -> None:
    script(clone / ".venv/bin/python", NEW_PYTHON)
    assert dev(clone, "docs").returncode == 0
    first = asked(clone)
    installs = [line for line in first if "-m pip install" in line]
    assert [("--require-hashes -r requirements.lock" in line, "--no-deps" in line) for line in installs] == [
        (True, False),
        (False, True),
    ]
    assert dev(clone, "docs").returncode == 0
    assert not any("pip install" in line for line in asked(clone)[len(first) :])


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_it_installs_again_when_the_lock_or_the_project_has_changed(clone: Path, name: str) -> None:
    script(clone / ".venv/bin/python", NEW_PYTHON)
    dev(clone, "docs")
    with (clone / name).open("a") as file:
        file.write("# changed\n")
    before = len(asked(clone))
    dev(clone, "docs")
    assert any("pip install" in line for line in asked(clone)[before:])


def test_an_install_that_failed_is_tried_again(clone: Path) -> None:
    script(clone / ".venv/bin/python", NEW_PYTHON + 'case "$*" in *pip*) exit 1;; esac\n')
    assert dev(clone, "docs").returncode != 0
    script(clone / ".venv/bin/python", NEW_PYTHON)
    before = len(asked(clone))
    assert dev(clone, "docs").returncode == 0
    assert any("pip install" in line for line in asked(clone)[before:])


def test_tests_leave_the_foreign_peers_out_unless_all_is_said(clone: Path) -> None:
    script(clone / ".venv/bin/python", NEW_PYTHON)
    script(clone / "path/id", "#!/bin/sh\necho 1000\n")
    dev(clone, "test", "-k", "bilirubin")
    assert asked(clone)[-1].endswith("--ignore=tests/all -k bilirubin")
    dev(clone, "test", "all", "-x")
    assert asked(clone)[-1].endswith("worksteal -x")
    assert any("engines.lock" in line for line in asked(clone))


def test_check_runs_everything_and_fails_when_one_part_fails(clone: Path) -> None:
    script(clone / ".venv/bin/python", NEW_PYTHON + 'case "$*" in *mypy*) exit 1;; esac\n')
    script(clone / ".venv/bin/lint-imports", "#!/bin/sh\n")
    assert dev(clone, "check").returncode == 1
    assert asked(clone)[-1] == "-m tools.check"
    script(clone / ".venv/bin/python", NEW_PYTHON)
    assert dev(clone, "check").returncode == 0


def test_continuous_integration_runs_what_people_run(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    script(tmp_path / "dev", f'#!/bin/sh\necho "$@" >>"{tmp_path}/log"\n')
    subprocess.run(["bash", ".ci/run"], cwd=tmp_path, check=True, env={**os.environ, "CI": "true"})
    assert (tmp_path / "log").read_text().splitlines() == ["check", "test all"]
