"""A plan as dated events, and those as an iCalendar text (RFC 5545); whole days, so no clock change can move them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

FOLD = 75  # octets in a line of an iCalendar file, RFC 5545 section 3.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One entry of a calendar, from its first to its last day, both included."""

    first: date
    last: date
    title: str
    says: str

    @property
    def uid(self) -> str:
        """Return the same name for the same entry, so that a second import replaces the first."""
        text = f"{self.first.isoformat()}|{self.last.isoformat()}|{self.title}|{self.says}"
        return f"{sha256(text.encode()).hexdigest()[:32]}@seldinger"


def ics(events: Iterable[Event], *, stamp: date) -> str:
    """Return the events as an iCalendar file; all are tentative, since a plan is not an appointment.

    ``stamp`` is the day the plan answers for: the same plan gives the same bytes.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//seldinger//plan//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for each in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.uid}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{each.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(each.title)}",
            f"DESCRIPTION:{escaped(each.says)}",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """Return a text with the signs that iCalendar reserves escaped.

    >>> escaped("one; two, three")
    'one\\\\; two\\\\, three'
    """
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def folded(line: str) -> str:
    """Return a line folded to at most 75 octets, never inside a character."""
    parts, room = [""], FOLD
    for sign in line:
        size = len(sign.encode())
        if size > room:
            parts.append("")
            room = FOLD - 1  # the blank that continues a line counts
        parts[-1] += sign
        room -= size
    return "\r\n ".join(parts)
