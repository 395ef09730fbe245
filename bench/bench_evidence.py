"""Forecast over all outcomes and modalities, warm, against 50 ms; library and checks against parsing the same files."""

import time
import tomllib
from collections.abc import Callable
from importlib import import_module
from statistics import median

from seldinger import cite
from seldinger.evidence import check, expect, library, load_studies
from seldinger.stats import predictive

ASKED_MS = 50.0


def seconds(call: Callable[[], object], times: int = 7) -> float:
    """Return the median time of one call."""
    call()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return median(spent)


def parse() -> list[object]:
    """Parse every study file and do nothing else: the floor of loading."""
    files = [f for f in cite.knowledge().joinpath("studies").iterdir() if f.name.endswith(".toml")]
    return [tomllib.loads(f.read_text(encoding="utf-8")) for f in files]


def anew() -> None:
    """Pool and forecast every line again."""
    import_module("seldinger.evidence.forecast")._expect.cache_clear()
    predictive.forget()
    expect()


def main() -> None:
    """Print each time with its ratio to the limit or the floor."""
    start = time.perf_counter()
    lines = sum(len(found) for found in expect().values())
    cold = time.perf_counter() - start
    again, floor = seconds(anew, 3), seconds(parse, 3)
    warm = seconds(expect)
    load = seconds(lambda: load_studies(cite.knowledge().joinpath("studies")), 3)
    checks = seconds(lambda: check(library()), 3)
    print(f"forecast, {lines} lines over five modalities: warm {1e3 * warm:.3f} ms", end="; ")
    print(f"{ASKED_MS / (1e3 * warm):.0f} times within the {ASKED_MS:g} ms asked; first call {cold:.2f} s")
    print(f"the same with nothing remembered: {1e3 * again:.0f} ms; it depends on the study files, not on the patient")
    print(f"library of {len(library())} files: {1e3 * load:.0f} ms, {load / floor:.1f} times the parsing alone")
    print(f"all checks: {1e3 * checks:.0f} ms, {checks / floor:.2f} times the parsing alone")


if __name__ == "__main__":
    main()
