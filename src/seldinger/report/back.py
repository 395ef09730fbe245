"""After page one: dissent, reasons with their sources, what each answer would decide, everything page one cut short."""

from typing import Any

from seldinger.report import front, matrix, sources
from seldinger.report.blocks import Block, Row, entry, row, section
from seldinger.report.forms import show
from seldinger.report.place import Line, Place, Report, Run, join, say, together
from seldinger.report.text import ELLIPSIS
from seldinger.terms import BARS

WIDE = front.WIDE
SUPPORTING = {"support", "caution"}
REASONS = "Reasons, criterion by criterion"
MISSING = "What each missing answer would decide"
NOTHING_MISSING = "Nothing is missing that could change an answer."
DISSENT = "Where the sources differ, for this patient"
PARTS = {
    "hazards": ("Hazards", ("hazard", "why", "mitigation")),
    "distinguishes": ("What separates the options", ("says",)),
    "disagreements": ("Where the sources disagree in general", ("topic", "says")),
    "alternatives": ("Other treatments the sources name", ("option", "why")),
    "governance": ("How the sources want the decision taken", ("says",)),
    "workup": ("Work-up", ("item", "status", "why", "who")),
}


def whole(runs: list[Run]) -> list[Block]:
    """Return the block of every text that page one had to cut, in full; none when it cut nothing."""
    found = {run.at: run._replace(text=full, tone="") for run in runs if (full := _full(run))}
    rows = tuple(row((each,)) for each in found.values())
    return [Block(id="whole", title="Texts that page one had to cut", widths=(WIDE,), rows=rows)] if rows else []


def _full(run: Run) -> str | None:
    if not run.text.endswith(ELLIPSIS) or run.at is None:
        return None
    full = show(run.form, run.raw, run.at)
    return None if full == run.text else full


def dissent(report: Report) -> Block:
    """Return what each source alone would answer, and on which topics they take different stands."""
    rows: list[Row] = []
    for names, group in alike(report, "dissent"):
        rows.append(section(*names))
        rows += [row((report.work(e, "source"),), _alone(e), _stances(e)) for e in group["dissent"].each()]
    head = ((say("Source alone"),), (say("would answer"),), (say("topic by topic"),)) if rows else ()
    note: Line = () if rows else (say(front.NOT_BUILT, "quiet"),)
    return Block(
        id="dissent",
        title=DISSENT,
        widths=(36, 44, 106),
        head=head,
        rows=tuple(rows),
        note=note,
    )


def _alone(one: Place) -> Line:
    if one.get("stance") == "silent":
        return (say("silent: no verdict"),)
    return (one.show("possible", "words"),) if one.has("possible") else (say("not stated"),)


def _stances(one: Place) -> Line:
    return join(
        [(e.show("topic"), say(" "), e.show("stance", "words", stance_tone(e))) for e in one["topics"].each()], "; "
    )


def stance_tone(topic: Place) -> str:
    """Return the tone of a stand."""
    return {"bars": "bar", "defers": "defer", "modifies": "alter", "silent": "quiet"}.get(str(topic.get("stance")), "")


def alike(report: Report, *keys: str) -> list[tuple[Line, Place]]:
    """Return the treatments, those with the same parts together: their names, and the first of each."""
    groups = together(report.treatments, lambda each: [each.get(key) for key in keys])
    return [(join([(e.show("title", tone="strong"),) for e in group]), group[0]) for group in groups]


def treatments(report: Report) -> Block:
    """Return for each treatment what is still possible, what bars it, what changes it, what would turn the answer."""
    rows: list[Row] = []
    for names, one in alike(
        report, "possible", "bars", "modifications", "flips", "evidence_level", "coverage", "exact"
    ):
        rows += [section(*names), *_answer(report, one)]
    return Block(id="treatments", title="Answer per treatment, in full", widths=(WIDE,), rows=tuple(rows))


def _answer(report: Report, one: Place) -> list[Row]:
    rows: list[Row] = [entry((say("still possible"),), _possible(one))]
    bars = one["bars"].each()
    rows += [entry((say("bar"),), _bar(report, each)) for each in bars]
    if len(bars) > 1:
        rows.append(entry((), (say("All of these would have to change."),)))
    rows += [entry((say("change of form"),), _cited(report, each)) for each in one["modifications"].each()]
    flips = [_flip(one, each) for each in one["flips"].each()]
    rows += [entry((say("would turn the answer"),), join(flips, "; "))] if flips else []
    if one.has("evidence_level"):
        rows.append(entry((say("evidence"),), _cited(report, one["evidence_level"])))
    return rows


def _possible(one: Place) -> Line:
    loose: Line = (
        (say(" (not exact: some of these may not be reachable)", "flag"),) if one.get("exact") is False else ()
    )
    partial: Line = (say("; rules cover this treatment only in part"),) if one.get("coverage") == "partial" else ()
    return (*((one.show("possible", "words"),) if one.has("possible") else (say("no verdict"),)), *loose, *partial)


def _bar(report: Report, one: Place) -> Line:
    can = {True: " Correctable.", False: " Not correctable."}.get(one.get("correctable"), "")
    return (one.show("says"), say(can, "strong"), say(" "), *in_brackets(sources.full(report, one["cites"])))


def _cited(report: Report, one: Place) -> Line:
    return (one.show("says"), say(" "), *in_brackets(sources.full(report, one["cites"])))


def in_brackets(line: Line) -> Line:
    """Return sources as they stand after a sentence."""
    return (say("[", "quiet"), *line, say("]", "quiet")) if line else ()


def _flip(modality: Place, one: Place) -> Line:
    name = one.get("variable")
    looked = modality["because"].each(lambda reason: (reason.get("seen") or {}).get("variable") == name)
    what = looked[0]["seen"]["title"] if looked and looked[0]["seen"].has("title") else one["variable"]
    return (what.run("words"), say(" "), one.show("if", "words", "strong"), say(" → "), one.show("possible", "words"))


def reasons(report: Report, found: list[matrix.Criterion]) -> Block:
    """Return every criterion once: what the chart says, what it does to which treatment, every source with its place."""
    rows = tuple(reason(report, each) for each in sorted(found, key=lambda each: each.rank))
    return Block(id="reasons", title=REASONS, widths=(WIDE,), rows=rows, size=7.8)


def reason(report: Report, one: matrix.Criterion) -> Row:
    """Return one criterion as an entry of a list; the matrix of page one has the same signs in columns."""
    cited = sources.full(report, *(each["cites"] for each in one.reasons))
    return entry(matrix.asked(one), (*matrix.seen(one, "date"), *matrix.effects(one)), cited)


def beside(report: Report) -> Block:
    """Return what the sources say beside the verdicts, where it holds or may hold: support and caution; these never decide."""
    found: dict[object, tuple[Place, list[Place]]] = {}
    for modality in report.treatments:
        for each in modality["because"].each(_said_beside):
            found.setdefault(each.get("says"), (each, []))[1].append(modality)
    rows = [_beside(report, one, where) for one, where in found.values()]
    return Block(
        id="beside", title="Said beside the verdicts (never decides)", widths=(WIDE,), rows=tuple(rows), size=7.9
    )


def _said_beside(reason: dict[str, Any]) -> bool:
    return reason.get("kind") in SUPPORTING and reason.get("answer") != "no"


def _beside(report: Report, one: Place, where: list[Place]) -> Row:
    holds = "holds here: " if one.get("answer") == "yes" else "not known here: "
    return entry(matrix.all_or(where, report.treatments), (say(holds, "quiet"), *_cited(report, one)))


def missing(report: Report) -> Block:
    """Return each missing answer once: who can supply it, and what every possible answer would leave open, by treatment."""
    rows = tuple(answer(report, entries) for entries in asked(report))
    note: Line = () if rows else (say(NOTHING_MISSING, "quiet"),)
    return Block(id="missing", title=MISSING, widths=(WIDE,), rows=rows, note=note, size=7.8)


def asked(report: Report) -> list[list[tuple[Place, Place]]]:
    """Return the missing answers with the treatments that ask for them, those that most ask for first."""
    found: dict[object, list[tuple[Place, Place]]] = {}
    for modality in report.treatments:
        for each in modality["missing"].each():
            found.setdefault(each.get("variable"), []).append((modality, each))
    return sorted(found.values(), key=lambda entries: -len(entries))


def answer(report: Report, entries: list[tuple[Place, Place]]) -> Row:
    """Return one missing answer: who can supply it, and what each answer would leave open."""
    first = entries[0][1]
    unit: Line = (say(" ["), first.show("unit"), say("]")) if first.get("unit") not in (None, "1") else ()
    groups = together(entries, lambda pair: (pair[1].get("could_become"), pair[0].get("possible")))
    who = first.part(", ask ", "who")
    return entry((titled(first, "strong"), *unit, *who), join([_branches(report, group) for group in groups], ". "))


def titled(one: Place, tone: str = "") -> Run:
    """Return the title of a missing answer."""
    return one.either("title", "variable").run("words", tone)


def _branches(report: Report, group: list[tuple[Place, Place]]) -> Line:
    modality, one = group[0]
    names = matrix.all_or([each for each, _ in group], report.treatments, "strong")
    now = modality.get("possible")
    return (*names, say(": "), *join([_branch(each, now) for _, each in one["could_become"].items()], "; "))


def _branch(answer: Place, now: object) -> Line:
    bars = {str(verdict) for verdict in BARS}
    closed = bool(answer.value) and all(each in bars for each in answer.value)
    if answer.value == now and not closed:
        return (answer.name(), say(" decides nothing yet", "quiet"))
    return (answer.name(), say(" → "), answer.run("words", "bar" if closed else "strong"))


def listed(report: Report, name: str) -> Block:
    """Return hazards, alternatives and the like with every source; a part that is not built says so."""
    title, _ = PARTS[name]
    place = report[name]
    rows = tuple(part_row(report, name, each) for each in place.each())
    return Block(id=f"{name}-full", title=title, widths=(WIDE,), rows=rows, note=nothing(place), size=7.8)


def nothing(place: Place) -> Line:
    """Return what to say where a part has no rows; empty where it has."""
    if place.value is None:
        return (say(front.NOT_BUILT, "quiet"),)
    return () if place.there else (say("Nothing to list for this patient.", "quiet"),)


def part_row(report: Report, name: str, one: Place) -> Row:
    """Return one entry of such a part with every source."""
    _, keys = PARTS[name]
    parts = [
        (one.show(key, "words" if key == "status" else "text", "strong" if key == keys[0] else ""),)
        for key in keys
        if one.has(key)
    ]
    stances = [(report.work(s, "source"), say(": "), s.show("says")) for s in one["stances"].each()]
    line = _sentences([*parts, *stances], len(parts) > 1)
    return row((*line, say(" "), *in_brackets(sources.full(report, one["cites"]))))


def _sentences(lines: list[Line], stops: bool) -> Line:
    """Return lines after each other, with a full stop between them where none stands yet."""
    joined: list[Run] = []
    for line in lines:
        if joined:
            joined.append(say(". " if stops and not joined[-1].text.endswith((".", "…")) else " "))
        joined += line
    return tuple(joined)


def references(report: Report, shown_before: list[Run] | None = None) -> Block:
    """Return the works that the sheet names, or all that the report cites; how many more stand in report.json."""
    works = report["references"].items()
    named = {run.key for run in shown_before or () if run.form == "work"}
    shown = [each for name, each in works if shown_before is None or name in named]
    rows = tuple(entry((each.run("work", "strong"),), (each.run("reference"),)) for each in shown)
    note: Line = () if works else (say("This report cites nothing.", "quiet"),)
    if len(works) > len(shown):
        more = f"{len(works) - len(shown)} more stand behind the numbers and the plan: report.json, under references."
        note = (say(more, "layout"),)
    return Block(id="references", title="References", widths=(WIDE,), rows=rows, note=note, size=7.2)
