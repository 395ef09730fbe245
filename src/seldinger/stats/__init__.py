"""Numbers in, numbers out: pooling, prediction, exact tests. Knows no medicine."""

from seldinger.stats.binomial_normal import fit_binomial_normal
from seldinger.stats.effects import Effects, back_transform, comparisons, given, proportions
from seldinger.stats.exact import clopper_pearson, fisher_two_sided, mid_p, wilson
from seldinger.stats.fit import Fit, as_json
from seldinger.stats.normal import fit_normal

__all__ = [
    "Effects",
    "Fit",
    "as_json",
    "back_transform",
    "clopper_pearson",
    "comparisons",
    "fisher_two_sided",
    "fit_binomial_normal",
    "fit_normal",
    "given",
    "mid_p",
    "proportions",
    "wilson",
]
