"""Options in a fixed order, each with a reason from the course; an unknown is never read as no."""

from dataclasses import replace

import pytest

from seldinger.followup import Answer
from seldinger.followup.next_steps import Option, Situation, next_steps

CALM = Situation(
    treated_progressed=Answer.NO,
    untreated_disease=(),
    outside_liver_progressed=Answer.NO,
    hormones_back=Answer.NO,
    dangers=(),
    scanned=True,
)


@pytest.mark.parametrize(
    ("changed", "options"),
    [
        ({}, [Option.WATCH]),
        ({"treated_progressed": Answer.UNKNOWN}, [Option.WATCH]),
        ({"treated_progressed": Answer.YES}, [Option.REPEAT, Option.SWITCH, Option.SYSTEMIC]),
        ({"untreated_disease": ("n",)}, [Option.WATCH, Option.OTHER]),
        ({"outside_liver_progressed": Answer.YES}, [Option.SYSTEMIC]),
        ({"hormones_back": Answer.YES}, [Option.REPEAT]),
        ({"hormones_back": Answer.UNKNOWN}, [Option.WATCH]),
        ({"dangers": ("carcinoid crisis",)}, [Option.WATCH, Option.STOP]),
    ],
)
def test_options(changed, options):
    assert [step.option for step in next_steps(replace(CALM, **changed))] == options


def test_what_is_not_settled_is_said():
    assert "not settled" in next_steps(replace(CALM, treated_progressed=Answer.UNKNOWN))[0].because[0]
    assert "no scan" in next_steps(replace(CALM, scanned=False))[0].because[0]


def test_every_option_names_a_source():
    worst = Situation(
        treated_progressed=Answer.YES,
        untreated_disease=("n",),
        outside_liver_progressed=Answer.YES,
        hormones_back=Answer.YES,
        dangers=("carcinoid crisis",),
        scanned=True,
    )
    found = next_steps(worst)
    assert [step.option for step in found] == [o for o in Option if o is not Option.WATCH]
    assert all(step.cites and step.because for step in found)
