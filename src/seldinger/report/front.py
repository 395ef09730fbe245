"""Page one: what a board reads in a minute. Everything here stands again, whole and with its sources, on the pages after."""

from dataclasses import replace
from itertools import chain

from seldinger.report import expect, matrix, plans, sources
from seldinger.report.blocks import Block, Row, row, section
from seldinger.report.numbers import words
from seldinger.report.place import Line, Place, Report, Run, cut, join, say, together

WIDE, LEFT, RIGHT = 186.0, 78.0, 104.0  # [mm] of a page of 210 with margins of 12, and its two columns
SIGN, SOURCE, SEEN = 15.4, 31.0, 31.0
COLUMNS = 3  # of facts
LABELS = {
    "primary.site": "Primary",
    "primary.resected": "Primary resected",
    "syndrome.functioning": "Functioning",
    "syndrome.carcinoid": "Carcinoid syndrome",
    "symptoms.present": "Symptoms",
    "disease.course": "Course in the liver",
    "liver.lesions": "Liver lesions",
    "liver.largest_cm": "Largest lesion",
    "liver.lobes": "Lobes",
    "liver.burden_percent": "Burden",
    "liver.hypervascular": "Hypervascular",
    "extrahepatic.extent": "Outside the liver",
    "extrahepatic.sites": "Sites outside",
    "vessels.portal_vein": "Portal vein",
    "biliary.state": "Bile ducts",
    "fitness.ecog": "ECOG",
    "shunt.lung_shunt_fraction": "Lung shunt fraction",
}
QUESTION_MOST, HEADLINE_MOST, FACT_MOST, LINE_MOST = 200, 330, 70, 260
CELL_MOST, WORD_MOST = 110, 30  # [letters]; for a cell of the matrix, and for a word about the patient
NOT_BUILT = "Not part of this release yet: nothing follows from its absence."
EXPECT = "What to expect, of 100 patients"
LEGEND = (
    "Treatments not barred, each on its own series: not to be compared. Prediction interval: for a new centre. "
    "Where no time is given, none is stated."
)
NO_DATA = "No data: nobody has entered any for this; that is not evidence of no effect."

VERDICTS = {
    "contraindicated": ("✗", "bar"),
    "not_indicated": ("✗", "bar"),
    "defer": ("◐", "defer"),
    "modified": ("!", "alter"),
    "eligible": ("✓", "clear"),
    "undetermined": ("?", "open"),
}


def identity(report: Report) -> Line:
    """Return who this is about, as charted: pseudonym, age, sex, kind of chart."""
    patient = report["patient"]
    age = patient.part(" · ", "age_years", "number", after=" years")
    sex = (say(" · "), cut(patient.show("sex", "words"), WORD_MOST)) if patient.has("sex") else ()
    label = (say(" · "), cut(patient.show("label", "words"), WORD_MOST), say(" chart")) if patient.has("label") else ()
    return (cut(patient.show("id", tone="strong"), FACT_MOST), *age, *sex, *label)


def shortened(block: Block, most: int) -> Block:
    """Return a block of page one with every run of at most so many letters; the whole of each stands on a later page."""
    if all(len(run.text) <= most for run in block.runs()):
        return block
    rows = tuple(
        each._replace(cells=tuple(tuple(cut(run, most) for run in cell) for cell in each.cells)) for each in block.rows
    )
    return replace(block, rows=rows, note=tuple(cut(run, most) for run in block.note))


def question(report: Report) -> Line:
    """Return the question to the board, or that none was written."""
    asked = report["patient"]["question"]
    return (
        (cut(asked.run(), QUESTION_MOST),) if asked.there else (say("No question was written on the chart.", "quiet"),)
    )


def disease(report: Report) -> Block:
    """Return the disease as a grid of facts: grade first, with Ki-67, site, date and edition; last what is not known."""
    patient = report["patient"]
    facts = [(say(_label(name, each), "quiet"), each) for name, each in patient["disease"].items()]
    known = [(label, _fact(each)) for label, each in facts if each.get("value") is not None]
    third = -(-len(known) // COLUMNS)
    grid = [known[i * third : (i + 1) * third] for i in range(COLUMNS)]
    rows = [row(*(cell for column in grid for cell in _pair(column, i))) for i in range(third)]
    open_ = [(label,) for label, each in facts if each.get("value") is None]
    note: Line = (say("Not known: ", "strong"), *join([*open_])) if open_ else ()
    widths = (26.6, 35.4) * COLUMNS
    return Block(id="disease", title="Disease", widths=widths, rows=(*_grades(patient), *rows), note=note, size=8.4)


def _pair(column: list[tuple[Run, Line]], i: int) -> tuple[Line, Line]:
    return ((column[i][0],), column[i][1]) if i < len(column) else ((), ())


def _label(name: str, seen: Place) -> str:
    return LABELS.get(name) or words(seen.get("title") or name)


def _fact(seen: Place) -> Line:
    dated = (say(", "), seen.show("date", "day", "quiet")) if seen.get("dated") is True else ()
    return (cut(seen.run("seen", "strong"), FACT_MOST), *dated)


def _grades(patient: Place) -> list[Row]:
    """Return one line: editions that agree on one specimen stand together, each specimen is named once."""
    groups = together(patient["grade"].each(), lambda each: (each.get("possible"), each.get("from")))
    if not groups:
        return [section(say("Grade: no specimen is charted.", "strong"))]
    return [section(*join([_grade(group) for group in groups], " · "))]


def _grade(group: list[Place]) -> Line:
    first = group[0]
    taken = first["from"]
    possible = first.show("possible", tone="strong") if first.has("possible") else say("not known", "strong")
    editions = join([(each.show("edition"),) for each in group])
    ki67: Line = (taken.show("ki67_percent"), say(" %")) if taken.has("ki67_percent") else (say("not known"),)
    site = taken.part(", ", "site", "words")
    dated: Line = (say(" "), taken.show("date", "date")) if taken.has("date") else (say(", date not stated"),)
    weak = sources.flags_of([cite["status"] for each in group for cite in each["cites"].each()])
    return (say("Grade ", "quiet"), possible, say(" ("), *editions, say("), Ki-67 "), *ki67, *site, *dated, *weak)


def headlines(report: Report) -> Block:
    """Return a row for each treatment, those with the same answer together: sign and word, then the sentence."""
    groups: dict[tuple[object, ...], list[Place]] = {}
    for each in report.treatments:
        groups.setdefault(tuple(str(each[k].value) for k in ("verdict", "headline", "coverage")), []).append(each)
    rows = tuple(_headline(group) for group in groups.values())
    note = dissent(report) if rows else (say("No treatment is answered in this report.", "quiet"),)
    return Block(id="answers", title="Answer per treatment", widths=(37.0, 32.0, 117.0), rows=rows, note=note, size=9.2)


def _headline(group: list[Place]) -> Row:
    first = group[0]
    sign, tone = VERDICTS.get(str(first.get("verdict")), ("?", "open"))
    partial = (
        (say(" (rules cover this treatment only in part)", "quiet"),) if first.get("coverage") == "partial" else ()
    )
    says = first["headline"]["says"]
    sentence = cut(says.run(), HEADLINE_MOST) if says.there else say("No sentence in this report.", "quiet")
    names = join([(each.show("title", tone="strong"),) for each in group])
    verdict = (say(f"{sign} ", tone), first.show("verdict", "words", tone))
    return row(names, verdict, (sentence, *partial), tones=("", tone, ""))


def criteria(report: Report, found: list[matrix.Criterion]) -> Block:
    """Return the matrix: what has fired, what is missing; what is met in one line below."""
    signs = len(report.treatments)
    fired, opened = matrix.fired_and_open(report, found)
    rows = [
        *matrix.titled("Stands against a treatment, or changes its form", fired),
        *matrix.titled("Not known: who can supply it, and what it would decide, in the order worth asking", opened),
    ]
    widths = (WIDE - SEEN - SOURCE - signs * SIGN, SEEN, SOURCE, *([SIGN] * signs))
    nothing = (
        "Nothing stands against any treatment and nothing is missing."
        if signs
        else "No criterion is judged in this report."
    )
    note = () if rows else (say(nothing),)
    return Block(
        id="criteria", title="Criteria", widths=widths, head=matrix.heads(report), rows=tuple(rows), note=note, size=7.8
    )


def met(found: list[matrix.Criterion]) -> Block:
    """Return what is met, in one running line."""
    runs = matrix.met(found)
    lead = say("Met wherever it is asked: ", "strong")
    line: Line = (lead, *join([(each,) for each in runs], " · ")) if runs else ()
    return Block(id="met", title="", widths=(WIDE,), rows=(row(line),) if line else (), size=7.9)


def dissent(report: Report) -> Line:
    """Return on which topics the sources take different stands for this patient; nothing when on none."""
    topics: dict[object, Place] = {}
    for modality in report.treatments:
        for topic, stances in stances_by_topic(modality).items():
            if differ({each.get("stance") for each in stances}):
                topics.setdefault(topic, stances[0])
    if not topics:
        return ()
    listed = join([(each.show("topic"),) for each in topics.values()])
    return (
        say("The sources differ for this patient on: ", "strong"),
        *listed,
        say("; see “Where the sources differ”.", "layout"),
    )


def differ(stances: set[object]) -> bool:
    return len(stances) > 1 and bool(stances & {"bars", "defers", "modifies"})


def stances_by_topic(modality: Place) -> dict[object, list[Place]]:
    """Return the stance of each source that speaks, by topic."""
    found: dict[object, list[Place]] = {}
    for topic in chain.from_iterable(source["topics"].each() for source in modality["dissent"].each()):
        found.setdefault(topic.get("topic"), []).append(topic)
    return found


def hazards(report: Report) -> Block:
    """Return the hazards with what to do about each."""
    rows = [row(_hazard(each)) for each in report["hazards"].each()]
    return _listed("hazards", "Hazards, and what to do", report["hazards"], rows, LEFT)


def _hazard(one: Place) -> Line:
    what: Line = (say(": "), cut(one.show("mitigation"), LINE_MOST)) if one.has("mitigation") else ()
    return (cut(one.show("hazard", tone="strong"), FACT_MOST), *what)


def distinguishes(report: Report) -> Block:
    """Return what separates the options for this patient, without any ranking."""
    rows = [row((cut(each.show("says"), LINE_MOST),)) for each in report["distinguishes"].each()]
    return _listed("distinguishes", "What separates the options (no ranking)", report["distinguishes"], rows, LEFT)


def expectation(report: Report) -> Block:
    """Return what to expect, of 100 patients each, benefit and harm together; this block is never cut."""
    rows = expect.treatments(report)
    block = _listed("expect", EXPECT, report["expect"], [], RIGHT)
    if report.has("expect") and not expect.still_open(report):
        return replace(
            block,
            note=(say("Every treatment is barred; what series print of each stands with the sources.", "layout"),),
        )
    if not rows:
        return replace(block, note=(say(NOT_BUILT if report.get("expect") is None else NO_DATA, "quiet"),))
    usual = expect.usual_certainty(report)
    sure: Line = (
        (say(" Certainty "), usual.run("words"), say(" where nothing else is said.")) if usual is not None else ()
    )
    legend = (say(LEGEND, "quiet"), *sure)
    widths = (36.0, 13.0, 12.5, 12.5, 30.0)
    head = tuple(
        (say(each),) for each in ("Outcome", "estimate", "confidence interval", "prediction interval", "studies: years")
    )
    return Block(
        id="expect", title=EXPECT, widths=widths, head=head, rows=tuple(rows), note=legend, size=7.6, keep=True
    )


def plan(report: Report) -> Block:
    """Return the plan of each treatment in a line, those with the same line together."""
    groups: dict[str, tuple[list[Line], Line]] = {}
    for names, one in plans.grouped(report):
        line = tuple(cut(run, LINE_MOST) for run in plans.summary(one))
        groups.setdefault("".join(run.text for run in line), ([], line))[0].append(names)
    rows = [row((*join(names), say(": "), *line)) for names, line in groups.values()]
    return _listed("plan", "Plan", report["plan"], rows, RIGHT)


def decision() -> Block:
    """Return the box that only people fill in."""
    labels = ("Decision of the board", "Present", "Date and signature")
    return Block(id="decision", title="Decision (left blank by the software)", widths=(98.0, 44.0, 44.0), boxes=labels)


def _listed(name: str, title: str, place: Place, rows: list[Row], width: float) -> Block:
    note: Line = ()
    if place.value is None:
        note = (say(NOT_BUILT, "quiet"),)
    elif not rows:
        note = (say("Nothing to list for this patient.", "quiet"),)
    return Block(id=name, title=title, widths=(width,), rows=tuple(rows), note=note, size=8.4)
