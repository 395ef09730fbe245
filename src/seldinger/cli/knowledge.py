"""seldinger rules and seldinger cite: what the software knows, and who says so."""

from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import USAGE, print_json, stop
from seldinger.terms import Modality


@app.command()
def rules(
    modality: Annotated[Modality | None, typer.Option(help="Only the rules of one treatment.")] = None,
    export: Annotated[str | None, typer.Option(help="cql, sql, fhir or markdown.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rules as JSON.")] = False,
) -> None:
    """List every rule: its sentence, its limit, its sources."""
    from seldinger.selection.catalogue import catalogue, markdown

    if export in (None, "markdown"):
        typer.echo(markdown(modality)) if not as_json else print_json(catalogue(modality))
        return
    if export not in ("cql", "sql", "fhir"):
        stop(USAGE, f"--export {export!r}: expected cql, sql, fhir or markdown")
    stop(USAGE, f"--export {export} is not part of this release")
