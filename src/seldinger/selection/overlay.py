"""A centre's overlay: a TOML file that names each place where it leaves its base profile, and why."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

from seldinger.cite import Citation, Threshold, thresholds
from seldinger.logic import Compare, leaves_of
from seldinger.selection.biliary import TRIAL_ONLY
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.profiles import BY_KIND, PROFILES, Departure, PlanChange, Profile, verdict_of
from seldinger.selection.rule import Basis
from seldinger.terms import Modality, Status, Verdict


class OverlayError(ValueError):
    """An overlay that cannot be used; the message names the file, the place, what was seen and what was expected."""


def load_profile(name: str) -> Profile:
    """Return a built-in profile by name, or the overlay in the TOML file of that name; raises OverlayError."""
    if name in PROFILES:
        return PROFILES[name]
    path = Path(name)
    try:
        if not path.is_file():
            raise OverlayError(f"profile {name!r}: not one of {', '.join(PROFILES)}, and no such file")
        text = path.read_text(encoding="utf-8")
        return read_overlay(tomllib.loads(text), file=path.name)
    except OSError as fault:
        raise OverlayError(f"profile {name!r}: cannot be read ({fault.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise OverlayError(f"{path.name}: not TOML ({fault})") from None


def read_overlay(entry: Mapping[str, Any], *, file: str) -> Profile:
    """Return the profile of an overlay: its base with named departures; raises OverlayError on anything odd."""
    odd, name = set(entry) - {"name", "base", "departure", "plan"}, entry.get("name")
    if odd or not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise OverlayError(f"{file}: expected keys name, base, [[departure]], [[plan]]; saw {sorted(entry)}")
    if name in PROFILES:
        raise OverlayError(f"{file}: name {name!r} is that of a built-in profile; give the overlay a name of its own")
    base = PROFILES.get(str(entry.get("base", "strictest")))
    if base is None:
        raise OverlayError(f"{file}: base {entry.get('base')!r} is not one of {', '.join(PROFILES)}")
    departures = tuple(
        _departure(each, f"{file}, departure {n}", name)
        for n, each in enumerate(_list_of_tables(entry, "departure", file), start=1)
    )
    _once_each(departures, file)
    _heard(departures, base, file)
    return replace(
        base,
        name=name,
        title=f"{name}, an overlay of {base.name}",
        departures=departures,
        plan=tuple(
            _of_plan(each, f"{file}, plan {n}") for n, each in enumerate(_list_of_tables(entry, "plan", file), start=1)
        ),
    )


def _list_of_tables(entry: Mapping[str, Any], key: str, file: str) -> list[Mapping[str, Any]]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise OverlayError(f"{file}: {key}: expected tables, each under its own [[{key}]]")
    return found


def _heard(departures: tuple[Departure, ...], base: Profile, file: str) -> None:
    """Refuse a departure from a rule that the base hears nobody name: it would be printed and change nothing."""
    rules = {rule.id: rule for rule in EVERY_RULE}
    for each in departures:
        deaf = [m for m in each.modalities if each.rule and verdict_of(rules[each.rule], m, base) is None]
        if deaf:
            raise OverlayError(f"{file}: {each.name!r}: under {base.name} {each.rule} decides nothing for {deaf[0]}")


def _once_each(departures: tuple[Departure, ...], file: str) -> None:
    """Refuse two departures that set the same thing: only one of them would count, and both would be printed."""
    seen: dict[tuple[str, Modality], str] = {}
    for each in departures:
        what = each.rule if each.threshold is None else each.threshold.id
        for key in ((str(what), m) for m in each.modalities):
            if key in seen:
                raise OverlayError(f"{file}: {seen[key]!r} and {each.name!r} both set {what} for {key[1]}; keep one")
            seen[key] = each.name


OF_RULE = {"name", "reason", "rule", "modalities", "verdict", "changes"}
OF_THRESHOLD = {"name", "reason", "threshold", "value", "unit"}
# A departure from a threshold that no rule compares with would be printed and change nothing.
COMPARISONS = tuple(leaf for rule in EVERY_RULE for leaf in leaves_of(rule.when) if isinstance(leaf, Compare))
COMPARED = {leaf.limit.id: leaf.limit for leaf in COMPARISONS}
PLANNED = ("planning.", "shunts.lung_dose_", "y90.resin_any_normal_liver_max")  # what a plan reads, by how ids begin
SLIP = 10  # a figure that lies farther from print is taken for a slip of the pen


def planned() -> dict[str, Threshold]:
    """Return the thresholds that only a plan reads; a centre may set these too."""
    return {name: each for name, each in thresholds().items() if name.startswith(PLANNED)}


def _departure(entry: Mapping[str, Any], at: str, centre: str) -> Departure:
    for key in ("name", "reason"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise OverlayError(f"{at}: {key} is missing; every departure needs a name and a reason")
    if ("rule" in entry) == ("threshold" in entry):
        raise OverlayError(f"{at}: give either a rule with its verdict or a threshold with its value and unit")
    known = OF_RULE if "rule" in entry else OF_THRESHOLD
    if odd := sorted(set(entry) - known):
        raise OverlayError(f"{at}: keys {', '.join(odd)} are not known; expected some of {', '.join(sorted(known))}")
    return _of_rule(entry, at) if "rule" in entry else _of_threshold(entry, at, centre)


def _of_rule(entry: Mapping[str, Any], at: str) -> Departure:
    rule = next((rule for rule in EVERY_RULE if rule.id == entry["rule"] and rule.kind in BY_KIND), None)
    if rule is None:
        raise OverlayError(f"{at}: rule {entry['rule']!r} decides nothing or is not known")
    try:
        modalities = tuple(Modality(each) for each in entry.get("modalities", list(rule.modalities)))
        verdict = Verdict(entry["verdict"])
    except (KeyError, TypeError, ValueError) as fault:
        raise OverlayError(f"{at}: {fault}; expected a verdict and modalities of the five") from None
    if not modalities or not set(modalities) <= set(rule.modalities):
        raise OverlayError(f"{at}: {rule.id} speaks of {', '.join(rule.modalities)}; name some of these")
    changes = entry.get("changes", "")
    if not isinstance(changes, str):
        raise OverlayError(f"{at}: changes: expected what going ahead changes, in words")
    floored = [m for m in modalities if any(source.basis is Basis.FLOOR for source in rule.speaks(m))]
    order = list(Verdict)
    if floored and order.index(verdict) > order.index(BY_KIND[rule.kind]):
        raise OverlayError(f"{at}: {rule.id} is a safety floor for {', '.join(floored)}; no overlay lowers it")
    if rule is TRIAL_ONLY and order.index(verdict) > order.index(Verdict.MODIFIED):
        raise OverlayError(f"{at}: DEB-TACE is never better than within a clinical trial; no overlay lowers that")
    return Departure(
        name=entry["name"],
        reason=entry["reason"],
        rule=rule.id,
        modalities=modalities,
        verdict=verdict,
        changes=changes,
    )


def _of_plan(entry: Mapping[str, Any], at: str) -> PlanChange:
    """Return a departure from the plan: the step in the centre's words, or leave_out = true."""
    odd = set(entry) - {"name", "reason", "step", "says", "leave_out", "modalities"}
    words = [entry.get(key) for key in ("name", "reason", "step")]
    says, leave_out = entry.get("says", ""), entry.get("leave_out", False)
    if odd or not all(isinstance(each, str) and each.strip() for each in words):
        raise OverlayError(f"{at}: expected name, reason, step, and says or leave_out = true; saw {sorted(entry)}")
    if not isinstance(says, str) or not isinstance(leave_out, bool) or bool(says.strip()) == leave_out:
        raise OverlayError(f"{at}: give either the step's words (says) or leave_out = true")
    try:
        modalities = tuple(Modality(each) for each in entry.get("modalities", list(Modality)))
    except (TypeError, ValueError) as fault:
        raise OverlayError(f"{at}: {fault}; expected modalities of the five") from None
    name, reason, step = (str(each) for each in words)
    return PlanChange(name=name, reason=reason, step=step, says=says, leave_out=leave_out, modalities=modalities)


def _of_threshold(entry: Mapping[str, Any], at: str, centre: str) -> Departure:
    printed = (COMPARED | planned()).get(str(entry["threshold"]))
    if printed is None:
        known = ", ".join(COMPARED | planned())
        raise OverlayError(f"{at}: no rule compares with {entry['threshold']!r}; expected one of {known}")
    value = _number(entry.get("value"))
    if value is None or entry.get("unit") != printed.unit:
        raise OverlayError(f"{at}: expected value as a number and unit = {printed.unit!r}")
    if not printed.value / SLIP <= value <= printed.value * SLIP:
        raise OverlayError(f"{at}: {value:g} lies far from the printed {printed.value:g} {printed.unit}; a slip?")
    if any(leaf.limit.id == printed.id and value >= leaf.variable.high for leaf in COMPARISONS):
        raise OverlayError(f"{at}: nothing charted lies beyond {value:g} {printed.unit}; the rule would never fire")
    own = Citation(key="house-floor", at=f"overlay of {centre}: {entry['name']}", status=Status.LOCAL)
    changed = Threshold(
        id=printed.id,
        value=value,
        unit=printed.unit,
        says=f"set by {centre}",
        status=Status.LOCAL,
        review_due=printed.review_due,
        cites=(own, *printed.cites),
    )
    return Departure(name=entry["name"], reason=entry["reason"], threshold=changed)


def _number(value: Any) -> float | None:
    """Return a finite number, or None for anything else; a whole number may be too large to be one."""
    try:
        return float(value) if type(value) in (int, float) and isfinite(value) else None
    except OverflowError:
        return None
