"""The plan on page two: sessions, changes, medication, activity by every method, what is asked for; the steps are elsewhere."""

from collections.abc import Iterator

from seldinger.report import sources
from seldinger.report.blocks import Block, Row, entry, section
from seldinger.report.place import Line, Place, Report, Run, join, say
from seldinger.terms import Modality

WIDE = 186.0
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."
SIMPLE = {"changes": "change", "devices": "device", "sessions": "session", "checks": "check", "departures": "departure"}
STANDING = {"secondary", "unverified"}


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
    groups: dict[str, tuple[list[Line], list[Row]]] = {}
    for row, names in told.values():
        groups.setdefault(repr(names), (names, []))[1].append(row)
    rows = [row for names, shared in groups.values() for row in (section(*join(names)), *shared)]
    return _block(report, "Plan, in short", rows)


def _block(report: Report, title: str, rows: list[Row]) -> Block:
    nothing = NOT_BUILT if report.get("plan") is None else "Nothing is planned."
    note: Line = () if rows else (say(nothing, "quiet"),)
    return Block(id="plan-full", title=title, widths=(WIDE,), rows=tuple(rows), note=note, size=7.8)


def grouped(report: Report) -> list[tuple[Line, Place]]:
    """Return the plans in fixed order with the names of their treatments, equal plans once."""
    groups: list[tuple[list[Line], Place]] = []
    for modality in Modality:
        one = report["plan"][str(modality)]
        title = report["modalities"][str(modality)]["title"]
        if not one.there:
            continue
        name = (title.run(tone="strong") if title.there else say(modality.label, "strong"),)
        same = next((names for names, other in groups if other.value == one.value), None)
        if same is None:
            groups.append(([name], one))
        else:
            same.append(name)
    return [(join(names), one) for names, one in groups]


def summary(one: Place) -> Line:
    """Return a plan in a line: withheld and why, or how many sessions, and what it still lacks."""
    if one.has("withheld"):
        return (say("no plan: "), one["withheld"].run())
    sessions: Line = (say("sessions planned: "), one["sessions"].run("count"), say("; ")) if one.has("sessions") else ()
    state = say("complete" if one.get("complete") is True else "incomplete")
    lacking: Line = (say(", missing "), one["missing"].run()) if one.has("missing") else ()
    return (*sessions, state, *lacking)


def _plan(report: Report, one: Place) -> Iterator[Row]:
    yield entry((say("state", "quiet"),), summary(one), ())
    for key, name in SIMPLE.items():
        for each in one[key].each():
            yield entry((say(name, "quiet"),), _simple(each), sources.full(report, each["cites"]))
    for each in one["asks"].each():
        who: Line = (say("; ask "), each["who"].run()) if each.has("who") else ()
        yield entry((say("asks for", "quiet"),), (each["says"].run(), *who), ())
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
    more = [(one[key].run("count"), say(f" {key}")) for key in ("devices", "checks", "steps") if one.has(key)]
    if more:
        yield entry((say("in full", "quiet"),), (*join(more), say(": the command “seldinger plan”")), ())


def _drugs(one: Place) -> list[Line]:
    drugs: list[Line] = []
    for each in one["medication"].each():
        listed = [(each[key].run("count"), say(f" {key}")) for key in ("regimens", "cautions") if each.has(key)]
        drugs.append((*_named(each), *((say(" ("), *join(listed), say(")")) if listed else ())))
    return drugs


def _activity_short(one: Place) -> Iterator[Row]:
    done = [each for each in one["methods"].each() if each.has("plan")]
    for each in done:
        lead = (each["method"].run(tone="strong"), say(": "), each["state"].run("words"))
        why: Line = (say("; "), each["why"].run()) if each.has("why") else ()
        yield entry((say("activity", "quiet"),), (*lead, *why, *_delivered(each["plan"]), *_doses(each["plan"])), ())
    open_ = [
        (each["method"].run(), say(" "), each["state"].run("words"))
        for each in one["methods"].each()
        if not each.has("plan")
    ]
    if open_:
        yield entry((say("activity without a result", "quiet"),), join(open_, "; "), ())
    for place in (one["target"]["answer"], one["note"]):
        if place.there:
            yield entry((say("activity", "quiet"),), (place.run(),), ())


def _simple(one: Place) -> Line:
    number: Line = (one["number"].run(tone="strong"), say(": ")) if one.has("number") else ()
    day: Line = (say("; not before day "), one["earliest_day"].run()) if one.has("earliest_day") else ()
    again: Line = (say("; before it: "), one["recheck"].run()) if one.has("recheck") else ()
    state: Line = (say(" ("), one["state"].run("words"), say(")")) if one.has("state") else ()
    says = one["says"] if one.has("says") else one["reason"]
    return (*number, says.run(), *state, *day, *again, *sources.flags_of([one["status"]]))


def _named(one: Place) -> Line:
    purpose: Line = (say(" against "), one["purpose"].run("words")) if one.has("purpose") else ()
    decides: Line = (say("; "), one["decides"].run()) if one.has("decides") else ()
    allergies: Line = (
        (say("; charted allergies: ", "flag"), one["charted_allergies"].run()) if one.has("charted_allergies") else ()
    )
    return (one["drug"].run("words", "strong"), *purpose, *decides, *allergies)


def _drug(report: Report, one: Place) -> Iterator[Row]:
    yield entry((say("medication", "quiet"),), _named(one), ())
    for key in ("regimens", "cautions"):
        for each in one[key].each():
            route: Line = (say(", "), each["route"].run("words")) if each.has("route") else ()
            said = (each["says"].run(), *route, *sources.flags_of([each["status"]]))
            yield entry((say(key, "quiet"),), said, sources.full(report, each["cites"]))


def _activity(report: Report, one: Place) -> Iterator[Row]:
    for each in one["methods"].each():
        why: Line = (say("; "), each["why"].run()) if each.has("why") else ()
        lead = (each["method"].run(tone="strong"), say(": "), each["state"].run("words"), *why)
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
        yield entry((say("activity", "quiet"),), (one["note"].run(),), ())


def _asked(one: Place) -> Line:
    return (say("; asks for "), one["ask"].run("words")) if one.has("ask") else ()


def _delivered(plan: Place) -> Line:
    standing = plan["basis"]["standing"]
    flag: Line = (
        (say(" "), Run("unverified, not for use", tone="flag"))
        if standing.value == "unverified"
        else sources.flags_of([standing])
    )
    return (say("; delivered "), plan["delivered_gbq"].run("number", "strong"), say(" GBq"), *flag)


def _doses(plan: Place) -> Line:
    known = [each for each in plan["doses"].each() if each.has("gy")]
    return tuple(
        run for each in known for run in (say("; "), each["name"].run(), say(" "), each["gy"].run("number"), say(" Gy"))
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
        yield entry((say(key, "quiet"),), (one["says"].run(),), ())
