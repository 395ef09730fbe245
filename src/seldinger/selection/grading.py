"""Grading as tables, one per edition; an answer is the set of grades a specimen may have.

WHO 2010 is printed in Del Prete 2014, WHO 2019/2022 (digestive) came later, lung tumours have their own. A higher
category wins. Either criterion grades alone (the editions print "and/or"), but what was not counted is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from seldinger.cite import Citation, cite, threshold
from seldinger.logic import Between, Choice, Flag, Known, Quantity, Row, Table, build
from seldinger.patient import Mitoses, Record, Span, Specimen

ki67 = Quantity("specimen.ki67_percent", "Ki-67", "%", high=100)
mitoses = Quantity("specimen.mitoses", "mitotic count", "1", high=1000)
differentiation = Choice("specimen.differentiation", "differentiation", ("well", "poor"))
necrosis = Flag("specimen.necrosis", "necrosis")
# WHO 2010 prints G1 up to 2 % and G2 from 3 %: what lies between is open, and stays an unanswered question here.
gap = Choice("edition.gap_between_2_and_3_percent", "Ki-67 between 2 and 3 %", ("G1", "G2"))

G2_MAX, MITOSES_G2_MAX = threshold("grading.ki67_g2_max"), threshold("grading.mitoses_g2_max")
MITOSES_G2_MIN = threshold("grading.mitoses_g2_min")
HIGH = (ki67 > G2_MAX) | (mitoses > MITOSES_G2_MAX)

WHO_2010 = Table(
    "WHO 2010",
    (
        Row("nec_g3", HIGH | differentiation.is_("poor"), "NEC G3"),
        Row(
            "g2",
            (ki67 >= threshold("grading.ki67_g2_min_2010"))
            | (mitoses >= MITOSES_G2_MIN)
            | ((ki67 > threshold("grading.ki67_g1_max_2010")) & gap.is_("G2")),
            "G2",
        ),
    ),
    "G1",
)
WHO_2019 = Table(
    "WHO 2019",
    (
        Row("nec", differentiation.is_("poor"), "NEC"),
        Row("net_g3", HIGH, "NET G3"),
        Row("g2", (ki67 >= threshold("grading.ki67_g2_min_2019")) | (mitoses >= MITOSES_G2_MIN), "G2"),
    ),
    "G1",
)
WHO_LUNG = Table(
    "WHO lung",
    (
        Row("nec", differentiation.is_("poor") | (mitoses > threshold("grading.mitoses_lung_atypical")), "NEC"),
        Row("atypical", (mitoses >= threshold("grading.mitoses_lung_typical")) | necrosis.yes, "atypical carcinoid"),
    ),
    "typical carcinoid",
)
CITES: Mapping[str, tuple[Citation, ...]] = {
    "WHO 2010": tuple(
        cite("delprete2014", at="Introduction", statement=statement) for statement in ("B01", "B02", "B03")
    ),
    "WHO 2019": (cite("who2019-digestive", at="classification of neuroendocrine neoplasms"),),
    "WHO lung": (cite("who-lung", at="neuroendocrine tumours of the lung"),),
}
ORDER = ("typical carcinoid", "G1", "atypical carcinoid", "G2", "NET G3", "NEC G3", "NEC")


@dataclass(frozen=True, kw_only=True, slots=True)
class Graded:
    """The grades one specimen may have in one edition, and what that rests on."""

    edition: str
    possible: tuple[str, ...]  # lowest first
    specimen: Specimen
    basis: tuple[str, ...]
    uncounted: tuple[str, ...]
    cites: tuple[Citation, ...]


def grade(specimen: Specimen, table: Table) -> Graded | None:
    """Return the grades a specimen may have in an edition, or None when neither criterion was recorded."""
    known: dict[str, Known] = {}
    found: dict[str, Known | None] = {"Ki-67": _number(specimen.ki67_percent), "mitoses": _count(specimen.mitoses)}
    counted = tuple(name for name, value in found.items() if value is not None)
    if not counted and specimen.differentiation != "poor":
        return None
    known[ki67.name] = 0.0 if found["Ki-67"] is None else found["Ki-67"]
    known[mitoses.name] = 0.0 if found["mitoses"] is None else found["mitoses"]
    if specimen.necrosis is not None:
        known[necrosis.name] = specimen.necrosis
    if specimen.differentiation is not None:
        known[differentiation.name] = specimen.differentiation
    else:
        counted = (*counted, "differentiation not stated")
    return Graded(
        edition=table.name,
        possible=_possible(table, known, specimen),
        specimen=specimen,
        basis=counted,
        uncounted=tuple(name for name, value in found.items() if value is None),
        cites=CITES[table.name],
    )


def _possible(table: Table, known: Mapping[str, Known], specimen: Specimen) -> tuple[str, ...]:
    """Unstated differentiation matters only above 20 %: below, the editions know no poorly differentiated tumour."""
    diagram = build(table)
    if specimen.differentiation is None:
        as_well = diagram.restrict({**known, differentiation.name: "well"}).possible
        if not as_well & {"NET G3", "NEC G3", "NEC"}:
            return _ordered(as_well)
    return _ordered(diagram.restrict(known).possible)


def grades(record: Record, on: date) -> tuple[Graded, ...]:
    """Return each edition's grade of each graded specimen up to a day, the governing (highest) one first."""
    lung = record.reading("primary.site", on).value == "bronchopulmonary"
    editions = (WHO_LUNG,) if lung else (WHO_2019, WHO_2010)
    specimens = [s for s in record.specimens if s.date is None or s.date <= on]
    found = [graded for table in editions for s in specimens if (graded := grade(s, table)) is not None]
    editions_order = [table.name for table in editions]
    return tuple(sorted(found, key=lambda g: (editions_order.index(g.edition), -ORDER.index(g.possible[-1]))))


def _ordered(possible: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(possible, key=ORDER.index))


def _number(value: float | Span | None) -> Known | None:
    return Between(value.low, value.high) if isinstance(value, Span) else value


def _count(value: Mitoses | None) -> Known | None:
    """WHO 2010 takes ten high-power fields for 2 mm2, so both areas are read alike."""
    return None if value is None else _number(value.value)
