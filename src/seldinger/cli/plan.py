"""seldinger plan: from an open treatment to a session-by-session plan, on the terminal, as JSON or as a calendar."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import USAGE, complain, day, print_json, same, stop, write
from seldinger.terms import Modality

if TYPE_CHECKING:
    from datetime import date

    from seldinger.planning import Plan

FARTHEST_DAYS = 731  # a first session farther ahead is a slip of the pen


@app.command()
def plan(
    chart: Annotated[Path, typer.Argument(help="A chart.")],
    modality: Annotated[Modality | None, typer.Option(help="One treatment; all of them without.")] = None,
    on: Annotated[str | None, typer.Option(help="The day to answer for; the chart's own day otherwise.")] = None,
    start: Annotated[str | None, typer.Option(help="The day of the first session, for dates.")] = None,
    profile: Annotated[
        str, typer.Option(help="strictest, weighed, one review's key, or an overlay file.")
    ] = "strictest",
    ics: Annotated[Path | None, typer.Option(help="Write sessions and dated steps as a calendar.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan part of report.json.")] = False,
) -> None:
    """Print the plan of each treatment that is still open: steps, sessions, drugs, checks, and what is missing."""
    from seldinger.cli.charts import profile as weighing
    from seldinger.cli.charts import the_record, warn_if_old
    from seldinger.planning import as_json as plans_json
    from seldinger.planning import plan as plans
    from seldinger.selection import select

    answered, first = day(on), day(start, "--start")
    record = the_record(chart)
    warn_if_old(record, answered)
    when = answered or record.as_of
    if first is not None and not 0 <= (first - when).days <= FARTHEST_DAYS:
        stop(USAGE, f"--start {first.isoformat()}: expected a day within two years from {when.isoformat()}")
    selection = select(record, when, weighing(profile))
    found = plans(record, selection, when, start=first)
    chosen = {m: each for m, each in found.items() if modality in (None, m)}
    if ics is not None:
        if same(ics, chart):
            stop(USAGE, f"--ics {ics}: the chart itself; give the calendar a file of its own")
        _calendar(ics, chosen, first, when)
    if as_json:
        print_json(plans_json(chosen))
        return
    if not chosen:
        typer.echo(f"no plan: {' '.join(selection.scope.why)}")
    for each in chosen.values():
        _show(each)


def _calendar(path: Path, chosen: "dict[Modality, Plan]", first: "date | None", when: "date") -> None:
    """Write the calendar; without a first day, counted from the day asked about, and said so."""
    from seldinger.planning import events, ics

    open_plans = [each for each in chosen.values() if each.withheld is None]
    dated = [event for each in open_plans for event in events(each, first)]
    if open_plans and not dated:
        complain(f"note: no first session is given or charted; the calendar counts from {when.isoformat()} (--start)")
        dated = [event for each in open_plans for event in events(each, when)]
    if len(open_plans) > 1:
        complain("note: the calendar holds several treatments side by side; --modality picks one")
    write(path, ics(dated, stamp=when).encode())


def _show(each: "Plan") -> None:
    title = each.modality.label
    if each.withheld is not None:
        typer.echo(f"{title}: no plan, {each.withheld}\n")
        return
    told = each.as_json()
    typer.echo(f"{title}: {'complete' if told['complete'] else 'incomplete'}")
    for line in told["missing"]:
        typer.echo(f"  missing: {line}")
    for check in told["checks"]:
        typer.echo(f"  check, {check['state']}: {check['says']}")
    for change in told["changes"]:
        typer.echo(f"  changed: {change['says']}")
    for session in told["sessions"]:
        when = session["earliest_date"] or f"day {session['earliest_day']}"
        typer.echo(f"  session {session['number']}, not before {when}: {session['says']}")
    for step in told["steps"]:
        lead = f" [{step['when']}]" if step["when"] else ""
        typer.echo(f"  {step['phase']}{lead}: {step['says']} ({_sources(step['cites'])})")
    for name in ("devices", "medication"):
        for entry in told[name]:
            _entry(name, entry)
    if told["activity"] is not None:
        _activity(told["activity"])
    typer.echo("")


def _entry(name: str, entry: dict[str, Any]) -> None:
    if name == "devices":
        typer.echo(f"  agent: {entry['says']} ({_sources(entry['cites'])})")
        return
    typer.echo(f"  drug: {entry['drug']}, {entry['decides']}")
    if entry["allergy"]:
        typer.echo(f"    ! {entry['allergy']}")
    for each in (*entry["regimens"], *entry["cautions"]):
        typer.echo(f"    {each['says']} ({_sources(each['cites'])})")


def _activity(told: dict[str, Any]) -> None:
    from seldinger.cli.y90 import method_line

    typer.echo(f"  activity, {told['product']['name']}: {told['scope']}")
    for each in told["methods"]:
        typer.echo(f"    {method_line(each)}")
    typer.echo(f"    {told['target']['answer']}")
    k, half = told["k_gy_kg_per_gbq"], told["half_life_h"]
    typer.echo(f"    dose factor {k['value']:g} Gy kg/GBq ({k['says']}); half-life {half['value']:g} h")
    typer.echo(f"    {told['note']}")


def _sources(cites: list[dict[str, Any]]) -> str:
    from seldinger.cite import short_name

    return "; ".join(dict.fromkeys(f"{short_name(each['key'])}, {each['at']}" for each in cites))
