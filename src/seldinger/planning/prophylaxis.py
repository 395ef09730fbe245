"""Prevention: carcinoid crisis in every patient, abscess where the sphincter is not competent, and the syndrome's own."""

from functools import cache

from seldinger.planning.situation import Situation
from seldinger.planning.sources import CARCINOID_HEART, CRISIS, HOUSE_CARE, SYNDROMES, of
from seldinger.planning.step import Ask, Part, Phase, Step, left, on_days, several, step
from seldinger.terms import Modality

ANAESTHESIA, WARD, ONCOLOGY = "anaesthesia", "ward", "oncology"
AGREED = "plan.crisis_prophylaxis"
LOCAL = "Regimens stand under medication as ranges; the local protocol decides drug and dose."


def prophylaxis(s: Situation) -> Part:
    """Return the steps of prevention, what they lack, and which printed regimens do not apply here."""
    return several(crisis(s), antibiotics(s), syndrome(s), comfort(s), combination(s))


def crisis(s: Situation) -> Part:
    """Return crisis prophylaxis: every neuroendocrine neoplasm, with or without a syndrome."""
    agreed = s.chart.known(AGREED)
    return Part(steps=_crisis_steps(), asks=() if agreed is True else (_not_agreed(s, agreed),))


@cache
def _crisis_steps() -> tuple[Step, ...]:
    order = step(
        "crisis_prophylaxis",
        "A short-acting somatostatin analogue around the procedure, in every patient, with or without a carcinoid "
        f"syndrome: it prevents most crises. Del Prete 2014 says nothing of it. {LOCAL}",
        Phase.ADMISSION,
        ANAESTHESIA,
        *of("A67", "A68", "C10"),
    )
    watch = step(
        "crisis_watch",
        "Watch for profound hypotension or hypertension, confusion and bronchospasm, during treatment and after. One series "
        "counted systolic pressure below 80 or above 180 mmHg or pulse above 120 for 10 minutes or more: 24 of 75 had it, and "
        "syndrome, octreotide and kind of procedure did not predict it.",
        Phase.TREATMENT,
        ANAESTHESIA,
        *of("A66"),
        CRISIS,
    )
    return on_days(order, -1, 2), on_days(watch, 0, 2)


def _not_agreed(s: Situation, agreed: object) -> Ask:
    if agreed is None:
        return s.chart.ask(AGREED)
    why = "the chart says that it is not agreed yet"
    return Ask(variable=AGREED, says=s.chart.ask(AGREED).says, who=ANAESTHESIA, why=why)


def antibiotics(s: Situation) -> Part:
    """Return antibiotic cover; the reviews disagree, so both are shown with what they speak of."""
    state = s.chart.known("biliary.state")
    conflict = step(
        "antibiotics",
        "The reviews disagree: Del Prete 2014 gave antibiotics for one week to all patients embolized; the transarterial "
        "review speaks only of patients without a competent sphincter. The local protocol decides.",
        Phase.ADMISSION,
        WARD,
        *of("C9", *(() if s.y90 else ("B68",))),
    )
    days = round(s.chart.limit("planning.antibiotic_days").value)
    every = Part(
        steps=(conflict if s.y90 else on_days(conflict, 0, days - 1),),
        left=left("printed for embolization", "B68") if s.y90 else (),
    )
    if state == "native":
        why = f"the bile ducts are native{s.chart.where('biliary.state')}"
        return every + Part(left=left(why, "A72", "A73"))
    return every + _abscess(s, state)


def _abscess(s: Situation, state: object) -> Part:
    lead = (
        f"The bile ducts are not known ({s.chart.unanswered('biliary.state')}): if the sphincter is not competent, the"
        if state is None
        else f"Bile ducts: {state}. The"
    )
    asks = (s.chart.ask("biliary.state"),) if state is None else ()
    risk = step(
        "abscess_risk",
        f"{lead} risk of liver abscess after embolization is markedly raised (33 to 86 of 100 with a bilioenteric "
        "anastomosis, in spite of antibiotics).",
        Phase.BEFORE,
        "interventional radiology",
        *of("A69", "A70"),
    )
    return several(Part(steps=(risk,), asks=asks), _moxifloxacin(s), _bowel(s))


def _moxifloxacin(s: Situation) -> Part:
    if s.y90:
        return Part(left=left("printed for embolization procedures", "A73"))
    lead, days = (round(s.chart.limit(f"planning.moxifloxacin_{name}").value) for name in ("lead", "days"))
    cover = step(
        "abscess_moxifloxacin",
        f"Oral moxifloxacin for {days} days from day -{lead}, without bowel preparation: no abscess in 10 patients and 25 "
        "procedures, which still allows up to 26 of 100 patients and 11 of 100 procedures (one-sided 95 % bounds).",
        Phase.BEFORE,
        WARD,
        *of("A73"),
    )
    return Part(steps=(on_days(cover, -lead, days - lead - 1),))


def _bowel(s: Situation) -> Part:
    if s.modality is Modality.TAE:
        return Part(left=left("printed for the comparison of cTACE with radioembolization", "A72"))
    says = (
        "Antibiotics with bowel preparation, the same in both arms of the one comparison: abscess in 3 of 13 after cTACE "
        "and 0 of 16 after radioembolization."
    )
    return Part(steps=(step("abscess_bowel", says, Phase.BEFORE, WARD, *of("A72")),))


_BY_HORMONE = {
    "gastrin": ("gastrinoma", "Gastrinoma: high-dose proton pump inhibitor through the procedure."),
    "vip": ("vipoma", "VIPoma: somatostatin analogue, fluids and electrolytes before the procedure."),
    "insulin": (
        "insulinoma",
        "Insulinoma: a somatostatin analogue may worsen hypoglycaemia. Intravenous glucose and glucose checks; the choice of "
        "crisis prophylaxis is the endocrinologist's.",
    ),
}


def syndrome(s: Situation) -> Part:
    """Return what the charted syndrome asks for; an unknown hormone leaves the question open."""
    hormone, found = s.chart.known("syndrome.hormone"), []
    if isinstance(hormone, str) and hormone in _BY_HORMONE:
        name, says = _BY_HORMONE[hormone]
        found.append(step(name, says, Phase.BEFORE, "endocrinology", SYNDROMES))
    carcinoid, heart = s.chart.known("syndrome.carcinoid"), s.chart.known("fitness.carcinoid_heart_disease")
    if carcinoid is not False or heart not in (None, "none"):
        sure = carcinoid or heart not in (None, "none")
        open_yet = f"Carcinoid syndrome is not known ({s.chart.unanswered('syndrome.carcinoid')}). If present: "
        lead = "" if sure else open_yet
        says = f"{lead}NT-proBNP and echocardiography before the procedure."
        found.append(step("carcinoid_heart", says, Phase.BEFORE, "cardiology", CARCINOID_HEART))
    unasked = hormone is None and s.chart.known("syndrome.functioning") is not False
    return Part(steps=tuple(found), asks=(s.chart.ask("syndrome.hormone", blocks=False),) if unasked else ())


def comfort(s: Situation) -> Part:
    """Return what eases the syndrome after embolization; doses are the centre's."""
    nausea = step(
        "antiemetic", "Antiemetic and dexamethasone; drug and dose are the centre's.", Phase.TREATMENT, WARD, HOUSE_CARE
    )
    if s.y90:
        return Part(steps=(nausea,), left=left("printed for embolization", "B69"))
    pain = step(
        "analgesia", "Intravenous opioid for pain, by the centre's protocol.", Phase.TREATMENT, WARD, *of("B69")
    )
    return Part(steps=(on_days(pain, 0, 1), nausea, *_lysis(s)))


def _lysis(s: Situation) -> tuple[Step, ...]:
    burden, limit = s.chart.known("liver.burden_percent"), s.chart.limit("liver.burden_max")
    low = getattr(burden, "low", burden)
    if not isinstance(low, float) or low < limit.value:
        return ()
    says = "High tumour load: allopurinol and the laboratory of tumour lysis."
    return (step("tumour_lysis", says, Phase.BEFORE, WARD, HOUSE_CARE),)


def combination(s: Situation) -> Part:
    """Return the somatostatin analogue or interferon that goes on in functioning disease."""
    if s.y90:
        return Part(left=left("printed for TAE", "B89"))
    functioning = s.chart.known("syndrome.functioning")
    if functioning is None and s.chart.known("syndrome.carcinoid") is True:
        functioning = True
    if functioning is False:
        return Part(left=left("the tumour is charted as not functioning", "B89"))
    lead = "" if functioning else f"If the tumour is functioning ({s.chart.unanswered('syndrome.functioning')}): "
    go_on = "continue" if lead else "Continue"
    says = f"{lead}{go_on} somatostatin analogue or interferon; with TAE the syndrome and 5-HIAA responded better."
    return Part(steps=(step("combination", says, Phase.LATER, ONCOLOGY, *of("B89")),))
