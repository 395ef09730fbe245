"""Numbers in, numbers out: pooling, prediction, exact tests. Knows no medicine."""

from seldinger.stats.binomial_normal import fit_binomial_normal, mean_rate
from seldinger.stats.borrowing import Borrowed, exchange_or_not
from seldinger.stats.conditional import exact_odds_ratio, fit_conditional_normal
from seldinger.stats.effects import Effects, back_transform, comparisons, given, proportions
from seldinger.stats.exact import binomial_pmf, clopper_pearson, fisher_mid_p, fisher_two_sided, mid_p, wilson
from seldinger.stats.fit import Fit, as_json
from seldinger.stats.influence import (
    Diagnostic,
    LeftOut,
    Subsets,
    all_subsets,
    cumulate,
    diagnostics,
    leave_one_out,
    without_each,
)
from seldinger.stats.normal import fit_normal
from seldinger.stats.pooling import pool_comparisons, pool_proportions
from seldinger.stats.posterior import COMMON, RARE, Posterior, Prior, posterior_binomial_normal, reweigh
from seldinger.stats.predictive import (
    Forecast,
    forecast_rate,
    predictive_counts,
    prior_share,
    probability_above,
    rate_quantiles,
)
from seldinger.stats.regression import Regression, Subgroups, fit_regression, subgroups
from seldinger.stats.small_study import Asymmetry, Filled, RankTest, rank_test, regression_test, trim_and_fill
from seldinger.stats.sparse import mantel_haenszel, peto

__all__ = [
    "COMMON",
    "RARE",
    "Asymmetry",
    "Borrowed",
    "Diagnostic",
    "Effects",
    "Filled",
    "Fit",
    "Forecast",
    "LeftOut",
    "Posterior",
    "Prior",
    "RankTest",
    "Regression",
    "Subgroups",
    "Subsets",
    "all_subsets",
    "as_json",
    "back_transform",
    "binomial_pmf",
    "clopper_pearson",
    "comparisons",
    "cumulate",
    "diagnostics",
    "exact_odds_ratio",
    "exchange_or_not",
    "fisher_mid_p",
    "fisher_two_sided",
    "fit_binomial_normal",
    "fit_conditional_normal",
    "fit_normal",
    "fit_regression",
    "forecast_rate",
    "given",
    "leave_one_out",
    "mantel_haenszel",
    "mean_rate",
    "mid_p",
    "peto",
    "pool_comparisons",
    "pool_proportions",
    "posterior_binomial_normal",
    "predictive_counts",
    "prior_share",
    "probability_above",
    "proportions",
    "rank_test",
    "rate_quantiles",
    "regression_test",
    "reweigh",
    "subgroups",
    "trim_and_fill",
    "wilson",
    "without_each",
]
