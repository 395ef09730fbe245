"""How sure anyone can be: a procedure after GRADE in which every step prints the rule it followed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from seldinger import cite
from seldinger.evidence.pool import Pool
from seldinger.evidence.studies import Study
from seldinger.terms import Certainty

LADDER = (Certainty.VERY_LOW, Certainty.LOW, Certainty.MODERATE, Certainty.HIGH)
RARE_BEYOND = 0.1
WIDE_SCOPES = frozenset({"embolization", "y90"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the procedure: the domain, by how much it moved, and the rule in words."""

    domain: str
    change: int
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """The certainty of one pooled outcome with every step that led to it."""

    certainty: Certainty
    start: Certainty
    steps: tuple[Step, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the grade as report.json holds it."""
        steps = [{"domain": s.domain, "change": s.change, "says": s.says} for s in self.steps]
        return {"level": self.certainty.value, "start": self.start.value, "steps": steps}


@cache
def limits() -> dict[str, dict[str, Any]]:
    """Return the limits of the automatic steps, as declared in data."""
    return tomllib.loads(cite.knowledge().joinpath("studies/_certainty.toml").read_text(encoding="utf-8"))


def grade(pooled: Pool, studies: dict[str, Study], ci: tuple[float, float], prediction: tuple[float, float]) -> Grade:
    """Return the certainty of a pooled share; intervals are fractions.

    Starts low for series and high for randomised studies; imprecision, inconsistency and indirectness by scope are
    judged by rule, risk of bias and publication bias only by hand: nobody's judgement is said, not guessed.
    """
    designs = {studies[count.study].design for count in pooled.used}
    start = Certainty.HIGH if designs and all(d.startswith("randomised") for d in designs) else Certainty.LOW
    steps = (
        _imprecision(pooled, ci),
        _inconsistency(pooled, prediction),
        _indirectness(pooled),
        _risk_of_bias(pooled, studies),
        _publication(pooled),
    )
    place = LADDER.index(start) + sum(step.change for step in steps)
    return Grade(certainty=LADDER[max(0, min(place, len(LADDER) - 1))], start=start, steps=steps)


def imprecision(events: int, n: int, ci: tuple[float, float]) -> Step:
    """Return the step for a share of `events` in `n` with its 95 % interval (fractions)."""
    rules, width, few = limits(), ci[1] - ci[0], min(events, n - events)
    very = rules["imprecision_very"]
    if width > very["width"] or (
        few < very["events"] and ci[1] > RARE_BEYOND and width > rules["imprecision"]["width"]
    ):
        return Step(domain="imprecision", change=-2, says=very["says"])
    if width > rules["imprecision"]["width"] or few < rules["imprecision"]["events"]:
        return Step(domain="imprecision", change=-1, says=rules["imprecision"]["says"])
    return Step(domain="imprecision", change=0, says="enough events and a narrow enough interval")


def _imprecision(pooled: Pool, ci: tuple[float, float]) -> Step:
    return imprecision(pooled.events, pooled.n, ci)


def _inconsistency(pooled: Pool, prediction: tuple[float, float]) -> Step:
    rule = limits()["inconsistency" if pooled.key.prior == "efficacy" else "inconsistency_harm"]
    if pooled.k < 2:
        return Step(domain="inconsistency", change=0, says="one study: nothing to compare")
    wide = prediction[1] - prediction[0] > rule["width"]
    says = rule["says"] if wide else f"studies predict a new centre within {round(100 * rule['width'])} points"
    return Step(domain="inconsistency", change=-1 if wide else 0, says=says)


def _indirectness(pooled: Pool) -> Step:
    mixed = pooled.key.scope in WIDE_SCOPES and any(len(c.modalities) > 1 for c in pooled.used)
    if mixed:
        return Step(domain="indirectness", change=-1, says="treatments are not told apart in the rows")
    return Step(domain="indirectness", change=0, says="rows are of this treatment")


def _risk_of_bias(pooled: Pool, studies: dict[str, Study]) -> Step:
    judged = [studies[c.study].risk_of_bias for c in pooled.used]
    hands = sorted({bias.by for bias in judged if bias is not None and bias.by})
    says = f"judged by {', '.join(hands)}" if hands else "nobody has judged the single studies; series start low for it"
    return Step(domain="risk of bias", change=0, says=says)


def _publication(pooled: Pool) -> Step:
    rule = limits()["publication"]
    says = rule["says"] if pooled.k < rule["studies"] else "look at the funnel; nobody has judged it"
    return Step(domain="publication bias", change=0, says=says)
