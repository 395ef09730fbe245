"""The report as a whole: its schema, its references, its own day."""

from datetime import date
from typing import Any

import jsonschema
import pytest

from seldinger.contract import json_schema
from seldinger.exchange import answer_bundle
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.report import page, terminal
from seldinger.selection import PROFILES

CHARTS = sorted(examples())


def keys_cited(part: Any) -> set[str]:
    """Return every work cited anywhere, by a walk of its own."""
    if isinstance(part, dict):
        found = {key for each in part.get("cites") or [] for key in (each["key"], each.get("via")) if key}
        return found.union(*(keys_cited(value) for name, value in part.items() if name != "cites"))
    return set().union(*(keys_cited(each) for each in part)) if isinstance(part, list) else set()


@pytest.mark.parametrize("name", CHARTS)
def test_references_are_the_works_cited_anywhere(name: str) -> None:
    report = consult(load_record(examples()[name])).report
    assert set(report["references"]) == keys_cited(report)


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("name", CHARTS)
def test_report_keeps_its_schema(name: str, profile: str) -> None:
    """Agrees with jsonschema, an independent validator."""
    report = consult(load_record(examples()[name]), profile=profile).report
    jsonschema.Draft202012Validator(json_schema()).validate(report)


def test_out_of_scope_gets_the_reason_and_nothing_below() -> None:
    report = consult(load_record(examples()["out-of-scope"])).report
    assert report["scope"]["in"] is False
    assert "not a neuroendocrine neoplasm" in report["scope"]["why"]
    assert set(report) == {"schema", "about", "scope", "patient", "references"}


def test_the_day_asked_about_is_printed_and_ages_the_laboratory() -> None:
    record = load_record(examples()["synthetic-midgut"])
    later = consult(record, on=date(2027, 3, 1)).report
    assert later["about"]["on"] == "2027-03-01"
    missing = {each["variable"]: each["why"] for each in later["modalities"]["tae"]["missing"]}
    assert "days old" in missing["labs.bilirubin"]


@pytest.mark.parametrize("view", [page, terminal, answer_bundle])
def test_no_view_changes_what_reports_share(view: Any) -> None:
    """Rules, statements and expectations are spelled once and stand in every report."""
    record = load_record(examples()["published-case-1-after"])
    before = consult(record)
    text = before.to_json()
    view(before.report)
    assert before.to_json() == consult(record).to_json() == text
