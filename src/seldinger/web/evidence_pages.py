"""The evidence explorer: which studies there are, one outcome pooled and drawn, the next patients, what was left out and why."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from seldinger.cite import references, short_name
from seldinger.evidence import (
    EXTENDED,
    REVIEWS,
    SCOPES,
    Entry,
    Expectation,
    definitions,
    entries,
    forecast,
    forest,
    next_patients,
)
from seldinger.evidence.outcomes import SCOPE_SAYS
from seldinger.report import figures
from seldinger.report.numbers import interval_100, of_100
from seldinger.web.render import canonical, html
from seldinger.web.replies import Refusal, json_reply, refused

router = APIRouter()
POLICIES = {"extended": EXTENDED, "reviews": REVIEWS}
MOST_PATIENTS = 200
CSV_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("key", "kind", "design", "modalities", "tumour", "patients", "rows", "poolable", "levels")

OUTCOMES = {each.id: each.says for each in definitions()}
Patients = Annotated[int, Query(ge=1, le=MOST_PATIENTS, description="How many next patients.")]
Asked = Annotated[str, Query(max_length=60)]


def _one_of(names: Iterable[str]) -> Any:
    return Query(json_schema_extra={"enum": list(names)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Which outcome, for which treatments, read from what, for how many next patients."""

    outcome: str
    scope: str
    policy: str
    patients: int

    @property
    def query(self) -> str:
        """Return the question as part of an address; it holds no patient."""
        return urlencode({each.name: getattr(self, each.name) for each in fields(self)})


def question(
    outcome: Annotated[str, _one_of(OUTCOMES)] = next(iter(OUTCOMES)),
    scope: Annotated[str, _one_of(SCOPES)] = "embolization",
    policy: Annotated[str, _one_of(POLICIES)] = "extended",
    patients: Patients = 20,
) -> Question:
    """Return the question of an address; refuses names that are not offered."""
    if outcome not in OUTCOMES or scope not in SCOPES or policy not in POLICIES:
        raise Refusal(422)
    return Question(outcome=outcome, scope=scope, policy=policy, patients=patients)


TheQuestion = Annotated[Question, Depends(question)]


@lru_cache(maxsize=512)
def pooled(asked: Question) -> Expectation | None:
    """Return one forecast; None when no row of the library matches. Remembered: it holds no patient."""
    try:
        return forecast(asked.outcome, asked.scope, patients=asked.patients, policy=POLICIES[asked.policy])
    except ValueError:
        return None


@router.get("/evidence", response_class=HTMLResponse, responses=refused())
async def evidence(asked: TheQuestion) -> Response:
    """One outcome: what was pooled, what a new centre should expect, what was left out and why."""
    line = await run_in_threadpool(pooled, asked)
    page = html(
        "evidence.html",
        here="/evidence",
        asked=asked,
        outcomes=OUTCOMES,
        scopes=SCOPE_SAYS,
        policies={name: each.name for name, each in POLICIES.items()},
        most=MOST_PATIENTS,
        **(shown(line) if line else {"told": None}),
    )
    return HTMLResponse(page)


@router.get("/evidence.json", responses=refused(program=True))
async def evidence_json(asked: TheQuestion) -> Response:
    """One outcome as report.json holds it; null when no row matches."""
    line = await run_in_threadpool(pooled, asked)
    return json_reply(canonical(line.as_json() if line else None))


def shown(line: Expectation) -> dict[str, Any]:
    """Return what the page shows of a forecast: drawings, words, and the rows behind them."""
    told, drawn = line.as_json(), forest(line)
    rows = [
        figures.Row(label=short_name(mark.label), estimate=mark.estimate, ci=mark.ci, weight=mark.weight)
        for mark in drawn.marks
        if mark.used
    ]
    whole = figures.Row(label="Pooled", estimate=drawn.estimate, ci=drawn.ci, prediction=drawn.prediction, pooled=True)
    return {
        "told": told,
        "estimate": of_100(told["estimate"]),
        "ci": interval_100(told["ci"]),
        "prediction": interval_100(told["prediction"]),
        "prior_share": round(100 * told["prior_share"]),
        "figure": Markup(figures.forest([*rows, whole], title=drawn.title)),
        "marks": [{"name": short_name(mark.label), "mark": mark} for mark in drawn.marks if mark.used],
        "bars": [(bar.events, round(1000 * bar.probability) / 10, bar.inside) for bar in next_patients(line)],
        "left": [_left(each) for each in told["left_out"]],
    }


def _left(entry: dict[str, str]) -> dict[str, str]:
    key = entry["row"].partition("/")[0]
    known = key in references()
    return {**entry, "key": key if known else "", "name": short_name(key) if known else key}


@router.get("/evidence/studies", response_class=HTMLResponse, responses=refused())
async def studies(modality: Asked = "", kind: Asked = "", tumour: Asked = "") -> Response:
    """The studies of the library, filtered by treatment, kind and a word of the tumour."""
    every = entries()
    found = _filtered(every, modality, kind, tumour)
    page = html(
        "studies.html",
        here="/evidence",
        rows=[(each, short_name(each.key) if each.key in references() else each.key) for each in found],
        total=len(every),
        chosen={"modality": modality, "kind": kind, "tumour": tumour},
        modalities=sorted({m for each in every for m in each.modalities}),
        kinds=sorted({each.kind for each in every}),
    )
    return HTMLResponse(page)


@router.get("/evidence/studies.json", responses=refused(program=True))
async def studies_json(modality: Asked = "", kind: Asked = "", tumour: Asked = "") -> Response:
    """The studies as data."""
    found = _filtered(entries(), modality, kind, tumour)
    return json_reply(canonical([{name: getattr(each, name) for name in COLUMNS} for each in found]))


@router.get("/evidence/studies.csv", response_class=Response, responses=refused())
async def studies_csv(modality: Asked = "", kind: Asked = "", tumour: Asked = "") -> Response:
    """The studies as a table."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in _filtered(entries(), modality, kind, tumour):
        values = (getattr(each, name) for name in COLUMNS)
        table.writerow(["; ".join(v) if isinstance(v, tuple) else "" if v is None else v for v in values])
    return Response(out.getvalue(), media_type=CSV_TYPE)


def _filtered(every: Iterable[Entry], modality: str, kind: str, tumour: str) -> list[Entry]:
    return [
        each
        for each in every
        if (not modality or modality in each.modalities)
        and (not kind or kind == each.kind)
        and tumour.casefold() in each.tumour.casefold()
    ]
