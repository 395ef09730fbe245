"""Numbers in, numbers out: pooling, prediction, exact tests. Knows no medicine."""

from seldinger.stats.binomial_normal import fit_binomial_normal, mean_rate
from seldinger.stats.borrowing import Borrowed, exchange_or_not
from seldinger.stats.effects import Effects, back_transform, comparisons, given, proportions
from seldinger.stats.exact import clopper_pearson, fisher_two_sided, mid_p, wilson
from seldinger.stats.fit import Fit, as_json
from seldinger.stats.normal import fit_normal
from seldinger.stats.posterior import COMMON, RARE, Posterior, Prior, posterior_binomial_normal
from seldinger.stats.predictive import (
    Forecast,
    forecast_rate,
    predictive_counts,
    prior_share,
    probability_above,
    rate_quantiles,
)

__all__ = [
    "COMMON",
    "RARE",
    "Borrowed",
    "Effects",
    "Fit",
    "Forecast",
    "Posterior",
    "Prior",
    "as_json",
    "back_transform",
    "clopper_pearson",
    "comparisons",
    "exchange_or_not",
    "fisher_two_sided",
    "fit_binomial_normal",
    "fit_normal",
    "forecast_rate",
    "given",
    "mean_rate",
    "mid_p",
    "posterior_binomial_normal",
    "predictive_counts",
    "prior_share",
    "probability_above",
    "proportions",
    "rate_quantiles",
    "wilson",
]
