"""What is injected: agents and sizes as each source prints them, side by side; nothing is chosen for the operator."""

from dataclasses import dataclass
from typing import Any

from seldinger.cite import Citation
from seldinger.planning.situation import Situation
from seldinger.planning.sources import EMBOLIC_SERIES, SMALL_PARTICLES, of
from seldinger.planning.step import Left, Part, Phase, Step, left, marked, on_days, step, told
from seldinger.terms import EMBOLIC_AGENTS, Modality

RADIOLOGY = "interventional radiology"


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """One agent as a source prints it; a size or a load that is not printed is None."""

    kind: str
    says: str
    cites: tuple[Citation, ...]
    size_um: tuple[float, float] | None = None
    drug: str | None = None
    most_mg: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the agent as report.json holds it."""
        status, cites = told(self.cites)
        return {
            "kind": self.kind,
            "says": marked(self.says, status),
            "size_um": None if self.size_um is None else list(self.size_um),
            "drug": self.drug,
            "most_mg": self.most_mg,
            "status": str(status),
            "cites": cites,
        }


SPHERES_CASE = Device(
    kind="microspheres", says="spheres of 100-300 um, as in case 1", size_um=(100.0, 300.0), cites=of("A30", "C7")
)
OIL_THEN_PARTICLES = Device(
    kind="lipiodol",
    says="Lipiodol (50 %), then embolics of 75-150 um, no chemotherapy",
    size_um=(75.0, 150.0),
    cites=of("B25", "C7"),
)
OIL_WITH_DRUG = Device(
    kind="lipiodol",
    says="doxorubicin or epirubicin mixed with Lipiodol, then embolics of 75-150 um",
    size_um=(75.0, 150.0),
    drug="doxorubicin or epirubicin",
    cites=of("B24", "C7"),
)
GLUE = Device(
    kind="cyanoacrylate", says="n-butyl cyanoacrylate with oil, sessions 4-8 weeks apart", cites=(EMBOLIC_SERIES,)
)
GELATIN = Device(
    kind="gelatin_foam", says="gelatin particles of 560-710 um", size_um=(560.0, 710.0), cites=(EMBOLIC_SERIES,)
)
ONE_SERIES = Device(
    kind="lipiodol",
    says="doxorubicin 30 mg with mitomycin 50 mg in 10 mL of oil, then particles of 360-500 um",
    size_um=(360.0, 500.0),
    drug="doxorubicin and mitomycin",
    cites=(EMBOLIC_SERIES,),
)
BEADS = (
    Device(
        kind="drug_eluting_beads",
        says="LC Bead 100-300 um with at most 100 mg of doxorubicin, only if the trial chose it",
        size_um=(100.0, 300.0),
        drug="doxorubicin",
        most_mg=100.0,
        cites=(EMBOLIC_SERIES,),
    ),
    Device(
        kind="drug_eluting_beads",
        says="HepaSphere 50-100 um, only if the trial chose it (17 patients: one cholecystitis, no biloma)",
        size_um=(50.0, 100.0),
        cites=(EMBOLIC_SERIES,),
    ),
)
DEVICES: dict[Modality, tuple[Device, ...]] = {
    Modality.TAE: (SPHERES_CASE, OIL_THEN_PARTICLES, GLUE, GELATIN),
    Modality.CTACE: (OIL_WITH_DRUG, ONE_SERIES),
    Modality.DEB_TACE: BEADS,
}
_LEFT: dict[Modality, tuple[Left, ...]] = {
    Modality.TAE: left("speaks of chemoembolization", "B24"),
    Modality.CTACE: (*left("speaks of embolization without a drug", "B25"), *left("a case of TAE", "A30")),
    Modality.DEB_TACE: (
        *left("the drug is in the bead: no oil, no separate embolic", "B24", "B25", "B48"),
        *left("a case of TAE", "A30"),
        *left("the disagreement is on particles of TAE and cTACE; the trial sets the size of the beads", "C7"),
    ),
}


def devices(s: Situation) -> tuple[Device, ...]:
    """Return what is in print for this modality (the microspheres of Y-90 stand with their activity)."""
    return DEVICES.get(s.modality, ())


def embolics(s: Situation) -> Part:
    """Return the step that shows agents and sizes, and the statements that speak of other treatments."""
    if s.y90:
        why = "speaks of embolics; the microspheres of radioembolization stand with their activity"
        return Part(left=left(why, "A30", "B24", "B25", "B48", "C7"))
    return Part(steps=(*_agents(s), *_small(s)), left=_LEFT[s.modality])


def _agents(s: Situation) -> tuple[Step, ...]:
    if s.modality is Modality.DEB_TACE:
        return ()
    words = ", ".join(each.replace("_", " ").replace("pva", "PVA") for each in EMBOLIC_AGENTS[:4])
    sizes = step(
        "embolic_size",
        "Sizes differ by source: spheres of 100-300 um in case 1 of the transarterial review, embolics of 75-150 um in Del "
        "Prete 2014. Both are shown; the operator chooses and records.",
        Phase.TREATMENT,
        RADIOLOGY,
        *of("C7"),
    )
    agents = step("embolic_agents", f"Agents in use: {words}.", Phase.TREATMENT, RADIOLOGY, *of("B48"))
    return on_days(agents, 0, 0), on_days(sizes, 0, 0)


def _small(s: Situation) -> tuple[Step, ...]:
    limit = s.chart.limit("planning.particle_size_caution")
    if not any(each.size_um and each.size_um[0] < limit.value for each in devices(s)):
        return ()
    says = f"Particles below {limit.value:g} um raise the risk of biliary injury and of shunting."
    return (step("small_particles", says, Phase.TREATMENT, RADIOLOGY, SMALL_PARTICLES),)
