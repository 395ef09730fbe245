"""What this centre should expect for its next patients, per modality on its own scale; nothing is ranked."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from seldinger import cite, stats
from seldinger.evidence.borrowing import borrowed
from seldinger.evidence.certainty import Grade, grade
from seldinger.evidence.outcomes import SCOPE_SAYS, SCOPES, Count, at_scope, definitions
from seldinger.evidence.pool import EXTENDED, REVIEWS, Gathered, Policy, Pool, fit_counts, gather, pool, select
from seldinger.evidence.priors import priors
from seldinger.evidence.reading import library
from seldinger.evidence.studies import Study, modalities
from seldinger.terms import Modality, Status

PATIENTS = 20
WIDER = {"tae": "embolization", "ctace": "embolization", "y90_glass": "y90", "y90_resin": "y90"}
CONVENTION = "new centre, hierarchical predictive by quadrature, 95 %"
LEVEL = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectation:
    """One line of what to expect: the pooled share, what a new centre may see, how sure, and from which rows."""

    pooled: Pool
    estimate: float  # rate of the median centre [fraction]
    ci: tuple[float, float]
    forecast: stats.Forecast
    grade: Grade
    studies: dict[str, Study]
    borrowing: dict[str, Any] | None = None  # the rate with what the other modalities add

    def as_json(self) -> dict[str, Any]:
        """Return the line as report.json holds it; shares are fractions."""
        key, f = self.pooled.key, self.forecast
        return {
            "outcome": key.id,
            "says": key.says,
            "unit": "share",
            "per": key.unit,
            "window": " or ".join(key.windows),
            "criterion": " or ".join(key.criteria) if key.outcome == "tumour_response" else None,
            "scope": key.scope,
            "scope_says": SCOPE_SAYS[key.scope],
            "estimate": self.estimate,
            "ci": list(self.ci),
            "prediction": list(f.interval()),
            "prediction_convention": CONVENTION,
            "next": {"patients": f.patients, "events": list(f.counts_interval), "level": 0.9},
            "level": LEVEL,
            "policy": self.pooled.policy.name,
            "studies": [count.study for count in self.pooled.used],
            "years": _years(self.pooled),
            "k": self.pooled.k,
            "events": self.pooled.events,
            "n": self.pooled.n,
            "prior": f.prior.sentence(),
            "prior_share": f.prior_share,
            "other_prior": None if f.sensitivity is None else list(f.sensitivity.interval()),
            "certainty": self.grade.certainty.value,
            "certainty_steps": self.grade.as_json()["steps"],
            "borrowing": self.borrowing,
            "bridges": list(key.bridges),
            "envelope": None if self.pooled.envelope() is None else list(self.pooled.envelope() or ()),
            "left_out": [{"row": row, "why": why} for row, why in self.pooled.left_out],
            "cites": cites(self.pooled, self.studies),
        }


def expectation(pooled: Pool, studies: dict[str, Study], *, patients: int = PATIENTS) -> Expectation:
    """Return the forecast of one pooled outcome; raises ValueError when nothing was pooled."""
    if pooled.fit is None or pooled.fit.estimate is None:
        raise ValueError(f"nothing to forecast for {pooled.key.id}: no row matches; see left_out")
    events, n = [count.low for count in pooled.used], [count.n for count in pooled.used]
    f = stats.forecast_rate(events, n, prior=priors()[pooled.key.prior], patients=patients)
    ci = pooled.fit.ci
    if pooled.k == 1 or ci is None:
        low, high = stats.clopper_pearson(pooled.events, pooled.n)
        ci = (float(low), float(high))
    return Expectation(
        pooled=pooled,
        estimate=pooled.fit.estimate,
        ci=ci,
        forecast=f,
        grade=grade(pooled, studies, ci, f.interval()),
        studies=studies,
    )


def cites(pooled: Pool, studies: dict[str, Study]) -> list[dict[str, Any]]:
    """Return where the pooled rows were read: the study, or the review that was read in its stead."""
    found = []
    for count in pooled.used:
        status = Status.SECONDARY if count.level in ("review", "secondary") else Status.READ
        via = count.source if count.source != count.study else None
        ids = [i for row in count.rows for i in studies[count.study].row(row).statement]
        entry = {
            "key": count.study,
            "at": count.at,
            "status": status.value,
            "via": via,
            "statement": ids[0] if ids else None,
        }
        found.append({name: value for name, value in entry.items() if value is not None})
    return found


def forecast(
    name: str,
    scope: str,
    *,
    patients: int = PATIENTS,
    policy: Policy = EXTENDED,
    studies: tuple[Study, ...] | None = None,
) -> Expectation:
    """Return the forecast of one declared outcome and scope; raises KeyError or ValueError with what there is."""
    rows = library() if studies is None else studies
    key = next((k for k in definitions() if k.id == name), None)
    if key is None:
        raise KeyError(f"outcome {name!r} is not declared; use one of {', '.join(k.id for k in definitions())}")
    return expectation(pool(rows, at_scope(key, scope), policy=policy), {s.key: s for s in rows}, patients=patients)


def expect(
    *, patients: int = PATIENTS, survival: bool = False, borrowing: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """Return, for each modality, every outcome that rows speak to, as `expect` of report.json holds it.

    Each stands once from the two reviews alone and once with the abstracts read beside them, where these add a row;
    the modality by itself comes first, the wider scope after it, named. Remembered per knowledge hash. `survival` adds
    the median survival times of the series, which are listed with their range and have no estimate; `borrowing` adds to
    each line what the other modalities would lend it, which takes seconds.
    """
    found = _expect(cite.knowledge_hash(), patients, borrowing)
    return {m: [*lines, *(listed_survival(library(), m) if survival else [])] for m, lines in found.items()}


@lru_cache(maxsize=8)
def _expect(_knowledge: str, patients: int, borrowing: bool) -> dict[str, list[dict[str, Any]]]:
    studies = library()
    policies = (REVIEWS, EXTENDED) if borrowing else ()
    shared = {(k.id, p.name): borrowed(studies, k, p) for k in definitions() for p in policies}
    gathered = {key.id: gather(studies, key) for key in definitions()}
    lines = {scope: _lines(studies, gathered, scope, patients, shared) for scope in SCOPES}
    return {m.value: [*lines[m.value], *(lines[WIDER[m.value]] if m.value in WIDER else [])] for m in Modality}


Shared = dict[tuple[str, str], dict[str, dict[str, Any]]]


def _lines(
    studies: tuple[Study, ...], gathered: dict[str, Gathered], scope: str, patients: int, shared: Shared
) -> list[dict[str, Any]]:
    by_key = {study.key: study for study in studies}
    found = []
    for key in definitions():
        seen: set[tuple[str, ...]] = set()
        for policy in (REVIEWS, EXTENDED):
            here = at_scope(key, scope)
            used, ambiguous, left = select(gathered[key.id], here, policy)
            rows = tuple(count.id for count in used)
            if rows and rows not in seen and not _same_as_alone(scope, used):
                seen.add(rows)
                fit = fit_counts(used)
                pooled = Pool(key=here, policy=policy, used=used, ambiguous=ambiguous, left_out=left, fit=fit)
                line = expectation(pooled, by_key, patients=patients)
                found.append(replace(line, borrowing=shared.get((key.id, policy.name), {}).get(scope)).as_json())
    return found


def _same_as_alone(scope: str, used: tuple[Count, ...]) -> bool:
    """Return whether a wider scope holds nothing beyond one modality, which is then shown by itself."""
    found = frozenset().union(*(count.modalities for count in used))
    return scope in WIDER.values() and len(found) == 1 and found <= {m.value for m in Modality}


def listed_survival(studies: tuple[Study, ...], scope: str) -> list[dict[str, Any]]:
    """Return the median survival times of a scope: listed with their range, never pooled, origin unstated."""
    rows = [
        (study, row)
        for study in studies
        for row in study.rows
        if row.measure == "OS"
        and row.statistic == "median"
        and row.quantity
        and not row.stratum
        and row.resolved is None
        if modalities(study.arm(row.arm)) <= SCOPES[scope] and not study.arm(row.arm).setting
    ]
    if not rows:
        return []
    months = [row.quantity.value for _, row in rows if row.quantity]
    return [
        {
            "outcome": "median_survival",
            "says": "Median overall survival of each series, listed and not pooled",
            "unit": "mo",
            "window": "time origin not stated",
            "scope": scope,
            "scope_says": SCOPE_SAYS[scope],
            "estimate": None,
            "ci": None,
            "prediction": None,
            "prediction_convention": None,
            "range": [min(months), max(months)],
            "policy": EXTENDED.name,
            "studies": [study.key for study, _ in rows],
            "listed": [
                {"study": s.key, "months": r.quantity.value, "tumour": s.arm(r.arm).tumour}
                for s, r in rows
                if r.quantity
            ],
            "k": len(rows),
            "n": None,
            "prior_share": None,
            "certainty": None,
            "left_out": [],
            "cites": [_survival_cite(study, row.source) for study, row in rows],
        }
    ]


def _survival_cite(study: Study, source: str) -> dict[str, Any]:
    read = study.source(source)
    status = Status.SECONDARY if read.level in ("review", "secondary") else Status.READ
    entry = {"key": study.key, "at": read.at, "status": status.value}
    return entry | ({"via": read.key} if read.key != study.key else {})


def _years(pooled: Pool) -> list[int]:
    years = sorted(int(c.study[-4:]) for c in pooled.used if c.study[-4:].isdigit())
    return [years[0], years[-1]] if years else []
