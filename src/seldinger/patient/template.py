"""The empty chart: every key with what may be written, commented out, for a person to fill in."""

from collections.abc import Iterator

from seldinger.patient.catalogue import variables
from seldinger.patient.course import TABLES
from seldinger.patient.read import FIELDS, INTENTS, LABELS, SCHEMA
from seldinger.patient.variable import Variable
from seldinger.patient.words import BLANK, allowed, line, members

HEAD = f"""\
# A chart. Take away the # of a line and write a value in place of each blank. What nobody looked for stays commented
# out: left out means that nobody looked, it never means no. Looked for and absent is false, "none" or 0.
# Any value may be written bare, or as one of these tables, or as a list of them (a series):
#   {{ value = 1.1, unit = "mg/dL", date = 2026-10-02 }}     a number with its unit; a date is year-month-day
#   {{ low = 30, high = 50 }}                                an interval
#   {{ below = 2.0, unit = "mg/24h" }}                       or above: a limit of detection
#   {{ not_done = true, why = "mapping planned" }}           or refused = true
# Any table may add source = "CT 2 Oct", and by = "Dr A. Example" where somebody judged. Free text never decides.

schema = "{SCHEMA}"
# id = "{BLANK}"                # a name that can also name a file
# as_of = {BLANK}               # the day for which the chart speaks; facts without a date count as of it
# label = "{BLANK}"             # {" | ".join(LABELS)}
# question = "{BLANK}"
# intent = "{BLANK}"            # {" | ".join(INTENTS)}
"""
COLUMN = 63


def template() -> str:
    """Return an empty chart in TOML; every key stands in it once, commented out."""
    return HEAD + "\n".join([*_sections(), *_tables()]) + "\n"


def _sections() -> Iterator[str]:
    section = ""
    for key, known in variables().items():
        if key.partition(".")[0] != section:
            section = key.partition(".")[0]
            yield from ("", f"[{section}]", *_rows_inside(section))
        if key not in TABLES:
            yield _commented(line(known), _about(known))
    missing = {key.partition(".")[0] for key in TABLES if "." in key} - {key.partition(".")[0] for key in variables()}
    for section in sorted(missing):
        yield from ("", f"[{section}]", *_rows_inside(section))


def _rows_inside(section: str) -> Iterator[str]:
    for key in FIELDS:
        if key.startswith(f"{section}."):
            inner = ", ".join(f'{each.name} = "{BLANK}"' for each in members(TABLES[key]))
            words = "; ".join(f"{each.name}: {each.allowed}" for each in members(TABLES[key]))
            yield _commented(f"{key.partition('.')[2]} = [{{ {inner} }}]", words)


def _about(known: Variable) -> str:
    parts = (known.title, allowed(known), f"counts {known.freshness}" if known.freshness else "", known.who)
    by_part = f"or by part: {', '.join(known.parts)}" if known.parts else ""
    return "; ".join(part for part in (*parts, by_part) if part)


def _tables() -> Iterator[str]:
    for key, row in TABLES.items():
        if "." not in key:
            yield from ("", f"# [[{key}]]")
            for each in members(row):
                yield _commented(f"{each.name} = {BLANK}", each.allowed + ("; required" if each.required else ""))


def _commented(written: str, words: str) -> str:
    return f"# {written:<{COLUMN}} # {words}"
