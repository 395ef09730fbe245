"""How many statements of the two reviews the software realises, which are exempted and why, which are not reached."""

import csv
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from seldinger import audit
from tools.tree import PACKAGE


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Ids of the statements, each in exactly one of three states; `strays` are cited but not in the list."""

    realised: frozenset[str]
    exempted: frozenset[str]
    not_reached: frozenset[str]
    strays: frozenset[str]

    def line(self) -> str:
        """Return the one line that `./dev check` prints.

        >>> count({"A1", "A2", "A3"}, {"A1"}, {"A2": "history only"}).line()
        'statements: 1 of 3 realised, 1 exempted with a reason, 1 not yet reached'
        """
        total = len(self.realised) + len(self.exempted) + len(self.not_reached)
        return (
            f"statements: {len(self.realised)} of {total} realised, {len(self.exempted)} exempted with a reason, "
            f"{len(self.not_reached)} not yet reached"
        )


def count(listed: Set[str], realised: Set[str], exempted: Mapping[str, str]) -> Count:
    """Return the state of each listed statement; one that is realised is not exempted as well."""
    done = frozenset(listed & realised)
    excused = frozenset(listed & exempted.keys()) - done
    return Count(
        realised=done,
        exempted=excused,
        not_reached=frozenset(listed - done - excused),
        strays=frozenset((realised | exempted.keys()) - listed),
    )


def counted(root: Path) -> Count | None:
    """Return the count for this tree, or None where there is no list of statements."""
    table = root / PACKAGE / "knowledge" / "statements.csv"
    if not table.is_file():
        return None
    with table.open(encoding="utf-8", newline="") as file:
        listed = {row["id"] for row in csv.DictReader(file)}
    return count(listed, frozenset(audit.realised()), dict(audit.exempted()))


def faults(root: Path) -> list[str]:
    """Return a line for each statement that is cited but not listed."""
    found = counted(root)
    return (
        [f"statement {name!r} is cited but is not in statements.csv" for name in sorted(found.strays)] if found else []
    )
