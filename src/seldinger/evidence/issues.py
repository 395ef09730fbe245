"""One finding of a validator, and what every validator needs to look things up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seldinger.evidence.resolve import resolve
from seldinger.evidence.studies import Arm, Row, Study

SEVERITIES = ("error", "warning", "note")
RESPONSE_FAMILY = ("tumour_response", "biochemical_response", "symptom_endocrine", "symptom_aspecific", "symptom_any")


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A place where print and arithmetic, or two prints, do not agree, and what follows from it."""

    kind: str
    severity: str
    where: str  # study/cell
    saw: str
    expected: str
    next_step: str
    acknowledged: str | None = None  # why it is known and stays

    def line(self) -> str:
        """Return the finding on one line."""
        known = f" [known: {self.acknowledged}]" if self.acknowledged else ""
        return f"{self.severity} {self.kind} {self.where}: {self.saw}; {self.expected}; {self.next_step}{known}"


def cells(studies: Iterable[Study]) -> Iterator[tuple[Study, Row]]:
    """Yield every row with its study."""
    for study in studies:
        for row in study.rows:
            yield study, row


def place(study: Study, row: Row | str) -> str:
    """Return the address of a cell."""
    return f"{study.key}/{row if isinstance(row, str) else row.id}"


def column(study: Study, row: Row) -> tuple[str, str]:
    """Return the work and table a cell was read in."""
    source = study.source(row.source)
    return source.key, source.at


def in_table(study: Study, row: Row) -> bool:
    """Return whether a cell was read in a table, not in running text."""
    return study.source(row.source).at.startswith("Table")


def whole_arms(study: Study) -> tuple[Arm, ...]:
    """Return the arms that are not part of another."""
    return tuple(arm for arm in study.arms if arm.part_of is None)


def listed(study: Study) -> int:
    """Return the patients a study lists, over its whole arms."""
    return sum(arm.patients.enrolled or 0 for arm in whole_arms(study) if arm.patients)


def enrolled(study: Study, row: Row) -> int | None:
    """Return the patients listed for the arm of a row."""
    patients = study.arm(row.arm).patients
    return patients.enrolled if patients else None


def out_of(row: Row) -> int | None:
    """Return the number a cell is out of, as resolved."""
    cell = resolve(row)
    return cell.denominator or (row.denominator.value if row.denominator else None)


def members(studies: Sequence[Study], review: str) -> tuple[Study, ...]:
    """Return the series whose cells were read in a review's tables."""
    return tuple(
        study
        for study in studies
        if study.kind == "series" and any(s.key == review and s.at.startswith("Table") for s in study.sources)
    )
