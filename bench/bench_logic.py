"""Time the readers of a decision table against each other and against a walk over each row, in one run.

The table has the size of a treatment page: 27 rows over 25 variables, a tenth of all values missing. Read the ratios, not
the digits: the machine is whatever it is.
"""

import itertools
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from seldinger.cite import Citation, Threshold
from seldinger.logic import (
    Flag,
    Level,
    Quantity,
    Row,
    RowAnswers,
    Table,
    anything,
    build,
    exact,
    flips,
    kleene,
    screen,
    screen_relation,
    undecided,
)
from seldinger.logic.diagram import build_with
from seldinger.terms import Status

ROWS, WALKED = 1_000_000, 20_000
quantities = [Quantity(f"q{n}", "Quantity", "mg/dL") for n in range(6)]
flags = [Flag(f"f{n}", "Flag") for n in range(15)]
levels = [Level(f"l{n}", "Level", ("none", "mild", "severe")) for n in range(4)]


def at(value: float) -> Threshold:
    """Return a limit of this value."""
    cites = (Citation(key="none", at="none"),)
    due = date(2030, 1, 1)
    return Threshold(id="bench", value=value, unit="mg/dL", says="", status=Status.LOCAL, review_due=due, cites=cites)


def table() -> Table:
    """Return 27 rows over 25 variables: single facts, one conjunction, and any two of five items."""
    items = [flags[8].yes, flags[9].yes, flags[10].yes, levels[0].is_("severe"), quantities[0] > at(1)]
    bars = [quantity >= at(2) for quantity in quantities] + [level.at_least("mild") for level in levels]
    bars += [flag.yes for flag in flags[:8]] + [anything(*(a & b for a, b in itertools.combinations(items, 2)))]
    none = flags[11].no & flags[12].no & levels[1].is_("none") & (quantities[2] < at(1))
    outcomes = ["bar"] * len(bars) + ["none"] + ["wait"] * 2 + ["change"] * 5
    whens = [*bars, none, flags[13].yes, flags[14].yes, *items]
    rows = [Row(f"r{n}", when, outcome) for n, (when, outcome) in enumerate(zip(whens, outcomes, strict=True))]
    return Table("page", tuple(rows), "go")


def cohort(height: int) -> dict[str, list[Any]]:
    """Return random values by variable, a tenth of them missing."""
    draw = random.Random(1)
    values: dict[str, list[Any]] = {
        each.name: draw.choices((0.5, 1.5, 1.9, 2.0), (60, 20, 15, 5), k=height) for each in quantities
    }
    values |= {each.name: draw.choices((False, True), (95, 5), k=height) for each in flags}
    values |= {each.name: draw.choices(each.levels, (90, 5, 5), k=height) for each in levels}
    return {name: [None if draw.random() < 0.1 else value for value in column] for name, column in values.items()}


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the median time of one call [s]."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def walk(page: Table, known: dict[str, Any]) -> set[str]:
    """Return the outcomes possible at most, row by row: what the engines are compared with."""
    found = set()
    for row in page.rows:
        truth = kleene(row.when, known)
        if truth is not False:
            found.add(row.outcome)
        if truth:
            return found
    return found | {page.otherwise}


def one_patient(page: Table, known: dict[str, Any]) -> None:
    diagram = build(page)
    view = diagram.restrict(known)
    print(
        f"  {len(page.rows)} rows, {len(page.variables)} variables, {len(diagram.nodes)} nodes, {len(view.missing)} missing"
    )
    repeat = range(50)
    for name, work in {
        "build": lambda: build_with(page, lambda row: row.outcome, page.otherwise),
        "possible and missing": lambda: (lambda seen: (seen.possible, seen.missing))(diagram.restrict(known)),
        "and every answer": lambda: [view.answers(each) for view in [diagram.restrict(known)] for each in view.missing],
        "flips": lambda: flips(diagram.restrict(known)),
        "undecided": lambda: undecided(RowAnswers(diagram.restrict(known)), frozenset({"bar", "none", "wait"})),
    }.items():
        print(f"  {name:22} {seconds(lambda work=work: [work() for _ in repeat]) / len(repeat) * 1e3:8.3f} ms")


def main() -> None:
    """Print times for one patient, then patients per second and ratios for a cohort."""
    import polars as pl

    page, values = table(), cohort(ROWS)
    patients = [
        dict(zip(values, row, strict=True))
        for row in zip(*(column[:WALKED] for column in values.values()), strict=True)
    ]
    print("one patient")
    one_patient(page, patients[0] | {f"f{n}": None for n in range(0, 15, 2)})
    print(f"{ROWS} patients, a tenth of values missing")
    frame = pl.DataFrame(values)
    walked = WALKED / seconds(lambda: [walk(page, each) for each in patients], 3)
    diagram = build(page)
    single = WALKED / seconds(lambda: [diagram.restrict(each).possible for each in patients], 3)
    rates = {
        "polars": ROWS / seconds(lambda: screen(page, frame.lazy()).collect(), 5),
        "polars, then exact": ROWS / seconds(lambda: exact(page, frame), 3),
        "DuckDB": on_duckdb(page, frame),
    }
    print(f"  {'walk over each row':22} {walked:12.0f} per second")
    print(f"  {'diagram of each row':22} {single:12.0f} per second, {single / walked:6.1f} x the walk")
    for name, rate in rates.items():
        if rate:
            slower = rates["polars"] / rate
            print(
                f"  {name:22} {rate:12.0f} per second, {rate / walked:6.1f} x the walk; polars is {slower:.1f} x this"
            )
        else:
            print(f"  {name:22} not installed")


def on_duckdb(page: Table, frame: Any) -> float:
    """Return patients per second in a native DuckDB table; 0 when the engine is not installed."""
    try:
        import ibis
    except ModuleNotFoundError:
        return 0.0
    connection = ibis.duckdb.connect()
    engine = connection.con
    engine.register("given", frame.to_arrow())
    engine.execute("create table cohort as from given")
    query = screen_relation(page, connection.table("cohort"))[["possible_at_most", "deciding_row"]]
    work = f"create or replace table answers as {ibis.to_sql(query, dialect='duckdb')}"
    return ROWS / seconds(lambda: engine.execute(work), 3)


if __name__ == "__main__":
    main()
