"""Pooling against R's metafor, both timed in this run on the same rows; ratios above 1 mean that we are faster.

Asked for: GLMM at least 10, REML with Hartung-Knapp at least 15, all subsets of 12 studies at least 100 times.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Callable

import numpy as np

from seldinger.stats import all_subsets, fit_binomial_normal, fit_normal, forecast_rate, predictive, proportions

Y = [6, 11, 9, 20, 3, 14, 25, 8, 2, 17, 5, 12]
N = [14, 31, 12, 45, 9, 40, 61, 25, 21, 33, 16, 50]
ASKED = {"GLMM": 10, "REML + Hartung-Knapp": 15, "all subsets of 12": 100}

R_CODE = """
suppressMessages({library(metafor); library(jsonlite)})
d <- fromJSON(commandArgs(trailingOnly = TRUE)[1])
timed <- function(f, times) {
  f(); median(sapply(seq_len(times), function(i) { t <- proc.time()[["elapsed"]]; f(); proc.time()[["elapsed"]] - t })) }
many <- function(f, times, inner) timed(function() for (i in seq_len(inner)) f(), times) / inner
e <- escalc(measure = "PLO", xi = d$y, ni = d$n)
fit <- rma(yi, vi, data = e)
set.seed(1)
cat(toJSON(list(
  GLMM = many(function() rma.glmm(measure = "PLO", xi = d$y, ni = d$n), 3, 3),
  `REML + Hartung-Knapp` = many(function() rma(yi, vi, data = e, test = "knha"), 5, 20),
  `all subsets of 12` = timed(function() gosh(fit, subsets = 500, progbar = FALSE), 1) / 500 * (2^12 - 13)
), auto_unbox = TRUE, digits = I(8)))
"""


def median_seconds(call: Callable[[], object], times: int = 7, inner: int = 1) -> float:
    """Return the median time of one call."""
    call()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        for _ in range(inner):
            call()
        spent.append((time.perf_counter() - start) / inner)
    return float(np.median(spent))


def ours() -> dict[str, float]:
    """Return our seconds per task."""
    effects = proportions(Y, N)
    return {
        "GLMM": median_seconds(lambda: fit_binomial_normal(Y, N), inner=3),
        "REML + Hartung-Knapp": median_seconds(lambda: fit_normal(effects, test="knha"), inner=20),
        "all subsets of 12": median_seconds(lambda: all_subsets(effects), times=3),
    }


def theirs() -> dict[str, float] | None:
    """Return metafor's seconds per task; None when R or metafor is not there."""
    if shutil.which("Rscript") is None:
        return None
    call = ["Rscript", "--vanilla", "-e", R_CODE, json.dumps({"y": Y, "n": N})]
    done = subprocess.run(call, capture_output=True, text=True, timeout=600)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else None


def main() -> None:
    """Print one line per task."""
    mine, peer = ours(), theirs()
    if peer is None:
        print("R with metafor is not installed: no ratios, our own times only")
    for task, seconds in mine.items():
        line = f"{task:24s} {1000 * seconds:9.2f} ms"
        if peer:
            ratio = peer[task] / seconds
            line += f"   metafor {1000 * peer[task]:9.1f} ms   {ratio:7.0f} times faster (asked: {ASKED[task]})"
        print(line)
    forget = predictive.forget
    cold = median_seconds(lambda: (forget(), forecast_rate(Y, N)))
    print(f"{'forecast, two priors':24s} {1000 * cold:9.2f} ms   asked: 8 ms")


if __name__ == "__main__":
    main()
