"""seldinger follow: the course of a chart as text and as JSON."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

import seldinger.cli.commands  # noqa: F401  # registers them
from seldinger.cli.app import app

EXAMPLES = files("seldinger") / "examples"


def run(*words: str):
    return CliRunner().invoke(app, ["follow", *words])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_published_cases_are_followed(number):
    found = run(str(EXAMPLES / f"published-case-{number}-after.toml"))
    assert (found.exit_code, found.exception) == (0, None)
    assert "What the course says" in found.stdout
    assert "overall survival: not known" in found.stdout


def test_json_is_the_followup_part_of_the_report():
    found = run(str(EXAMPLES / "published-case-1-after.toml"), "--json", "--on", "2026-07-01")
    course = json.loads(found.stdout)["course"]
    assert course["on"] == "2026-07-01"
    assert "treat the untreated area" in {step["option"] for step in course["next_steps"]}


def test_what_nobody_read_at_its_source_says_so():
    chart = Path(__file__).parents[1] / "cases" / "followup" / "abnormal-baseline.toml"
    assert "grade 2 by CTCAE 4, against the upper limit of normal. unverified" in " ".join(
        run(str(chart)).stdout.split()
    )
