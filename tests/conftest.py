"""How much Hypothesis tries: `dev` while writing, `ci` on every submission, `night` when nobody waits."""

import os

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

settings.register_profile("dev", max_examples=30, **SLOW_IS_FINE)
settings.register_profile("ci", max_examples=100, derandomize=True, **SLOW_IS_FINE)
settings.register_profile("night", max_examples=2000, **SLOW_IS_FINE)
settings.load_profile(os.environ.get("SELDINGER_HYPOTHESIS", "ci" if os.environ.get("CI") else "dev"))
