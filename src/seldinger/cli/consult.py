"""seldinger consult: a chart in, a cited answer out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import INPUT, USAGE, Exit, day, needs, same, stop, write

if TYPE_CHECKING:
    from seldinger.pathway import Consult


@app.command()
def consult(
    charts: Annotated[list[Path] | None, typer.Argument(help="Charts: TOML or JSON, or a FHIR R4 bundle.")] = None,
    on: Annotated[str | None, typer.Option(help="The day to answer for; the chart's own day otherwise.")] = None,
    profile: Annotated[
        str, typer.Option(help="strictest, weighed, one review's key, or an overlay file.")
    ] = "strictest",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print report.json, one document a line for several.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write the page; a folder for several charts.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the PDF (extra pdf); a folder for several charts.")] = None,
    fhir: Annotated[Path | None, typer.Option(help="Write the answer as a FHIR bundle.")] = None,
    template: Annotated[bool, typer.Option("--template", help="Print an empty, commented chart.")] = False,
) -> None:
    """Say what the reviews allow this patient, why, what is open and where they disagree."""
    if template:
        from seldinger.patient import template as empty_chart

        typer.echo(empty_chart())
        return
    if not charts:
        stop(USAGE, "consult needs a chart; --template prints an empty one")
    from seldinger.cli.charts import consults
    from seldinger.cli.charts import profile as weighing

    several, failed = len(charts) > 1, False
    _check_targets(charts, html=html, pdf=pdf, fhir=fhir)
    for path, answer in consults(charts, day(on), weighing(profile)):
        if answer is None:
            failed = True
            continue
        _print(answer, as_json=as_json, several=several)
        _files(answer, path, several, html=html, pdf=pdf, fhir=fhir)
    if failed:
        raise Exit(INPUT)


def _target(place: Path, chart: Path, ending: str, several: bool) -> Path:
    return place / f"{chart.stem}.{ending}" if several else place


def _check_targets(charts: list[Path], *, html: Path | None, pdf: Path | None, fhir: Path | None) -> None:
    """Stop before one patient's answer is written over another's, or over a chart."""
    places = (("--html", html, "html"), ("--pdf", pdf, "pdf"), ("--fhir", fhir, "json"))
    targets = [
        (option, _target(place, chart, ending, len(charts) > 1))
        for option, place, ending in places
        if place is not None
        for chart in charts
    ]
    for n, (option, target) in enumerate(targets):
        if any(same(target, chart) for chart in charts):
            stop(USAGE, f"{option} {target}: a chart itself; give the answer a place of its own")
        if any(same(target, other) for _, other in targets[:n]):
            stop(USAGE, f"{option} {target}: two answers would go there; give each a name of its own")


def _print(answer: "Consult", *, as_json: bool, several: bool) -> None:
    import json

    if as_json:
        text = (
            json.dumps(answer.report, ensure_ascii=False, allow_nan=False) if several else answer.to_json().rstrip("\n")
        )
        typer.echo(text)
        return
    from seldinger.report import terminal

    typer.echo(terminal(answer.report))


def _files(
    answer: "Consult", chart: Path, several: bool, *, html: Path | None, pdf: Path | None, fhir: Path | None
) -> None:
    from seldinger.report import page, paper

    if html is not None:
        write(_target(html, chart, "html", several), page(answer.report))
    if pdf is not None:
        with needs("pdf"):
            write(_target(pdf, chart, "pdf", several), paper(answer.report))
    if fhir is not None:
        import json

        from seldinger.exchange import answer_bundle

        text = json.dumps(answer_bundle(answer.report), ensure_ascii=False, indent=1)
        write(_target(fhir, chart, "json", several), text + "\n")
