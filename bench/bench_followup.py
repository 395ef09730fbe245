"""Response of 200 scans of 60 lesions by every criterion, against a plain loop over tuples doing one criterion only.

Physical target: reading and assessing within 20 ms, warm, on one core.
"""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from seldinger.followup import Criterion, assess_all
from seldinger.patient import Lesion, Study

SCANS, LESIONS, TARGETS = 200, 60, 2
BUDGET_MS = 20.0
REPEATS = 15


def studies() -> list[Study]:
    """Return the same course each time: lesions shrink and grow, all of them measured."""
    draw = random.Random(1)

    def lesion(number: int) -> Lesion:
        longest = round(draw.uniform(5, 90), 1)
        return Lesion(
            id=f"L{number}",
            longest_mm=longest,
            short_mm=round(longest * 0.7, 1),
            enhancing_mm=round(longest * draw.random(), 1),
            enhancing_short_mm=round(longest * 0.3, 1),
            attenuation_hu=round(draw.uniform(30, 120), 1),
            target=number < TARGETS,
        )

    start = date(2010, 1, 1)
    return [
        Study(date=start + timedelta(days=30 * row), kind="ct", lesions=tuple(lesion(n) for n in range(LESIONS)))
        for row in range(SCANS)
    ]


def plain_loop(course: list[Study]) -> list[str]:
    """Return RECIST categories by the target sum alone, as a script would: no sets, no other lesions, no distances."""
    sums = [sum(x.longest_mm or 0.0 for x in study.lesions if x.id in ("L0", "L1")) for study in course]
    answers, nadir = [], sums[0]
    for total in sums[1:]:
        if total == 0:
            answers.append("CR")
        elif total >= 1.2 * nadir and total - nadir >= 5:
            answers.append("PD")
        else:
            answers.append("PR" if total <= 0.7 * sums[0] else "SD")
        nadir = min(nadir, total)
    return answers


def milliseconds(work: Callable[[], object]) -> float:
    """Return the best time of several runs [ms] of one core; waiting for other programs is not counted."""
    best = float("inf")
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best * 1e3


def main() -> None:
    """Print the time, its share of the budget, and the ratio to the plain loop per criterion."""
    course = studies()
    every, loop = milliseconds(lambda: assess_all(course)), milliseconds(lambda: plain_loop(course))
    print(
        f"{SCANS} scans x {LESIONS} lesions, {len(Criterion)} criteria: {every:.1f} ms ({every / BUDGET_MS:.2f} of the budget)"
    )
    print(
        f"plain loop, RECIST target sum only: {loop:.1f} ms; per criterion {every / len(Criterion) / loop:.2f} times that"
    )


if __name__ == "__main__":
    main()
