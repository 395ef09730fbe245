"""Files that stay readable, and names that may not stand in them."""

import re
from pathlib import Path

from tools.tree import PACKAGE, tracked

MOST_LINES = 400
_LOCKS = {"requirements.lock", "engines.lock", "package-lock.json"}

# Each pattern is written so that it does not match itself.
_FORBIDDEN = {
    r"/(?:root|wor[k]|home/\w+|Users/\w+)/": "a path of one machine",
    r"\.\./share[d]\b": "a folder that is not in this repository",
    r"\b[Dd]ossie[r]s?\b": "a working paper that is not in this repository",
    r"https?[:]//[^\s\"']*(?:pyp[i]|npmj[s])\.": "a package host",
    r"--(?:extra-)?inde[x]-url\b|--find-link[s]\b": "a package host",
    r"\b(?:AI|LLM) (?:assistan[t]|helpe[r]|agen[t])s?\b": "a tool of the authors",
    r"\b(?:TOD[O]|FIXM[E]|XX[X])\b": "unfinished work",
}


def long_files(root: Path) -> list[str]:
    """Return a line for each Python file of the package that is longer than a person reads in one sitting."""
    counted = ((path, len(path.read_text("utf-8").splitlines())) for path in sorted((root / PACKAGE).rglob("*.py")))
    return [f"{path.relative_to(root)}: {n} lines, at most {MOST_LINES}" for path, n in counted if n > MOST_LINES]


def forbidden_names(root: Path) -> list[str]:
    """Return a line for each place where a committed text names what it must not; other files are skipped."""
    return [f"{path}:{line}: {why}" for path in tracked(root) for line, why in _faults(root / path)]


def _faults(path: Path) -> list[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    found = [
        (number, f"{why}: {hit.group()!r}")
        for number, line in enumerate(lines, start=1)
        for pattern, why in _FORBIDDEN.items()
        if (hit := re.search(pattern, line))
    ]
    if path.name in _LOCKS:
        found += [(number, "a package host in a lock") for number, line in enumerate(lines, start=1) if "://" in line]
    return found
