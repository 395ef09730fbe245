"""Tables as the text of a CQL library, for engines that speak it: conditions, possible outcomes, deciding row.

Like `screen` it judges each part of a condition alone, in CQL's own three-valued logic. Nothing branches on a value
that may be null, since CQL would take it for false.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import TypeVar

from seldinger.logic.cells import cut_of
from seldinger.logic.conditions import All, Any, Compare, Condition, Is, Not, variables_of
from seldinger.logic.tables import OTHERWISE, Table
from seldinger.logic.variables import Flag, Quantity, Variable

T = TypeVar("T")
_DIGITS = 8  # after the decimal point, the most a CQL Decimal holds


def cql_library(
    tables: Sequence[Table],
    *,
    library: str,
    version: str,
    comments: Mapping[str, str] | None = None,
    also: Mapping[str, Condition] | None = None,
) -> str:
    """Return the text of a library over parameters named as the variables, in the variables' own units.

    Defined are, for each variable, `known <name>` (null unless usable), for each row `rule <id>`, headed by its
    comment, and for each table `<table> possible at most` (a list of outcomes) and `<table> deciding row` (null while
    open). A row shared by several tables is defined once; `also` adds conditions that decide nothing, by id.

    Raises ValueError when one name or row id means two things, or when a limit has too many digits for a Decimal.
    """
    every = [(row.id, row.when) for table in tables for row in table.rows] + list((also or {}).items())
    rows = _named(every)
    variables = _named((variable.name, variable) for _, when in every for variable in variables_of(when))
    head = [f"library {_identifier(library)} version {_text(version)}", ""]
    head += [line for variable in variables.values() for line in _parameter(variable)]
    body = [line for variable in variables.values() for line in _known(variable)]
    for name, condition in rows.items():
        body += [f"// {line}" for line in (comments or {}).get(name, "").splitlines()]
        body += [f"define {_identifier(f'rule {name}')}:", f"  {_truth(condition)}", ""]
    results = [line for table in tables for line in _result(table)]
    return "\n".join([*head, "", *body, *results]).rstrip() + "\n"


def _named(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, meaning in pairs:
        if found.setdefault(name, meaning) != meaning:
            raise ValueError(f"{name!r} means two things in these tables; print them as two libraries")
    return found


def _kind(variable: Variable) -> str:
    if isinstance(variable, Quantity):
        return "Integer" if variable.integer else "Decimal"
    return "Boolean" if isinstance(variable, Flag) else "String"


def _parameter(variable: Variable) -> list[str]:
    unit = f" [{variable.unit}]" if isinstance(variable, Quantity) else ""
    return [f"// {variable.title}{unit}", f"parameter {_identifier(variable.name)} {_kind(variable)}"]


def _known(variable: Variable) -> list[str]:
    name, usable = _identifier(variable.name), _usable(variable)
    value = f"if Coalesce({usable}, false) then {name} else null as {_kind(variable)}" if usable else name
    return [f"define {_identifier(f'known {variable.name}')}:", f"  {value}", ""]


def _usable(variable: Variable) -> str:
    name = _identifier(variable.name)
    if isinstance(variable, Flag):
        return ""
    if isinstance(variable, Quantity):
        ends = ((">=", variable.low), ("<=", variable.high))
        return " and ".join(f"{name} {sign} {_number(end, variable)}" for sign, end in ends if isfinite(end))
    return " or ".join(f"{name} = {_text(value)}" for value in variable.values)


def _compared(leaf: Compare) -> str:
    """Return a comparison; that of a count is moved to the next whole number, so that it needs no conversion."""
    sign, limit = leaf.op, leaf.limit.value
    if leaf.variable.integer:
        sign, limit = (">=" if sign in (">=", ">") else "<"), cut_of(leaf)[0]
    return f"{_identifier(f'known {leaf.variable.name}')} {sign} {_number(limit, leaf.variable)}"


def _truth(condition: Condition) -> str:
    match condition:
        case Compare():
            return _compared(condition)
        case Is(variable, values):
            known = _identifier(f"known {variable.name}")
            return _joined("or", [_has(known, value) for value in values])
        case Not(of):
            return f"not ({_truth(of)})"
        case All(of):
            return _joined("and", [_truth(each) for each in of]) if of else "true"
        case Any(of):
            return _joined("or", [_truth(each) for each in of]) if of else "false"
    raise TypeError(f"not a condition of this room: {condition!r}")


def _has(known: str, value: bool | str) -> str:
    if isinstance(value, str):
        return f"{known} = {_text(value)}"
    return known if value else f"not {known}"


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f" {word} ".join(f"({part})" for part in parts)


def _result(table: Table) -> list[str]:
    """Return the defines of one table; no test in them can be null."""
    lines: list[str] = []
    reached: dict[str, list[str]] = {outcome: [] for outcome in table.outcomes}
    open_so_far = ""
    for row in table.rows:
        rule, passes = _identifier(f"rule {row.id}"), _identifier(f"{table.name} passes {row.id}")
        reached[row.outcome].append(f"({open_so_far}Coalesce({rule}, true))")
        lines += [f"define {passes}:", f"  {open_so_far}not Coalesce({rule}, false)", ""]
        open_so_far = f"{passes} and "
    reached[table.otherwise].append(open_so_far.removesuffix(" and ") or "true")
    for outcome, ways in reached.items():
        lines += [f"define {_identifier(f'{table.name} may be {outcome}')}:", "  " + "\n    or ".join(ways), ""]
    each = [f"if {_identifier(f'{table.name} may be {name}')} then {_text(name)} else null" for name in reached]
    named = _identifier(f"{table.name} outcomes or null")
    lines += [f"define {named}:", "  {\n    " + ",\n    ".join(each) + "\n  }", ""]
    lines += [f"define {_identifier(f'{table.name} possible at most')}:", f"  {named} O where O is not null", ""]
    return lines + _deciding(table)


def _deciding(table: Table) -> list[str]:
    define = f"define {_identifier(f'{table.name} deciding row')}:"
    cases = [
        f"    when {test} then {answer}"
        for row in table.rows
        for test, answer in (
            (f"{_identifier(f'rule {row.id}')} is null", "null as String"),
            (f"Coalesce({_identifier(f'rule {row.id}')}, false)", _text(row.id)),
        )
    ]
    if not cases:
        return [define, f"  {_text(OTHERWISE)}", ""]
    return [define, "  case", *cases, f"    else {_text(OTHERWISE)}", "  end", ""]


def _number(value: float, variable: Quantity) -> str:
    """Return a literal of the variable's kind; a Decimal without its point would be an Integer."""
    if variable.integer:
        return str(int(value))
    text = f"{value:.{_DIGITS}f}".rstrip("0")
    if float(text) != value:
        raise ValueError(f"{value!r} has more than {_DIGITS} digits after the point; a CQL Decimal cannot hold it")
    return f"{text}0" if text.endswith(".") else text


def _identifier(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
