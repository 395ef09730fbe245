"""Page two and after: dissent, reasons with their sources, what each answer would decide, everything page one cut short."""

from functools import lru_cache

from seldinger.report import expect, front, matrix, sources
from seldinger.report.blocks import Block, Row, entry, row, section
from seldinger.report.numbers import show
from seldinger.report.place import Line, Place, Run, join, say
from seldinger.terms import BARS

WIDE = front.WIDE
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


def reasons(report: Place, found: list[matrix.Criterion]) -> Block:
    """Return every criterion once, met ones too, with what the chart says and every source with its place."""
    rows = [_reason(report, each) for each in sorted(found, key=lambda each: each.rank)]
    signs = len(matrix.columns(report))
    widths = (42.0, 24.0, WIDE - 66 - signs * front.SIGN, *([front.SIGN] * signs))
    return Block(
        id="reasons",
        title="Reasons, criterion by criterion",
        widths=widths,
        head=matrix.heads(report),
        rows=tuple(rows),
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


def missing(report: Place) -> Block:
    """Return each missing answer once: who can supply it, and what every possible answer would leave open, by treatment."""
    asked: dict[object, list[tuple[Place, Place]]] = {}
    for modality in matrix.columns(report):
        for each in modality["missing"].each():
            asked.setdefault(each["variable"].value, []).append((modality, each))
    rows = tuple(_missing(entries) for entries in sorted(asked.values(), key=lambda entries: -len(entries)))
    note: Line = () if rows else (say("Nothing is missing that could change an answer.", "quiet"),)
    title = "What each missing answer would decide"
    return Block(id="missing", title=title, widths=(WIDE,), rows=rows, note=note, size=7.8)


def _missing(entries: list[tuple[Place, Place]]) -> Row:
    first = entries[0][1]
    title = first["title"] if first["title"].there else first["variable"]
    unit: Line = (say(" ["), first["unit"].run(), say("]")) if first["unit"].value not in (None, "1") else ()
    groups: dict[str, list[tuple[Place, Place]]] = {}
    for modality, each in entries:
        groups.setdefault(repr((each["could_become"].value, modality["possible"].value)), []).append((modality, each))
    who: Line = (say(", ask "), first["who"].run()) if first["who"].there else ()
    return entry(
        (title.run("words", "strong"), *unit, *who), join([_branches(group) for group in groups.values()], ". ")
    )


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


def listed(report: Place) -> list[Block]:
    """Return hazards, alternatives and the like with every source; a part that is not built says so."""
    parts = (
        ("hazards", "Hazards", ("hazard", "why", "mitigation")),
        ("distinguishes", "What separates the options", ("says",)),
        ("disagreements", "Where the sources disagree in general", ("topic", "says")),
        ("alternatives", "Other treatments the sources name", ("option", "why")),
        ("governance", "How the sources want the decision taken", ("says",)),
        ("workup", "Work-up", ("item", "status", "why", "who")),
    )
    return [_part(report, name, title, keys) for name, title, keys in parts]


def _part(report: Place, name: str, title: str, keys: tuple[str, ...]) -> Block:
    place = report[name]
    rows = tuple(row(_entry(report, each, keys)) for each in place.each())
    nothing = front.NOT_BUILT if place.value is None else "Nothing to list for this patient."
    return Block(
        id=f"{name}-full", title=title, widths=(WIDE,), rows=rows, note=() if rows else (say(nothing, "quiet"),)
    )


def _entry(report: Place, one: Place, keys: tuple[str, ...]) -> Line:
    parts = [
        (one[key].run("words" if key == "status" else "text", "strong" if key == keys[0] else ""),)
        for key in keys
        if one[key].there
    ]
    stances = [(sources.name(report, s["source"]), say(": "), s["says"].run()) for s in one["stances"].each()]
    line = join([*parts, *stances], ". " if len(parts) > 1 else " ")
    return (*line, say(" "), *_in_brackets(sources.full(report, one["cites"])))


class _Alike:
    """A report, equal to another when both expect the same: the evidence is the same for every patient of a release."""

    def __init__(self, report: Place) -> None:
        titles = {name: {"title": one["title"].value} for name, one in report["modalities"].items()}
        kept = {"expect": report["expect"].value, "modalities": titles, "references": report["references"].value}
        self.report = Place(kept)  # without anything of the patient, since it is remembered
        self.parts = tuple(kept.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self.parts == other.parts

    def __hash__(self) -> int:
        return len(self.parts[0] or ())


def expectation(report: Place) -> Block:
    """Return every expectation with what stands behind it and its sources, benefit and harm also drawn."""
    return _expectation(_Alike(report))


@lru_cache(maxsize=4)
def _expectation(alike: _Alike) -> Block:
    report = alike.report
    rows = tuple(expect.table(report))
    note: Line = () if rows else (say(front.NOT_BUILT if report["expect"].value is None else front.NO_DATA, "quiet"),)
    found = [each["prediction_convention"] for _, each in expect.entries(report) if each["prediction_convention"].there]
    if found:
        note = (say("Prediction interval: "), found[0].run(), say("."))
    title = "What to expect, of 100, with what stands behind it"
    drawn = expect.figures(report)
    return Block(id="expect-full", title=title, widths=(WIDE,), rows=rows, note=note, figures=drawn, size=7.6)


def references(report: Place) -> Block:
    """Return the works cited anywhere on the sheet."""
    rows = tuple(
        entry((each.run("work", "strong"),), (each.run("reference"),)) for _, each in report["references"].items()
    )
    note: Line = () if rows else (say("This report cites nothing.", "quiet"),)
    return Block(id="references", title="References", widths=(WIDE,), rows=rows, note=note, size=7.6)
