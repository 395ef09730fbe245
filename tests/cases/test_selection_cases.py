"""Whole charts with the answer written by hand: the eight disagreements that change verdicts, and the shipped examples."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from seldinger.cli import commands  # noqa: F401  (registers them)
from seldinger.cli.app import app
from seldinger.cli.check import differences
from seldinger.cli.say import Exit
from seldinger.pathway import consult
from seldinger.patient import examples, load_record
from seldinger.selection import PROFILES
from seldinger.selection.profiles import silent
from seldinger.terms import BARS, Modality

HERE = Path(__file__).parent / "selection"
DECIDED_BY_RULES = {"C1", "C2", "C3", "C4", "C5", "C14", "C20", "C26"}


@cache
def report(name: str, profile: str = "strictest") -> dict:
    return consult(load_record(examples()[name]), profile=profile).report


def verdicts(name: str, profile: str = "strictest") -> list[str]:
    return [part["verdict"] for part in report(name, profile)["modalities"].values()]


def test_every_chart_comes_out_as_written() -> None:
    result = CliRunner().invoke(app, ["check", str(HERE)])
    assert result.output == "12 charts, 0 differences\n"


def test_every_disagreement_that_changes_verdicts_has_a_chart() -> None:
    charts = [path.stem for path in HERE.glob("*.toml") if path.stem != "expected"]
    assert {name.split("-")[0].upper() for name in charts} == DECIDED_BY_RULES


def test_check_says_what_came_out_otherwise_and_ends_with_status_1(tmp_path: Path) -> None:
    shutil.copy(HERE / "c4-burden-80.toml", tmp_path)
    (tmp_path / "ours.toml").write_text('name = "Ours"\nbase = "weighed"\n')
    (tmp_path / "expected.toml").write_text(
        '[c4-burden-80]\nshows = ["C5"]\nhides = ["C4"]\nstrictest = { tae = "eligible" }\n"ours.toml" = { tae = "modified" }\n'
    )
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert isinstance(result.exception, Exit) and result.exception.status == 1
    assert result.output.splitlines() == [
        "c4-burden-80, strictest, tae: expected eligible, came out contraindicated",
        "c4-burden-80, strictest, C5: expected shown, came out not shown",
        "c4-burden-80, strictest, C4: expected not shown, came out shown",
        "c4-burden-80, ours.toml, C5: expected shown, came out not shown",
        "c4-burden-80, ours.toml, C4: expected not shown, came out shown",
        "1 charts, 5 differences",
    ]


@pytest.mark.parametrize(
    "text", ["[x", "x = 1", '[x]\nstrictest = { tae = "yes" }', '[x]\nstrictest = { pae = "defer" }']
)
def test_expectations_that_cannot_be_read_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "expected.toml").write_text(text)
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert isinstance(result.exception, Exit) and result.exception.status == 3


def test_a_set_of_possible_verdicts_can_be_expected(tmp_path: Path) -> None:
    chart = (
        (HERE / "c4-burden-80.toml")
        .read_text()
        .replace("burden_percent = 80", "burden_percent = { low = 70, high = 80 }")
    )
    (tmp_path / "open.toml").write_text(chart)
    wanted = {"weighed": {"tae": ["modified", "eligible"]}}
    assert list(differences(tmp_path, "open", wanted)) == []
    assert list(differences(tmp_path, "open", {"weighed": {"tae": "modified"}}))


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_the_moribund_chart_is_barred_wherever_a_source_speaks(profile: str) -> None:
    for modality, verdict in zip(Modality, verdicts("synthetic-moribund", profile), strict=True):
        assert verdict == ("silent" if silent(modality, PROFILES[profile]) else "contraindicated")


def test_the_complete_chart_is_decided_everywhere() -> None:
    assert verdicts("synthetic-midgut") == ["eligible", "eligible", "modified", "eligible", "eligible"]


def test_bulk_symptoms_without_progression_are_a_reason() -> None:
    for part in report("published-case-3")["modalities"].values():
        open_rules = {each["rule"] for each in part["provided_that"]}
        assert not open_rules & {"disease.no_printed_reason", "disease.asymptomatic_indolent"}
        assert part["bars"] == []


def test_an_asymptomatic_slow_tumour_off_analogues_has_no_printed_reason() -> None:
    for part in report("asymptomatic-indolent")["modalities"].values():
        assert part["verdict"] == "not_indicated"
        assert "disease.no_printed_reason" in {bar["rule"] for bar in part["bars"]}


def test_sepsis_with_an_unknown_reason_says_both() -> None:
    for part in report("sepsis-unknown-reason")["modalities"].values():
        assert part["possible"] == ["not_indicated", "defer"]
        assert part["headline"]["says"] == "Not now: sepsis; reason to treat still open"


def test_contrast_allergy_bars_embolization_and_can_be_corrected() -> None:
    parts = report("contrast-allergy")["modalities"]
    for name in ("tae", "ctace", "deb_tace"):
        assert [(bar["rule"], bar["correctable"]) for bar in parts[name]["bars"]] == [
            ("fitness.contrast_allergy", True)
        ]


def test_an_older_judgement_of_performance_is_reopened_by_ecog_4() -> None:
    for part in report("ecog4-judged-fine")["modalities"].values():
        (missing,) = [each for each in part["missing"] if each["variable"] == "fitness.judged_poor"]
        assert missing["why"].startswith("to be judged again, with name and date")
        assert "contraindicated" in part["possible"]


@pytest.mark.parametrize(("number", "modality"), [(1, "tae"), (2, "ctace"), (3, "y90_glass"), (3, "y90_resin")])
def test_the_published_cases_are_not_barred_from_what_they_were_given(number: int, modality: str) -> None:
    part = report(f"published-case-{number}")["modalities"][modality]
    assert not set(part["possible"]) <= BARS
    assert part["bars"] == []
    assert part["headline"]["says"].startswith("No listed bar so far. Open: ")


def test_out_of_scope_gets_the_reason_and_no_verdict() -> None:
    answer = report("out-of-scope")
    assert answer["scope"]["in"] is False and answer["scope"]["why"]
    assert "modalities" not in answer


def test_a_child_a_pregnancy_and_an_emergency_are_out_of_scope(tmp_path: Path) -> None:
    chart = (HERE / "c26-sepsis.toml").read_text()
    for was, becomes in (
        ("age_years = 58", "age_years = 17"),
        ('sex = "male"', 'sex = "female"\npregnant = true'),
        ("emergency = false", "emergency = true"),
        ("metastases = true\nlesions = 12\nlargest_cm = 5.4\nburden_percent = 38", "metastases = false"),
    ):
        assert was in chart
        path = tmp_path / "one.toml"
        path.write_text(chart.replace(was, becomes))
        assert "modalities" not in consult(load_record(path), on=date(2026, 11, 2)).report


# The other twenty disagreements change words, not verdicts: where they stand, and the words of both sides.
ALWAYS = {f"C{n}" for n in range(1, 29)} - DECIDED_BY_RULES - {"C24"}


def test_the_other_twenty_are_shown_with_the_words_of_each_side() -> None:
    shown = {each["id"]: each for each in report("synthetic-midgut")["disagreements"]}
    assert set(shown) >= ALWAYS | {"C24"}
    for each in shown.values():
        assert each["says"] and all(stance["says"] for stance in each["stances"])
        assert any(stance["cites"] for stance in each["stances"])


TEXTS = {
    "C6": ("never necessary", "More than 3 metastases, or larger than 3 cm"),
    "C7": ("the centre chooses", "100 to 300 um", "75 to 150 um"),
    "C8": ("until liver enzymes have peaked", "Typically an overnight stay", "outpatient"),
    "C9": ("without a competent sphincter", "moxifloxacin for 21 days", "One week for every patient"),
    "C10": ("Required in every plan", "short-acting analogue", "Says nothing"),
    "C11": ("No ranking", "no added toxicity", "often associated with the drugs"),
    "C12": ("never averaged", "About 40 of 100", "46 to 93 of 100"),
    "C13": ("Different denominators", "About 10 of 100", "10 to 20 of 100"),
    "C15": ("No rule", "segmental or subsegmental", "Proximal"),
    "C16": ("agree on staging", "Sequential lobar", "about 4 weeks apart"),
    "C17": ("each edition", "no numbers", "WHO 2010"),
    "C18": ("attribute of the protocol", "Particles", "Iodised oil"),
    "C19": ("impossible", "about 40 of 100", "80 of 100 or more"),
    "C21": ("union", "Y-90", "ablation", "PRRT"),
    "C22": ("never bars", "low-grade", "no grade"),
    "C23": ("author and year", "number the same studies differently"),
    "C24": ("may be shorter", "Every patient treated for pain responded", "shorter when pain alone"),
    "C25": ("Board and experienced centre", "multidisciplinary", "experienced centre"),
    "C27": ("two patients stay unlabelled", "95 of 100", "20 of 23"),
    "C28": ("never a rule of eligibility", "Eriksson, Gupta", "Ho"),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_words_of_a_disagreement(name: str) -> None:
    (found,) = [each for each in report("synthetic-midgut")["disagreements"] if each["id"] == name]
    said = " ".join([found["says"], *(stance["says"] for stance in found["stances"])])
    for words in TEXTS[name]:
        assert words in said
    assert ALWAYS | {"C24"} == set(TEXTS)
