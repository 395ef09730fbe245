"""What a criterion answers: one call per study, and the assessment that holds them with their measurements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day
from typing import TYPE_CHECKING, Any, NamedTuple

from seldinger.cite import Citation
from seldinger.followup.criteria import Criterion
from seldinger.followup.findings import Answer, Note, cited, weakest
from seldinger.terms import Response

if TYPE_CHECKING:
    from seldinger.followup.lesions import Floats


class Call(NamedTuple):
    """One scan by one criterion. Sums and distances are in the assessment's unit, None when not all was measured.

    A named tuple, since a long course makes thousands of them.
    """

    date: Day
    category: Response  # by the criterion's own table; NE when what was seen does not settle it
    possible: frozenset[Response]  # every category that what was not seen could still bring
    sum: float | None
    nadir: float | None  # smallest sum before this scan, baseline included
    nadir_date: Day | None
    to_response: float | None  # how much smaller the sum must be for a partial response; 0 when reached
    to_progression: float | None  # how much larger the sum must be for progression; 0 when reached
    missing: tuple[str, ...]  # targets that were not measured
    new: Answer
    others: str  # what the lesions that are not added up say
    deciding: str

    def as_json(self) -> dict[str, Any]:
        """Return the call as report.json holds it; sets in the order best first."""
        return {
            "date": self.date.isoformat(),
            "category": self.category,
            "possible": [name for name in Response if name in self.possible],
            "sum": self.sum,
            "nadir": self.nadir,
            "nadir_date": self.nadir_date and self.nadir_date.isoformat(),
            "to_response": self.to_response,
            "to_progression": self.to_progression,
            "missing": list(self.missing),
            "new_lesion": self.new,
            "others": self.others,
            "deciding": self.deciding,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """Every scan after baseline by one criterion."""

    criterion: Criterion
    unit: str
    baseline_date: Day
    baseline: float | None
    targets: tuple[str, ...]
    calls: tuple[Call, ...]
    notes: tuple[Note, ...]
    cites: tuple[Citation, ...]
    sizes: Floats = field(compare=False, repr=False)  # of the targets (study, target), baseline first; NaN not measured

    def measured(self, study: int) -> dict[str, float | None]:
        """Return what was measured of each target in one study, 0 the baseline; None was not measured."""
        row = self.sizes[study].tolist()
        return {name: size if size == size else None for name, size in zip(self.targets, row, strict=True)}

    def as_json(self) -> dict[str, Any]:
        """Return the assessment as report.json holds it."""
        return {
            "criterion": self.criterion,
            "unit": self.unit,
            "baseline_date": self.baseline_date.isoformat(),
            "baseline": self.baseline,
            "targets": list(self.targets),
            "measured_at_baseline": self.measured(0),
            "calls": [{**call.as_json(), "measured": self.measured(n)} for n, call in enumerate(self.calls, 1)],
            "notes": [note.as_json() for note in self.notes],
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }
