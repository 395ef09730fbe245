"""Every source this room speaks from, once: statements of the two reviews by their id, then later works."""

from collections.abc import Iterable
from functools import cache

from seldinger.cite import Citation, cite
from seldinger.planning.step import Step, reworded
from seldinger.terms import Modality, Status

A, B = "transarterial-review", "delprete2014"
_PLACES = {
    "A13": "Introduction",
    "A18": "Transarterial embolization",
    "A30": "Case 1",
    "A32": "Case 1",
    "A45": "Transarterial chemoembolization",
    "A46": "Case 2",
    "A50": "Radioembolization (Y-90)",
    "A53": "Radioembolization (Y-90)",
    "A54": "Radioembolization (Y-90)",
    "A55": "Radioembolization (Y-90)",
    "A64": "Case 3",
    "A66": "Special considerations",
    "A67": "Special considerations",
    "A68": "Special considerations",
    "A69": "Special considerations",
    "A70": "Special considerations",
    "A72": "Special considerations",
    "A73": "Special considerations",
    "A74": "Special considerations",
    "A78": "Conclusion",
    "A79": "Conclusion",
    "B19": "Introduction",
    "B23": "Introduction",
    "B24": "Introduction",
    "B25": "Introduction",
    "B45": "Embolization procedures",
    "B48": "Embolization procedures",
    "B60": "Embolization procedures",
    "B61": "Embolization procedures",
    "B62": "Embolization procedures",
    "B63": "Embolization procedures",
    "B64": "Embolization procedures",
    "B65": "Embolization procedures",
    "B66": "Embolization procedures",
    "B67": "Embolization procedures",
    "B68": "Embolization procedures",
    "B69": "Embolization procedures",
    "B70": "Embolization procedures",
    "B71": "Embolization procedures",
    "B72": "Embolization procedures",
    "B73": "Embolization procedures",
    "B89": "Efficacy",
    "B103": "Safety",
    "B114": "Conclusions",
}
# Disagreements speak of both reviews: id -> (place in the transarterial review, place in Del Prete 2014).
_CONFLICTS = {
    "C7": ("Case 1", "Introduction"),
    "C8": ("Transarterial embolization; Radioembolization (Y-90)", "Embolization procedures"),
    "C9": ("Special considerations", "Embolization procedures"),
    "C10": ("Special considerations", "Embolization procedures"),
    "C16": ("Case 3", "Embolization procedures"),
}
_WITHIN_B = {"C15": "Introduction; Embolization procedures"}  # a disagreement inside Del Prete 2014

# Those taken out belong to other rooms, which realise them.
STATEMENTS = frozenset({*_PLACES, *_CONFLICTS, *_WITHIN_B} - {"A45", "A66", "A69", "A70"})
# What the reviews print of bland embolization alone; chemoembolization inherits it, and its plan says so.
OF_TAE = frozenset({"A18", "A30", "A32", "B23", "B25", "B103", "B114", *(f"B{number}" for number in range(60, 74))})


@cache
def of(*statements: str) -> tuple[Citation, ...]:
    """Return the citations of statements of the reviews; a disagreement cites both sides.

    >>> [each.key for each in of("B60", "C8")]
    ['delprete2014', 'transarterial-review', 'delprete2014']
    """
    return tuple(each for name in statements for each in _of(name))


def _of(name: str) -> tuple[Citation, ...]:
    if name in _CONFLICTS:
        here, there = _CONFLICTS[name]
        return (cite(A, at=here, statement=name), cite(B, at=there, statement=name))
    if name in _WITHIN_B:
        return (cite(B, at=_WITHIN_B[name], statement=name),)
    return (cite(A if name.startswith("A") else B, at=_PLACES[name], statement=name),)


def realised() -> frozenset[str]:
    """Return the ids of the reviews' statements that this room's steps realise."""
    return STATEMENTS


def inherited(steps: Iterable[Step], modality: Modality) -> tuple[Step, ...]:
    """Return the steps of a chemoembolization, those printed for bland embolization alone with the words that say so."""
    if modality not in (Modality.CTACE, Modality.DEB_TACE):
        return tuple(steps)
    return tuple(reworded(each, f"{each.says} Printed for TAE.") if _of_tae(each) else each for each in steps)


def _of_tae(each: Step) -> bool:
    own = [cite.statement for cite in each.cites if cite.statement in _PLACES]  # disagreements speak of both
    return bool(own) and OF_TAE.issuperset(own) and "printed for TAE" not in each.says


HOUSE = cite("house-planning", at="wording and order of the steps")
HOUSE_CARE = cite("house-planning", at="supportive care", status=Status.UNVERIFIED)
HOUSE_ANGIOGRAPHY = cite("house-planning", at="what angiography looks for", status=Status.UNVERIFIED)
SMALL_PARTICLES = cite("house-planning", at="embolic size", status=Status.UNVERIFIED)
SYNDROMES = cite("house-notes", at="preparation by syndrome", status=Status.SECONDARY)
CARCINOID_HEART = cite("enets2022-carcinoid", at="recommendations on carcinoid heart disease")
ALLERGY = cite("house-planning", at="charted allergies against the drugs of a plan")
CRISIS = cite("kwon2019", at="definition of crisis")
CAUDATE = cite("ohiostate2015", at="response by lobe")
MAPPING = cite("weber2022", at="work-up before treatment")
PPI = cite("house-notes", at="gastric protection after radioembolization", status=Status.SECONDARY)
PRRT = cite("braat2019-prrt", at="abstract, Results")
HOLMIUM = cite("heparplus2022", at="abstract, Results")
CAPECITABINE = cite("captemy90", at="abstract")
RESIN_LABEL = cite("sirspheres-label", at="Contraindications", status=Status.UNVERIFIED)
EMBOLIC_SERIES = cite("retnet-embolics", at="agents and sizes", status=Status.SECONDARY, via="house-notes")
