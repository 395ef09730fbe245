"""A cohort from a file: what cannot be a table is refused, what cannot be read is unknown, and both are said.

No value of a patient reaches a message: lines name the file, the column and a count.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seldinger.cli.say import INPUT, USAGE, complain, stop

if TYPE_CHECKING:
    import polars as pl

MISSING = ("", "na", "n/a", "nan", "null", "-")  # what stands in a cell that nobody filled, in small letters
WORDS = {"true": True, "yes": True, "false": False, "no": False}
LONGEST_HEADER = 1 << 20  # bytes


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The rows as they were sent, and beside them the columns that screening reads, in the types of their chart keys."""

    sent: "pl.DataFrame"
    read: "pl.DataFrame"


def read(path: Path) -> Cohort:
    """Return the cohort of a Parquet or CSV file; stops with status 3 when it is none.

    In a CSV every cell is text. Numbers that cannot be read, and words that are neither yes nor no, are unknown and
    counted on stderr; rows in which every cell is empty are no patients, left out and counted as well.
    """
    sent = _sent(path)
    used = _used(path, sent.columns)
    trimmed = sent.select(_trimmed(name, sent.schema[name]) for name in used)
    typed = _typed(trimmed)
    _say_what_is_lost(path, trimmed, typed)
    _say_what_looks_like_fractions(typed)
    return Cohort(sent=sent, read=typed)


def _sent(path: Path) -> "pl.DataFrame":
    import polars as pl

    ending = path.suffix.lower()
    if ending not in (".parquet", ".csv"):
        stop(USAGE, f"{path}: the ending {path.suffix!r}; expected .parquet or .csv")
    if path.is_dir():
        stop(INPUT, f"{path}: a folder; expected one file")
    try:
        if ending == ".parquet":
            return pl.read_parquet(path, glob=False)
        names = _header(path)
        frame = pl.read_csv(path, infer_schema=False, glob=False)
    except OSError as fault:
        stop(INPUT, f"{path}: cannot be read ({fault.strerror or type(fault).__name__})")
    except pl.exceptions.PolarsError as fault:
        why = "" if ending == ".parquet" else "; is a quotation mark open, or has a row more cells than the header?"
        stop(INPUT, f"{path}: cannot be read as a table ({type(fault).__name__}){why}")
    if len(names) == frame.width:
        frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    return _without_empty_rows(frame)


def _header(path: Path) -> list[str]:
    """Return the names in the first line of a CSV, without spaces around them; stops on a header that misleads."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER)
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        stop(INPUT, f"{path}: not UTF-8; save it as CSV UTF-8")
    if "\r" in text.rstrip("\r\n"):
        stop(INPUT, f"{path}: lines end with a bare carriage return; save it with ordinary line ends")
    names = [name.strip() for name in next(csv.reader([text.rstrip("\r\n")]), [])]
    for sign, said in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and sign in names[0]:
            stop(INPUT, f"{path}: columns stand apart by {said}; expected commas, and points in decimal numbers")
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        stop(INPUT, f"{path}: {', '.join(twice)}: more than one column has this name; keep the one that counts")
    return names


def _without_empty_rows(frame: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    filled = pl.any_horizontal(pl.all().str.strip_chars().fill_null("") != "")
    kept = frame.filter(filled) if frame.width else frame
    if kept.height < frame.height:
        complain(f"{frame.height - kept.height} rows are empty and count as nobody")
    return kept


def _used(path: Path, columns: list[str]) -> list[str]:
    from seldinger.selection.screen import answered, columns_read

    used = [name for name in columns if name in columns_read()]
    if not used:
        stop(INPUT, f"{path}: no column is a chart key; expected names such as {', '.join(columns_read()[:3])}")
    if clash := sorted(set(columns) & set(answered())):
        stop(INPUT, f"{path}: {', '.join(clash)}: columns of an earlier screening; remove them first")
    if idle := [name for name in columns if name not in used]:
        complain(f"not read: {', '.join(idle)}")
    return used


def _trimmed(name: str, kind: Any) -> "pl.Expr":
    """Return a column; of text, without the spaces around it and the words for a cell that nobody filled."""
    import polars as pl

    if kind not in (pl.String, pl.Categorical, pl.Enum):
        return pl.col(name)
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(MISSING)).then(text).alias(name)


def _typed(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Return the frame with text turned into the numbers and the yes or no that the chart keys ask for."""
    import polars as pl

    from seldinger.logic import Flag, Quantity
    from seldinger.selection.cohort import RISK
    from seldinger.selection.screen import WRITTEN, variables_read

    kinds = variables_read()
    text = [name for name in frame.columns if frame.schema[name] == pl.String]
    numbers = [pl.col(name).cast(pl.Float64, strict=False) for name in text if kinds[name] is Quantity]
    flags = [
        name
        for name in text
        if kinds[name] is Flag and (name not in WRITTEN or (name == RISK and _only_true_and_false(frame[name])))
    ]
    return frame.with_columns(
        *numbers,
        *(
            pl.col(name).str.to_lowercase().replace_strict(WORDS, default=None, return_dtype=pl.Boolean)
            for name in flags
        ),
    )


def _only_true_and_false(column: "pl.Series") -> bool:
    """Return whether a column of text is one of yes or no that a table program has written out."""
    words = column.drop_nulls().str.to_lowercase()
    return len(words) > 0 and bool(words.is_in(["true", "false"]).all())


def _say_what_is_lost(path: Path, trimmed: "pl.DataFrame", typed: "pl.DataFrame") -> None:
    from seldinger.selection.screen import unreadable_values

    try:
        odd = unreadable_values(typed)
    except TypeError as fault:
        stop(INPUT, *(f"{path}: {line}" for line in str(fault).split("; ")))
    for name in typed.columns:
        odd[name] = odd.get(name, 0) + typed[name].null_count() - trimmed[name].null_count()
    for name, count in sorted(odd.items()):
        if count:
            complain(f"{name}: {count} values cannot be used and count as unknown; expected {expected(name)}")


def expected(name: str) -> str:
    """Return what a column of a cohort holds: numbers of a unit between two ends, words, or yes and no."""
    from seldinger.logic import Flag, Quantity
    from seldinger.patient import variable
    from seldinger.selection.cohort import RISK
    from seldinger.selection.screen import WRITTEN, variables_read

    kind = variables_read()[name]
    if name == RISK:
        return "none, or words that name it"
    if name in WRITTEN:
        return "none, mild, moderate or severe, or yes or no"
    if kind is Flag:
        return "true or false, yes or no"
    if kind is not Quantity:
        return " or ".join(variable(name).choices)
    declared = variable(name)
    unit = "" if declared.unit in (None, "1") else f" in {declared.unit}"
    ends = "" if declared.high is None else f" from {declared.low or 0:g} to {declared.high:g}"
    return f"{'whole numbers' if declared.integer else 'numbers'}{unit}{ends}"


def _say_what_looks_like_fractions(frame: "pl.DataFrame") -> None:
    """Say when a column of percentages holds nothing above 1: as fractions they would pass every limit."""
    from seldinger.logic import Quantity
    from seldinger.patient import variable
    from seldinger.selection.screen import variables_read

    for name, kind in variables_read().items():
        if kind is Quantity and name in frame.columns and variable(name).unit == "%":
            most = frame[name].cast(float).max()
            if isinstance(most, float) and 0 < most <= 1:
                complain(f"{name}: no value lies above 1, and they are read in percent; are they fractions?")
