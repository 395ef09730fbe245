"""The exported rules, translated by one foreign program and run by another, say what consult's own logic says.

Oracles: ms-cql-sdk makes ELM of the text, cql-execution runs it. True, false and null count as three answers.
"""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from seldinger.exchange import rules_cql
from seldinger.exchange.cql_rules import every_rule, rule_tables
from seldinger.logic import Flag, Quantity, build, exactly, kleene, thresholds_of, variables_of
from seldinger.selection import PROFILES
from seldinger.selection.profiles import silent
from seldinger.terms import Modality

NPM = Path(__file__).with_name("npm")
PATIENTS = 2000
MISSING = 0.35  # of all values, in the sparser half of the patients; the others miss few
NEAR = (-0.01, 0.0, 0.01)  # around a limit

RULES = every_rule()
VARIABLES = tuple(dict.fromkeys(each for rule in RULES.values() for each in variables_of(rule.when)))
LIMITS = {
    each.name: sorted(
        {limit.value for rule in RULES.values() for limit in thresholds_of(rule.when) if limit.unit == each.unit}
    )
    for each in VARIABLES
    if isinstance(each, Quantity)
}


def value(draw, variable):
    """Return a value of a variable; numbers lie at and around the limits that rules compare with."""
    if isinstance(variable, Flag):
        return draw.random() < 0.3
    if not isinstance(variable, Quantity):
        return draw.choice(variable.values)
    limit = draw.choice(LIMITS[variable.name])
    if variable.integer:
        return int(max(variable.low, limit + draw.choice((-1, 0, 1, 2))))
    near = limit + draw.choice((*NEAR, draw.uniform(-limit, limit)))
    return round(min(max(variable.low, near), variable.high), 4)


def patients(count):
    """Return random patients: what is known of each variable; a variable that is left out is unknown."""
    draw = random.Random(20261124)
    every = []
    for number in range(count):
        missing = MISSING if number % 2 else 0.04
        every.append({each.name: value(draw, each) for each in VARIABLES if draw.random() >= missing})
    return every


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Return patients, and what the foreign engine answers for each."""
    if shutil.which("node") is None:
        pytest.fail("no node: the CQL engine needs Node 20 or newer")
    from cql_sdk.compiler.cql_to_elm import compile_text

    folder, cohort = tmp_path_factory.mktemp("cql"), patients(PATIENTS)
    (folder / "elm.json").write_text(json.dumps(compile_text(rules_cql())))
    nothing = {each.name: None for each in VARIABLES}  # an engine must be told that a parameter is null
    (folder / "patients.ndjson").write_text("".join(json.dumps(nothing | each) + "\n" for each in cohort))
    command = ["node", str(NPM / "cql.mjs"), str(folder / "elm.json"), str(folder / "patients.ndjson")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
    return list(zip(cohort, map(json.loads, done.stdout.splitlines()), strict=True))


def test_every_rule_true_false_and_null_alike(answers):
    seen = {name: set() for name in RULES}
    for known, said in answers:
        for name, rule in RULES.items():
            ours = exactly(rule.when, known)
            assert said[f"rule {name}"] is ours, (name, known)
            seen[name].add(ours)
    always = {name for name, found in seen.items() if found != {True, False, None}}
    assert all(not variables_of(RULES[name].when) for name in always), always  # each rule was seen in all three states


def test_every_table_leaves_the_same_possible(answers):
    tables = rule_tables()
    assert len(tables) == sum(not silent(m, p) for m in Modality for p in PROFILES.values())
    for table in tables:
        diagram = build(table)
        for known, said in answers:
            assert set(said[f"{table.name} possible at most"]) == set(diagram.restrict(known).possible), (
                table.name,
                known,
            )


def test_every_table_decides_by_the_same_row(answers):
    for table in rule_tables():
        for known, said in answers:
            assert said[f"{table.name} deciding row"] == first_hit(table, known), (table.name, known)


def first_hit(table, known):
    """Return the row that decides, None while an earlier row is open."""
    for row in table.rows:
        holds = kleene(row.when, known)
        if holds is not False:
            return row.id if holds else None
    return "otherwise"
