"""The sheet: built once from report.json, printed by three dumb printers."""

from itertools import chain
from typing import Any

from seldinger.report import back, evidence, fit, follow, front, matrix, overleaf, plans
from seldinger.report.blocks import Block, Front, Sheet, row
from seldinger.report.place import Line, Place, Report, Run, say
from seldinger.terms import DISCLAIMER

HEAD_MM = 12.2  # name and date above the question


def sheet(report: dict[str, Any], *, paged: bool = True) -> Sheet:
    """Return everything a view shows of a report; parts that are null or absent have their own visible state.

    With ``paged`` page one holds what fits on one A4 page and says how much more stands on page two.
    """
    place = Report(report)
    inside = place["scope"].get("in") is not False
    found = matrix.criteria(place) if inside else []
    first = _inside(place, found, paged) if inside else _outside(place)
    name, question = front.identity(place), front.question(place)
    shown = [*name, *question, *chain.from_iterable([block.runs() for block in first.blocks])]
    after = [*back.whole(shown), *((overleaf.blocks if paged else _whole)(place, found) if inside else [])]
    shown += chain.from_iterable([block.runs() for block in after])
    return Sheet(
        name=name,
        day=(say("as of "), place["about"].show("on", "date", "strong")),
        question=question,
        front=first,
        back=(*after, back.references(place, shown if paged else None)),
        foot=_foot(place),
    )


def _inside(report: Report, found: list[matrix.Criterion], paged: bool) -> Front:
    fixed = (front.disease(report), front.headlines(report))
    right = (front.expectation(report), front.plan(report))
    left = (front.hazards(report), front.distinguishes(report))
    criteria, met = front.criteria(report, found), front.met(found)
    if not paged:
        return Front(top=(*fixed, criteria, met), left=left, right=right, bottom=(front.decision(),))
    criteria, met = (front.shortened(each, front.CELL_MOST) for each in (criteria, met))
    parts = [[front.shortened(each, front.HEADLINE_MOST) for each in part] for part in (fixed, left, right)]
    return fit.fitted(parts[0], criteria, met, parts[1], parts[2], front.decision(), _head_mm(report))


def _head_mm(report: Report) -> float:
    lines = fit.cell_lines(front.question(report), front.WIDE, 14)
    return HEAD_MM + fit.lines_mm(lines, 14)


def _outside(report: Report) -> Front:
    why = report["scope"]["why"]
    said: Line = (say("Outside the scope of both reviews: no verdict. ", "strong"), why.run() if why.there else say(""))
    scope = Block(id="scope", title="No answer", widths=(front.WIDE,), rows=(row(said),), size=9.5)
    return Front(top=(front.disease(report), scope), left=(), right=(), bottom=(front.decision(),))


def _whole(report: Report, found: list[matrix.Criterion]) -> list[Block]:
    """Return the parts behind page one without end; on paper they stand in short, with the command that prints the rest."""
    return [
        back.dissent(report),
        back.treatments(report),
        back.reasons(report, found),
        back.missing(report),
        back.beside(report),
        *(back.listed(report, name) for name in back.PARTS),
        evidence.expectation(report),
        evidence.compared(report),
        plans.block(report),
        follow.block(report),
    ]


def _foot(report: Report) -> tuple[Line, ...]:
    about = report["about"]
    versions: list[Run] = [about.show("software"), say(" · knowledge "), about.show("knowledge", "hash")]
    versions += [say(" · profile "), about.show("profile")]
    if about.get("as_of") != about.get("on"):
        versions += [say(" · chart of "), about.show("as_of", "date")]
    if about.has("departures"):
        versions += [say(" · "), about.show("departures", "count"), say(" departures by this centre")]
    versions += [say(" · "), *_overdue(about)]
    disclaimer = about.show("disclaimer") if about.has("disclaimer") else say(DISCLAIMER)
    return (tuple(versions), (disclaimer,))


def _overdue(about: Place) -> Line:
    due = about["review_due"]
    if not due.there:
        return (say("no knowledge overdue for review"),)
    return (due.run("count", "flag"), say(" pieces of knowledge overdue for review", "flag"))
