"""What it takes to reach the figures that the two reviews print: rows, units, denominators, and in how many ways.

Each explanation says whether the figure is reproduced, close, an inference among several, or cannot be had.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from seldinger import stats
from seldinger.evidence.issues import in_table, listed, members
from seldinger.evidence.outcomes import Count, at_scope, counts, definitions
from seldinger.evidence.reading import library
from seldinger.evidence.studies import Figure, Study
from seldinger.evidence.validators_prose import CLOSE, averages, cell_values, column_total, counts_toward

MOST_CHANGES = 2
MOST_LEFT_OUT = 2
FOLLOW_UP = 10  # deaths in one series; more than this is no figure of procedures
META_POLICY = (
    "the original meta-analysis taken at its word: all twelve series, per procedure, cohorts of one group counted "
    "again, logit of each share with 0.5 added to rows at 0 or n, DerSimonian-Laird, normal interval"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One printed figure and what arithmetic makes of it."""

    figure: str
    says: str
    printed: str
    verdict: str  # reproduced | close | an inference among several | cannot be had
    needs: str
    found: str
    alternatives: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()


def headlines(studies: Sequence[Study] | None = None) -> tuple[Explanation, ...]:
    """Return the explanation of every headline figure of the reviews and of the resin meta-analysis."""
    rows = tuple(library() if studies is None else studies)
    found: list[Explanation] = []
    for review in rows:
        for figure in review.figures:
            if figure.about:
                found += _explain(rows, review, figure)
    return tuple(found)


def _explain(studies: Sequence[Study], review: Study, figure: Figure) -> Iterator[Explanation]:
    test, _, subject = (figure.about or "").partition(":")
    rows = members(studies, review.key)
    if test == "pool":
        yield _meta(studies, review, figure, subject.split(":")[1])
    elif subject == "patients":
        yield _patients(rows, review, figure)
    elif subject == "procedures":
        yield _procedures(rows, review, figure)
    elif test == "total":
        yield _events(rows, review, figure, subject)
    elif test == "percent":
        yield _percent(rows, review, figure, subject)
    elif test == "share":
        yield _share(rows, review, figure, subject.split(":"))
    elif test in ("range", "most", "floor", "median"):
        yield _range(rows, review, figure, subject.split(":"), test)


def _told(
    review: Study,
    figure: Figure,
    verdict: str,
    needs: str,
    found: str,
    ways: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Explanation:
    printed = f"{figure.value:g}" if figure.value is not None else f"{figure.low or 0:g} to {figure.high or 100:g}"
    return Explanation(
        figure=f"{review.key}/{figure.id}",
        says=figure.says,
        printed=f"{printed} {figure.unit}",
        verdict=verdict,
        needs=needs,
        found=found,
        alternatives=tuple(ways),
        notes=tuple(notes),
        statement=figure.statement,
    )


def substitutions(rows: Sequence[Study], target: int, *, most: int = MOST_CHANGES) -> list[tuple[str, ...]]:
    """Return every way to reach a total of patients by exchanging listed numbers for others printed in the rows.

    Exchanged are evaluable numbers, arm sizes and denominators that the tables print; at most `most` rows change.
    """
    options = []
    for study in rows:
        size = listed(study)
        others = {p.evaluable for a in study.arms if (p := a.patients) and p.evaluable}
        others |= {p.enrolled for a in study.arms if a.part_of and (p := a.patients) and p.enrolled}
        others |= {
            r.denominator.value
            for r in study.rows
            if r.denominator and r.denominator.basis == "printed" and r.unit == "patient" and in_table(study, r)
        }
        options += [(study.key, size, other) for other in sorted(others) if other != size]
    gap = target - sum(listed(study) for study in rows)
    return [
        tuple(f"{key} {old} to {new}" for key, old, new in chosen)
        for count in range(1, most + 1)
        for chosen in combinations(options, count)
        if sum(new - old for _, old, new in chosen) == gap and len({key for key, _, _ in chosen}) == count
    ]


def _patients(rows: Sequence[Study], review: Study, figure: Figure) -> Explanation:
    total = column_total(rows, "patients")
    needs = f"the patient column of {len(rows)} studies"
    if total == figure.value:
        return _told(review, figure, "reproduced", needs, f"{total} patients")
    ways = substitutions(rows, int(figure.value or 0))
    single = sum(len(way) == 1 for way in ways)
    return _told(
        review,
        figure,
        "an inference among several" if ways else "cannot be had",
        needs,
        f"the rows add up to {total}, {abs(total - (figure.value or 0)):g} more than printed",
        [" and ".join(way) for way in ways],
        [f"exchanges that reach it: {single} of one row, {len(ways) - single} of two rows; nothing in print decides"],
    )


def _procedures(rows: Sequence[Study], review: Study, figure: Figure) -> Explanation:
    total = column_total(rows, "procedures")
    patients = [
        f"{s.key} {sum(a.treatments.tae or 0 for a in s.arms if a.treatments)}"
        for s in rows
        if any(a.treatments and a.treatments.reads_as == "patients" for a in s.arms)
    ]
    verdict = "reproduced" if total == figure.value else "cannot be had"
    notes = [
        f"the column holds patients, not procedures, in {', '.join(patients)}",
        "TACE procedures of the same rows are left out, their patients are not",
    ]
    return _told(
        review, figure, verdict, "the TAE figures of the treatment column", f"they add up to {total}", (), notes
    )


def _events(rows: Sequence[Study], review: Study, figure: Figure, subject: str) -> Explanation:
    total, target = column_total(rows, subject), int(figure.value or 0)
    parts = [
        (
            f"{s.key} {r.events} ({r.event or r.outcome}{', ' + r.arm if r.arm != 'all' else ''})",
            r.events or 0,
            s.key,
            r.arm,
        )
        for s in rows
        for r in s.rows
        if counts_toward(s, r, subject)
    ]
    quiet = [s.key for s in rows if not any(counts_toward(s, r, subject) for r in s.rows)]
    silent = [f"{', '.join(quiet)} print no number and count as zero"] if quiet else []
    if total == target:
        long = [f"{name} reads like follow-up" for name, e, _, _ in parts if subject == "death" and e > FOLLOW_UP]
        return _told(
            review, figure, "reproduced", f"the {subject} column", f"it adds up to {total}", (), [*silent, *long]
        )
    split = {key for _, _, key, arm in parts if arm != "all"}
    ways = []
    arms = [sorted({arm for _, _, key, arm in parts if key == study}) for study in sorted(split)]
    choices = [[(a,) for a in names] + [tuple(names)] for names in arms]
    for chosen in product(*choices):
        kept = dict(zip(sorted(split), chosen, strict=True))
        if sum(e for _, e, key, arm in parts if key not in split or arm in kept[key]) == target:
            ways.append("; ".join(f"{key}: {' and '.join(names)}" for key, names in kept.items()))
    left = [way for n in range(1, MOST_LEFT_OUT + 1) for way in combinations(parts, n)]
    left = [way for way in left if sum(e for _, e, _, _ in way) == total - target and all(e for _, e, _, _ in way)]
    ways += ["without " + " and ".join(name for name, _, _, _ in way) for way in left]
    found = f"all printed counts add up to {total}"
    notes = [
        *silent,
        "one column holds severe, serious, unspecified and expected events, per patient and per procedure",
    ]
    verdict = "an inference among several" if len(ways) > 1 else "close" if ways else "cannot be had"
    needs = f"the {subject} column with these arms of two-arm rows: {ways[0]}" if ways else f"the {subject} column"
    return _told(review, figure, verdict, needs, found, ways, notes)


def _percent(rows: Sequence[Study], review: Study, figure: Figure, subject: str) -> Explanation:
    heads = {f.about: f.value or 0.0 for f in review.figures if f.about and f.about.startswith("total:")}
    events = heads.get(f"total:{subject}", 0.0)
    said = [s for s in rows if any(counts_toward(s, r, subject) for r in s.rows)]
    bases = {
        "all patients as printed": heads["total:patients"],
        "all procedures as printed": heads["total:procedures"],
        "patients of studies that print a number": float(sum(listed(s) for s in said)),
    }
    shares = {name: 100 * events / base for name, base in bases.items()}
    fits = [name for name, share in shares.items() if round(share) == figure.value]
    shown = ", ".join(f"{share:.1f} % of {name} ({bases[name]:g})" for name, share in shares.items())
    needs = f"{events:g} over {fits[0]}" if fits else "another denominator"
    return _told(review, figure, "reproduced" if fits else "cannot be had", needs, shown)


def _share(rows: Sequence[Study], review: Study, figure: Figure, subject: Sequence[str]) -> Explanation:
    ways = averages(rows, subject)
    value = figure.value or 0.0
    close = [name for name, share in ways.items() if abs(share - value) <= CLOSE]
    shown = ", ".join(f"{name} {share:.1f} %" for name, share in ways.items())
    if close:
        return _told(review, figure, "close", close[0], shown, (), ["the review does not say how it averaged"])
    guess = [
        f"the mean of the {name} cells alone is {share:.0f} %" for name, share in cell_means(rows, subject[0]).items()
    ]
    return _told(
        review, figure, "cannot be had", "an average of the rows", shown, [g for g in guess if _near(g, value)]
    )


def _near(guess: str, value: float) -> bool:
    return abs(float(guess.rsplit(" ", 2)[1]) - value) <= CLOSE


def cell_means(rows: Sequence[Study], outcome: str) -> dict[str, float]:
    """Return the mean of the printed percents of each category by itself [%]: a wrong average, but one that is made."""
    cells: dict[str, list[float]] = {}
    for study in rows:
        for row in study.rows:
            if (
                row.outcome == outcome
                and row.category
                and row.percent
                and in_table(study, row)
                and row.events is not None
            ):
                cells.setdefault(row.category, []).append(float(row.percent))
    return {name: sum(values) / len(values) for name, values in cells.items()}


def _range(rows: Sequence[Study], review: Study, figure: Figure, subject: Sequence[str], test: str) -> Explanation:
    values = cell_values(rows, subject)
    needs = f"cells of {' '.join(subject)}"
    if not values:
        return _told(review, figure, "cannot be had", needs, "no table of the review has such a cell")
    found = f"{len(values)} cells from {min(values):.3g} to {max(values):.3g}"
    low, high = figure.low, figure.high
    inside = sum((low is None or v >= low) and (high is None or v <= high) for v in values)
    whole = test == "range" and {round(min(values)), round(max(values))} <= {round(low or 0), round(high or 0)}
    verdict = "reproduced" if whole or (test == "floor" and inside == len(values)) else "cannot be had"
    if test == "most":
        verdict = "close" if 2 * inside > len(values) else "cannot be had"
    return _told(
        review, figure, verdict, needs, found, (), [f"{inside} of {len(values)} cells lie within the printed range"]
    )


def _meta(studies: Sequence[Study], review: Study, figure: Figure, least: str) -> Explanation:
    rows = series_of(studies, review.key, least)
    fit = stats.fit_normal(stats.proportions([c.low for c in rows], [c.n for c in rows], measure="PLO"), method="DL")
    value, printed = 100 * (fit.estimate or 0.0), figure.value or 0.0
    crude = 100 * sum(c.low for c in rows) / sum(c.n for c in rows)
    exact = stats.fit_binomial_normal([c.low for c in rows], [c.n for c in rows])
    limit = CLOSE if least == "PR" else 1.0
    return _told(
        review,
        figure,
        "close" if abs(value - printed) <= limit else "cannot be had",
        META_POLICY,
        f"{value:.1f} % from {len(rows)} series and {sum(c.n for c in rows)} procedures",
        (),
        [
            f"other ways: crude share {crude:.1f} %, exact binomial-normal model {100 * (exact.estimate or 0):.1f} %",
            "close, not the same: the series come from one table whose counts were rebuilt from percents",
        ],
    )


def series_of(studies: Sequence[Study], parent: str, least: str) -> list[Count]:
    """Return the counts of every series that a meta-analysis contains, at or above a response category."""
    name = "objective_response_per_procedure" if least == "PR" else "disease_control_per_procedure"
    key = at_scope(next(k for k in definitions() if k.id == name), "y90_resin")
    return [c for s in studies if s.cohort.parent == parent for c in counts(s, key)[0] if c.unit == "procedure"]
