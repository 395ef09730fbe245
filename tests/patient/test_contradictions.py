"""Charts whose facts cannot both be true are refused; facts that changed in time are not contradictions."""

from datetime import date
from typing import Any

import pytest

from tests.patient.charts import faults, tree

BEFORE, AFTER = date(2026, 1, 5), date(2026, 6, 5)
TABLE: list[tuple[dict[str, Any], str | None, str]] = [
    ({"symptoms__present": False, "symptoms__pain": True}, "symptoms.present", "pain is a symptom"),
    ({"symptoms__present": False, "symptoms__bulk": "mild"}, "symptoms.present", "mild counts"),
    ({"symptoms__present": False, "symptoms__bulk": False}, None, "both say none"),
    ({"symptoms__present": True, "symptoms__bulk": False, "symptoms__pain": False}, None, "other symptoms exist"),
    (
        {
            "symptoms__present": [{"value": True, "date": BEFORE}, {"value": False, "date": AFTER}],
            "symptoms__pain": [{"value": True, "date": BEFORE}, {"value": False, "date": AFTER}],
        },
        None,
        "resolved, both dated",
    ),
    (
        {"symptoms__present": [{"value": False, "date": AFTER}], "symptoms__pain": {"value": True, "date": BEFORE}},
        "symptoms.present",
        "the pain was never said to have gone: one of the two is read wrongly",
    ),
    ({"liver__metastases": False, "liver__lesions": 3}, "liver.metastases", "lesions without metastases"),
    ({"liver__metastases": False, "liver__lesions": {"low": 0, "high": 3}}, None, "perhaps none"),
    ({"liver__metastases": False, "liver__lesions": {"above": 3}}, "liver.metastases", "more than three"),
    ({"liver__metastases": False, "liver__lesions": 0}, None, "none"),
    ({"liver__metastases": True, "liver__lesions": 0}, "liver.metastases", "metastases without lesions"),
    ({"liver__metastases": False, "liver__burden_percent": 0.1}, "liver.metastases", "some burden"),
    ({"liver__metastases": False, "liver__lobes": ["left"]}, "liver.metastases", "a lobe"),
    ({"liver__metastases": False, "liver__lobes": []}, None, "no lobe"),
    ({"extrahepatic__extent": "none", "extrahepatic__sites": ["bone"]}, "extrahepatic.extent", "a site"),
    ({"person__sex": "male", "person__pregnant": True}, "person.sex", "a pregnant man"),
    ({"person__sex": "male", "person__pregnant": False}, None, "not pregnant"),
    ({"syndrome__functioning": False, "syndrome__carcinoid": True}, "syndrome.functioning", "a syndrome functions"),
    ({"syndrome__functioning": False, "syndrome__hormone": "insulin"}, "syndrome.functioning", "a hormone functions"),
    ({"primary__site": "unknown", "primary__resected": True}, "primary.site", "what was resected?"),
    ({"history__prrt": False, "therapy": [{"kind": "prrt"}]}, "history.prrt", "listed"),
    ({"history__prrt": True, "therapy": []}, None, "listed elsewhere"),
    (
        {"history__prrt": {"value": False, "date": BEFORE}, "therapy": [{"kind": "prrt", "start": AFTER}]},
        None,
        "asked before it began: the course changed",
    ),
    (
        {"history__prrt": {"value": False, "date": AFTER}, "therapy": [{"kind": "prrt", "start": BEFORE}]},
        "history.prrt",
        "asked after it had begun",
    ),
    (
        {"history__prrt": {"value": False, "date": BEFORE}, "therapy": [{"kind": "prrt"}]},
        "history.prrt",
        "when it began is not said",
    ),
    (
        {
            "history__liver_radiation": {"value": False, "date": BEFORE},
            "session": [{"date": AFTER, "modality": "y90_resin"}],
        },
        None,
        "asked before the first radioembolization",
    ),
    (
        {"history__liver_radiation": False, "therapy": [{"kind": "radiotherapy_liver"}]},
        "history.liver_radiation",
        "listed",
    ),
    (
        {"history__liver_radiation": False, "session": [{"date": BEFORE, "modality": "y90_resin"}]},
        "history.liver_radiation",
        "radioembolization irradiates the liver",
    ),
    (
        {"history__liver_radiation": False, "session": [{"date": BEFORE, "modality": "y90_resin", "planned": True}]},
        None,
        "only planned",
    ),
    (
        {"scope__neuroendocrine": False, "specimen": [{"site": "liver", "histology": "neuroendocrine"}]},
        "scope.neuroendocrine",
        "the pathologist says it is",
    ),
    (
        {"scope__neuroendocrine": True, "specimen": [{"site": "liver", "histology": "other"}]},
        "scope.neuroendocrine",
        "every pathologist says it is not",
    ),
    ({"status__died_on": BEFORE, "status__alive_on": AFTER}, "status.alive_on", "seen after death"),
    ({"status__died_on": AFTER, "status__alive_on": BEFORE}, None, "seen before death"),
    (
        {"liver__volume_ml": 500, "liver__burden_by_lobe_ml": {"left": 400, "right": 200}},
        "liver.burden_by_lobe_ml",
        "600 > 500",
    ),
    ({"liver__volume_ml": 600, "liver__burden_by_lobe_ml": {"left": 400, "right": 200}}, None, "600 in 600"),
]


@pytest.mark.parametrize(("chart", "path", "why"), TABLE)
def test_a_contradiction_is_refused_and_a_change_is_not(chart: dict[str, Any], path: str | None, why: str) -> None:
    found = faults(tree(**chart))
    assert [line.split(": ")[1] for line in found] == ([path] if path else []), (why, found)


def test_the_line_shows_both_facts_and_what_to_do() -> None:
    (line,) = faults(tree(symptoms__present=False, symptoms__pain="mild"))
    assert line == (
        "t.toml: symptoms.present: saw no while symptoms.pain is mild; expected no kind of symptom when there are none"
        "; correct one of them, or date both (latest: 2 Nov 2026 and 2 Nov 2026)"
    )
