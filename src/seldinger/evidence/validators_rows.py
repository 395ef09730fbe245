"""Findings between cells of one study: sums, splits read as rates, changed units, doubled figures."""

import re
from collections.abc import Iterator, Sequence

from seldinger.evidence.issues import RESPONSE_FAMILY, Issue, cells, column, in_table, listed, out_of, place, whole_arms
from seldinger.evidence.outcomes import ORDER
from seldinger.evidence.resolve import resolve
from seldinger.evidence.studies import Row, Study, modalities

FOLLOW_UP_DEATHS = 15.0  # percent of patients; beyond it a death column reads like follow-up, not like the procedure
WHOLE = 100.0
TWICE = 10  # smaller equal counts in two columns are no finding


def groups(study: Study) -> Iterator[list[Row]]:
    """Yield the category cells that share arm, outcome, source, event and marker."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in study.rows:
        if row.outcome in RESPONSE_FAMILY and row.category and row.events is not None:
            plain = row.category in (*ORDER, "NE", "no response")
            if plain:
                key = (row.arm, row.outcome, row.source, row.event, row.marker, row.unit, row.window, row.criterion)
                found.setdefault(key, []).append(row)
    yield from found.values()


def check_sum(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return category cells that exceed or do not fill their group, and groups that differ from the row."""
    found = []
    for study in studies:
        for rows in groups(study):
            totals = {out_of(row) for row in rows} - {None}
            added = sum(row.events or 0 for row in rows)
            where = place(study, rows[0])
            if len(totals) > 1:
                found.append(_sum(where, f"denominators {sorted(t for t in totals if t)}", "one denominator per group"))
            elif totals:
                total = totals.pop() or 0
                names = {row.category for row in rows}
                if added > total:
                    found.append(_sum(where, f"categories add up to {added}", f"at most {total}"))
                elif added < total and (names & {"SD", "PD", "no response"}):
                    found.append(
                        _sum(where, f"categories add up to {added} of {total}", "every patient in one category")
                    )
    return tuple(found)


def _sum(where: str, saw: str, expected: str) -> Issue:
    step = "a count, the denominator or a category is wrong or missing"
    return Issue(kind="sum", severity="error", where=where, saw=saw, expected=expected, next_step=step)


def check_arms(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return studies whose arms do not add up to the whole, in patients or in the treatment column."""
    found = []
    for study in studies:
        for arm in whole_arms(study):
            parts = [a for a in study.arms if a.part_of == arm.id]
            sizes = [a.patients.enrolled for a in parts if a.patients and a.patients.enrolled is not None]
            whole = arm.patients.enrolled if arm.patients else None
            if parts and whole and len(sizes) == len(parts) and sum(sizes) != whole:
                found.append(_sum(place(study, arm.id), f"arms of {sizes}", f"{whole} patients"))
            shares = [s.n for s in arm.scope if s.n is not None]
            t = arm.treatments
            if t and len(shares) == len(arm.scope) > 1 and t.tae is not None and sum(shares) != t.tae + (t.tace or 0):
                found.append(_sum(place(study, arm.id), f"scope of {shares}", f"{t.tae} + {t.tace} of the column"))
    return tuple(found)


def check_group_size(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return groups whose denominator was inferred and is not what the arm lists."""
    found = []
    for study, row in cells(studies):
        arm = study.arm(row.arm)
        most = arm.patients.enrolled if arm.patients else None
        inferred = row.denominator is not None and row.denominator.basis == "inferred" and row.unit == "patient"
        if inferred and most and row.denominator and row.denominator.value != most and row.category == "SD":
            found.append(
                Issue(
                    kind="sum",
                    severity="warning",
                    where=place(study, row),
                    saw=f"a group of {row.denominator.value}",
                    expected=f"the {most} listed, or an evaluable number in print",
                    next_step="say who was not evaluable",
                )
            )
    return tuple(found)


def check_partition(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells of one group, split by symptom, that add up to the group: shares, not rates."""
    found = []
    for study in studies:
        by: dict[tuple[object, ...], list[Row]] = {}
        for row in study.rows:
            if row.outcome.startswith("symptom") and row.events is not None and row.event:
                by.setdefault((row.arm, row.source, out_of(row)), []).append(row)
        for (_, _, total), rows in by.items():
            if len(rows) > 1 and sum(row.events or 0 for row in rows) == total:
                found.append(
                    Issue(
                        kind="partition",
                        severity="error",
                        where=place(study, rows[0]),
                        saw=f"{' + '.join(str(row.events) for row in rows)} = {total}",
                        expected="rates of patients who had each symptom",
                        next_step="they split one group; no response rate can be had from them",
                    )
                )
    return (*found, *_split_between_arms(studies))


def _split_between_arms(studies: Sequence[Study]) -> Iterator[Issue]:
    """Yield percents of two arms without a group that add up to 100: shares of the events, not rates."""
    for study in studies:
        bare = [r for r in study.rows if r.percent and r.denominator is None and r.events is not None]
        for i, first in enumerate(bare):
            for other in bare[i + 1 :]:
                same = (first.outcome, first.source) == (other.outcome, other.source) and first.arm != other.arm
                if same and float(first.percent or 0) + float(other.percent or 0) == WHOLE:
                    yield Issue(
                        kind="partition",
                        severity="warning",
                        where=place(study, first),
                        saw=f"{first.percent} % and {other.percent} % in two arms",
                        expected="rates of each arm, with its size",
                        next_step="they add up to 100 like shares of one group",
                    )


def check_superset(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return a wider outcome printed smaller than a narrower one of the same arm."""
    found = []
    for study in studies:
        wide = [r for r in study.rows if r.category == ">=SD" and resolve(r).events]
        for w in wide:
            for r in study.rows:
                same = (r.arm, r.unit, r.window, r.criterion) == (w.arm, w.unit, w.window, w.criterion)
                if r.category == ">=PR" and same and out_of(r) == out_of(w):
                    low, high = max(resolve(w).events), min(resolve(r).events or (0,))
                    if low < high:
                        found.append(_superset(place(study, w), f"{low} with control", f"at least {high} responders"))
        everyone = [
            r for r in study.rows if r.outcome == "complication" and r.id.endswith("any") and r.events is not None
        ]
        for e in everyone:
            for r in study.rows:
                if r.outcome == e.outcome and r.arm == e.arm and r.unit == e.unit and (r.events or 0) > (e.events or 0):
                    found.append(_superset(place(study, r), f"{r.events} of one kind", f"at most {e.events} of any"))
    return tuple(found)


def _superset(where: str, saw: str, expected: str) -> Issue:
    step = "the wider outcome holds the narrower one"
    return Issue(kind="superset", severity="error", where=where, saw=saw, expected=expected, next_step=step)


def check_unit_switch(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return tables in which one study's cells silently change their denominator."""
    found = []
    for study in studies:
        by: dict[tuple[str, str, str], dict[int, str]] = {}
        for row in study.rows:
            quiet = (
                row.denominator is not None and row.denominator.basis in ("row", "inferred") and in_table(study, row)
            )
            if quiet and row.denominator:
                by.setdefault((*column(study, row), row.arm), {}).setdefault(row.denominator.value, row.id)
        for (_, at, _), totals in by.items():
            if len(totals) > 1:
                said = " and ".join(f"{row} of {n}" for n, row in totals.items())
                found.append(
                    Issue(
                        kind="unit_switch",
                        severity="error",
                        where=place(study, next(iter(totals.values()))),
                        saw=f"{said} in {at}",
                        expected="one denominator, or each printed",
                        next_step="one is per procedure or per evaluable patient; pool each by its unit",
                    )
                )
    return tuple(found)


def check_capacity(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return fewer treatments than patients listed, and more evaluable or treated than listed."""
    found = []
    for study in studies:
        for arm in study.arms:
            p, t = arm.patients, arm.treatments
            if p is None or not p.enrolled:
                continue
            given = t.total or (t.tae or 0) + (t.tace or 0) if t else 0
            if t and given and given < p.enrolled:
                found.append(_capacity(study, arm.id, f"{given} treatments", f"at least one for each of {p.enrolled}"))
            for name, value in (("evaluable", p.evaluable), ("treated", p.treated)):
                if value is not None and value > p.enrolled:
                    found.append(_capacity(study, arm.id, f"{value} {name}", f"no more than {p.enrolled} listed"))
            if t and t.reads_as == "procedures" and given and given <= p.enrolled:
                found.append(_capacity(study, arm.id, f"{given} called procedures", f"more than {p.enrolled} patients"))
    return tuple(found)


def _capacity(study: Study, arm: str, saw: str, expected: str) -> Issue:
    step = "the row lists patients who were not embolized, or the column holds patients"
    return Issue(kind="capacity", severity="error", where=place(study, arm), saw=saw, expected=expected, next_step=step)


def check_duplicate(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return one figure that stands under two outcomes."""
    found = []
    for study in studies:
        seen: dict[tuple[object, ...], Row] = {}
        for row in study.rows:
            if row.events is None or row.events < TWICE or row.outcome not in RESPONSE_FAMILY:
                continue
            key = (row.events, row.percent, row.arm)
            first = seen.setdefault(key, row)
            if first.outcome != row.outcome:
                found.append(
                    Issue(
                        kind="duplicate",
                        severity="warning",
                        where=place(study, row),
                        saw=f"{row.events} ({row.percent} %) again, as in {first.id}",
                        expected="a figure of its own",
                        next_step="count it once unless a source confirms both",
                    )
                )
    return tuple(found)


def check_double_count(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return one named event that is counted under two outcomes of the same arm."""
    found = []
    for study in studies:
        seen: dict[tuple[object, ...], Row] = {}
        for row in study.rows:
            if row.event is None or row.events is None or row.outcome in RESPONSE_FAMILY:
                continue
            first = seen.setdefault((row.event, row.arm, row.source, row.unit), row)
            if first is not row and first.outcome != row.outcome:
                found.append(
                    Issue(
                        kind="double_count",
                        severity="warning",
                        where=place(study, row),
                        saw=f"{row.event} also under {first.outcome}",
                        expected="an event under one outcome",
                        next_step="count it once",
                    )
                )
    return tuple(found)


def check_scope(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return cells of mixed arms in a table that marks cumulative cells, without the mark."""
    marking = {column(s, r) for s, r in cells(studies) if r.printed.rstrip().endswith("*")}
    found = []
    for study in studies:
        plain = [
            r
            for r in study.rows
            if column(study, r) in marking and not r.silent and "*" not in r.printed and not r.quantity
            if {"tae", "ctace"} <= modalities(study.arm(r.arm)) and r.events is not None
        ]
        starred = {column(study, r) for r in study.rows if "*" in r.printed}
        for at in dict.fromkeys(column(study, r) for r in plain):
            rows = [r for r in plain if column(study, r) == at]
            if at in starred and rows[0].outcome == "tumour_response":
                continue  # the mark at the end of a cell covers its categories
            found.append(
                Issue(
                    kind="scope",
                    severity="warning",
                    where=place(study, rows[0]),
                    saw=f"{len(rows)} cells of TAE with TACE in {at[1]} without the mark of cumulative results",
                    expected="the mark, or one arm",
                    next_step="never file them as TAE alone",
                )
            )
    return tuple(found)


def check_definition(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return expected events counted as complications, and deaths that read like follow-up."""
    found = []
    tables = {column(s, r) for s, r in cells(studies) if r.outcome == "complication" and in_table(s, r)}
    for study, row in cells(studies):
        if row.outcome == "post_embolization" and column(study, row) in tables:
            found.append(
                _definition(study, row, "post-embolization syndrome in a column of complications", "an expected event")
            )
        share = float(row.percent or 0)
        if row.outcome == "death" and row.unit == "patient" and row.window == "unstated" and share >= FOLLOW_UP_DEATHS:
            found.append(_definition(study, row, f"{share:g} % dead, no window", "deaths of the procedure"))
    return tuple(found)


def _definition(study: Study, row: Row, saw: str, expected: str) -> Issue:
    step = "kept apart from rows with a window or a grade"
    return Issue(
        kind="definition", severity="warning", where=place(study, row), saw=saw, expected=expected, next_step=step
    )


def check_window_origin(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return a survival time that another cell of the study gives as something else."""
    found = []
    for study in studies:
        times = [r for r in study.rows if r.outcome == "survival" and r.quantity and r.statistic == "median"]
        for r in times:
            twins = [o for o in times if o.measure != r.measure and o.quantity and r.quantity and o.arm == r.arm]
            for other in twins:
                same = other.quantity and r.quantity and other.quantity.value == r.quantity.value
                if r.measure == "OS" and same and r.quantity:
                    found.append(
                        Issue(
                            kind="window_origin",
                            severity="error",
                            where=place(study, r),
                            saw=f"{r.quantity.value:g} months as {r.measure} and as {other.measure}",
                            expected="one meaning",
                            next_step="not a survival time until a source says so",
                        )
                    )
    return tuple(found)


def check_label(studies: Sequence[Study]) -> tuple[Issue, ...]:
    """Return one cohort printed under two names."""
    found = []
    for study in studies:
        for arm in study.arms:
            parts = re.findall(r"(\d+) ([A-Za-z][^;()]*)", arm.patients.printed) if arm.patients else []
            for number in {n for n, _ in parts}:
                names = {name.strip() for n, name in parts if n == number}
                if len(names) > 1 and int(number) == listed(study):
                    found.append(
                        Issue(
                            kind="label",
                            severity="warning",
                            where=place(study, arm.id),
                            saw=" and ".join(sorted(names)),
                            expected="one name for one cohort",
                            next_step="do not count the cohort twice",
                        )
                    )
    return tuple(found)
