"""What a new centre should expect: its rate, and events among its next patients, from the posterior grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from seldinger.stats.distributions import FloatArray, expit, log_choose, normal_cdf
from seldinger.stats.posterior import (
    COMMON,
    Posterior,
    Prior,
    normal_kernel,
    posterior_binomial_normal,
    reweigh,
    theta_grid,
)

PROBABILITIES = (0.025, 0.05, 0.10, 0.50, 0.90, 0.95, 0.975)
OTHER_TAU_SCALE = 0.5
NEGLIGIBLE = 1e-9
SMOOTH = 0.7


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """Prediction for a new centre and for its next patients.

    `rate` pairs probabilities with quantiles of the new centre's true rate; `counts[j]` is the probability of j events
    among `patients`; `counts_interval` runs from the smallest j with cumulated probability >= 5 % to the smallest with
    >= 95 %. `prior_share` says how much of the spread shown rests on the prior (see `prior_share`).
    """

    prior: Prior
    k: int
    events: int
    n: int
    rate: tuple[tuple[float, float], ...]
    rate_mean: float
    mu_mean: float
    mu_sd: float
    tau_mean: float
    tau_sd: float
    patients: int
    counts: tuple[float, ...]
    counts_mean: float
    counts_interval: tuple[int, int]
    prior_share: float
    prior_share_mu: float
    prior_share_tau: float
    sensitivity: "Forecast | None" = None

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the prediction interval of the new centre's rate at 80, 90 or 95 %."""
        quantiles = {round(p, 6): value for p, value in self.rate}
        return quantiles[round(0.5 - level / 2, 6)], quantiles[round(0.5 + level / 2, 6)]


def forecast_rate(
    events: Sequence[float],
    n: Sequence[float],
    *,
    prior: Prior = COMMON,
    patients: int = 20,
    other_tau_scale: float | None = OTHER_TAU_SCALE,
) -> Forecast:
    """Return the forecast for a new centre, with the same forecast under a narrower prior of tau beside it.

    Results are remembered: the same counts and prior cost nothing the second time.

    Examples
    --------
    >>> f = forecast_rate([6, 11, 9, 20], [14, 31, 12, 45], patients=20)
    >>> [round(v, 2) for v in f.interval(0.95)], f.counts_interval
    ([0.15, 0.83], (3, 16))
    """
    key = (tuple(float(v) for v in events), tuple(float(v) for v in n))
    return _remembered(*key, prior, patients, other_tau_scale)


@lru_cache(maxsize=1024)
def _remembered(
    events: tuple[float, ...], n: tuple[float, ...], prior: Prior, patients: int, other: float | None
) -> Forecast:
    posterior = posterior_binomial_normal(events, n, prior=prior, most_patients=max(patients, 20))
    main = summarise(posterior, patients)
    if other is None or other > prior.tau_scale:
        return main
    narrower = replace(prior, name=f"{prior.name}, half-normal({other:g})", tau_scale=other)
    return replace(main, sensitivity=summarise(reweigh(posterior, narrower), patients))


def forget() -> None:
    """Forget remembered forecasts (to measure, or to free memory)."""
    _remembered.cache_clear()


def summarise(posterior: Posterior, patients: int) -> Forecast:
    """Return the forecast that a posterior implies."""
    law = new_centre(posterior)
    counts = _counts(*law, patients)
    cumulated = np.cumsum(counts)
    mu, mu_sd, tau, tau_sd = posterior.mean_and_sd()
    share = prior_share(posterior)
    return Forecast(
        prior=posterior.prior,
        k=len(posterior.y),
        events=int(posterior.y.sum()),
        n=int(posterior.n.sum()),
        rate=tuple(zip(PROBABILITIES, rate_quantiles(posterior, PROBABILITIES, law), strict=True)),
        rate_mean=float(law[1] @ expit(law[0])),
        mu_mean=mu,
        mu_sd=mu_sd,
        tau_mean=tau,
        tau_sd=tau_sd,
        patients=patients,
        counts=tuple(float(p) for p in counts),
        counts_mean=float(counts @ np.arange(patients + 1)),
        counts_interval=(int(np.searchsorted(cumulated, 0.05)), int(np.searchsorted(cumulated, 0.95))),
        prior_share=share[0],
        prior_share_mu=share[1],
        prior_share_tau=share[2],
    )


def predictive_counts(posterior: Posterior, patients: int) -> FloatArray:
    """Return the probability of 0, 1, …, `patients` events among the next patients of a new centre; sums to 1."""
    if patients > posterior.most_patients:
        raise ValueError(
            f"this posterior resolves {posterior.most_patients} patients; make it with more, not {patients}"
        )
    return _counts(*new_centre(posterior), patients)


def prior_share(posterior: Posterior) -> tuple[float, float, float]:
    """Return how much of the predictive spread rests on the prior: in all, and for mu and tau apart [0 to 1].

    For each of mu and tau the share is posterior variance over prior variance, that is 1 - the share of information
    that came from the data (1: the data taught nothing; 0: the prior no longer matters). The whole is their average,
    weighted by what each contributes to the variance of a new centre's logit: Var(mu) and E(tau²). True differences
    between centres do not count as prior once tau is known.

    Examples
    --------
    >>> [round(v, 3) for v in prior_share(posterior_binomial_normal([], []))]
    [1.0, 1.0, 1.0]
    """
    _, mu_sd, tau, tau_sd = posterior.mean_and_sd()
    prior = posterior.prior
    mu_share = min(1.0, (mu_sd / prior.mu_sd) ** 2)
    tau_share = min(1.0, tau_sd**2 / (prior.tau_scale**2 * (1 - 2 / np.pi)))
    spread = tau**2 + tau_sd**2
    whole = (mu_sd**2 * mu_share + spread * tau_share) / (mu_sd**2 + spread)
    return float(whole), float(mu_share), float(tau_share)


def rate_quantiles(
    posterior: Posterior, probabilities: Sequence[float], law: tuple[FloatArray, FloatArray] | None = None
) -> tuple[float, ...]:
    """Return quantiles of a new centre's true rate [fraction]: the mixture of normals over the grid, solved exactly."""
    theta, mass = new_centre(posterior) if law is None else law
    order = np.argsort(theta)
    wanted = np.asarray(probabilities)
    t = np.interp(wanted, np.cumsum(mass[order]), theta[order])
    mu, sd, weight = _components(posterior)
    keep = weight > NEGLIGIBLE
    mu, sd, weight = mu[keep], np.broadcast_to(sd[:, None], keep.shape)[keep], weight[keep]
    for _ in range(3):
        z = (t[:, None] - mu) / sd
        density = np.exp(-0.5 * z**2) @ (weight / sd) / np.sqrt(2 * np.pi)
        t = t - np.clip((normal_cdf(z) @ weight - wanted) / np.maximum(density, 1e-12), -0.5, 0.5)
    return tuple(float(v) for v in expit(t))


def probability_above(posterior: Posterior, rate: float) -> float:
    """Return the probability that a new centre's true rate lies above a given one."""
    mu, sd, weight = _components(posterior)
    return float((weight * normal_cdf((mu - np.log(rate / (1 - rate))) / sd[:, None])).sum())


def new_centre(posterior: Posterior) -> tuple[FloatArray, FloatArray]:
    """Return logits and weights of a discrete law that stands for a new centre's logit; weights sum to 1."""
    mu, sd, weight = _components(posterior)
    used = weight.sum(axis=1) > NEGLIGIBLE
    mu, sd, weight = mu[used], sd[used], weight[used]
    theta = theta_grid(mu, sd, posterior.most_patients / 4)
    mass = np.matmul(weight[:, None, :], normal_kernel(theta, mu, sd)).ravel()
    theta = theta.ravel()
    keep = mass > NEGLIGIBLE * 1e-3
    return theta[keep], mass[keep] / mass[keep].sum()


def _components(posterior: Posterior) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return means [T, M], SDs [T] and weights [T, M] of the normals that make up a new centre's logit.

    Where tau is finer than the grid of mu, each point is spread over its cell and the points drawn together so that
    mean and variance at that tau stay what they were.
    """
    cell = np.maximum((SMOOTH * posterior.step) ** 2 - posterior.tau**2, 0.0)
    row = posterior.weight.sum(axis=1, keepdims=True)
    share = posterior.weight / np.maximum(row, 1e-300)
    centre = (share * posterior.mu).sum(axis=1, keepdims=True)
    variance = (share * (posterior.mu - centre) ** 2).sum(axis=1)
    shrink = np.sqrt(np.maximum(1 - cell / np.maximum(variance, 1e-300), 0.0))
    mu = centre + shrink[:, None] * (posterior.mu - centre)
    return mu, np.sqrt(posterior.tau**2 + cell), posterior.weight


def _counts(theta: FloatArray, weight: FloatArray, patients: int) -> FloatArray:
    j = np.arange(patients + 1)
    log_q = -(np.maximum(theta, 0.0) + np.log1p(np.exp(-np.abs(theta))))
    pmf = weight @ np.exp(log_choose(patients, j) + theta[:, None] * j + patients * log_q[:, None])
    return np.asarray(pmf / pmf.sum())
