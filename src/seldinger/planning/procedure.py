"""The procedure: access, admission, angiography, the portal gate, target level, endpoint, and when to come back."""

from functools import cache

from seldinger.planning.situation import Situation
from seldinger.planning.sources import CAUDATE, HOUSE, HOUSE_ANGIOGRAPHY, MAPPING, of
from seldinger.planning.step import Part, Phase, Step, left, on_days, several, step
from seldinger.terms import Modality

RADIOLOGY, WARD = "interventional radiology", "ward"
FOR_EMBOLIZATION = "printed for embolization; this is radioembolization"


def procedure(s: Situation) -> Part:
    """Return the steps of the procedure, in the order of time."""
    return several(
        _technique(s),
        _admission(s.modality),
        _angiography(s),
        _portal_gate(s),
        _target(s),
        _endpoint(s.modality),
        _again(s.modality),
        _intent(s),
    )


def _technique(s: Situation) -> Part:
    charted = s.chart.known("vessels.access")
    way = f"; the chart names {charted} access" if isinstance(charted, str) else ""
    return Part(
        steps=(
            step(
                "technique",
                "The technique is that used in other liver tumours; what differs is the care around the procedure.",
                Phase.BEFORE,
                RADIOLOGY,
                *of("A74"),
            ),
            on_days(
                step(
                    "access",
                    f"Percutaneous arterial access by the Seldinger technique under imaging{way}.",
                    Phase.ANGIOGRAPHY,
                    RADIOLOGY,
                    *of("B45"),
                ),
                0,
                0,
            ),
        )
    )


@cache
def _admission(modality: Modality) -> Part:
    if not modality.embolic:
        return Part(
            left=left("printed for embolization; radioembolization is given to outpatients", "B60", "B61", "B103")
        )
    return Part(
        steps=(
            step("admission", "Admit before the procedure.", Phase.ADMISSION, WARD, *of("B60")),
            step(
                "hydration",
                "Start intravenous hydration before the procedure; hydration and supportive care make the "
                "post-embolization syndrome less frequent.",
                Phase.ADMISSION,
                WARD,
                *of("B61", "B103"),
            ),
        )
    )


def _angiography(s: Situation) -> Part:
    if s.y90:
        mapping = step(
            "mapping",
            "Mapping angiography before treatment: feeding arteries, perfused territory, arteries to the gut.",
            Phase.BEFORE,
            RADIOLOGY,
            MAPPING,
        )
        why = "printed for embolization; mapping angiography takes its place"
        return Part(steps=(mapping,), left=left(why, "B62", "B64", "A46"))
    steps = [
        on_days(
            step(
                "celiac_angiogram",
                "Celiac angiogram to map the hepatic vessels"
                + (", then the hepatic artery of the side to be treated." if s.modality is Modality.CTACE else "."),
                Phase.ANGIOGRAPHY,
                RADIOLOGY,
                *of("B62", "A46") if s.modality is Modality.CTACE else of("B62"),
            ),
            0,
            0,
        )
    ]
    unprinted = (
        () if s.modality is Modality.CTACE else left("printed for the conventional chemoembolization of case 2", "A46")
    )
    variants = _variants(s)
    return Part(steps=(*steps, *variants.steps, _feeders()), left=(*unprinted, *variants.left))


def _variants(s: Situation) -> Part:
    charted = s.chart.known("vessels.variant_arteries")
    if charted is False:
        return Part(
            left=left(f"no variant hepatic arteries are charted{s.chart.where('vessels.variant_arteries')}", "B64")
        )
    says = (
        f"Superior mesenteric angiogram: variant hepatic arteries are charted{s.chart.where('vessels.variant_arteries')}."
        if charted
        else "Superior mesenteric angiogram if accessory or replaced hepatic arteries are suspected "
        f"({s.chart.unanswered('vessels.variant_arteries')})."
    )
    asked = () if charted else (s.chart.ask("vessels.variant_arteries", blocks=False),)
    return Part(
        steps=(on_days(step("sma_angiogram", says, Phase.ANGIOGRAPHY, RADIOLOGY, *of("B64")), 0, 0),), asks=asked
    )


@cache
def _feeders() -> Step:
    return step(
        "feeders",
        "Look for feeding arteries from outside the liver and for an arterioportal shunt.",
        Phase.ANGIOGRAPHY,
        RADIOLOGY,
        HOUSE_ANGIOGRAPHY,
    )


def _portal_gate(s: Situation) -> Part:
    if s.y90:
        return Part(
            left=left("printed for embolization; radioembolization asks about the portal vein in selection", "B63")
        )
    gate = step(
        "portal_gate",
        "Gate: confirm at angiography that the portal vein is patent; no embolic is given before.",
        Phase.ANGIOGRAPHY,
        RADIOLOGY,
        *of("B63"),
        gate=True,
    )
    asks = () if s.chart.known("vessels.portal_vein") is not None else (s.chart.ask("vessels.portal_vein"),)
    return Part(steps=(on_days(gate, 0, 0),), asks=asks)


def _target(s: Situation) -> Part:
    caudate = _caudate(s)
    if s.y90:
        return Part(steps=caudate, left=left(FOR_EMBOLIZATION, "B23", "B71", "C15"))
    return Part(steps=(_level(), *caudate))


@cache
def _level() -> Step:
    level = step(
        "target_level",
        "Embolize the segmental or subsegmental branches that feed the tumour. The same review remarks that proximal "
        "embolization of the feeding arteries was more effective: no rule follows; record the level that was reached.",
        Phase.TREATMENT,
        RADIOLOGY,
        *of("B23", "B71", "C15"),
    )
    return on_days(level, 0, 0)


def _caudate(s: Situation) -> tuple[Step, ...]:
    lobes = s.chart.known("liver.lobes")
    if not (isinstance(lobes, frozenset) and "caudate" in lobes):
        return ()
    says = "Caudate lesions responded less often than those elsewhere (12 against 82 of 100 in one series): warn, lesion by lesion."
    return (step("caudate", says, Phase.TREATMENT, RADIOLOGY, CAUDATE),)


@cache
def _endpoint(modality: Modality) -> Part:
    if not modality.embolic:
        open_flow = step(
            "endpoint",
            "Occlusion of the artery is not the aim: flow is kept. Unexpected stasis is recorded as an event and ends the "
            "infusion short of the prescription.",
            Phase.TREATMENT,
            RADIOLOGY,
            *of("A53"),
            HOUSE,
        )
        why = "stasis is not the aim of radioembolization"
        return Part(steps=(on_days(open_flow, 0, 0),), left=left(why, "B65"))
    stasis = step("endpoint", "Endpoint: complete or near-complete stasis.", Phase.TREATMENT, RADIOLOGY, *of("B65"))
    return Part(steps=(on_days(stasis, 0, 0),), left=left("speaks of radioembolization only", "A53"))


@cache
def _again(modality: Modality) -> Part:
    if not modality.embolic:
        return Part(left=left(FOR_EMBOLIZATION, "B70", "A32"))
    inherited = "" if modality is Modality.TAE else " (printed for TAE)"
    return Part(
        steps=(
            step(
                "repeat",
                f"On recurrence or progression the embolization can be repeated several times{inherited}.",
                Phase.LATER,
                RADIOLOGY,
                *of("B70"),
            ),
            step(
                "new_lesion",
                f"A new lesion in an untreated lobe is embolized in a later session of its own; it is not a failure of "
                f"the treated lobe{inherited}.",
                Phase.LATER,
                RADIOLOGY,
                *of("A32"),
            ),
        )
    )


def _intent(s: Situation) -> Part:
    charted = s.chart.record.intent
    said = f"; the chart says {charted}" if charted else "; the chart names no intent"
    says = f"Catheter treatment is palliative: growth and symptoms, with a low risk of adverse events{said}."
    return Part(steps=(step("intent", says, Phase.BEFORE, "tumour board", *of("A79")),))
