"""What to expect, on 100 people: estimate, confidence interval and prediction interval by name, how much stands behind."""

from collections import Counter

from seldinger.report import sources
from seldinger.report.blocks import Row, entry, row, section
from seldinger.report.place import Line, Place, Report, join, say
from seldinger.terms import BARS, Modality

FRACTIONS = {"proportion", "fraction", "share", "1", "rate"}
NO_DATA = "no data, which is not evidence of no effect"
# Page one shows benefit and harm together, never one without the other; the first of a family that a treatment has.
FAMILIES = {
    "Tumour response": ("objective_response", "objective_response_3mo", "objective_response_per_procedure"),
    "Relief of symptoms": ("symptom_endocrine", "symptom_any", "symptom_aspecific"),
    "Severe harm": (
        "severe_complication",
        "severe_complication_per_procedure",
        "toxicity_grade_3_4",
        "biliary_injury_per_procedure",
        "late_liver_disease",
    ),
    "Death": ("death_30d", "death", "death_per_procedure"),
}
UNSTATED, SURVIVAL = "unstated", "median_survival"
SCOPES = {"embolization": "TAE and TACE mixed", "y90": "Y-90, device mixed"}  # the long form stands on page two
NAMED = {  # what page one calls an outcome; a family without a name of its own here goes by the family's
    "symptom_endocrine": "relief of hormonal symptoms",
    "symptom_any": "relief of any symptoms",
    "symptom_aspecific": "relief of other symptoms",
    "severe_complication": "severe complication",
    "severe_complication_per_procedure": "severe complication",
    "toxicity_grade_3_4": "severe toxicity",
    "biliary_injury_per_procedure": "bile duct injury",
    "late_liver_disease": "late cirrhosis-like liver",
}


def treatments(report: Report) -> list[Row]:
    """Return for each treatment a section, with what it has no data on, and a row for each family of outcomes it has.

    Series of two treatments are never set beside each other: each stands on its own scale. Only treatments that are not
    barred are shown.
    """
    if not report.has("expect"):
        return []
    usual = usual_certainty(report)
    return [
        row for modality in still_open(report) for row in _treatment(report, modality, usual.value if usual else None)
    ]


def still_open(report: Report) -> list[Modality]:
    """Return the treatments for which some verdict is possible that does not bar."""
    found = report["modalities"]
    return [m for m in Modality if any(each not in BARS for each in found[str(m)].get("possible") or ())]


def usual_certainty(report: Report) -> Place | None:
    """Return the certainty that most estimates have, so that page one need say it once."""
    listed = [report["expect"][str(m)] for m in Modality]
    counted = Counter(certainty for one in listed for each in one.values if (certainty := each.get("certainty")))
    if not counted:
        return None
    usual = counted.most_common(1)[0][0]
    return next(each["certainty"] for one in listed for each in one.each(lambda one: one.get("certainty") == usual))


def _treatment(report: Report, modality: Modality, usual: object) -> list[Row]:
    title = report["modalities"][str(modality)]["title"]
    found: list[Row] = []
    without: list[Line] = []
    for family, best in _families(report["expect"][str(modality)]).items():
        if best is None:
            without.append((say(family.lower()),))
        else:
            found.append(_short(family, best, usual))
    none: Line = (say(" – no data: "), *join(without)) if without else ()
    return [section(title.run(tone="strong"), *none), *found]


def _families(listed: Place) -> dict[str, Place | None]:
    """Return of each family the first estimate of the first outcome that has one."""
    first: dict[object, int] = {}
    for i, each in enumerate(listed.values):
        if each.get("estimate") is not None:
            first.setdefault(each.get("outcome"), i)
    best = {family: next((first[name] for name in names if name in first), None) for family, names in FAMILIES.items()}
    return {family: None if i is None else listed[i] for family, i in best.items()}


def _short(family: str, one: Place, usual: object) -> Row:
    per: Line = (say(", per "), one.show("per", "words")) if one.get("per") not in (None, "patient") else ()
    what = NAMED.get(str(one.get("outcome")), family).capitalize()
    mixed: Line = (say(f" ({SCOPES[str(one['scope'].value)]})"),) if str(one.get("scope")) in SCOPES else ()
    share = one.get("unit") in FRACTIONS
    form = "interval_100" if share else "interval"
    sure: Line = () if one.get("certainty") in (None, usual) else (say(", certainty "), one.show("certainty", "words"))
    return row(
        (say(what), *mixed, *per, *_windowed(one), *sure),
        (one.show("estimate", "of_100" if share else "number", "strong"),),
        (one.show("ci", form),) if one.has("ci") else (say("none"),),
        (one.show("prediction", form),) if one.has("prediction") else (say("none"),),
        (one.run("era"), *_status(one)),
    )


def _status(one: Place) -> Line:
    return sources.flags_of([each["status"] for each in one["cites"].each(sources.weak)])


def _windowed(one: Place) -> Line:
    window = one["window"]
    if not window.there:
        return (say(", time not stated"),)
    return () if UNSTATED in str(window.value) else (say(", "), window.run("words"))


def chosen(report: Report) -> list[tuple[Place, list[Place]]]:
    """Return title and expectations of each treatment still open (of all when every one is barred).

    The first outcome of each family of page one, and the median survival. Empty when the report has no expectations.
    """
    if not report.has("expect"):
        return []
    return [
        (report["modalities"][str(m)]["title"], _first_of_each(report["expect"][str(m)]))
        for m in still_open(report) or Modality
    ]


def _first_of_each(listed: Place) -> list[Place]:
    survival = listed.each(lambda one: one.get("outcome") == SURVIVAL)
    return [*(each for each in _families(listed).values() if each is not None), *survival]


def row_behind(report: Report, one: Place) -> Row:
    """Return an expectation as an entry of a list: outcome and time, estimate, both intervals by name, what is behind it."""
    says = one.either("says", "outcome")
    whose: Line = (say(f" ({SCOPES[str(one['scope'].value)]})"),) if str(one.get("scope")) in SCOPES else ()
    window = one.part("; ", "window", "words") or (say("; time not stated"),)
    met = one.part("; criterion ", "criterion", "words")
    sure = one.part("; certainty ", "certainty", "words")
    return entry(
        (says.run("words", "strong"), *whose, *window, *met),
        (*_value(one), *_intervals(one), say("; "), one.run("behind"), *sure, *_flags(report, one)),
    )


def _intervals(one: Place) -> Line:
    """Return both intervals by name; an estimate without one says so, and what is not pooled has none."""
    if one.get("estimate") is None:
        return ()
    form = "interval_100" if one.get("unit") in FRACTIONS else "interval"
    return tuple(
        run
        for name, key in (("; confidence interval ", "ci"), ("; prediction interval ", "prediction"))
        for run in one.part(name, key, form) or (say(name), say("none"))
    )


def _value(one: Place) -> Line:
    if one.get("estimate") is None:
        return _listed(one)
    if one.get("unit") not in FRACTIONS:
        unit = one.part(" ", "unit", "unit")
        return (one.show("estimate", "number", "strong"), *unit)
    per = one.part(" ", "per", "plural")
    return (one.show("estimate", "of_100", "strong"), *per, say(", not in "), one.show("estimate", "not_of_100"))


def _listed(one: Place) -> Line:
    if not one.has("range"):
        return (say(NO_DATA, "flag"),)
    unit = one.part(" ", "unit", "unit")
    return (say("not pooled; the series print "), one.show("range", "interval", "strong"), *unit)


def _flags(report: Report, one: Place) -> Line:
    """Return each flag of the sources once: what nobody here has read at its source."""
    cites, first = one["cites"], dict[tuple[object, object], int]()
    for i, each in enumerate(cites.values):
        first.setdefault((each.get("status"), each.get("via")), i)
    return tuple(run for i in first.values() for run in sources.flag(report, cites[i]))


def within(report: Report) -> tuple[list[Row], int]:
    """Return what single studies compared within themselves and printed with both counts; and how many print only a ratio."""
    counted, bare = [], 0
    for each in report["comparisons"].each():
        if all(side.has("events") and side.has("n") for side in each["sides"].each()):
            counted.append(_compared(report, each))
        else:
            bare += 1
    return counted, bare


def _compared(report: Report, one: Place) -> Row:
    """Return a study, its two counts, and the ratio between them with interval and p; the ratio never without the counts."""
    sides = [
        (
            side.show("name", "words", "strong"),
            say(" "),
            side.show("events", "number"),
            say(" of "),
            side.show("n", "number"),
        )
        for side in one["sides"].each()
    ]
    where = one.part(", ", "setting")
    named = (
        ("; odds ratio ", "estimate", "number"),
        (", confidence interval ", "ci", "interval"),
        (", p ", "p", "number"),
    )
    ratio = tuple(run for name, key, form in named for run in one.part(name, key, form))
    sure = one.part("; certainty ", "certainty", "words")
    lead = (report.work(one, "study"), say(", "), one.show("says"), *where)
    return entry(lead, (*join(sides, ", "), *ratio, *sure, *_flags(report, one)))
