"""Months on a calendar: a month later is the same day, or the last day of a shorter month."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, clamped to the month's last day; leap days come back as 28 February.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
