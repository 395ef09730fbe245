"""seldinger cds: the CDS Hooks services without a server, a request on stdin and the response on stdout."""

import sys
from datetime import date
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import INPUT, USAGE, print_json, stop
from seldinger.cli.say import day as day_of


@app.command()
def cds(
    discover: Annotated[bool, typer.Option("--discovery", help="Print the services and what they ask for.")] = False,
    on: Annotated[str | None, typer.Option(help="The day to answer for; today otherwise.")] = None,
    profile: Annotated[
        str, typer.Option(help="strictest, weighed, one review's key, or an overlay file.")
    ] = "strictest",
    order_sign: Annotated[bool, typer.Option(help="Offer order-sign, which is not clinically validated.")] = False,
    every: Annotated[bool, typer.Option("--every", help="A card also for a patient in whom nothing is open.")] = False,
) -> None:
    """Answer a CDS Hooks 2.0 request: seldinger cds < request.json."""
    from seldinger.cli.charts import profile as weighing
    from seldinger.exchange import cds as services
    from seldinger.exchange.fhir_entries import parse
    from seldinger.patient import ChartError

    options = services.Options(profile=weighing(profile), order_sign=order_sign, quiet=not every)
    if discover:
        print_json(services.discovery(options))
        return
    try:
        request = parse(sys.stdin.buffer.read(), "stdin")
    except ChartError as error:
        stop(INPUT, *(str(fault) for fault in error.faults))
    hook = request.get("hook") if isinstance(request, dict) else None
    offered = {each["hook"]: each["id"] for each in services.discovery(options)["services"]}
    if not isinstance(hook, str) or hook not in offered:
        stop(
            USAGE,
            f"the request names no hook that is offered; expected {' or '.join(offered)} (order-sign needs --order-sign)",
        )
    answered = services.service(offered[hook], request, on=day_of(on) or date.today(), options=options)
    if answered.status != services.OK:
        stop(INPUT, f"HTTP {answered.status}: {answered.body['message']}")
    print_json(answered.body)
