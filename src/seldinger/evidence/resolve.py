"""What a printed cell may mean: every whole number that its percent admits, a status, and the reason in words."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from seldinger.evidence.studies import Resolved, Row

COUNTED = frozenset({"as_printed", "corrected", "derived"})
"""Statuses whose counts may enter a pool."""
NUDGE = Decimal(1)  # percent points: tables nudge single cells so that a row of percents closes at 100


def admissible(percent: str, total: int) -> tuple[int, ...]:
    """Return every count of `total` whose percent, rounded or cut to the printed decimals, is the printed one.

    >>> admissible("1", 273)
    (2, 3, 4, 5)
    >>> admissible("64", 19)
    ()
    """
    printed = Decimal(percent)
    step = Decimal(1).scaleb(-decimals(percent))
    first = max(0, int((printed - step) * total / 100) - 1)
    last = min(total, int((printed + step) * total / 100) + 2)
    return tuple(e for e in range(first, last + 1) if fits(e, total, percent))


def decimals(percent: str) -> int:
    """Return how many decimals were printed."""
    return len(percent.partition(".")[2])


def fits(events: int, total: int, percent: str) -> bool:
    """Return whether events of total print as this percent, by rounding or by cutting.

    >>> fits(13, 41, "31"), fits(13, 41, "32"), fits(32, 35, "86")
    (True, True, False)
    """
    exact = Decimal(100 * events) / total
    step = Decimal(1).scaleb(-decimals(percent))
    return Decimal(percent) in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_FLOOR))


def distance(events: int, total: int, percent: str) -> Decimal:
    """Return how far the printed percent lies from the counts [percent points]."""
    return abs(Decimal(100 * events) / total - Decimal(percent))


def resolve(row: Row) -> Resolved:
    """Return what a cell is taken to mean; a reading written in the file stands, everything else is derived here."""
    if row.resolved is not None:
        return row.resolved
    if row.silent:
        return Resolved(status="silent", reason="the source says nothing; silence is not zero")
    if row.quantity is not None:
        return Resolved(status="quantity", reason="a figure that is no share of a group")
    total = row.denominator.value if row.denominator else None
    if row.measure is not None and row.percent is not None:
        return Resolved(status="percent_only", reason="a survival percent is an estimate over time, never a count")
    if row.events is not None and total is not None:
        return _counted(row.events, total, row.percent)
    if row.percent is not None and total is not None:
        return _from_percent(row.percent, total, row.denominator.basis if row.denominator else "")
    if row.percent is not None:
        return Resolved(status="percent_only", reason="a percent without a printed group size")
    return Resolved(status="unresolvable", reason="no count with a denominator")


def _counted(events: int, total: int, percent: str | None) -> Resolved:
    if percent is None or fits(events, total, percent):
        return Resolved(
            status="as_printed", reason="count and denominator as printed", events=(events,), denominator=total
        )
    if distance(events, total, percent) < NUDGE:
        why = f"count as printed; {percent} % is nudged from {100 * events / total:.1f} %"
        return Resolved(status="as_printed", reason=why, events=(events,), denominator=total)
    why = f"{events}/{total} is {100 * events / total:.1f} %, printed {percent} %: one of the three is wrong"
    return Resolved(status="unresolvable", reason=why)


def _from_percent(percent: str, total: int, basis: str) -> Resolved:
    events = admissible(percent, total)
    if not events:
        return Resolved(status="unresolvable", reason=f"no whole number of {total} gives {percent} %")
    if basis == "inferred":
        why = f"{percent} % of {total}, but the group size is not printed"
        return Resolved(status="excluded", reason=why, events=events, denominator=total)
    counts = f"{events[0]}" if len(events) == 1 else f"{events[0]} to {events[-1]}"
    return Resolved(
        status="derived", reason=f"{percent} % of {total} admits {counts}", events=events, denominator=total
    )
