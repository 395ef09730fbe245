"""The one place where a value of report.json becomes the words a view prints: every form by its name."""

from collections.abc import Callable
from typing import Any

from seldinger.report.numbers import (
    count,
    date,
    day,
    interval,
    interval_100,
    not_of_100,
    number,
    of_100,
    percent,
    plural,
    quantity,
    seen,
    span,
    text,
    unit,
    words,
)
from seldinger.report.works import behind, era, reference, short_hash, where, work

FORMS: dict[str, Callable[[Any], str]] = {
    "behind": behind,
    "count": count,
    "date": date,
    "day": day,
    "era": era,
    "hash": short_hash,
    "interval": interval,
    "interval_100": interval_100,
    "not_of_100": not_of_100,
    "number": number,
    "of_100": of_100,
    "percent": percent,
    "plural": plural,
    "quantity": quantity,
    "reference": reference,
    "seen": seen,
    "span": span,
    "text": text,
    "unit": unit,
    "where": where,
    "words": words,
    "work": work,
}


def show(form: str, value: Any, at: str) -> str:
    """Return what a view prints for a value of the report; form "key" prints the last step of the pointer itself."""
    if form == "key":
        return words(at.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~"))
    return FORMS[form](value)
