"""Decision tables: rows in order, the first row that holds decides."""

from dataclasses import dataclass
from functools import cached_property

from seldinger.logic.conditions import Condition, leaves_of
from seldinger.logic.variables import Variable

OTHERWISE = "otherwise"  # stands where a row id would, when no row holds


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: when the condition holds, and no line above holds, the outcome is this one."""

    id: str
    when: Condition
    outcome: str


@dataclass(frozen=True)
class Table:
    """Rows in the order they decide, and the outcome when none of them holds."""

    name: str
    rows: tuple[Row, ...]
    otherwise: str

    def __post_init__(self) -> None:
        ids = [row.id for row in self.rows]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"table {self.name}: row ids must differ, these stand twice: {', '.join(twice)}")
        if not all(ids) or OTHERWISE in ids:
            raise ValueError(f"table {self.name}: a row id is empty or {OTHERWISE!r}, which means that no row holds")

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Return every outcome the table names, in order of its rows, `otherwise` last unless a row names it too."""
        return tuple(dict.fromkeys([*(row.outcome for row in self.rows), self.otherwise]))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Return the variables of all rows in order of appearance; raises ValueError on one name declared two ways."""
        found: dict[str, Variable] = {}
        for row in self.rows:
            for leaf in leaves_of(row.when):
                if found.setdefault(leaf.variable.name, leaf.variable) != leaf.variable:
                    raise ValueError(f"table {self.name}, row {row.id}: {leaf.variable.name} is declared in two ways")
        return tuple(found.values())

    @cached_property
    def akin(self) -> dict[str, frozenset[str]]:
        """Return, for each row by its id, the other rows that speak of a variable it speaks of."""
        speaks = {row.id: {leaf.variable.name for leaf in leaves_of(row.when)} for row in self.rows}
        return {
            row: frozenset(other for other, names in speaks.items() if other != row and not names.isdisjoint(mine))
            for row, mine in speaks.items()
        }
