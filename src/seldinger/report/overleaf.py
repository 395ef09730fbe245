"""The pages behind page one, on paper: what concerns this patient, with its sources, and where the rest is printed."""

from collections.abc import Iterable

from seldinger.report import back, evidence, follow, front, matrix, plans, sources
from seldinger.report.blocks import Block, Row, entry, section
from seldinger.report.place import Line, Place, Report, join, say

ASKED = 8  # missing answers that paper spells out
SHOWN = 6  # of each part of the course
SMALL = 7.8  # letters [pt]
DONE = {"done"}
EXPLAIN = "by the command “seldinger explain”: "


def blocks(report: Report, found: list[matrix.Criterion]) -> list[Block]:
    """Return the parts behind page one in reading order."""
    return [
        differing(report),
        back.treatments(report),
        reasons(report, found),
        missing(report),
        back.beside(report),
        back.listed(report, "hazards"),
        back.listed(report, "distinguishes"),
        evidence.expectation(report),
        disagreements(report),
        back.listed(report, "alternatives"),
        back.listed(report, "governance"),
        workup(report),
        plans.short(report),
        follow.block(report, most=SHOWN),
    ]


def differing(report: Report) -> Block:
    """Return only the topics on which the sources take different stands, with the stand of each."""
    rows: list[Row] = []
    agreed: list[Line] = []
    for names, one in back.alike(report, "dissent"):
        apart = _apart(report, one)
        if apart:
            rows += [section(*names), *apart]
        else:
            agreed.append(names)
    same: Line = (say("No different stands: "), *join(agreed), say(". ")) if agreed else ()
    more = say("What each source alone would answer, topic by topic: the command “seldinger explain”.", "layout")
    built = any(each.has("dissent") for each in report.treatments)
    note: Line = (*same, more) if built else (say(front.NOT_BUILT, "quiet"),)
    return Block(id="dissent", title=back.DISSENT, widths=(back.WIDE,), rows=tuple(rows), note=note, size=SMALL)


def _apart(report: Report, one: Place) -> list[Row]:
    found: dict[object, list[tuple[Place, Place]]] = {}
    for source in one["dissent"].each():
        for topic in source["topics"].each():
            found.setdefault(topic.get("topic"), []).append((source, topic))
    return [
        entry((stands[0][1].show("topic"),), join([_stand(report, *each) for each in stands], "; "))
        for stands in found.values()
        if front.differ({topic.get("stance") for _, topic in stands})
    ]


def _stand(report: Report, source: Place, topic: Place) -> Line:
    return (report.work(source, "source"), say(" "), topic.show("stance", "words", back.stance_tone(topic)))


def reasons(report: Report, found: list[matrix.Criterion]) -> Block:
    """Return what has fired or is open, each with every source and its place; what is met by name."""
    met = [each for each in found if each.worst in matrix.PASSED]
    rows = [back.reason(report, each) for each in sorted(found, key=lambda each: each.rank) if each not in met]
    lead = f"{len(met)} more are met; their sources, {EXPLAIN}"
    note = _rest(lead, ((each.asked.run(),) for each in met), " · ") if met else ()
    return Block(id="reasons", title=back.REASONS, widths=(back.WIDE,), rows=tuple(rows), note=note, size=SMALL)


def missing(report: Report) -> Block:
    """Return the missing answers that most treatments wait for, spelled out; the others by name."""
    asked = back.asked(report)
    rows = tuple(back.answer(report, entries) for entries in asked[:ASKED])
    note: Line = () if rows else (say(back.NOTHING_MISSING, "quiet"),)
    if more := asked[ASKED:]:
        note = _rest(f"{len(more)} more, {EXPLAIN}", ((back.titled(entries[0][1]),) for entries in more))
    return Block(id="missing", title=back.MISSING, widths=(back.WIDE,), rows=rows, note=note, size=SMALL)


def disagreements(report: Report) -> Block:
    """Return the questions on which the sources differ in general, and what is done with each; dissent on this patient is above."""
    place = report["disagreements"]
    rows = tuple(
        entry((each.show("topic", tone="strong"),), (each.show("says"),) if each.has("says") else ())
        for each in place.each()
    )
    words = say("What each source says, with its place: report.json, under disagreements.", "layout")
    note = (words,) if rows else back.nothing(place)
    title, _ = back.PARTS["disagreements"]
    return Block(id="disagreements-full", title=title, widths=(back.WIDE,), rows=rows, note=note, size=SMALL)


def workup(report: Report) -> Block:
    """Return what the sources ask for and the chart does not have, by the reason why; what it has, by name."""
    place = report["workup"]
    groups: dict[tuple[object, object], list[Place]] = {}
    for each in place.each():
        groups.setdefault((each.get("status"), each.get("why")), []).append(each)
    rows = tuple(_lacking(report, group) for (status, _), group in groups.items() if status not in DONE)
    done = [each for each in place.each() if each.get("status") in DONE]
    note = _rest("Done: ", ((each.show("item"),) for each in done), " · ") if done else back.nothing(place)
    title, _ = back.PARTS["workup"]
    return Block(id="workup-full", title=title, widths=(back.WIDE,), rows=rows, note=note, size=SMALL)


def _lacking(report: Report, group: list[Place]) -> Row:
    first = group[0]
    lead = (first.show("status", "words", "strong"), say(", "), first.show("why"))
    asked: dict[object, list[Place]] = {}
    for each in group:
        asked.setdefault(each.get("who"), []).append(each)
    items = [(*join([(each.show("item"),) for each in some]), *_ask(some[0])) for some in asked.values()]
    return entry(lead, join(items, "; "), sources.full(report, *(each["cites"] for each in group)))


def _ask(one: Place) -> Line:
    return one.part(", ask ", "who")


def _rest(lead: str, names: Iterable[Line], between: str = ", ") -> Line:
    return (say(lead, "layout"), *join([*names], between))
