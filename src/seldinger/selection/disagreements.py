"""Where the two reviews disagree, with each other or within themselves, printed where it matters for this patient.

Eight of these change verdicts and are rules of their own; here every one of the twenty-eight has its words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from seldinger.cite import Citation
from seldinger.logic import Condition, Known, exactly
from seldinger.selection.as_json import citations


@dataclass(frozen=True, kw_only=True, slots=True)
class Says:
    """What one source says."""

    source: str
    says: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Disagreement:
    """One disagreement, told apart by identity; ``when`` None means that it concerns every patient."""

    id: str
    topic: str
    says: str  # what this software does about it
    stances: tuple[Says, ...]
    when: Condition | None = None


def mattering(conflicts: Iterable[Disagreement], known: Mapping[str, Known]) -> list[dict[str, Any]]:
    """Return the disagreements that matter for this patient; an open condition counts as mattering."""
    return [_told(each) for each in conflicts if each.when is None or exactly(each.when, known) is not False]


@cache
def _told(each: Disagreement) -> dict[str, Any]:
    """Return the words of a disagreement; the dictionary is shared between reports, which nobody changes."""
    return {
        "id": each.id,
        "topic": each.topic,
        "says": each.says,
        "stances": [{"source": s.source, "says": s.says, "cites": citations(s.cites)} for s in each.stances],
    }
