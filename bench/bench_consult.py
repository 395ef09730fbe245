"""How long one consult takes, warm, part by part, and how long `seldinger --help` takes.

The target is 10 ms for a consult (median) and half a second for --help. Run it as ``python bench/bench_consult.py``.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from seldinger import pathway
from seldinger.patient import examples, load_record
from seldinger.selection import PROFILES, select

REPEATS = 25
TARGET_MS, TARGET_HELP_S = 10.0, 0.5


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
    """Print the time of each shipped chart, of its selection alone, and of --help."""
    for name, path in examples().items():
        record = load_record(path)
        whole = median_ms(lambda r=record: pathway.consult(r))
        alone = median_ms(lambda r=record: select(r, r.as_of, PROFILES["strictest"]))
        print(f"{name:28} consult {whole:7.2f} ms, of which selection {alone:7.2f} ms (wanted {TARGET_MS:g})")
    command = [sys.executable, "-c", "from seldinger.cli import main; main()", "--help"]
    help_ms = median_ms(lambda: subprocess.run(command, capture_output=True))
    print(f"seldinger --help {help_ms / 1e3:.2f} s (wanted {TARGET_HELP_S:g})")


if __name__ == "__main__":
    main()
