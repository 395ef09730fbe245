"""Drug records: regimens as ranges with their status, cautions, and the lifetime dose of an anthracycline."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from seldinger.cite import Citation, KnowledgeError, cite, knowledge
from seldinger.dosimetry import body_surface_m2
from seldinger.planning.situation import Chart, Situation
from seldinger.planning.step import cited, marked
from seldinger.terms import Modality, Status

DECIDES = "local protocol decides"
CM_PER_M = 100.0
ANTHRACYCLINES = ("rubicin", "adriamyc", "adriblast", "caelyx", "doxil", "myocet", "ellence")  # parts of their names
COMBINATIONS = frozenset({"fas", "fac", "fec", "cav", "chop"})  # the A, E or H stands for one
STEMS = {
    "penicillin": "cillin",
    "quinolone": "floxacin",
    "anthracycline": "rubicin",
}  # of nonproprietary names, by class
NO_NAMES = frozenset({"proton", "pump", "inhibitor"})  # words of a drug's name here that name no substance
PURPOSES = ("crisis", "abscess", "chemoembolization", "radioembolization")


@dataclass(frozen=True, kw_only=True, slots=True)
class Regimen:
    """How a source gives a drug; words and ranges, never one order."""

    says: str
    route: str
    modalities: tuple[Modality, ...]
    status: Status
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the regimen as report.json holds it."""
        return {
            "says": marked(self.says, self.status),
            "route": self.route,
            "status": str(self.status),
            "cites": cited(self.cites),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Caution:
    """When a drug may harm; ``hormone`` names the syndrome for which it is said."""

    says: str
    hormone: str | None
    status: Status
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drug:
    """One drug with all that is known of its use around these treatments."""

    name: str
    purpose: str
    drug_class: str | None
    regimens: tuple[Regimen, ...]
    cautions: tuple[Caution, ...]

    def for_modality(self, modality: Modality) -> tuple[Regimen, ...]:
        """Return the regimens that speak of a modality."""
        return tuple(each for each in self.regimens if modality in each.modalities)


@cache
def drugs() -> Mapping[str, Drug]:
    """Return every drug record by name; raises KnowledgeError on a fault in a file or a name that stands twice."""
    found: dict[str, Drug] = {}
    for file in sorted(knowledge().joinpath("drugs").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            for name, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if name in found:
                    raise KnowledgeError(f"drugs/{file.name}: {name!r} stands twice")
                found[name] = read_drug(name, table, file=file.name)
    return found


def read_drug(name: str, table: Mapping[str, Any], *, file: str) -> Drug:
    """Return the drug of one table; raises KnowledgeError naming file, drug and fault."""
    odd = set(table) - {"purpose", "class", "regimen", "caution"}
    if odd or table.get("purpose") not in PURPOSES or not table.get("regimen"):
        raise KnowledgeError(
            f"drugs/{file}, {name}: expected a purpose of {', '.join(PURPOSES)} and [[regimen]]; odd {odd}"
        )
    try:
        return Drug(
            name=name.replace("_", " "),
            purpose=table["purpose"],
            drug_class=table.get("class"),
            regimens=tuple(_regimen(each) for each in table["regimen"]),
            cautions=tuple(_caution(each) for each in table.get("caution", [])),
        )
    except (KeyError, ValueError) as fault:
        raise KnowledgeError(f"drugs/{file}, {name}: {fault}") from fault


def _regimen(entry: Mapping[str, Any]) -> Regimen:
    status = Status(entry["status"])
    meant = entry.get("modalities", list(Modality))
    modalities = tuple(Modality(each) for each in meant)
    return Regimen(
        says=entry["says"], route=entry["route"], modalities=modalities, status=status, cites=_cites(entry, status)
    )


def _caution(entry: Mapping[str, Any]) -> Caution:
    status = Status(entry["status"])
    return Caution(says=entry["says"], hormone=entry.get("hormone"), status=status, cites=_cites(entry, status))


def _cites(entry: Mapping[str, Any], status: Status) -> tuple[Citation, ...]:
    found = tuple(
        cite(each["key"], at=each["at"], statement=each.get("statement"), via=each.get("via"), status=status)
        for each in entry["cites"]
    )
    if not found:
        raise ValueError("no citation")
    return found


def medication(s: Situation) -> list[dict[str, Any]]:
    """Return the drugs that belong to this plan, as report.json holds them."""
    return [_entry(s, drug) for drug in _chosen(s)]


def _chosen(s: Situation) -> Iterator[Drug]:
    """Yield the drugs of the plan; antibiotics against abscess unless the bile ducts are known to be native."""
    for drug in _drugs_for(s.modality):
        if not (drug.purpose == "abscess" and s.chart.known("biliary.state") == "native"):
            yield drug


@cache
def _drugs_for(modality: Modality) -> tuple[Drug, ...]:
    return tuple(drug for drug in drugs().values() if drug.for_modality(modality))


@cache
def _regimens(name: str, modality: Modality) -> list[dict[str, Any]]:
    """Return the regimens of a drug as report.json holds them; the list is shared between plans, which nobody changes."""
    return [
        each.as_json() for drug in _drugs_for(modality) if drug.name == name for each in drug.for_modality(modality)
    ]


def _entry(s: Situation, drug: Drug) -> dict[str, Any]:
    hormone = s.chart.known("syndrome.hormone")
    cautions = [each for each in drug.cautions if each.hormone is None or hormone in (None, each.hormone)]
    return {
        "drug": drug.name,
        "purpose": drug.purpose,
        "decides": DECIDES,
        "regimens": _regimens(drug.name, s.modality),
        "cautions": [
            {"says": marked(each.says, each.status), "status": str(each.status), "cites": cited(each.cites)}
            for each in cautions
        ],
        "charted_allergies": _allergies(s.chart),
        "allergy": _against(s.chart, drug),
    }


def allergic(s: Situation) -> list[str]:
    """Return a sentence for each drug of this plan against which an allergy is charted."""
    return [words for drug in _chosen(s) if (words := _against(s.chart, drug)) is not None]


def _against(chart: Chart, drug: Drug) -> str | None:
    """Return that an allergy to the drug or to its class is charted, by name; None when none is or nobody asked.

    A class is told by its own name and by the stem of its international nonproprietary names. A name that is not
    recognised is no conflict, so every charted allergy also stands beside every drug.
    """
    named = drug.drug_class or drug.name
    names = {named, STEMS.get(named, named), *drug.name.split()} - NO_NAMES
    for each in chart.record.allergies or ():
        substance = each.substance.casefold()
        if any(name in substance for name in names):
            reaction = f" ({each.reaction})" if each.reaction else ""
            return f"charted allergy to {each.substance}{reaction}: {drug.name} is the same or of its class"
    return None


def _allergies(chart: Chart) -> list[str] | None:
    """Return the charted allergies for the reader to hold against the drug; None when nobody asked."""
    found = chart.record.allergies
    return None if found is None else [f"{a.substance}: {a.reaction or 'reaction not stated'}" for a in found]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifetime:
    """The anthracycline given so far against the usual ceiling; never computed from a chart that leaves a dose out."""

    state: str  # within, exceeds, not computable
    given_mg_m2: float | None
    limit_mg_m2: float
    ask: tuple[str, ...]


def anthracycline(named: str) -> bool:
    """Return whether a drug as charted is or holds an anthracycline: by substance, trade name or usual combination.

    >>> [anthracycline(each) for each in ("Epirubicin", "Adriamycin", "FAS", "capecitabine")]
    [True, True, True, False]
    """
    words = set(re.findall(r"[a-z]+", named.lower()))
    return any(part in named.lower() for part in ANTHRACYCLINES) or bool(words & COMBINATIONS)


def lifetime_doxorubicin(chart: Chart) -> Lifetime:
    """Return doxorubicin so far [mg/m2]: systemic as charted, intra-arterial by body surface.

    Chemotherapy without a named drug, a named one without its dose, and a chart that names no therapy at all are not
    computable: nothing charted does not mean nothing given.
    """
    limit = chart.limit("planning.doxorubicin_lifetime").value
    systemic, missing = _systemic(chart)
    local, also = _intra_arterial(chart)
    ask = tuple(dict.fromkeys((*missing, *also)))
    if ask:
        return Lifetime(state="not computable", given_mg_m2=None, limit_mg_m2=limit, ask=ask)
    given = systemic + local
    return Lifetime(state="within" if given <= limit else "exceeds", given_mg_m2=given, limit_mg_m2=limit, ask=())


def _systemic(chart: Chart) -> tuple[float, tuple[str, ...]]:
    past = [each for each in chart.record.therapies if each.start is None or each.start <= chart.on]
    if not past:
        return 0.0, ("earlier anthracycline (none, or its cumulative dose)",)
    total, ask = 0.0, []
    for each in (therapy for therapy in past if therapy.kind == "chemotherapy"):
        if each.drug is None:
            ask.append("drug of the earlier chemotherapy")
        elif anthracycline(each.drug):
            if each.cumulative_mg_m2 is None:
                ask.append(f"cumulative dose of {each.drug}")
            total += each.cumulative_mg_m2 or 0.0
    return total, tuple(ask)


def _intra_arterial(chart: Chart) -> tuple[float, tuple[str, ...]]:
    loaded = [each for each in chart.sessions if each.modality in (Modality.CTACE, Modality.DEB_TACE)]
    if not loaded:
        return 0.0, ()
    mg, ask = 0.0, []
    for each in loaded:
        if each.agent is None or each.agent.drug is None or each.agent.mg is None:
            ask.append(f"drug and dose of the session of {each.date.isoformat()}")
        elif anthracycline(each.agent.drug):
            mg += each.agent.mg
    surface = surface_m2(chart)
    if mg and surface is None:
        ask.append("height and weight")
    return (mg / surface if surface and mg else 0.0), tuple(ask)


def surface_m2(chart: Chart) -> float | None:
    """Return the body surface [m2], or None without a height and a weight for which the formula was made."""
    height, weight = chart.number("person.height_cm"), chart.number("person.weight_kg")
    if height is None or weight is None:
        return None
    try:
        return body_surface_m2(height_m=height / CM_PER_M, weight_kg=weight)
    except ValueError:
        return None
