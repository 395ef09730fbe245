"""What a modified plan changes, exactly: each modification of the selection with the steps it touches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from seldinger.cite import Citation
from seldinger.planning.situation import Situation
from seldinger.planning.sources import of
from seldinger.planning.step import Part, Phase, Step, cited, left, step
from seldinger.selection.rule import LESS_AGGRESSIVE
from seldinger.terms import Verdict

RADIOLOGY = "interventional radiology"
# Rule -> the steps of the plan that go ahead in a changed form because of it.
TOUCHES = {
    "biliary.incompetent_sphincter": ("abscess_risk", "abscess_moxifloxacin", "abscess_bowel"),
    "deb.trial_only": ("trial",),
    "shunts.gut_communication_correctable": ("gut_gate",),
    "liver.prior_prrt_radioembolization": ("prior_prrt",),
    "liver.prior_radiation_radioembolization": ("prior_radiation",),
    "liver.ascites_radioembolization": ("activity_review",),
    "fitness.contrast_allergy": ("contrast",),
    "fitness.contrast_allergy_radioembolization": ("contrast",),
    "fitness.renal_insufficiency_radioembolization": ("renal",),
    "fitness.carcinoid_heart_disease_radioembolization": ("carcinoid_heart",),
    "fitness.coagulopathy": ("coagulation",),
    "vessels.peripheral_vascular_disease": ("access",),
}
_ADDED = {
    "trial": "Only inside a clinical trial: approval, consent and the trial's own protocol come first.",
    "contrast": "Contrast allergy: premedication or another contrast medium, agreed before the day.",
    "renal": "Renal protection, as little contrast as possible.",
    "coagulation": "Correct the coagulopathy before the puncture, and check it on the day.",
    "activity_review": "Reserve of the liver judged again before an activity is prescribed: smaller volume or lower activity.",
}
_LESS = ("target_level", "endpoint", "lobe_order", "less_aggressive")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One modification: the rule that asks for it, what it changes, and the steps that carry it."""

    rule: str
    says: str
    steps: tuple[str, ...]
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the change as report.json holds it."""
        return {"rule": self.rule, "says": self.says, "steps": list(self.steps), "cites": cited(self.cites)}


def changes(s: Situation) -> tuple[Change, ...]:
    """Return what has certainly changed for this modality under the profile in use."""
    return tuple(
        Change(
            rule=rule.id,
            says=says,
            steps=_LESS if says == LESS_AGGRESSIVE else TOUCHES.get(rule.id, ()),
            cites=tuple(source.cites for source in rule.speaks(s.modality)),
        )
        for rule, says in s.outcome.modifications
    )


def carried(found: tuple[Change, ...], steps: Iterable[Step]) -> tuple[Change, ...]:
    """Return the changes with those of their steps that stand in the plan."""
    here = {each.id for each in steps}
    return tuple(replace(each, steps=tuple(name for name in each.steps if name in here)) for each in found)


def modified(s: Situation) -> Part:
    """Return the steps that the changes add, and why the printed way round is or is not in use."""
    found = changes(s)
    added = tuple(_added(name, change) for change in found for name in change.steps if name in _ADDED)
    if any(change.says == LESS_AGGRESSIVE for change in found):
        return Part(steps=(*added, _less_aggressive()))
    why = (
        "printed for TAE"
        if s.modality != "tae"
        else "the printed way round is not in use: no item of the list to avoid has been turned into a modification"
    )
    open_yet = Verdict.MODIFIED in s.outcome.possible and s.modality == "tae" and not found
    return Part(steps=added, left=left(f"{why}; still open" if open_yet else why, "B114"))


def _added(name: str, change: Change) -> Step:
    return step(name, _ADDED[name], Phase.BEFORE, RADIOLOGY, *change.cites)


def _less_aggressive() -> Step:
    return step(
        "less_aggressive",
        "Less aggressive embolization, repeated if needed. What is to be less, the part of the liver treated in one session or "
        "the stasis aimed at, is not printed: the operator decides and records it. Extent and endpoint as given here are those "
        "of the usual embolization.",
        Phase.TREATMENT,
        RADIOLOGY,
        *of("B114"),
    )
