"""Findings between studies: two sources of one cell, one cohort twice, content of another year."""

from collections.abc import Sequence

from seldinger.evidence.issues import Issue, in_table, place
from seldinger.evidence.resolve import resolve
from seldinger.evidence.studies import Row, Study


def check_cross_source(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return one outcome of one arm with different figures in two works, or twice in one work."""
    found = []
    for study in studies:
        seen: dict[tuple[object, ...], Row] = {}
        for row in study.rows:
            key = (
                row.arm,
                row.outcome,
                row.category,
                row.unit,
                row.window,
                row.event,
                row.marker,
                row.grade,
                row.cause,
            )
            if row.silent or row.quantity or row.stratum or row.measure:
                continue
            first = seen.setdefault(key, row)
            if first is row or first.source == row.source:
                continue
            if _figure(first) != _figure(row):
                works = {study.source(first.source).key, study.source(row.source).key}
                found.append(
                    Issue(
                        kind="cross_source" if len(works) > 1 else "row_vs_row",
                        severity="warning",
                        where=place(study, row),
                        saw=f"{row.printed!r} against {first.printed!r} in {first.id}",
                        expected="one figure for one cell",
                        next_step="write the decision as a conflict",
                    )
                )
    return tuple(found)


def _figure(row: Row) -> tuple[object, object]:
    cell = resolve(row)
    return (cell.events, cell.denominator) if cell.events else (row.percent, row.events)


def check_row_vs_row(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return two cells of one table with the same definition and different counts."""
    found = []
    for study in studies:
        seen: dict[tuple[object, ...], Row] = {}
        for row in study.rows:
            if row.events is None or row.stratum or not in_table(study, row):
                continue
            key = (
                row.arm,
                row.outcome,
                row.category,
                row.unit,
                row.window,
                row.event,
                row.marker,
                row.source,
                row.grade,
            )
            first = seen.setdefault(key, row)
            if first is not row and first.events != row.events:
                found.append(
                    Issue(
                        kind="row_vs_row",
                        severity="error",
                        where=place(study, row),
                        saw=f"{row.events} here, {first.events} in {first.id}",
                        expected="one count for one definition",
                        next_step="say what tells the two cells apart",
                    )
                )
    return tuple(found)


def check_overlap(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return groups of studies that may share patients: one member per pool."""
    groups: dict[str, list[str]] = {}
    for study in studies:
        if study.cohort.overlap_group and study.kind == "series":
            groups.setdefault(study.cohort.overlap_group, []).append(study.key)
    return tuple(
        Issue(
            kind="overlap",
            severity="note",
            where=f"{keys[0]}/cohort",
            saw=f"{', '.join(keys)} may share patients ({group})",
            expected="one member in a pool",
            next_step="the largest is taken; the others are listed as left out",
        )
        for group, keys in sorted(groups.items())
        if len(keys) > 1
    )


def check_identity(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return reports whose patients were treated after the year of the report."""
    found = []
    for study in studies:
        year = study.key[-4:]
        last = study.cohort.end
        if year.isdigit() and last is not None and last > int(year):
            found.append(
                Issue(
                    kind="identity",
                    severity="error",
                    where=f"{study.key}/cohort",
                    saw=f"patients treated until {last}",
                    expected=f"no later than the report of {year}",
                    next_step="the content belongs to another report, or the year is wrong",
                )
            )
        if study.cohort.start is not None and last is not None and study.cohort.start > last:
            found.append(
                Issue(
                    kind="identity",
                    severity="error",
                    where=f"{study.key}/cohort",
                    saw=f"from {study.cohort.start} to {last}",
                    expected="a start before the end",
                    next_step="mend the years",
                )
            )
    return tuple(found)
