"""Pages that hold no patient: the rules with their sources, the works, and what rests on each."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, Response

from seldinger.cite import references, short_name, thresholds
from seldinger.selection.catalogue import catalogue
from seldinger.terms import Modality
from seldinger.web.render import canonical, html
from seldinger.web.replies import Refusal, json_reply, refused

router = APIRouter()
OneModality = Annotated[
    str, Query(description="Rules that speak for this treatment only.", json_schema_extra={"enum": ["", *Modality]})
]
Key = Annotated[str, Path(max_length=80)]


@router.get("/rules", response_class=HTMLResponse, responses=refused())
async def rules(modality: OneModality = "") -> Response:
    """Every rule: sentence, limit, verdict under each profile, sources."""
    entries = [_rule(each) for each in catalogue(_modality(modality))]
    topics: dict[str, list[dict[str, Any]]] = {}
    for each in entries:
        topics.setdefault(each["topic"], []).append(each)
    page = html(
        "rules.html", here="/rules", topics=topics, modality=modality, modalities=list(Modality), count=len(entries)
    )
    return HTMLResponse(page)


@router.get("/rules.json", responses=refused(program=True))
async def rules_json(modality: OneModality = "") -> Response:
    """Every rule as data."""
    return json_reply(canonical(catalogue(_modality(modality))))


def _modality(name: str) -> Modality | None:
    """Return a treatment by name, None for all; refuses a name that is none."""
    try:
        return Modality(name) if name else None
    except ValueError:
        raise Refusal(422) from None


def _rule(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a rule with each source once and the treatments of each verdict under the strictest profile."""
    cites: dict[tuple[str, str], dict[str, Any]] = {}
    for modality, several in entry["sources"].items():
        for each in several:
            one = cites.setdefault((each["key"], each["at"]), {**each, "name": short_name(each["key"]), "for": []})
            if (label := Modality(modality).label) not in one["for"]:
                one["for"].append(label)
    verdicts: dict[str, list[str]] = {}
    for modality, verdict in entry["verdicts"].get("strictest", {}).items():
        verdicts.setdefault(verdict, []).append(Modality(modality).label)
    return {**entry, "cites": list(cites.values()), "strictest": verdicts}


@router.get("/sources", response_class=HTMLResponse, responses=refused())
async def sources() -> Response:
    """Every work that a rule or a number rests on."""
    works = [{"key": key, "name": short_name(key), "item": item} for key, item in sorted(references().items())]
    return HTMLResponse(html("sources.html", here="/sources", works=works))


@router.get("/sources.json", responses=refused(program=True))
async def sources_json() -> Response:
    """Every work as CSL-JSON."""
    return json_reply(canonical({key: dict(item) for key, item in sorted(references().items())}))


@router.get("/sources/{key}", response_class=HTMLResponse, responses=refused(404))
async def source(key: Key) -> Response:
    """One work, and everything that rests on it; with ".json" as data."""
    name, dot, ending = key.rpartition(".")
    as_data = dot and ending == "json"
    found = _resting(name if as_data else key)
    return json_reply(canonical(found)) if as_data else HTMLResponse(html("source.html", here="/sources", **found))


def _resting(key: str) -> dict[str, Any]:
    """Return a work with the rules and limits that rest on it; refuses a key that is not known."""
    if key not in references():
        raise Refusal(404)
    return {
        "key": key,
        "name": short_name(key),
        "item": dict(references()[key]),
        "rules": [
            {"rule": each["rule"], "says": each["says"], "places": places}
            for each in catalogue()
            if (
                places := sorted(
                    {c["at"] for s in each["sources"].values() for c in s if key in (c["key"], c.get("via"))}
                )
            )
        ],
        "limits": [
            {
                "id": t.id,
                "says": t.says,
                "status": str(t.status),
                "places": [c.at for c in t.cites if key in (c.key, c.via)],
            }
            for t in thresholds().values()
            if any(key in (c.key, c.via) for c in t.cites)
        ],
    }
