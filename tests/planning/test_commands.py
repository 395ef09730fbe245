"""The commands plan and y90 as a stranger meets them; odd input ends in a line and a status, never in a traceback."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from seldinger.cli import commands  # noqa: F401  (registers them)
from seldinger.cli.app import app
from seldinger.cli.say import Exit
from seldinger.patient import examples

MIDGUT = str(examples()["synthetic-midgut"])


def run(*arguments: str) -> tuple[int, str]:
    """Return status and all output of a run."""
    found = CliRunner().invoke(app, list(arguments))
    fault = found.exception
    if isinstance(fault, Exit):
        return fault.status, found.output
    if fault is not None and not isinstance(fault, SystemExit):
        raise fault
    return found.exit_code, found.output


def test_plan_prints_every_treatment() -> None:
    status, said = run("plan", MIDGUT)
    assert status == 0
    assert [line for line in said.splitlines() if line.endswith(": complete")] == [
        f"{name}: complete" for name in ("TAE", "cTACE", "DEB-TACE", "Y-90 glass", "Y-90 resin")
    ]


def test_plan_as_json_is_the_part_of_the_report() -> None:
    found = CliRunner().invoke(app, ["plan", MIDGUT, "--modality", "tae", "--json"])
    assert list(json.loads(found.stdout)) == ["tae"]


def test_the_calendar_is_written_and_what_it_counts_from_is_said(tmp_path: Path) -> None:
    status, said = run("plan", MIDGUT, "--modality", "tae", "--ics", str(tmp_path / "a.ics"))
    assert status == 0
    assert "counts from 2026-11-02" in said
    run("plan", MIDGUT, "--modality", "tae", "--start", "2027-01-31", "--ics", str(tmp_path / "b.ics"))
    assert "DTSTART;VALUE=DATE:20270228" in (tmp_path / "b.ics").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("plan", "no-such-file.toml"), 3),
        (("plan", MIDGUT, "--start", "tomorrow"), 2),
        (("plan", MIDGUT, "--start", "2020-01-01"), 2),
        (("plan", MIDGUT, "--start", "9999-12-31"), 2),
        (("plan", MIDGUT, "--modality", "surgery"), 2),
        (("plan", MIDGUT, "--profile", "nobody"), 3),
        (("plan", str(examples()["out-of-scope"])), 0),
        (("plan", str(examples()["synthetic-moribund"])), 0),
        (("y90", "activity", "--product", "glass"), 2),
        (("y90", "activity", "--product", "paste", "--perfused-kg", "1", "--target-gy", "100"), 3),
        (("y90", "activity", "--product", "glass", "--perfused-kg", "1"), 2),
        (("y90", "activity", "--product", "glass", "--perfused-kg", "1", "--tumour-kg", "0.2"), 2),
        (("y90", "vial", "--product", "glass", "--gbq", "3", "--at", "2026-11-04T10:00", "--zone", "Mars/Olympus"), 3),
        (("y90", "vial", "--product", "glass", "--gbq", "3", "--at", "noon", "--zone", "Europe/Berlin"), 3),
        (("y90", "vial", "--product", "glass", "--gbq", "3", "--at", "2027-03-28T02:30", "--zone", "Europe/Berlin"), 3),
    ],
)
def test_exit_status(arguments: tuple[str, ...], status: int) -> None:
    assert run(*arguments)[0] == status


def activity(*more: str) -> dict:
    found = CliRunner().invoke(app, ["y90", "activity", "--json", *more])
    return json.loads(found.stdout)


def test_the_hand_worked_partition() -> None:
    """m_T 0.2, m_N 1.0, ratio 3, shunt 0.04, lung 1 kg: 29.80 Gy/GBq to normal liver; 40 Gy allow 1.342 GBq."""
    found = activity(
        *("--product", "resin", "--shunt", "0.04", "--perfused-kg", "1.2", "--tumour-kg", "0.2"),
        *("--ratio", "3", "--lung-before-gy", "0"),
    )
    assert round(found["delivered_gbq"], 3) == 1.342
    assert {row["name"]: round(row["gy"], 1) for row in found["doses"] if row["gy"]} == {
        "tumour": 120.0,
        "normal liver": 40.0,
        "lung": 2.7,
    }


def test_the_hand_worked_mono_compartment() -> None:
    """100 Gy, 1.0 kg, shunt 0.08, residual 0.02: 2.233 GBq to prepare."""
    found = activity(
        *("--product", "glass", "--shunt", "0.08", "--perfused-kg", "1", "--target-gy", "100"),
        *("--residual", "0.02", "--lung-before-gy", "0"),
    )
    assert round(found["prepared_gbq"], 3) == 2.233


def test_without_a_shunt_no_activity_is_printed() -> None:
    found = activity("--product", "glass", "--perfused-kg", "1", "--target-gy", "100", "--lung-before-gy", "0")
    assert found["delivered_gbq"] is None
    assert found["doses"] is None
    assert any("lung shunt" in datum for datum in found["ask"])


def test_a_vial_confirmed_by_the_maker_carries_no_doubt_on_its_calibration() -> None:
    """5 GBq, 66 h after calibration: 5 * 2**(-66/64.1) = 2.449 GBq."""
    found = CliRunner().invoke(
        app,
        [
            *("y90", "vial", "--json", "--product", "glass", "--gbq", "2.45", "--zone", "Europe/Berlin"),
            *("--at", "2026-11-04T12:00", "--calibrated", "2026-11-01T12:00-05:00"),
        ],
    )
    slot = json.loads(found.stdout)["slots"][0]
    assert slot["elapsed_h"] == 66.0
    assert round(slot["at_treatment_gbq"], 3) == 2.449
    assert not any("calibration time" in caution for caution in slot["cautions"])


NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.sampled_from(["0", "-1", "1e308", "4.2", "0.04", "x", ""]),
)
OPTIONS = (
    "--shunt",
    "--perfused-kg",
    "--tumour-kg",
    "--ratio",
    "--lung-kg",
    "--target-gy",
    "--normal-gy",
    "--residual",
)


@given(st.dictionaries(st.sampled_from(OPTIONS), NUMBERS), st.sampled_from(["glass", "resin", "", "Glass"]))
def test_no_numbers_bring_the_calculator_down(options: dict[str, str], product: str) -> None:
    words = [word for name, value in options.items() for word in (f"{name}={value}",)]
    status, said = run("y90", "activity", "--product", product, *words)
    assert status in (0, 2, 3), said


MOMENTS = st.one_of(st.datetimes().map(lambda each: each.isoformat()), st.text(max_size=12))


@given(
    st.lists(MOMENTS, min_size=1, max_size=3), NUMBERS, st.sampled_from(["Europe/Berlin", "UTC", "", "../x", "A" * 300])
)
def test_no_moments_bring_the_vial_planner_down(moments: list[str], amount: str, zone: str) -> None:
    words = [f"--at={each}" for each in moments]
    status, said = run("y90", "vial", "--product=glass", f"--gbq={amount}", f"--zone={zone}", *words)
    assert status in (0, 2, 3), said
