"""What to expect, on 100 people: estimate, confidence interval and prediction interval by name, how much stands behind."""

from seldinger.report import figures as forest
from seldinger.report import sources
from seldinger.report.blocks import Figure, Row, entry, row, section
from seldinger.report.place import Line, Place, join, say
from seldinger.terms import BARS, Modality

FRACTIONS = {"proportion", "fraction", "share", "1", "rate"}
NO_PREDICTION = "no prediction interval"
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
UNSTATED = "unstated"
FIGURE_MM = 150.0
SCOPES = {"embolization": "TAE and TACE mixed", "y90": "Y-90, device mixed"}  # the long form stands on page two
HARMS = {
    "severe_complication": "severe complication",
    "severe_complication_per_procedure": "severe complication",
    "toxicity_grade_3_4": "severe toxicity",
    "biliary_injury_per_procedure": "bile duct injury",
    "late_liver_disease": "late cirrhosis-like liver",
}


def entries(report: Place) -> list[tuple[Place, Place]]:
    """Return every expectation with the title of its treatment, in fixed order."""
    found: list[tuple[Place, Place]] = []
    for modality in Modality:
        title = report["modalities"][str(modality)]["title"]
        found += [(title, each) for each in report["expect"][str(modality)].each()]
    return found


def families(report: Place) -> list[Row]:
    """Return for each family of outcomes a section, with who has no data, and a row for each treatment that has some.

    Only treatments that are not barred are shown; all of them stand in ``table``.
    """
    if not report["expect"].there:
        return []
    usual = usual_certainty(report)
    rows: list[Row] = []
    for family, names in FAMILIES.items():
        rows += _family(report, family, names, None if usual is None else usual.value)
    return rows


def still_open(report: Place) -> list[Modality]:
    """Return the treatments for which some verdict is possible that does not bar."""
    found = report["modalities"]
    return [m for m in Modality if any(each not in BARS for each in found[str(m)]["possible"].value or ())]


def usual_certainty(report: Place) -> Place | None:
    """Return the certainty that most estimates have, so that page one need say it once."""
    counted: dict[object, list[Place]] = {}
    for _, each in entries(report):
        if each["certainty"].there:
            counted.setdefault(each["certainty"].value, []).append(each["certainty"])
    return max(counted.values(), key=len)[0] if counted else None


def _family(report: Place, family: str, names: tuple[str, ...], usual: object) -> list[Row]:
    found: dict[str, Row] = {}
    without: list[Line] = []
    for modality in still_open(report):
        title = report["modalities"][str(modality)]["title"]
        best = _best(report["expect"][str(modality)].each(), names)
        if best is None:
            without += [(title.run(),)] if title.there else []
        else:
            found.setdefault(repr((best["scope"].value, best["estimate"].value)), _short(report, title, best, usual))
    none: Line = (say(" – no data: "), *join(without)) if without else ()
    return [section(say(family, "strong"), *none), *found.values()]


def _best(listed: list[Place], names: tuple[str, ...]) -> Place | None:
    for name in names:
        for each in listed:
            if each.value.get("outcome") == name and each.value.get("estimate") is not None:
                return each
    return None


def _short(report: Place, title: Place, one: Place, usual: object) -> Row:
    per: Line = (say(", per "), one["per"].run("words")) if one["per"].value not in (None, "patient") else ()
    harm = HARMS.get(str(one["outcome"].value))
    what: Line = (say(f", {harm}"),) if harm else ()
    form = "interval_100" if one["unit"].value in FRACTIONS else "interval"
    estimate = one["estimate"].run("of_100" if one["unit"].value in FRACTIONS else "number", "strong")
    sure: Line = () if one["certainty"].value in (None, usual) else (say(", certainty "), one["certainty"].run("words"))
    prediction: Line = (one["prediction"].run(form),) if one["prediction"].there else (say("none"),)
    return row(
        (*_short_scope(title, one), *what, *per, *_windowed(one), *sure),
        (estimate,),
        (one["ci"].run(form),) if one["ci"].there else (say("none"),),
        prediction,
        _status(one),
    )


def _status(one: Place) -> Line:
    weak = [each for each in one["cites"].each() if each["status"].value not in (None, sources.READ, sources.LOCAL)]
    return (weak[0]["status"].run("words", "flag"),) if weak else ()


def _short_scope(title: Place, one: Place) -> Line:
    scope = str(one["scope"].value)
    return (say(SCOPES[scope]),) if scope in SCOPES else (title.run(),)


def _whose(title: Place, one: Place) -> Line:
    return (one["scope_says"].run() if one["scope_says"].there else title.run(),)


def _windowed(one: Place) -> Line:
    window = one["window"]
    if not window.there:
        return (say(", time not stated"),)
    return () if UNSTATED in str(window.value) else (say(", "), window.run("words"))


def figures(report: Place) -> tuple[Figure, ...]:
    """Return a forest for each family of outcomes that has an estimate, benefit and harm alike."""
    drawn: list[Figure] = []
    for family, names in FAMILIES.items():
        rows: dict[str, forest.Row] = {}
        for title, each in entries(report):
            if (
                each["outcome"].value in names
                and each["unit"].value in FRACTIONS
                and each["estimate"].value is not None
            ):
                label = "".join(run.text for run in (*_short_scope(title, each), *_outcome(each)))
                rows.setdefault(label, _drawn_row(label, each))
        if rows:
            svg = forest.forest(list(rows.values()), title=f"{family}, of 100")
            says = "; ".join(forest.row_words(each) for each in rows.values())
            drawn.append(Figure(svg=svg, says=f"{family}. {says}", width_mm=FIGURE_MM))
    return tuple(drawn)


def _outcome(one: Place) -> Line:
    per: Line = (say(f", per {one['per'].value}"),) if one["per"].value not in (None, "patient") else ()
    harm = HARMS.get(str(one["outcome"].value))
    return (*((say(f", {harm}"),) if harm else ()), *per)


def _drawn_row(label: str, one: Place) -> forest.Row:
    ci, prediction = one["ci"].value, one["prediction"].value
    return forest.Row(
        label=label,
        estimate=one["estimate"].value,
        ci=None if ci is None else (ci[0], ci[1]),
        prediction=None if prediction is None else (prediction[0], prediction[1]),
    )


def table(report: Place) -> list[Row]:
    """Return every expectation once, under its outcome, with what stands behind it and its sources."""
    groups: dict[str, dict[str, tuple[Place, Place]]] = {}
    for title, each in entries(report):
        same = repr([each[key].value for key in ("scope", "policy", "estimate", "window")])
        groups.setdefault(str(each["outcome"].value), {}).setdefault(same, (title, each))
    rows: list[Row] = []
    for group in groups.values():
        first = next(iter(group.values()))[1]
        says = first["says"] if first["says"].there else first["outcome"]
        rows.append(section(says.run("words", "strong")))
        rows += [
            entry(_whose(title, each), line(each), sources.full(report, each["cites"]))
            for title, each in group.values()
        ]
    return rows


def line(one: Place) -> Line:
    """Return one expectation in words with its time window; "no data" is said aloud."""
    window: Line = (one["window"].run("words"),) if one["window"].there else (say("not stated"),)
    timed = (say("; time window "), *window)
    lead = _listed(one) if one["estimate"].value is None else estimate(one)
    return (*lead, *timed, *behind(one))


def _listed(one: Place) -> Line:
    if not one["range"].there:
        return (say(NO_DATA, "flag"),)
    unit: Line = (say(" "), one["unit"].run("unit")) if one["unit"].there else ()
    return (say("not pooled; the series print "), one["range"].run("interval", "strong"), *unit)


def estimate(one: Place) -> Line:
    """Return the estimate, its other side, and both intervals, each by its name."""
    if one["unit"].value not in FRACTIONS:
        unit: Line = (say(" "), one["unit"].run("unit")) if one["unit"].there else ()
        return (one["estimate"].run("number", "strong"), *unit, *_intervals(one, "interval"))
    per: Line = (say(" "), one["per"].run("plural")) if one["per"].there else ()
    other = (say(", not in "), one["estimate"].run("not_of_100"))
    return (one["estimate"].run("of_100", "strong"), *per, *other, *_intervals(one, "interval_100"))


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
        said.append((say("n = "), one["n"].run("count")))
    if one["certainty"].there:
        said.append((say("certainty "), one["certainty"].run("words")))
    if one["prior_share"].there:
        said.append((one["prior_share"].run("percent"), say(" of the prediction rests on the prior")))
    if one["policy"].there:
        said.append((say("from "), one["policy"].run()))
    if one["left_out"].there:
        said.append((one["left_out"].run("count"), say(" results left out")))
    return tuple(run for each in said for run in (say("; "), *each))
