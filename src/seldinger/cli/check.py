"""seldinger check: a folder of charts with what each must come to, for a centre that wants to hold the rules to its own."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from seldinger.cli.app import app
from seldinger.cli.say import FOUND, INPUT, Exit, print_json, stop
from seldinger.terms import Modality, Verdict

EXPECTED = "expected.toml"
WORDS = {*map(str, Verdict), "silent"}


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Charts, and expected.toml with what each must come to.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """Compare a centre's own charts with their expected answers; status 1 when one comes out otherwise.

    expected.toml holds a table for each chart, named as its file: for a profile (or an overlay file of the folder) the
    verdict of each treatment, a list where several must stay possible; `shows` and `hides` name disagreements, hazards
    and statements by id.
    """
    expected = _expected(folder)
    found = [line for name, wanted in expected.items() for line in differences(folder, name, wanted)]
    if as_json:
        print_json({"charts": len(expected), "differences": found})
    else:
        for each in found:
            typer.echo("{chart}, {profile}, {what}: expected {expected}, came out {came_out}".format(**each))
        typer.echo(f"{len(expected)} charts, {len(found)} differences")
    if found:
        raise Exit(FOUND)


def _expected(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / EXPECTED
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        stop(INPUT, f"{path}: cannot be read ({fault.strerror}); it names each chart and what it must come to")
    except ValueError as fault:
        stop(INPUT, f"{path}: not TOML ({fault})")
    if not tables:
        stop(INPUT, f"{path}: names no chart; nothing would be checked")
    for name, wanted in tables.items():
        _well_formed(path, name, wanted)
    return tables


def _well_formed(path: Path, name: str, wanted: Any) -> None:
    if not isinstance(wanted, dict):
        stop(INPUT, f"{path}: {name}: expected a table named as a chart file")
    for part in ("shows", "hides"):
        if not isinstance(wanted.get(part, []), list):
            stop(INPUT, f"{path}: {name}.{part}: expected a list of ids")
    for profile, verdicts in _profiles(wanted):
        for modality, verdict in verdicts.items() if isinstance(verdicts, dict) else [(str(verdicts), "")]:
            if modality not in list(Modality) or not set(_words(verdict)) <= WORDS or not _words(verdict):
                stop(INPUT, f"{path}: {name}.{profile}: {modality} = {verdict!r}; expected a treatment and its verdict")


def _profiles(wanted: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, each) for key, each in wanted.items() if key not in ("why", "shows", "hides")]


def _words(verdict: Any) -> list[str]:
    return [str(each) for each in verdict] if isinstance(verdict, list) else [str(verdict)]


def differences(folder: Path, name: str, wanted: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield where a chart comes out otherwise than expected: chart, profile, what, expected, came_out."""
    from seldinger.cli.charts import profile as weighing
    from seldinger.cli.charts import the_record
    from seldinger.pathway import consult

    record = the_record(
        next((p for p in (folder / f"{name}.toml", folder / f"{name}.json") if p.exists()), folder / name)
    )
    for key, verdicts in _profiles(wanted) or [("strictest", {})]:
        overlay = folder / key
        report = consult(record, profile=weighing(str(overlay) if overlay.is_file() else key)).report
        for modality, verdict in verdicts.items():
            came_out = _came_out(report, modality)
            if set(_words(verdict)) != set(came_out):
                yield _line(name, key, modality, " or ".join(_words(verdict)), " or ".join(came_out))
        yield from _shown(report, name, key, wanted)


def _came_out(report: Mapping[str, Any], modality: str) -> list[str]:
    part = report.get("modalities", {}).get(modality)
    if part is None:
        return ["out of scope"]
    return ["silent"] if part["verdict"] == "silent" else list(part["possible"])


def _shown(report: Mapping[str, Any], name: str, profile: str, wanted: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    there = {e["id"] for part in ("disagreements", "hazards", "distinguishes") for e in report.get(part, ())}
    for each in wanted.get("shows", ()):
        if each not in there:
            yield _line(name, profile, each, "shown", "not shown")
    for each in wanted.get("hides", ()):
        if each in there:
            yield _line(name, profile, each, "not shown", "shown")


def _line(chart: str, profile: str, what: str, expected: str, came_out: str) -> dict[str, str]:
    return {"chart": chart, "profile": profile, "what": what, "expected": expected, "came_out": came_out}
