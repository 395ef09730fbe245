"""Where a statement comes from, in the words of a sheet: work, place in it, and whether anybody here has read it there."""

from typing import Any

from seldinger.report.place import Line, Place, Run, join, say

READ, LOCAL = "read", "local"
FLOOR = "house-floor"
FLOOR_SAYS = "safety floor, not stated in the reviews"


def name(report: Place, key: Place) -> Run:
    """Return the short name of a cited work; its key where the report has no such reference."""
    found = report["references"][str(key.value)]
    return found.run("work") if found.there else key.run()


def names(report: Place, cites: Place) -> Line:
    """Return the works once each, in the order cited, each with its flag; the safety floor only where no work is cited."""
    first: dict[tuple[str, str], Place] = {}
    for each in cites.each():
        first.setdefault((str(each.get("key")), _weak(each.value)), each)
    if len(first) > 1:
        first.pop((FLOOR, ""), None)
    line: list[Run] = []
    for each in first.values():
        line += [*([say("; ")] if line else []), *_work(report, each), *flag(report, each)]
    return tuple(line)


def full(report: Place, *several: Place) -> Line:
    """Return every work once, with each place cited in it, the strength in the source's own words, and its flag.

    Works that are cited at the same places under the same flag stand together: "Hanssen 1989, Loewe 2003: Table 1".
    """
    works: dict[tuple[object, ...], dict[tuple[object, object], Place]] = {}
    for cites in several:
        for i, said in enumerate(cites.value or ()):
            places = works.setdefault((said.get("key"), _weak(said), said.get("via")), {})
            where = (said.get("at"), said.get("strength"))
            if where not in places:
                places[where] = cites[i]
    groups: dict[tuple[object, ...], list[list[Place]]] = {}
    for (key, *flagged), places in works.items():
        groups.setdefault((key == FLOOR, *flagged, *places), []).append([*places.values()])
    return join([_together(report, group) for group in groups.values()], "; ")


def _together(report: Place, group: list[list[Place]]) -> Line:
    first = group[0][0]
    if first.get("key") == FLOOR:
        return (say(FLOOR_SAYS),)
    names = join([(name(report, places[0]["key"]),) for places in group])
    where = [(each.run("where"),) for each in group[0] if each.get("at") or each.get("strength")]
    return (*names, *((say(": "), *join(where)) if where else ()), *flag(report, first))


def flag(report: Place, one: Place) -> Line:
    """Return the words that must stand beside what nobody here has read at its source; nothing for what was read."""
    if not _weak(one.value):
        return ()
    via = (say(" (quoted from ", "flag"), name(report, one["via"]), say(")", "flag")) if one.get("via") else ()
    return (say(" "), one["status"].run("words", "flag"), *via)


def flags_of(statuses: list[Place]) -> Line:
    """Return the flag of the first status that is not "read" or "local"."""
    weak = [each for each in statuses if each.there and each.value not in (READ, LOCAL)]
    return (say(" "), weak[0].run("words", "flag")) if weak else ()


def _work(report: Place, one: Place) -> Line:
    return (say(FLOOR_SAYS),) if one.get("key") == FLOOR else (name(report, one["key"]),)


def _weak(cite: Any) -> str:
    """Return the status of a citation that nobody here has read at its source; empty for what was read."""
    status = cite.get("status")
    return "" if status in (None, READ, LOCAL) else str(status)
