"""Several infusions in one session: lung and whole normal liver get the sum, and so do the limits per session."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from seldinger.dosimetry.basis import Basis, NotComputable
from seldinger.dosimetry.compartments import CompartmentDose, Doses, Role

SAME_KG = 1e-6  # two ways to add up the same masses may differ in the last digits
SHARED_ROLES: tuple[Role, ...] = ("whole_normal", "lung")  # one organ, reached by every infusion


def combined(infusions: Iterable[Doses]) -> Doses:
    """Return the doses of one session of several infusions, e.g. right lobe and left lobe on one day.

    Parts of liver keep their own dose; lung and whole normal liver get the sum. A part reached twice must be told apart
    by name. Scaling the result (``at``) scales every infusion alike.

    Raises
    ------
    ValueError
        If there is no infusion, a name stands twice, or dose factor, half-life, product or an organ's mass differ.
    """
    tables = tuple(infusions)
    if not tables:
        raise ValueError("a session needs at least one infusion")
    own = tuple(row for table in tables for row in table.rows if row.role not in SHARED_ROLES)
    twice = [name for name, count in Counter(row.name for row in own).items() if count > 1]
    if twice:
        raise ValueError(f"{', '.join(twice)} stands in two infusions; give each territory's parts their own names")
    shared = tuple(_shared(role, tables) for role in SHARED_ROLES)
    amount = reduce(lambda a, b: a + b, (table.activity for table in tables))
    return Doses(activity=amount, rows=(*own, *shared), basis=_basis(tables))


def _shared(role: Role, tables: tuple[Doses, ...]) -> CompartmentDose:
    rows = [row for table in tables for row in table.role(role)]
    ask = tuple(dict.fromkeys(d for row in rows if isinstance(row.gy, NotComputable) for d in row.gy.ask))
    if ask:
        return replace(rows[0], gy=NotComputable(what=f"dose to {rows[0].name}", ask=ask))
    if max(row.kg or 0.0 for row in rows) - min(row.kg or 0.0 for row in rows) > SAME_KG:
        raise ValueError(f"{rows[0].name} weighs {[row.kg for row in rows]} kg in the infusions of one session")
    return replace(rows[0], gy=sum(row.gy for row in rows if not isinstance(row.gy, NotComputable)))


def _basis(tables: tuple[Doses, ...]) -> Basis:
    first = tables[0].basis
    for other in (table.basis for table in tables[1:]):
        if (other.k, other.half_life, other.product) != (first.k, first.half_life, first.product):
            raise ValueError("infusions of one session must share dose factor, half-life and product")
        first = first.adding(thresholds=other.thresholds, assumptions=other.assumptions)
    return first
