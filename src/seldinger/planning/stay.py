"""Setting and stay: overnight and until the enzymes have peaked, or an outpatient; surveillance of what came before."""

from functools import cache

from seldinger.planning.situation import Situation
from seldinger.planning.sources import of
from seldinger.planning.step import Part, Phase, Step, left, on_days, step
from seldinger.terms import Modality

WARD = "ward"


def stay(s: Situation) -> Part:
    """Return the steps of stay and discharge, and the surveillance that earlier surgery asks for."""
    here = _outpatient() if s.y90 else _overnight(s.modality)
    return here + _surveillance(s, "resection", "A13") + _surveillance(s, "transplant", "B19")


@cache
def _outpatient() -> Part:
    says = "Given to an outpatient: post-embolization syndrome is limited without occlusion."
    return Part(
        steps=(on_days(step("outpatient", says, Phase.AFTER, WARD, *of("A55", "C8")), 0, 0),),
        left=left("printed for embolization; radioembolization is given to outpatients", "A18", "B67"),
    )


@cache
def _overnight(modality: Modality) -> Part:
    printed = "" if modality is Modality.TAE else " (printed for TAE)"
    night = step(
        "overnight",
        f"At least one night in hospital, as is typical: pain, fever, nausea and vomiting are expected and pass by "
        f"themselves{printed}.",
        Phase.AFTER,
        WARD,
        *of("A18", "C8"),
    )
    enzymes = step(
        "discharge",
        "Discharge only once liver enzymes have peaked: the latest value lies below the highest, which is not the latest. "
        "The transarterial review speaks of an overnight stay; here both must hold.",
        Phase.AFTER,
        WARD,
        *of("B67", "C8"),
    )
    return Part(
        steps=(on_days(night, 0, 1), enzymes),
        left=left("speaks of radioembolization; embolization is given in hospital", "A55"),
    )


def _surveillance(s: Situation, kind: str, statement: str) -> Part:
    done = [t for t in s.chart.record.therapies if t.kind == kind and (t.start is None or t.start <= s.chart.on)]
    if not done:
        return Part(left=left(f"no earlier {kind} is charted", statement))
    return Part(steps=(_watch(kind, statement, done[0].procedure),))


def _watch(kind: str, statement: str, procedure: str | None) -> Step:
    named = f"{kind} ({procedure})" if procedure else kind
    says = {
        "resection": f"Surveillance after {named} goes on: after liver surgery 94 of 100 had recurred at five years.",
        "transplant": f"Surveillance of the graft after {named} goes on: the risk of recurrence persists.",
    }[kind]
    return step(f"surveillance_{kind}", says, Phase.LATER, "oncology", *of(statement))
