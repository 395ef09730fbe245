"""Checks of a plan: the three risks every plan must answer, and what the planned treatment does against limits."""

from dataclasses import dataclass
from typing import Any

from seldinger.cite import Citation
from seldinger.logic import Between
from seldinger.planning.drugs import allergic, lifetime_doxorubicin
from seldinger.planning.situation import Situation
from seldinger.planning.sources import ALLERGY, CRISIS, of
from seldinger.planning.step import Ask, Part, Phase, marked, step, told
from seldinger.terms import Modality

LVEF = "fitness.lvef_percent"
ANSWERED, OPEN = "answered", "open"
CHEMO = (Modality.CTACE, Modality.DEB_TACE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check with its state; ``days`` are relative to the session, ``done_by`` stays empty for the person."""

    id: str
    says: str
    state: str
    cites: tuple[Citation, ...]
    ask: tuple[str, ...] = ()
    days: tuple[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the check as report.json holds it."""
        status, cites = told(self.cites)
        return {
            "id": self.id,
            "says": marked(self.says, status),
            "state": self.state,
            "ask": list(self.ask),
            "days": None if self.days is None else list(self.days),
            "done_by": None,
            "status": str(status),
            "cites": cites,
        }


def risks(s: Situation) -> tuple[Check, ...]:
    """Return the three risk checks that every plan must answer or is incomplete: crisis, biloma, abscess."""
    return _crisis(s), _biloma(s), _abscess(s)


def risk_part(s: Situation) -> Part:
    """Return the step that demands the three checks, and what the biloma check lacks."""
    rule = step(
        "risk_checks",
        "Three risks are answered before treatment: carcinoid crisis, biloma, liver abscess.",
        Phase.BEFORE,
        "interventional radiology",
        *of("A78"),
        gate=True,
    )
    unknown = s.chart.known("liver.cirrhosis") is None
    return Part(steps=(rule,), asks=(s.chart.ask("liver.cirrhosis"),) if unknown else ())


def _crisis(s: Situation) -> Check:
    charted = s.chart.known("plan.crisis_prophylaxis")
    agreed = charted is True
    says = (
        "Crisis: prophylaxis is agreed by the local protocol."
        if agreed
        else "Crisis: prophylaxis is not agreed yet."
        if charted is False
        else f"Crisis: whether prophylaxis is agreed is not known ({s.chart.unanswered('plan.crisis_prophylaxis')})."
    )
    ask = () if agreed else ("agreed crisis prophylaxis",)
    return Check(
        id="risk.crisis",
        says=says,
        state=ANSWERED if agreed else OPEN,
        cites=(*of("A67", "A68", "A78"), CRISIS),
        ask=ask,
        days=(-1, -1),
    )


def _biloma(s: Situation) -> Check:
    cirrhosis = s.chart.known("liver.cirrhosis")
    said = {
        None: f"Biloma: whether the liver is cirrhotic is not known ({s.chart.unanswered('liver.cirrhosis')}).",
        False: "Biloma: no cirrhosis, so the enlarged peribiliary plexus that is believed to protect the bile ducts is absent"
        + ("; flow is kept in radioembolization." if s.y90 else "; weigh beads and small particles."),
        True: "Biloma: cirrhosis is charted.",
    }[cirrhosis if isinstance(cirrhosis, bool) else None]
    known = cirrhosis is not None
    return Check(
        id="risk.biloma",
        says=said,
        state=ANSWERED if known else OPEN,
        cites=of("A45", "A78"),
        ask=() if known else ("cirrhosis",),
        days=(-1, -1),
    )


def _abscess(s: Situation) -> Check:
    state = s.chart.known("biliary.state")
    said = {
        None: f"Abscess: the state of the bile ducts is not known ({s.chart.unanswered('biliary.state')}).",
        "native": "Abscess: the bile ducts are native; the sphincter is taken to be competent.",
    }.get(
        state if isinstance(state, str) else None, f"Abscess: bile ducts with {state}; antibiotic cover is in the plan."
    )
    return Check(
        id="risk.abscess",
        says=said,
        state=OPEN if state is None else ANSWERED,
        cites=of("A69", "A70", "A78"),
        ask=() if state is not None else ("state of the bile ducts",),
        days=(-3, -1),
    )


def drug_checks(s: Situation) -> tuple[Check, ...]:
    """Return the check on charted allergies, and those on an anthracycline: lifetime dose, and the heart."""
    return (*_allergy(s), *(_anthracycline(s) if s.modality in CHEMO else ()))


def _allergy(s: Situation) -> tuple[Check, ...]:
    """Return the check that a drug of the plan meets a charted allergy; a person must settle it."""
    found = allergic(s)
    if not found:
        return ()
    says = f"Allergy: {'; '.join(found)}."
    return (
        Check(
            id="drug.allergy", says=says, state=OPEN, cites=(ALLERGY,), ask=("another drug, or the allergy settled",)
        ),
    )


def _anthracycline(s: Situation) -> tuple[Check, ...]:
    life, limit = lifetime_doxorubicin(s.chart), s.chart.limit("planning.doxorubicin_lifetime")
    amount = {None: "not computable", 0.0: "none among the therapies charted"}
    given = amount.get(life.given_mg_m2, f"{life.given_mg_m2 or 0:.0f} mg/m2")
    dose = Check(
        id="drug.anthracycline_lifetime",
        says=f"Anthracycline so far: {given}; usual lifetime ceiling {life.limit_mg_m2:g} mg/m2.",
        state=life.state,
        cites=limit.cites,
        ask=life.ask,
    )
    return dose, _heart(s)


def _heart(s: Situation) -> Check:
    limit, lvef = s.chart.limit("planning.lvef_anthracycline"), s.chart.known(LVEF)
    low, high = (lvef.low, lvef.high) if isinstance(lvef, Between) else (s.chart.number(LVEF),) * 2
    found = (
        f"not known ({s.chart.unanswered(LVEF)})" if low is None else f"{low:g} %" if low == high else "between bounds"
    )
    says = f"Ejection fraction before an anthracycline, at least {limit.value:g} %: {found}."
    state = "not computable"
    if low is not None and high is not None:
        state = "within" if low >= limit.value else "exceeds" if high < limit.value else state
    ask = ("ejection fraction",) if state == "not computable" else ()
    return Check(id="drug.ejection_fraction", says=says, state=state, cites=limit.cites, ask=ask)


def asked_of(checks: tuple[Check, ...]) -> tuple[Ask, ...]:
    """Return what checks without an answer ask for; none of these makes a plan incomplete by itself."""
    return tuple(
        Ask(variable=None, says=each, who="clinic", why=check.says, blocks=False)
        for check in checks
        if check.state == "not computable"
        for each in check.ask
    )
