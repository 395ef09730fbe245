"""Over the whole course: best response with or without confirmation, rates, and how legacy categories map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from seldinger.cite import Citation, threshold
from seldinger.followup import sources as s
from seldinger.followup.calls import Assessment, Call
from seldinger.followup.findings import Note, cited, finding, warning, weakest
from seldinger.terms import Response

RESPONDED = frozenset({Response.CR, Response.PR})
CONTROLLED = RESPONDED | {Response.MR, Response.SD}
_BEST_FIRST = (Response.CR, Response.PR, Response.MR, Response.SD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Best:
    """The best response of a course, and whether it was seen twice."""

    category: Response
    confirmed: bool
    on: date | None
    says: str
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the best response as report.json holds it."""
        on = self.on and self.on.isoformat()
        return {
            "category": self.category,
            "confirmed": self.confirmed,
            "on": on,
            "says": self.says,
            "status": weakest(self.cites),
            "cites": cited(self.cites),
        }


def best_overall(assessment: Assessment, *, confirmation: bool = False) -> Best:
    """Return the best response up to the first progression; NE counts for nothing.

    Confirmation belongs to trials without randomization whose primary endpoint is response: a CR or PR then counts only
    when seen again at least four weeks later. Stable disease must have lasted the shortest interval since baseline.
    """
    calls = _until_progression(assessment.calls)
    found = [call for call in calls if call.category in RESPONDED | {Response.MR}]
    for wanted in (Response.CR, Response.PR, Response.MR):
        for call in (call for call in found if call.category is wanted):
            sure = _again(call, calls)
            if sure or not confirmation or wanted is Response.MR:
                return _best(call, assessment.cites, confirmed=sure)
    since = assessment.baseline_date
    least = threshold("response.stable_interval").value
    stable = [c for c in calls if c.category in CONTROLLED and (c.date - since).days >= least]
    if stable:
        return _best(stable[0], assessment.cites, confirmed=False, category=Response.SD)
    ended = [call for call in assessment.calls if call.category is Response.PD]
    return _best(ended[0], assessment.cites, confirmed=False) if ended else _nothing(assessment.cites)


def _until_progression(calls: Sequence[Call]) -> list[Call]:
    kept: list[Call] = []
    for call in calls:
        if call.category is Response.PD:
            break
        kept.append(call)
    return kept


def _again(call: Call, calls: Sequence[Call]) -> bool:
    gap = threshold("response.confirmation_gap").value
    good = _BEST_FIRST[: _BEST_FIRST.index(call.category) + 1]
    return any(later.category in good and (later.date - call.date).days >= gap for later in calls)


def _best(call: Call, cites: tuple[Citation, ...], *, confirmed: bool, category: Response | None = None) -> Best:
    word = category or call.category
    seen = "seen again at least four weeks later" if confirmed else "not confirmed by a second scan"
    says = f"Best response {word}" + (f", {seen}." if word in RESPONDED else ".")
    return Best(category=word, confirmed=confirmed, on=call.date, says=says, cites=(*cites, s.RECIST_TIMES))


def _nothing(cites: tuple[Citation, ...]) -> Best:
    return Best(
        category=Response.NE,
        confirmed=False,
        on=None,
        says="No scan after baseline settles a response.",
        cites=cites,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Lasting:
    """How long an objective response lasted; counted from the response, never from treatment."""

    since: date
    until: date
    ended: bool  # by progression; otherwise it held at the last scan that settles it

    @property
    def days(self) -> int:
        """Return the duration [d]."""
        return (self.until - self.since).days

    def as_json(self) -> dict[str, Any]:
        """Return the duration as report.json holds it."""
        dates = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        return {
            **dates,
            "days": self.days,
            "ended": self.ended,
            "status": s.RECIST_TIMES.status,
            "cites": cited((s.RECIST_TIMES,)),
        }


def duration_of_response(assessment: Assessment) -> Lasting | None:
    """Return how long the first objective response lasted, None when there was none."""
    calls = _until_progression(assessment.calls)
    first = next((call for call in calls if call.category in RESPONDED), None)
    if first is None:
        return None
    ended = next((call.date for call in assessment.calls if call.category is Response.PD), None)
    held = [call.date for call in calls if Response.PD not in call.possible and call.date >= first.date]
    return Lasting(since=first.date, until=ended or max(held, default=first.date), ended=ended is not None)


def objective_response(category: Response) -> bool:
    """Return whether the category counts as objective response (B79: complete and partial)."""
    return category in RESPONDED


def disease_control(category: Response) -> bool:
    """Return whether the category counts as response plus stabilisation (B80)."""
    return category in CONTROLLED


def for_recist_pool(category: Response) -> tuple[Response, Note | None]:
    """Return the category under which a result joins a RECIST-type pool, and the mapping when there was one.

    >>> for_recist_pool(Response.MR)[0]
    <Response.SD: 'SD'>
    """
    if category is not Response.MR:
        return category, None
    return Response.SD, finding("Minor response has no RECIST equivalent and is counted as stable disease.", s.B97)


def check_rates(objective: float, control: float) -> Note | None:
    """Return a warning when a source's disease control lies below its own response, which cannot be (B79, B80)."""
    if control >= objective:
        return None
    says = f"Disease control {control:.0%} is printed below response {objective:.0%}; it includes every responder."
    return warning(says, s.B79, s.B80)
