"""What to expect: predictive, per modality, with and without the abstracts, nothing ranked."""

import json

import numpy as np
import pytest
from scipy.special import expit

from seldinger.evidence.forecast import PATIENTS, expect, forecast
from seldinger.evidence.pool import EXTENDED, REVIEWS
from seldinger.evidence.priors import priors
from seldinger.terms import Modality

PMF = 0.01  # absolute, against a coarse quadrature
QUANTILE = 0.01


def test_every_modality_has_a_list_in_the_fixed_order() -> None:
    assert list(expect()) == [m.value for m in Modality]
    assert all(lines for lines in expect().values())


def test_lines_carry_what_the_contract_names() -> None:
    names = {
        "outcome",
        "unit",
        "window",
        "estimate",
        "ci",
        "prediction",
        "prediction_convention",
        "level",
        "studies",
        "n",
    }
    names |= {"prior_share", "certainty", "left_out", "cites"}
    for lines in expect().values():
        for line in lines:
            assert names <= set(line)
            if 0 < line["events"] < line["n"]:
                assert 0 <= line["prediction"][0] <= line["estimate"] <= line["prediction"][1] <= 1
            assert line["ci"][0] <= line["estimate"] <= line["ci"][1]
            assert line["studies"] and line["cites"] and line["n"] > 0
            assert line["certainty"] in {"very low", "low"}  # series only, nothing upgrades them


def test_it_is_json_and_the_same_every_time() -> None:
    assert json.dumps(expect(), sort_keys=True, allow_nan=False) == json.dumps(expect(), sort_keys=True)


def test_every_outcome_with_an_abstract_row_stands_with_and_without_it() -> None:
    by = {(x["outcome"], x["scope"], x["policy"]): x for lines in expect().values() for x in lines}
    both = [(o, s) for o, s, p in by if p == REVIEWS.name and (o, s, EXTENDED.name) in by]
    assert ("objective_response", "embolization") in both
    assert all(set(by[o, s, REVIEWS.name]["studies"]) != set(by[o, s, EXTENDED.name]["studies"]) for o, s in both)


def test_no_line_of_one_modality_holds_rows_of_another_without_saying_so() -> None:
    for modality, lines in expect().items():
        for line in lines:
            assert line["scope"] == modality or line["scope"] in ("embolization", "y90"), line["outcome"]


def test_nothing_ranks_or_compares_modalities() -> None:
    said = json.dumps(expect()).lower()
    assert not any(word in said for word in ("rank", "superior", "better", "best treatment", "versus"))


def test_the_prediction_is_wider_than_the_confidence_interval() -> None:
    for lines in expect().values():
        for line in lines:
            width = line["prediction"][1] - line["prediction"][0]
            assert width > line["ci"][1] - line["ci"][0], line["outcome"]


def test_counts_of_the_next_patients_agree_with_a_quadrature_written_apart() -> None:
    """Oracle: plain rectangle sums over mu, tau and theta, no shared code."""
    line = forecast("objective_response", "tae")
    y = np.array([c.low for c in line.pooled.used], dtype=float)
    n = np.array([c.n for c in line.pooled.used], dtype=float)
    prior = priors()["efficacy"]
    mu, tau = np.linspace(-5, 6, 221), np.linspace(0.005, 4, 130)
    z = np.linspace(-6, 6, 121)
    w = np.exp(-(z**2) / 2)
    w /= w.sum()
    p = np.clip(expit(mu[:, None, None] + tau[None, :, None] * z), 1e-15, 1 - 1e-15)
    log_lik = sum(np.log((p**a * (1 - p) ** (b - a)) @ w) for a, b in zip(y, n, strict=True))
    post = np.exp(log_lik - log_lik.max()) * np.exp(-((mu / prior.mu_sd) ** 2) / 2)[:, None]
    post *= np.exp(-((tau / prior.tau_scale) ** 2) / 2)
    post /= post.sum()
    mass = (post[:, :, None] * w).ravel()
    theta = p.ravel()
    at = np.argsort(theta)
    quantiles = np.interp([0.025, 0.975], np.cumsum(mass[at]), theta[at])
    assert line.forecast.interval() == pytest.approx(tuple(quantiles), abs=QUANTILE)
    from scipy.stats import binom

    pmf = np.array([float(mass @ binom.pmf(j, PATIENTS, theta)) for j in range(PATIENTS + 1)])
    assert np.abs(pmf - np.array(line.forecast.counts)).max() < PMF


def test_the_forecast_for_another_number_of_patients() -> None:
    ten, forty = forecast("objective_response", "tae", patients=10), forecast("objective_response", "tae", patients=40)
    assert len(ten.forecast.counts) == 11 and len(forty.forecast.counts) == 41
    assert ten.forecast.interval() == pytest.approx(forty.forecast.interval(), abs=1e-3)


def test_no_rows_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="no row matches"):
        forecast("objective_response", "y90_glass")
    with pytest.raises(KeyError, match="biloma"):
        forecast("happiness", "tae")


def test_survival_is_listed_and_never_pooled() -> None:
    lines = [x for x in expect(survival=True)["tae"] if x["outcome"] == "median_survival"]
    assert len(lines) == 1
    assert lines[0]["estimate"] is None and lines[0]["prediction"] is None
    assert lines[0]["range"] == [12.0, 80.0]
    assert "carrasco1986" not in lines[0]["studies"]  # its 11 months are a duration of response


def test_the_priors_are_declared_and_printed() -> None:
    assert (priors()["efficacy"].mu_sd, priors()["safety"].mu_sd) == (1.5, 2.5)
    assert all("half-normal(1)" in line["prior"] for lines in expect().values() for line in lines)
