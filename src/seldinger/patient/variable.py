"""What a chart variable is: name, kind, unit, domain, choices, freshness, codes. The entries stand in `facts_*.py`."""

from dataclasses import dataclass
from enum import StrEnum

from seldinger.terms import Group, Status

LOCAL_SYSTEM = "urn:seldinger"  # the coding system of a variable that no standard codes

# How long a finding speaks for the patient [days]. The sources give no such limits: house defaults, status unverified.
HOUSE_DEFAULT = "house default"
LABORATORY_DAYS = 30
IMAGING_DAYS = 90
ECHO_DAYS = 365
SHUNT_DAYS = 60
PERFORMANCE_DAYS = 60
ACUTE_DAYS = 7  # infection: an old "no" would pass for today's
PREGNANCY_DAYS = 30

INTERVAL_95 = ("low95", "high95")  # members that carry the 95 % interval of a value


class Kind(StrEnum):
    """The shape of a variable's value."""

    FLAG = "flag"  # bool; False is known-absent
    QUANTITY = "quantity"  # float or Interval, in the variable's unit
    COUNT = "count"  # int or Interval
    LEVEL = "level"  # str, choices in order from best to worst
    CHOICE = "choice"  # str, choices without order
    CHOICES = "choices"  # frozenset of str; empty is known-absent
    TEXT = "text"  # str, or False for the written word "none"; free text never decides
    DATE = "date"  # date
    SEVERITY = "severity"  # bool, or mild, moderate, severe (each of which counts as present)

    @property
    def numeric(self) -> bool:
        """Return whether a value may be a number or an interval."""
        return self in (Kind.QUANTITY, Kind.COUNT)


# Answers that people write where a name was asked for. As a name they would read as a finding that nobody made.
NO_NAMES = frozenset(
    ("no", "none", "nil", "nothing", "negative", "n/a", "na", "-", "--", "?", "unknown", "not known", "nka", "nkda")
)
SEVERITIES = ("mild", "moderate", "severe")


def names_nothing(text: str) -> bool:
    """Return whether a text says no or not known rather than naming something.

    >>> names_nothing("None."), names_nothing("No known allergies"), names_nothing("nausea")
    (True, True, False)
    """
    plain = text.strip().rstrip(".!").lower()
    return not plain or plain in NO_NAMES or plain.startswith("no known ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A code of a terminology for a variable; `value` is set when the code names one answer (an ICD code of a site)."""

    system: str
    code: str
    status: Status
    unit: str | None = None
    value: str | bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Extra:
    """A further member of a fact's table (`months` of a course, `scale` of a questionnaire)."""

    name: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """One scalar chart fact, declared once; forms, value sets, cohort columns and documentation derive from it."""

    key: str  # section.name, its place in the chart and its name everywhere
    kind: Kind
    title: str
    group: Group
    who: str  # who can supply it
    unit: str | None = None  # canonical UCUM unit of a quantity; None with `units`: kept as charted
    units: tuple[str, ...] = ()  # for quantities that are never converted: the units that may be charted
    substance: str | None = None  # key of units.MOLAR_MASS
    low: float | None = None  # domain, both ends allowed
    high: float | None = None
    choices: tuple[str, ...] = ()
    max_age_days: int | None = None  # a house default
    bare: bool = True  # may be written without its unit
    codes: tuple[Code, ...] = ()
    series: bool = True  # may be written as a list of dated facts
    parts: tuple[str, ...] = ()  # may be written by part; a level is then its worst part, a quantity the sum
    extras: tuple[Extra, ...] = ()
    value_name: str = "value"  # the member of the table that holds the value

    @property
    def section(self) -> str:
        """Return the table of the chart in which it stands."""
        return self.key.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Return its name inside its table."""
        return self.key.rpartition(".")[2]

    @property
    def integer(self) -> bool:
        """Return whether only whole numbers are values."""
        return self.kind is Kind.COUNT

    @property
    def freshness(self) -> str | None:
        """Return how long a finding counts, in words, or None when it does not age."""
        return None if self.max_age_days is None else f"{self.max_age_days} d ({HOUSE_DEFAULT})"
