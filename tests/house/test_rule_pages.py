"""The generated pages of rules and treatments say what the rules say."""

import pytest

from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.rule import Rule
from seldinger.terms import Modality
from tools.rules import PAGES, audit_page, decision_tree, definitions_page, modality_page, rule_page


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_holds_its_sentence_its_sources_and_its_boundaries(rule: Rule) -> None:
    page = rule_page(rule)
    assert page.startswith(f"# {rule.sentence}\n")
    assert all(f"| {source.cites.at} |" in page for source in rule.sources)
    assert "| fires | why |" in page
    assert "{limit}" not in page


def test_a_limit_stands_on_the_page_with_its_status_and_review_date() -> None:
    page = rule_page(next(rule for rule in EVERY_RULE if rule.id == "liver.bilirubin_not_below_limit"))
    assert "| `liver.bilirubin_max` | 2 mg/dL |" in page and "| read | 2027-11-01 |" in page
    assert "| C3 | liver function |" in page


@pytest.mark.parametrize("modality", list(Modality))
def test_the_tree_has_a_leaf_for_each_rule_that_decides(modality: Modality) -> None:
    drawn, page = decision_tree(modality), modality_page(modality)
    assert drawn.startswith("<svg") and "{limit}" not in drawn
    assert "sepsis" in drawn and "](../rules/fitness.sepsis.md)" in page
    assert ("Coverage by the reviews: partial" in page) is modality.value.startswith("y90")


def test_the_drawing_of_beads_ends_in_a_trial_and_never_in_eligible() -> None:
    assert "only within a clinical trial: modified" in decision_tree(Modality.DEB_TACE)
    assert "eligible" not in decision_tree(Modality.DEB_TACE)
    assert "eligible" in decision_tree(Modality.TAE)


def test_an_unverified_definition_bears_the_word() -> None:
    assert "**unverified**" in definitions_page()


def test_the_audit_page_lists_every_statement_and_every_sentence() -> None:
    page = audit_page()
    assert "232 of 232 statements realised" in page
    assert "| BT10 |" in page and "### Del Prete 2014, Table 4" in page


def test_links_lead_to_pages_that_are_made() -> None:
    for rule in EVERY_RULE:
        assert f"docs/rules/{rule.id}.md" in PAGES
