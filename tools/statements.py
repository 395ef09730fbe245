"""How many statements of the two reviews the software realises, which are exempted and why, which are not reached."""

import csv
import importlib.util
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tools.tree import PACKAGE, knowledge_files, modules, values, words

_ID = re.compile(r"[AB][0-9]{2,3}|BT[0-9]{1,2}|C[0-9]{1,2}")  # A21, B53, BT7, C9
_COVERAGE = "seldinger.audit"


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
    return count(listed, *_coverage(root))


def faults(root: Path) -> list[str]:
    """Return a line for each statement that is cited but not listed."""
    found = counted(root)
    return (
        [f"statement {name!r} is cited but is not in statements.csv" for name in sorted(found.strays)] if found else []
    )


def _coverage(root: Path) -> tuple[Set[str], Mapping[str, str]]:
    """Ask the rules that are really loaded; before that room exists, take the ids written in the sources."""
    if loaded():
        room = import_module(_COVERAGE)
        return frozenset(room.realised()), dict(room.exempted())
    return frozenset(_written(root)), {}


def loaded() -> bool:
    """Return whether the count rests on the loaded rules rather than on the ids written in the sources."""
    return bool(importlib.util.find_spec(_COVERAGE))


def _written(root: Path) -> set[str]:
    in_data = {text for _, data in knowledge_files(root) for name, text in values(data) if name.startswith("statement")}
    in_code = {word for _, tree in modules(root) for word in words(tree)}
    return {text for text in in_data | in_code if _ID.fullmatch(text)}
