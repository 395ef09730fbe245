"""Charts on the command line: read each, say what is wrong with those that cannot be used, go on with the rest."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from seldinger.cli.say import INPUT, Exit, complain, stop

if TYPE_CHECKING:
    from seldinger.pathway import Consult
    from seldinger.patient import Record
    from seldinger.selection import Profile

STALE_DAYS = 30


def profile(name: str) -> "Profile":
    """Return a profile by name or overlay file; stops with status 3 when it cannot be used."""
    from seldinger.selection import OverlayError, load_profile

    try:
        return load_profile(name)
    except OverlayError as fault:
        stop(INPUT, str(fault))


def read(path: Path) -> "Record | None":
    """Return the record of a chart, or None after saying every fault on stderr."""
    from seldinger.exchange import is_fhir, load_bundle
    from seldinger.patient import ChartError, load_record

    try:
        if not is_fhir(path):
            return load_record(path)
        found = load_bundle(path)
        complain(f"{path.name}: FHIR R4: {found.account.summary}")
        return found.record
    except ChartError as error:
        for fault in error.faults:
            complain(str(fault))
        return None


def the_record(path: Path) -> "Record":
    """Return the record of a chart; stops with status 3 when it cannot be used."""
    record = read(path)
    if record is None:
        raise Exit(INPUT)
    return record


def consults(paths: list[Path], on: date | None, weighing: "Profile") -> "Iterator[tuple[Path, Consult | None]]":
    """Yield each chart's consult, or None for a chart that cannot be used; warns when the chart is old."""
    from seldinger.pathway import consult

    for path in paths:
        record = read(path)
        if record is None:
            yield path, None
            continue
        warn_if_old(record, on)
        yield path, consult(record, on=on, profile=weighing)


def warn_if_old(record: "Record", on: date | None) -> None:
    """Say on stderr when the day asked about lies long after the chart's own day, or today does."""
    asked = on or record.as_of
    if (date.today() - asked).days > STALE_DAYS:
        complain(f"note: this answers for {asked.isoformat()}, more than {STALE_DAYS} days back; --on changes the day")
