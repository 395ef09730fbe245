"""Random but valid charts, and reports made of them: seeded, so that a failing one can be made again."""

import copy
import os
import random
from datetime import date
from functools import cache
from typing import Any

from seldinger.pathway import consult
from seldinger.patient import ChartError, Kind, Record, Variable, examples, load_record, read_record, variables

AS_OF = date(2026, 11, 2)
FULL = bool(os.environ.get("CI")) or os.environ.get("SELDINGER_HYPOTHESIS") in ("ci", "night")
MANY = 500 if FULL else 20  # the charts that must fit on page one; 500 on every submission
SOME = 3 if FULL else 1  # charts whose PDF is read back letter by letter

HOSTILE = (
    "<script>alert('x')</script> & <b>bold</b> {{ 7*7 }} {% raw %}",
    '#import "x.typ" #panic("x") $sum_(i=1)$ *bold* _it_ `raw` <label> @ref \\u{41} [c]',
    "a\x00b\x07c\x1b[31mred\x1b[0m\x85 tail",
    "left \u202eright\u202c \u2066isolate\u2069 \u200fmark \ufeffend",
    "x" * 10_000,
    "many words of a very long question " * 300,
    "שלום עולם مرحبا 漢字 😀 e\u0301\u0323\u0307",
    "[link](javascript:alert(1)) \"quoted\" 'single' </style></svg><![CDATA[ ]]>",
)
QUESTIONS = (
    "Which treatment?",
    "",
    "Progression of liver metastases under lanreotide: which transarterial treatment, and when?",
)


def chart(seed: int) -> dict[str, Any]:
    """Return a chart tree in which each variable is there by chance, in its own domain."""
    rng = random.Random(seed)
    full = rng.random()
    tree: dict[str, Any] = {"schema": "seldinger/chart/1", "id": f"g{seed}", "as_of": AS_OF, "label": "synthetic"}
    question = rng.choice(QUESTIONS)
    if question:
        tree["question"] = question
    for each in variables().values():
        if rng.random() < full and (value := _value(each, rng)) is not None:
            _put(tree, each.key, value)
    _put(tree, "scope.neuroendocrine", True)
    _put(tree, "liver.metastases", True)
    return tree


def _put(tree: dict[str, Any], key: str, value: Any) -> None:
    *outer, last = key.split(".")
    for name in outer:
        tree = tree.setdefault(name, {})
    tree[last] = value


def _value(each: Variable, rng: random.Random) -> Any:
    match each.kind:
        case Kind.FLAG:
            return rng.random() < 0.3
        case Kind.LEVEL | Kind.CHOICE if each.choices:
            return rng.choice(each.choices)
        case Kind.QUANTITY | Kind.COUNT if each.low is not None and each.high is not None and not each.units:
            number = rng.uniform(each.low, min(each.high, each.low + 100))
            value = round(number) if each.kind is Kind.COUNT else round(number, 2)
            return value if each.unit in (None, "1") else {"value": value, "unit": each.unit, "date": AS_OF}
        case _:
            return None


def record(seed: int) -> Record:
    """Return the record of a random chart; facts that contradict each other are taken out until it is taken."""
    tree = chart(seed)
    for _ in range(200):
        try:
            return read_record(tree, file="generated.toml")
        except ChartError as error:
            section, _, name = error.faults[0].path.partition(".")
            part = tree.get(section)
            key = name.split(".")[0].split("[")[0]
            if isinstance(part, dict) and key in part:
                del part[key]
            else:
                tree.pop(section, None)
    raise AssertionError(f"chart {seed} is never taken")


@cache
def report(seed: int) -> dict[str, Any]:
    """Return the report of a random chart."""
    profile = ("strictest", "weighed", "delprete2014", "transarterial-review")[seed % 4]
    return consult(record(seed), profile=profile).report


@cache
def example(name: str) -> dict[str, Any]:
    """Return the report of a shipped chart."""
    return consult(load_record(examples()[name])).report


def shipped() -> list[dict[str, Any]]:
    """Return the reports of every shipped chart."""
    return [example(name) for name in examples()]


def hostile(words: str, *, everywhere: bool = True) -> dict[str, Any]:
    """Return a report in which every free text of the chart, and of the sources too, is these words; or a few of them."""
    made = copy.deepcopy(example("synthetic-hazards"))
    made["patient"] |= {"question": words, "id": words, "label": words, "sex": words}
    made["hazards"][0] |= {"hazard": words, "mitigation": words}
    made["modalities"]["tae"]["headline"]["says"] = words
    made["modalities"]["tae"]["because"][0]["requires"] = words
    if not everywhere:
        return made
    for seen in made["patient"]["disease"].values():
        seen |= {"printed": words, "title": words}
    for modality in made["modalities"].values():
        modality["headline"]["says"] = words
        for reason in modality["because"][:3]:
            reason |= {"says": words, "requires": words}
    for hazard in made["hazards"][:2]:
        hazard |= {"hazard": words, "why": words, "mitigation": words}
    made["distinguishes"][0]["says"] = words
    for work in made["references"].values():
        work["title"] = words
    return made


def some() -> list[dict[str, Any]]:
    """Return the shipped reports and a few generated ones."""
    return [*shipped(), *(report(seed) for seed in range(8 if FULL else 3))]


def bare() -> list[dict[str, Any]]:
    """Return reports of which every part but one is null or absent."""
    full = example("synthetic-midgut")
    made = [
        {},
        {"about": full["about"]},
        {**full, "expect": {}, "plan": {}, "followup": {}, "hazards": [], "references": {}},
    ]
    for name in full:
        made += [{**full, name: None}, {key: value for key, value in full.items() if key != name}]
    return made
