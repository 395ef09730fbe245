"""Before and around Y-90: shunt study, arteries to the gut, what went before, and what may not go together."""

from functools import cache

from seldinger.cite import cite
from seldinger.planning.situation import Situation
from seldinger.planning.sources import CAPECITABINE, HOLMIUM, HOUSE, MAPPING, PPI, PRRT, RESIN_LABEL, of
from seldinger.planning.step import Ask, Part, Phase, Step, left, on_days, several, step
from seldinger.terms import Modality, Status

NUCLEAR, RADIOLOGY, ONCOLOGY = "nuclear medicine", "interventional radiology", "oncology"
SHUNT, GUT = "shunt.lung_shunt_fraction", "vessels.hepatoenteric_communication"
BAR_LUNG = cite("transarterial-review", at="Radioembolization (Y-90)", statement="A58")
BAR_GUT = cite("transarterial-review", at="Radioembolization (Y-90)", statement="A59")
NO_TARGET = cite("levillain2021", at="abstract")
INTERVALS = cite("house-planning", at="intervals to other treatments", status=Status.UNVERIFIED)
CUMULATIVE = cite("house-notes", at="earlier radiation of the liver", status=Status.SECONDARY)


def radioembolization(s: Situation) -> Part:
    """Return the steps that only radioembolization has; for embolization the statements that speak of it."""
    if not s.y90:
        return Part(left=left("speaks of radioembolization", "A50", "A54"))
    return several(_shunt(s), _gut(s), _decay(), _before(s), _together(s), _after())


def _shunt(s: Situation) -> Part:
    known = s.chart.number(SHUNT)
    seen = s.chart.unanswered(SHUNT) if known is None else f"charted{s.chart.where(SHUNT)}"
    study = step(
        "shunt_study",
        f"Gate: lung shunt fraction from the shunt study ({seen}); without it no activity is computed, it is never taken as 0.",
        Phase.BEFORE,
        NUCLEAR,
        MAPPING,
        BAR_LUNG,
        gate=True,
    )
    return Part(steps=(study,), asks=() if known is not None else (s.chart.ask(SHUNT),))


def _gut(s: Situation) -> Part:
    found = s.chart.known(GUT)
    says = {
        "none": "No artery from the treated territory to the gut is charted; look again on the day.",
        "correctable": "Gate: close the communication to the gut, then look again; treatment waits.",
        "corrected": "The communication to the gut is charted as closed; confirm it on the day.",
        "uncorrectable": "A communication to the gut cannot be closed: this bars the treatment.",
    }.get(str(found), f"Gate: look for arteries to the gut ({s.chart.unanswered(GUT)}).")
    gate = step("gut_gate", says, Phase.ANGIOGRAPHY, RADIOLOGY, BAR_GUT, gate=True)
    asks: tuple[Ask, ...] = ()
    if found is None:
        asks = (s.chart.ask(GUT),)
    elif found == "correctable":
        asks = (
            Ask(variable=GUT, says=s.chart.ask(GUT).says, who=RADIOLOGY, why="charted as correctable, not yet closed"),
        )
    return Part(steps=(gate,), asks=asks)


@cache
def _decay() -> Part:
    spread = step(
        "decay",
        "The beta rays reach about 2.5 mm; the dose is delivered over about two weeks. That the effect is judged, and another "
        "lobe treated, no sooner is this software's conclusion.",
        Phase.AFTER,
        NUCLEAR,
        *of("A50", "A54"),
        HOUSE,
    )
    return Part(steps=(on_days(spread, 0, 14),))


def _before(s: Situation) -> Part:
    prrt, radiation = s.chart.known("history.prrt"), s.chart.known("history.liver_radiation")
    found, asks = [], []
    if prrt is not False:
        lead = "After PRRT" if prrt else f"If PRRT was given ({s.chart.unanswered('history.prrt')})"
        says = (
            f"{lead}: keep the dose to the normal liver lower and stage the lobes. In 44 patients treated with resin one died "
            "of radioembolization-induced liver disease; lymphopenia is frequent."
        )
        found.append(step("prior_prrt", says, Phase.BEFORE, NUCLEAR, PRRT, HOLMIUM, HOUSE))
        asks += [] if prrt else [s.chart.ask("history.prrt", blocks=False)]
    if radiation is not False:
        open_yet = f"If the liver was irradiated before ({s.chart.unanswered('history.liver_radiation')})"
        lead = "The liver was irradiated before" if radiation else open_yet
        says = f"{lead}: compute the cumulative dose to the normal liver before an activity is prescribed."
        found.append(step("prior_radiation", says, Phase.BEFORE, NUCLEAR, CUMULATIVE))
        asks += [] if radiation else [s.chart.ask("history.liver_radiation", blocks=False)]
    return Part(steps=tuple(found), asks=tuple(asks))


def _together(s: Situation) -> Part:
    found: list[Step] = []
    if s.modality is Modality.Y90_RESIN:
        says = (
            "Capecitabine: the resin label advises against it around treatment, while a trial in grade 2 disease gave it on "
            "purpose with temozolomide. Both are shown; the board decides."
        )
        found.append(step("capecitabine", says, Phase.BEFORE, ONCOLOGY, RESIN_LABEL, CAPECITABINE))
    kinds = {each.kind for each in s.chart.record.therapies if each.start is None or each.start <= s.chart.on}
    if "antiangiogenic" in kinds or "sunitinib" in kinds:
        says = "An antiangiogenic drug is charted: the interval to radioembolization is the centre's to set."
        found.append(step("antiangiogenic", says, Phase.BEFORE, ONCOLOGY, INTERVALS))
    return Part(steps=tuple(found))


@cache
def _after() -> Part:
    stomach = step(
        "gastric_protection",
        "Proton pump inhibitor for a month; drug and dose are the centre's.",
        Phase.AFTER,
        "ward",
        PPI,
    )
    return Part(steps=(on_days(stomach, 0, 30),))


def no_target(s: Situation) -> Part:
    """Return the step that says that there is no consensus dose for these tumours."""
    says = (
        "No consensus dose target exists for neuroendocrine metastases: published cut-offs stand beside the activity, the "
        "prescriber chooses. Gray of glass and of resin do not stand for each other."
    )
    return Part(steps=(step("no_dose_target", says, Phase.BEFORE, NUCLEAR, NO_TARGET),)) if s.y90 else Part()
