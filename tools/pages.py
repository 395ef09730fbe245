"""The generated pages: one function each, which returns the text, or None while the room it describes is not there."""

import importlib.util
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from seldinger import cite
from seldinger.terms import Status
from tools import rules
from tools.studies import studies
from tools.tables import page, table
from tools.tree import ROOT
from tools.unverified import entries, quantity

Page = Callable[[], str | None]

_MARKS = {Status.UNVERIFIED: "**unverified**"}


def thresholds() -> str | None:
    """Return the page of every cut-off on which two centres may disagree."""
    if not cite.knowledge().joinpath("thresholds").is_dir():
        return None
    rows = [
        (
            f"`{each.id}`",
            quantity(each.value, each.unit),
            each.says,
            _mark(each.status),
            each.review_due,
            _sources(each.cites),
        )
        for each in cite.thresholds().values()
    ]
    intro = "A centre may overlay any of these with its own, with name and reason; the report prints the departure."
    return page("Thresholds", intro, ("id", "value", "as printed", "status", "review due", "source"), rows)


def references() -> str | None:
    """Return the page of every work that anything rests on."""
    rows = [
        (f"`{key}`", cite.short_name(key), item.get("title", ""), _where(item))
        for key, item in sorted(cite.references().items())
    ]
    return page(
        "References", "Every work that a number or a rule rests on.", ("key", "short name", "title", "where"), rows
    )


def unverified() -> str:
    """Return the page of what nobody of this project has read at its source yet."""
    intro = "Nobody of this project has read these at their source. An unverified value never bars, doses or grades."
    return page("Not yet verified", intro, ("where", "what it says"), [(f"`{at}`", said) for at, said in entries(ROOT)])


def commands() -> str | None:
    """Return the page of the command line, from the program itself."""
    app = _attribute("seldinger.cli.app", "app")
    if app is None:
        return None
    from typer.main import get_command

    import_module("seldinger.cli.commands")  # registers them
    return "# Command line\n\n" + "\n".join(described("seldinger", get_command(app)))


def described(path: str, command: Any) -> Iterator[str]:
    """Yield the section of each command below this one: its help text, then a table of what it takes."""
    for name, each in getattr(command, "commands", {}).items():
        yield from described(f"{path} {name}", each) if not each.hidden else ()
    if not hasattr(command, "commands"):
        rows = [(f"`{_spelling(each)}`", getattr(each, "help", None) or "") for each in command.params]
        taken = f"\n{table(('takes', 'meaning'), rows)}" if rows else ""
        yield f"## {path}\n\n{inspect.cleandoc(command.help or '')}\n{taken}"


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "option":
        return ", ".join([*parameter.opts, *parameter.secondary_opts])
    return str(parameter.name).upper()


def from_room(module: str, function: str, *arguments: object) -> Page:
    """Return a page made by a function of the package; text as it is, anything else as JSON."""

    def text() -> str | None:
        made = _attribute(module, function)
        if made is None:
            return None
        said = made(*arguments)
        return said if isinstance(said, str) else json.dumps(said, indent=2, ensure_ascii=False) + "\n"

    return text


def _attribute(module: str, name: str) -> Any:
    parents = [module.rsplit(".", n)[0] for n in range(module.count("."), -1, -1)]
    if not all(importlib.util.find_spec(parent) for parent in parents):
        return None
    return getattr(import_module(module), name, None)


def _sources(cites: Iterable[cite.Citation]) -> str:
    return "; ".join(dict.fromkeys(_source(each) for each in cites))


def _source(each: cite.Citation) -> str:
    read_in = f" (read in {cite.short_name(each.via)})" if each.via else ""
    return f"{cite.short_name(each.key)}, {each.at}{read_in}"


def _mark(status: Status) -> str:
    return _MARKS.get(status, status.value)


def _where(item: Mapping[str, Any]) -> str:
    parts = [
        item.get("container-title"),
        item.get("volume"),
        item.get("page"),
        item.get("DOI") and f"doi:{item['DOI']}",
    ]
    return " ".join(str(part) for part in parts if part)


PAGES: dict[str, Page] = {
    "docs/chart.md": from_room("seldinger.patient", "chart_page"),
    "docs/cli.md": commands,
    "docs/evidence.md": from_room("seldinger.evidence.page", "markdown"),
    "docs/references.md": references,
    "docs/rules.md": from_room("seldinger.selection.catalogue", "markdown", None),
    "docs/schema/answer.json": from_room("seldinger.exchange", "answer_schema"),
    "docs/schema/cds-discovery.json": from_room("seldinger.exchange", "discovery_schema"),
    "docs/schema/cds-response.json": from_room("seldinger.exchange", "response_schema"),
    "docs/schema/chart.json": from_room("seldinger.patient", "chart_schema"),
    "docs/schema/report.json": from_room("seldinger.contract", "json_schema"),
    "docs/studies.md": lambda: studies(ROOT),
    "docs/thresholds.md": thresholds,
    "docs/unverified.md": unverified,
    **rules.PAGES,
}
