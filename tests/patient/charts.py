"""Small charts for the tests of this folder."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from seldinger.patient import ChartError, Record, read_record

AS_OF = date(2026, 11, 2)


def tree(**sections: Any) -> dict[str, Any]:
    """Return a chart tree with these sections; `labs__bilirubin=…` is short for a fact inside its section."""
    made: dict[str, Any] = {"schema": "seldinger/chart/1", "id": "t", "as_of": AS_OF}
    for name, value in sections.items():
        *outer, last = name.split("__")
        inside = made
        for section in outer:
            inside = inside.setdefault(section, {})
        inside[last] = value
    return made


def record(**sections: Any) -> Record:
    """Return the record of such a chart."""
    return read_record(tree(**sections), file="t.toml")


def faults(chart: Mapping[str, Any]) -> list[str]:
    """Return the lines with which a chart is refused; empty when it is taken."""
    try:
        read_record(chart, file="t.toml")
    except ChartError as error:
        return str(error).splitlines()
    return []
