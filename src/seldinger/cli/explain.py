"""seldinger explain: one modality for one chart, rule by rule."""

from pathlib import Path
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import day, print_json
from seldinger.terms import Modality


@app.command()
def explain(
    chart: Annotated[Path, typer.Argument(help="A chart.")],
    modality: Annotated[Modality, typer.Option(help="The treatment to explain.")] = Modality.TAE,
    on: Annotated[str | None, typer.Option(help="The day to answer for.")] = None,
    profile: Annotated[
        str, typer.Option(help="strictest, weighed, one review's key, or an overlay file.")
    ] = "strictest",
    as_json: Annotated[bool, typer.Option("--json", help="Print the part of report.json.")] = False,
) -> None:
    """Print the path to the verdict, what is missing and in which order to ask, what would flip it, who dissents."""
    from seldinger.cli.charts import profile as weighing
    from seldinger.cli.charts import the_record, warn_if_old
    from seldinger.pathway import consult

    record = the_record(chart)
    warn_if_old(record, day(on))
    report = consult(record, on=day(on), profile=weighing(profile)).report
    part = report.get("modalities", {}).get(modality.value)
    if as_json:
        print_json(part if part is not None else report["scope"])
        return
    from seldinger.report import explanation

    typer.echo(explanation(report, modality))
