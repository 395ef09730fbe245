"""seldinger serve: the page in the browser, on this machine only unless a sign-on is configured."""

from pathlib import Path
from typing import Annotated

import typer

from seldinger.cli.app import app
from seldinger.cli.say import USAGE, complain, needs, stop


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Beyond this machine only with --sign-on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8484,
    profile: Annotated[
        list[Path] | None, typer.Option(help="A centre's overlay to offer beside the built-in profiles; repeatable.")
    ] = None,
    hooks: Annotated[
        Path | None, typer.Option(help="TOML: address and issuers (files with JWK sets) of CDS Hooks callers.")
    ] = None,
    sign_on: Annotated[Path | None, typer.Option(help="TOML: origin, user_header, secret_file of a proxy.")] = None,
) -> None:
    """Serve the page: charts, answers, evidence, sheets. Nothing is stored; the sign-in link works once."""
    with needs("web"):
        from seldinger.web import Settings, SettingsError, read_hooks, read_sign_on, run

    from seldinger.cli.charts import profile as weighing
    from seldinger.selection import PROFILES

    own = [weighing(str(path)) for path in profile or ()]
    try:
        settings = Settings(
            host=host,
            port=port,
            sign_on=read_sign_on(sign_on) if sign_on else None,
            hooks=read_hooks(hooks) if hooks else None,
            profiles={each.name: each for each in (*PROFILES.values(), *own)},
        )
    except SettingsError as fault:
        stop(USAGE, str(fault))
    run(settings, announce=lambda link: complain(f"sign in once, in your browser: {link}"))
