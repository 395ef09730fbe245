"""Works, citations and what stands behind an estimate, as the words a view prints."""

from collections.abc import Mapping
from typing import Any

from seldinger.report.numbers import count, percent, text

HASH_SHOWN = 12
AUTHORS_SHOWN = 3


def short_hash(value: Any) -> str:
    """Return the first characters of a hash, enough to tell two versions apart."""
    return text(value)[:HASH_SHOWN]


def work(value: Any) -> str:
    """Return the short name of a work from its CSL-JSON.

    >>> work({"author": [{"family": "Su"}], "issued": {"date-parts": [[2017]]}})
    'Su 2017'
    """
    if not isinstance(value, Mapping):
        return text(value)
    if value.get("title-short"):
        return text(value["title-short"])
    authors = _authors(value)
    return f"{authors[0] if authors else text(value.get('id'))} {_year(value)}".strip()


def behind(value: Any) -> str:
    """Return what stands behind an estimate: studies and their years, people, what was left out, the share of the prior.

    >>> behind({"k": 4, "years": [1989, 2006], "n": 198, "left_out": [{}], "prior_share": 0.44})
    'studies 4: 1989–2006; n = 198; 1 left out; 44 % prior'
    """
    if not isinstance(value, Mapping):
        return text(value)
    parts = (
        f"studies {era(value)}",
        f"n = {count(value['n'])}" if value.get("n") is not None else "",
        f"{count(value['left_out'])} left out" if value.get("left_out") else "",
        f"{percent(value['prior_share'])} prior" if value.get("prior_share") is not None else "",
    )
    return "; ".join(part for part in parts if part)


def era(value: Any) -> str:
    """Return how many studies stand behind an estimate, and from which years.

    >>> era({"k": 2, "years": [2008, 2013]}), era({"k": 1, "years": None})
    ('2: 2008–2013', '1: years not stated')
    """
    if not isinstance(value, Mapping):
        return text(value)
    years = value.get("years")
    when = "–".join(text(each) for each in dict.fromkeys(years)) if isinstance(years, list) and years else ""
    studies = f"{count(value['k'])}: " if value.get("k") is not None else ""
    return studies + (when or "years not stated")


def where(value: Any) -> str:
    """Return the place that a citation names inside a work, and how strongly the work puts it.

    >>> where({"key": "delprete2014", "at": "Table 4", "strength": "supporting"})
    'Table 4 (supporting)'
    """
    if not isinstance(value, Mapping):
        return text(value)
    said = [text(value["at"])] if value.get("at") else []
    return " ".join([*said, f"({text(value['strength'])})"] if value.get("strength") else said)


def reference(value: Any) -> str:
    """Return a work as a reference list prints it: authors, title, journal, year, volume, page, DOI."""
    if not isinstance(value, Mapping):
        return text(value)
    authors = _authors(value)
    names = ", ".join(authors[:AUTHORS_SHOWN]) + (", et al." if len(authors) > AUTHORS_SHOWN else "")
    journal = " ".join(text(value[key]) for key in ("container-title", "publisher") if value.get(key))
    place = ":".join(text(value[key]) for key in ("volume", "page") if value.get(key))
    when = ";".join(part for part in (_year(value), place) if part)
    doi = f"doi:{text(value['DOI'])}" if value.get("DOI") else text(value.get("URL")) if value.get("URL") else ""
    parts = (names, text(value["title"]) if value.get("title") else "", f"{journal} {when}".strip(), doi)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _authors(value: Mapping[str, Any]) -> list[str]:
    people = value.get("author") or []
    return [text(each.get("family") or each.get("literal")) for each in people if isinstance(each, Mapping)]


def _year(value: Mapping[str, Any]) -> str:
    parts = (value.get("issued") or {}).get("date-parts") or [[None]]
    return "" if not parts[0] or parts[0][0] is None else str(parts[0][0])
