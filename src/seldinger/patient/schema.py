"""The JSON Schema of the chart, made from the declarations: for editors, forms and other programs."""

from collections.abc import Mapping
from typing import Any

from seldinger.patient.catalogue import variables
from seldinger.patient.course import TABLES
from seldinger.patient.quantities import readable, readable_units
from seldinger.patient.read import INTENTS, LABELS, NAME, SCHEMA
from seldinger.patient.tables import adapter
from seldinger.patient.values import MOST_CHARACTERS
from seldinger.patient.variable import SEVERITIES, Extra, Kind, Variable
from seldinger.units import SPELLINGS

Json = dict[str, Any]
DATE: Json = {"$ref": "#/$defs/date"}
TEXT: Json = {"$ref": "#/$defs/text"}
NUMBER: Json = {"type": "number"}  # of any unit: the domain is checked once it has been converted
ABOUT: Json = {"date": DATE, "source": TEXT, "by": TEXT, "why": TEXT}
FORMS = (["low", "high"], ["below"], ["above"])


def chart_schema() -> Json:
    """Return the JSON Schema (2020-12) of the chart as JSON carries it, dates as text.

    It holds what a schema can say; dates after `as_of` and facts that contradict each other are left to the reader.
    """
    definitions = _common()
    inside: Json = {}
    for key, known in variables().items():
        if key not in TABLES:
            _put(inside, key, _variable(known, definitions))
    for key in TABLES:
        _put(inside, key, _rows(key, definitions))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:seldinger:chart:1",
        "title": "Seldinger chart",
        "type": "object",
        "required": ["schema", "id", "as_of"],
        "additionalProperties": False,
        "properties": _header() | inside,
        "$defs": definitions,
    }


def _common() -> Json:
    """Return the definitions that every variable shares."""
    return {
        "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "text": {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS},
        "absent": {"anyOf": [_table({state: {"const": True}, **ABOUT}, [state]) for state in ("not_done", "refused")]},
    }


def _header() -> Json:
    return {
        "schema": {"const": SCHEMA},
        "id": {"type": "string", "pattern": f"^{NAME.pattern}$"},
        "as_of": DATE,
        "label": {"enum": list(LABELS)},
        "question": TEXT,
        "intent": {"enum": list(INTENTS)},
    }


def _put(tree: Json, key: str, schema: Json) -> None:
    *sections, name = key.split(".")
    for section in sections:
        empty = {"type": "object", "additionalProperties": False, "properties": {}}
        tree = tree.setdefault(section, empty)["properties"]
    tree[name] = schema


def _rows(key: str, definitions: Json) -> Json:
    made: Json = adapter(key).json_schema(ref_template="#/$defs/{model}")
    definitions |= {name: _untitled(each) for name, each in made.pop("$defs", {}).items()}
    rows = _untitled(made)
    return {"anyOf": [rows, {"$ref": "#/$defs/absent"}]} if key in variables() else rows


def _untitled(schema: Any) -> Any:
    """Return the schema without the library's titles, and without null: what is not known is left out."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema if each != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: each for key, each in schema.items() if not (key in ("title", "description") and isinstance(each, str))
    }
    return {key: _untitled(each) for key, each in kept.items() if (key, each) != ("default", None)}


def _variable(known: Variable, definitions: Json) -> Json:
    """Return the schema of a variable and define its single fact, which a series repeats."""
    tables = _tables(known, definitions)
    needs_table = not known.bare or any(extra.required for extra in known.extras)
    single = [*([] if needs_table else [_value(known)]), *tables, {"$ref": "#/$defs/absent"}]
    definitions[known.key] = {"title": known.title, "anyOf": single}
    one = {"$ref": f"#/$defs/{known.key}"}
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]} if known.series else one


def _tables(known: Variable, definitions: Json) -> list[Json]:
    """Return the tables in which a value may be written: by value, by other name, by part."""
    members = ABOUT | {each.name: _extra(each) for each in known.extras}
    need = [each.name for each in known.extras if each.required]
    names = dict.fromkeys(("value", known.value_name))
    if not known.kind.numeric:
        found = [_table({name: _value(known)} | members, [name, *need]) for name in names]
    else:
        members |= _numeric(known, definitions)
        need += [] if known.bare else ["unit"]
        forms = [["value"], *FORMS]
        properties = {name: NUMBER for form in forms for name in form} | members
        found = [_table(properties, need) | {"oneOf": [{"required": form} for form in forms]}]
    if known.parts:
        part = {"enum": list(known.choices)} if known.choices else NUMBER
        need = [] if known.choices else list(known.parts)
        found.append(_table(dict.fromkeys(known.parts, part) | members, need) | {"minProperties": 1})
    return found


def _numeric(known: Variable, definitions: Json) -> Json:
    units = _units(known)
    name = next((name for name, each in definitions.items() if each.get("enum") == units), f"unit.{known.key}")
    definitions[name] = {"enum": units}
    return {"unit": {"$ref": f"#/$defs/{name}"}, "uln": NUMBER, "lln": NUMBER, "assay": TEXT}


def _value(known: Variable) -> Json:
    kinds: Mapping[Kind, Json] = {
        Kind.FLAG: {"type": "boolean"},
        Kind.SEVERITY: {"enum": [True, False, *SEVERITIES]},
        Kind.DATE: DATE,
        Kind.TEXT: TEXT,
        Kind.CHOICES: {"type": "array", "items": {"enum": list(known.choices)}},
        Kind.LEVEL: {"enum": list(known.choices)},
        Kind.CHOICE: {"enum": list(known.choices)},
        Kind.QUANTITY: {"type": "number", "minimum": known.low, "maximum": known.high},
        Kind.COUNT: {"type": "integer", "minimum": known.low, "maximum": known.high},
    }
    return kinds[known.kind]


def _extra(extra: Extra) -> Json:
    return {
        Kind.FLAG: {"type": "boolean"},
        Kind.DATE: DATE,
        Kind.TEXT: TEXT,
        Kind.QUANTITY: {"type": "number", "minimum": extra.low, "maximum": extra.high},
    }[extra.kind]


def _units(known: Variable) -> list[str]:
    """Return every spelling of a unit in which the variable may be charted."""
    return sorted({unit for unit in (*readable_units(known), *SPELLINGS) if readable(known, unit)})


def _table(properties: Json, required: list[str]) -> Json:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}
