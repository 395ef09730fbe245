"""The plan on page two: sessions, changes, medication, activity by every method, what is asked for; the steps are elsewhere."""

from collections.abc import Iterator

from seldinger.report import sources
from seldinger.report.blocks import Block, Row, entry, section
from seldinger.report.place import Line, Place, Report, join, say, together
from seldinger.terms import Modality

WIDE = 186.0
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."
SIMPLE = {"changes": "change", "devices": "device", "sessions": "session", "checks": "check", "departures": "departure"}


def block(report: Report) -> Block:
    """Return the plan of each treatment, those with the same plan together."""
    rows = [row for titles, one in grouped(report) for row in (section(*titles), *_plan(report, one))]
    return _block(report, "Plan, in full", rows)


def short(report: Report) -> Block:
    """Return the plans in short, what several treatments share once, and how much more the command prints."""
    told: dict[str, tuple[Row, list[Line]]] = {}
    for titles, one in grouped(report):
        for row in _short(report, one):
            told.setdefault("".join(run.text for run in row.cells[0]), (row, []))[1].append(titles)
    groups = together(told.values(), lambda pair: pair[1])
    rows = [row for group in groups for row in (section(*join(group[0][1])), *(row for row, _ in group))]
    return _block(report, "Plan, in short", rows)


def _block(report: Report, title: str, rows: list[Row]) -> Block:
    nothing = NOT_BUILT if report.get("plan") is None else "Nothing is planned."
    note: Line = () if rows else (say(nothing, "quiet"),)
    return Block(id="plan-full", title=title, widths=(WIDE,), rows=tuple(rows), note=note, size=7.8)


def grouped(report: Report) -> list[tuple[Line, Place]]:
    """Return the plans in fixed order with the names of their treatments, equal plans once."""
    plans = [(modality, report["plan"][str(modality)]) for modality in Modality if report["plan"].has(str(modality))]
    groups = together(plans, lambda pair: pair[1].value)
    return [(join([_title(report, modality) for modality, _ in group]), group[0][1]) for group in groups]


def _title(report: Report, modality: Modality) -> Line:
    title = report["modalities"][str(modality)]["title"]
    return (title.run(tone="strong") if title.there else say(modality.label, "strong"),)


def summary(one: Place) -> Line:
    """Return a plan in a line: withheld and why, or how many sessions, and what it still lacks."""
    if one.has("withheld"):
        return (say("no plan: "), one.show("withheld"))
    sessions = one.part("sessions planned: ", "sessions", "count", after="; ")
    state = say("complete" if one.get("complete") is True else "incomplete")
    lacking = one.part(", missing ", "missing")
    return (*sessions, state, *lacking)


def _plan(report: Report, one: Place) -> Iterator[Row]:
    yield entry((say("state", "quiet"),), summary(one), ())
    for key, name in SIMPLE.items():
        for each in one[key].each():
            yield entry((say(name, "quiet"),), _simple(each), sources.full(report, each["cites"]))
    for each in one["asks"].each():
        who = each.part("; ask ", "who")
        yield entry((say("asks for", "quiet"),), (each.show("says"), *who), ())
    for each in one["medication"].each():
        yield from _drug(report, each)
    yield from _activity(report, one["activity"])
    for key in ("vial", "steps"):
        yield from _closing(one[key], key)


def _short(report: Report, one: Place) -> Iterator[Row]:
    yield entry((say("state", "quiet"),), summary(one), ())
    for key in ("changes", "departures"):
        for each in one[key].each():
            yield entry((say(SIMPLE[key], "quiet"),), _simple(each), sources.names(report, each["cites"]))
    if one.has("sessions"):
        yield entry((say("sessions", "quiet"),), join([_simple(each) for each in one["sessions"].each()], "; "), ())
    for line in _drugs(one):
        yield entry((say("medication", "quiet"),), line, ())
    yield from _activity_short(one["activity"])
    more = [(one.show(key, "count"), say(f" {key}")) for key in ("devices", "checks", "steps") if one.has(key)]
    if more:
        yield entry((say("in full", "quiet"),), (*join(more), say(": the command “seldinger plan”")), ())


def _drugs(one: Place) -> list[Line]:
    drugs: list[Line] = []
    for each in one["medication"].each():
        listed = [(each.show(key, "count"), say(f" {key}")) for key in ("regimens", "cautions") if each.has(key)]
        drugs.append((*_named(each), *((say(" ("), *join(listed), say(")")) if listed else ())))
    return drugs


def _activity_short(one: Place) -> Iterator[Row]:
    done = [each for each in one["methods"].each() if each.has("plan")]
    for each in done:
        lead = (each.show("method", tone="strong"), say(": "), each.show("state", "words"))
        why = each.part("; ", "why")
        yield entry((say("activity", "quiet"),), (*lead, *why, *_delivered(each["plan"]), *_doses(each["plan"])), ())
    open_ = [
        (each.show("method"), say(" "), each.show("state", "words"))
        for each in one["methods"].each()
        if not each.has("plan")
    ]
    if open_:
        yield entry((say("activity without a result", "quiet"),), join(open_, "; "), ())
    for place in (one["target"]["answer"], one["note"]):
        if place.there:
            yield entry((say("activity", "quiet"),), (place.run(),), ())


def _simple(one: Place) -> Line:
    number: Line = (one.show("number", tone="strong"), say(": ")) if one.has("number") else ()
    day = one.part("; not before day ", "earliest_day")
    again = one.part("; before it: ", "recheck")
    state = one.part(" (", "state", "words", after=")")
    says = one.either("says", "reason")
    return (*number, says.run(), *state, *day, *again, *sources.flags_of([one["status"]]))


def _named(one: Place) -> Line:
    purpose = one.part(" against ", "purpose", "words")
    decides = one.part("; ", "decides")
    allergies: Line = (
        (say("; charted allergies: ", "flag"), one.show("charted_allergies")) if one.has("charted_allergies") else ()
    )
    conflict: Line = (say("; "), one.show("allergy", tone="bar")) if one.has("allergy") else ()
    return (one.show("drug", "words", "strong"), *purpose, *decides, *allergies, *conflict)


def _drug(report: Report, one: Place) -> Iterator[Row]:
    yield entry((say("medication", "quiet"),), _named(one), ())
    for key in ("regimens", "cautions"):
        for each in one[key].each():
            route = each.part(", ", "route", "words")
            said = (each.show("says"), *route, *sources.flags_of([each["status"]]))
            yield entry((say(key, "quiet"),), said, sources.full(report, each["cites"]))


def _activity(report: Report, one: Place) -> Iterator[Row]:
    for each in one["methods"].each():
        why = each.part("; ", "why")
        lead = (each.show("method", tone="strong"), say(": "), each.show("state", "words"), *why)
        if not each.has("plan"):
            yield entry((say("activity", "quiet"),), (*lead, *_asked(each)), ())
            continue
        plan = each["plan"]
        basis = plan["basis"]
        yield entry(
            (say("activity", "quiet"),), (*lead, *_delivered(plan), *_doses(plan)), sources.full(report, basis["cites"])
        )
    answer = one["target"]["answer"]
    if answer.there:
        yield entry((say("target dose", "quiet"),), (answer.run(),), ())
    if one.has("note"):
        yield entry((say("activity", "quiet"),), (one.show("note"),), ())


def _asked(one: Place) -> Line:
    return one.part("; asks for ", "ask", "words")


def _delivered(plan: Place) -> Line:
    weak = sources.flags_of([plan["basis"]["standing"]])
    return (say("; delivered "), plan.show("delivered_gbq", "number", "strong"), say(" GBq"), *weak)


def _doses(plan: Place) -> Line:
    known = [each for each in plan["doses"].each() if each.has("gy")]
    return tuple(
        run for each in known for run in (say("; "), each.show("name"), say(" "), each.show("gy", "number"), say(" Gy"))
    )


def _closing(one: Place, key: str) -> Iterator[Row]:
    if key == "steps" and one.there:
        yield entry(
            (say("steps", "quiet"),),
            (
                one.run("count"),
                say(" steps, day by day: the command “seldinger plan” prints them."),
            ),
            (),
        )
    elif one.has("says"):
        yield entry((say(key, "quiet"),), (one.show("says"),), ())
