"""What the commands share: how to complain, how to write a file whole or not at all, how to stop with a status."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import typer

FOUND, USAGE, INPUT, EXTRA = 1, 2, 3, 4
FIRST_YEAR, LAST_YEAR = 1900, 2199  # as for the dates of a chart


class Exit(Exception):
    """Stop with an exit status; what there is to say has been said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def complain(line: str) -> None:
    """Print one line on stderr."""
    typer.echo(line, err=True)


def stop(status: int, *lines: str) -> NoReturn:
    """Print lines on stderr and stop."""
    for line in lines:
        complain(line)
    raise Exit(status)


def print_json(value: Any) -> None:
    """Print a value as canonical JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def day(text: str | None, option: str = "--on") -> date | None:
    """Return the date of an option, or None; stops with status 2 on anything else, and on a year no chart may hold."""
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        stop(USAGE, f"{option} {text!r}: expected a date such as 2026-11-02")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        stop(USAGE, f"{option} {text!r}: expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, whether or not it is there yet."""
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then renamed."""
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".seldinger-")
    except OSError as fault:
        stop(INPUT, f"{path}: cannot be written ({fault.strerror})")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as fault:
        Path(name).unlink(missing_ok=True)
        stop(INPUT, f"{path}: cannot be written ({fault.strerror})")


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Turn a missing package of an extra into one line and exit status 4."""
    try:
        yield
    except ModuleNotFoundError as missing:
        stop(EXTRA, f"{missing.name} is not installed: pip install 'seldinger[{extra}]' adds it")
