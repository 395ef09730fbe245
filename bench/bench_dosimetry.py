"""How long the dosimetry takes: one plan, and 100,000 draws of the partition model against the draws alone.

The floor of the propagation is what any program must do: draw the random numbers and take the exponentials.
Run it as ``python bench/bench_dosimetry.py``.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from seldinger.dosimetry import (
    ConcentrationRatio,
    LungShunt,
    Part,
    Split,
    activity_for,
    gbq,
    lung_limits,
    normal_liver_limits,
    propagate,
)

DRAWS = 100_000
REPEATS = 15


def median_ms(work: Callable[[], object]) -> float:
    """Return the median time of a call [ms], after one to warm up."""
    work()
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return statistics.median(found)


def patient() -> Split:
    """Return a split with three tumours, every mass, ratio and the shunt uncertain."""
    tumours = tuple(
        Part(
            name=f"tumour {i}",
            role="tumour",
            kg=0.1 * i,
            kg_rel_sd=0.1,
            uptake=ConcentrationRatio(value=3.0 + i, low=2.0 + i, high=4.5 + i),
        )
        for i in (1, 2, 3)
    )
    normal = Part(name="normal", role="normal", kg=1.0, kg_rel_sd=0.1)
    shunt = LungShunt(fraction=0.04, method="planar", low=0.03, high=0.05)
    return Split(parts=(*tumours, normal), shunt=shunt, untreated_kg=0.5, product="resin")


def main() -> None:
    """Print times, and the ratio to the floor."""
    split, limits = patient(), (*lung_limits(), *normal_liver_limits("resin"))
    inputs = 9  # masses of four parts and the lung, three ratios, the shunt

    def floor() -> None:
        rng = np.random.default_rng(1)
        for _ in range(inputs):
            np.exp(rng.standard_normal(DRAWS))

    plan = median_ms(lambda: activity_for(split.dose_per_gbq(), limits, given=()))
    draws = median_ms(lambda: propagate(split, gbq(1.3), limits=limits[:1], lung_kg_rel_sd=0.1, draws=DRAWS))
    least = median_ms(floor)
    print(f"one plan                         {plan:8.3f} ms   (target: full plan of one patient under 10 ms)")
    print(f"{DRAWS:,} draws, {inputs} uncertain inputs {draws:8.1f} ms   (target: under 100 ms)")
    print(f"drawing the numbers alone        {least:8.1f} ms   ratio {draws / least:.2f}")


if __name__ == "__main__":
    main()
