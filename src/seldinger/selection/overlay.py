"""A centre's overlay: a TOML file that names each place where it leaves its base profile, and why."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

from seldinger.cite import Citation, Threshold, thresholds
from seldinger.logic import thresholds_of
from seldinger.selection.modalities import EVERY_RULE
from seldinger.selection.profiles import BY_KIND, PROFILES, Departure, PlanChange, Profile
from seldinger.selection.rule import Basis
from seldinger.terms import Modality, Status, Verdict


class OverlayError(ValueError):
    """An overlay that cannot be used; the message names the file, the place, what was seen and what was expected."""


def load_profile(name: str) -> Profile:
    """Return a built-in profile by name, or the overlay in the TOML file of that name; raises OverlayError."""
    if name in PROFILES:
        return PROFILES[name]
    path = Path(name)
    if not path.is_file():
        raise OverlayError(f"profile {name!r}: not one of {', '.join(PROFILES)}, and no such file")
    try:
        return read_overlay(tomllib.loads(path.read_text(encoding="utf-8")), file=path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise OverlayError(f"{path.name}: not TOML ({fault})") from None


def read_overlay(entry: Mapping[str, Any], *, file: str) -> Profile:
    """Return the profile of an overlay: its base with named departures; raises OverlayError on anything odd."""
    odd = set(entry) - {"name", "base", "departure", "plan"}
    if odd or not isinstance(entry.get("name"), str):
        raise OverlayError(f"{file}: expected keys name, base, [[departure]], [[plan]]; saw {sorted(entry)}")
    base = PROFILES.get(str(entry.get("base", "strictest")))
    if base is None:
        raise OverlayError(f"{file}: base {entry.get('base')!r} is not one of {', '.join(PROFILES)}")
    departures = tuple(
        _departure(each, f"{file}, departure {place}", str(entry["name"]))
        for place, each in enumerate(entry.get("departure", []), start=1)
    )
    return replace(
        base,
        name=str(entry["name"]),
        title=f"{entry['name']}, an overlay of {base.name}",
        departures=departures,
        plan=tuple(_of_plan(each, f"{file}, plan {n}") for n, each in enumerate(entry.get("plan", []), start=1)),
    )


OF_RULE = {"name", "reason", "rule", "modalities", "verdict", "changes"}
OF_THRESHOLD = {"name", "reason", "threshold", "value", "unit"}
# A departure from a threshold that no rule compares with would be printed and change nothing.
COMPARED = {limit.id: limit for rule in EVERY_RULE for limit in thresholds_of(rule.when)}
PLANNED = ("planning.", "shunts.lung_dose_", "y90.resin_any_normal_liver_max")  # what a plan reads, by how ids begin
SLIP = 10  # a figure of a plan that lies farther from print is taken for a slip of the pen


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
    except (KeyError, ValueError) as fault:
        raise OverlayError(f"{at}: {fault}; expected a verdict and modalities of the five") from None
    floored = [m for m in modalities if any(source.basis is Basis.FLOOR for source in rule.speaks(m))]
    order = list(Verdict)
    if floored and order.index(verdict) > order.index(BY_KIND[rule.kind]):
        raise OverlayError(f"{at}: {rule.id} is a safety floor for {', '.join(floored)}; no overlay lowers it")
    return Departure(
        name=entry["name"],
        reason=entry["reason"],
        rule=rule.id,
        modalities=modalities,
        verdict=verdict,
        changes=str(entry.get("changes", "")),
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
    value = entry.get("value")
    number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if not number or entry.get("unit") != printed.unit:
        raise OverlayError(f"{at}: expected value as a number and unit = {printed.unit!r}")
    if printed.id in planned() and not printed.value / SLIP <= entry["value"] <= printed.value * SLIP:
        raise OverlayError(
            f"{at}: {entry['value']} lies far from the printed {printed.value:g} {printed.unit}; a slip?"
        )
    own = Citation(key="house-floor", at=f"overlay of {centre}: {entry['name']}", status=Status.LOCAL)
    changed = Threshold(
        id=printed.id,
        value=float(entry["value"]),
        unit=printed.unit,
        says=f"set by {centre}",
        status=Status.LOCAL,
        review_due=printed.review_due,
        cites=(own, *printed.cites),
    )
    return Departure(name=entry["name"], reason=entry["reason"], threshold=changed)
