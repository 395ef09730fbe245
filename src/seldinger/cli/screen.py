"""seldinger screen, coverage and diff: whole cohorts, a row each."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.cohorts import read
from seldinger.cli.say import INPUT, USAGE, needs, print_json, same, stop, write

if TYPE_CHECKING:
    import polars as pl

    from seldinger.selection import Profile

ENGINES = ("polars", "duckdb")
Cohort = Annotated[
    Path, typer.Argument(help="A Parquet or CSV file: columns are chart keys in their units, a row each patient.")
]
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
    if out is not None:
        _may_write(out, cohort)
    with needs("cohort"):
        weighing, patients = _weighing(profile), read(cohort)
        answers = _answers(patients.read, weighing, engine, exact)
    if out is not None:
        _write(patients.sent.hstack(answers), out)
    counts = _counts(answers)
    if as_json:
        print_json(counts)
        return
    for modality, sets in counts.items():  # the scope first: rows in which it is open are counted below as if in scope
        typer.echo(f"{modality:10} " + ", ".join(f"{words} {count}" for words, count in _summary(sets).items()))


def _answers(frame: "pl.DataFrame", profile: "Profile", engine: str, exact: bool) -> "pl.DataFrame":
    from seldinger.selection import screen as screening

    if exact:
        found = screening.exactly(frame, profile)
    elif engine == "duckdb":
        with needs("engines"):
            found = screening.on_duckdb(frame, profile)
    else:
        found = screening.screen(frame.lazy(), profile).collect()
    return screening.in_words(found).select(screening.answered())


def _counts(answers: "pl.DataFrame") -> dict[str, dict[str, int]]:
    from seldinger.selection.screen import IN_SCOPE, OUT, possible
    from seldinger.terms import Modality

    words = {True: "in scope", False: OUT, None: "open"}
    scope = Counter(words[inside] for inside in answers[IN_SCOPE])
    counted = {m: answers[possible(m)].fill_null("silent").value_counts(sort=True) for m in Modality}
    return {"scope": dict(scope.most_common())} | {
        str(m): dict(each.sort(["count", each.columns[0]], descending=[True, False]).iter_rows())
        for m, each in counted.items()
    }


def _summary(sets: dict[str, int]) -> dict[str, int]:
    """Return the counts of the sets of one verdict, and of all undecided rows together."""
    decided = {words: count for words, count in sets.items() if " or " not in words}
    open_rows = sum(sets.values()) - sum(decided.values())
    return {**decided, "undecided": open_rows} if open_rows else decided


def _may_write(out: Path, cohort: Path) -> None:
    if out.suffix.lower() not in (".parquet", ".csv"):
        stop(USAGE, f"--out {out}: the ending {out.suffix!r}; expected .parquet or .csv")
    if same(out, cohort):
        stop(USAGE, f"--out {out}: the cohort itself; give the answers a file of their own")


def _write(answers: "pl.DataFrame", out: Path) -> None:
    import polars as pl

    content = BytesIO()
    try:
        answers.write_parquet(content) if out.suffix.lower() == ".parquet" else answers.write_csv(content)
    except pl.exceptions.PolarsError:
        stop(INPUT, f"--out {out}: a column holds what a CSV cannot, such as lists; write .parquet")
    write(out, content.getvalue())


@app.command()
def coverage(cohort: Cohort, profile: Weighing = "strictest", as_json: Json = False) -> None:
    """Count how often each rule fired and decided in a cohort, and which missing datum would settle most patients."""
    with needs("cohort"):
        from seldinger.selection.cohort_report import coverage as counted

        weighing = _weighing(profile)
        found = counted(read(cohort).read, weighing)
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found['rows']} rows, {found['in_scope']} in scope or open ({found['scope_open']} open)")
    for modality, part in found["modalities"].items():
        typer.echo(f"\n{modality}: {part['decided']} decided, {part['undecided']} undecided")
        for rule in part["rules"]:
            typer.echo(
                f"  {rule['yes']:8} yes {rule['unknown']:8} unknown {rule['decided']:8} decided by  {rule['rule']}"
            )
        typer.echo(f"  {'':8}     {'':8}         {part['by_no_rule']:8} decided by  no rule: none holds")
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

        before, after = _weighing(profile), _weighing(against)
        found = moves(read(cohort).read, before, after)
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
