"""seldinger rules and seldinger cite: what the software knows, and who says so."""

from typing import Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import USAGE, needs, print_json, stop
from seldinger.terms import Modality

EXPORTS = ("cql", "sql", "fhir", "markdown")


@app.command()
def rules(
    modality: Annotated[Modality | None, typer.Option(help="Only the rules of one treatment.")] = None,
    export: Annotated[str | None, typer.Option(help="cql, sql, fhir or markdown.")] = None,
    profile: Annotated[str, typer.Option(help="For sql: the profile or overlay to export.")] = "strictest",
    dialect: Annotated[str, typer.Option(help="For sql: duckdb, postgres or another that Ibis knows.")] = "duckdb",
    as_json: Annotated[bool, typer.Option("--json", help="Print the rules as JSON.")] = False,
) -> None:
    """List every rule: its sentence, its limit, its sources."""
    from seldinger.selection.catalogue import catalogue, markdown

    if export in (None, "markdown"):
        typer.echo(markdown(modality)) if not as_json else print_json(catalogue(modality))
        return
    if export not in EXPORTS:
        stop(USAGE, f"--export {export!r}: expected {', '.join(EXPORTS)}")
    if export == "sql":
        typer.echo(_sql(modality, profile, dialect))
    elif export == "cql":
        from seldinger.exchange import rules_cql

        typer.echo(rules_cql(), nl=False)
    else:
        from seldinger.exchange import rules_bundle

        print_json(rules_bundle())


def _sql(modality: Modality | None, profile: str, dialect: str) -> str:
    from seldinger.cli.charts import profile as weighing
    from seldinger.logic import sql
    from seldinger.selection.profiles import table

    chosen, weighed = (modality,) if modality else tuple(Modality), weighing(profile)
    try:
        with needs("engines"):
            return ";\n\n".join(f"-- {m.label}\n{sql(table(m, weighed), dialect)}" for m in chosen)
    except (ValueError, NotImplementedError, AttributeError):
        stop(USAGE, f"--dialect {dialect!r}: Ibis prints no such SQL; expected duckdb, postgres, sqlite or another")


@app.command()
def cite(
    key: Annotated[str, typer.Argument(help="A citation key, such as delprete2014.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the reference and what rests on it as JSON.")] = False,
) -> None:
    """Print a reference, and everything that rests on it."""
    from seldinger.audit import rests_on
    from seldinger.cite import KnowledgeError, reference, short_name

    try:
        item = reference(key)
    except KnowledgeError as fault:
        stop(USAGE, str(fault))
    found = rests_on(key)
    if as_json:
        print_json({"reference": dict(item), "rests": [_line(each) for each in found]})
        return
    typer.echo(f"{short_name(key)}: {item.get('title', '')}" + (f" doi:{item['DOI']}" if "DOI" in item else ""))
    for each in found:
        status = "" if each.cites.status == "read" else f" [{each.cites.status}]"
        typer.echo(f"  {each.kind} {each.name} ({each.cites.at}){status}")
    typer.echo(f"{len(found)} entries rest on it")


def _line(each: Any) -> dict[str, Any]:
    return {"kind": each.kind, "name": each.name, "cites": each.cites.as_json()}
