"""seldinger fhir: a chart as a FHIR bundle, and what was made of a bundle that a hospital sent."""

from pathlib import Path
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import INPUT, print_json, stop
from seldinger.cli.say import day as day_of

fhir = typer.Typer(help="FHIR R4: write a chart as a Bundle, read a Bundle as a chart.", no_args_is_help=True)
app.add_typer(fhir, name="fhir")


@fhir.command("write")
def write_(chart: Annotated[Path, typer.Argument(help="A chart.")]) -> None:
    """Print a chart as a FHIR R4 Bundle; it reads back to the same facts."""
    from seldinger.cli.charts import the_record
    from seldinger.exchange import chart_bundle

    print_json(chart_bundle(the_record(chart)))


@fhir.command("read")
def read_(
    bundle: Annotated[Path, typer.Argument(help="A Bundle, a list of resources, or NDJSON.")],
    on: Annotated[
        str | None, typer.Option(help="The day for which it speaks; that of its newest fact otherwise.")
    ] = None,
    account: Annotated[bool, typer.Option(help="Print what was used, ignored and malformed, instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the chart that a FHIR R4 document makes, or the account of how it was read."""
    from dataclasses import asdict

    from seldinger.exchange import load_bundle
    from seldinger.patient import ChartError, chart, to_toml

    try:
        found = load_bundle(bundle, as_of=day_of(on))
    except ChartError as error:
        stop(INPUT, *(str(fault) for fault in error.faults))
    told = found.account
    if account and as_json:
        print_json(asdict(told) | {"as_of": told.as_of.isoformat()})
    elif account:
        typer.echo("\n".join([told.summary, *(f"{count:5}  {why}" for why, count in told.reasons())]))
    elif as_json:
        print_json(chart(found.record))
    else:
        typer.echo(to_toml(found.record), nl=False)
