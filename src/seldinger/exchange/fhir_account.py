"""The account of how a FHIR document was read: every entry is used, ignored or malformed, and says why."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from seldinger.patient import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Why one entry, or one fact of it, was not used."""

    reference: str
    why: str
    key: str | None = None  # the variable it would have been of, when that is known
    on: date | None = None  # its day


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What was made of a document. An entry that was used may still have a note on a fact that was not."""

    as_of: date
    as_of_from: str  # the reference of the newest fact, or where else the day comes from
    used: tuple[str, ...]
    ignored: tuple[Note, ...]
    malformed: tuple[Note, ...]
    local: tuple[str, ...]  # variables that were read by a code of this software, since no standard one is known
    unverified: tuple[str, ...] = ()  # codes that nobody of this project has looked up in their terminology
    pages_left: bool = False

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many entries were used, ignored and malformed; each entry counts once."""
        used, malformed = set(self.used), {note.reference for note in self.malformed} - set(self.used)
        ignored = {note.reference for note in self.ignored} - used - malformed
        return len(used), len(ignored), len(malformed)

    @property
    def summary(self) -> str:
        """Return the account in one line."""
        used, ignored, malformed = self.counts
        more = "; a further page was named and not read" if self.pages_left else ""
        return (
            f"{used} entries used, {ignored} ignored, {malformed} malformed; "
            f"as of {self.as_of.isoformat()} ({self.as_of_from}){more}"
        )

    def reasons(self) -> list[tuple[str, int]]:
        """Return why entries were not used, with how many, most frequent first."""
        return Counter(note.why for note in (*self.malformed, *self.ignored)).most_common()


@dataclass(frozen=True, kw_only=True, slots=True)
class FromFhir:
    """A record, and the account of how it was read."""

    record: Record
    account: Used
