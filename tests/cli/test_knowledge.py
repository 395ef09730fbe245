"""What the software knows, and what has changed since a report: rules, cite, recheck."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seldinger.cli import commands  # noqa: F401  (registers them)
from seldinger.cli.app import app
from seldinger.cli.recheck import changes
from seldinger.cli.say import Exit
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.selection.modalities import EVERY_RULE


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    status = result.exception.status if isinstance(result.exception, Exit) else result.exit_code
    return status, result.stdout, result.stderr


@pytest.fixture(scope="module")
def report() -> dict:
    return json.loads(consult(load_record(examples()["synthetic-midgut"])).to_json())


def write(path: Path, made: dict) -> str:
    path.write_text(json.dumps(made))
    return str(path)


def test_a_report_of_today_stands(tmp_path: Path, report: dict) -> None:
    status, said, _ = run("recheck", write(tmp_path / "r.json", report))
    assert (status, said) == (
        0,
        "report of synthetic-midgut for 2026-11-02 (seldinger 0.1.0) stands: the knowledge has not changed\n",
    )


def test_a_report_from_other_knowledge_is_withdrawn_by_name(tmp_path: Path, report: dict) -> None:
    basis = {**report["about"]["basis"], "threshold liver.bilirubin_max": "3 mg/dL, read", "rule liver.gone": "1"}
    del basis["disagreement C1"]
    basis["rule fitness.sepsis"] = "another"
    made = {**report, "about": {**report["about"], "basis": basis}}
    status, said, _ = run("recheck", write(tmp_path / "r.json", made))
    assert status == 1
    assert set(said.splitlines()) == {
        "threshold liver.bilirubin_max: was 3 mg/dL, read; is 2 mg/dL, read",
        "rule fitness.sepsis: changed",
        "rule liver.gone: withdrawn",
        "disagreement C1: new",
        "WITHDRAWN: report of synthetic-midgut for 2026-11-02 (seldinger 0.1.0): 4 changes since; "
        "make it again before anyone acts on it",
    }


def test_the_basis_names_every_rule_threshold_and_study(report: dict) -> None:
    basis = report["about"]["basis"]
    assert {f"rule {rule.id}" for rule in EVERY_RULE} <= basis.keys()
    assert basis["threshold liver.burden_max"] == "75 %, read"
    assert "file studies/gupta2003.toml" in basis and "file devices/resin.toml" in basis
    assert "statement hazard.crisis" in basis and "disagreement C28" in basis


def test_nothing_changed_between_equal_bases(report: dict) -> None:
    assert list(changes(report["about"]["basis"], report["about"]["basis"])) == []


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "seldinger/report/1"}', '{"schema": "other"}'])
def test_what_is_no_report_is_refused_with_status_3(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text)
    status, said, complained = run("recheck", str(path))
    assert (status, said) == (3, "")
    assert complained.startswith(str(path))


def test_a_missing_report_is_refused(tmp_path: Path) -> None:
    assert run("recheck", str(tmp_path / "none.json"))[0] == 3


def test_cite_lists_what_rests_on_a_work() -> None:
    status, said, _ = run("cite", "delprete2014")
    assert status == 0
    assert said.startswith("Del Prete 2014: ")
    assert "  threshold liver.bilirubin_max (Embolization procedures)\n" in said
    assert "  rule vessels.main_portal_vein_occluded (Embolization procedures)\n" in said
    assert "  study file gupta2003 " in said


def test_cite_marks_what_is_unverified() -> None:
    assert "[unverified]" in run("cite", "house-notes")[1]


def test_cite_as_json() -> None:
    found = json.loads(run("cite", "retnet", "--json")[1])
    assert {"kind", "name", "cites"} == found["rests"][0].keys()


def test_an_unknown_key_is_wrong_usage() -> None:
    assert run("cite", "nobody1999")[0] == 2


def test_rules_as_cql_and_fhir_hold_every_treatment() -> None:
    status, said, _ = run("rules", "--export", "cql")
    assert status == 0
    for title in ("tae", "ctace", "deb_tace", "y90_glass", "y90_resin"):
        assert f'define "{title} (strictest) possible at most"' in said
    assert json.loads(run("rules", "--export", "fhir")[1])["resourceType"] == "Bundle"


def test_an_unknown_export_is_wrong_usage() -> None:
    assert run("rules", "--export", "arden")[0] == 2


@pytest.mark.parametrize("modality", ["tae", "y90_resin"])
def test_rules_of_one_treatment(modality: str) -> None:
    found = json.loads(run("rules", "--modality", modality, "--json")[1])
    names = {each["rule"] for each in found}
    assert ("shunts.lung_shunt_significant" in names) is (modality == "y90_resin")
