"""Re-makes metafor's reference numbers with R and compares them with the committed ones."""

import json
import math
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.stats.golden import GOLDEN, golden

SCRIPT = Path(__file__).with_name("metafor.R")
SAME = 1e-6
"""Relative and absolute: two versions of R's linear algebra differ in the last digits, not earlier."""


def compare(ours, theirs, where=""):
    """Walk two documents and name the place where they part."""
    if isinstance(ours, dict):
        assert set(ours) == set(theirs), where
        for key in ours:
            compare(ours[key], theirs[key], f"{where}/{key}")
    elif isinstance(ours, list):
        assert len(ours) == len(theirs), where
        for i, (a, b) in enumerate(zip(ours, theirs, strict=True)):
            compare(a, b, f"{where}[{i}]")
    elif isinstance(ours, int | float) and isinstance(theirs, int | float):
        assert math.isclose(ours, theirs, rel_tol=SAME, abs_tol=SAME), f"{where}: {ours} and {theirs}"
    else:
        assert ours == theirs, where


def test_committed_reference_numbers_are_what_metafor_says(tmp_path):
    if shutil.which("Rscript") is None:
        pytest.fail("no Rscript: install r-cran-metafor, r-cran-lme4 and r-cran-jsonlite (Debian)")
    out = tmp_path / GOLDEN.name
    subprocess.run(["Rscript", "--vanilla", str(SCRIPT), str(out)], check=True, capture_output=True, timeout=600)
    made = json.loads(out.read_text(encoding="utf-8"))
    made.pop("made_with")
    committed = {key: value for key, value in golden().items() if key != "made_with"}
    compare(committed, made)
