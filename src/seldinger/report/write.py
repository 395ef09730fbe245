"""Files written whole or not at all: to a temporary name beside the place, then renamed."""

import os
import tempfile
from pathlib import Path
from typing import Any

from seldinger.report.html import page
from seldinger.report.pdf import paper


def write_report(
    report: dict[str, Any], *, html: Path | str | None = None, pdf: Path | str | None = None
) -> list[Path]:
    """Write the sheet of a report where asked and return the paths written.

    Raises ModuleNotFoundError for ``pdf`` without the extra of that name, OSError where a path cannot be written.
    """
    parts: list[tuple[Path, bytes]] = []
    if html is not None:
        parts.append((Path(html), page(report).encode("utf-8")))
    if pdf is not None:
        parts.append((Path(pdf), paper(report)))
    for path, data in parts:
        _write(path, data)
    return [path for path, _ in parts]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".seldinger-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
