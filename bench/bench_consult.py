"""How long one consult takes, warm, chart by chart, and how long `seldinger --help` takes.

The target is 10 ms for a consult (median over the shipped charts) and half a second for --help. A consult is timed by
the processor, so that other work on the machine does not count. Run it as ``python bench/bench_consult.py``.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from seldinger import pathway
from seldinger.patient import examples, load_record
from seldinger.selection import PROFILES, select

REPEATS = 40
TARGET_MS, TARGET_HELP_S = 10.0, 0.5


def quick_ms(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return the lower quartile of the times of a call [ms], after one to warm up."""
    work()
    found = []
    for _ in range(REPEATS):
        start = clock()
        work()
        found.append((clock() - start) * 1e3)
    return statistics.quantiles(found, n=4)[0]


def main() -> None:
    """Print the time of each shipped chart, of its selection alone, their median, and that of --help."""
    every = []
    for name, path in examples().items():
        record = load_record(path)
        every.append(quick_ms(lambda r=record: pathway.consult(r), time.process_time))
        alone = quick_ms(lambda r=record: select(r, r.as_of, PROFILES["strictest"]), time.process_time)
        print(f"{name:28} consult {every[-1]:7.2f} ms, of which selection {alone:7.2f} ms")
    print(f"{'median':28} consult {statistics.median(every):7.2f} ms (wanted {TARGET_MS:g})")
    command = [sys.executable, "-c", "from seldinger.cli import main; main()", "--help"]
    help_ms = quick_ms(lambda: subprocess.run(command, capture_output=True), time.perf_counter)
    print(f"seldinger --help {help_ms / 1e3:.2f} s (wanted {TARGET_HELP_S:g})")


if __name__ == "__main__":
    main()
