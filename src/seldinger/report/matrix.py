"""Criteria once as rows, treatments as columns: a sign, a word and a tint in each cell."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from seldinger.report import sources
from seldinger.report.blocks import Cell, Row, row, section
from seldinger.report.place import Line, Place, Report, Run, join, say
from seldinger.terms import Group, Kind

DECIDING = {str(kind) for kind in (Kind.HAZARD, Kind.NO_BENEFIT, Kind.TEMPORARY, Kind.MODIFIES)}

# What a cell says: sign and word, tone. The order is the order of weight.
BARS, DEFERS, ALTERS, MAY_BAR, MAY_ALTER, NOTED, UNKNOWN, MET, SILENT = (
    ("✗ bars", "bar"),
    ("◐ not now", "defer"),
    ("! alters", "alter"),
    ("? may bar", "open"),
    ("? may alter", "open"),
    ("○ noted", "quiet"),
    ("? unknown", "quiet"),
    ("✓ met", "clear"),
    ("–", "quiet"),
)
ORDER = (BARS, DEFERS, ALTERS, MAY_BAR, MAY_ALTER, NOTED, UNKNOWN, MET, SILENT)
NOBODY = "nobody looked"
LAST = 10**6
LISTS = ("bars", "provided_that", "would_modify")  # of a modality, with entries that need no reason of their own
FIRED, OPEN, PASSED = (BARS, DEFERS, ALTERS, NOTED), (MAY_BAR, MAY_ALTER), (MET,)


@dataclass(kw_only=True, eq=False)
class Criterion:
    """One requirement as the modalities answer it: what is asked, and per modality the sign and where it stands."""

    asked: Place  # the words of the requirement
    every: list[Place]  # the modalities of the report, in the fixed order
    cells: dict[int, tuple[tuple[str, str], Place]] = field(default_factory=dict)  # by column, sign and reason
    reasons: list[Place] = field(default_factory=list)  # because entries, or open entries without one
    asks: Place | None = None  # the missing entry that says who can supply the answer, and in which order to ask

    @cached_property
    def worst(self) -> tuple[str, str]:
        """Return the weightiest cell, once every modality has answered."""
        return min((cell for cell, _ in self.cells.values()), key=ORDER.index, default=SILENT)

    def cell(self, column: int) -> tuple[str, str]:
        """Return what stands in a column."""
        return self.cells[column][0] if column in self.cells else SILENT

    def add(self, column: int, cell: tuple[str, str], reason: Place) -> None:
        """Note what one more reason says; of two in one column the weightier stands."""
        self.reasons.append(reason)
        known = self.cells.get(column)
        if known is None or ORDER.index(cell) < ORDER.index(known[0]):
            self.cells[column] = (cell, reason)

    @cached_property
    def rank(self) -> tuple[int, int]:
        """Return the place in the order of rows: weight of the worst cell, then how many treatments it concerns."""
        return (ORDER.index(self.worst), -sum(cell == self.worst for cell, _ in self.cells.values()))


def criteria(report: Report) -> list[Criterion]:
    """Return every deciding criterion once, in the order of the rules; the same requirement of two rules is one row."""
    found: dict[str, Criterion] = {}
    every = report.treatments
    missing = _missing(every)
    for column, modality in enumerate(every):
        standing = _standing(modality.value)
        for reason in _asked(modality):
            key = "requires" if reason.has("requires") else "says"
            words = str(reason.get(key))
            if words not in found:
                found[words] = Criterion(asked=reason[key], every=every)
            one = found[words]
            one.asks = one.asks or _asks(reason.value, missing)
            one.add(column, _cell(reason.value, standing), reason)
    return list(found.values())


def _asked(modality: Place) -> list[Place]:
    reasons = modality["because"].each(lambda reason: reason.get("kind") in DECIDING)
    told = {each.get("rule") for each in reasons}
    loose = [modality[key].each(lambda entry: entry.get("rule") not in told) for key in LISTS]
    return [*chain(*loose), *reasons]


def _standing(modality: dict[str, Any]) -> dict[object, tuple[str, str]]:
    """Return what each rule does to this modality, from the lists of the report; earlier lists weigh more."""
    found: dict[object, tuple[str, str]] = {}
    lists = {"bars": BARS, "modifications": ALTERS, "provided_that": MAY_BAR, "would_modify": MAY_ALTER}
    for key, cell in lists.items():
        for each in modality.get(key) or ():
            found.setdefault(each.get("rule"), cell)
    return found


def _cell(reason: dict[str, Any], standing: dict[object, tuple[str, str]]) -> tuple[str, str]:
    cell = standing.get(reason.get("rule"))
    if cell is None:
        return {"yes": NOTED, "no": MET}.get(str(reason.get("answer")), UNKNOWN)
    return DEFERS if cell == BARS and reason.get("kind") == Kind.TEMPORARY else cell


def _missing(every: list[Place]) -> dict[object, Place]:
    """Return the first entry of each missing variable."""
    found: dict[object, Place] = {}
    for modality in every:
        for each in modality["missing"].each():
            found.setdefault(each.get("variable"), each)
    return found


def _asks(reason: dict[str, Any], missing: dict[object, Place]) -> Place | None:
    seen = reason.get("seen") or {}
    names = [seen.get("variable"), *(reason.get("variables") or ())]
    return next((missing[name] for name in names if name in missing), None)


def heads(report: Report) -> tuple[Cell, ...]:
    """Return the head of the matrix: what a row holds, then the treatments."""
    return (
        (say("Criterion"),),
        (say("This patient"),),
        (say("Source"),),
        *((each.show("title", tone="strong"),) for each in report.treatments),
    )


def fired_and_open(report: Report, found: list[Criterion]) -> tuple[list[Row], list[Row]]:
    """Return the rows of what stands against a treatment or changes it, and of what is missing, in the order to ask."""
    fired = sorted((each for each in found if each.worst in FIRED), key=lambda each: each.rank)
    opened = sorted((each for each in found if each.worst in OPEN), key=_turn)
    return [criterion_row(report, each) for each in fired], [criterion_row(report, each) for each in opened]


def _turn(one: Criterion) -> tuple[int, int, int]:
    """Return the turn in asking: scope first, then what could bar most treatments, then the rank of the report."""
    rank = None if one.asks is None else one.asks.get("rank")
    gate = 0 if one.reasons[0].get("group") == Group.SCOPE else 1
    bars = sum(cell == MAY_BAR for cell, _ in one.cells.values())
    return (gate, -bars, rank if isinstance(rank, int) else LAST)


def criterion_row(report: Report, one: Criterion, dated_as: str = "day") -> Row:
    """Return one criterion with what the chart says, who can supply what it does not say, and a sign per treatment."""
    cells: list[Cell] = []
    tones = ["", "", ""]
    for column in range(len(one.every)):
        words, tone = one.cell(column)
        cells.append((say(words, tone),))
        tones.append(tone)
    return row(asked(one), seen(one, dated_as), _sources(report, one), *cells, tones=tuple(tones))


def asked(one: Criterion) -> Line:
    """Return the words of a criterion, flagged where nobody here has read its limit."""
    limits = one.reasons[0]["limit"].each()
    return (one.asked.run(tone="strong"), *sources.flags_of([each["status"] for each in limits]))


def effects(one: Criterion) -> Line:
    """Return what a criterion does to which treatments, as a sentence: what the columns of the matrix say, in a list."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for column, modality in enumerate(one.every):
        groups.setdefault(one.cell(column), []).append(modality)
    groups.pop(SILENT, None)
    return tuple(
        run
        for cell in sorted(groups, key=ORDER.index)
        for run in (say("; "), say(*cell), say(" "), *all_or(groups[cell], one.every))
    )


def all_or(group: list[Place], every: list[Place], tone: str = "") -> Line:
    """Return the names of treatments, or that it is all of them."""
    if len(group) == len(every):
        return (say("every treatment", tone),)
    return join([(each.show("title", tone=tone),) for each in group])


def seen(one: Criterion, dated_as: str = "day") -> Line:
    """Return what the chart says about a criterion, or that it is not known and who can be asked."""
    looked = next((r["seen"] for r in one.reasons if r.has("seen")), None)
    if looked is not None and looked.get("value") is not None:
        dated = (say(", "), looked.show("date", dated_as, "quiet")) if looked.get("dated") is True else ()
        return (looked.run("seen"), *dated)
    if looked is None and all(reason.get("answer") == "yes" for reason in one.reasons):
        return (say("every patient"),)
    who: Line = (say("ask "), one.asks.show("who")) if one.asks is not None and one.asks.has("who") else ()
    why = looked["unknown"] if looked is not None else None
    stale: Line = (say(" ("), why.run(), say(")")) if why is not None and why.value not in (None, NOBODY) else ()
    return (*(who or (say("not known"),)), *stale)


def _sources(report: Report, one: Criterion) -> Line:
    heavy = [reason for _, (cell, reason) in one.cells.items() if cell == one.worst]
    return sources.names(report, (heavy or one.reasons)[0]["cites"])


def met(found: list[Criterion]) -> list[Run]:
    """Return what is met wherever it is asked, once each."""
    return [each.asked.run() for each in found if each.worst in PASSED]


def titled(title: str, rows: list[Row]) -> list[Row]:
    """Return rows under a section line; nothing when there are none."""
    return [section(say(title)), *rows] if rows else []
