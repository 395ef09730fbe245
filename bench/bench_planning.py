"""How long a full plan of one patient takes, all five treatments with every activity method, warm.

The peer is the selection the plan starts from; the floor is the writing of the same plan as JSON text.
Run it as ``python bench/bench_planning.py``.
"""

import json
import statistics
import time
from collections.abc import Callable

from seldinger.patient import examples, load_record
from seldinger.planning import as_json, plan
from seldinger.selection import load_profile, select

REPEATS = 15
TARGET_MS = 10.0


def median_ms(work: Callable[[], object]) -> float:
    """Return the median time of a call [ms], after one to warm up."""
    work()
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return statistics.median(found)


def main() -> None:
    """Print the times of selection, plan and text, and their ratios."""
    record, profile = load_record(examples()["synthetic-midgut"]), load_profile("strictest")
    selection = select(record, record.as_of, profile)
    made = as_json(plan(record, selection, record.as_of))
    chosen = median_ms(lambda: select(record, record.as_of, profile))
    planned = median_ms(lambda: as_json(plan(record, selection, record.as_of)))
    written = median_ms(lambda: json.dumps(made))
    print(f"full plan, five treatments {planned:8.2f} ms   (target: under {TARGET_MS:g} ms)")
    print(f"selection it starts from   {chosen:8.2f} ms   plan / selection {planned / chosen:.2f}")
    print(f"writing it as text         {written:8.2f} ms   plan / text {planned / written:.2f}")


if __name__ == "__main__":
    main()
