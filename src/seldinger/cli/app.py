"""The application to which every command adds itself. A command imports what it needs when it runs: --help stays quick."""

from typing import Annotated

import typer

from seldinger import __version__

app = typer.Typer(
    name="seldinger",
    help="From a patient's chart to a cited plan for transarterial treatment of neuroendocrine liver metastases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"seldinger {__version__}")
        raise typer.Exit


@app.callback()
def seldinger(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Research and education software, not a medical device: it informs a board, it never orders."""
