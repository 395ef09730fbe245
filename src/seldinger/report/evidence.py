"""The evidence behind page one: what to expect of the treatments still open, and what single studies compared themselves."""

from seldinger.report import expect, front
from seldinger.report.blocks import Block, Row, entry, section
from seldinger.report.place import Line, Place, Report, join, say

SMALL = 7.6  # letters [pt]


def expectation(report: Report) -> Block:
    """Return benefit, harm, death and survival of each treatment with what stands behind them."""
    rows: list[Row] = []
    chosen = expect.chosen(report)
    for title, found in chosen:
        rows += [section(title.run(tone="strong")), *(expect.row_behind(report, each) for each in found)]
        if not found:
            rows.append(entry((), (say(expect.NO_DATA, "flag"),)))
    return Block(
        id="expect-full",
        title="What to expect, by treatment; series of two treatments are not to be compared",
        widths=(front.WIDE,),
        rows=tuple(rows),
        note=_note([each for _, found in chosen for each in found]) if rows else _nothing(report["expect"]),
        size=SMALL,
    )


def _note(listed: list[Place]) -> Line:
    convention: Line = ()
    for lead, key in (("Prediction interval: ", "prediction_convention"), ("Read: ", "policy")):
        told = {each.get(key): each[key] for each in listed if each.has(key)}
        convention += (say(lead), *join([(each.run(),) for each in told.values()]), say(". ")) if told else ()
    more = "Other outcomes, the studies of each, what was left out and why: report.json, under expect."
    beside = "What studies compared within themselves: the command “seldinger evidence compared”."
    return (*convention, say(f"{more} {beside}", "layout"))


def compared(report: Report) -> Block:
    """Return what single studies compared within themselves, both counts beside each ratio; how many print only a ratio."""
    rows, bare = expect.within(report)
    note = () if rows else _nothing(report["comparisons"])
    if bare:
        note = (*note, say(f"{bare} more print a ratio without its counts: report.json, under comparisons.", "layout"))
    title = "Compared within a study"
    return Block(id="comparisons", title=title, widths=(front.WIDE,), rows=tuple(rows), note=note, size=SMALL)


def _nothing(place: Place) -> Line:
    return (say(front.NOT_BUILT if place.value is None else front.NO_DATA, "quiet"),)
