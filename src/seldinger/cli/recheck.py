"""seldinger recheck: what has changed in the knowledge since a report was made, by name."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import FOUND, INPUT, Exit, complain, print_json, stop


@app.command()
def recheck(
    report: Annotated[Path, typer.Argument(help="A report.json.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Name what has changed in the knowledge since a report was made; status 1 when the report no longer stands."""
    from seldinger.selection.basis import basis

    made = _read(report)
    found = list(changes(made["about"]["basis"], basis()))
    overdue = [each["id"] for each in _overdue()]
    if as_json:
        print_json({"patient": made["patient"].get("id"), "stands": not found, "changes": found, "overdue": overdue})
    else:
        for each in found:
            typer.echo(each)
        typer.echo(_verdict(made, len(found)))
        if overdue:
            complain(f"note: past their review date today: {', '.join(overdue)}")
    if found:
        raise Exit(FOUND)


def _read(path: Path) -> dict[str, Any]:
    from seldinger.pathway import SCHEMA

    try:
        made = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except OSError as fault:
        stop(INPUT, f"{path}: cannot be read ({fault.strerror})")
    except (ValueError, RecursionError):
        stop(INPUT, f"{path}: not JSON; expected a report.json that seldinger has written")
    if not isinstance(made, dict) or made.get("schema") != SCHEMA:
        stop(INPUT, f"{path}: schema: expected {SCHEMA!r}; give a report.json that seldinger has written")
    about, patient = made.get("about"), made.get("patient")
    if not isinstance(about, dict) or not isinstance(about.get("basis"), dict) or not isinstance(patient, dict):
        stop(INPUT, f"{path}: about.basis: missing; this report does not say what it rests on, make it again")
    return made


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def changes(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each piece of knowledge that is new, gone or different.

    >>> list(changes({"threshold a.b": "2 mg/dL, read", "rule c": "1"}, {"threshold a.b": "3 mg/dL, read"}))
    ['threshold a.b: was 2 mg/dL, read; is 3 mg/dL, read', 'rule c: withdrawn']
    """
    for name in dict.fromkeys((*then, *now)):
        if name not in now:
            yield f"{name}: withdrawn"
        elif name not in then:
            yield f"{name}: new"
        elif then[name] != now[name]:
            yield f"{name}: was {then[name]}; is {now[name]}" if name.startswith("threshold ") else f"{name}: changed"


def _verdict(made: Mapping[str, Any], changed: int) -> str:
    about = made["about"]
    name = f"report of {made['patient'].get('id')} for {about.get('on')} ({about.get('software')})"
    if changed:
        return f"WITHDRAWN: {name}: {changed} changes since; make it again before anyone acts on it"
    return f"{name} stands: the knowledge has not changed"


def _overdue() -> list[dict[str, str]]:
    from seldinger.cite import thresholds

    return [{"id": each.id} for each in thresholds().values() if each.review_due < date.today()]
