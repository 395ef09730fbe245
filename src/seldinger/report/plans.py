"""The plan on page two: sessions, changes, medication, activity by every method, what is asked for; the steps are elsewhere."""

from collections.abc import Iterator

from seldinger.report import sources
from seldinger.report.blocks import Block, Row, entry, section
from seldinger.report.place import Line, Place, Run, join, say
from seldinger.terms import Modality

WIDE = 186.0
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."
SIMPLE = {"changes": "change", "devices": "device", "sessions": "session", "checks": "check", "departures": "departure"}
STANDING = {"secondary", "unverified"}


def block(report: Place, *, whole: bool = True) -> Block:
    """Return the plan of each treatment, those with the same plan together; in short it says how much more there is."""
    told = _plan if whole else _short
    rows = [row for titles, one in grouped(report) for row in (section(*titles), *told(report, one))]
    nothing = NOT_BUILT if report["plan"].value is None else "Nothing is planned."
    note: Line = () if rows else (say(nothing, "quiet"),)
    return Block(
        id="plan-full",
        title="Plan, in full" if whole else "Plan, in short",
        widths=(WIDE,),
        rows=tuple(rows),
        note=note,
        size=7.8,
    )


def grouped(report: Place) -> list[tuple[Line, Place]]:
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
    if one["withheld"].there:
        return (say("no plan: "), one["withheld"].run())
    sessions: Line = (
        (say("sessions planned: "), one["sessions"].run("count"), say("; ")) if one["sessions"].there else ()
    )
    state = say("complete" if one["complete"].value is True else "incomplete")
    lacking: Line = (say(", missing "), one["missing"].run()) if one["missing"].there else ()
    return (*sessions, state, *lacking)


def _plan(report: Place, one: Place) -> Iterator[Row]:
    yield entry((say("state", "quiet"),), summary(one), ())
    for key, name in SIMPLE.items():
        for each in one[key].each():
            yield entry((say(name, "quiet"),), _simple(each), sources.full(report, each["cites"]))
    for each in one["asks"].each():
        who: Line = (say("; ask "), each["who"].run()) if each["who"].there else ()
        yield entry((say("asks for", "quiet"),), (each["says"].run(), *who), ())
    for each in one["medication"].each():
        yield from _drug(report, each)
    yield from _activity(report, one["activity"])
    for key in ("vial", "steps"):
        yield from _closing(one[key], key)


def _short(report: Place, one: Place) -> Iterator[Row]:
    yield entry((say("state", "quiet"),), summary(one), ())
    for key in ("changes", "departures"):
        for each in one[key].each():
            yield entry((say(SIMPLE[key], "quiet"),), _simple(each), sources.names(report, each["cites"]))
    for key, lines in (("sessions", _sessions(one)), ("asks for", _asks(one)), ("medication", _drugs(one))):
        if lines:
            yield entry((say(key, "quiet"),), join(lines, "; "), ())
    yield from _activity_short(one["activity"])
    more = [(one[key].run("count"), say(f" {key}")) for key in ("devices", "checks", "steps") if one[key].there]
    if more:
        yield entry((say("in full", "quiet"),), (*join(more), say(": the command “seldinger plan”")), ())


def _sessions(one: Place) -> list[Line]:
    return [_simple(each) for each in one["sessions"].each()]


def _asks(one: Place) -> list[Line]:
    return [(each["says"].run(),) for each in one["asks"].each()]


def _drugs(one: Place) -> list[Line]:
    drugs: list[Line] = []
    for each in one["medication"].each():
        listed = [(each[key].run("count"), say(f" {key}")) for key in ("regimens", "cautions") if each[key].there]
        drugs.append((*_named(each), *((say(" ("), *join(listed), say(")")) if listed else ())))
    return drugs


def _activity_short(one: Place) -> Iterator[Row]:
    done = [each for each in one["methods"].each() if each["plan"].there]
    for each in done:
        lead = (each["method"].run(tone="strong"), say(": "), each["state"].run("words"))
        why: Line = (say("; "), each["why"].run()) if each["why"].there else ()
        yield entry((say("activity", "quiet"),), (*lead, *why, *_delivered(each["plan"]), *_doses(each["plan"])), ())
    open_ = [
        (each["method"].run(), say(" "), each["state"].run("words"))
        for each in one["methods"].each()
        if not each["plan"].there
    ]
    if open_:
        yield entry((say("activity without a result", "quiet"),), join(open_, "; "), ())
    for place in (one["target"]["answer"], one["note"]):
        if place.there:
            yield entry((say("activity", "quiet"),), (place.run(),), ())


def _simple(one: Place) -> Line:
    number: Line = (one["number"].run(tone="strong"), say(": ")) if one["number"].there else ()
    day: Line = (say("; not before day "), one["earliest_day"].run()) if one["earliest_day"].there else ()
    again: Line = (say("; before it: "), one["recheck"].run()) if one["recheck"].there else ()
    state: Line = (say(" ("), one["state"].run("words"), say(")")) if one["state"].there else ()
    says = one["says"] if one["says"].there else one["reason"]
    return (*number, says.run(), *state, *day, *again, *sources.flags_of([one["status"]]))


def _named(one: Place) -> Line:
    purpose: Line = (say(" against "), one["purpose"].run("words")) if one["purpose"].there else ()
    decides: Line = (say("; "), one["decides"].run()) if one["decides"].there else ()
    allergies: Line = (
        (say("; charted allergies: ", "flag"), one["charted_allergies"].run()) if one["charted_allergies"].there else ()
    )
    return (one["drug"].run("words", "strong"), *purpose, *decides, *allergies)


def _drug(report: Place, one: Place) -> Iterator[Row]:
    yield entry((say("medication", "quiet"),), _named(one), ())
    for key in ("regimens", "cautions"):
        for each in one[key].each():
            route: Line = (say(", "), each["route"].run("words")) if each["route"].there else ()
            said = (each["says"].run(), *route, *sources.flags_of([each["status"]]))
            yield entry((say(key, "quiet"),), said, sources.full(report, each["cites"]))


def _activity(report: Place, one: Place) -> Iterator[Row]:
    for each in one["methods"].each():
        why: Line = (say("; "), each["why"].run()) if each["why"].there else ()
        lead = (each["method"].run(tone="strong"), say(": "), each["state"].run("words"), *why)
        if not each["plan"].there:
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
    if one["note"].there:
        yield entry((say("activity", "quiet"),), (one["note"].run(),), ())


def _asked(one: Place) -> Line:
    return (say("; asks for "), one["ask"].run("words")) if one["ask"].there else ()


def _delivered(plan: Place) -> Line:
    standing = plan["basis"]["standing"]
    flag: Line = (
        (say(" "), Run("unverified, not for use", tone="flag"))
        if standing.value == "unverified"
        else sources.flags_of([standing])
    )
    return (say("; delivered "), plan["delivered_gbq"].run("number", "strong"), say(" GBq"), *flag)


def _doses(plan: Place) -> Line:
    known = [each for each in plan["doses"].each() if each["gy"].there]
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
    elif one["says"].there:
        yield entry((say(key, "quiet"),), (one["says"].run(),), ())
