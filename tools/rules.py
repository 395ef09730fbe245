"""The pages of the rules, the treatments, the definitions and the audit trail, made from what the program has loaded."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from seldinger import audit
from seldinger.cite import Citation, short_name
from seldinger.patient import variable
from seldinger.report.tree import Node, tree
from seldinger.selection.conflicts import CONFLICTS
from seldinger.selection.definitions import definitions
from seldinger.selection.modalities import COVERAGE, EVERY_RULE, EVIDENCE_LEVEL
from seldinger.selection.profiles import PROFILES, modification, page, silent, table, verdict_of
from seldinger.selection.rule import Basis, Rule, Source
from seldinger.terms import Kind, Modality, Verdict
from tests.spec.spec import rows_as_written
from tests.spec.tables import SPECS
from tools import tables
from tools.unverified import quantity

KINDS = {
    Kind.HAZARD: "a lasting danger",
    Kind.NO_BENEFIT: "no danger, but no reason either",
    Kind.TEMPORARY: "treat first, then ask again",
    Kind.MODIFIES: "go ahead in a changed form",
    Kind.SUPPORT: "text only: counts in favour, or expressly does not count against",
}
BASES = {Basis.OWN: "", Basis.INHERITED: "carried over by inference", Basis.FLOOR: "not stated in the reviews"}


def rule_page(rule: Rule) -> str:
    """Return the page of one rule."""
    return "\n".join(
        (
            f"# {rule.sentence}\n",
            f"Rule `{rule.id}`, {rule.topic}: {KINDS[rule.kind]}. While it is open a sheet prints: {rule.condition_words}."
            + (" What it rests on can be corrected." if rule.correctable else "")
            + (f" When it is weighed as a change: {rule.changes}." if rule.changes else "")
            + "\n",
            *_limits(rule),
            "## Answers at the boundaries\n",
            _boundaries(rule),
            "## What it looks at\n",
            tables.table(("chart key", "meaning", "who can say"), [_looked_at(name) for name in rule.variables])
            if rule.variables
            else "Nothing: it always holds.\n",
            "## Who says so\n",
            tables.table(("source", "place", "strength", "treatments", "statement"), map(_source, rule.sources)),
            "## Verdict when it fires\n",
            _verdicts(rule),
            *_dissent(rule),
        )
    )


def _limits(rule: Rule) -> Iterator[str]:
    from seldinger.logic import thresholds_of

    limits = thresholds_of(rule.when)
    if limits:
        rows = [(f"`{t.id}`", quantity(t.value, t.unit), t.says, t.status, t.review_due) for t in limits]
        yield "## Limits\n"
        yield tables.table(("threshold", "value", "as printed", "status", "review due"), rows)


def _boundaries(rule: Rule) -> str:
    head, rows = rows_as_written(SPECS[rule.id])
    return tables.table(head, rows)


def _looked_at(name: str) -> tuple[str, str, str]:
    declared = variable(name)
    return f"`{name}`", declared.title + (f" [{declared.unit}]" if declared.unit else ""), declared.who


def _source(source: Source) -> tuple[str, str, str, str, str]:
    cites = source.cites
    basis = BASES[source.basis]
    strength = (
        (cites.strength or "") + (f"; {basis}" if basis else "") + ("; prints a way round" if source.exit else "")
    )
    return short_name(cites.key), cites.at, strength, _labels(source.modalities), cites.statement or ""


def _labels(modalities: Iterable[Modality]) -> str:
    return ", ".join(m.label for m in modalities)


def _verdicts(rule: Rule) -> str:
    head = ("profile", *(m.label for m in Modality))
    return tables.table(head, [(name, *(_verdict(rule, m, name) for m in Modality)) for name in PROFILES])


def _verdict(rule: Rule, modality: Modality, profile: str) -> str:
    weighing = PROFILES[profile]
    if not rule.speaks(modality):
        return "—"
    if silent(modality, weighing):
        return "profile silent"
    verdict = verdict_of(rule, modality, weighing)
    if verdict is None:
        return "text only"
    changes = modification(rule, modality, weighing) if verdict is Verdict.MODIFIED else ""
    return verdict.label + (f": {changes}" if changes else "")


def _dissent(rule: Rule) -> Iterator[str]:
    own = {source.cites.statement for source in rule.sources}
    found = [each for each in CONFLICTS if own & {c.statement for s in each.stances for c in s.cites}]
    if found:
        yield "## Where the sources disagree\n"
        yield tables.table(("", "topic", "what this software does"), [(e.id, e.topic, e.says) for e in found])


def modality_page(modality: Modality) -> str:
    """Return the page of one treatment."""
    says, cites = EVIDENCE_LEVEL[modality]
    rows = [
        (f"[`{row.id}`](../rules/{row.id}.md)", _sentence(modality, row.id), Verdict(row.outcome).label)
        for row in table(modality, PROFILES["strictest"]).rows
    ]
    text = [
        (f"[`{rule.id}`](../rules/{rule.id}.md)", rule.sentence)
        for rule in page(modality, PROFILES["strictest"])
        if verdict_of(rule, modality, PROFILES["strictest"]) is None
    ]
    partial_note = " The two reviews alone do not make it safe." if COVERAGE[modality] == "partial" else ""
    return "\n".join(
        (
            f"# {modality.label}\n",
            f"{says} ({_cited(cites)}) Coverage by the reviews: {COVERAGE[modality]}.{partial_note}\n",
            f"![Decision tree](../img/tree-{modality}.svg)\n",
            "The first row that holds decides, under the profile `strictest`; all other rows are printed too. A row that "
            "nobody can answer leaves every verdict below it possible.\n",
            tables.table(("rule", "when", "verdict"), rows),
            "Text only:\n",
            tables.table(("rule", "when"), text),
        )
    )


def _sentence(modality: Modality, rule_id: str) -> str:
    return next(rule.sentence for rule in page(modality, PROFILES["strictest"]) if rule.id == rule_id)


def _cited(cites: Iterable[Citation]) -> str:
    return "; ".join(dict.fromkeys(f"{short_name(c.key)}, {c.at}" for c in cites))


QUESTIONS = {
    Verdict.CONTRAINDICATED: "Any lasting danger?",
    Verdict.NOT_INDICATED: "Any lack of benefit?",
    Verdict.DEFER: "Anything to treat first?",
    Verdict.MODIFIED: "Anything to be changed?",
}


def decision_tree(modality: Modality) -> str:
    """Return the first-hit table of a treatment as a drawing: one question for each verdict, its rules as leaves."""
    rows = table(modality, PROFILES["strictest"]).rows
    by_id = {rule.id: rule for rule in page(modality, PROFILES["strictest"])}
    node = Node(says=Verdict.ELIGIBLE.label)
    for verdict, question in reversed(QUESTIONS.items()):
        leaves = [by_id[row.id] for row in rows if row.outcome == verdict]
        always = [rule for rule in leaves if not rule.variables]
        last = Node(says=f"{always[0].changes}: {verdict.label}") if always else node
        answers = [
            ("yes", Node(says=rule.brief.format(limit=rule.limit_words) or rule.topic))
            for rule in leaves
            if rule.variables
        ]
        node = Node(says=f"{question} {verdict.label}", answers=(*answers, ("none", last)))
    return tree(node, title=f"{modality.label}, strictest: the first yes decides")


def definitions_page() -> str:
    """Return the page of what the reviews' vague words and value sets mean here."""
    rows = [
        (
            each.word,
            each.says,
            f"**{each.status}**" if each.status == "unverified" else each.status,
            ", ".join(f"`{name}`" for name in (*each.variables, *(t.id for t in each.thresholds))),
            _cited(each.cites),
        )
        for each in definitions()
    ]
    intro = (
        "What a word of the reviews means here and who answers it. *read*: as the review says; *local*: a convention of this "
        "software; *unverified*: background knowledge, which only asks. A centre sets its own limits by an overlay."
    )
    return tables.page("Definitions", intro, ("word", "means here", "status", "rests on", "source"), rows)


NUMBERING = (
    "Sentences are counted in reading order from 1 within each section of the paper, headings left out; the text before the "
    "first heading of the transarterial review is its Introduction, and its three cases are their captions without the words "
    "Figure 1 to 3. A sentence that runs on past a figure, a table or a page is one sentence; so is a list after a colon. "
    "Tables 1 to 3 of Del Prete 2014 count as one each, since their rows are study files; of Table 4 each item counts, "
    "the column of indications first."
)


def audit_page() -> str:
    """Return the audit trail: each statement with what stands behind it, each sentence with where it went."""
    behind: dict[str, list[str]] = {}
    for each in audit.artefacts():
        behind.setdefault(each.statement, []).append(f"{each.kind} *{each.name}*")
    exempted, listed = audit.exempted(), audit.statements().values()
    rows = [
        (
            each.id,
            each.kind,
            each.section,
            each.says,
            "; ".join(behind.get(each.id, [f"left out: {exempted.get(each.id)}"])),
        )
        for each in listed
    ]
    realised = sum(each.id in behind for each in listed)
    lead = f"{realised} of {len(listed)} statements realised, {len(exempted)} left out with a reason."
    parts = [
        f"# Audit trail\n\n{lead}\n",
        "## What stands behind each statement\n",
        tables.table(("id", "kind", "section", "statement", "realised by"), rows),
        f"## Where each sentence of the reviews went\n\n{NUMBERING}\n",
    ]
    for review, section in dict.fromkeys((s.review, s.section) for s in audit.sentences()):
        found = [s for s in audit.sentences() if (s.review, s.section) == (review, section)]
        numbered = [(s.number, ", ".join(s.statements) or f"not a statement: {s.reason}") for s in found]
        parts += [f"### {short_name(review)}, {section}\n", tables.table(("sentence", "went into"), numbered)]
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "docs/audit.md": audit_page,
    "docs/definitions.md": definitions_page,
    **{f"docs/rules/{rule.id}.md": partial(rule_page, rule) for rule in EVERY_RULE},
    **{f"docs/modalities/{m}.md": partial(modality_page, m) for m in Modality},
    **{f"docs/img/tree-{m}.svg": partial(decision_tree, m) for m in Modality},
}
