"""What a cohort says of the rules: how often each fired, which datum would settle most, who moves between profiles."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seldinger.logic import Quantity, Table, Variable, build, screen_all, truths
from seldinger.logic.cells import Axis
from seldinger.logic.tables import OTHERWISE
from seldinger.selection.profiles import Profile, page
from seldinger.selection.screen import IN_SCOPE, ORDER, READ, deciding, in_words, possible, prepared, screen, tables
from seldinger.terms import Modality

if TYPE_CHECKING:
    import polars as pl

Json = dict[str, Any]
LOOKED_AT = 50_000  # undecided patients in which each missing datum is tried out; the first of the cohort


def coverage(frame: "pl.DataFrame", profile: Profile) -> Json:
    """Return, for each treatment, how often each rule fired and decided, and which missing datum would settle most.

    A missing datum settles a patient when every answer to it leaves one verdict. Rows out of scope are left out; those
    whose scope is open are counted as if in scope, and how many they are is said. A patient of one verdict counts as
    decided even while it is open which of several rules decides, and `by_no_rule` when all rules are known not to hold.
    """
    import polars as pl

    found = screen(frame.lazy(), profile).collect()
    inside = found[IN_SCOPE].fill_null(True)
    ready, found = prepared(frame.lazy()).collect().filter(inside), found.filter(inside)
    return {
        "rows": frame.height,
        "in_scope": found.height,
        "scope_open": found[IN_SCOPE].null_count(),
        "modalities": {
            str(m): {
                "decided": int(_one(found[possible(m)]).sum()),
                "by_no_rule": int((found[deciding(m)].cast(pl.String) == OTHERWISE).sum()),
                "rules": _rules(m, of, profile, ready, found),
                **_missing(of, ready.filter(~_one(found[possible(m)]))),
            }
            for m, of in tables(profile).items()
        },
    }


def _one(bits: "pl.Series") -> "pl.Series":
    return bits.bitwise_count_ones().eq(1)


def _rules(m: Modality, of: Table, profile: Profile, ready: "pl.DataFrame", found: "pl.DataFrame") -> list[Json]:
    import polars as pl

    by_id = {rule.id: rule for rule in page(m, profile)}
    judged = truths({f"rule {row.id}": row.when for row in of.rows}, ready.lazy(), columns=READ).collect()
    decided = dict(found[deciding(m)].cast(pl.String).value_counts().iter_rows())
    return [
        {
            "rule": row.id,
            "says": by_id[row.id].sentence,
            "yes": int(judged[f"rule {row.id}"].sum()),
            "unknown": judged[f"rule {row.id}"].null_count(),
            "decided": int(decided.get(row.id, 0)),
        }
        for row in of.rows
    ]


def _missing(of: Table, undecided: "pl.DataFrame") -> Json:
    tried = undecided.head(LOOKED_AT)
    counts = {axis.variable.name: _settled(of, tried, axis) for axis in build(of).axes} if tried.height else {}
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "undecided": undecided.height,
        "looked_at": tried.height,
        "would_settle": [{"variable": name, "patients": count} for name, count in ranked if count],
    }


def _settled(of: Table, tried: "pl.DataFrame", axis: Axis) -> int:
    """Return in how many rows the variable is unknown and every answer to it leaves one verdict."""
    import polars as pl

    column = READ.get(axis.variable.name, axis.variable.name)
    open_rows = tried.filter(pl.col(column).is_null()) if column in tried.columns else tried
    settled = pl.Series([True] * open_rows.height, dtype=pl.Boolean)
    for value in representatives(axis):
        known = open_rows.lazy().with_columns(pl.lit(value).alias(column))
        answer = screen_all({("__bits", "__row"): of}, known, columns=READ, outcomes=ORDER).select("__bits").collect()
        settled = settled & _one(answer["__bits"])
    return int(settled.sum())


def representatives(axis: Axis) -> Iterator[bool | str | float]:
    """Yield one value of each part of a variable's range inside which no rule changes its answer."""
    variable: Variable = axis.variable
    if not isinstance(variable, Quantity):
        yield from variable.values
        return
    ends = [start for start, _ in axis.starts[1:]] + [variable.high]
    for (start, above), end in zip(axis.starts, ends, strict=True):
        yield start if not above else (start + min(end, start + 2)) / 2


def moves(frame: "pl.DataFrame", before: Profile, after: Profile) -> list[Json]:
    """Return how many patients move from one set of verdicts to another between two profiles, and by which rules."""
    import polars as pl

    first, second = (in_words(screen(frame.lazy(), each).collect()) for each in (before, after))
    found: list[Json] = []
    for m in Modality:
        pairs = pl.DataFrame(
            {
                "before": first[possible(m)],
                "after": second[possible(m)],
                "rule_before": first[deciding(m)].cast(pl.String),
                "rule_after": second[deciding(m)].cast(pl.String),
            }
        ).with_columns(pl.col("before", "after").fill_null("silent"))
        counted = pairs.filter(pl.col("before") != pl.col("after")).group_by(pairs.columns).len("patients")
        ordered = counted.sort(["patients", *pairs.columns], descending=[True, *[False] * 4])
        found += [{"modality": str(m), **row} for row in ordered.iter_rows(named=True)]
    return found
