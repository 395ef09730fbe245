"""Activity by every method in use, side by side, each with its doses, what binds it and what it lacks; no ranking."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from seldinger.cite import Threshold, cite
from seldinger.dosimetry import (
    EQUAL,
    HALF_LIFE,
    K_49_67,
    LABEL_SHUNT,
    LIVER_KG_PER_L,
    RESEARCH_USE,
    Activity,
    EarlierSession,
    Limit,
    NotComputable,
    Plan,
    Prescription,
    Target,
    activity_for,
    bsa_activity,
    cut_offs,
    empirical_activity,
    judge,
    lung_limits,
    lung_shunt_bound,
    modified_bsa_activity,
    normal_liver_limits,
    product,
    reduced,
)
from seldinger.planning import masses
from seldinger.planning.masses import Missing, Territory
from seldinger.planning.situation import Chart, Situation
from seldinger.planning.step import cited, told_gy

METHODS = ("mono-compartment", "partition", "body surface", "modified body surface", "empirical")
DENSITY_SAYS = "1.05 kg/L, of 1.03 to 1.06 in print; volumes become masses by it"
DENSITY_CITES = (cite("taranis", at="liver density"),)
FIRST_ONLY = "Computed for the next session alone; compute again before each session, with what was given."


@dataclass(frozen=True, kw_only=True, slots=True)
class Method:
    """One method's answer: a plan, or why there is none and what to ask for."""

    name: str
    state: str  # within, exceeds, not computable, not applicable
    plan: Plan | None
    why: str = ""
    ask: tuple[str, ...] = ()
    spread: dict[str, Any] | None = None
    held: Plan | None = None  # the same activity, held against all limits by the partition model

    def as_json(self) -> dict[str, Any]:
        """Return the method as report.json holds it."""
        return {
            "method": self.name,
            "state": self.state,
            "why": self.why or None,
            "ask": list(self.ask),
            "plan": None if self.plan is None else self.plan.as_json(),
            "by_partition": None if self.held is None else self.held.as_json(),
            "spread": self.spread,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Activities:
    """Every method for one product and the next session."""

    product: str
    methods: tuple[Method, ...]
    bound: dict[str, Any] | None

    def of(self, name: str) -> Method:
        """Return one method by name; raises KeyError naming those there are."""
        for each in self.methods:
            if each.name == name:
                return each
        raise KeyError(f"no method {name!r}; there are {', '.join(METHODS)}")

    @property
    def computed(self) -> tuple[Method, ...]:
        """Return the methods that give an activity."""
        return tuple(each for each in self.methods if each.plan and isinstance(each.plan.delivered, Activity))

    @property
    def judged(self) -> bool:
        """Return whether any activity could be held against every limit in force."""
        return any(each.state in ("within", "exceeds") for each in self.computed)

    @property
    def lung_gy(self) -> float | None:
        """Return the highest lung dose of any method [Gy], or None when none gives one."""
        doses = [
            row.gy for each in self.computed if each.plan and each.plan.doses for row in each.plan.doses.role("lung")
        ]
        known = [gy for gy in doses if not isinstance(gy, NotComputable)]
        return max(known, default=None)

    def as_json(self) -> dict[str, Any]:
        """Return the methods side by side as report.json holds them."""
        record = product(self.product)
        left = record.residual_median
        return {
            "product": {"id": record.id, "name": record.name, "edition": record.edition, "cites": cited(record.cites)},
            "k_gy_kg_per_gbq": {"value": K_49_67.value, "says": K_49_67.says, "cites": cited(K_49_67.cites)},
            "half_life_h": {"value": HALF_LIFE.hours, "says": HALF_LIFE.says, "cites": cited(HALF_LIFE.cites)},
            "expected_residual": {"value": left.value, "says": left.says, "cites": cited(left.cites)},
            "liver_density_kg_per_l": {"value": LIVER_KG_PER_L, "says": DENSITY_SAYS, "cites": cited(DENSITY_CITES)},
            "methods": [each.as_json() for each in self.methods],
            "lung_shunt_bound": self.bound,
            "target": cut_offs(self.product).as_json(),
            "planned_lung_dose_gy": self.lung_gy,
            "scope": FIRST_ONLY,
            "note": RESEARCH_USE,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """What all methods share: both ways to see the territory, limits, earlier sessions, residual, contradictions."""

    s: Situation
    whole: Territory | Missing
    parts: Territory | Missing
    limits: tuple[Limit, ...]
    given: tuple[EarlierSession, ...] | None
    residual: float
    doubts: tuple[str, ...]

    @property
    def best(self) -> Territory | Missing:
        """Return the territory that tells most: in parts where it can be told, else in one piece."""
        return self.whole if isinstance(self.parts, Missing) else self.parts


def activities(s: Situation) -> Activities:
    """Return the activity of the next session by every method; what the chart lacks is asked for, never assumed."""
    case = _Case(
        s=s,
        whole=masses.mono(s.chart, s.product),
        parts=masses.partition(s.chart, s.product),
        limits=_limits(s),
        given=masses.earlier(s.chart),
        residual=product(s.product).residual_median.value,
        doubts=masses.doubts(s.chart),
    )
    methods = (
        _mono(case),
        _partition(case),
        _by_surface(case, METHODS[2], _surface, ("surface_m2", "tumour_l", "liver_l", "treated_l")),
        _by_surface(case, METHODS[3], _lobar, ("surface_m2", "tumour_in_lobe_l", "treated_l", "liver_l")),
        _by_surface(case, METHODS[4], _habit, ("tumour_l", "liver_l")),
    )
    barred = label_bar(s)
    return Activities(
        product=s.product,
        methods=methods if barred is None else tuple(_barred(each, barred) for each in methods),
        bound=_bound(case),
    )


def label_bar(s: Situation) -> Threshold | None:
    """Return the label's limit on the lung shunt where it is exceeded; printed for resin only."""
    bar, shunt = s.chart.limit(LABEL_SHUNT), masses.shunt(s.chart)
    return bar if s.product == "resin" and shunt is not None and shunt.fraction > bar.value else None


def _barred(method: Method, bar: Threshold) -> Method:
    """Return the method as not allowed by the label, whatever dose it leads to."""
    why = f"lung shunt above {100 * bar.value:g} %: no treatment, by the label"
    return replace(method, state="exceeds", why="; ".join(each for each in (why, method.why) if each))


def _limits(s: Situation) -> tuple[Limit, ...]:
    """Return the limits in force: lung per session and over all, and normal liver, with the centre's own values."""
    printed = (*lung_limits(), *masses.normal_limits(s.chart, s.product, normal_liver_limits(s.product)))
    return tuple(_here(s.chart, each) for each in printed)


def _here(chart: Chart, printed: Limit) -> Limit:
    own = printed.source if printed.source.id == masses.NORMAL_LIMIT else chart.limit(printed.source.id)
    return printed if own is printed.source else replace(printed, source=own)


def _mono(case: _Case) -> Method:
    """Return the activity for the dose wanted; the partition model, where it can, says what normal liver gets of it."""
    wanted, whole, parts = case.s.chart.number(masses.TARGET), case.whole, case.parts
    ask = (*(whole.ask if isinstance(whole, Missing) else ()), *((masses.TARGET,) if wanted is None else ()))
    if isinstance(whole, Missing) or wanted is None:
        return _lacks(METHODS[0], Missing(ask=ask))
    aim = Target(on="perfused", gy=wanted, says="dose wanted in the perfused liver, by the prescriber")
    of_lung = tuple(each for each in case.limits if each.on == "lung")
    plan = activity_for(whole.unit, of_lung, given=case.given, target=aim, residual=case.residual)
    if len(of_lung) == len(case.limits):
        return _method(case, METHODS[0], whole, plan, why=("no limit on the normal liver is in force", *case.doubts))
    if not isinstance(plan.delivered, Activity):
        return _method(case, METHODS[0], whole, plan, why=case.doubts)
    if isinstance(parts, Missing):
        why = "a limit on the normal liver is in force, and this model cannot tell its dose"
        return _method(case, METHODS[0], whole, plan, why=(why, *case.doubts), state="not computable", ask=parts.ask)
    held = judge(plan.delivered, parts.unit, case.limits, given=case.given, residual=case.residual)
    why_held = (*_beyond(held), *case.doubts)
    return _method(case, METHODS[0], whole, plan, why=why_held, state=_state(held), held=held)


def _beyond(held: Plan) -> tuple[str, ...]:
    """Return which limits the partition model finds exceeded, in words, each once; empty when none."""
    over = dict.fromkeys(
        f"{each.compartment} {told_gy(each.gy, each.limit.gy)} Gy, limit {each.limit.gy:g} Gy"
        for each in held.checks
        if each.state == "exceeds" and each.gy is not None
    )
    return (f"by the partition model this activity exceeds: {'; '.join(over)}",) if over else ()


def _partition(case: _Case) -> Method:
    if isinstance(case.parts, Missing):
        return _lacks(METHODS[1], case.parts)
    if not any(each.on == "normal" for each in case.limits):
        why = "no limit on the normal liver is printed for this product in these tumours; the lung alone must not set an activity"
        return _lacks(METHODS[1], Missing(ask=(masses.NORMAL_LIMIT,), why=why))
    plan = activity_for(case.parts.unit, case.limits, given=case.given, residual=case.residual)
    cold = any(part.uptake.value < EQUAL.value for part in case.parts.split.parts)
    says = ("the ratio is below 1: the tumour gets less than the normal liver",) if cold else ()
    return _method(case, METHODS[1], case.parts, plan, why=(*says, *case.doubts))


def _surface(figures: dict[str, float]) -> Prescription:
    return bsa_activity(**figures)


def _lobar(figures: dict[str, float]) -> Prescription:
    named = {**figures, "lobe_l": figures["treated_l"]}
    return modified_bsa_activity(**{key: value for key, value in named.items() if key != "treated_l"})


def _habit(figures: dict[str, float]) -> Prescription:
    return empirical_activity(**figures)


_FACTS = {
    "surface_m2": ("person.height_cm", "person.weight_kg"),
    "tumour_l": (masses.BULK,),
    "liver_l": (masses.LIVER,),
    "treated_l": (masses.PERFUSED,),
    "tumour_in_lobe_l": (masses.TUMOUR,),
}


def _by_surface(
    case: _Case, name: str, formula: Callable[[dict[str, float]], Prescription], needs: tuple[str, ...]
) -> Method:
    if case.s.product != "resin":
        return Method(name=name, state="not applicable", plan=None, why="printed for resin only")
    figures = {key: value for key, value in masses.body(case.s.chart).items() if key in needs and value is not None}
    if ask := tuple(fact for key in needs if key not in figures for fact in _FACTS[key]):
        return _lacks(name, Missing(ask=ask))
    try:
        chosen = reduced(formula(figures), masses.shunt(case.s.chart))
    except ValueError as fault:
        return Method(name=name, state="not computable", plan=None, why=str(fault))
    if isinstance(chosen, NotComputable):
        return _lacks(name, Missing(ask=(masses.SHUNT,)))
    return _judged(case, name, chosen)


def _judged(case: _Case, name: str, chosen: Prescription) -> Method:
    """Return what an activity chosen by habit does; without masses its doses cannot be told."""
    if chosen.activity.gbq == 0:
        return Method(name=name, state="exceeds", plan=None)  # why: the label, said of every method alike
    place = case.best
    if isinstance(place, Missing):
        words = ", ".join(place.words)
        why = f"{chosen.activity.gbq:.2f} GBq by this formula; its doses cannot be told without: {words}"
        return Method(name=name, state="not computable", plan=None, why=why, ask=place.ask)
    plan = judge(chosen.activity, place.unit, case.limits, given=case.given, basis=chosen.basis, residual=case.residual)
    whole_liver = "a figure for the whole liver, kept for history; held here against the territory of this session"
    return _method(case, name, place, plan, why=(whole_liver,) if name == METHODS[4] else ())


def _method(
    case: _Case,
    name: str,
    place: Territory,
    plan: Plan,
    *,
    why: tuple[str, ...],
    state: str = "",
    ask: tuple[str, ...] | None = None,
    held: Plan | None = None,
) -> Method:
    """Return a method with its plan; state and what to ask for are those of the plan unless they are given."""
    lacks = tuple(dict.fromkeys(datum for check in plan.checks for datum in check.ask)) if ask is None else ask
    return Method(
        name=name,
        state=state or _state(plan),
        plan=plan,
        why="; ".join(why),
        ask=lacks,
        spread=_spread(case.s.chart, place, plan),
        held=held,
    )


def _state(plan: Plan) -> str:
    states = [each.state for each in plan.checks]
    if "exceeds" in states:
        return "exceeds"
    lacks = isinstance(plan.delivered, NotComputable) or "not computable" in states
    return "not computable" if lacks else "within"


def _spread(chart: Chart, place: Territory, plan: Plan) -> dict[str, Any] | None:
    """Return the spread of the doses where mass, shunt or ratio carries an interval; None where nothing varies."""
    if not isinstance(plan.delivered, Activity) or plan.delivered.gbq == 0:
        return None
    unit = masses.spread(chart, place)
    if isinstance(unit, NotComputable) or not unit.drawn:
        return None
    amount = plan.delivered.gbq
    rows = [
        {"name": each.name, "gy": each.point * amount, "low": each.low * amount, "high": each.high * amount}
        for each in unit.spreads
    ]
    says = f"95 % of {unit.draws} draws; activity held, so only mass, shunt and ratio vary"
    return {"says": says, "spreads": rows, "drawn": list(unit.drawn), "held": list(unit.held), "seed": unit.seed}


def _lacks(name: str, missing: Missing) -> Method:
    return Method(name=name, state="not computable", plan=None, why=missing.why, ask=missing.ask)


def _bound(case: _Case) -> dict[str, Any] | None:
    """Return the shunt fraction above which the lung, not the liver, limits the activity; None where that is not known."""
    normal = min((each.gy for each in case.limits if each.on == "normal"), default=None)
    lung = _lung_room(case.limits, case.given)
    if isinstance(case.parts, Missing) or normal is None or not lung:
        return None
    found = lung_shunt_bound(case.parts.split, lung_gy=lung, normal_gy=normal)
    return {"fraction": found.fraction, "lung_limits": found.lung_limits, "cites": cited(found.cites)}


def _lung_room(limits: tuple[Limit, ...], given: tuple[EarlierSession, ...] | None) -> float | None:
    """Return the dose that the lung may still get in this session [Gy]; None when an earlier one is not known."""
    before = [None] if given is None else [each.lung_gy for each in given]
    if any(gy is None for gy in before):
        return None
    spent = sum(gy for gy in before if gy is not None)
    return min(
        max(0.0, limit.gy - (spent if limit.over == "all sessions" else 0.0)) for limit in limits if limit.on == "lung"
    )
