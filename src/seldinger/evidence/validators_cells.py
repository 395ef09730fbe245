"""Findings within one cell: percent against counts, impossible percents, readings without a ground."""

import re
from collections.abc import Sequence

from seldinger.evidence.issues import Issue, cells, enrolled, out_of, place
from seldinger.evidence.resolve import COUNTED, NUDGE, admissible, distance, fits, resolve
from seldinger.evidence.studies import Study

HALF = 50.0


def check_percent(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells whose percent is not the count over its denominator, rounded or cut."""
    found = []
    for study, row in cells(studies):
        total = out_of(row)
        if row.events is None or row.percent is None or total is None or fits(row.events, total, row.percent):
            continue
        nudged = distance(row.events, total, row.percent) < NUDGE
        found.append(
            Issue(
                kind="percent",
                severity="note" if nudged else "error",
                where=place(study, row),
                saw=f"{row.events} of {total} printed as {row.percent} %",
                expected=f"{100 * row.events / total:.2f} %, rounded or cut",
                next_step="a nudge so that percents close" if nudged else "count, percent or denominator is wrong",
            )
        )
    return tuple(found)


def check_integer(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return percents that no whole number of the printed group can give."""
    return tuple(
        Issue(
            kind="integer",
            severity="error",
            where=place(study, row),
            saw=f"{row.percent} % of {row.denominator.value}",
            expected="a percent that some whole number gives",
            next_step="keep it out of every pool until a source decides",
        )
        for study, row in cells(studies)
        if row.percent and row.denominator and row.events is None and not row.measure
        if not admissible(row.percent, row.denominator.value)
    )


def check_numerator(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return shares printed without a count or without a group."""
    found = []
    for study, row in cells(studies):
        if row.percent is None or row.measure is not None:
            continue
        lacks = [
            *(["the count"] if row.events is None and row.denominator is None else []),
            *(["the group"] if out_of(row) is None else []),
        ]
        if lacks:
            found.append(
                Issue(
                    kind="missing",
                    severity="warning",
                    where=place(study, row),
                    saw=f"{row.percent} % without {' and '.join(lacks)}",
                    expected="events and denominator",
                    next_step="the cell stays out of every pool",
                )
            )
    return tuple(found)


def check_denominator(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return denominators beyond the patients listed, where the unit is the patient."""
    found = []
    for study, row in cells(studies):
        total, most = out_of(row), enrolled(study, row)
        if row.unit == "patient" and total is not None and most is not None and total > most:
            found.append(
                Issue(
                    kind="capacity",
                    severity="error",
                    where=place(study, row),
                    saw=f"{total} as denominator",
                    expected=f"no more than the {most} patients listed",
                    next_step="the unit is not the patient, or one number is wrong",
                )
            )
    return tuple(found)


def check_row_basis(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells said to be out of their whole row whose denominator is no number of that row."""
    found = []
    for study, row in cells(studies):
        if row.denominator is None or row.denominator.basis != "row":
            continue
        arm = study.arm(row.arm)
        numbers: set[int | None] = set()
        if arm.patients:
            numbers |= {arm.patients.enrolled, arm.patients.treated, arm.patients.evaluable}
        if row.unit != "patient" and arm.treatments:
            t = arm.treatments
            numbers = {t.tae, t.tace, t.total, (t.tae or 0) + (t.tace or 0)}
        if numbers - {None} and row.denominator.value not in numbers:
            found.append(
                Issue(
                    kind="sum",
                    severity="error",
                    where=place(study, row),
                    saw=f"{row.denominator.value} as the row's {row.unit} number",
                    expected=f"one of {sorted(n for n in numbers if n)}",
                    next_step="mend the denominator, its unit or its basis",
                )
            )
    return tuple(found)


def check_printed(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells whose fields are not the digits of their printed words."""
    found = []
    for study, row in cells(studies):
        digits = set(re.findall(r"\d+(?:\.\d+)?", row.printed))
        for name, value in (("events", row.events), ("percent", row.percent)):
            shown = str(value)
            if value is None or shown in digits or (value == 0 and not digits) or _in_words(shown, row.printed):
                continue
            found.append(
                Issue(
                    kind="text",
                    severity="error",
                    where=place(study, row),
                    saw=f"{name} {shown}, printed {row.printed!r}",
                    expected="a field that stands in the printed words",
                    next_step="mend the field or the transcription",
                )
            )
    return tuple(found)


def check_of(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells printed as "so many of so many" whose fields hold other numbers."""
    found = []
    for study, row in cells(studies):
        printed = re.search(r"([\d.]+)(%?) of (\d+)", row.printed)
        if printed is None or row.denominator is None:
            continue
        first, percent, total = printed.groups()
        events = row.events if not percent else None
        if int(total) != row.denominator.value or (events is not None and first != str(events)):
            found.append(
                Issue(
                    kind="text",
                    severity="error",
                    where=place(study, row),
                    saw=f"{row.events} of {row.denominator.value}, printed {row.printed!r}",
                    expected="the numbers of the printed words",
                    next_step="mend the fields or the transcription",
                )
            )
    return tuple(found)


def check_unit(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells per procedure in arms that list no procedures, or out of as many as the patients listed."""
    found = []
    for study, row in cells(studies):
        if row.unit != "procedure" or row.denominator is None:
            continue
        arm = study.arm(row.arm)
        arms = [arm, *(a for a in study.arms if a.id == arm.part_of)]
        listed = [a.treatments for a in arms if a.treatments]
        total, most = row.denominator.value, enrolled(study, row)
        if not listed or total == most:
            found.append(
                Issue(
                    kind="mixed_unit",
                    severity="error",
                    where=place(study, row),
                    saw=f"{total} procedures" + (f", as many as the {most} patients" if total == most else ""),
                    expected="a number of procedures for the arm",
                    next_step="name the procedures of the arm, or make the unit the patient",
                )
            )
    return tuple(found)


_WORDS = {"0": ("no ", "zero"), "3": ("three",), "89": ("eighty-nine",), "100": ("all ",)}


def _in_words(number: str, printed: str) -> bool:
    return any(word in printed.lower() for word in _WORDS.get(number, ()))


def check_resolution(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return readings that neither the print nor another source supports."""
    found = []
    for study, row in cells(studies):
        cell = row.resolved
        if cell is None or not cell.events or cell.denominator is None:
            continue
        other = any(c.outcome == row.id and c.decision == "use this" for c in study.conflicts)
        odd = [
            *(
                [f"a group of {cell.denominator} against {row.denominator.value}"]
                if row.denominator is not None and row.denominator.value != cell.denominator
                else []
            ),
            *([f"{cell.events} against {row.events} as printed"] if row.events not in (None, *cell.events) else []),
            *(
                [f"{cell.events} of {cell.denominator} does not print as {row.percent} %"]
                if row.events is None
                and row.percent
                and not set(cell.events) & set(admissible(row.percent, cell.denominator))
                else []
            ),
        ]
        if odd and not other:
            found.append(
                Issue(
                    kind="resolution",
                    severity="error",
                    where=place(study, row),
                    saw=odd[0],
                    expected="a reading the print admits, or a second source named as a conflict",
                    next_step="write the conflict, or keep the print",
                )
            )
    return tuple(found)


def check_censored_median(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return medians that the same curve's printed percent rules out."""
    found = []
    for study in studies:
        medians = [r for r in study.rows if r.statistic == "median" and r.quantity]
        rates = [r for r in study.rows if r.statistic == "rate" and r.percent and r.at_months]
        for m in medians:
            for r in rates:
                if (m.arm, m.measure, m.stratum) != (r.arm, r.measure, r.stratum) or m.quantity is None:
                    continue
                share, time, median = float(r.percent or 0), r.at_months or 0.0, m.quantity.value
                if (share >= HALF and time > median) or (share < HALF and time < median):
                    found.append(
                        Issue(
                            kind="censored_median",
                            severity="warning",
                            where=place(study, m),
                            saw=f"median {median:g} mo, yet {share:g} % at {time:g} mo",
                            expected="at most half alive beyond the median, more before it",
                            next_step="one of the two is rounded or misprinted",
                        )
                    )
    return tuple(found)


def check_unresolved(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells that cannot be attributed or read."""
    return tuple(
        Issue(
            kind="missing",
            severity="warning",
            where=place(study, row),
            saw=f"{row.printed!r}",
            expected="a cell with a count, a group and an arm",
            next_step=row.resolved.reason,
        )
        for study, row in cells(studies)
        if row.resolved is not None and row.resolved.status == "unresolvable" and row.percent is None
        if resolve(row).status not in COUNTED
    )
