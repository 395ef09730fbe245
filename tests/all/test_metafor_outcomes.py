"""R's metafor agrees on every outcome that the library pools: normal model by four estimators, and the exact GLMM."""

import json
import math
import shutil
import subprocess

import pytest

from seldinger import stats
from seldinger.evidence.outcomes import SCOPES, at_scope, definitions
from seldinger.evidence.pool import EXTENDED, REVIEWS, pool
from seldinger.evidence.reading import library

CLOSED, ITERATED, PROFILE = 1e-10, 1e-7, 1e-6  # relative or absolute, whichever is kinder
GLMM_ESTIMATE, GLMM_TAU2 = 2e-4, 1e-3
METHODS = ("DL", "REML", "ML", "PM")
R_CODE = """
suppressMessages({library(metafor); library(jsonlite)})
d <- fromJSON(commandArgs(trailingOnly = TRUE)[1], simplifyVector = FALSE)
tight <- function(f) { for (t in c(1e-13, 1e-12, 1e-11, 1e-10)) {
  fit <- tryCatch(suppressWarnings(f(list(threshold = t, maxiter = 10000, tol = t))), error = function(e) NULL)
  if (!is.null(fit)) return(fit) }
  NULL }
one <- function(set) {
  y <- unlist(set$y); n <- unlist(set$n)
  e <- escalc(measure = "PLO", xi = y, ni = n, add = 1/2, to = "only0")
  normal <- lapply(list(DL = "DL", REML = "REML", ML = "ML", PM = "PM"), function(m) {
    fit <- tight(function(control) rma(yi, vi, data = e, method = m, control = control))
    if (is.null(fit)) return(NULL)
    ci <- tryCatch(suppressWarnings(confint(fit, control = list(tol = 1e-12))$random["tau^2", ]), error = function(e) NULL)
    list(theta = as.numeric(fit$beta), se = fit$se, tau2 = fit$tau2, q = fit$QE, low = as.numeric(ci[2]), high = as.numeric(ci[3])) })
  glmm <- tryCatch(suppressWarnings(rma.glmm(measure = "PLO", xi = y, ni = n, nAGQ = 51)), error = function(e) NULL)
  list(normal = normal, glmm = if (is.null(glmm)) NULL else list(theta = as.numeric(glmm$beta), tau2 = glmm$tau2)) }
writeLines(toJSON(lapply(d, one), auto_unbox = TRUE, digits = I(17), null = "null"), commandArgs(trailingOnly = TRUE)[2])
"""


def sets() -> dict[str, dict[str, list[int]]]:
    """Return every pooled outcome of two studies or more, by name."""
    found = {}
    for key in definitions():
        for scope in SCOPES:
            for policy in (REVIEWS, EXTENDED):
                used = pool(library(), at_scope(key, scope), policy=policy).used
                if len(used) > 1:
                    found[f"{key.id}/{scope}/{policy.name}"] = {"y": [c.low for c in used], "n": [c.n for c in used]}
    return found


SETS = sets()


@pytest.fixture(scope="module")
def metafor(tmp_path_factory: pytest.TempPathFactory) -> dict:
    if shutil.which("Rscript") is None:
        pytest.fail("no Rscript: install r-cran-metafor, r-cran-lme4 and r-cran-jsonlite (Debian)")
    home = tmp_path_factory.mktemp("metafor")
    (home / "run.R").write_text(R_CODE, encoding="utf-8")
    (home / "in.json").write_text(json.dumps(SETS), encoding="utf-8")
    command = ["Rscript", "--vanilla", "run.R", "in.json", "out.json"]
    subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=600)
    return json.loads((home / "out.json").read_text(encoding="utf-8"))


def close(ours: float | None, theirs: float, tolerance: float) -> bool:
    return ours is not None and math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=tolerance)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", SETS)
def test_the_normal_model_agrees_with_metafor(metafor: dict, name: str, method: str) -> None:
    theirs = metafor[name]["normal"][method]
    if not theirs:
        pytest.skip("metafor does not converge on this set")
    fit = stats.fit_normal(stats.proportions(SETS[name]["y"], SETS[name]["n"]), method=method)
    tolerance = CLOSED if method == "DL" else ITERATED
    assert close(fit.theta, theirs["theta"], tolerance)
    assert close(fit.se, theirs["se"], tolerance)
    assert close(fit.tau2, theirs["tau2"], tolerance)
    assert close(fit.q, theirs["q"], CLOSED)
    if fit.tau2_ci is not None and isinstance(theirs["high"], float):
        assert close(fit.tau2_ci[0], theirs["low"], PROFILE) and close(fit.tau2_ci[1], theirs["high"], PROFILE)


@pytest.mark.parametrize("name", SETS)
def test_the_exact_model_agrees_with_metafor(metafor: dict, name: str) -> None:
    theirs = metafor[name]["glmm"]
    fit = stats.fit_binomial_normal(SETS[name]["y"], SETS[name]["n"])
    if not theirs or fit.refused:
        pytest.skip("no finite maximum, or metafor gives none")
    assert close(fit.theta, theirs["theta"], GLMM_ESTIMATE)
    assert close(fit.tau2, theirs["tau2"], GLMM_TAU2)
