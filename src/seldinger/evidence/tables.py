"""Anybody's table of counts: columns study, events, n for shares; study, ai, n1i, ci, n2i for two groups."""

import csv
from pathlib import Path
from typing import Any

from seldinger import stats
from seldinger.evidence.reading import StudyError

ONE, TWO = ("study", "events", "n"), ("study", "ai", "n1i", "ci", "n2i")
SHARES = ("PLO", "PFT", "PAS", "PR", "PLN")
RATIOS = ("OR", "RR", "RD")


def pool_table(path: Path, *, measure: str = "", method: str = "", test: str = "z") -> dict[str, Any]:
    """Return the pooled estimate of a CSV table under the names of `evidence pool --json`.

    Measure and method default to PLO by GLMM for shares, OR by REML for two groups. GLMM needs PLO. Measure PETO is the
    one-step odds ratio; method MH pools OR, RR or RD by Mantel-Haenszel.
    Raises StudyError on a cell that cannot be used, ValueError on a measure or method that does not fit the table.
    """
    columns, rows = read_table(path)
    labels = [row["study"] for row in rows]
    measure = (measure or ("PLO" if columns == ONE else "OR")).upper()
    method = (method or ("GLMM" if columns == ONE and measure == "PLO" else "REML")).upper()
    if columns == ONE:
        if measure not in SHARES:
            raise ValueError(f"measure {measure} needs columns {', '.join(TWO)}; for shares use {', '.join(SHARES)}")
        events, n = [int(row["events"]) for row in rows], [int(row["n"]) for row in rows]
        if method == "GLMM":
            if measure != "PLO":
                raise ValueError(f"GLMM works on PLO, not {measure}; choose REML for {measure}")
            if test not in ("z", "t"):
                raise ValueError(f"GLMM is tested with z or t, not {test}")
            fit = stats.fit_binomial_normal(
                events, n, labels=labels, test="t" if test == "t" else "z", tau2_interval=True
            )
            return stats.as_json(fit)
        effects = stats.proportions(events, n, measure=measure, labels=labels)
    elif "PETO" in (measure, method) or method == "MH":
        return stats.as_json(sparse(rows, measure, method, labels))
    else:
        effects = two_groups(rows, measure, labels)
    if method == "GLMM":
        raise ValueError(f"GLMM pools shares; for {measure} choose REML or another method of the normal model")
    return stats.as_json(stats.fit_normal(effects, method=method, test="knha" if test == "knha" else "z"))


def two_groups(rows: list[dict[str, str]], measure: str, labels: list[str]) -> stats.Effects:
    """Return the effects of a two-group table; raises ValueError on a measure for shares."""
    if measure not in RATIOS:
        raise ValueError(f"measure {measure} needs columns {', '.join(ONE)}; for two groups use {', '.join(RATIOS)}")
    a, n1, c, n2 = ([int(row[name]) for row in rows] for name in TWO[1:])
    return stats.comparisons(a, n1, c, n2, measure=measure, labels=labels)


def sparse(rows: list[dict[str, str]], measure: str, method: str, labels: list[str]) -> stats.Fit:
    """Return the common effect of a two-group table without continuity correction: Mantel-Haenszel or Peto."""
    a, n1, c, n2 = ([int(row[name]) for row in rows] for name in TWO[1:])
    if "PETO" in (measure, method):
        if measure not in ("PETO", "OR") or method not in ("PETO", "MH", "FE", "REML"):
            raise ValueError(f"Peto gives an odds ratio by its own method, not {measure} by {method}")
        return stats.peto(a, n1, c, n2, labels=labels)
    if measure == "OR":
        return stats.mantel_haenszel(a, n1, c, n2, measure="OR", labels=labels)
    if measure == "RR":
        return stats.mantel_haenszel(a, n1, c, n2, measure="RR", labels=labels)
    if measure == "RD":
        return stats.mantel_haenszel(a, n1, c, n2, measure="RD", labels=labels)
    raise ValueError(f"Mantel-Haenszel pools OR, RR or RD, not {measure}")


def read_table(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return the kind of table and its rows; raises StudyError naming file, line and what was expected."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            names = tuple(reader.fieldnames or ())
    except OSError as fault:
        raise StudyError(str(path), "file", str(fault.strerror), "a readable file", "check the path") from None
    columns = ONE if set(ONE) <= set(names) else TWO if set(TWO) <= set(names) else ()
    if not columns:
        wanted = f"columns {', '.join(ONE)} or {', '.join(TWO)}"
        raise StudyError(path.name, "line 1", ", ".join(names) or "nothing", wanted, "name the columns so")
    if not rows:
        raise StudyError(path.name, "line 2", "no row", "at least one study", "add rows")
    for line, row in enumerate(rows, start=2):
        for name in columns[1:]:
            if not (row[name] or "").strip().isdigit():
                raise StudyError(path.name, f"line {line}, {name}", repr(row[name]), "a whole number", "mend the cell")
        pairs = [("events", "n")] if columns == ONE else [("ai", "n1i"), ("ci", "n2i")]
        for events, n in pairs:
            if int(row[n]) == 0 or int(row[events]) > int(row[n]):
                saw = f"{row[events]} of {row[n]}"
                raise StudyError(path.name, f"line {line}, {events}", saw, "events up to a positive n", "mend the row")
    return columns, rows
