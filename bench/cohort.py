"""An invented cohort with one column for each chart key that screening reads, a tenth of all values missing."""

from typing import TYPE_CHECKING, Any

from seldinger.patient import Kind, variable
from seldinger.selection.screen import columns_read

if TYPE_CHECKING:
    import polars as pl

MISSING = 0.1
NUMBERS: dict[str, tuple[list[float], list[float]]] = {
    "labs.bilirubin": ([0.6, 1.2, 1.99, 2.0, 2.01, 5.0], [60, 25, 5, 4, 3, 3]),
    "labs.creatinine": ([0.8, 1.2, 2.0, 3.0], [60, 30, 5, 5]),
    "labs.inr": ([1.0, 1.7], [95, 5]),
    "labs.platelets": ([200.0, 40.0], [95, 5]),
    "labs.egfr": ([80.0, 30.0], [95, 5]),
    "liver.burden_percent": ([10.0, 40.0, 75.0, 75.1, 90.0], [40, 45, 5, 5, 5]),
    "liver.lesions": ([2, 12], [50, 50]),
    "liver.largest_cm": ([2.5, 5.4], [50, 50]),
    "person.age_years": ([61.0, 45.0, 17.0], [50, 49, 1]),
    "fitness.ecog": ([1, 3], [93, 7]),
    "fitness.temperature_c": ([36.7, 38.5], [96, 4]),
    "shunt.lung_shunt_fraction": ([0.04, 0.25], [95, 5]),
    "shunt.lung_dose_gy_planned": ([5.0, 35.0], [95, 5]),
    "shunt.lung_dose_gy_before": ([0.0, 55.0], [95, 5]),
}
OFTEN = {"scope.neuroendocrine": 0.99, "liver.metastases": 0.99}
HALF = ("symptoms.", "syndrome.")


def cohort(height: int, seed: int = 1) -> "pl.DataFrame":
    """Return random patients, most findings harmless so that every kind of verdict arises."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(seed)
    columns = {}
    for name in columns_read():
        values, weights = _options(name)
        drawn = rng.choice(len(values), size=height, p=np.array(weights) / sum(weights))
        chosen = pl.Series(values).gather(pl.Series(drawn.astype(np.uint32)))
        columns[name] = chosen.set(pl.Series(rng.random(height) < MISSING), None)
    return pl.DataFrame(columns)


def _options(name: str) -> tuple[list[Any], list[float]]:
    if name == "disease.course.on_ssa":
        return [True, False], [50, 50]
    declared = variable(name)
    if name == "fitness.other_mortality_risk":
        return ["none", "frailty"], [97, 3]
    if name == "disease.course":
        return ["none", "slow", "rapid"], [30, 30, 40]
    if name in NUMBERS:
        return NUMBERS[name]
    if declared.kind is Kind.SEVERITY:
        return ["none", "mild", "severe"], [60, 30, 10]
    if declared.kind is Kind.FLAG:
        yes = OFTEN.get(name, 0.5 if name.startswith(HALF) else 0.04)
        return [True, False], [yes, 1 - yes]
    return list(declared.choices), [90, *[10 / (len(declared.choices) - 1)] * (len(declared.choices) - 1)]
