"""seldinger evidence: the studies, their inconsistencies, pools, forecasts, figures, and what a new file would move."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import FOUND, INPUT, USAGE, Exit, print_json, stop, write

if TYPE_CHECKING:
    from seldinger.evidence import Expectation, Issue

evidence = typer.Typer(
    help="Studies as data: list, check, pool, forecast, compared, forest, diff.", no_args_is_help=True
)
app.add_typer(evidence, name="evidence")

TESTS = ("z", "t", "knha")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Outcome = Annotated[str, typer.Option(help="An outcome as `evidence outcomes` names it.")]
Scope = Annotated[
    str, typer.Option("--modality", help="tae, ctace, deb_tace, y90_glass, y90_resin, embolization, y90.")
]


@evidence.command("list")
def list_(as_json: Json = False) -> None:
    """List every study with its groups, rows and where it was read."""
    from dataclasses import asdict

    from seldinger.evidence import entries

    found = entries()
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        size = "size not printed" if each.patients is None else f"{each.patients} patients"
        typer.echo(
            f"{each.key:28} {', '.join(each.modalities):24} {size:20} {each.rows:3} rows  {', '.join(each.levels)}"
        )


@evidence.command()
def outcomes(as_json: Json = False) -> None:
    """List the outcome definitions that may be pooled."""
    from seldinger.evidence import definitions

    found = definitions()
    if as_json:
        print_json([{"outcome": d.id, "says": d.says, "unit": d.unit, "windows": list(d.windows)} for d in found])
        return
    for each in found:
        typer.echo(f"{each.id:32} {each.says} (per {each.unit}; {' or '.join(each.windows)})")


@evidence.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Study files; the whole library without.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also print what is known and stays, and notes.")] = False,
    as_json: Json = False,
) -> None:
    """Find inconsistencies and explain the reviews' headline figures; status 1 when something new is found."""
    from dataclasses import asdict

    from seldinger.evidence import check as inspect
    from seldinger.evidence import headlines, library

    issues = _of_files(files) if files else inspect(library())
    new = tuple(issue for issue in issues if issue.acknowledged is None and issue.severity != "note")
    told = () if files else headlines()
    if as_json:
        print_json({"issues": [asdict(i) for i in issues], "open": len(new), "headlines": [asdict(h) for h in told]})
    else:
        _tell(issues if every else new, told)
        typer.echo(f"{len(issues)} findings, {len(issues) - len(new)} known or notes, {len(new)} new")
    if new:
        raise Exit(FOUND)


def _of_files(files: list[Path]) -> "tuple[Issue, ...]":
    from seldinger.evidence import StudyError, check_files

    try:
        return check_files(files)
    except StudyError as fault:
        stop(INPUT, str(fault))


def _tell(issues: Any, told: Any) -> None:
    for each in told:
        typer.echo(f"{each.figure}: printed {each.printed}; {each.verdict}. {each.found}. Needs {each.needs}.")
        for other in each.alternatives:
            typer.echo(f"    also reached by {other}")
        for note in each.notes:
            typer.echo(f"    {note}")
    for issue in issues:
        typer.echo(issue.line())


@evidence.command()
def pool(
    outcome: Annotated[str | None, typer.Option(help="An outcome as `evidence outcomes` names it.")] = None,
    modality: Scope = "embolization",
    rows: Annotated[Path | None, typer.Option(help="Pool this CSV (study,events,n or study,ai,n1i,ci,n2i).")] = None,
    by: Annotated[str | None, typer.Option(help="primary: one pool for each kind of tumour.")] = None,
    measure: Annotated[str, typer.Option(help="PLO, PFT, PAS, PR, PLN; OR, RR, RD, PETO.")] = "",
    method: Annotated[str, typer.Option(help="GLMM, REML, DL, PM, ML, HE, SJ, EB, HS, FE, MH.")] = "",
    test: Annotated[str, typer.Option(help="z, or knha (Hartung-Knapp); t with GLMM.")] = "z",
    reviews_only: Annotated[bool, typer.Option(help="Leave out what was read in abstracts.")] = False,
    as_json: Json = False,
) -> None:
    """Pool one outcome, or anybody's table, and list what was left out and why."""
    if (rows is None) == (outcome is None):
        stop(USAGE, "evidence pool needs --outcome or --rows, and not both")
    if test not in TESTS:
        stop(USAGE, f"--test {test!r}: expected {', '.join(TESTS)}")
    if rows is not None:
        _print_pool(_table(rows, measure, method, test), as_json)
        return
    assert outcome is not None
    for label, fit in _pools(outcome, modality, by, method or "GLMM", test, reviews_only).items():
        _print_pool({"group": label, **fit} if by else fit, as_json)


def _table(rows: Path, measure: str, method: str, test: str) -> dict[str, Any]:
    from seldinger.evidence import StudyError, pool_table

    try:
        return pool_table(rows, measure=measure, method=method, test=test)
    except StudyError as fault:
        stop(INPUT, str(fault))
    except ValueError as fault:
        stop(USAGE, str(fault))


def _pools(outcome: str, modality: str, by: str | None, method: str, test: str, reviews_only: bool) -> dict[str, Any]:
    from seldinger import stats
    from seldinger.evidence import EXTENDED, REVIEWS, by_tumour, definition, library
    from seldinger.evidence import pool as pooled

    policy = REVIEWS if reviews_only else EXTENDED
    if by not in (None, "primary"):
        stop(USAGE, f"--by {by!r}: only primary is known")
    groups = {"all": library()} if by is None else by_tumour()
    found: dict[str, Any] = {}
    try:
        for label, studies in groups.items():
            result = pooled(studies, definition(outcome, modality), method=method, policy=policy, test=test)
            left = [{"row": row, "why": why} for row, why in result.left_out]
            used = [{"study": c.study, "events": c.low, "n": c.n} for c in result.used]
            fit = {"k": 0} if result.fit is None else dict(stats.as_json(result.fit))
            found[label] = {**fit, "used": used, "left_out": left, "policy": policy.name}
    except (KeyError, ValueError) as fault:
        stop(USAGE, str(fault.args[0]))
    return found


def _print_pool(fit: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(fit)
        return
    typer.echo(f"{fit.get('group', '')} {_pool_line(fit)}".strip())
    for note in fit.get("notes", ()):
        typer.echo(f"  {note}")
    if fit.get("corrected") and not fit["refused"]:
        typer.echo(f"  0.5 was added to the cells of {', '.join(fit['corrected'])}")
    for each in fit.get("left_out", ()):
        typer.echo(f"  left out: {each['row']}: {each['why']}")


def _pool_line(fit: dict[str, Any]) -> str:
    if not fit.get("k"):
        return "nothing to pool"
    how = f"{fit['measure']} by {fit['method']} ({fit['test']}), k = {fit['k']}"
    share = ""
    if fit["ci"]:
        prediction = fit["prediction"] and f"{_interval(fit['prediction'])}, {fit['prediction_convention']}"
        share = f"{_number(fit['estimate'])} (95 % confidence interval {_interval(fit['ci'])}"
        share += f"; prediction interval {prediction or 'not available'})"
    if fit["refused"]:
        return f"{how}: refused, {fit['refused']}" + (f"; of the total {share}" if share else "")
    return f"{how}: {share}; tau2 = {fit['tau2']:.4f}"


def _interval(ends: list[float | None]) -> str:
    return " to ".join(_number(end) for end in ends)


def _number(value: float | None) -> str:
    return "infinity" if value is None else f"{value:.3f}"


@evidence.command()
def forecast(
    outcome: Outcome,
    modality: Scope = "embolization",
    patients: Annotated[int, typer.Option(min=1, max=10_000, help="How many next patients.")] = 20,
    reviews_only: Annotated[bool, typer.Option(help="Leave out what was read in abstracts.")] = False,
    as_json: Json = False,
) -> None:
    """Say what a new centre should expect of its next patients, and how much of that is the prior."""
    line = _expectation(outcome, modality, patients, reviews_only).as_json()
    if as_json:
        print_json(line)
        return
    low, high = line["next"]["events"]
    typer.echo(
        f"{line['says']}, {line['scope_says']} (per {line['per']}; {line['window']}): {line['events']} of {line['n']} in "
        f"{line['k']} studies. Of the next {patients}: {low} to {high} (90 % prediction). New centre's rate "
        f"{line['prediction'][0]:.2f} to {line['prediction'][1]:.2f} (95 % prediction); certainty {line['certainty']}; "
        f"{line['prior_share']:.0%} of the interval is prior ({line['prior']})."
    )


def _expectation(outcome: str, modality: str, patients: int, reviews_only: bool) -> "Expectation":
    from seldinger.evidence import EXTENDED, REVIEWS
    from seldinger.evidence import forecast as ahead

    try:
        return ahead(outcome, modality, patients=patients, policy=REVIEWS if reviews_only else EXTENDED)
    except (KeyError, ValueError) as fault:
        stop(USAGE, str(fault.args[0]))


@evidence.command()
def compared(as_json: Json = False) -> None:
    """Print what single studies compared within themselves; series of two studies are never compared."""
    from seldinger.cite import reference
    from seldinger.evidence import comparisons
    from seldinger.report import comparisons as told

    found = [each.as_json() for each in comparisons()]
    if as_json:
        print_json(found)
        return
    keys = {each["study"] for each in found} | {
        cite["via"] for each in found for cite in each["cites"] if "via" in cite
    }
    typer.echo(told({"comparisons": found, "references": {key: dict(reference(key)) for key in keys}}), nl=False)


@evidence.command()
def forest(
    outcome: Outcome,
    svg: Annotated[Path, typer.Option(help="The file to write.")],
    modality: Scope = "embolization",
    kind: Annotated[str, typer.Option(help="forest, funnel, cumulative, next or icons.")] = "forest",
    patients: Annotated[int, typer.Option(min=1, max=1000)] = 20,
) -> None:
    """Draw a figure of one outcome as SVG."""
    from seldinger.cli.evidence_figures import KINDS

    if kind not in KINDS:
        stop(USAGE, f"--kind {kind!r}: use one of {', '.join(KINDS)}")
    write(svg, KINDS[kind](_expectation(outcome, modality, patients, False)))
    typer.echo(str(svg))


@evidence.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A folder of study files.")],
    new: Annotated[Path, typer.Argument(help="The folder after the change.")],
) -> None:
    """Name the cells, conclusions, certainties and figures that a change of study files moves; status 1 when any did."""
    from dataclasses import asdict

    from seldinger.evidence import StudyError, diff_folders

    try:
        moved = asdict(diff_folders(old, new))
    except StudyError as fault:
        stop(INPUT, str(fault))
    print_json(moved)
    if any(moved.values()):
        raise Exit(FOUND)
