"""What `./dev check` asks beyond format, types and import order: one line per fault, exit status 1 if there is any."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from seldinger import cite
from tools import docs, keys, numbers, statements, tidy
from tools.pages import PAGES
from tools.tree import ROOT

Check = Callable[[Path], list[str]]


def knowledge_loads(_: Path) -> list[str]:
    """Read the knowledge files as the program reads them; raises KnowledgeError with the entry at fault."""
    cite.references()
    cite.thresholds()
    return []


CHECKS: dict[str, Check] = {
    "knowledge loads": knowledge_loads,
    "citations resolve": keys.dangling_citations,
    "references are used": keys.idle_references,
    "thresholds resolve": keys.missing_thresholds,
    "thresholds are used": keys.idle_thresholds,
    "statements are listed": statements.faults,
    "no bare number in a rule": numbers.bare_numbers,
    "files stay readable": tidy.long_files,
    "no forbidden name": tidy.forbidden_names,
    "generated pages are current": lambda root: docs.stale(root, PAGES),
}


def run(root: Path, checks: Mapping[str, Check]) -> int:
    """Run every check, print a line for each fault, and return the exit status."""
    found = {name: _faults(check, root) for name, check in checks.items()}
    for name, faults in found.items():
        print(f"{'FAULT' if faults else 'ok':5}  {name}")
        for fault in faults:
            print(f"         {fault}")
    return 1 if any(found.values()) else 0


def _faults(check: Check, root: Path) -> list[str]:
    try:
        return check(root)
    except cite.KnowledgeError as fault:  # knowledge that cannot be read leaves the other checks standing
        return [str(fault)]


def main() -> int:
    """Check this tree and say how far the reviews' statements are covered."""
    status = run(ROOT, CHECKS)
    if covered := statements.counted(ROOT):
        print(covered.line())
    return status


if __name__ == "__main__":
    sys.exit(main())
