"""Findings between a review's text and the rows it rests on: totals, ranges, averages, claims, references."""

from collections.abc import Sequence
from fractions import Fraction

from seldinger.evidence.issues import Issue, cells, column, in_table, listed, members, place
from seldinger.evidence.outcomes import ORDER
from seldinger.evidence.resolve import COUNTED, resolve
from seldinger.evidence.studies import Figure, Row, Study

CLOSE = 1.5  # percent points within which a recomputed average is called close
FAMILIES = {"symptom": ("symptom_endocrine", "symptom_aspecific", "symptom_any")}


def figures(studies: Sequence[Study], test: str) -> list[tuple[Study, Figure, tuple[Study, ...], list[str]]]:
    """Return the review figures of one kind of test, with the series behind them and the subject of the test."""
    return [
        (review, figure, members(studies, review.key), figure.about.split(":")[1:])
        for review in studies
        for figure in review.figures
        if figure.about is not None and figure.about.startswith(test + ":")
    ]


def check_headline_total(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return printed totals that their column does not add up to."""
    found = []
    for review, figure, rows, (subject,) in figures(studies, "total"):
        total = column_total(rows, subject)
        if total != figure.value:
            found.append(
                _issue("headline_total", "error", review, figure, f"{figure.value:g} printed", f"{total} over the rows")
            )
    return tuple(found)


def column_total(rows: Sequence[Study], subject: str) -> int:
    """Return the sum a review's total should be: patients, procedures, deaths, or events of complications."""
    if subject == "patients":
        return sum(listed(study) for study in rows)
    if subject == "procedures":
        return sum(arm.treatments.tae or 0 for study in rows for arm in study.arms if arm.treatments)
    return sum(row.events or 0 for study in rows for row in study.rows if counts_toward(study, row, subject))


def counts_toward(study: Study, row: Row, subject: str) -> bool:
    """Return whether a cell belongs to a total: deaths, or every event of the complication column."""
    if row.events is None or not in_table(study, row):
        return False
    if subject == "death":
        return row.outcome == "death"
    others = ("complication", "post_embolization", "abscess", "biloma")
    return row.outcome in others


def check_headline_rate(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return printed averages that no plain average of the rows comes near."""
    found = []
    for review, figure, rows, subject in figures(studies, "share"):
        ways = averages(rows, subject)
        value = figure.value or 0.0
        if ways and min(abs(v - value) for v in ways.values()) > CLOSE:
            shown = ", ".join(f"{name} {v:.0f} %" for name, v in ways.items())
            found.append(_issue("headline_rate", "error", review, figure, f"{value:g} %", shown))
    return tuple(found)


def averages(rows: Sequence[Study], subject: Sequence[str]) -> dict[str, float]:
    """Return the plain averages of a response over a review's rows [%], each by name; sums, never a model."""
    pairs = [(good, n) for study in rows for good, n in _responses(study, subject)]
    silent = sum(n for study in rows for n in _stable_only(study, subject))
    if not pairs:
        return {}
    good, total = sum(g for g, _ in pairs), sum(n for _, n in pairs)
    ways = {
        "sum over evaluable": 100 * good / total,
        "mean of groups": float(100 * sum(Fraction(g, n) for g, n in pairs) / len(pairs)),
    }
    if silent:
        ways["sum with silent categories as zero"] = 100 * good / (total + silent)
    return ways


def _responses(study: Study, subject: Sequence[str]) -> list[tuple[int, int]]:
    outcome, least = subject[0], subject[1]
    wanted = ORDER[: ORDER.index(least) + 1]
    groups: dict[tuple[object, ...], list[tuple[str, int, int]]] = {}
    for row in study.rows:
        cell = resolve(row)
        if (
            row.outcome in FAMILIES.get(outcome, (outcome,))
            and in_table(study, row)
            and cell.events
            and cell.denominator
        ):
            key = (row.arm, row.outcome, row.event, row.marker)
            groups.setdefault(key, []).append((row.category or "", cell.events[0], cell.denominator))
    found = []
    for group in groups.values():
        names = {name for name, _, _ in group}
        if names & set(wanted[:2]):
            found.append((sum(e for name, e, _ in group if name in wanted), group[0][2]))
    return found


def _stable_only(study: Study, subject: Sequence[str]) -> list[int]:
    rows = [r for r in study.rows if r.outcome == subject[0] and in_table(study, r) and r.category]
    only = {r.category for r in rows} == {"SD"}
    return [r.denominator.value for r in rows if only and r.denominator][:1]


def check_superset_prose(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return a review's wider rate printed below its narrower one."""
    found = []
    for review in studies:
        shares = {f.about: f for f in review.figures if f.about and f.about.startswith(("share:", "pool:"))}
        for about, wide in shares.items():
            narrow = shares.get((about or "").removesuffix("SD") + "PR")
            if narrow and narrow is not wide and (wide.value or 0) < (narrow.value or 0):
                said = f"{wide.value:g} % with control, {narrow.value:g} % with response"
                found.append(_issue("superset", "error", review, wide, said, "control at least as high as response"))
    return tuple(found)


def check_range(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return printed ranges whose ends no cell of the right category holds."""
    found = []
    for review, figure, rows, subject in figures(studies, "range"):
        values = cell_values(rows, subject)
        if not values:
            found.append(
                _issue("missing", "error", review, figure, _span(figure), "a cell of that kind; no table has one")
            )
            continue
        low, high = min(values), max(values)
        ends = ((figure.low, low, "lowest"), (figure.high, high, "highest"))
        off = [f"{name} cell is {v:g}" for end, v, name in ends if end is not None and round(v) != round(end)]
        if off or any(end is not None and (v < end if name == "lowest" else v > end) for end, v, name in ends):
            seen = off or [f"lowest cell is {low:g}, highest {high:g}"]
            wrong = [
                w for end in (figure.low, figure.high) if end is not None for w in _wrong_category(rows, subject, end)
            ]
            found.append(_issue("range", "error", review, figure, _span(figure), "; ".join([*seen, *wrong])))
    return tuple(found)


def cell_values(rows: Sequence[Study], subject: Sequence[str]) -> list[float]:
    """Return what the cells behind a printed range say: months, counts, or percents of a response."""
    if subject[0] == "death":
        return [float(r.events) for s in rows for r in s.rows if counts_toward(s, r, "death") and r.events is not None]
    if len(subject) == 1:
        return [
            r.quantity.value
            for s in rows
            for r in s.rows
            if r.measure == subject[0] and r.statistic == "median" and r.quantity and in_table(s, r)
        ]
    return [100 * good / n for study in rows for good, n in _responses(study, subject)]


def _wrong_category(rows: Sequence[Study], subject: Sequence[str], value: float) -> list[str]:
    if len(subject) == 1:
        return []
    lesser = ("MR", "no response")
    return [
        f"{value:g} is {row.category} in {place(study, row)}"
        for study in rows
        for row in study.rows
        if row.percent == f"{value:g}" and row.category in lesser and in_table(study, row)
    ]


def check_claim(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return claims of always or most that rows contradict."""
    found = []
    for review, figure, rows, subject in figures(studies, "floor"):
        floor = figure.low or 0.0
        under = [
            f"{study.key} {100 * good / n:.0f} %"
            for study in rows
            for good, n in _responses(study, subject)
            if 100 * good / n < floor
        ]
        if under:
            found.append(
                _issue("claim", "error", review, figure, f"at or above {floor:g} %", "below: " + ", ".join(under))
            )
    for review, figure, rows, subject in figures(studies, "most"):
        values = cell_values(rows, subject)
        inside = sum((figure.low or 0) <= v <= (figure.high or 0) for v in values)
        if 2 * inside <= len(values):
            saw = f"most between {figure.low:g} and {figure.high:g}"
            found.append(_issue("claim", "warning", review, figure, saw, f"{inside} of {len(values)} cells"))
    return tuple(found)


def check_missing(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return figures of the text whose kind stands in no table."""
    found = []
    for review, figure, rows, (subject,) in figures(studies, "median"):
        if not cell_values(rows, [subject]):
            found.append(
                _issue("missing", "error", review, figure, f"{figure.value:g} {figure.unit}", f"a table with {subject}")
            )
    return tuple(found)


def check_silence(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return shares of all patients although some studies are silent on the event."""
    found = []
    for review, figure, rows, (subject,) in figures(studies, "percent"):
        said = [s for s in rows if any(counts_toward(s, r, subject) for r in s.rows)]
        quiet = [s.key for s in rows if s not in said]
        if quiet:
            over, total = sum(listed(s) for s in said), column_total(rows, subject)
            saw = f"{figure.value:g} % of all; nothing from {', '.join(quiet)}"
            expected = f"{100 * total / over:.1f} % of the {over} patients of reporting studies"
            found.append(_issue("silence", "warning", review, figure, saw, expected))
    return tuple(found)


def check_mixed_unit(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return columns of a review that hold patients in some rows and procedures in others."""
    found = []
    for review, figure, rows, (subject,) in figures(studies, "total"):
        if subject == "procedures":
            as_patients = [
                study.key
                for study in rows
                if any(arm.treatments and arm.treatments.reads_as == "patients" for arm in study.arms)
            ]
            if as_patients and len(as_patients) < len(rows):
                saw = f"patients in {', '.join(as_patients)}"
                found.append(_issue("mixed_unit", "error", review, figure, saw, "procedures throughout"))
    by: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for study, row in cells(studies):
        if row.events is not None and study.kind == "series" and in_table(study, row) and study.level(row) == "review":
            by.setdefault((*column(study, row), row.outcome), {}).setdefault(row.unit, []).append(place(study, row))
    for (work, at, outcome), units in by.items():
        if len(units) > 1:
            rare = min((rows for unit, rows in units.items()), key=len)
            said = ", ".join(f"{len(rows)} per {unit}" for unit, rows in sorted(units.items()))
            found.append(
                Issue(
                    kind="mixed_unit",
                    severity="error",
                    where=rare[0],
                    saw=f"{outcome} of {at} in {work}: {said}",
                    expected="one unit per column",
                    next_step="pool each unit by itself",
                )
            )
    return tuple(found)


def check_row_vs_prose(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return a cell of the text that the same work's table does not bear out."""
    found = []
    for study in studies:
        for said in study.rows:
            if in_table(study, said) or said.percent is None or said.category != ">=PR":
                continue
            work = study.source(said.source).key
            table = [r for r in study.rows if r.outcome == said.outcome and in_table(study, r) and r.events is not None]
            table = [r for r in table if study.source(r.source).key == work and r.category in ("CR", "PR")]
            n = table[0].denominator.value if table and table[0].denominator else 0
            share = 100 * sum(r.events or 0 for r in table) / n if n else None
            if share is not None and abs(share - float(said.percent)) > 1:
                found.append(
                    Issue(
                        kind="row_vs_prose",
                        severity="error",
                        where=place(study, said),
                        saw=f"{said.percent} % in the text",
                        expected=f"{share:.0f} % by the table",
                        next_step="recompute from counts; mark what carries no category",
                    )
                )
    return tuple(found)


def check_citation(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return studies whose bracket numbers drift between a work's tables and its text."""
    both = [(s.key, dict(s.reference_numbers)) for s in studies if len(s.reference_numbers) > 1]
    drift = {key: numbers["prose"] - numbers["tables"] for key, numbers in both}
    return tuple(
        Issue(
            kind="citation",
            severity="error",
            where=f"{key}/reference_numbers",
            saw=f"{numbers['tables']} in the tables, {numbers['prose']} in the text",
            expected="one number per work" + (f"; the shift is not even constant ({sorted(set(drift.values()))})"),
            next_step="cite by author and year",
        )
        for key, numbers in both
        if drift[key]
    )


def _span(figure: Figure) -> str:
    return (
        f"{figure.low:g} to {figure.high:g} {figure.unit}"
        if figure.low is not None
        else f"up to {figure.high} {figure.unit}"
    )


def _issue(kind: str, severity: str, review: Study, figure: Figure, saw: str, expected: str) -> Issue:
    return Issue(
        kind=kind,
        severity=severity,
        where=place(review, figure.id),
        saw=saw,
        expected=expected,
        next_step="use the rows, and say so wherever the figure is quoted",
    )


def counted(row: Row) -> bool:
    """Return whether a cell carries a count that may be summed."""
    return resolve(row).status in COUNTED
