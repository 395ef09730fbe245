"""Where a statement comes from, in the words of a sheet: work, place in it, and whether anybody here has read it there."""

from collections.abc import Iterator, Sequence
from typing import Any

from seldinger.report.place import Line, Place, Report, join, say

SOUND = (None, "read", "local")  # statuses that need no flag; a citation without one was read
FLOOR = "house-floor"
FLOOR_SAYS = "safety floor, not stated in the reviews"


def names(report: Report, cites: Place) -> Line:
    """Return the works once each, in the order cited, each with its flag; the safety floor only where no work is cited."""
    first: dict[tuple[str, str], Place] = {}
    for i, said in enumerate(cites.values):
        work = (str(said.get("key")), weak(said))
        if work not in first:
            first[work] = Place(said, cites, i)
    if len(first) > 1:
        first.pop((FLOOR, ""), None)
    return join([(*_work(report, each), *flag(report, each)) for each in first.values()], "; ")


def full(report: Report, *several: Place) -> Line:
    """Return every work once, with each place cited in it, the strength in the source's own words, and its flag.

    Works that are cited at the same places under the same flag stand together: "Hanssen 1989, Loewe 2003: Table 1".
    """
    works: dict[tuple[object, ...], dict[tuple[object, object], Place]] = {}
    for cites in _once(several):
        for i, said in enumerate(cites.values):
            places = works.setdefault((said.get("key"), weak(said), said.get("via")), {})
            where = (said.get("at"), said.get("strength"))
            if where not in places:
                places[where] = Place(said, cites, i)
    groups: dict[tuple[object, ...], list[dict[tuple[object, object], Place]]] = {}
    for (key, *flagged), places in works.items():
        groups.setdefault((key == FLOOR, *flagged, *places), []).append(places)
    return join([_together(report, group) for group in groups.values()], "; ")


def _once(several: Sequence[Place]) -> Iterator[Place]:
    """Yield lists of citations, equal ones once: every treatment that a rule speaks on repeats them."""
    known: list[Any] = []
    for cites in several:
        if cites.value not in known:
            known.append(cites.value)
            yield cites


def _together(report: Report, group: list[dict[tuple[object, object], Place]]) -> Line:
    cited = [next(iter(places.values())) for places in group]
    first = cited[0]
    if first.get("key") == FLOOR:
        return (say(FLOOR_SAYS),)
    names = join([(report.work(each, "key"),) for each in cited])
    where = [(place.run("where"),) for (at, strength), place in group[0].items() if at or strength]
    return (*names, *((say(": "), *join(where)) if where else ()), *flag(report, first))


def flag(report: Report, one: Place) -> Line:
    """Return the words that must stand beside what nobody here has read at its source; nothing for what was read."""
    if not weak(one.value):
        return ()
    via = (say(" (quoted from ", "flag"), report.work(one, "via"), say(")", "flag")) if one.get("via") else ()
    return (say(" "), one.show("status", "words", "flag"), *via)


def flags_of(statuses: Sequence[Place]) -> Line:
    """Return the flag of the first status that is not "read" or "local"."""
    weak = next((each for each in statuses if each.value not in SOUND and each.there), None)
    return () if weak is None else (say(" "), weak.run("words", "flag"))


def _work(report: Report, one: Place) -> Line:
    return (say(FLOOR_SAYS),) if one.get("key") == FLOOR else (report.work(one, "key"),)


def weak(cite: dict[str, Any]) -> str:
    """Return the status of a citation that nobody here has read at its source; empty for what was read."""
    status = cite.get("status")
    return "" if status in SOUND else str(status)
