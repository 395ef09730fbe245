"""The application and its exit statuses: 0 done, 1 a check found something, 2 usage, 3 input, 4 extra missing, 70 ours.

Every command imports what it needs when it runs, so that --help stays quick.
"""

import sys
from typing import Annotated

import typer

from seldinger import __version__
from seldinger.cli.say import Exit, complain

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


def main() -> None:
    """Run the command line; every foreseen fault ends in a line on stderr and its exit status, never in a traceback."""
    import seldinger.cli.commands  # noqa: F401  (registers the commands)

    try:
        app()
    except Exit as stop:
        sys.exit(stop.status)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as fault:
        complain(f"this is a fault of seldinger, not of your input: {type(fault).__name__} at {_place(fault)}")
        sys.exit(70)


def _place(fault: Exception) -> str:
    """Return file and line of a fault; never its message, which could carry a patient's values."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        "unknown place"
        if trace is None
        else f"{trace.tb_frame.f_code.co_filename.rpartition('seldinger/')[2]}:{trace.tb_lineno}"
    )
