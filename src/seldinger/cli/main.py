"""The program and its exit statuses: 0 done, 1 a check found something, 2 usage, 3 input, 4 extra missing, 70 ours."""

import sys

import seldinger.cli.commands  # noqa: F401  (adds the commands to the application)
from seldinger.cli.app import app
from seldinger.cli.say import Exit, complain


def main() -> None:
    """Run the command line; every foreseen fault ends in a line on stderr and its exit status, never in a traceback."""
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
