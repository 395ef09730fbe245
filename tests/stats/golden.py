"""Reference numbers of R's metafor (iterations tightened); made by tests/all/metafor.R, re-made by `./dev test all`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).with_name("metafor.json")

CLOSED = 1e-10
"""Relative: closed forms."""
ITERATED = 1e-7
"""Relative: REML, ML, PM."""
PROFILE = 1e-6
"""Absolute and relative: Q-profile limits."""
GLMM_THETA = 2e-4
GLMM_TAU2 = 1e-3


@cache
def golden() -> dict[str, Any]:
    """Return the whole reference document."""
    return json.loads(GOLDEN.read_text(encoding="utf-8"))
