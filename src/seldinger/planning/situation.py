"""What a plan looks at: one patient, one modality, one day; unknown stays unknown."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seldinger.cite import Citation, Threshold, threshold
from seldinger.logic import Known
from seldinger.patient import Fact, Record, Session, variable
from seldinger.planning.step import Ask
from seldinger.selection import Answer, Outcome, Profile, answer
from seldinger.terms import Modality, Status

Y90_WORDS = ("y90", "y90_glass", "y90_resin")


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """The chart's answers on a day, each looked up once for all five plans."""

    record: Record
    on: date
    profile: Profile
    looked_up: dict[str, Answer] = field(default_factory=dict, repr=False, compare=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what plans compute alike, by name

    def answer(self, name: str) -> Answer:
        """Return the answer to one variable, with its reason when it is unknown."""
        if name not in self.looked_up:
            self.looked_up[name] = answer(self.record, self.on, name)
        return self.looked_up[name]

    def known(self, name: str) -> Known | None:
        """Return the known value, or None when nobody looked."""
        return self.answer(name).known

    def number(self, name: str) -> float | None:
        """Return a value when it is one number; None when it is unknown or only bounded."""
        value = self.known(name)
        return value if isinstance(value, float) and not isinstance(value, bool) else None

    def fact(self, name: str) -> Fact | None:
        """Return the fact behind a known value."""
        found = self.answer(name)
        return found.fact if found.known is not None else None

    def extra(self, name: str, member: str) -> Any:
        """Return a further member of a fact, or None."""
        fact = self.fact(name)
        return None if fact is None else fact.extra.get(member)

    def where(self, name: str) -> str:
        """Return where an answer comes from, in words."""
        fact = self.fact(name)
        return f" ({fact.source})" if fact is not None and fact.source else ""

    def ask(self, name: str, *, blocks: bool = True) -> Ask:
        """Return the question that an unknown variable leaves open."""
        known = variable(name)
        return Ask(variable=name, says=known.title, who=known.who, why=self.unanswered(name), blocks=blocks)

    def unanswered(self, name: str) -> str:
        """Return why a variable has no answer that can be used, in words: nobody looked, too old, not done, no number."""
        found = self.answer(name)
        return found.why or ("nobody looked" if found.known is None else "charted, but not as one number that fits")

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions done by the day, oldest first."""
        done = (each for each in self.record.sessions if not each.planned and each.date <= self.on)
        return tuple(sorted(done, key=lambda each: each.date))

    @property
    def overdue(self) -> tuple[Session, ...]:
        """Return the sessions planned for a day gone by: nobody has recorded whether they took place."""
        return tuple(each for each in self.record.sessions if each.planned and each.date < self.on)

    @property
    def planned(self) -> tuple[Session, ...]:
        """Return the sessions the chart plans from the day on, the earliest first."""
        ahead = (each for each in self.record.sessions if each.planned and each.date >= self.on)
        return tuple(sorted(ahead, key=lambda each: each.date))

    def limit(self, name: str) -> Threshold:
        """Return a threshold as printed, or as the centre's overlay sets it."""
        for departure in self.profile.departures:
            if departure.threshold is not None and departure.threshold.id == name:
                return departure.threshold
        return threshold(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """A chart seen for one modality, with what selection said of it."""

    chart: Chart
    modality: Modality
    outcome: Outcome

    @property
    def y90(self) -> bool:
        """Return whether occlusion is not the aim."""
        return not self.modality.embolic

    @property
    def product(self) -> str:
        """Return the product record of a radioembolization; raises ValueError for an embolization."""
        if not self.y90:
            raise ValueError(f"{self.modality} is given without a radioactive product")
        return "glass" if self.modality is Modality.Y90_GLASS else "resin"


def local(*limits: Threshold) -> tuple[Citation, ...]:
    """Return the citations that a centre's overlay adds to printed thresholds."""
    return tuple(dict.fromkeys(each for limit in limits for each in limit.cites if each.status is Status.LOCAL))
