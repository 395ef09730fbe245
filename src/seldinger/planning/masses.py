"""From the chart to what dosimetry needs: masses, ratio, shunt, earlier sessions; whatever is missing is asked for."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from seldinger.cite import Citation, Threshold
from seldinger.dosimetry import (
    ConcentrationRatio,
    Doses,
    EarlierSession,
    Limit,
    LungShunt,
    NotComputable,
    Part,
    Split,
    Uncertain,
    gbq,
    mass_kg,
    propagate,
)
from seldinger.logic import Between
from seldinger.patient import variable
from seldinger.planning.drugs import surface_m2
from seldinger.planning.situation import Y90_WORDS, Chart
from seldinger.terms import Status

PERFUSED, TUMOUR = "y90.perfused_volume_ml", "y90.perfused_tumour_volume_ml"
RATIO, LUNG = "y90.tumour_to_normal_ratio", "y90.lung_mass_kg"
TARGET, NORMAL_LIMIT = "y90.target_perfused_gy", "y90.normal_liver_limit_gy"
SHUNT, LIVER, BULK = "shunt.lung_shunt_fraction", "liver.volume_ml", "liver.burden_by_lobe_ml"
LUNG_BEFORE = "shunt.lung_dose_gy_before"
DRAWS = 2000  # enough for the two figures a sheet prints of an interval
ML_PER_L = 1000.0
TOUCH_L = 1e-9  # two ways to add up the same volumes may differ in the last digits
EVERYTHING = 1.0  # a shunt fraction of 1 by definition leaves nothing in the liver


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """What a method lacks, as keys of the chart; ``why`` when figures are there but do not fit."""

    ask: tuple[str, ...]
    why: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return what to ask for, in words."""
        return tuple(variable(each).title for each in self.ask)


def lacking(chart: Chart, *names: str) -> tuple[str, ...]:
    """Return those of the variables that are not known as one number."""
    return tuple(name for name in names if chart.number(name) is None)


def litres(chart: Chart, name: str) -> float | None:
    """Return a charted volume [L], or None."""
    value = chart.number(name)
    return None if value is None else value / ML_PER_L


def shunt(chart: Chart) -> LungShunt | None:
    """Return the lung shunt as charted, with its 95 % interval when there is one; None when it is not one number below 1.

    A shunt known only between bounds is not entered by either: the upper one is safe for the lung alone (less shunt is more
    activity in the liver), the lower one for the liver alone. A shunt of 1 leaves nothing in the liver.
    """
    if "shunt" not in chart.kept:
        chart.kept["shunt"] = _shunt(chart)
    found: LungShunt | None = chart.kept["shunt"]
    return found


def _shunt(chart: Chart) -> LungShunt | None:
    known, told = chart.number(SHUNT), chart.extra(SHUNT, "method")
    if known is None or not known < EVERYTHING:
        return None
    low, high = chart.extra(SHUNT, "low95"), chart.extra(SHUNT, "high95")
    both = low is not None and high is not None and low <= known <= high < EVERYTHING
    return LungShunt(
        fraction=known,
        method=told if told in ("planar", "spect_ct") else "as_given",
        low=low if both else None,
        high=high if both else None,
    )


def lung_kg(chart: Chart) -> float | None:
    """Return the lung mass [kg], of one known between bounds the lower end (a lighter lung gets more); None: not measured."""
    known = chart.known(LUNG)
    return known.low if isinstance(known, Between) else chart.number(LUNG)


@dataclass(frozen=True, kw_only=True, slots=True)
class Territory:
    """The perfused liver of the next session as one model sees it, with its doses per GBq."""

    split: Split
    unit: Doses
    bare: Split  # the same without its product: one object for both products


def mono(chart: Chart, product: str) -> Territory | Missing:
    """Return the perfused liver in one piece, or what is missing; figures that physics refuses are asked for again."""
    return _of_product(chart, "mono", _mono, product)


def partition(chart: Chart, product: str) -> Territory | Missing:
    """Return tumour and normal liver apart, or what is missing."""
    return _of_product(chart, "partition", _partition, product)


def _of_product(chart: Chart, name: str, made: Callable[[Chart], Split | Missing], product: str) -> Territory | Missing:
    if name not in chart.kept:
        chart.kept[name] = made(chart)
    bare: Split | Missing = chart.kept[name]
    if isinstance(bare, Missing):
        return bare
    split = replace(bare, product=product)
    return Territory(split=split, unit=split.dose_per_gbq(), bare=bare)


def spread(chart: Chart, place: Territory) -> Uncertain | NotComputable:
    """Return the spread of the doses of one GBq, drawn once for both products and all methods: dose is linear."""
    name = f"spread {place.unit.basis.method.name}"
    if name not in chart.kept:
        chart.kept[name] = _drawn(place.bare, chart.extra(LUNG, "rel_sd"))
    found: Uncertain | NotComputable = chart.kept[name]
    return found


@lru_cache(maxsize=64)
def _drawn(split: Split, lung_rel_sd: float | None) -> Uncertain | NotComputable:
    """Return the spread of one GBq; kept, since a chart is asked again whenever another of its facts changes."""
    return propagate(split, gbq(1), draws=DRAWS, lung_kg_rel_sd=lung_rel_sd)


def _mono(chart: Chart) -> Split | Missing:
    if ask := lacking(chart, PERFUSED):
        return Missing(ask=ask)
    try:
        kg = mass_kg(litres(chart, PERFUSED) or 0.0)
        whole = Part(name="perfused liver", role="perfused", kg=kg, kg_rel_sd=chart.extra(PERFUSED, "rel_sd"))
        return Split(parts=(whole,), shunt=shunt(chart), lung_kg=lung_kg(chart), untreated_kg=None)
    except ValueError as fault:
        return Missing(ask=(PERFUSED,), why=str(fault))


def _partition(chart: Chart) -> Split | Missing:
    if ask := lacking(chart, PERFUSED, TUMOUR, RATIO):
        return Missing(ask=ask)
    perfused, tumour = litres(chart, PERFUSED) or 0.0, litres(chart, TUMOUR) or 0.0
    if not 0 < tumour < perfused:
        return Missing(ask=(TUMOUR, PERFUSED), why="the tumour volume must lie between 0 and the perfused volume")
    try:
        return _parts(chart, perfused, tumour)
    except ValueError as fault:
        return Missing(ask=(TUMOUR, PERFUSED), why=str(fault))


def _parts(chart: Chart, perfused: float, tumour: float) -> Split:
    sick = Part(
        name="tumour", role="tumour", kg=mass_kg(tumour), uptake=_ratio(chart), kg_rel_sd=chart.extra(TUMOUR, "rel_sd")
    )
    normal = Part(
        name="perfused normal liver",
        role="normal",
        kg=mass_kg(perfused - tumour),
        kg_rel_sd=_difference_sd(chart, perfused, tumour),
    )
    return Split(
        parts=(sick, normal),
        shunt=shunt(chart),
        lung_kg=lung_kg(chart),
        untreated_kg=_untreated(chart, perfused, tumour),
    )


def _difference_sd(chart: Chart, perfused: float, tumour: float) -> float | None:
    """Return the relative standard deviation of the normal liver, which is perfused volume less tumour; None: not stated.

    Raises ValueError when the difference is less certain than it is large.
    """
    whole, sick = (chart.extra(name, "rel_sd") for name in (PERFUSED, TUMOUR))
    if whole is None and sick is None:
        return None
    spread, left = math.hypot(perfused * (whole or 0.0), tumour * (sick or 0.0)), perfused - tumour
    if not spread < left:
        raise ValueError("the normal liver is the difference of two volumes and less certain than it is large")
    return spread / left


def _ratio(chart: Chart) -> ConcentrationRatio:
    value = chart.number(RATIO) or 0.0
    low, high = chart.extra(RATIO, "low95"), chart.extra(RATIO, "high95")
    if low is None or high is None or not low <= value <= high:
        return ConcentrationRatio(value=value)
    return ConcentrationRatio(value=value, low=low, high=high)


def _untreated(chart: Chart, perfused_l: float, tumour_l: float) -> float | None:
    """Return the normal liver outside the territory [kg]; None when it was not measured or the figures contradict."""
    liver, tumour = litres(chart, LIVER), litres(chart, BULK)
    if liver is None or tumour is None or _misfits(chart):
        return None
    outside = (liver - perfused_l) - (tumour - tumour_l)
    return None if outside < -TOUCH_L else max(outside, 0.0) * _density()


def doubts(chart: Chart) -> tuple[str, ...]:
    """Return where the figures of the chart contradict each other, in words, for the reader to settle."""
    return (*_misfits(chart), *_odd_intervals(chart))


def _odd_intervals(chart: Chart) -> Iterator[str]:
    """Yield which 95 % intervals were left out, because an end is missing."""
    for name in (SHUNT, RATIO):
        low, high = (chart.extra(name, end) for end in ("low95", "high95"))
        if (low is None) != (high is None):
            yield f"the interval of the {variable(name).title.lower()} lacks an end; it is left out"


def _misfits(chart: Chart) -> tuple[str, ...]:
    """Return which volumes do not fit into each other; measurements on two images may contradict."""
    pairs = (
        (PERFUSED, LIVER, "the perfused volume is charted larger than the liver"),
        (TUMOUR, BULK, "more tumour is charted in the territory than in the whole liver"),
    )
    return tuple(
        says
        for part, whole, says in pairs
        if (inside := litres(chart, part)) is not None
        and (around := litres(chart, whole)) is not None
        and inside > around + TOUCH_L
    )


def _density() -> float:
    return mass_kg(1.0)


def earlier(chart: Chart) -> tuple[EarlierSession, ...] | None:
    """Return every earlier radioembolization with its lung dose; () when there was none, None when nobody looked.

    The chart holds the lung dose of all earlier sessions together, so it is carried by the last of them. A figure dated
    before the last session does not cover it; a session that was due and is not recorded as done may have been given.
    """
    done = [each for each in chart.sessions if each.modality in Y90_WORDS]
    due = [each for each in chart.overdue if each.modality in Y90_WORDS]
    before = _lung_before(chart, max((each.date for each in (*done, *due)), default=date.min))
    if not done:
        if before:
            return (EarlierSession(on=chart.on, product="not stated", lung_gy=before),)
        nothing = before == 0 or (not due and chart.known("history.liver_radiation") is False)
        return () if nothing else None
    words = {"y90_glass": "glass", "y90_resin": "resin"}
    last = len(done) - 1
    return tuple(
        EarlierSession(
            on=each.date,
            product=words.get(each.modality, "not stated"),
            lung_gy=None if before is None else before if place == last else 0.0,
        )
        for place, each in enumerate(done)
    )


def _lung_before(chart: Chart, last: date) -> float | None:
    """Return the charted lung dose of earlier sessions [Gy]; None when it was charted before the last of them."""
    fact = chart.fact(LUNG_BEFORE)
    return chart.number(LUNG_BEFORE) if fact is not None and fact.date >= last else None


def normal_limits(chart: Chart, product: str, printed: Iterable[Limit]) -> tuple[Limit, ...]:
    """Return the limits on normal liver: the printed ones of the product, and the prescriber's own when charted."""
    own = chart.number(NORMAL_LIMIT)
    return (*printed, *(() if own is None else (Limit(on="normal", source=own_limit(own), product=product),)))


def own_limit(value: float) -> Threshold:
    """Return the prescriber's own limit on the normal liver [Gy] as a threshold of status local."""
    return Threshold(
        id=NORMAL_LIMIT,
        value=value,
        unit="Gy",
        says="limit on the normal liver, set by the prescriber",
        status=Status.LOCAL,
        review_due=date.max,
        cites=(Citation(key="house-planning", at="the prescriber's own figure", status=Status.LOCAL),),
    )


def body(chart: Chart) -> dict[str, float | None]:
    """Return what the body-surface methods need: surface [m2], and volumes of tumour, lobe and liver [L]."""
    if "body" not in chart.kept:
        chart.kept["body"] = _body(chart)
    found: dict[str, float | None] = chart.kept["body"]
    return found


def _body(chart: Chart) -> dict[str, float | None]:
    return {
        "surface_m2": surface_m2(chart),
        "tumour_l": litres(chart, BULK),
        "liver_l": litres(chart, LIVER),
        "treated_l": litres(chart, PERFUSED),
        "tumour_in_lobe_l": litres(chart, TUMOUR),
    }
