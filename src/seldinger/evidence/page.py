"""The page of the evidence: what is pooled and what a new centre may see, headlines explained, findings, hold-out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from seldinger import cite
from seldinger.evidence.catalogue import entries
from seldinger.evidence.forecast import expect
from seldinger.evidence.headlines import headlines
from seldinger.evidence.holdout import holdout
from seldinger.evidence.outcomes import SCOPE_SAYS, definitions
from seldinger.evidence.reading import library
from seldinger.evidence.validators import check
from seldinger.evidence.within import Comparison, comparisons
from seldinger.terms import Modality

INTRO = """# Evidence

Every number here is made from the study files. A cell keeps its printed words; beside them stands what it is read as,
and why. Outcomes are pooled only when definition, unit and window match; everything left out is listed by
`seldinger evidence pool`. Modalities are never compared across series: each is shown on its own scale.
The interval to plan with is the prediction for a new centre, not the confidence interval of the mean.
"""


def markdown() -> str:
    """Return the page as Markdown; the same bytes for the same knowledge."""
    parts = (_contents, _outcomes, _expected, _within, _headlines, _findings, _holdout)
    return INTRO + "\n" + "\n".join(part() for part in parts)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def percent(value: float | None) -> str:
    """Return a fraction as a whole percent, with a decimal below ten.

    >>> percent(0.5), percent(0.033), percent(None)
    ('50', '3.3', '—')
    """
    return "—" if value is None else f"{100 * value:.1f}" if 0 < value < 0.1 else f"{100 * value:.0f}"


def span(pair: Sequence[float | None] | None) -> str:
    """Return an interval of fractions in percent."""
    return "—" if pair is None else f"{percent(pair[0])} to {percent(pair[1])}"


def name(key: str) -> str:
    """Return the short name of a work."""
    return cite.short_name(key)


def _contents() -> str:
    lines = entries()
    kinds = Counter(line.kind for line in lines)
    rows = sum(line.rows for line in lines)
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    groups = sorted({line.overlap_group for line in lines if line.overlap_group})
    shared = [
        (group, ", ".join(name(line.key) for line in lines if line.overlap_group == group and line.kind == "series"))
        for group in groups
    ]
    shared = [(group, names) for group, names in shared if "," in names]
    return (
        f"## What is here\n\n{len(lines)} files ({said}) with {rows} cells. Levels: full text of the two reviews, "
        "abstracts read beside them, secondary pages.\n\nStudies that may share patients; one of a group enters a pool:\n\n"
        + table(("group", "studies"), shared)
    )


def _outcomes() -> str:
    rows = [
        (
            f"`{k.id}`",
            k.says,
            f"{k.outcome}{' ≥ ' + k.at_least if k.at_least else ''}",
            k.unit,
            " or ".join(k.windows),
            "; ".join(k.bridges),
        )
        for k in definitions()
    ]
    head = ("id", "outcome", "from", "per", "window", "bridges")
    return "## What may be pooled\n\n" + table(head, rows)


def _expected() -> str:
    found = expect(borrowing=True)
    parts = [
        "## What to expect\n\nPer 100 patients or procedures. *Prediction*: rate of a new centre, 95 %. *Next 20*: events "
        "among its next twenty, 90 %. *Prior*: how much of the prediction rests on the prior.\n"
    ]
    for modality in Modality:
        lines = found[modality.value]
        parts.append(f"### {modality.label}\n\n" + table(_HEAD, [_line(line) for line in lines]))
        lent = [_lent(line) for line in lines if line["borrowing"]]
        if lent:
            parts.append("What the other modalities would lend, as far as they look alike:\n\n" + table(_LENT, lent))
    return "\n".join(parts)


_HEAD = (
    "outcome",
    "of",
    "rows",
    "studies",
    "events",
    "estimate",
    "95 % CI",
    "prediction",
    "next 20",
    "prior",
    "certainty",
)
_LENT = ("outcome", "with", "weight", "alone", "with borrowing", "patients' worth borrowed")


def _line(line: dict[str, Any]) -> tuple[object, ...]:
    low, high = line["next"]["events"]
    return (
        f"{line['says']} per {line['per']}",
        line["scope_says"],
        "reviews" if line["policy"].startswith("the two") else "with abstracts",
        line["k"],
        f"{line['events']}/{line['n']}",
        percent(line["estimate"]),
        span(line["ci"]),
        span(line["prediction"]),
        f"{low} to {high}",
        f"{percent(line['prior_share'])} %",
        line["certainty"],
    )


def _lent(line: dict[str, Any]) -> tuple[object, ...]:
    one = line["borrowing"]
    others = ", ".join(Modality(m).label for m in one["with"])
    alone = f"{percent(one['alone'])} ({span(one['alone_ci'])})"
    lent = f"{percent(one['rate'])} ({span(one['ci'])})"
    return line["says"], others, f"{one['weight']:.2f}", alone, lent, f"{one['ess_borrowed']:.1f}"


def _within() -> str:
    head = ("study", "outcome", "between", "groups", "ratio (95 %)", "p", "certainty", "note")
    return (
        "## Comparisons that studies make within themselves\n\nOdds ratios of the first group against the second are exact "
        "and conditional, p is Fisher's; other ratios are as printed. None of these groups was formed by chance.\n\n"
        + table(head, [_compared(one) for one in comparisons()])
    )


def _compared(one: Comparison) -> tuple[object, ...]:
    groups = " v ".join(f"{s.name} {s.events}/{s.n}" if s.n else s.name for s in one.sides)
    kind = one.measure if not one.sides[0].n else "OR"
    ends = "no interval" if one.ci is None else f"{one.ci[0]:.2f} to {'∞' if one.ci[1] is None else f'{one.ci[1]:.2f}'}"
    ratio = f"{kind} {'—' if one.estimate is None else f'{one.estimate:.2f}'} ({ends})"
    note = "; ".join(part for part in (one.setting, one.note) if part)
    p = "—" if one.p is None else f"{one.p:.3f}"
    return name(one.study), one.says, one.between, groups, ratio, p, one.certainty.value, note


def _headlines() -> str:
    head = ("figure", "printed", "verdict", "needs", "found", "other ways and notes")
    rows = []
    for h in headlines():
        ways = (
            [f"{len(h.alternatives)} ways: " + "; ".join(h.alternatives)]
            if len(h.alternatives) > 1
            else [*h.alternatives]
        )
        rows.append((h.says, h.printed, h.verdict, h.needs, h.found, ". ".join([*ways, *h.notes])))
    return "## The figures the reviews print\n\n" + table(head, rows)


def _findings() -> str:
    found = [i for i in check(library()) if i.severity != "note"]
    rows = [(f"`{i.where}`", i.kind, i.severity, i.saw, i.expected, i.acknowledged or "open") for i in found]
    head = ("place", "kind", "severity", "seen", "expected", "what we do")
    return "## What does not add up\n\n" + table(head, rows)


def _holdout() -> str:
    head = ("outcome", "scope", "method", "covered by the 90 % interval", "mean log score", "mean width")
    rows = [
        (
            s.outcome,
            SCOPE_SAYS[s.scope],
            s.method,
            f"{s.covered} of {s.k}",
            f"{s.log_score:.2f}",
            f"{percent(s.width)} %",
        )
        for s in holdout()
    ]
    return (
        "## Each study forecast from the others\n\nOutcomes fixed beforehand: those with at least eight studies. A higher log "
        "score is better; the law of counts in each left-out study is scored.\n\n" + table(head, rows)
    )
