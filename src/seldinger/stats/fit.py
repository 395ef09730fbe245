"""What every pooling method hands back: one record with each number named."""

from dataclasses import dataclass
from math import isfinite

Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """One pooled estimate.

    `theta`, `se`, `ci_theta` and `prediction_theta` are on the measure's own scale (logit for PLO); `estimate`, `ci`
    and `prediction` are back-transformed. `convention` names how the prediction interval was made. `i2` is in percent.
    `tau2_ci` is None when it is not defined; (0, 0) with the note "null set" when it is empty. When `refused`
    says why no model was fitted, `theta`, `se` and `tau2` are None; `estimate` and `ci` are those of the plain total.
    """

    measure: str
    method: str
    test: str
    level: float
    k: int
    theta: float | None
    se: float | None
    ci_theta: Interval | None
    statistic: float | None
    p: float | None
    estimate: float | None
    ci: Interval | None
    prediction_theta: Interval | None
    prediction: Interval | None
    convention: str
    tau2: float | None
    tau2_se: float | None = None
    tau2_ci: Interval | None = None
    tau2_p: float | None = None
    i2: float | None = None
    i2_ci: Interval | None = None
    h2: float | None = None
    q: float | None = None
    q_df: int | None = None
    q_p: float | None = None
    loglik: float | None = None
    mean: float | None = None
    weights: tuple[float, ...] = ()
    used: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    refused: str | None = None

    def sentence(self) -> str:
        """Return the model in one sentence, fit for print."""
        if self.refused:
            return f"{self.method} refused: {self.refused}"
        corrected = f"; continuity correction in {', '.join(self.corrected)}" if self.corrected else ""
        return (
            f"{self.method} on {self.measure}, {self.k} rows, {self.test} test, {100 * self.level:g} % intervals, "
            f"prediction convention {self.convention}{corrected}"
        )


def refuse(
    measure: str,
    method: str,
    test: str,
    level: float,
    used: tuple[str, ...],
    why: str,
    left_out: tuple[tuple[str, str], ...] = (),
) -> Fit:
    """Return a fit without numbers that says why there are none."""
    return Fit(
        measure=measure,
        method=method,
        test=test,
        level=level,
        k=len(used),
        theta=None,
        se=None,
        ci_theta=None,
        statistic=None,
        p=None,
        estimate=None,
        ci=None,
        prediction_theta=None,
        prediction=None,
        convention="none",
        tau2=None,
        used=used,
        left_out=left_out,
        refused=why,
    )


def as_json(fit: Fit) -> dict[str, object]:
    """Return the pooled estimate under the names of the public contract (`seldinger evidence pool --json`).

    An infinite end (an odds ratio whose events all lie in one arm) becomes None: JSON has no infinity.
    """
    return {
        "measure": fit.measure,
        "method": fit.method,
        "test": fit.test,
        "level": fit.level,
        "k": fit.k,
        "theta": _finite(fit.theta),
        "se": _finite(fit.se),
        "ci_theta": _listed(fit.ci_theta),
        "estimate": _finite(fit.estimate),
        "ci": _listed(fit.ci),
        "prediction": _listed(fit.prediction),
        "prediction_convention": fit.convention,
        "tau2": fit.tau2,
        "tau2_ci": _listed(fit.tau2_ci),
        "i2": fit.i2,
        "h2": fit.h2,
        "q": fit.q,
        "q_df": fit.q_df,
        "q_p": fit.q_p,
        "mean": fit.mean,
        "used": list(fit.used),
        "corrected": list(fit.corrected),
        "left_out": [{"row": row, "why": why} for row, why in fit.left_out],
        "notes": list(fit.notes),
        "refused": fit.refused,
        "model": fit.sentence(),
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _listed(interval: Interval | None) -> list[float | None] | None:
    return None if interval is None else [_finite(end) for end in interval]
