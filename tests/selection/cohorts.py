"""Rows of a cohort as charts, so that what screening says of a row can be compared with what is said of its chart."""

from datetime import date

from seldinger.patient import Kind, Record, read_record, variable

AS_OF = date(2026, 11, 2)


def chart(row: dict[str, object], number: int = 0) -> Record:
    """Return the record of a row; a value that is null is left out of the chart."""
    tree: dict = {"schema": "seldinger/chart/1", "id": f"row-{number}", "as_of": AS_OF, "label": "synthetic"}
    for key, value in row.items():
        if value is not None and key != "disease.course.on_ssa":
            _put(tree, key, _written(row, key, value))
    return read_record(tree, file="row.toml")


def _put(tree: dict, key: str, value: object) -> None:
    *sections, name = key.split(".")
    for section in sections:
        tree = tree.setdefault(section, {})
    tree[name] = value


def _written(row: dict[str, object], key: str, value: object) -> object:
    declared = variable(key)
    if key == "disease.course" and value == "slow" and row.get("disease.course.on_ssa") is not None:
        return {"value": "slow", "on_ssa": row["disease.course.on_ssa"]}
    if declared.kind is Kind.SEVERITY and value == "none":
        return False
    if declared.kind is Kind.QUANTITY and declared.unit and not declared.bare:
        return {"value": value, "unit": declared.unit}
    return value


def coherent(row: dict[str, object]) -> bool:
    """Return whether a chart of this row would be refused as contradicting itself (screening has no such refusal)."""
    symptom = any(row.get(f"symptoms.{kind}") not in (None, "none") for kind in ("hormonal", "bulk", "pain"))
    lesions = any((row.get(f"liver.{name}") or 0) > 0 for name in ("lesions", "largest_cm", "burden_percent"))
    return not (
        (row.get("symptoms.present") is False and symptom)
        or (row.get("liver.metastases") is False and lesions)
        or (row.get("person.sex") == "male" and row.get("person.pregnant") is True)
    )
