"""The tables of a chart (specimens, sessions, studies, events) as rows of fields, derived from their types."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from seldinger.patient import Fault
from seldinger.patient.course import Span, Strict
from seldinger.web.typed import FIELDS, Form, Unreadable, fault, first, number, spoken, strange, yes_no

MOST_ROWS = 1000
MOST_DIGITS = 4  # of the number of a row
NONE = "none"  # the field of a list that says: asked, and there is none


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How a member of a row is entered: flag, choice, number, span, pair, date, date_or_no, words, text, row, rows."""

    kind: str
    choices: tuple[str, ...] = ()
    row: type[Strict] | None = None
    optional: bool = False


_SHAPES: dict[type[Strict], Mapping[str, Shape]] = {}  # made once a type


def shapes(row: type[Strict]) -> Mapping[str, Shape]:
    """Return the shape of each member of a row, in order."""
    if row not in _SHAPES:
        _SHAPES[row] = _shapes(row)
    return _SHAPES[row]


def _shapes(row: type[Strict]) -> Mapping[str, Shape]:
    hints = get_type_hints(row, include_extras=True)
    return {each.name: _shape(hints[each.name], optional=each.default is not MISSING) for each in fields(row)}  # type: ignore[arg-type]


def _shape(hint: Any, *, optional: bool) -> Shape:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape(inner[0], optional=optional)
    if origin in (Union, UnionType):
        return _union([each for each in inner if each is not NoneType], optional=optional)
    if origin is Literal:
        return Shape(kind="choice", choices=tuple(str(each) for each in inner), optional=optional)
    if origin is tuple:
        return _list(inner[0], optional=optional)
    if is_dataclass(hint):
        return Shape(kind="row", row=hint, optional=optional)  # type: ignore[arg-type]
    return Shape(
        kind={bool: "flag", int: "number", float: "number", str: "text", date: "date"}[hint], optional=optional
    )


def _union(several: list[Any], *, optional: bool) -> Shape:
    if len(several) == 1:
        return _shape(several[0], optional=optional)
    return Shape(kind="span" if Span in several else "date_or_no", optional=optional)


def _list(inside: Any, *, optional: bool) -> Shape:
    if is_dataclass(inside):
        return Shape(kind="rows", row=inside, optional=optional)  # type: ignore[arg-type]
    one = _shape(inside, optional=optional)
    return Shape(kind="pair" if one.kind == "number" else "words", choices=one.choices, optional=optional)


def indices(form: Form) -> list[int]:
    """Return the numbers with which the names of fields begin, in order."""
    heads = {name.partition("/")[0] for name in form}
    return sorted(int(each) for each in heads if is_index(each))


def is_index(head: str) -> bool:
    """Return whether the beginning of a name counts entries: a number as the pages write it."""
    return head.isascii() and head.isdecimal() and len(head) <= MOST_DIGITS and str(int(head)) == head


def read(row: type[Strict], form: Form, path: str, faults: list[Fault]) -> list[Any] | None:
    """Return the rows of a table that say anything; [] when it was said that there are none, None when nothing was."""
    found = []
    if strange({name: each for name, each in form.items() if not is_index(name.partition("/")[0])}, (NONE,)):
        faults.append(fault(path, FIELDS))
    for index in indices(form)[: MOST_ROWS + 1]:  # one too many is for the door to refuse
        one = _row(row, _below(form, str(index)), f"{path}[{index}]", faults)
        found += [one] if one else []
    none = first(form, NONE) == NONE
    if found and none:
        faults.append(fault(path, "either none, or those that are listed"))
    return found or ([] if none else None)


def _below(form: Form, head: str) -> dict[str, list[str]]:
    return {name[len(head) + 1 :]: given for name, given in form.items() if name.startswith(f"{head}/")}


def _row(row: type[Strict], form: Form, path: str, faults: list[Fault]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if strange(form, {name for name in form if _takes(shapes(row), name)}):
        faults.append(fault(path, FIELDS))
    for name, shape in shapes(row).items():
        place = f"{path}.{name}"
        try:
            value = (
                _nested(shape, _below(form, name), place, faults) if shape.row else _member(shape, form, name, place)
            )
        except Unreadable as odd:
            faults.append(fault(odd.path, odd.expected))
            continue
        if value is not None:
            found[name] = value
    return found


def _takes(known: Mapping[str, Shape], name: str) -> bool:
    """Return whether a row has a member of this name: one with rows inside when there is more to the name."""
    head, inside, _ = name.partition("/")
    return head in known and bool(inside) == (known[head].row is not None)


def _nested(shape: Shape, form: Form, path: str, faults: list[Fault]) -> Any:
    if shape.row is None:
        raise TypeError("a nested shape has a row")
    return read(shape.row, form, path, faults) if shape.kind == "rows" else _row(shape.row, form, path, faults) or None


def _member(shape: Shape, form: Form, name: str, path: str) -> Any:
    text = first(form, name)
    if not text:
        return None
    match shape.kind:
        case "flag" | "date_or_no":
            return yes_no(text)
        case "number" | "span" | "pair":
            found = number(text, path)
            if "value" in found and shape.kind != "pair":
                return found["value"]
            if "low" in found and shape.kind != "number":
                return [found["low"], found["high"]] if shape.kind == "pair" else found
            wanted = {"number": "a number such as 1.1", "span": "a number, or an interval such as 2 to 5"}
            raise Unreadable(path, wanted.get(shape.kind, "two sizes, such as 100 to 300"))
        case "words":
            return [each.strip() for each in text.split(",") if each.strip()]
        case _:
            return text


def write(row: type[Strict], raw: list[Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the fields of the rows of a table."""
    if not raw:
        yield f"{prefix}/{NONE}", [NONE]
    for index, each in enumerate(raw):
        yield from _written(row, each, f"{prefix}/{index}")


def _written(row: type[Strict], values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, list[str]]]:
    for name, shape in shapes(row).items():
        if name not in values:
            continue
        value, place = values[name], f"{prefix}/{name}"
        if shape.kind == "rows" and shape.row:
            yield from write(shape.row, value, place)
        elif shape.kind == "row" and shape.row:
            yield from _written(shape.row, value, place)
        elif shape.kind == "words":
            yield place, [", ".join(value)]
        elif shape.kind == "pair":
            yield place, [" to ".join(spoken(each) for each in value)]
        elif isinstance(value, dict):
            yield place, [f"{spoken(value['low'])} to {spoken(value['high'])}"]
        else:
            yield place, [spoken(value)]
