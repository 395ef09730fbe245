"""What one modality may learn from the others: as far as they look alike, with the weight in print, and no ranking."""

from typing import Any

from seldinger import stats
from seldinger.evidence.outcomes import OutcomeKey, at_scope
from seldinger.evidence.pool import Policy, pool
from seldinger.evidence.priors import priors
from seldinger.evidence.studies import Study
from seldinger.terms import Modality

EXCHANGE = 0.5  # prior probability that a modality belongs with the others


def borrowed(studies: tuple[Study, ...], key: OutcomeKey, policy: Policy) -> dict[str, dict[str, Any]]:
    """Return each modality's rate with borrowing from the others, beside the weight; empty when fewer than two have rows.

    `weight` is the posterior probability that the modality belongs with the others; `ess_borrowed` the patients' worth
    of knowledge that came from them. Shares are fractions.
    """
    pools = {m.value: pool(studies, at_scope(key, m.value), policy=policy) for m in Modality}
    groups = {m: ([c.low for c in p.used], [c.n for c in p.used]) for m, p in pools.items() if p.used}
    if len(groups) < 2:
        return {}
    found = stats.exchange_or_not(groups, prior=priors()[key.prior], exchange=EXCHANGE)
    return {one.group: _as_json(one, [g for g in groups if g != one.group]) for one in found}


def _as_json(one: stats.Borrowed, others: list[str]) -> dict[str, Any]:
    return {
        "with": others,
        "weight": one.weight,
        "rate": one.rate,
        "ci": list(one.rate_ci),
        "alone": one.rate_alone,
        "alone_ci": list(one.rate_alone_ci),
        "prediction": list(one.new_centre),
        "prediction_alone": list(one.new_centre_alone),
        "ess_borrowed": one.ess_borrowed,
        "exchange": EXCHANGE,
    }
