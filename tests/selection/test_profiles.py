"""Which rules decide under which profile; those that never do are named here, with the rule that decides instead."""

from itertools import product

import pytest

from seldinger.logic import Row, Table, build, check
from seldinger.selection import PROFILES
from seldinger.selection.modalities import EVERY_RULE, RULES
from seldinger.selection.profiles import BY_KIND, diagram, page, silent, table, verdict_of
from seldinger.selection.rule import Basis, Rule
from seldinger.terms import BARS, Kind, Modality, Strength, Verdict

DECIDING = [rule for rule in EVERY_RULE if rule.kind in BY_KIND]
TABLES = [(profile, m) for profile in PROFILES.values() for m in Modality]
SHADOWED = {"liver.bilirubin_above_limit": "liver.bilirubin_not_below_limit"}
# Removing these changes no verdict: whenever they hold, another one gives the same verdict.
SAME_VERDICT_FROM = {**SHADOWED, "disease.asymptomatic_indolent": "disease.no_printed_reason"}


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.id)
def test_each_rule_decides_under_some_profile_or_is_listed_with_what_shadows_it(rule: Rule) -> None:
    found = [
        check(table(m, profile)) for profile, m in TABLES if any(row.id == rule.id for row in table(m, profile).rows)
    ]
    assert found, "no profile reads it"
    decides = any(rule.id not in {each.row for each in one.shadowed} for one in found)
    assert decides is (rule.id not in SHADOWED)
    if not decides:
        for one in found:
            (shadow,) = [each for each in one.shadowed if each.row == rule.id]
            assert SHADOWED[rule.id] in shadow.by


@pytest.mark.parametrize("rule", DECIDING, ids=lambda rule: rule.id)
def test_removing_a_rule_changes_what_is_possible_somewhere(rule: Rule) -> None:
    tables = [table(m, profile) for profile, m in TABLES]
    changed = any(_differ(rows, rule.id) for rows in tables if any(row.id == rule.id for row in rows.rows))
    assert changed is (rule.id not in SAME_VERDICT_FROM)


def _differ(rows: Table, without: str) -> bool:
    """Return whether the row decides anywhere and the rows below it would then decide otherwise (exact)."""
    place = next(n for n, row in enumerate(rows.rows) if row.id == without)
    row, above, below = rows.rows[place], rows.rows[:place], rows.rows[place + 1 :]
    probe = Table(
        "probe",
        (
            *(Row(each.id, each.when, "above") for each in above),
            *(Row(each.id, each.when & row.when, each.outcome) for each in below),
            Row("holds alone", row.when, rows.otherwise),
        ),
        "elsewhere",
    )
    return bool(build(probe).restrict({}).possible - {"above", "elsewhere", row.outcome})


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_each_rule_stands_on_the_page_of_every_treatment_its_sources_name(rule: Rule) -> None:
    assert {m for m in Modality if rule in RULES[m]} == set(rule.modalities)


@pytest.mark.parametrize(("profile", "modality"), TABLES, ids=lambda each: each.name)
def test_rows_stand_in_order_of_precedence(profile, modality: Modality) -> None:
    order = [list(Verdict).index(Verdict(row.outcome)) for row in table(modality, profile).rows]
    assert order == sorted(order)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_no_profile_lowers_the_floor(profile) -> None:
    for rule in DECIDING:
        for m in rule.modalities:
            if any(source.basis is Basis.FLOOR for source in rule.speaks(m)):
                wanted = BY_KIND[rule.kind]
                given = verdict_of(rule, m, profile)
                remedied = profile.remedies and rule.id == "fitness.coagulopathy"  # decisions: corrected first
                assert given is (Verdict.MODIFIED if remedied else wanted), f"{rule.id} for {m}"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
@pytest.mark.parametrize("modality", list(Modality))
def test_sepsis_and_fever_defer_under_every_profile(profile, modality: Modality) -> None:
    rows = {row.id: row.outcome for row in table(modality, profile).rows}
    assert rows["fitness.sepsis"] == rows["fitness.fever"] == "defer"


def test_under_strictest_every_hazard_bars() -> None:
    for rule in DECIDING:
        for m in rule.modalities:
            verdict = verdict_of(rule, m, PROFILES["strictest"])
            assert verdict is BY_KIND[rule.kind]
            assert (verdict in BARS) is (rule.kind is not Kind.MODIFIES)


def test_no_benefit_never_contraindicates() -> None:
    for rule in DECIDING:
        if rule.kind is Kind.NO_BENEFIT:
            for profile, m in TABLES:
                assert verdict_of(rule, m, profile) in (Verdict.NOT_INDICATED, None)


def test_an_absolute_contraindication_has_no_way_round() -> None:
    for rule in DECIDING:
        for m in rule.modalities:
            if rule.kind is Kind.HAZARD and any(s.cites.strength is Strength.ABSOLUTE for s in rule.speaks(m)):
                for profile in PROFILES.values():
                    assert verdict_of(rule, m, profile) in (Verdict.CONTRAINDICATED, None)


def test_treatments_share_a_diagram_exactly_when_their_tables_read_alike() -> None:
    for profile in PROFILES.values():
        for one, other in product(Modality, Modality):
            alike = table(one, profile).rows == table(other, profile).rows
            assert (diagram(one, profile) is diagram(other, profile)) is alike


def test_a_source_is_silent_where_it_names_no_bar() -> None:
    quiet = {(profile.name, str(m)) for profile, m in TABLES if silent(m, profile)}
    assert quiet == {("delprete2014", "deb_tace"), ("delprete2014", "y90_glass"), ("delprete2014", "y90_resin")}


def test_beads_are_never_better_than_a_trial() -> None:
    for profile in PROFILES.values():
        if not silent(Modality.DEB_TACE, profile):
            assert "eligible" not in build(table(Modality.DEB_TACE, profile)).restrict({}).possible


def test_two_avoid_items_bar_only_where_the_way_round_is_used() -> None:
    with_it = {
        (profile.name, str(m))
        for profile, m in TABLES
        if "selection.two_avoid_items" in {r.id for r in page(m, profile)}
    }
    assert with_it == {("weighed", "tae"), ("delprete2014", "tae")}
