"""The page of the studies: every printed result beside what it is read as, from the study files themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seldinger import cite
from tools.tables import table
from tools.tree import knowledge_files

Row = Mapping[str, Any]
_NAMES = ("outcome", "category", "measure", "statistic", "event", "marker", "cause", "grade", "stratum")
_HEAD = ("arm", "outcome", "as printed", "read as", "of", "window", "where")


def studies(root: Path) -> str | None:
    """Return the page, or None while there is no study file."""
    files = ((path, data) for path, data in knowledge_files(root) if path.parent.name == "studies")
    found = [(path.stem, data) for path, data in files if not path.stem.startswith("_")]  # _outcomes and the like
    if not found:
        return None
    intro = (
        "Each result as it is printed, and beside it what it is read as and why. A dash: the source is silent. "
        "Results under different definitions, units or windows are not pooled."
    )
    return "\n".join(["# Studies\n", intro, "", *(_section(name, data) for name, data in found)])


def _section(name: str, data: Row) -> str:
    title = cite.short_name(data["key"]) if "key" in data else name
    sources = {each["id"]: _place(each) for each in data.get("source", [])}
    rows = [_cells(row, sources) for row in data.get("outcome", [])]
    arms = "".join(f"- arm `{arm['id']}`: {_arm(arm)}\n" for arm in data.get("arm", []))
    return f"## {title}\n\n{arms}\n{table(_HEAD, rows)}"


def _place(source: Row) -> str:
    level = f" ({source['level']})" if "level" in source else ""
    return f"{cite.short_name(source['key'])}, {source['at']}{level}"


def _arm(arm: Row) -> str:
    scope = " + ".join(str(each.get("name") or each["modality"]) for each in arm.get("scope", []))
    printed = (arm[part].get("printed") for part in ("patients", "treatments") if part in arm)
    return "; ".join(str(part) for part in (scope, arm.get("tumour"), *printed, arm.get("setting")) if part)


def _cells(row: Row, sources: Mapping[str, str]) -> tuple[str, ...]:
    name = ", ".join(str(row[part]).replace("_", " ") for part in _NAMES if part in row)
    place = sources.get(row.get("source", ""), "")
    return (row.get("arm", ""), name, row.get("printed", ""), "; ".join(_reading(row)), *_frame(row), place)


def _frame(row: Row) -> tuple[str, str]:
    return row.get("unit", ""), row.get("window", "")


def _reading(row: Row) -> Iterator[str]:
    if row.get("silent"):
        yield "—"
    counted = row.get("resolved", row)
    events = counted.get("events")
    if events is not None:
        below = counted.get("denominator", row.get("denominator"))
        below = below.get("value") if isinstance(below, Mapping) else below
        yield f"{_list(events)} of {below if below is not None else 'unknown'}"
    if "quantity" in row:
        yield _quantity(row["quantity"])
    if "resolved" in row:
        yield f"{row['resolved']['status']}: {row['resolved']['reason']}"
    if "uncertain" in row:
        yield f"uncertain: {row['uncertain']}"


def _list(events: object) -> str:
    return " or ".join(str(each) for each in events) if isinstance(events, list) else str(events)


def _quantity(quantity: Row) -> str:
    spread = f" ({quantity['low']:g} to {quantity['high']:g})" if {"low", "high"} <= quantity.keys() else ""
    return f"{quantity['value']:g} {quantity['unit']}{spread}" if "value" in quantity else spread.strip(" ()")
