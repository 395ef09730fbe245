"""Elapsed time between two moments: aware datetimes only, counted in UTC, wall times that do not exist refused."""

from datetime import UTC, datetime, timedelta

from seldinger.dosimetry.products import CalibrationRule


def moment(value: datetime, name: str) -> datetime:
    """Return the moment in UTC; raises ValueError when the time has no zone, does not exist, or exists twice.

    On the day the clocks go forward an hour is missing, on the day they go back one comes twice; in either case the
    time must be given with its offset from UTC.
    """
    if value.utcoffset() is None:
        raise ValueError(f"{name} {value.isoformat()} has no time zone; say where the clock hangs")
    instant = value.astimezone(UTC)
    if instant.astimezone(value.tzinfo).replace(tzinfo=None, fold=0) != value.replace(tzinfo=None, fold=0):
        raise ValueError(f"{name} {value.isoformat()} does not exist: the clocks skip it that day")
    if value.replace(fold=1 - value.fold).utcoffset() != value.utcoffset():
        raise ValueError(f"{name} {value.isoformat()} comes twice that day; give it with its offset from UTC")
    return instant


def hours_between(start: datetime, end: datetime) -> float:
    """Return the hours that pass from start to end, negative when end is the earlier one.

    >>> from zoneinfo import ZoneInfo
    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> hours_between(datetime(2026, 10, 24, 12, tzinfo=berlin), datetime(2026, 10, 25, 12, tzinfo=berlin))
    25.0
    """
    return (moment(end, "end") - moment(start, "start")).total_seconds() / 3600


def calibrations(rule: CalibrationRule, *, first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Return every calibration moment of a product between two moments, in the maker's time zone."""
    begin, end = moment(first, "first"), moment(last, "last")
    day = begin.astimezone(rule.zone).date() - timedelta(days=7)
    day += timedelta(days=(rule.weekday - day.weekday()) % 7)
    found = []
    while (each := datetime.combine(day, rule.time, tzinfo=rule.zone)).astimezone(UTC) <= end:
        if each.astimezone(UTC) >= begin:
            found.append(each)
        day += timedelta(days=7)
    return tuple(found)
