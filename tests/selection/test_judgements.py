"""A measurement reopens a clinician's "no" at its limit, never just before it, and only until it is repeated by name."""

from datetime import date

import pytest

from seldinger.patient import read_record
from seldinger.selection import answer
from seldinger.selection.judgements import PROXIES, speaking

AS_OF = date(2026, 11, 2)
# judgement | measurement | unit | the last value that says nothing | the first that reopens
TABLE = """
liver.function_judged_poor         | labs.bilirubin             | mg/dL | 1.99 | 2.0
liver.function_judged_poor         | liver.burden_percent       |       | 75   | 75.1
fitness.judged_poor                | fitness.ecog               |       | 2    | 3
fitness.renal_insufficiency_judged | labs.creatinine            | mg/dL | 1.99 | 2.0
fitness.renal_insufficiency_judged | labs.egfr                  | mL/min/1.73m2 | 35 | 34.9
fitness.coagulopathy_judged        | labs.inr                   |       | 1.5  | 1.501
fitness.coagulopathy_judged        | labs.platelets             | 10*9/L | 50  | 49.9
fitness.fever                      | fitness.temperature_c      |       | 37.9 | 38.0
shunt.judged_significant           | shunt.lung_shunt_fraction  |       | 0.20 | 0.201
shunt.judged_significant           | shunt.lung_dose_gy_planned | Gy    | 30   | 30.1
shunt.judged_significant           | shunt.lung_dose_gy_before  | Gy    | 50   | 50.1
liver.function_judged_poor         | liver.ascites              |       | none | mild
liver.function_judged_poor         | liver.ascites              |       | none | tense
liver.function_judged_poor         | liver.encephalopathy       |       | none | mild
liver.function_judged_poor         | liver.encephalopathy       |       | none | severe
liver.function_judged_poor         | vessels.portal_vein        |       | patent | branch_thrombosis
liver.function_judged_poor         | vessels.portal_vein        |       | patent | main_occlusion
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def value(text: str) -> object:
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return text


def record(judged: dict | None, name: str, measured: str, unit: str, text: str, day: str = "2026-10-20"):
    tree: dict = {"schema": "seldinger/chart/1", "id": "x", "as_of": AS_OF, "label": "synthetic"}
    for key, fact in ((name, judged), (measured, {"value": value(text), "date": date.fromisoformat(day)})):
        if fact is not None:
            section, leaf = key.split(".")
            tree.setdefault(section, {})[leaf] = fact | ({"unit": unit} if unit and key == measured else {})
    return read_record(tree, file="x.toml")


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[1]} {line[4]}")
def test_the_limit_reopens_and_the_value_before_it_does_not(line: list[str]) -> None:
    name, measured, unit, before, beyond = line
    day = "2026-11-01"
    judged = {"value": False, "date": date(2026, 10, 30)}
    assert answer(record(judged, name, measured, unit, before, day), AS_OF, name).known is False
    found = answer(record(judged, name, measured, unit, beyond, day), AS_OF, name)
    assert found.known is None
    assert found.why is not None and found.why.startswith("to be judged again, with name and date: ")


def test_every_proxy_has_its_line() -> None:
    assert {(name, proxy.variable) for name, proxies in PROXIES.items() for proxy in proxies} == {
        (line[0], line[1]) for line in LINES
    }


LIVER = ("liver.function_judged_poor", "labs.bilirubin", "mg/dL")


@pytest.mark.parametrize(
    ("by", "day", "known"),
    [
        ("Dr A. Example", date(2026, 10, 20), False),
        ("Dr A. Example", date(2026, 10, 19), None),
        (None, date(2026, 10, 30), None),
    ],
)
def test_only_a_named_judgement_not_older_than_the_measurement_stands(
    by: str | None, day: date, known: bool | None
) -> None:
    judged = {"value": False, "date": day} | ({"by": by} if by else {})
    assert answer(record(judged, *LIVER, "3.0"), AS_OF, LIVER[0]).known is known


def test_a_measurement_never_answers_in_the_clinicians_place() -> None:
    unanswered = record(None, *LIVER, "6.0")
    assert answer(unanswered, AS_OF, LIVER[0]).known is None
    assert speaking(unanswered, AS_OF, LIVER[0]) == ("Serum bilirubin >= 2 mg/dL",)


def test_a_yes_stands_whatever_is_measured() -> None:
    judged = {"value": True, "date": date(2026, 10, 1)}
    assert answer(record(judged, *LIVER, "0.8"), AS_OF, LIVER[0]).known is True


def test_an_unverified_limit_bears_the_word() -> None:
    found = answer(
        record(
            {"value": False, "date": date(2026, 10, 30)},
            "fitness.fever",
            "fitness.temperature_c",
            "",
            "38.5",
            "2026-11-01",
        ),
        AS_OF,
        "fitness.fever",
    )
    assert found.why is not None and "(unverified limit)" in found.why
