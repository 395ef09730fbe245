"""seldinger follow: what happened after treatment, by named criteria, and what the options now are."""

from pathlib import Path
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import day, print_json


@app.command()
def follow(
    chart: Annotated[Path, typer.Argument(help="A chart with sessions and what followed.")],
    on: Annotated[str | None, typer.Option(help="The day to answer for.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the followup part of report.json.")] = False,
) -> None:
    """Read the course: response, markers, symptoms, quality of life, toxicity over time, and next steps."""
    from seldinger.cli.charts import the_record, warn_if_old
    from seldinger.pathway import consult

    record = the_record(chart)
    warn_if_old(record, day(on))
    report = consult(record, on=day(on)).report
    if as_json:
        print_json(report.get("followup"))
        return
    from seldinger.report import course

    typer.echo(course(report))
