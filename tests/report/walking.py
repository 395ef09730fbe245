"""What the walks over the views share: which digits may stand on a sheet without standing in the report."""

import re
from collections.abc import Iterable
from typing import Any

from seldinger.report.forms import show
from seldinger.report.place import Run, resolve

DIGITS = re.compile(r"\d+(?:\.\d+)?")
# Names, and the denominator of every frequency; numbers of pages are marked as layout.
NAMES = re.compile(r"Ki-67|Y-90|of 100\b|grade 3|⟨U\+[0-9A-F]+⟩")


def tokens(text: str) -> set[str]:
    """Return the numbers of a text, names aside."""
    return set(DIGITS.findall(NAMES.sub(" ", text)))


def faults(report: dict[str, Any], runs: Iterable[Run]) -> list[str]:
    """Return a line for each run whose pointer does not resolve to the words it prints, or that has a number of its own."""
    return [fault for run in runs if (fault := _fault(report, run))]


def _fault(report: dict[str, Any], run: Run) -> str | None:
    if run.at is None:
        return f"number of its own: {run.text!r}" if tokens(run.text) and run.tone != "layout" else None
    try:
        value = resolve(report, run.at)
    except (KeyError, IndexError, TypeError, ValueError):
        return f"{run.at}: not in the report"
    if value != run.raw:
        return f"{run.at}: {value!r} in the report, {run.raw!r} on the sheet"
    full = show(run.form, value, run.at)
    whole = run.text == full or (run.text.endswith("…") and full.startswith(run.text[:-1]))
    return None if whole else f"{run.at}: prints {run.text!r}, expected {full!r}"
