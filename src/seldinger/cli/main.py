"""The program and its exit statuses: 0 done, 1 a check found something, 2 usage, 3 input, 4 extra missing, 70 ours."""

import errno
import os
import sys
from typing import NoReturn

import seldinger.cli.commands  # noqa: F401  (adds the commands to the application)
from seldinger.cli.app import app
from seldinger.cli.say import INPUT, Exit, complain

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def main() -> None:
    """Run the command line; every foreseen fault ends in a line on stderr and its exit status, never in a traceback."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (open until the program ends)
    try:
        _run()
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except OSError as fault:
        if fault.errno not in UNWRITABLE:
            _ours(fault)
        _drop_output()
        complain(f"the output cannot be written ({fault.strerror}); it is cut short")
        sys.exit(INPUT)
    except Exception as fault:
        _ours(fault)


def _run() -> None:
    """Run the command line and hand on all that it printed before the exit status is given."""
    try:
        app()
    except (Exit, SystemExit) as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # which Typer takes for status 1, that of a finding
            raise stop.__context__ from None
        sys.stdout.flush()
        sys.exit(stop.status if isinstance(stop, Exit) else stop.code)


def _drop_output() -> None:
    """Let what is left unprinted go to nobody, so that the interpreter does not stumble over it at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # not a stream of the system's: nothing is left to stumble over


def _ours(fault: Exception) -> NoReturn:
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
