"""What to expect, on 100 people: estimate, confidence interval and prediction interval by name, how much stands behind."""

from seldinger.report import sources
from seldinger.report.place import Line, Place, say
from seldinger.terms import Modality

FRACTIONS = {"proportion", "fraction", "share", "1", "rate"}
NO_DATA = "no data; that is not evidence of no effect"
NO_PREDICTION = "no prediction interval (too few studies)"


def entries(report: Place) -> list[tuple[Place, Place]]:
    """Return every expectation with the title of its treatment, in fixed order."""
    found: list[tuple[Place, Place]] = []
    for modality in Modality:
        title = report["modalities"][str(modality)]["title"]
        found += [(title, each) for each in report["expect"][str(modality)].each()]
    return found


def lines(report: Place) -> list[Line]:
    """Return one line for each expectation."""
    return [line(report, title, each) for title, each in entries(report)]


def is_fraction(one: Place) -> bool:
    """Return whether an expectation is a share of patients."""
    return one["unit"].value in FRACTIONS


def line(report: Place, title: Place, one: Place) -> Line:
    """Return one expectation in words; "no data" is said aloud."""
    window: Line = (
        (say(", "), one["window"].run("words")) if one["window"].there else (say(", time window not stated"),)
    )
    lead: Line = (title.run(tone="strong"), say(" "), one["outcome"].run("words"), *window, say(": "))
    if one["estimate"].value is None:
        return (*lead, say(NO_DATA, "flag"))
    return (*lead, *estimate(one), *behind(one), *_flags(report, one))


def estimate(one: Place) -> Line:
    """Return the estimate with both intervals, each by its name."""
    if not is_fraction(one):
        unit: Line = (say(" "), one["unit"].run()) if one["unit"].there else ()
        return (one["estimate"].run("number", "strong"), *unit, *_intervals(one, "interval"))
    other: Line = (say(", not in "), one["estimate"].run("not_of_100"))
    return (one["estimate"].run("of_100", "strong"), *other, *_intervals(one, "interval_100"))


def _intervals(one: Place, form: str) -> Line:
    level: Line = (one["level"].run("percent"), say(" ")) if one["level"].there else ()
    ci: Line = (one["ci"].run(form),) if one["ci"].there else (say("not stated"),)
    pi: Line = (
        (say("prediction interval "), one["prediction"].run(form)) if one["prediction"].there else (say(NO_PREDICTION),)
    )
    return (say(" ("), *level, say("confidence interval "), *ci, say("; "), *pi, say(")"))


def behind(one: Place) -> Line:
    """Return how many studies and patients stand behind an estimate, how certain it is, and how much is prior."""
    said: list[Line] = []
    if one["studies"].there:
        said.append((one["studies"].run("count"), say(" studies")))
    if one["n"].there:
        said.append((one["n"].run("count"), say(" patients")))
    if one["certainty"].there:
        said.append((say("certainty "), one["certainty"].run("words")))
    if one["prior_share"].there:
        said.append((one["prior_share"].run("percent"), say(" of it from the prior")))
    return tuple(run for each in said for run in (say("; "), *each))


def _flags(report: Place, one: Place) -> Line:
    weak = [each for each in one["cites"].each() if each["status"].value not in (None, sources.READ, sources.LOCAL)]
    return sources.flag(report, weak[0]) if weak else ()
