"""seldinger screen, coverage and diff: whole cohorts, a row each."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import INPUT, USAGE, complain, needs, print_json, stop, write

if TYPE_CHECKING:
    import polars as pl

    from seldinger.selection import Profile

ENGINES = ("polars", "duckdb")
Cohort = Annotated[Path, typer.Argument(help="A Parquet or CSV file; its columns are chart keys, a row each patient.")]
Weighing = Annotated[str, typer.Option(help="strictest, weighed, one review's key, or an overlay file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def screen(
    cohort: Cohort,
    engine: Annotated[str, typer.Option(help="polars, or duckdb (through Ibis).")] = "polars",
    exact: Annotated[bool, typer.Option("--exact", help="The exact set of verdicts, not the quick superset.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the cohort with its answers here (.parquet or .csv).")] = None,
    profile: Weighing = "strictest",
    as_json: Json = False,
) -> None:
    """Say of every patient which verdicts are possible at most and which rule decides; a value is of the row's own day."""
    if engine not in ENGINES:
        stop(USAGE, f"--engine {engine!r}: expected polars or duckdb")
    if exact and engine != "polars":
        stop(USAGE, "--exact runs on polars")
    with needs("cohort"):
        frame, weighing = read(cohort), _weighing(profile)
        answers = _answers(frame, weighing, engine, exact)
    if out is not None:
        _write(answers, out)
    counts = _counts(answers)
    if as_json:
        print_json(counts)
        return
    for modality, sets in counts.items():
        typer.echo(f"{modality:10} " + ", ".join(f"{words} {count}" for words, count in _summary(sets).items()))


def _answers(frame: "pl.DataFrame", profile: "Profile", engine: str, exact: bool) -> "pl.DataFrame":
    from seldinger.selection import screen as screening

    try:
        if exact:
            found = screening.exactly(frame, profile)
        elif engine == "duckdb":
            with needs("engines"):
                found = screening.on_duckdb(frame, profile)
        else:
            found = screening.screen(frame.lazy(), profile).collect()
    except TypeError as fault:
        stop(INPUT, f"cohort: {fault}")
    return screening.in_words(found)


def _counts(answers: "pl.DataFrame") -> dict[str, dict[str, int]]:
    from seldinger.selection.screen import possible
    from seldinger.terms import Modality

    counted = {m: answers[possible(m)].fill_null("silent").value_counts(sort=True) for m in Modality}
    return {
        str(m): dict(each.sort(["count", each.columns[0]], descending=[True, False]).iter_rows())
        for m, each in counted.items()
    }


def _summary(sets: dict[str, int]) -> dict[str, int]:
    """Return the counts of the sets of one verdict, and of all undecided rows together."""
    decided = {words: count for words, count in sets.items() if " or " not in words}
    open_rows = sum(sets.values()) - sum(decided.values())
    return {**decided, "undecided": open_rows} if open_rows else decided


def _write(answers: "pl.DataFrame", out: Path) -> None:
    if out.suffix.lower() not in (".parquet", ".csv"):
        stop(USAGE, f"--out {out}: the ending {out.suffix!r}; expected .parquet or .csv")
    content = BytesIO()
    answers.write_parquet(content) if out.suffix.lower() == ".parquet" else answers.write_csv(content)
    write(out, content.getvalue())


@app.command()
def coverage(cohort: Cohort, profile: Weighing = "strictest", as_json: Json = False) -> None:
    """Count how often each rule fired and decided in a cohort, and which missing datum would settle most patients."""
    with needs("cohort"):
        from seldinger.selection.cohort_report import coverage as counted

        found = counted(read(cohort), _weighing(profile))
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found['rows']} rows, {found['in_scope']} in scope or open")
    for modality, part in found["modalities"].items():
        typer.echo(f"\n{modality}: {part['decided']} decided, {part['undecided']} undecided")
        for rule in part["rules"]:
            typer.echo(
                f"  {rule['yes']:8} yes {rule['unknown']:8} unknown {rule['decided']:8} decided by  {rule['rule']}"
            )
        for each in part["would_settle"][:5]:
            typer.echo(f"  {each['variable']} would settle {each['patients']} of {part['looked_at']} undecided")


@app.command()
def diff(
    cohort: Cohort,
    against: Annotated[str, typer.Option(help="The profile or overlay to compare with.")],
    profile: Weighing = "strictest",
    as_json: Json = False,
) -> None:
    """Name how many patients of a cohort move between two profiles, from which verdicts to which, and by which rules."""
    with needs("cohort"):
        from seldinger.selection.cohort_report import moves

        found = moves(read(cohort), _weighing(profile), _weighing(against))
    if as_json:
        print_json(found)
        return
    for each in found:
        rules = f"{each['rule_before'] or 'open'} -> {each['rule_after'] or 'open'}"
        typer.echo(f"{each['modality']}: {each['patients']} from {each['before']} to {each['after']} ({rules})")
    typer.echo(f"{sum(each['patients'] for each in found)} moves from {profile} to {against}")


def _weighing(name: str) -> "Profile":
    from seldinger.cli.charts import profile

    return profile(name)


def read(path: Path) -> "pl.DataFrame":
    """Return a cohort with its columns in the types of their chart keys; stops with status 3 when it is none.

    In a CSV every cell is text: numbers that cannot be read, and words that are neither yes nor no, are unknown and counted.
    """
    import polars as pl

    try:
        if path.suffix.lower() == ".parquet":
            frame = pl.read_parquet(path)
        elif path.suffix.lower() == ".csv":
            frame = pl.read_csv(path, infer_schema=False)
        else:
            stop(USAGE, f"{path}: the ending {path.suffix!r}; expected .parquet or .csv")
    except (OSError, pl.exceptions.PolarsError) as fault:
        stop(INPUT, f"{path}: cannot be read as a table ({type(fault).__name__})")
    _say_what_is_used(path, frame.columns)
    typed = _typed(frame)
    _say_what_is_unreadable(frame, typed)
    return typed


def _say_what_is_used(path: Path, columns: list[str]) -> None:
    from seldinger.selection.screen import answered, columns_read

    used = [name for name in columns if name in columns_read()]
    if not used:
        stop(INPUT, f"{path}: no column is a chart key; expected names such as {', '.join(columns_read()[:3])}")
    if clash := sorted(set(columns) & set(answered())):
        stop(INPUT, f"{path}: {', '.join(clash)}: columns of an earlier screening; remove them first")
    if idle := [name for name in columns if name not in used]:
        complain(f"not read: {', '.join(idle)}")


def _typed(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Return the frame with text turned into the numbers and the yes or no that the chart keys ask for."""
    import polars as pl

    from seldinger.logic import Flag, Quantity
    from seldinger.selection.screen import variables_read

    wanted = {name: kind for name, kind in variables_read().items() if frame.schema.get(name) == pl.String}
    numbers = [pl.col(name).cast(pl.Float64, strict=False) for name, kind in wanted.items() if kind is Quantity]
    words = {"true": True, "yes": True, "false": False, "no": False}
    flags = [
        pl.col(name).str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
        for name, kind in wanted.items()
        if kind is Flag
        and name not in ("symptoms.hormonal", "symptoms.bulk", "symptoms.pain", "fitness.other_mortality_risk")
    ]
    return frame.with_columns(*numbers, *flags)


def _say_what_is_unreadable(frame: "pl.DataFrame", typed: "pl.DataFrame") -> None:
    from seldinger.selection.screen import unreadable_values

    lost: dict[str, Any] = {n: typed[n].null_count() - frame[n].null_count() - _empty(frame, n) for n in typed.columns}
    for name, count in sorted((unreadable_values(typed) | {n: c for n, c in lost.items() if c > 0}).items()):
        complain(f"{name}: {count} values cannot be used and count as unknown")


def _empty(frame: "pl.DataFrame", name: str) -> int:
    import polars as pl

    return int((frame[name] == "").sum()) if frame.schema[name] == pl.String else 0
