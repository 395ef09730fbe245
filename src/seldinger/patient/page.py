"""The page of the documentation that lists everything a chart may hold."""

from collections.abc import Iterable, Iterator, Sequence

from seldinger.patient.catalogue import variables
from seldinger.patient.course import TABLES
from seldinger.patient.variable import Code, Variable
from seldinger.patient.words import allowed, members
from seldinger.terms import Status

INTRO = """\
# The chart

Every fact that a chart may hold, by table. A fact is a bare value, a table with `value`, `unit`, `date`, `source`,
`by`, a list of such tables (a series), an interval (`low` and `high`), a limit of detection (`below` or `above`), or
`not_done = true` or `refused = true` with `why`. Left out means that nobody looked; it never means no.

"Counts" is how long a finding speaks for the patient. The sources state no such limits: all of them are house defaults,
**unverified**. Codes marked * are unverified.
"""
MEMBERS = ("member", "may be written", "required")
COLUMNS = ("key", "what", "may be written", "counts", "who", "asked under", "codes")


def chart_page() -> str:
    """Return the page in Markdown, made from the declarations."""
    return INTRO + "".join([*_sections(), *_tables()])


def _sections() -> Iterator[str]:
    sections = dict.fromkeys(key.partition(".")[0] for key in variables())
    for section in sections:
        known = [each for key, each in variables().items() if key.partition(".")[0] == section]
        yield f"\n## {section}\n\n{_table(COLUMNS, map(_row, known))}"


def _row(known: Variable) -> Sequence[str]:
    extras = "".join(f"; with `{each.name}`" for each in known.extras)
    parts = f"; by part: {', '.join(known.parts)}" if known.parts else ""
    codes = ", ".join(_code(code) for code in known.codes)
    counts = "" if known.max_age_days is None else f"{known.max_age_days} d"
    return (f"`{known.key}`", known.title, allowed(known) + extras + parts, counts, known.who, known.group.value, codes)


def _code(code: Code) -> str:
    system = {"http://loinc.org": "LOINC", "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM"}.get(code.system, "local")
    mark = "*" if code.status is Status.UNVERIFIED else ""
    return system if system == "local" else f"{system} {code.code}{mark}"


def _tables() -> Iterator[str]:
    for key, row in TABLES.items():
        rows = [(f"`{each.name}`", each.allowed, "yes" if each.required else "") for each in members(row)]
        yield f"\n## [[{key}]]\n\n{(row.__doc__ or '').strip()}\n\n{_table(MEMBERS, rows)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
