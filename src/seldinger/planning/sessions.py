"""Sessions: which lobe first, how many, how far apart, and what is looked at again before each one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from seldinger.cite import Citation
from seldinger.planning.situation import Situation, local
from seldinger.planning.sources import HOUSE, of
from seldinger.planning.step import Ask, Left, Part, Phase, Step, cited, left, step

BULK = "liver.burden_by_lobe_ml"
EITHER_SIDE = ("right", "left")  # lobes an artery of its own feeds
RECHECK = (
    "post-embolization syndrome over, bilirubin not rising, laboratory and imaging still in date, selection run again"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """The lobes in the order of treatment; None where nobody measured them. A tie names the lobes of equal volume."""

    lobes: tuple[str, ...] | None
    tie: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """One session: its lobe, its earliest day, and what is checked again before it."""

    number: int
    lobe: str | None
    earliest_day: int  # days after the first session
    date: date | None
    says: str
    cites: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the session as report.json holds it."""
        return {
            "number": self.number,
            "lobe": self.lobe,
            "earliest_day": self.earliest_day,
            "earliest_date": None if self.date is None else self.date.isoformat(),
            "says": self.says,
            "recheck": RECHECK,
            "cites": cited(self.cites),
        }


def lobe_order(s: Situation) -> Order:
    """Return the lobes, bulkiest first (B66), the same for every treatment."""
    if "lobe order" not in s.chart.kept:
        s.chart.kept["lobe order"] = _lobe_order(s)
    found: Order = s.chart.kept["lobe order"]
    return found


def _lobe_order(s: Situation) -> Order:
    """Return the lobes, bulkiest first; lobes of equal volume are a tie that somebody must break."""
    lobes = _involved(s)
    if lobes is None:
        return Order(lobes=None, why=f"the lobes with tumour are not known ({s.chart.unanswered('liver.lobes')})")
    if len(lobes) == 1:
        return Order(lobes=lobes, why="one lobe holds all tumour")
    volumes = {lobe: s.chart.extra(BULK, lobe) for lobe in lobes}
    if any(each is None for each in volumes.values()):
        return Order(lobes=None, why=f"the tumour volume of each lobe is not known ({_unknown_bulk(s)})")
    ranked = tuple(sorted(lobes, key=lambda lobe: (-float(volumes[lobe]), EITHER_SIDE.index(lobe))))
    if len({float(each) for each in volumes.values()}) < len(volumes):
        return Order(lobes=ranked, tie=ranked, why="both lobes hold the same volume: the operator chooses")
    amounts = ", ".join(f"{lobe} {float(volumes[lobe]):g} mL" for lobe in ranked)
    since = _treated_since_measured(s, ranked)
    if since and len(since) < len(ranked):
        waiting = tuple(lobe for lobe in ranked if lobe not in since)
        return Order(lobes=waiting + since, why=f"{amounts}; treated since that was measured: {' and '.join(since)}")
    return Order(lobes=ranked, why=amounts)


def _treated_since_measured(s: Situation, lobes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lobes of a session done on or after the day of the volumes, which tell nothing of them any more."""
    fact, done = s.chart.fact(BULK), treated(s)
    return tuple(lobe for lobe in lobes if fact is not None and lobe in done and done[lobe] >= fact.date)


def treated(s: Situation) -> dict[str, date]:
    """Return the day of the last session done of each territory; a session of a segment is none of its lobe."""
    return {place: each.date for each in s.chart.sessions for place in each.territory}


def _unknown_bulk(s: Situation) -> str:
    return s.chart.unanswered(BULK) if s.chart.known(BULK) is None else "charted for the liver as a whole"


def _involved(s: Situation) -> tuple[str, ...] | None:
    charted = s.chart.known("liver.lobes")
    if not isinstance(charted, frozenset):
        return None
    sides = tuple(lobe for lobe in EITHER_SIDE if lobe in charted)
    return sides or (("caudate",) if "caudate" in charted else None)


def sessions(s: Situation, start: date | None) -> tuple[Planned, ...]:
    """Return the sessions, one lobe each, with dates when a first day is given (or the chart plans one).

    Sessions count calendar days, so neither month ends nor clock changes move them. The first one keeps its distance from
    the last session done.
    """
    order, gap = lobe_order(s), s.chart.limit("planning.session_interval")
    days = round(gap.value)
    first, wanted = first_day(s, start), _wanted(s, start)
    moved = "" if first == wanted else f"; not on {wanted}, which is less than {days:g} days after the last session"
    done = treated(s)
    unsaid = "".join(
        f"; the session of {each.date} names no territory" for each in s.chart.sessions if not each.territory
    )
    return tuple(
        Planned(
            number=number,
            lobe=lobe,
            earliest_day=(number - 1) * days,
            date=None if first is None else first + timedelta(days=(number - 1) * days),
            says=_says(order, lobe)
            + (f"; treated before, on {done[lobe]}" if lobe in done else "")
            + (moved + unsaid if number == 1 else ""),
            cites=(*_session_cites(s), *local(gap)),
        )
        for number, lobe in enumerate(order.lobes or (None,) * len(_involved(s) or (None,)), start=1)
    )


def _session_cites(s: Situation) -> tuple[Citation, ...]:
    if not s.y90:
        return of("B66", "B72", "B73", "C16")
    return (HOUSE,) if _staged(s) is False else (*of("A64", "C16"), HOUSE)


def _staged(s: Situation) -> bool | None:
    """Return whether more than one lobe has to be treated; None when nobody charted the lobes."""
    lobes = _involved(s)
    return None if lobes is None else len(lobes) > 1


def first_day(s: Situation, start: date | None) -> date | None:
    """Return the day of the first session: as given or charted, but never too soon after the last one done."""
    wanted = _wanted(s, start)
    if wanted is None or not s.chart.sessions:
        return wanted
    gap = timedelta(days=round(s.chart.limit("planning.session_interval").value))
    return max(wanted, s.chart.sessions[-1].date + gap)


def _wanted(s: Situation, start: date | None) -> date | None:
    """Return the day asked for, or that of the session the chart plans; one planned as "y90" may be of either product."""
    names = (s.modality, "y90") if s.y90 else (s.modality,)
    return start or next((each.date for each in s.chart.planned if each.modality in names), None)


def _says(order: Order, lobe: str | None) -> str:
    return f"one lobe; which one is open: {order.why}" if lobe is None else f"{lobe} lobe; {order.why}"


def session_part(s: Situation) -> Part:
    """Return the rules behind the sessions as steps, and what they lack."""
    order = lobe_order(s)
    gap, few, many = (
        s.chart.limit(f"planning.{name}") for name in ("session_interval", "sessions_fewest", "sessions_most")
    )
    again = step("recheck", f"Before each session: {RECHECK}.", Phase.BEFORE, "interventional radiology", HOUSE)
    asks = _asks(s, order)
    if s.y90:
        return Part(steps=(*_lobar(s, gap.value), again), left=_for_embolization(s), asks=asks)
    told = "; ".join(each for each in (order.why, f"tie: {' and '.join(order.tie)}" if order.tie else "") if each)
    return Part(
        steps=(
            step(
                "lobe_order",
                f"One lobe a session, the lobe with the bulkiest disease first: {told}.",
                Phase.TREATMENT,
                "interventional radiology",
                *of("B66", "C16"),
            ),
            step(
                "interval",
                f"Sessions about {gap.value / 7:.2g} weeks apart, at least {gap.value:g} days here; most patients complete "
                f"treatment in {few.value:g} to {many.value:g} sessions, so one more than the lobes may be needed.",
                Phase.LATER,
                "interventional radiology",
                *of("B72", "B73", "C16"),
                *local(gap, few, many),
            ),
            again,
        ),
        left=left("speaks of radioembolization; the order of lobes here is that of Del Prete 2014", "A64"),
        asks=asks,
    )


def _lobar(s: Situation, days: float) -> tuple[Step, ...]:
    if _staged(s) is False:
        return ()
    lead = "Bilobar disease" if _staged(s) else f"If both lobes are involved ({s.chart.unanswered('liver.lobes')})"
    return (
        step(
            "sequential_lobes",
            f"{lead}: one lobe after the other, as in case 3, which prints neither order nor interval. At least {days:g} "
            "days are kept here, as printed for embolization.",
            Phase.LATER,
            "interventional radiology",
            *of("A64", "C16"),
        ),
    )


def _for_embolization(s: Situation) -> tuple[Left, ...]:
    why = "printed for TAE; that radioembolization follows the same order here is this software's choice"
    single = left("one lobe holds all tumour: nothing to stage", "A64", "C16") if _staged(s) is False else ()
    return (*left(why, "B66"), *left("printed for TAE", "B72", "B73"), *single)


def _asks(s: Situation, order: Order) -> tuple[Ask, ...]:
    if order.lobes is not None:
        return ()
    name = "liver.lobes" if _involved(s) is None else BULK
    return (s.chart.ask(name, blocks=False),)
