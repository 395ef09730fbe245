"""Page two and after: dissent, reasons with their sources, what each answer would decide, everything page one cut short."""

from dataclasses import replace

from seldinger.report import front, matrix, sources
from seldinger.report.blocks import Block, Row, entry, row, section
from seldinger.report.numbers import show
from seldinger.report.place import Line, Place, Run, join, say
from seldinger.terms import BARS

WIDE = front.WIDE
ASKED = 8  # missing answers that paper spells out
SUPPORTING = {"support", "caution"}


def whole(runs: list[Run]) -> Block | None:
    """Return every text that page one had to cut, in full; None when it cut nothing."""
    found = {run.at: Run(text=full, at=run.at, form=run.form, raw=run.raw) for run in runs if (full := _full(run))}
    rows = tuple(row((each,)) for each in found.values())
    return Block(id="whole", title="Texts that page one had to cut", widths=(WIDE,), rows=rows) if rows else None


def _full(run: Run) -> str | None:
    if run.at is None:
        return None
    full = show(run.form, run.raw, run.at)
    return None if full == run.text else full


def dissent(report: Place) -> Block:
    """Return what each source alone would answer, and on which topics they take different stands."""
    rows: list[Row] = []
    for names, group in _alike(report, "dissent"):
        rows.append(section(*names))
        rows += [row((sources.name(report, e["source"]),), _alone(e), _stances(e)) for e in group["dissent"].each()]
    head = ((say("Source alone"),), (say("would answer"),), (say("topic by topic"),)) if rows else ()
    note: Line = () if rows else (say(front.NOT_BUILT, "quiet"),)
    return Block(
        id="dissent",
        title="Where the sources differ, for this patient",
        widths=(36, 44, 106),
        head=head,
        rows=tuple(rows),
        note=note,
    )


def differing(report: Place) -> Block:
    """Return only the topics on which the sources take different stands, with the stand of each."""
    rows: list[Row] = []
    agreed: list[Line] = []
    for names, one in _alike(report, "dissent"):
        apart = _apart(report, one)
        if apart:
            rows += [section(*names), *apart]
        else:
            agreed.append(names)
    same: Line = (say("No different stands: "), *join(agreed), say(". ")) if agreed else ()
    more = say("What each source alone would answer, topic by topic: the command “seldinger explain”.", "layout")
    built = any(each["dissent"].there for each in matrix.columns(report))
    title = "Where the sources differ, for this patient"
    note: Line = (*same, more) if built else (say(front.NOT_BUILT, "quiet"),)
    return Block(id="dissent", title=title, widths=(44, 142), rows=tuple(rows), note=note, size=7.8)


def _apart(report: Place, one: Place) -> list[Row]:
    found: dict[object, list[tuple[Place, Place]]] = {}
    for source in one["dissent"].each():
        for topic in source["topics"].each():
            found.setdefault(topic["topic"].value, []).append((source, topic))
    return [
        row((stands[0][1]["topic"].run(),), join([_stand(report, *each) for each in stands], "; "))
        for stands in found.values()
        if front.differ({topic["stance"].value for _, topic in stands})
    ]


def _stand(report: Place, source: Place, topic: Place) -> Line:
    return (sources.name(report, source["source"]), say(" "), topic["stance"].run("words", _stance_tone(topic)))


def _alone(one: Place) -> Line:
    if one["stance"].value == "silent":
        return (say("silent: no verdict"),)
    return (one["possible"].run("words"),) if one["possible"].there else (say("not stated"),)


def _stances(one: Place) -> Line:
    return join(
        [(e["topic"].run(), say(" "), e["stance"].run("words", _stance_tone(e))) for e in one["topics"].each()], "; "
    )


def _stance_tone(topic: Place) -> str:
    return {"bars": "bar", "defers": "defer", "modifies": "alter", "silent": "quiet"}.get(
        str(topic["stance"].value), ""
    )


def _alike(report: Place, *keys: str) -> list[tuple[Line, Place]]:
    """Return the treatments, those with the same parts together: their names, and the first of each."""
    groups: dict[str, list[Place]] = {}
    for each in matrix.columns(report):
        groups.setdefault(repr([each.value.get(key) for key in keys]), []).append(each)
    return [(join([(e["title"].run(tone="strong"),) for e in g]), g[0]) for g in groups.values()]


def treatments(report: Place) -> Block:
    """Return for each treatment what is still possible, what bars it, what changes it, what would turn the answer."""
    rows: list[Row] = []
    for names, one in _alike(
        report, "possible", "bars", "modifications", "flips", "evidence_level", "coverage", "exact"
    ):
        rows += [section(*names), *_answer(report, one)]
    return Block(id="treatments", title="Answer per treatment, in full", widths=(WIDE,), rows=tuple(rows))


def _answer(report: Place, one: Place) -> list[Row]:
    rows: list[Row] = [entry((say("still possible"),), _possible(one))]
    bars = one["bars"].each()
    rows += [entry((say("bar"),), _bar(report, each)) for each in bars]
    if len(bars) > 1:
        rows.append(entry((), (say("All of these would have to change."),)))
    rows += [entry((say("change of form"),), _cited(report, each)) for each in one["modifications"].each()]
    flips = [_flip(one, each) for each in one["flips"].each()]
    rows += [entry((say("would turn the answer"),), join(flips, "; "))] if flips else []
    if one["evidence_level"].there:
        rows.append(entry((say("evidence"),), _cited(report, one["evidence_level"])))
    return rows


def _possible(one: Place) -> Line:
    loose: Line = (
        (say(" (not exact: some of these may not be reachable)", "flag"),) if one["exact"].value is False else ()
    )
    partial: Line = (say("; rules cover this treatment only in part"),) if one["coverage"].value == "partial" else ()
    return (*((one["possible"].run("words"),) if one["possible"].there else (say("no verdict"),)), *loose, *partial)


def _bar(report: Place, one: Place) -> Line:
    can = {True: " Correctable.", False: " Not correctable."}.get(one["correctable"].value, "")
    return (one["says"].run(), say(can, "strong"), say(" "), *_in_brackets(sources.full(report, one["cites"])))


def _cited(report: Place, one: Place) -> Line:
    return (one["says"].run(), say(" "), *_in_brackets(sources.full(report, one["cites"])))


def _in_brackets(line: Line) -> Line:
    return (say("[", "quiet"), *line, say("]", "quiet")) if line else ()


def _flip(modality: Place, one: Place) -> Line:
    name = one["variable"].value
    looked = [
        each["seen"] for each in modality["because"].each() if (each.value.get("seen") or {}).get("variable") == name
    ]
    what = looked[0]["title"] if looked and looked[0]["title"].there else one["variable"]
    return (what.run("words"), say(" "), one["if"].run("words", "strong"), say(" → "), one["possible"].run("words"))


def reasons(report: Place, found: list[matrix.Criterion], *, whole: bool = True) -> Block:
    """Return every criterion once with what the chart says and every source with its place; in short, met ones by name."""
    met = [] if whole else [each for each in found if each.worst in matrix.PASSED]
    rows = [_reason(report, each) for each in sorted(found, key=lambda each: each.rank) if each not in met]
    signs = len(matrix.columns(report))
    widths = (42.0, 24.0, WIDE - 66 - signs * front.SIGN, *([front.SIGN] * signs))
    names = join([(each.asked.run(),) for each in met], " · ")
    lead = say(f"{len(met)} more are met; their sources, by the command “seldinger explain”: ", "layout")
    return Block(
        id="reasons",
        title="Reasons, criterion by criterion",
        widths=widths,
        head=matrix.heads(report) if rows else (),
        rows=tuple(rows),
        note=(lead, *names) if met else (),
        size=7.6,
    )


def _reason(report: Place, one: matrix.Criterion) -> Row:
    plain = matrix.criterion_row(report, one, "date")
    cited = sources.full(report, *(reason["cites"] for reason in one.reasons))
    return Row(cells=(plain.cells[0], plain.cells[1], cited, *plain.cells[3:]), tones=plain.tones)


def beside(report: Place) -> Block:
    """Return what the sources say beside the verdicts: support and caution; these never decide."""
    found: dict[object, tuple[Place, list[Place]]] = {}
    for modality in matrix.columns(report):
        for each in modality["because"].each():
            if each.value.get("kind") in SUPPORTING:
                found.setdefault(each["says"].value, (each, []))[1].append(modality)
    rows = [_beside(report, one, where) for one, where in found.values()]
    return Block(
        id="beside", title="Said beside the verdicts (never decides)", widths=(WIDE,), rows=tuple(rows), size=7.9
    )


def _beside(report: Place, one: Place, where: list[Place]) -> Row:
    holds = {"yes": "holds here: ", "no": "not so here: "}.get(str(one["answer"].value), "not known here: ")
    return entry(join([(each["title"].run(),) for each in where]), (say(holds, "quiet"), *_cited(report, one)))


def missing(report: Place, *, whole: bool = True) -> Block:
    """Return each missing answer once: who can supply it, and what every possible answer would leave open, by treatment."""
    asked: dict[object, list[tuple[Place, Place]]] = {}
    for modality in matrix.columns(report):
        for each in modality["missing"].each():
            asked.setdefault(each["variable"].value, []).append((modality, each))
    ranked = sorted(asked.values(), key=lambda entries: -len(entries))
    shown = ranked if whole else ranked[:ASKED]
    rows = tuple(_missing(entries) for entries in shown)
    note: Line = () if rows else (say("Nothing is missing that could change an answer.", "quiet"),)
    if len(ranked) > len(shown):
        names = join([(_titled(entries[0][1]),) for entries in ranked[len(shown) :]])
        lead = say(f"{len(ranked) - len(shown)} more, by the command “seldinger explain”: ", "layout")
        note = (lead, *names)
    title = "What each missing answer would decide"
    return Block(id="missing", title=title, widths=(WIDE,), rows=rows, note=note, size=7.8)


def _missing(entries: list[tuple[Place, Place]]) -> Row:
    first = entries[0][1]
    unit: Line = (say(" ["), first["unit"].run(), say("]")) if first["unit"].value not in (None, "1") else ()
    groups: dict[str, list[tuple[Place, Place]]] = {}
    for modality, each in entries:
        groups.setdefault(repr((each["could_become"].value, modality["possible"].value)), []).append((modality, each))
    who: Line = (say(", ask "), first["who"].run()) if first["who"].there else ()
    return entry((_titled(first, "strong"), *unit, *who), join([_branches(group) for group in groups.values()], ". "))


def _titled(one: Place, tone: str = "") -> Run:
    return (one["title"] if one["title"].there else one["variable"]).run("words", tone)


def _branches(group: list[tuple[Place, Place]]) -> Line:
    modality, one = group[0]
    names = join([(each["title"].run(tone="strong"),) for each, _ in group])
    now = modality["possible"].value
    return (*names, say(": "), *join([_branch(each, now) for _, each in one["could_become"].items()], "; "))


def _branch(answer: Place, now: object) -> Line:
    bars = {str(verdict) for verdict in BARS}
    closed = bool(answer.value) and all(each in bars for each in answer.value)
    if answer.value == now and not closed:
        return (answer.run("key"), say(" decides nothing yet", "quiet"))
    return (answer.run("key"), say(" → "), answer.run("words", "bar" if closed else "strong"))


def listed(report: Place, *, whole: bool = True) -> list[Block]:
    """Return hazards, alternatives and the like with every source; a part that is not built says so."""
    part = _part if whole else _part_short
    parts = (
        ("hazards", "Hazards", ("hazard", "why", "mitigation")),
        ("distinguishes", "What separates the options", ("says",)),
        ("disagreements", "Where the sources disagree in general", ("topic", "says")),
        ("alternatives", "Other treatments the sources name", ("option", "why")),
        ("governance", "How the sources want the decision taken", ("says",)),
        ("workup", "Work-up", ("item", "status", "why", "who")),
    )
    return [part(report, name, title, keys) for name, title, keys in parts]


def _part(report: Place, name: str, title: str, keys: tuple[str, ...]) -> Block:
    place = report[name]
    rows = tuple(row(_entry(report, each, keys)) for each in place.each())
    nothing = front.NOT_BUILT if place.value is None else "Nothing to list for this patient."
    return Block(
        id=f"{name}-full", title=title, widths=(WIDE,), rows=rows, note=() if rows else (say(nothing, "quiet"),)
    )


def _part_short(report: Place, name: str, title: str, keys: tuple[str, ...]) -> Block:
    """Return a part as it is; of disagreements only the question and who takes part, since dissent stands above."""
    places = report[name].each()
    if name != "disagreements" or not places:
        return replace(_part(report, name, title, keys), size=7.8)
    rows = tuple(
        entry(
            (each["topic"].run(tone="strong"),),
            (each["says"].run(),) if each["says"].there else (),
            join([(sources.name(report, stance["source"]),) for stance in each["stances"].each()]),
        )
        for each in places
    )
    note = (say("The words of each source with their place: report.json, under disagreements.", "layout"),)
    return Block(id=f"{name}-full", title=title, widths=(WIDE,), rows=rows, note=note, size=7.8)


def _entry(report: Place, one: Place, keys: tuple[str, ...]) -> Line:
    parts = [
        (one[key].run("words" if key == "status" else "text", "strong" if key == keys[0] else ""),)
        for key in keys
        if one[key].there
    ]
    stances = [(sources.name(report, s["source"]), say(": "), s["says"].run()) for s in one["stances"].each()]
    line = _sentences([*parts, *stances], len(parts) > 1)
    return (*line, say(" "), *_in_brackets(sources.full(report, one["cites"])))


def _sentences(lines: list[Line], stops: bool) -> Line:
    """Return lines after each other, with a full stop between them where none stands yet."""
    joined: list[Run] = []
    for line in lines:
        if joined:
            joined.append(say(". " if stops and not joined[-1].text.endswith((".", "…")) else " "))
        joined += line
    return tuple(joined)


def references(report: Place, named: set[str | None] | None = None) -> Block:
    """Return the works that the sheet names, or all that the report cites; how many more stand in report.json."""
    works = [each for _, each in report["references"].items()]
    shown = works if named is None else [each for each in works if each.at in named]
    rows = tuple(entry((each.run("work", "strong"),), (each.run("reference"),)) for each in shown)
    note: Line = () if works else (say("This report cites nothing.", "quiet"),)
    if len(works) > len(shown):
        more = f"{len(works) - len(shown)} more stand behind the numbers and the plan: report.json, under references."
        note = (say(more, "layout"),)
    return Block(id="references", title="References", widths=(WIDE,), rows=rows, note=note, size=7.2)
