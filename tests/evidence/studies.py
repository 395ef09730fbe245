"""A small valid study file in TOML, and ways to change it."""

from seldinger.evidence.reading import read_study
from seldinger.evidence.studies import Study

HEAD = """
schema = 1
key = "{key}"
kind = "series"
design = "retrospective-single-arm"
as_of = 2026-01-01
source = [{{ id = "t", level = "review", key = "delprete2014", at = "Table 1" }}]
{extra}
[[arm]]
id = "all"
scope = [{{ modality = "{modality}" }}]
tumour = "mixed"
patients = {{ printed = "40 patients", enrolled = 40 }}
treatments = {{ printed = "90 procedures", tae = 90, reads_as = "procedures", reason = "more than 40 patients" }}
"""
ROW = """
[[outcome]]
id = "{id}"
arm = "all"
outcome = "{outcome}"
{more}
unit = "{unit}"
window = "{window}"
source = "t"
printed = "{printed}"
events = {events}
denominator = {{ value = {n}, basis = "printed" }}
"""


def text(*rows: str, key: str = "loewe2003", modality: str = "tae", extra: str = "") -> str:
    """Return a study file."""
    return HEAD.format(key=key, modality=modality, extra=extra) + "".join(rows)


def row(
    events: int,
    n: int,
    *,
    id: str = "r",
    outcome: str = "tumour_response",
    category: str | None = ">=PR",
    unit: str = "patient",
    window: str = "unstated",
    criterion: str | None = "unstated",
    percent: str | None = None,
    printed: str | None = None,
    more: str = "",
) -> str:
    """Return one row of a study file."""
    lines = [more]
    lines += [f'category = "{category}"'] if category else []
    lines += [f'criterion = "{criterion}"'] if criterion else []
    lines += [f'percent = "{percent}"'] if percent else []
    said = printed or (f"{events} ({percent}%) of {n}" if percent else f"{events} of {n}")
    return ROW.format(
        id=id, outcome=outcome, more="\n".join(lines), unit=unit, window=window, printed=said, events=events, n=n
    )


def study(*rows: str, key: str = "loewe2003", modality: str = "tae", extra: str = "") -> Study:
    """Return a study made of rows."""
    return read_study(text(*rows, key=key, modality=modality, extra=extra), f"{key}.toml")
