"""The priors of the hierarchical model: declared in data, printed with every number that rests on one."""

import tomllib
from functools import cache

from seldinger import cite, stats


@cache
def priors() -> dict[str, stats.Prior]:
    """Return the declared priors by name."""
    raw = tomllib.loads(cite.knowledge().joinpath("studies/_priors.toml").read_text(encoding="utf-8"))
    return {name: stats.Prior(name=name, mu_sd=p["mu_sd"], tau_scale=p["tau_scale"]) for name, p in raw.items()}
